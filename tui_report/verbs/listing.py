"""Findings as text: by file, as a table over many files, as annotations of a code host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tui_report.assess import unlooked
from tui_report.rules.model import SEVERITY_WORDS, Finding
from tui_report.store.faults import StoreError, shown
from tui_report.verbs.checking import Checked
from tui_report.verbs.opening import put

WIDTH = 80
MOST = 300
"""Findings of one file that are printed for people; a file with more of them is no report."""
LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
"""Severities by the code host's names for them."""


def put_findings(one: Checked, *, alone: bool) -> None:
    """Prints the findings of a file, those that could not be looked for at the end in one line a reason."""
    if not alone:
        put(f"== {one.file}")
        if one.notice:
            put(one.notice)
    found = [finding for finding in one.findings if finding.outcome != "not_evaluated"]
    for finding in found[:MOST]:
        put(line_of(finding))
        if finding.open and finding.hint:
            put(f"           {finding.hint}")
    if len(found) > MOST:
        put(f"还有{len(found) - MOST}处没有列出，加--json看全部")
    for line in unlooked(one.findings):
        put(line)
    put("共：" + "，".join(f"{word} {one.count(severity)}" for severity, word in SEVERITY_WORDS.items()))
    if not alone:
        put()


def line_of(finding: Finding) -> str:
    """Returns a finding as one line: level, rule, message."""
    word = "已说明" if finding.outcome == "waived" else SEVERITY_WORDS[finding.severity]
    return f"{word} {finding.rule}  {finding.message}{f'（{finding.reason}）' if finding.reason else ''}"


def put_summary(checked: list[Checked]) -> None:
    """Prints one table of the files and one of the rules, 80 columns wide."""
    from tui_report.width import cut, pad

    put(f"{pad('单位、年度、文件', 50)} {'  '.join(SEVERITY_WORDS.values())}  规则")
    for one in checked:
        head = pad(cut(_unit(one), 50), 50)
        if one.unreadable:
            put(f"{head} 读不了")
            continue
        counts = "  ".join(f"{one.count(severity):>4}" for severity in SEVERITY_WORDS)
        put(f"{head} {counts}")
        for line in _rules_of(one):
            put(f"    {line}")
    _put_rules(checked)
    put(f"共{len(checked)}份，读不了{sum(bool(one.unreadable) for one in checked)}份；" + _totals(checked))


def _unit(one: Checked) -> str:
    return _file(one) if one.unreadable else f"{one.unit or '单位未填'} {one.year or '年度未填'}  {_file(one)}"


def _file(one: Checked) -> str:
    return shown(Path(one.file))


def _rules_of(one: Checked) -> list[str]:
    from tui_report.width import wrap

    counts = Counter(finding.rule for finding in one.findings if finding.open)
    words = [rule if number == 1 else f"{rule}({number})" for rule, number in counts.items()]
    return [line.strip() for line in wrap(" ".join(words), WIDTH - 4)] if words else []


def _put_rules(checked: list[Checked]) -> None:
    from tui_report.rules import CATALOGUE
    from tui_report.width import pad

    found = [(one.file, finding) for one in checked for finding in one.findings if finding.open]
    put(f"\n{pad('规则', 50)} 份数  处数")
    for rule in CATALOGUE:
        files = [file for file, finding in found if finding.rule == rule.id]
        if files:
            put(
                f"{pad(f'{rule.id} {SEVERITY_WORDS[rule.severity]} {rule.name}', 50)} {len(set(files)):>4}  {len(files):>4}"
            )
    put()


def _totals(checked: list[Checked]) -> str:
    return "，".join(
        f"{word} {sum(one.count(severity) for one in checked)}" for severity, word in SEVERITY_WORDS.items()
    )


def put_annotations(checked: list[Checked]) -> None:
    """Prints open findings as workflow commands: `::error file=…,line=…,title=…::message`."""
    for one in checked:
        if one.unreadable:
            put(f"::error file={_property(one.file)},title=读不了::{_escaped(one.unreadable)}")
        found = [finding for finding in one.findings if finding.open][:MOST]
        lines = _lines(Path(one.file), found)
        for finding in found:
            at = f",line={lines[finding.refs[0]]}" if finding.refs and lines.get(finding.refs[0]) else ""
            words = finding.message + (f"。{finding.hint}" if finding.hint else "")
            head = f"{LEVELS[finding.severity]} file={_property(one.file)}{at},title={finding.rule}"
            put(f"::{head}::{_escaped(words)}")


def _lines(path: Path, findings: Iterable[Finding]) -> dict[str, int]:
    """The lines of a TOML file on which the findings' places stand; empty for a document of another kind."""
    from tui_report.store.toml import decoded, lines_of, read_bytes

    if path.suffix.lower() != ".toml":
        return {}
    try:
        text = decoded(read_bytes(path), path.name)
    except StoreError:
        return {}
    return lines_of(text, {ref for finding in findings for ref in finding.refs[:1]})


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")

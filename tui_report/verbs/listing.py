"""Findings as text: by file, as a table over many files, as annotations of a code host."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable

from tui_report.assess import unlooked
from tui_report.rules.model import SEVERITY_WORDS, Finding
from tui_report.store.faults import StoreError, shown_file
from tui_report.verbs.checking import Checked
from tui_report.verbs.opening import put

WIDTH, UNIT_WIDE = 80, 50
INDENT = " " * 11
"""Where the messages begin, behind how bad a finding is and its rule."""
COLUMNS = (*SEVERITY_WORDS.values(), "未填")
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
        _put_wrapped(line_of(finding, one.word(finding)))
        if finding.open and finding.hint:
            _put_wrapped(INDENT + finding.hint)
    if len(found) > MOST:
        put(f"还有{len(found) - MOST}处没有列出，加--json看全部")
    for line in unlooked(one.findings):
        _put_wrapped(line)
    put("共：" + _totals(one.words()))
    if not alone:
        put()


def _put_wrapped(line: str) -> None:
    """Prints a line; on a terminal what does not fit goes on below the message. Other programs get it in one."""
    if not sys.stdout.isatty():
        put(line)
        return
    from shutil import get_terminal_size

    from tui_report.width import wrap

    room = max(20, get_terminal_size().columns - 1)
    first = wrap(line, room)[0]
    put(first)
    rest = line[len(first) :]
    for part in wrap(rest, room - len(INDENT)) if rest else ():
        put(INDENT + part)


def line_of(finding: Finding, word: str) -> str:
    """Returns a finding as one line: how bad it is, rule, message."""
    return f"{word} {finding.rule}  {finding.message}{f'（{finding.reason}）' if finding.reason else ''}"


def put_summary(checked: list[Checked]) -> None:
    """Prints one table of the files and one of the rules, 80 columns wide."""
    from tui_report.width import pad

    put(f"{pad('单位、年度、文件', UNIT_WIDE)} {'  '.join(COLUMNS)}  规则")
    folders = len({_folder(one) for one in checked})
    for one in checked:
        head = pad(_unit(one, with_folder=folders > 1), UNIT_WIDE)
        if one.unreadable:
            put(f"{head} 读不了")
            for line in _wrapped(one.unreadable.removeprefix(_file(one)).lstrip("： ")):
                put(f"    {line}")
            continue
        words = one.words()
        counts = "  ".join(f"{words[word]:>4}" for word in COLUMNS)
        put(f"{head} {counts}")
        for line in _rules_of(one):
            put(f"    {line}")
    _put_rules(checked)
    put(
        f"共{len(checked)}份，读不了{sum(bool(one.unreadable) for one in checked)}份；"
        + _totals(sum((one.words() for one in checked), Counter()))
    )


def _unit(one: Checked, *, with_folder: bool) -> str:
    from tui_report.width import cut, display_width

    folder = _folder(one)
    file = f"{shown_file(folder)}/{_file(one)}" if with_folder and folder not in ("", ".") else _file(one)
    words = file if one.unreadable else f"{one.unit or '单位未填'} {one.year or '年度未填'}  {file}"
    return words if display_width(words) <= UNIT_WIDE else cut(words, UNIT_WIDE - 3) + "..."


def _file(one: Checked) -> str:
    return shown_file(one.file)


def _folder(one: Checked) -> str:
    return os.path.dirname(os.path.normpath(one.file))


def _rules_of(one: Checked) -> list[str]:
    counts = Counter(finding.rule for finding in one.findings if finding.open)
    words = [rule if number == 1 else f"{rule}({number})" for rule, number in counts.items()]
    return _wrapped(" ".join(words)) if words else []


def _wrapped(words: str) -> list[str]:
    from tui_report.width import wrap

    return [line.strip() for line in wrap(words, WIDTH - 4)]


def _put_rules(checked: list[Checked]) -> None:
    from tui_report.rules import CATALOGUE
    from tui_report.width import pad

    found = [(one, finding) for one in checked for finding in one.findings if finding.open]
    put(f"\n{pad('规则（最重的程度）', UNIT_WIDE)} 份数  处数")
    for rule in CATALOGUE:
        mine = [(one, finding) for one, finding in found if finding.rule == rule.id]
        if mine:
            worst = min((one.word(finding) for one, finding in mine), key=COLUMNS.index)
            name = pad(f"{rule.id} {worst} {rule.name}", UNIT_WIDE)
            put(f"{name} {len({one.file for one, _ in mine}):>4}  {len(mine):>4}")
    put()


def _totals(words: Counter[str]) -> str:
    return "，".join(f"{word} {words[word]}" for word in COLUMNS if words[word] or word != "未填")


def put_annotations(checked: list[Checked]) -> None:
    """Prints open findings as workflow commands: `::error file=…,line=…,title=…::message`."""
    for one in checked:
        if one.unreadable:
            put(f"::error file={_property(one.file)},title=读不了::{_escaped(one.unreadable)}")
        found = [finding for finding in one.findings if finding.open][:MOST]
        lines = _lines(one.file, found)
        for finding in found:
            at = f",line={lines[finding.refs[0]]}" if finding.refs and lines.get(finding.refs[0]) else ""
            words = finding.message + (f"。{finding.hint}" if finding.hint else "")
            head = f"{LEVELS[finding.severity]} file={_property(one.file)}{at},title={finding.rule}"
            put(f"::{head}::{_escaped(words)}")


def _lines(path: str, findings: Iterable[Finding]) -> dict[str, int]:
    """The lines of a TOML file on which the findings' places stand; empty for a document of another kind."""
    from tui_report.store.toml import decoded, lines_of, read_bytes

    if not path.lower().endswith(".toml"):
        return {}
    try:
        text = decoded(read_bytes(path), shown_file(path))
    except StoreError:
        return {}
    return lines_of(text, {ref for finding in findings for ref in finding.refs[:1]})


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")

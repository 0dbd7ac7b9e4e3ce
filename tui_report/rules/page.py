"""The catalogue as a page to read: docs/rules.md and `tui-report rules ID` are made of this."""

from __future__ import annotations

from collections.abc import Iterator

from tui_report.characters import visible_lines
from tui_report.form.cn_2021 import FORM
from tui_report.report import plain
from tui_report.rules import CATALOGUE, INITIALS
from tui_report.rules.example import facts
from tui_report.rules.model import SEVERITY_WORDS, Example, Rule

HEADINGS = {
    "S": "结构与内容",
    "T": "表格",
    "Y": "年度之间",
    "X": "文字与表格、数字",
    "R": "依据与名称",
    "L": "语言文字",
    "P": "隐私与保密",
}
WAIVABLE = {"nobody": "不能", "clerk": "填报人可以写一条说明", "county": "由县里确认以后写说明"}
INTRODUCTION = """\
# 核对规则

本页由 tui_report/rules 里的规则生成，不要直接修改。一条规则的全部说明也可以用 tui-report rules 编号 查看。

- 必改：不可能对的，例如两边矛盾、缺一个部分、有身份证号码。不改不能定稿。
- 须看：多半有问题，请看一眼；确实没有问题的，可以写一条说明。
- 提示：可能有问题，不改也可以定稿。

缺少上年报告、还有空格等情况下，规则核对不了，会写明未核对和原因，不算通过。
"""


def _shown(example: Example) -> Iterator[str]:
    for ref, value in example.values.items():
        yield f"{FORM.describe(ref)}：{visible_lines(plain(value)) or '空着'}"
    for ref, value in (example.last or {}).items():
        yield f"上年报告 {FORM.describe(ref)}：{plain(value) or '空着'}"


def _messages(rule: Rule, example: Example) -> Iterator[str]:
    for finding in rule.run(facts(example)):
        if finding.open:
            yield f"{SEVERITY_WORDS[finding.severity]}　{finding.message}。{finding.hint}"
            if finding.mend:
                yield f"可以代改　{finding.mend.name}"


def _severity(rule: Rule) -> str:
    usual, worst = SEVERITY_WORDS[rule.severity], SEVERITY_WORDS[rule.worst]
    return usual if usual == worst else f"{usual}，最重时{worst}"


def rule_page(rule: Rule) -> str:
    """Returns one rule as text: what, why, on what basis, with its failing example and what is said about it."""
    lines = [
        f"{rule.id} {rule.name}",
        "",
        f"程度：{_severity(rule)}",
        f"依据：{rule.basis}",
        f"说明：{WAIVABLE[rule.waivable]}",
        "",
        rule.why,
        "",
    ]
    failing = list(_shown(rule.failing))
    if failing:
        lines += ["例如：", *(f"- {line}" for line in failing)]
    lines += ["这样报告：", *(f"- {line}" for line in _messages(rule, rule.failing))]
    passing = list(_shown(rule.passing))
    if passing:
        lines += ["这样就不报告：", *(f"- {line}" for line in passing)]
    return "\n".join(lines) + "\n"


def catalogue_page() -> str:
    """Returns docs/rules.md: all rules by subject."""
    parts = [INTRODUCTION]
    for initial in INITIALS:
        rules = [rule for rule in CATALOGUE if rule.id[0] == initial]
        parts.append(f"## {initial} {HEADINGS[initial]}\n")
        parts += [_section(rule) for rule in rules]
    return "\n".join(parts)


def _section(rule: Rule) -> str:
    head, _, rest = rule_page(rule).partition("\n")
    body = [f"{line}  " if line.startswith(("程度", "依据")) else line for line in rest.splitlines()]
    spaced: list[str] = []
    for line in body:
        if line.endswith("：") and spaced and spaced[-1]:
            spaced.append("")
        spaced.append(line)
        if line.endswith("："):
            spaced.append("")
    return f"### {head}\n" + "\n".join(spaced) + "\n"

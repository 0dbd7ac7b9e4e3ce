"""S12: the basic facts, which title, signature and many other rules rest on."""

from __future__ import annotations

from collections.abc import Iterator

from tui_report.form.model import Fact
from tui_report.numbers import shorten
from tui_report.report import Unread
from tui_report.rules.model import Example, Facts, Finding, Rule, rule

TITLE = ("unit.name", "year")
"""Facts that every document must show; published pages often leave signature and date out."""


@rule(
    "S12",
    "基本信息没有填或者看不懂",
    "error",
    basis="题目写单位和年度，落款写署名和成文日期（GB/T 9704）",
    why="题目、落款、期限和跨年核对都用基本信息。单位和年度缺了，报告没有题目；署名和成文日期缺了，落款是空的；级别缺了，乡镇专用的几条检查不起作用。",
    failing=Example({"sign.date": None}),
    passing=Example(),
    waivable="nobody",
)
def fact_missing(self: Rule, facts: Facts) -> Iterator[Finding]:
    """A fact that cannot be read, or that is missing; of a document from elsewhere only what its title must show."""
    for fact in facts.form.facts:
        value = facts.report.held(fact.ref)
        if isinstance(value, Unread):
            yield self.finding(
                (fact.ref,), f"{fact.label}：“{shorten(str(value))}”看不懂", f"按说明重新填：{fact.help}"
            )
        elif value is None or not str(value).strip():
            yield from _missing(self, facts, fact)
    for passage in facts.form.passages:
        if isinstance(facts.report.held(passage.ref), Unread):
            where = facts.form.describe(passage.ref)
            yield self.finding((passage.ref,), f"{where}：文件里写的不是文字", "重新写这一段。")


def _missing(self: Rule, facts: Facts, fact: Fact) -> Iterator[Finding]:
    if facts.report.source is None and not fact.optional:
        yield self.finding((fact.ref,), f"{fact.label}没有填", f"补填{fact.label}。")
    elif fact.ref in TITLE:
        yield self.finding((fact.ref,), f"没有找到{fact.label}", f"补填{fact.label}，题目要用。", severity="warning")


RULES = (fact_missing,)

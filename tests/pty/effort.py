"""How many keys a report costs: the keys of whole walks, one by one, and the page that compares them.

`python -m tests.pty.effort` writes docs/effort.md anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from tests.pty.walking import DOWN, ENTER, F8, F9, F10, TAB
from tui_report.carry import proposals
from tui_report.figures import expand, references
from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Ref, Section
from tui_report.form.printed import printed
from tui_report.numbers import write_number
from tui_report.report import Report, Value
from tui_report.resources import samples
from tui_report.store.reading import read_report
from tui_report.totals import figures
from tui_report.ui.figures import offered
from tui_report.ui.initials import initials, matches
from tui_report.ui.steps import steps

PAGE = Path(__file__).parents[2] / "docs" / "effort.md"
F2 = "\x1bOQ"
Fill = Literal["all", "nonzero"]
"""Whether every number is typed, or only those that are not 0 and F9 does the rest."""

Turn = tuple[str, Sequence[str]]
"""What stands on the screen first, empty for nothing to wait for; and the keys that are pressed then."""


def sample(name: str) -> Report:
    """Returns a sample report."""
    return read_report(samples() / f"{name}.toml", FORM)


@dataclass(frozen=True)
class Walk:
    """One report, entered from last year's file to the exit."""

    name: str
    report: Report
    last: Report
    fill: Fill

    @property
    def keys(self) -> list[str]:
        """Every key that is pressed, in order; a character from an input method counts as one."""
        return [key for _, keys in self.turns() for key in keys]

    def turns(self) -> Iterator[Turn]:
        """Yields the keys, with what the clerk sees before pressing them."""
        yield from self._start()
        for step in steps(FORM)[1:]:
            if step.kind == "facts":
                yield "成文日期", _date(self.report)
            elif step.kind == "passage":
                yield from self._passage(step.key)
            elif step.section and step.kind == "table":
                yield f"[{step.section.number}", ""
                yield from self._table(step.section)
            yield ("核对结果", [F10]) if step.kind == "finish" else ("", [F8])

    @property
    def prose(self) -> int:
        """Characters of the prose as it is printed, and Enter between paragraphs."""
        return sum(len(text) for text in self._printed())

    @property
    def data(self) -> int:
        """Keys that the data itself needs: digits and one separator a number, the prose, the date."""
        numbers = sum(len(write_number(self.report.number(ref) or 0)) + 1 for ref in FORM.entered)
        return numbers + self.prose + len(_date(self.report))

    @property
    def prose_keys(self) -> int:
        """Keys that the prose costs here."""
        return sum(len(keys) for passage in FORM.passages for _, keys in self._passage(passage.ref))

    @property
    def word_keys(self) -> int:
        """Keys that the same costs in the empty form as a Word table.

        Typed are the digits of all 200 numbers, for nothing adds up by itself, the prose, the title, the signature and
        the date. Tab goes to the next cell, labels included, as Word does; an arrow leaves a table or a passage.
        """
        found = figures(FORM, self.report)
        digits = sum(len(write_number(value or 0)) for value in found.values())
        tabs = sum(_tabs(section) for section in FORM.sections if section.tables)
        places = len(FORM.passages) + sum(bool(section.tables) for section in FORM.sections)
        title = FORM.title.format(unit=self.report.unit, year=self.report.year)
        facts = len(title) + len(self.report.text("sign.name")) + len(_date(self.report))
        return digits + tabs + self.prose + facts + places

    # ------------------------------------------------------------------ the way

    def _start(self) -> Iterator[Turn]:
        """A new report from last year's: unit, year and level come from there, what was carried over too."""
        yield "新建一份报告", [ENTER]
        yield "新建报告：上年的报告", [ENTER]
        yield "新建报告：单位全称", [ENTER]
        yield "新建报告：报告年度", [ENTER]
        yield "接着上年的报告", [ENTER]
        yield "已填入上年结转", [F8]

    def _passage(self, ref: Ref) -> Iterator[Turn]:
        """The characters, and for a figure its choice by name."""
        here = f"第{[passage.ref for passage in FORM.passages].index(ref) + 1}段，共"
        text, at = self.report.text(ref), 0
        for found in references(text):
            yield here, [*text[at : found.start].replace("\n", ENTER), F2]
            yield "把哪个数放进文字", [*_shortest(self._names, found.ref), ENTER]
            at = found.end
        yield here, text[at:].replace("\n", ENTER)

    @cached_property
    def _names(self) -> tuple[tuple[Ref, str], ...]:
        """The figures as they are offered while the prose is written: the tables are still empty."""
        found = figures(FORM, Report(self._carried))
        return tuple((ref, name) for ref, name, _ in offered(FORM, found))

    def _table(self, section: Section) -> Iterator[Turn]:
        refs = [ref for table in section.tables for ref in table.entered]
        wanted = {ref: self.report.number(ref) or 0 for ref in refs}
        typed = [ref for ref in refs if ref not in self._carried and (self.fill == "all" or wanted[ref])]
        at = 0
        for ref in typed:
            yield "", [*[TAB] * (refs.index(ref) - at), *write_number(wanted[ref])]
            at = refs.index(ref)
        if len(typed) + len(self._carried.keys() & set(refs)) < len(refs):
            yield "", [F9]
            yield "空格都填0", "1"
            yield "个0，ctrl+z", ""

    @cached_property
    def _carried(self) -> dict[Ref, Value]:
        """What last year's report leaves to this year's."""
        return {p.ref: p.value for p in proposals(FORM, self.last) if p.ref in FORM.figures}

    def _printed(self) -> Iterator[str]:
        found = figures(FORM, self.report)
        return (expand(FORM, found, self.report.text(passage.ref)) for passage in FORM.passages)


def walks() -> tuple[Walk, ...]:
    """Returns the walks that are counted."""
    zero, busy, before = (
        sample(f"{n}") for n in ("all-zero-township-2024", "busy-township-2024", "busy-township-2023")
    )
    last_zero = Report({**zero.values, "year": 2023, "sign.date": date(2024, 1, 12)})
    return (
        Walk("三张表全是0的乡，从上年的报告开始", zero, last_zero, "nonzero"),
        Walk("业务多的乡，不是0的数逐个打，其余按F9", busy, before, "nonzero"),
        Walk("业务多的乡，每个数都打", busy, before, "all"),
    )


def page() -> str:
    """Returns docs/effort.md."""
    lines = [_line(walk) for walk in walks()]
    return HEAD + "\n".join(lines) + "\n" + FOOT


def _line(walk: Walk) -> str:
    keys = len(walk.keys)
    cells = (walk.name, walk.data, walk.prose, keys, keys - walk.prose_keys, f"{keys / walk.data:.2f}", walk.word_keys)
    return "| " + " | ".join(map(str, cells)) + " |"


HEAD = """\
# 填一份报告要按多少键

下面的键数由 `python -m tests.pty.effort` 数出来，`tests/pty/test_effort.py` 把同样的键在真的终端里按一遍，存下的报告要与样例
一字不差。用输入法打的一个字算一键。

| 走法 | 数据 | 其中文字 | 本程序 | 文字以外 | 每个数据几键 | 空白Word表 |
|---|--:|--:|--:|--:|--:|--:|
"""
FOOT = """
- **数据**：每个数的各位数字加一个分隔，文字的每个字（段与段之间加一个回车），成文日期。少于这些，就是有的数不用一个一个打。
- **本程序**：从起始页新建开始，选上年的报告，填完全部六个部分，到退出为止的所有键。文字里的数用F2按拼音首字母（取最短的）
  从表里选，以后表改了文字跟着变。
- **文字以外**：本程序的键减去打文字用的键。
- **空白Word表**：打200个数（总计也要自己算好打进去）、文字、题目、署名和日期的字数，Tab走过的每一格（Word的Tab在标题格里
  也停），离开每张表、每一段的一个方向键。打开、保存、核对和计算不算在内。从上年的Word文件改起可以少打，但是没改的旧数混在
  里面看不出来。
"""


def _date(report: Report) -> str:
    value = report.values["sign.date"]
    assert isinstance(value, date)
    return f"{value:%Y%m%d}"


def _tabs(section: Section) -> int:
    """Presses of Tab from the first figure of a printed table to its last one."""
    at = [number for number, cell in enumerate(printed(section).cells) if cell.ref]
    return at[-1] - at[0]


@lru_cache(maxsize=512)
def _shortest(names: tuple[tuple[Ref, str], ...], ref: Ref) -> tuple[str, ...]:
    """The fewest letters and arrows that choose a figure from the list."""
    letters = initials(dict(names)[ref])
    queries = {letters[i:j] for i in range(len(letters)) for j in range(i, min(len(letters), i + 5) + 1)}
    ways = []
    for query in sorted(queries):
        found = [other for other, name in names if matches(query, name)]
        ways.append((*query, *[DOWN] * found.index(ref)))
    return min(ways, key=len)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

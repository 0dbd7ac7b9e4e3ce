"""A block of cells copied from a spreadsheet, laid over the cells of a section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from tui_report.form.model import Form, Ref
from tui_report.numbers import Number, shorten, write_number
from tui_report.report import Report, Unread
from tui_report.totals import totals
from tui_report.ui.entry import meaning
from tui_report.ui.sheet import At, Cell, Grid

Block: TypeAlias = tuple[tuple[str, ...], ...]
"""Texts by line and column."""

MOST_NAMED = 3
"""As many places as one message names; it counts the others."""


def read_block(text: str) -> Block:
    """Splits what a spreadsheet copies: cells parted by tabs, rows by line ends, a line end after the last row.

    Some terminals make two line ends of one. A row of several columns has tabs even where it is blank, so in such a
    block a line without anything is no row.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    if any("\t" in line for line in lines):
        lines = [line for line in lines if line]
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)


@dataclass(slots=True)
class Laid:
    """What of a block goes where, and what of it goes nowhere."""

    values: dict[Ref, Number] = field(default_factory=dict)
    """To be stored."""
    stated: dict[Ref, tuple[Cell, Number]] = field(default_factory=dict)
    """Figures that came to lie on computed cells; compared, never stored."""
    understood: list[str] = field(default_factory=list)
    """How texts were taken that were not plain digits."""
    unread: list[str] = field(default_factory=list)
    """Texts that are no numbers, with their place in the block."""
    outside: list[str] = field(default_factory=list)
    """Texts beyond the edge of the table, with their place in the block."""
    blank: int = 0
    """Blank cells of the block; the sheet's cells under them keep what they hold."""

    def said(self, form: Form, report: Report) -> str:
        """Says what became of the block.

        Args:
            form: The form.
            report: The report after the block was pasted.
        """
        parts = [f"贴入{len(self.values)}格"]
        parts += [f"按数字理解{len(self.understood)}格：{_some(self.understood)}"] if self.understood else []
        parts += [f"不是数字、没有贴{len(self.unread)}格：{_some(self.unread)}"] if self.unread else []
        parts += [f"超出表格、没有贴{len(self.outside)}格：{_some(self.outside)}"] if self.outside else []
        parts += [f"空白{self.blank}格，原来的数没有动"] if self.blank else []
        return "；".join([*parts, *self._compared(form, report)])

    def _compared(self, form: Form, report: Report) -> Iterator[str]:
        if not self.stated:
            return
        computed = totals(form, report)
        wrong = [
            f"{cell.name} 贴来{write_number(value)}，算得{write_number(computed[ref] or 0)}"
            for ref, (cell, value) in self.stated.items()
            if (computed[ref] or 0) != value
        ]
        found = f"有{len(wrong)}格不同：{_some(wrong)}" if wrong else "都与算得的相同"
        yield f"自动计算的{len(self.stated)}格没有贴，{found}"


def _some(texts: list[str]) -> str:
    return "、".join(texts[:MOST_NAMED]) + ("等" if len(texts) > MOST_NAMED else "")


def lay(grid: Grid, at: At, block: Block) -> Laid:
    """Lays a block over the cells, its first cell on a given one."""
    laid = Laid()
    for i, line in enumerate(block):
        for j, text in enumerate(line):
            row, column = at[0] + i, at[1] + j
            place = f"第{i + 1}行第{j + 1}列{shorten(text, 12)}"
            if not text:
                laid.blank += 1
            elif row >= len(grid.rows) or column >= len(grid.rows[row]):
                laid.outside.append(place)
            else:
                _lay_one(laid, grid[row, column], text, place)
    return laid


def _lay_one(laid: Laid, cell: Cell, text: str, place: str) -> None:
    meant = meaning(text, cell.table.decimals)
    if isinstance(meant.value, Unread):
        laid.unread.append(place)
    elif meant.value is None:
        laid.blank += 1
    elif cell.derived:
        laid.stated[cell.ref] = cell, meant.value
    else:
        laid.values[cell.ref] = meant.value
        if meant.said:
            laid.understood.append(shorten(text, 12))

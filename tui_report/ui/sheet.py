"""The cells of a section as a grid, the ways through it, and what is done to many cells at once. No widget."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeAlias

from tui_report.form.model import Column, Ref, Row, Section, Table
from tui_report.report import Change, Report, Waiver, change, digest
from tui_report.ui.session import Session

At: TypeAlias = tuple[int, int]
"""Row of the sheet and column of its table, both from 0."""

ALL_ZERO = "T08"
"""The rule that asks whether a section of nothing but zeros is meant."""

NO_MORE = "这是最后一格"
NO_LESS = "这是第一格"
COLUMN_DONE = "这一列到底了，转到下一列开头"


class Cell(NamedTuple):
    """One cell of a table."""

    table: Table
    row: Row
    column: Column
    ref: Ref
    """Its address."""
    derived: bool
    """Whether it is computed and never typed."""

    @property
    def name(self) -> str:
        """Short name for a message: 三（一）予以公开/自然人."""
        return f"{self.row.short.strip()}/{self.column.label}"


class Grid:
    """All cells of a section: the rows of its tables, one table under the other."""

    def __init__(self, section: Section) -> None:
        self.section = section

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells, row by row; tables differ in how many columns they have."""
        return tuple(
            tuple(
                Cell(table, row, column, table.ref(row.key, column.key), table.derived(row.key, column.key))
                for column in table.columns
            )
            for table in self.section.tables
            for row in table.rows
        )

    @cached_property
    def places(self) -> dict[Ref, At]:
        """Where each ref stands."""
        return {cell.ref: (r, c) for r, row in enumerate(self.rows) for c, cell in enumerate(row)}

    @cached_property
    def entered(self) -> tuple[At, ...]:
        """Cells that a person types, as they are read."""
        return tuple(at for at in self.places.values() if not self[at].derived)

    def __getitem__(self, at: At) -> Cell:
        return self.rows[at[0]][at[1]]

    def find(self, ref: Ref) -> At | None:
        """Returns the place of a cell, or the first cell of a row or of the section; None where there is none."""
        if ref == self.section.key:
            return (0, 0)
        return self.places.get(ref) or next((at for r, at in self.places.items() if r.startswith(ref + ".")), None)

    def clamp(self, row: int, column: int) -> At:
        """Returns the nearest cell."""
        row = min(max(row, 0), len(self.rows) - 1)
        return row, min(max(column, 0), len(self.rows[row]) - 1)

    def along(self, at: At, by: int) -> At | None:
        """Returns the next (1) or previous (-1) entered cell as they are read; None past the ends."""
        beyond = [other for other in self.entered if (other > at if by > 0 else other < at)]
        if not beyond:
            return None
        return beyond[0] if by > 0 else beyond[-1]

    def below(self, at: At, column: int) -> At | None:
        """Returns the next entered cell downwards, in a column or the one nearest to it; None past the end."""
        places = (self.clamp(row, column) for row in range(at[0] + 1, len(self.rows)))
        return next((place for place in places if not self[place].derived), None)

    def next_column(self, at: At) -> At | None:
        """Returns the top entered cell of the table's next entered column; None after the last."""
        table = self[at].table
        same = [place for place in self.entered if self[place].table is table and place[1] > at[1]]
        return min(same, key=lambda place: (place[1], place[0]), default=None)


class Cursor:
    """The active cell, and the column where a run of Tabs began.

    Each move returns what the clerk should be told about it, mostly nothing.
    """

    def __init__(self, grid: Grid, at: At = (0, 0)) -> None:
        self.grid = grid
        self.at = at
        self.run: int | None = None
        """Column to which Enter returns; None while no run of Tabs is on."""

    @property
    def cell(self) -> Cell:
        """The active cell."""
        return self.grid[self.at]

    def go(self, row: int, column: int) -> str:
        """Moves to a cell or the nearest one; ends the run."""
        self.run = None
        self.at = self.grid.clamp(row, column)
        return ""

    def step(self, rows: int, columns: int) -> str:
        """Moves as an arrow does; stops at the edges, enters derived cells."""
        return self.go(self.at[0] + rows, self.at[1] + columns)

    def tab(self) -> str:
        """Moves to the next entered cell; a new row starts a new run."""
        place = self.grid.along(self.at, 1)
        if place is None:
            return NO_MORE
        if place[0] != self.at[0]:
            self.run = place[1]
        elif self.run is None:
            self.run = self.at[1]
        self.at = place
        return ""

    def back(self) -> str:
        """Moves to the previous entered cell."""
        place = self.grid.along(self.at, -1)
        if place is None:
            return NO_LESS
        if place[0] != self.at[0]:
            self.run = None
        self.at = place
        return ""

    def enter(self) -> str:
        """Moves down over derived cells: to the column where the run began, or down the column and on to the next."""
        column = self.at[1] if self.run is None else self.run
        place, said = self.grid.below(self.at, column), ""
        if place is None and self.run is None:
            place = self.grid.next_column(self.at)
            said = COLUMN_DONE if place else ""
        if place is None:
            return NO_MORE
        self.run = None
        self.at = place
        return said

    def home(self) -> str:
        """Moves to the row's first cell."""
        return self.go(self.at[0], 0)

    def end(self) -> str:
        """Moves to the row's last cell."""
        return self.go(self.at[0], len(self.grid.rows[self.at[0]]) - 1)

    def first(self) -> str:
        """Moves to the section's first cell."""
        return self.go(0, 0)

    def last(self) -> str:
        """Moves to the section's last entered cell."""
        return self.go(*self.grid.entered[-1])


def blanks(grid: Grid, report: Report) -> tuple[Ref, ...]:
    """Returns the entered cells that hold nothing at all, in printed order."""
    return tuple(grid[at].ref for at in grid.entered if grid[at].ref not in report.values)


def zeros(grid: Grid, session: Session) -> Change:
    """Returns the step that puts 0 into the blank cells of a section and leaves all others as they are.

    Where the whole section is then 0, the step also states that this is meant.
    """
    report, key = session.report, grid.section.key
    values = {ref: Decimal(0) if grid[grid.places[ref]].table.decimals else 0 for ref in blanks(grid, report)}
    after = report.edited(values)
    waivers = report.waivers
    if all(after.number(grid[at].ref) == 0 for at in grid.entered):
        confirmed = Waiver(ALL_ZERO, (key,), digest(after, (key,)), "已确认全部为0", by=session.who, on=session.today)
        waivers = (*(w for w in waivers if (w.rule, w.refs) != (ALL_ZERO, (key,))), confirmed)
    done = f"{len(values)}个空格填0" if values else "确认全部为0"
    name = f"第{grid.section.number}部分 {done}"
    return change(report, name, values, place=next(iter(values), grid[grid.entered[0]].ref), waivers=waivers)

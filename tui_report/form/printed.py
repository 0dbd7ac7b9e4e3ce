"""The tables of a section as they are printed: cells with the heads merged.

This is the one place where merged heads are worked out; text, page and Word all draw these cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Literal

from tui_report.form.model import Ref, Section, Table
from tui_report.tuples import NamedTuple


class Cell(NamedTuple):
    """One printed cell, which may span rows and columns."""

    row: int
    column: int
    rows: int
    columns: int
    text: str = ""
    """The printed label; empty for a figure."""
    ref: Ref | None = None
    """The figure that stands here, None for a label."""
    head: bool = False
    """Whether it is a head over columns or a caption, not the label of a row."""
    align: Literal["left", "center", "right"] = "left"


class _Drawn(NamedTuple):
    cells: tuple[Cell, ...]
    """In reading order: by row, then by column."""
    row_count: int
    column_count: int
    head_rows: int
    """Rows that a page break repeats; 0 where the heads stand between the figures."""
    label_columns: int
    """Columns of row labels at the left."""


class Grid(_Drawn):
    """The printed table of one section. The cells cover every place exactly once."""

    @cached_property
    def owners(self) -> tuple[tuple[Cell, ...], ...]:
        """The cell that covers each place, by row and column."""
        places = {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }
        columns = range(self.column_count)
        return tuple(tuple(places[row, column] for column in columns) for row in range(self.row_count))


class _Head(NamedTuple):
    """A label on one axis: from `start` over `span` rows or columns, at `depth` over `levels` levels."""

    start: int
    span: int
    depth: int
    levels: int
    text: str


@lru_cache(maxsize=32)
def printed(section: Section) -> Grid:
    """Returns the printed table of a section.

    All tables of a section make one continuous table, as on the form. A section without tables gives a grid
    without cells.
    """
    if not section.tables:
        return Grid((), 0, 0, 0, 0)
    if any(table.in_one_row for table in section.tables):
        (table,) = section.tables
        return _in_one_row(table)
    return _stacked(section.tables)


def _heads(paths: Sequence[tuple[str, ...]]) -> Iterator[_Head]:
    """Merges equal beginnings of neighbouring paths; the last label of a short path spans the levels left."""
    levels = max(len(path) for path in paths)
    for depth in range(levels):
        start = 0
        while start < len(paths):
            path = paths[start]
            end = start + 1
            if depth < len(path):
                last = depth + 1 == len(path)
                while not last and end < len(paths) and _shares(path, paths[end], depth):
                    end += 1
                yield _Head(start, end - start, depth, levels - depth if last else 1, path[depth])
            start = end


def _shares(path: tuple[str, ...], other: tuple[str, ...], depth: int) -> bool:
    return len(other) > depth + 1 and other[: depth + 1] == path[: depth + 1]


def _grid(cells: list[Cell], head_rows: int, label_columns: int) -> Grid:
    return Grid(
        tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        max(cell.row + cell.rows for cell in cells),
        max(cell.column + cell.columns for cell in cells),
        head_rows,
        label_columns,
    )


def _stacked(tables: Sequence[Table]) -> Grid:
    """Tables one under the other, with the last column of a narrow one drawn out to the right edge."""
    labels = max(len(row.path) for table in tables for row in table.rows)
    width = max(len(table.columns) for table in tables)
    cells: list[Cell] = []
    top = 0
    for table in tables:
        block = list(_block(table, top, labels, width))
        cells += block
        top = max(cell.row + cell.rows for cell in block)
    levels = max(len(column.path) for column in tables[0].columns)
    alone = len(tables) == 1
    return _grid(cells, levels + bool(tables[0].caption) if alone else 0, labels)


def _block(table: Table, top: int, labels: int, width: int) -> Iterator[Cell]:
    if table.caption:
        yield Cell(top, 0, 1, labels + width, table.caption, head=True, align="center")
        top += 1
    levels = max(len(column.path) for column in table.columns)
    yield Cell(top, 0, levels, labels, table.corner, head=True, align="center")
    for head in _heads([column.path for column in table.columns]):
        span = _drawn_out(head.start, head.span, len(table.columns), width)
        yield Cell(top + head.depth, labels + head.start, head.levels, span, head.text, head=True, align="center")
    top += levels
    depth = max(len(row.path) for row in table.rows)
    for label in _heads([row.path for row in table.rows]):
        span = label.levels + (labels - depth if label.depth + label.levels == depth else 0)
        yield Cell(top + label.start, label.depth, label.span, span, label.text)
    for number, row in enumerate(table.rows):
        for place, column in enumerate(table.columns):
            span = _drawn_out(place, 1, len(table.columns), width)
            yield Cell(top + number, labels + place, 1, span, ref=table.ref(row.key, column.key), align="right")


def _drawn_out(start: int, count: int, columns: int, width: int) -> int:
    return count + (width - columns if start + count == columns else 0)


def _in_one_row(table: Table) -> Grid:
    """All figures side by side, under the labels of their row and column."""
    places = [(row, column) for row in table.rows for column in table.columns]
    paths = [row.path + column.path for row, column in places]
    levels = max(len(path) for path in paths)
    cells = [Cell(h.depth, h.start, h.levels, h.span, h.text, head=True, align="center") for h in _heads(paths)]
    figures = [table.ref(row.key, column.key) for row, column in places]
    cells += [Cell(levels, place, 1, 1, ref=ref, align="right") for place, ref in enumerate(figures)]
    return _grid(cells, levels, 0)

"""A printed table drawn with `+ - |`, for terminals, plain files and fixed-width fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from tui_report.form.model import Ref
from tui_report.form.printed import Cell, Grid
from tui_report.tuples import NamedTuple
from tui_report.width import Ambiguous, display_width, pad, wrap

ROOMY, LEAST = 5, 4
"""Columns of a figure: as wanted, and where the page is too narrow for that."""

LEAST_LABEL = 12
"""Columns that the innermost labels keep, even where the table grows wider than the page."""

_ORDINAL = re.compile(r"（[一二三四五六七八九十]+）")
_NUMBER = re.compile(r"\d+\.")


def draw(grid: Grid, figures: Mapping[Ref, str], width: int = 80, ambiguous: Ambiguous = 1) -> list[str]:
    """Returns the lines of a table, all equally wide; arguments as for `placed`."""
    return [line for line, _ in placed(grid, figures, width, ambiguous)]


def placed(
    grid: Grid, figures: Mapping[Ref, str], width: int = 80, ambiguous: Ambiguous = 1
) -> list[tuple[str, Ref | None]]:
    """Draws a table.

    Args:
        grid: The printed cells.
        figures: What stands in the cells of figures; a missing one is drawn empty.
        width: Columns of the page. A table is wider only where its figures leave no room for the labels.
        ambiguous: Columns of an ambiguous character.

    Returns:
        The lines, all equally wide, each with the first figure of its row; a rule and a line of heads have none.
    """
    if not grid.cells:
        return []
    return _Drawing(grid, figures, _widths(grid, figures, width, ambiguous), ambiguous).lines()


def _widths(grid: Grid, figures: Mapping[Ref, str], width: int, ambiguous: Ambiguous) -> list[int]:
    """Shares out the page: outer labels as narrow as they read well, figures as they need, inner labels the rest."""
    labels = grid.label_columns
    count = grid.column_count - labels
    outer = [_narrow(grid, column, ambiguous) for column in range(labels - 1)]
    room = width - grid.column_count - 1 - sum(outer)
    inner = _widest(grid, labels - 1, ambiguous) + 1 if labels else 0
    wanted = max(_widest(grid, column, ambiguous) for column in range(labels, grid.column_count)) + 2
    least = max(LEAST, min(ROOMY, (room - (LEAST_LABEL if labels else 0)) // count))
    even = max(least, min(wanted, (room - inner) // count))
    values = [max(even, _digits(grid, figures, labels + column) + 1) for column in range(count)]
    rest = [max(LEAST_LABEL, room - sum(values))] if labels else []
    return outer + rest + values


def _single(grid: Grid, column: int) -> Iterator[Cell]:
    return (c for c in grid.cells if c.column == column and c.columns == 1)


def _widest(grid: Grid, column: int, ambiguous: Ambiguous) -> int:
    return max((display_width(c.text, ambiguous) for c in _single(grid, column)), default=0)


def _digits(grid: Grid, figures: Mapping[Ref, str], column: int) -> int:
    return max((len(figures.get(c.ref, "")) for c in _single(grid, column) if c.ref), default=0)


def _narrow(grid: Grid, column: int, ambiguous: Ambiguous) -> int:
    """The narrowest column in which each merged label takes two lines, or a quarter of the rows it spans."""
    cells = [c for c in _single(grid, column) if not c.head]
    for width in range(4, 20, 2):
        if all(len(_broken(c.text, width, ambiguous)) <= max(2, c.rows // 4) for c in cells):
            return width
    return 20


@lru_cache(maxsize=1024)
def _broken(text: str, width: int, ambiguous: Ambiguous) -> Sequence[str]:
    """Breaks a label.

    An ordinal in brackets takes a line of its own where the rest then fits on one; the lines after a number
    stand under its text.
    """
    if display_width(text, ambiguous) <= width:
        return [text]
    ordinal = _ORDINAL.match(text)
    if ordinal:
        rest = text[ordinal.end() :]
        if display_width(ordinal[0], ambiguous) <= width >= display_width(rest, ambiguous):
            return [ordinal[0], rest]
    number = _NUMBER.match(text)
    if number:
        hang = len(number[0])
        return _under(number[0], _even(text[hang:], width - hang, ambiguous))
    return _even(text, width, ambiguous)


def _under(first: str, lines: list[str]) -> list[str]:
    return [(" " * len(first) if number else first) + line for number, line in enumerate(lines)]


def _even(text: str, width: int, ambiguous: Ambiguous) -> list[str]:
    """Breaks a text into as few lines as fit, all about equally long."""
    lines = wrap(text, width, ambiguous)
    for narrower in range(width - 1, 1, -1):
        closer = wrap(text, narrower, ambiguous)
        if len(closer) > len(lines):
            break
        lines = closer
    return lines


class _Line(NamedTuple):
    """One line of the drawing."""

    row: int
    """The row it belongs to, or the row below a rule."""
    rule: bool


class _Drawing:
    """Places the cells of one table on lines."""

    def __init__(self, grid: Grid, figures: Mapping[Ref, str], widths: list[int], ambiguous: Ambiguous) -> None:
        self.grid, self.widths, self.ambiguous = grid, widths, ambiguous
        self.texts = {cell: self._text(cell, figures) for cell in grid.cells}
        self.ruled = [self._ruled(row) for row in range(grid.row_count + 1)]
        self.heights = self._heights()
        self.plan = self._plan()
        self.first = {line.row: number for number, line in reversed(list(enumerate(self.plan))) if not line.rule}

    def lines(self) -> list[tuple[str, Ref | None]]:
        """Returns the finished lines, each with the first figure of its row."""
        first = [next((cell.ref for cell in row if cell.ref), None) for row in self.grid.owners]
        return [
            (self._rule(n, line.row), None) if line.rule else (self._content(n, line.row), first[line.row])
            for n, line in enumerate(self.plan)
        ]

    def _across(self, cell: Cell) -> int:
        return sum(self.widths[cell.column : cell.column + cell.columns]) + cell.columns - 1

    def _text(self, cell: Cell, figures: Mapping[Ref, str]) -> Sequence[str]:
        if cell.ref is not None:
            return [figures.get(cell.ref, "")]
        return _broken(cell.text, self._across(cell), self.ambiguous)

    def _ruled(self, row: int) -> bool:
        """Whether a rule stands above a row: not between the inner rows of one merged label."""
        labels = self.grid.label_columns
        if row in (0, self.grid.row_count) or labels < 2:
            return True
        above, below = self.grid.owners[row - 1], self.grid.owners[row]
        inner = above[labels - 1].column == below[labels - 1].column == labels - 1
        return not (inner and above[labels - 2] is below[labels - 2])

    def _heights(self) -> list[int]:
        """Lines of each row; the last row of a merged cell grows where the cell needs it."""
        heights = [1] * self.grid.row_count
        for cell in sorted(self.grid.cells, key=lambda c: c.rows):
            end = cell.row + cell.rows
            held = sum(heights[cell.row : end]) + sum(self.ruled[cell.row + 1 : end])
            heights[end - 1] += max(0, len(self.texts[cell]) - held)
        return heights

    def _plan(self) -> list[_Line]:
        plan = []
        for row, height in enumerate(self.heights):
            plan += [_Line(row, True)] * self.ruled[row] + [_Line(row, False)] * height
        return [*plan, _Line(self.grid.row_count, True)]

    def _piece(self, cell: Cell, line: int) -> str:
        """The part of a cell that stands on a line."""
        end = cell.row + cell.rows - 1
        held = self.first[end] + self.heights[end] - self.first[cell.row]
        text = self.texts[cell]
        down = line - self.first[cell.row] - ((held - len(text)) // 2 if cell.head or cell.rows > 1 else 0)
        shown = text[down] if 0 <= down < len(text) else ""
        across = self._across(cell)
        if cell.align == "right":
            return pad(shown, across - 1, "right", self.ambiguous) + " "
        return pad(shown, across, cell.align, self.ambiguous)

    def _content(self, line: int, row: int) -> str:
        cells = dict.fromkeys(self.grid.owners[row])
        return "|" + "|".join(self._piece(cell, line) for cell in cells) + "|"

    def _rule(self, line: int, row: int) -> str:
        """A rule, interrupted by the cells that span it."""
        nothing: tuple[Cell | None, ...] = (None,) * self.grid.column_count
        above = self.grid.owners[row - 1] if row else nothing
        below = self.grid.owners[row] if row < self.grid.row_count else nothing
        out, column = "", 0
        while column < self.grid.column_count:
            out += self._joint(above, below, column)
            cell = above[column]
            if cell is not None and cell is below[column]:
                out += self._piece(cell, line)
                column = cell.column + cell.columns
            else:
                out += "-" * self.widths[column]
                column += 1
        return out + self._joint(above, below, column)

    def _joint(self, above: tuple[Cell | None, ...], below: tuple[Cell | None, ...], column: int) -> str:
        """The character of a rule before a column: `+` where lines meet, else the line that runs through."""
        edge = column in (0, self.grid.column_count)
        upright = edge or above[column - 1] is not above[column] or below[column - 1] is not below[column]
        sides = [c for c in (column - 1, column) if 0 <= c < self.grid.column_count]
        level = any(above[c] is not below[c] for c in sides)
        return ("+" if upright else "-") if level else "|"

"""How the cells of a section are laid out on lines: widths, heads, labels, and what each cell shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import compress
from operator import ne
from typing import Literal, NamedTuple, TypeAlias

from tui_report.assess import Assessment
from tui_report.form.model import Row, Table
from tui_report.report import Report, Unread, Value, plain
from tui_report.rules.model import Severity
from tui_report.ui.entry import Entry, raw, visible
from tui_report.ui.sheet import At, Cell, Grid
from tui_report.width import cut, display_width, pad

Look: TypeAlias = Literal["plain", "blank", "derived", "error", "warning", "entry"]

LABEL = 30
"""Columns for the labels where the sheet is at least 80 columns wide."""
NARROW_LABEL = 24
"""The least that no short label is cut at."""
NARROWEST_CELL = 5
WIDEST_CELL = 10
BLANK = "_"
"""Shown for 未填, which is not 0."""
DERIVED = "="
"""Stands before a computed figure."""
NOTED = "*"
"""Stands behind the figure of a cell that carries a clerk's note."""
MARKS: Mapping[Severity, str] = {"error": "!", "warning": "?"}
TOO_WIDE = "#"
"""Fills a cell too narrow for its figure: part of a number would be read as another number."""


class Face(NamedTuple):
    """What one cell shows."""

    text: str
    """Exactly as wide as the cell."""
    look: Look


class Head(NamedTuple):
    """A line above figures: what stands over the labels, and the column heads."""

    left: str
    heads: tuple[str, ...]


Line: TypeAlias = Head | int
"""A head line, or the number of a row of cells."""


class Layout(NamedTuple):
    """The lines of a sheet in a given width."""

    grid: Grid
    label: int
    """Columns of the labels."""
    cell: int
    """Columns of each cell; the last one is the gap, or the mark of a note."""
    labels: tuple[str, ...]
    """By row, padded."""
    heads: tuple[tuple[Head, ...], ...]
    """By row: the head lines of its table, the same object for all rows of a table."""
    spaced: bool
    """Whether a blank line stands between two tables."""

    def body(self, start: int) -> list[Line]:
        """Returns the lines from a row to the end, with the heads of its table in front."""
        lines: list[Line] = []
        for row in range(start, len(self.labels)):
            if row == start or self.heads[row] is not self.heads[row - 1]:
                lines += [Head("", ())] if self.spaced and lines else []
                lines += self.heads[row]
            lines.append(row)
        return lines

    def window(self, start: int, height: int) -> tuple[Line, ...]:
        """Returns the lines to show from a row on; without heads where there is hardly any height."""
        lines = self.body(start)
        if height <= len(self.heads[start]):
            lines = [line for line in lines if isinstance(line, int)]
        return tuple(lines[: max(1, height)])

    def hidden(self, window: tuple[Line, ...]) -> str:
        """Says how many rows a window leaves out above and below; empty where it shows all."""
        rows = [line for line in window if isinstance(line, int)]
        above, below = rows[0], len(self.labels) - 1 - rows[-1]
        return " ".join(f"{where}还有{many}行" for where, many in (("上面", above), ("下面", below)) if many)

    def start_for(self, row: int, start: int, height: int) -> int:
        """Returns the row to start from, so that a row is in view, nothing is wasted, and little moves.

        Before there is any height it is the first, as for a sheet that nobody has moved.
        """
        if not height:
            return 0
        start = min(start, row)
        while start and len(self.body(start - 1)) <= height:
            start -= 1
        while row not in self.window(start, height):
            start += 1
        return start


def layout(grid: Grid, width: int, height: int) -> Layout:
    """Lays a section out.

    Args:
        grid: The section's cells.
        width: Columns of the screen for it.
        height: Lines of the screen for it; decides whether tables are set apart.
    """
    most = max(len(row) for row in grid.rows)
    rows = [row[0] for row in grid.rows]
    wanted = max(LABEL, *(display_width(text) + 1 for text in _texts_over_labels(rows)))
    room = (width - (LABEL if width >= 80 else NARROW_LABEL)) // most
    cell = min(max(room, NARROWEST_CELL), WIDEST_CELL if most > 3 else WIDEST_CELL + 4)
    label = max(1, min(wanted, width - cell * most))
    labels = tuple(_fit(_label(first.row, label - 1), label) for first in rows)
    heads = _heads(rows, label)
    plain_lines = sum(1 for _ in rows) + sum(len(lines) for lines in _distinct(heads))
    return Layout(grid, label, cell, labels, heads, spaced=plain_lines + len(_distinct(heads)) - 1 <= height)


def _texts_over_labels(rows: list[Cell]) -> list[str]:
    return [_fuller(cell.row) for cell in rows] + [cell.table.caption for cell in rows]


def _distinct(heads: tuple[tuple[Head, ...], ...]) -> list[tuple[Head, ...]]:
    return [lines for i, lines in enumerate(heads) if i == 0 or lines is not heads[i - 1]]


def _heads(rows: list[Cell], label: int) -> tuple[tuple[Head, ...], ...]:
    made: dict[int, tuple[Head, ...]] = {}
    return tuple(made.setdefault(id(cell.table), _head_of(cell.table, label)) for cell in rows)


def _head_of(table: Table, label: int) -> tuple[Head, ...]:
    shorts = [(column.short or column.label).split("\n") for column in table.columns]
    depth = max(len(short) for short in shorts)
    level = [[""] * (depth - len(short)) + short for short in shorts]
    return tuple(
        Head(_fit(table.caption if i == 0 else "", label), tuple(lines[i] for lines in level)) for i in range(depth)
    )


def _fit(text: str, width: int) -> str:
    return pad(cut(text, width), width)


def _label(row: Row, width: int) -> str:
    fuller = _fuller(row)
    return fuller if display_width(fuller) <= width else row.short or row.label


def _fuller(row: Row) -> str:
    """The printed label, indented and numbered like the short one.

    Labels with characters that terminals draw one or two columns wide stay short: figures follow on the line.
    """
    at = row.short.find(row.label[:2])
    if at < 0 and len(row.path) > 1:
        return row.short or row.label
    text = row.short[: max(at, 0)] + row.label
    return row.short if any(unicodedata.east_asian_width(c) == "A" for c in text) else text


def faces(
    layout: Layout, places: Iterable[At], report: Report, assessment: Assessment, entry: Entry | None
) -> dict[At, Face]:
    """Returns what cells show now.

    Args:
        layout: The widths.
        places: The cells.
        report: The values.
        assessment: The totals and findings of the same report.
        entry: What is being typed, if anything.
    """
    shown = {}
    for at in places:
        cell = layout.grid[at]
        if entry and entry.ref == cell.ref:
            shown[at] = Face(pad(entry.shown(layout.cell - 1)[0], layout.cell - 1, "right") + " ", "entry")
        else:
            shown[at] = _face_of(cell, report, assessment, layout.cell)
    return shown


def touched(grid: Grid, before: tuple[Report, Assessment], now: tuple[Report, Assessment]) -> Iterator[At]:
    """Yields the cells of which the value, the sum, the findings or the note are not what they were."""
    (old, found), (new, finds) = before, now
    if old is new and found is finds:
        return
    refs = set(compress(found.figures, map(ne, found.figures.values(), finds.figures.values())))
    refs.update(compress(grid.places, map(ne, map(old.values.get, grid.places), map(new.values.get, grid.places))))
    refs.update(ref for ref in {*found.by_ref, *finds.by_ref} if found.by_ref.get(ref) != finds.by_ref.get(ref))
    refs.update(old.notes.keys() ^ new.notes.keys())
    yield from (grid.places[ref] for ref in refs if ref in grid.places)


def _face_of(cell: Cell, report: Report, assessment: Assessment, width: int) -> Face:
    value: Value | None = assessment.totals[cell.ref] if cell.derived else report.values.get(cell.ref)
    severity: Severity | None = None
    if cell.ref in assessment.by_ref:
        found = assessment.by_ref[cell.ref]
        severities = {f.severity for f in found if value is not None or f.rule != "T05"}  # a blank is seen anyway
        severity = next((s for s in MARKS if s in severities), None)
    return _face(
        raw(value) if isinstance(value, Unread) else plain(value),
        isinstance(value, Unread),
        cell.derived,
        severity,
        cell.ref in report.notes,
        width,
    )


@lru_cache(maxsize=4096)
def _face(text: str, unread: bool, derived: bool, severity: Severity | None, noted: bool, width: int) -> Face:
    mark = MARKS[severity] if severity else DERIVED if derived else ""
    room = width - 1
    text = visible(text) if unread else text or ("" if derived else BLANK)
    if unread:
        shown = cut(mark + text, room)
    elif len(mark + text) <= room:
        shown = mark + text
    elif derived and not severity and len(text) <= room:
        shown = text
    else:
        shown = mark + TOO_WIDE * (room - len(mark))
    look: Look = severity if severity in ("error", "warning") else "derived" if derived else "plain"
    if not severity and text == BLANK:
        look = "blank"
    return Face(pad(shown, room, "right") + (NOTED if noted else " "), look)

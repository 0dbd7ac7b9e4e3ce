"""Reads tables of one cell a line in which a blank cell is a blank line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tui_report.form.model import Form, Table
from tui_report.importing.arithmetic import Arithmetic
from tui_report.importing.labels import MARKS, Mark
from tui_report.importing.pairing import label_groups
from tui_report.importing.rows import FILLER, Reader, number_of
from tui_report.importing.splits import Figures

FEWEST = 10
"""Rows that must stand alike before their lines are counted."""
_CELL = re.compile(r"\d[\d,.]*|[/\\—–−_-]+|无|空|")


@dataclass(frozen=True, slots=True)
class CellLines:
    """Where the cells of a row stand in the lines below its label."""

    first: int
    """Lines before the first cell."""
    step: int
    """Lines from one cell to the next."""
    after: int
    """Lines behind the last cell."""

    def figures(self, reader: Reader, table: Table, mark: Mark) -> Figures | None:
        """Returns the figures below a label, None for blank cells.

        None where there are not as many lines as cells, or where the figures do not add up.
        """
        if table.in_one_row and (self.first or self.after):
            return None  # its heads are no row label: a blank line may stand before the figures or behind them
        width = len(table.columns)
        count = width * len(table.rows) if table.in_one_row else width
        lines = lines_below(reader, mark)
        if lines is None or len(lines) != self.first + (count - 1) * self.step + 1 + self.after or not any(lines):
            return None
        found = tuple(number_of(lines[self.first + at * self.step], table.decimals) for at in range(count))
        rows = [tuple(value or 0 for value in found[at : at + width]) for at in range(0, count, width)]
        return found if all(map(Arithmetic(table).row_fits, rows)) else None


def cell_lines(reader: Reader, form: Form) -> CellLines | None:
    """Returns how the lines of a source hold its cells, if the table with the most rows shows it for certain.

    For that most rows have as many lines, and their figures reach from the first column to the last.
    """
    for table in (table for table in form.tables if table.sums and not table.in_one_row):
        marks = max(label_groups(reader, table), key=len, default=[])
        runs = [lines for mark in marks if (lines := lines_below(reader, mark)) is not None]
        usual = Counter(map(len, runs)).most_common(1)
        if not usual or usual[0][1] < FEWEST or usual[0][1] * 2 < len(marks):
            continue
        filled = {at for lines in runs if len(lines) == usual[0][0] for at, cell in enumerate(lines) if cell}
        reach, gaps = max(filled, default=0) - min(filled, default=0), len(table.columns) - 1
        if reach and reach % gaps == 0 and all((at - min(filled)) % (reach // gaps) == 0 for at in filled):
            return CellLines(min(filled), reach // gaps, usual[0][0] - 1 - max(filled))
    return None


def lines_below(reader: Reader, mark: Mark) -> list[str] | None:
    """Returns the lines between a label and the next, None where they hold anything but a figure each."""
    flow = reader.flow
    line = flow.line(mark.end)
    following = next((m.start for m in reader.marks if m.start >= mark.end), len(flow.text))
    end = min(following, reader.stop(mark.end))
    last = flow.line(end) if end < len(flow.text) else len(flow.starts)
    if last <= line or re.sub(f"[{MARKS}{FILLER}]", "", reader.masked(mark.end, flow.end(line))):
        return None
    lines = [reader.masked(flow.starts[at], flow.end(at)).strip(" \t\x1f") for at in range(line + 1, last)]
    return lines if all(map(_CELL.fullmatch, lines)) else None

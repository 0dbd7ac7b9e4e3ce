"""Reads tables written out as a list in which every figure follows the name of its column."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from tui_report.form.model import Ref, Table
from tui_report.importing.labels import MARKS
from tui_report.importing.rows import FILLER, Line, Printed, Reader, Token, number_of

MOST_BETWEEN = 200
"""Characters between two names; more are no figure."""
_FIGURE = re.compile(
    rf"[{MARKS}{FILLER}为是有]*?(?P<figure>\d+(?:,\d{{3}})*(?:\.\d+)?|[/\\—–−-]+|无|)[ \t]*[件个条]?(?:万元)?[{MARKS}{FILLER}]*"
)


def named_figures(reader: Reader, table: Table, start: int, end: int) -> dict[Ref, Line]:
    """Returns the rows of a table by ref, if behind each row's label each column is named once with its figure.

    Labels may stand once for their row or before each figure. A row that lacks a name is returned without figures;
    nothing is returned where most rows lack one, or where a name stands twice or before anything but a figure.
    """
    names = {f"column:{table.key}.{column.key}": column.key for column in table.columns}
    if "total" in names.values():
        names["column:requests.total"] = "total"
    rows = {f"{table.key}.{row.key}" for row in table.rows}
    marks = [m for m in reader.marks if start <= m.start < end]
    borders = [*(m.start for m in marks), end]
    read: dict[Ref, dict[str, Token]] = {}
    row = ""
    for mark in marks:
        if not mark.ref.startswith("column:"):
            row = mark.ref if mark.ref in rows else ""
        elif row and mark.ref in names:
            token = _token(reader, mark.end, borders[bisect_left(borders, mark.end)])
            cells = read.setdefault(row, {})
            if token is None or names[mark.ref] in cells:
                return {}
            cells[names[mark.ref]] = token
    keys = [column.key for column in table.columns]
    whole = [ref for ref, cells in read.items() if len(cells) == len(keys) and any(t.text for t in cells.values())]
    return {ref: _line(table, ref, cells) for ref, cells in read.items()} if len(whole) * 2 > len(read) else {}


def _token(reader: Reader, start: int, end: int) -> Token | None:
    end = min(end, reader.stop(start))
    found = _FIGURE.fullmatch(reader.masked(start, end)) if end - start <= MOST_BETWEEN else None
    if found is None:
        return None
    text = found["figure"]
    return Token(text, start + found.start("figure"), blank=not text[:1].isdigit())


def _line(table: Table, ref: Ref, cells: Mapping[str, Token]) -> Line:
    tokens = sorted(cells.values(), key=lambda token: token.start)
    line = Line(ref, None, Printed(tuple(tokens), tokens[0].start, tokens[-1].start + len(tokens[-1].text)))
    if len(tokens) == len(table.columns):
        found = [cells[column.key] for column in table.columns]
        line.exact = tuple(None if token.blank else number_of(token.text, table.decimals) for token in found)
    return line

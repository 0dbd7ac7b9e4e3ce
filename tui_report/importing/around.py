"""Reads tables whose labels are broken over the lines around their figures, as PDF texts show narrow cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui_report.form.model import Ref, Table
from tui_report.importing.arithmetic import Arithmetic
from tui_report.importing.flow import Flow
from tui_report.importing.labels import HAN, SHORTER, row_words
from tui_report.importing.pairing import columns_in_order
from tui_report.importing.rows import Line, Printed, Reader, Token, exact_tokens
from tui_report.importing.splits import Figures

MOST_UNFIT = 2
"""Rows that may not add up where everything else shows which figures belong to which label."""
_SIGN = r"(?:\d[\d,]*|[/\\—–−-]+)"
_ALONE = re.compile(rf"(?m)^[ \t\x1f]*{_SIGN}(?:[ \t\x1f]+{_SIGN})*[ \t\x1f]*$")


def figures_around(reader: Reader, table: Table, start: int, end: int) -> dict[Ref, Line]:
    """Returns the rows of a table by ref, if a stretch has as many rows of figures as the table.

    A row of figures is a line, or, where no line holds one, lines of nothing else. Each label must begin before its
    figures end and go on before the next figures begin; so the labels themselves tell, in their order, which row is
    whose. Nothing is returned where one does not.
    """
    for gap, unfit in ((r"[ \t\x1f]", MOST_UNFIT), (r"[\s\x1f]", 0)):
        rows = _rows_of_figures(reader.flow.text, gap, len(table.columns), start, end)
        if len(rows) != len(table.rows) or not columns_in_order(reader, table, rows[0][0]):
            continue
        lines = _lines(reader.flow, table, rows, start, end)
        if sum(line.exact is None or not _fits(table, line.exact) for line in lines.values()) <= unfit:
            return lines
    return {}


def _rows_of_figures(text: str, gap: str, width: int, start: int, end: int) -> list[tuple[int, int]]:
    row = re.compile(rf"(?m)(?:(?<=[ \t\x1f])|^){_SIGN}(?:{gap}+{_SIGN}){{{width - 1}}}[ \t\x1f]*$")
    rows = [found.span() for found in row.finditer(text, start, end)]
    longer = re.compile(rf"{_SIGN}[ \t\x1f]+$")
    return [] if any(longer.search(text[max(0, first - 30) : first]) for first, _ in rows) else rows


def _lines(flow: Flow, table: Table, rows: Sequence[tuple[int, int]], start: int, end: int) -> dict[Ref, Line]:
    """Returns the rows by ref, empty where the text around one does not spell its label."""
    borders = [(start, start), *rows, (end, end)]
    out: dict[Ref, Line] = {}
    for at, row in enumerate(table.rows, 1):
        ref = f"{table.key}.{row.key}"
        before = flow.text[borders[at - 1][1] : borders[at][0]]
        behind = flow.text[borders[at][1] : borders[at + 1][0]]
        if not any(_spells(before, behind, word) for word in (row_words(row), *SHORTER.get(ref, ()))):
            return {}
        printed = _printed(flow, *borders[at])
        line = Line(ref, None, printed, exact=exact_tokens(printed, len(table.columns), table.decimals))
        if line.exact is None or _goes_on(table, line.exact, f"{before}\n{behind}"):
            line.exact = None
        out[ref] = line
    return out


def _printed(flow: Flow, start: int, end: int) -> Printed:
    found = re.finditer(_SIGN, flow.text[start:end])
    return Printed(tuple(Token(m[0], start + m.start(), not m[0][0].isdigit()) for m in found), start, end)


def _fits(table: Table, figures: Figures) -> bool:
    return Arithmetic(table).row_fits([value or 0 for value in figures])


def _goes_on(table: Table, figures: Figures, around: str) -> bool:
    """Tells whether a row that does not add up has digits in a line of their own nearby: a cell broke a figure."""
    return not _fits(table, figures) and _ALONE.search(around) is not None


def _spells(before: str, behind: str, word: str) -> bool:
    """Tells whether the letters of a label stand in order before and behind its figures, the first of them before."""
    letters = re.findall(f"[{HAN}]", word)
    first = _spelled(letters, before)
    return first > 0 and first + _spelled(letters[first:], behind) == len(letters)


def _spelled(letters: Sequence[str], text: str) -> int:
    """Returns how many letters stand in a text in their order, from the first on."""
    count = 0
    for letter in text:
        count += count < len(letters) and letter == letters[count]
    return count

"""Reads tables in which each row of figures stands in the line above its label, as some PDF texts have it."""

from __future__ import annotations

from tui_report.form.model import Form, Ref, Table
from tui_report.importing.arithmetic import Arithmetic
from tui_report.importing.labels import Mark
from tui_report.importing.pairing import columns_in_order, figures_ahead, label_groups
from tui_report.importing.rows import Line, Reader, exact_tokens


def figures_above(reader: Reader, form: Form) -> dict[Ref, Line]:
    """Returns the rows of all tables by ref, if that is how the source prints them.

    It is taken for certain only where a table with sums has a row of figures above each label and adds up so.
    """
    tables = [table for table in form.tables if not table.in_one_row]
    read = {id(table): _lines(reader, table) for table in tables}
    proved = [table for table in tables if table.sums and _adds_up(table, read[id(table)])]
    return {line.ref: line for table in tables for line in read[id(table)]} if proved else {}


def _adds_up(table: Table, lines: list[Line]) -> bool:
    known = {line.ref.partition(".")[2]: line.exact for line in lines if line.exact and None not in line.exact}
    return len(known) == len(table.rows) and Arithmetic(table).confirms(known, known)


def _lines(reader: Reader, table: Table) -> list[Line]:
    """Returns the rows of a table, empty where a label has no row of figures in the lines above it, or several."""
    groups = [group for group in label_groups(reader, table) if figures_ahead(reader, group[0])]
    marks = max(groups, key=len, default=[])
    if not marks or len({m.ref for m in marks}) < len(marks) or not columns_in_order(reader, table, marks[0].start):
        return []
    out = []
    start = max((m.end for m in reader.marks if m.end <= marks[0].start), default=0)
    for mark in marks:
        line = reader.flow.starts[reader.flow.line(mark.start)]
        between = reader.between(Mark("", start, start, start, True), line, None) if start < line else []
        rows = [printed for printed in between if printed.tokens]
        exact = exact_tokens(rows[0], len(table.columns), table.decimals) if len(rows) == 1 else None
        if exact is None:
            return []
        out.append(Line(mark.ref, mark, rows[0], exact=exact))
        start = mark.end
    return out

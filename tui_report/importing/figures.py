"""Reads the tables of figures: by their labels, and only what has a single possible reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tui_report.form.model import Form, Ref, Table
from tui_report.importing.arithmetic import Arithmetic
from tui_report.importing.doubts import doubt
from tui_report.importing.labels import Mark
from tui_report.importing.pairing import columns_in_order, paired
from tui_report.importing.rows import (
    Line,
    Reader,
    exact_cells,
    exact_tokens,
    pieces,
    printed_label,
)
from tui_report.importing.splits import Figures
from tui_report.numbers import Number
from tui_report.report import Remark

Below: TypeAlias = Callable[[Table, Mark], Figures | None]


@dataclass(slots=True)
class Taken:
    """What was read from the tables."""

    values: dict[Ref, Number] = field(default_factory=dict)
    """Every figure that was read, totals included."""
    labels: dict[Ref, str] = field(default_factory=dict)
    missing: list[Ref] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Stretches of the text that tables cover."""
    parted: int = 0
    """Rows whose figures the source parts."""
    run_together: int = 0
    lacking: bool = False
    """Whether the source shows a cell without a figure."""
    contradictory: bool = False
    """Whether a table does not add up."""
    unproved: list[Line] = field(default_factory=list)
    """Rows that run together and that no sum proves."""

    def judge_unproved(self, form: Form, reader: Reader) -> None:
        """Leaves out rows that only the count of their digits told, where the source has faults or parts its rows.

        Where they are kept a remark says how they were read: a blank cell and a longer figure look the same.
        """
        kept = not (self.lacking or self.contradictory) and self.parted <= self.run_together
        for line in self.unproved:
            if kept and line.printed is not None:
                text = f"{form.describe_part(line.ref)}：原件的数连在一起，按每格一位数读，请核对"
                quote = reader.flow.quote(line.printed.start, line.printed.end)
                self.remarks.append(Remark(line.ref, text, reader.flow.place(line.printed.start), quote))
                continue
            for ref in [ref for ref in self.values if ref.startswith(line.ref + ".")]:
                del self.values[ref]
            line.exact = None
            self.remarks.append(doubt(reader.flow, form, line.ref, line, {line.ref: ""}))


def read_rows(
    reader: Reader,
    form: Form,
    table: Table,
    taken: Taken,
    ready: Mapping[Ref, Line],
    below: Below,
) -> None:
    """Reads a table of one row a label into `taken`.

    Args:
        reader: The text with its labels.
        form: The form.
        table: The table.
        taken: Is added to.
        ready: Rows that were read already.
        below: Returns the figures in the lines below a label where blank lines count as blank cells.
    """
    lines, ahead = paired(reader, table, taken.spans)
    own = [line for line in ready.values() if line.ref.rpartition(".")[2] in {row.key for row in table.rows}]
    first = next((line.mark.start for line in lines if line.mark), None)
    if own:
        lines = own
    elif first is not None and not columns_in_order(reader, table, first):
        taken.remarks.append(_other_columns(reader, form, table, first))
        for line in lines:
            line.printed = None
    if not own:
        _figures(table, lines, below)
        _doubt_weak(table, lines, ahead=ahead)
    _count(table, lines, taken)
    taken.contradictory = taken.contradictory or not _adds_up_whole(table, lines)
    _report(reader, form, table, lines, taken)


def _other_columns(reader: Reader, form: Form, table: Table, start: int) -> Remark:
    section = form.section_of(next(table.refs()))
    name = section.heading if section else table.key
    text = f"{name}：原件各列的次序与格式不同，整张表空着，请对照原件填写"
    return Remark(next(table.refs()), text, reader.flow.place(start), reader.flow.quote(max(0, start - 60), start))


def _adds_up_whole(table: Table, lines: Iterable[Line]) -> bool:
    """Tells whether the rows and columns of a table add up, as far as they were read; a row in doubt, whether it may."""
    arithmetic = Arithmetic(table)
    full = {_key(line): line.exact for line in lines if line.exact is not None and None not in line.exact}
    if not all(map(arithmetic.row_fits, full.values())) or arithmetic.broken(full):
        return False
    return all(arithmetic.may_fit(line.pieces) for line in lines if line.pieces and _key(line) not in full)


def _figures(table: Table, lines: list[Line], below: Below) -> None:
    """Turns print into figures, with the help of the sums where borders are missing."""
    count, decimals = len(table.columns), table.decimals
    printed = [(line, line.printed) for line in lines if line.printed is not None]
    for line, row in printed:
        line.exact = exact_cells(row, count, decimals) or exact_tokens(row, count, decimals)
        line.exact = line.exact or (below(table, line.mark) if line.mark else None)
    parted = sum(line.exact is not None for line, _ in printed) * 2 > len(printed)
    for line, row in printed:
        line.pieces = pieces(row, parted=parted) if line.exact is None else []
    _drop_contradictions(lines)
    known = {_key(line): line.exact for line in lines if line.exact is not None}
    open_rows = {_key(line): line for line in lines if line.exact is None}
    found = Arithmetic(table).solve(known, {key: line.pieces for key, line in open_rows.items()})
    for key, agreed in found.items():
        open_rows[key].take(agreed)


def _key(line: Line) -> str:
    return line.ref.partition(".")[2]


def _drop_contradictions(lines: list[Line]) -> None:
    """A row printed twice counts once if both say the same, else not at all."""
    for ref in {line.ref for line in lines}:
        same = [line for line in lines if line.ref == ref]
        filled = [line for line in same if line.printed is not None]
        if len(filled) < 2 and len(same) > 1:
            for line in same:
                if filled and line is not filled[0]:
                    lines.remove(line)
        elif len(filled) > 1:
            first = filled[0]
            if any(line.exact != first.exact or first.exact is None for line in filled):
                first.exact, first.pieces = None, []
            for line in same:
                if line is not first:
                    lines.remove(line)


def _doubt_weak(table: Table, lines: list[Line], *, ahead: bool) -> None:
    """Rows that only their order names are kept if the table adds up, each label has its figures, or all say the same."""
    weak = [line for line in lines if line.weak and line.exact is not None]
    known = {_key(line): line.exact for line in lines if line.exact is not None}
    counted = {key: Arithmetic(table).counted(figures) for key, figures in known.items()}
    if not weak or Arithmetic(table).confirms(counted, [_key(line) for line in weak]):
        return
    if not ahead and all(line.regular for line in weak) and all(line.printed is not None for line in lines):
        return
    if len({line.exact for line in weak}) > 1 or not table.sums or Arithmetic(table).broken(known):
        for line in weak:
            line.exact = None


def _count(table: Table, lines: Iterable[Line], taken: Taken) -> None:
    for line in lines:
        taken.lacking = taken.lacking or _shows_blank(line, len(table.columns))
        if not line.pieces:
            taken.parted += line.exact is not None and len(table.columns) > 1
            continue
        taken.run_together += 1
        lone = len(line.pieces[0].chunks) < len(table.columns)
        if line.exact is not None and not table.sums and lone and any(line.exact):
            taken.unproved.append(line)


def _shows_blank(line: Line, count: int) -> bool:
    """Tells whether a row certainly has a cell without a figure."""
    if line.printed is None or any(token.blank for token in line.printed.tokens):
        return True
    if line.exact is not None and any(v is None and c not in line.doubt for c, v in enumerate(line.exact)):
        return True
    return bool(line.pieces) and sum(len(chunk or "/") for chunk in line.pieces[0].chunks) < count


def _report(reader: Reader, form: Form, table: Table, lines: Iterable[Line], taken: Taken) -> None:
    seen = {line.ref: line for line in lines}
    for row in table.rows:
        ref = f"{table.key}.{row.key}"
        line = seen.get(ref)
        if line is None or (line.printed is None and line.mark is None):
            taken.missing.append(ref)
            continue
        _label(reader, form, ref, line, taken)
        figures = line.exact or (None,) * len(table.columns)
        blank = {}
        for column, value in zip(table.columns, figures, strict=True):
            if value is None:
                blank[table.ref(row.key, column.key)] = column.label
            else:
                taken.values[table.ref(row.key, column.key)] = value
        if blank:
            taken.remarks.append(doubt(reader.flow, form, ref, line, blank))


def _label(reader: Reader, form: Form, ref: Ref, line: Line, taken: Taken) -> None:
    if line.mark is None or line.mark.exact:
        return
    behind = reader.flow.text[line.mark.end : line.mark.end + 1]
    if not behind or behind in "\n\x1f \t" or behind.isdigit():
        taken.labels[ref] = printed_label(reader.flow, line.mark)

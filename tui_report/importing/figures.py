"""Reads the tables of figures: by their labels, and only what has a single possible reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TypeAlias

from tui_report.form.model import Form, Ref, Table
from tui_report.importing.arithmetic import Arithmetic
from tui_report.importing.doubts import doubt
from tui_report.importing.flow import Flow
from tui_report.importing.labels import HAN, RESULT_HEADS, Mark
from tui_report.importing.rows import (
    Line,
    Printed,
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
GROUPS = frozenset(f"head:{head}" for head in RESULT_HEADS)
MOST_WORDS_BETWEEN = 40
"""Foreign characters between two labels of one table."""


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
    """Whether a row that runs together has fewer digits than cells."""
    contradictory: bool = False
    """Whether a table does not add up."""
    unproved: list[Line] = field(default_factory=list)
    """Rows that run together and that no sum proves."""

    def withdraw_unproved(self, form: Form, reader: Reader) -> None:
        """Leaves out rows that only the count of their digits told, where the source has faults or parts its rows."""
        if not (self.lacking or self.contradictory) and self.parted <= self.run_together:
            return
        for line in self.unproved:
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
    lines, spare = _lines(reader, table, taken)
    first = next((line.mark for line in lines if line.mark), None)
    ahead = first is not None and figures_ahead(reader, first)
    for line in lines if ahead else ():
        line.weak = line.printed is not None and not _beside(reader.flow, line)
    _by_order(table, lines, spare)
    if own := [line for line in ready.values() if line.ref.rpartition(".")[2] in {row.key for row in table.rows}]:
        lines = own
    if not _columns_in_order(reader, table, lines):
        taken.remarks.append(_other_columns(reader, form, table, lines))
        for line in lines:
            line.printed = line.exact = None
    if not own:
        _figures(table, lines, below)
        _doubt_weak(table, lines, ahead=ahead)
    _count(table, lines, taken)
    taken.contradictory = taken.contradictory or not _adds_up_whole(table, lines)
    _report(reader, form, table, lines, taken)


def _cluster(reader: Reader, table: Table) -> list[Mark]:
    """Returns the labels of the printed table, without those of sentences and of a second table."""
    with_figures = [g for g in label_groups(reader, table) if any(_own(reader, m) for m in g)]
    return max(with_figures, key=lambda g: len({m.ref for m in g}), default=[])


def label_groups(reader: Reader, table: Table) -> list[list[Mark]]:
    """Returns the labels of a table's rows, those together that stand close to each other."""
    keys = {f"{table.key}.{row.key}" for row in table.rows}
    groups: list[list[Mark]] = []
    for mark in (m for m in reader.marks if m.ref in keys and reader.admissible(m)):
        if groups and _words_between(reader.flow, groups[-1][-1].end, mark.start, reader) <= MOST_WORDS_BETWEEN:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _own(reader: Reader, mark: Mark) -> bool:
    following = next((m for m in reader.marks if m.is_row and m.start >= mark.end), None)
    end = min(reader.stop(mark.end), following.start if following else reader.stop(mark.end))
    return bool(reader.tokens(mark.end, end))


def _words_between(flow: Flow, start: int, end: int, reader: Reader) -> int:
    return sum(len(m) for m in re.findall(f"[{HAN}]+", reader.masked(start, end)))


def _lines(reader: Reader, table: Table, taken: Taken) -> tuple[list[Line], list[tuple[int, Printed]]]:
    """Brings labels together with the figures beside them.

    Returns:
        The labelled lines, and rows of figures without a label with the number of lines before each.
    """
    marks = _cluster(reader, table)
    rows = [m for m in reader.marks if m.is_row]
    lines: list[Line] = []
    spare: list[tuple[int, Printed]] = []
    for mark in marks:
        following = next((m for m in rows if m.start >= mark.end), None)
        stop = reader.stop(mark.end)
        inside = following is not None and following.start < stop
        end = following.start if following and inside else stop
        head = next((m for m in reader.marks if _is_head(table, m) and mark.end <= m.start < end), None)
        below_head: list[Printed] = []
        if head and (not table.sums or reader.tokens(mark.end, head.start)):
            below_head = [p for p in reader.between(head, end, None) if len(p.tokens) > 1]
            end, inside = head.start, False
        pieces = reader.between(mark, end, following if inside else None)
        line, others = _line(mark, pieces, table)
        lines.append(line)
        spare += [(len(lines), other) for other in (*others, *below_head)]
        taken.spans.append((mark.start, line.printed.end if line.printed else mark.end))
    return lines, spare


def _is_head(table: Table, mark: Mark) -> bool:
    """Tells whether a mark heads other rows or columns, so that the row before it has ended."""
    if mark.ref.startswith("column:"):
        return mark.ref.startswith(f"column:{table.key}.") and not mark.ref.endswith((".other", ".total"))
    return mark.ref in GROUPS or mark.ref in ("head:第二十条", "head:信息内容", "head:申请人情况")


def _columns_in_order(reader: Reader, table: Table, lines: Sequence[Line]) -> bool:
    """Tells whether the heads above the first label stand in the order of the form, as far as they were found."""
    first = next((line.mark for line in lines if line.mark), None)
    if first is None:
        return True
    above = reader.flow.text.rfind("。", max(0, first.start - 600), first.start)
    keys = [c.key for c in table.columns if c.key not in ("other", "total")]
    names = {f"column:{table.key}.{key}": i for i, key in enumerate(keys)}
    order = [
        names[m.ref] for m in reader.marks if max(above, first.start - 600) < m.start < first.start and m.ref in names
    ]
    person, total = (
        [m.start for m in reader.marks if m.ref == f"column:{table.key}.{key}" and above < m.start < first.start][-1:]
        for key in ("person", "total")
    )
    return (order == sorted(order) or len(set(order)) < len(order)) and not total < person


def _other_columns(reader: Reader, form: Form, table: Table, lines: Sequence[Line]) -> Remark:
    start = next(line.mark.start for line in lines if line.mark)
    section = form.section_of(next(table.refs()))
    name = section.heading if section else table.key
    text = f"{name}：原件各列的次序与格式不同，整张表空着，请对照原件填写"
    return Remark(next(table.refs()), text, reader.flow.place(start), reader.flow.quote(max(0, start - 60), start))


def figures_ahead(reader: Reader, first: Mark) -> bool:
    """Tells whether figures stand between the heads and the first label, so that they may belong above it."""
    before = max((m.end for m in reader.marks if m.end <= first.start), default=0)
    return bool(reader.tokens(max(before, first.start - 200), first.start))


def _beside(flow: Flow, line: Line) -> bool:
    """Tells whether label and figures begin in the same line of the source."""
    if line.mark is None or line.printed is None or not line.printed.tokens:
        return False
    return flow.line(line.mark.end) == flow.line(line.printed.tokens[0].start)


def _line(mark: Mark, pieces: list[Printed], table: Table) -> tuple[Line, list[Printed]]:
    """Decides which of the figures behind a label are its own."""
    line, count = Line(mark.ref, mark), len(table.columns)
    if not pieces:
        return line, []
    own, below = pieces[0], [p for p in pieces[1:] if p.tokens]
    has_own = bool(own.tokens) or any(own.cells)
    if all(len(p.tokens) <= 1 for p in below) and len(own.tokens) < count and not any(own.cells):
        if has_own or below:
            joined = _joined([own, *below])
            line.printed = own if len(own.tokens) > 1 and not _adds_up(table, joined) else joined
        return line, []
    if has_own:
        line.printed = own
        if below and own.numbers and not own.cells and _adds_up(table, _joined([own, below[0]])):
            line.printed = _joined([own, below[0]])
            below = below[1:]
    return line, [p for p in below if len(p.tokens) > 1 or len(p.cells) == count]


def _adds_up(table: Table, printed: Printed) -> bool:
    """Tells whether figures of two lines are one row, and not a row and the number of its page."""
    figures = exact_tokens(printed, len(table.columns), table.decimals)
    return bool(table.sums) and figures is not None and Arithmetic(table).row_fits(figures)


def _adds_up_whole(table: Table, lines: Iterable[Line]) -> bool:
    """Tells whether the rows and columns of a table add up, as far as they were read; a row in doubt, whether it may."""
    arithmetic = Arithmetic(table)
    full = {_key(line): line.exact for line in lines if line.exact is not None and None not in line.exact}
    if not all(map(arithmetic.row_fits, full.values())) or arithmetic.broken(full):
        return False
    return all(arithmetic.may_fit(line.pieces) for line in lines if line.pieces and _key(line) not in full)


def _joined(pieces: list[Printed]) -> Printed:
    tokens = tuple(t for p in pieces for t in p.tokens)
    return Printed(tokens, pieces[0].start, pieces[-1].end, (), pieces[-1].loose)


def _by_order(table: Table, lines: list[Line], spare: list[tuple[int, Printed]]) -> None:
    """Gives rows of figures without a label to labels without figures, where their order leaves one way."""
    order = {f"{table.key}.{row.key}": i for i, row in enumerate(table.rows)}
    events: list[Line | Printed] = []
    for at, line in enumerate(lines, 1):
        events.append(line)
        events += [printed for after, printed in spare if after == at]
    _pair_runs(events, order)
    _fill_gaps(table, events, lines, order)


def _pair_runs(events: list[Line | Printed], order: dict[Ref, int]) -> None:
    """Pairs a run of labels with the run of as many rows of figures behind it."""

    def kind(event: Line | Printed) -> str:
        return "figures" if isinstance(event, Printed) else "label" if event.printed is None else "row"

    runs = [(k, list(group)) for k, group in groupby(list(events), kind)]
    for (first, labels), (second, figures) in pairwise(runs):
        if first != "label" or second != "figures" or len(labels) != len(figures):
            continue
        places = [order[e.ref] for e in labels if isinstance(e, Line)]
        if places != sorted(set(places)):
            continue
        for line, printed in zip(labels, figures, strict=True):
            if isinstance(line, Line) and isinstance(printed, Printed):
                line.printed, line.weak = printed, True
                line.regular = len(labels) == 1
                events.remove(printed)


def _fill_gaps(table: Table, events: list[Line | Printed], lines: list[Line], order: dict[Ref, int]) -> None:
    """Gives rows of figures between two known rows to the rows of the form between them, if as many."""
    keys = list(order)
    before = -1
    waiting: list[Printed] = []
    for event in [*events, None]:
        if isinstance(event, Printed):
            waiting.append(event)
            continue
        if event is not None and event.printed is None:
            continue
        here = order[event.ref] if event is not None else len(keys)
        between = keys[before + 1 : here]
        known = {line.ref for line in lines if line.printed is not None}
        if waiting and len(waiting) == len(between) and not known & set(between):
            for ref, printed in zip(between, waiting, strict=True):
                _give(lines, ref, printed)
        before, waiting = here, []


def _give(lines: list[Line], ref: Ref, printed: Printed) -> None:
    line = next((line for line in lines if line.ref == ref), None)
    if line is None:
        line = Line(ref, None)
        lines.append(line)
    line.printed, line.weak = printed, True


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
        if not line.pieces:
            signs = line.printed is None or any(token.blank for token in line.printed.tokens)
            taken.lacking = taken.lacking or (signs and line.exact is None)
            taken.parted += line.exact is not None and len(table.columns) > 1
            continue
        digits = "".join(chunk or "/" for chunk in line.pieces[0].chunks)
        taken.run_together += 1
        taken.lacking = taken.lacking or len(digits) < len(table.columns)
        if line.exact is not None and not table.sums and digits.strip("0/"):
            taken.unproved.append(line)


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

"""Brings the labels of a table together with the figures beside them, below them, or in the same order."""

from __future__ import annotations

import re
from itertools import groupby, pairwise, takewhile

from tui_report.form.model import Ref, Table
from tui_report.importing.arithmetic import Arithmetic
from tui_report.importing.flow import Flow
from tui_report.importing.labels import HAN, RESULT_HEADS, Mark, bare, row_words
from tui_report.importing.rows import Line, Printed, Reader, exact_tokens

GROUPS = frozenset(f"head:{head}" for head in RESULT_HEADS)
MOST_WORDS_BETWEEN = 40
"""Foreign characters between two labels of one table."""
MOST_ABOVE = 600
"""Characters between the heads of a table and its first row."""


def paired(reader: Reader, table: Table, spans: list[tuple[int, int]]) -> tuple[list[Line], bool]:
    """Returns the rows of a table with the figures that are theirs, and whether figures stand ahead of the first label.

    Args:
        reader: The text with its labels.
        table: The table.
        spans: Is added to: the stretches of the text that the rows cover.
    """
    lines, spare = _lines(reader, table, spans)
    first = next((line.mark for line in lines if line.mark), None)
    ahead = first is not None and figures_ahead(reader, first)
    for line in lines if ahead else ():
        line.weak = line.printed is not None and not _beside(reader.flow, line)
    _by_order(table, lines, spare)
    return lines, ahead


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


def _lines(reader: Reader, table: Table, spans: list[tuple[int, int]]) -> tuple[list[Line], list[tuple[int, Printed]]]:
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
        rest = _rest_of_label(table, mark, reader.flow.text[mark.body : mark.end])
        line, others = _line(mark, rest, pieces, table)
        lines.append(line)
        spare += [(len(lines), other) for other in (*others, *below_head)]
        spans.append((mark.start, line.printed.end if line.printed else mark.end))
    return lines, spare


def _is_head(table: Table, mark: Mark) -> bool:
    """Tells whether a mark heads other rows or columns, so that the row before it has ended."""
    if mark.ref.startswith("column:"):
        return mark.ref.startswith(f"column:{table.key}.") and not mark.ref.endswith((".other", ".total"))
    return mark.ref in GROUPS or mark.ref in ("head:第二十条", "head:信息内容", "head:申请人情况")


def columns_in_order(reader: Reader, table: Table, first: int) -> bool:
    """Tells whether the heads above the first row, which begins at `first`, stand in the order of the form, as far as they were found."""
    above = max(reader.flow.text.rfind("。", 0, first), first - MOST_ABOVE)
    heads = [m for m in reader.marks if above < m.start < first]
    keys = [c.key for c in table.columns if c.key not in ("other", "total")]
    names = {f"column:{table.key}.{key}": i for i, key in enumerate(keys)}
    order = [names[m.ref] for m in heads if m.ref in names]
    person, total = (
        max((m.start for m in heads if m.ref == f"column:{table.key}.{key}"), default=None)
        for key in ("person", "total")
    )
    swapped = person is not None and total is not None and total < person
    return (order == sorted(order) or len(set(order)) < len(order)) and not swapped


def figures_ahead(reader: Reader, first: Mark) -> bool:
    """Tells whether figures stand between the heads and the first label, so that they may belong above it."""
    before = max((m.end for m in reader.marks if m.end <= first.start), default=0)
    return bool(reader.tokens(max(before, first.start - 200), first.start))


def _beside(flow: Flow, line: Line) -> bool:
    """Tells whether label and figures begin in the same line of the source."""
    if line.mark is None or line.printed is None or not line.printed.tokens:
        return False
    return flow.line(line.mark.end) == flow.line(line.printed.tokens[0].start)


def _line(mark: Mark, rest: str, pieces: list[Printed], table: Table) -> tuple[Line, list[Printed]]:
    """Decides which of the figures behind a label are its own."""
    line, count = Line(mark.ref, mark), len(table.columns)
    if not pieces:
        return line, []
    near = list(takewhile(lambda piece: piece.words in rest, pieces[1:]))
    own, below = pieces[0], [p for p in near if p.tokens]
    far = [p for p in pieces[1 + len(near) :] if p.tokens]
    has_own = bool(own.tokens) or any(own.cells)
    whole = _joined([own, *below])
    parts = all(len(p.numbers) == len(p.tokens) < count for p in (own, *below)) and _adds_up(table, whole)
    alone = parts or all(len(p.tokens) <= 1 for p in below)
    if alone and len(own.tokens) < count and not any(own.cells):
        if has_own or below:
            line.printed = own if len(own.tokens) > 1 and not _adds_up(table, whole) else whole
        return line, [p for p in far if len(p.tokens) > 1]
    if has_own:
        line.printed = own
        if below and own.numbers and not own.cells and _goes_on(table, own, below[0]):
            line.printed = _joined([own, below[0]])
            below = below[1:]
    return line, [p for p in (*below, *far) if len(p.tokens) > 1 or len(p.cells) == count]


def _rest_of_label(table: Table, mark: Mark, printed: str) -> str:
    """Returns what the form's label goes on with behind the words that were found of it."""
    return row_words(table.row(mark.ref.partition(".")[2])).partition(bare(printed))[2]


def _goes_on(table: Table, own: Printed, below: Printed) -> bool:
    """Tells whether the line below a row belongs to it: it completes the row, or a figure that its cell breaks."""
    if _adds_up(table, _joined([own, below])):
        return True
    count = len(table.columns)
    return bool(table.sums) and len(own.tokens) == count > len(below.tokens) and not _adds_up(table, own)


def _adds_up(table: Table, printed: Printed) -> bool:
    """Tells whether figures of two lines are one row, and not a row and the number of its page."""
    figures = exact_tokens(printed, len(table.columns), table.decimals)
    return bool(table.sums) and figures is not None and Arithmetic(table).row_fits(figures)


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
        if isinstance(event, Printed):
            return "other words" if event.words else "figures"
        return "label" if event.printed is None else "row"

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

"""Reads the table that is printed as one row of figures under merged heads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui_report.form.model import Form, Ref, Table
from tui_report.importing.arithmetic import Arithmetic
from tui_report.importing.figures import Below, Taken
from tui_report.importing.labels import Mark
from tui_report.importing.rows import Line, Printed, Reader, exact_cells, exact_tokens, pieces
from tui_report.importing.search import Agreed
from tui_report.numbers import Number
from tui_report.report import Remark


def read_one_row(
    reader: Reader,
    form: Form,
    table: Table,
    region: tuple[int, int],
    taken: Taken,
    ready: Mapping[Ref, Line],
    below: Below,
) -> None:
    """Reads a table whose rows stand beside each other into `taken`.

    Args:
        reader: The text with its labels.
        form: The form.
        table: The table.
        region: Where in the text its section stands.
        taken: Is added to.
        ready: Rows that were read already.
        below: Returns the figures in the lines below a label where blank lines count as blank cells.
    """
    heads = [m for m in reader.marks if region[0] <= m.start < region[1] and _belongs(table, m)]
    if _read_by_row(reader, table, heads, region, taken, ready):
        return
    columns = [m for m in heads if not m.is_row]
    start = max((m.end for m in columns), default=region[0])
    printed = _printed(reader, table, region, start, heads=bool(columns))
    agreed = _agreed(reader, table, printed, columns, taken, below) if printed else None
    if printed is None or not printed.tokens:
        _missing(reader, form, table, region, taken, columns)
        return
    taken.spans.append((min((m.start for m in heads), default=printed.start), printed.end))
    taken.lacking = taken.lacking or any(token.blank for token in printed.tokens)
    if agreed is None:
        taken.remarks.append(_doubt(reader, form, table, printed))
        return
    _take(form, table, agreed, reader.flow.quote(printed.start, printed.end), reader.flow.place(printed.start), taken)


def _take(form: Form, table: Table, agreed: Agreed, quote: str, place: str, taken: Taken) -> None:
    """Takes over what is certain, and names what is not."""
    refs = [table.ref(row.key, column.key) for row in table.rows for column in table.columns]
    taken.values.update({ref: value for ref, value in zip(refs, agreed.figures, strict=True) if value is not None})
    doubt = [refs[at] for at in sorted(agreed.doubt)]
    blank = [ref for ref, value in zip(refs, agreed.figures, strict=True) if value is None and ref not in doubt]
    for left, why in ((doubt, "原件的数有几种读法，空着，请对照原件填写"), (blank, "原件没有填数，空着")):
        if left:
            taken.remarks.append(Remark(table.key, f"{'、'.join(map(form.describe, left))}：{why}", place, quote))


def _belongs(table: Table, mark: Mark) -> bool:
    return mark.ref.removeprefix("column:").startswith(table.key + ".") or mark.ref in (
        "column:requests.total",
        "head:行政诉讼",
    )


def _pieces(reader: Reader, start: int, end: int) -> list[Printed]:
    mark = Mark("", start, start, start, True)
    return reader.between(mark, end, None) if start < end else []


def _agreed(
    reader: Reader, table: Table, printed: Printed, columns: Sequence[Mark], taken: Taken, below: Below
) -> Agreed | None:
    few = len(printed.tokens) < len(table.rows) * len(table.columns)
    counted = below(table, columns[-1]) if columns and few else None
    return Agreed(counted) if counted else _figures(table, printed, taken)


def _printed(reader: Reader, table: Table, region: tuple[int, int], start: int, *, heads: bool) -> Printed | None:
    """Returns the figures of the table: those of one line, of lines of whole rows, or, below its heads, all together."""
    printed = _the_row(reader, start, region[1], len(table.rows) * len(table.columns))
    if printed and _broken(reader, table, printed, start, region[1]):
        return _joined(reader, start, region[1])
    if printed is None and heads:
        return _in_parts(reader, region, table) or _joined(reader, start, region[1])
    return printed


def _the_row(reader: Reader, start: int, end: int, count: int) -> Printed | None:
    """Returns the only line that holds all the figures."""
    full = [p for p in _pieces(reader, start, end) if len(p.tokens) == count or len(p.cells) == count]
    full = [p for p in full if p.tokens]
    return full[0] if len(full) == 1 else None


def _broken(reader: Reader, table: Table, row: Printed, start: int, end: int) -> bool:
    """Tells whether a row that does not add up has figures in other lines, as where a cell breaks a figure."""
    width = len(table.columns)
    figures = exact_tokens(row, len(table.rows) * width, 0)
    if figures is None or all(p.start == row.start or not p.tokens for p in _pieces(reader, start, end)):
        return False
    rows = ([value or 0 for value in figures[at : at + width]] for at in range(0, len(figures), width))
    return not all(map(Arithmetic(table).row_fits, rows))


def _in_parts(reader: Reader, region: tuple[int, int], table: Table) -> Printed | None:
    """Returns the figures of several lines, each of whole rows of the table with its heads above."""
    width = len(table.columns)
    lines = [p for p in _pieces(reader, *region) if p.tokens]
    if len(lines) < 2 or any(len(p.tokens) % width or len(p.cells) % width for p in lines):
        return None
    tokens = tuple(token for p in lines for token in p.tokens)
    return Printed(tokens, lines[0].start, lines[-1].end) if len(tokens) == width * len(table.rows) else None


def _joined(reader: Reader, start: int, end: int) -> Printed:
    return Printed(reader.tokens(start, end), start, end)


def _figures(table: Table, printed: Printed, taken: Taken) -> Agreed | None:
    width, rows = len(table.columns), len(table.rows)
    exact = exact_cells(printed, width * rows, 0)
    if exact is None and (exact := exact_tokens(printed, width * rows, 0)) and None in exact:
        whole = [row for at in range(0, width * rows, width) if None not in (row := exact[at : at + width])]
        if not all(map(Arithmetic(table).row_fits, whole)):
            return None  # a sign for no figure may belong elsewhere
    if exact is not None:
        return Agreed(exact)
    ways = pieces(printed, parted=taken.parted > taken.run_together)
    lacking = taken.lacking or any(None in way.chunks for way in ways)
    if lacking and any(sum(len(chunk or "/") for chunk in way.chunks) > width * rows for way in ways):
        return None  # the source leaves cells blank, and no other sum tells where
    agreed = Arithmetic(table).read_in_one_row(ways, rows)
    return agreed if agreed and len(agreed.doubt) < width * rows else None


def _read_by_row(
    reader: Reader,
    table: Table,
    heads: list[Mark],
    region: tuple[int, int],
    taken: Taken,
    ready: Mapping[Ref, Line],
) -> bool:
    """Reads the layout with one line for each row label; tells whether that is how it is printed."""
    width = len(table.columns)
    found: dict[str, tuple[Number | None, ...]] = {}
    for row in table.rows:
        if (line := ready.get(f"{table.key}.{row.key}")) and line.exact:
            found[row.key] = line.exact
            continue
        for mark in (m for m in heads if m.ref == f"{table.key}.{row.key}"):
            later = [m.start for m in heads if m.is_row and m.start >= mark.end]
            end = min([*later, region[1]])
            own = next(iter(reader.between(mark, end, None)), None)
            below = Printed(reader.tokens(mark.end, end), mark.end, end)
            printed = own if own and (own.tokens or any(own.cells)) else below
            exact = exact_cells(printed, width, 0) or exact_tokens(printed, width, 0)
            if exact is None and (agreed := Arithmetic(table).read_in_one_row(pieces(printed, parted=True), 1)):
                exact = agreed.figures if not agreed.doubt else None
            if exact is not None and found.setdefault(row.key, exact) != exact:
                return False
    if len(found) < len(table.rows):
        return False
    for key, figures in found.items():
        for column, value in zip(table.columns, figures, strict=True):
            if value is not None:
                taken.values[table.ref(key, column.key)] = value
    return True


def _missing(
    reader: Reader, form: Form, table: Table, region: tuple[int, int], taken: Taken, columns: Sequence[Mark]
) -> None:
    place = reader.flow.place(region[0])
    section = form.section_of(next(table.refs()))
    name = section.heading if section else table.key
    if columns:
        taken.remarks.append(Remark(table.key, f"{name}：有表头，没有找到数，空着", place))
    else:
        taken.missing += [f"{table.key}.{row.key}" for row in table.rows]


def _doubt(reader: Reader, form: Form, table: Table, printed: Printed) -> Remark:
    section = form.section_of(next(table.refs()))
    name = section.heading if section else table.key
    count = len(table.rows) * len(table.columns)
    text = f"{name}：应有{count}个数，原件的写法不止一种读法或者个数不对，空着，请对照原件填写"
    first = printed.tokens[0].start
    return Remark(table.key, text, reader.flow.place(first), reader.flow.quote(first, printed.end))

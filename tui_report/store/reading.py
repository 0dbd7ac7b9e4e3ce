"""A report file read into a Report, with the standard library only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from tui_report.form.model import Fact, Form, Passage, Ref, Table
from tui_report.numbers import MOST_WHOLE, NumberFault, number_fault, read_date, read_number
from tui_report.report import Report, Unread, Value
from tui_report.store.faults import Place, StoreError, shown, shown_file
from tui_report.store.literals import literal, storable
from tui_report.store.records import NAMES, read_records
from tui_report.store.toml import at_line, decoded, loads, read_bytes

FORMAT = 1
"""Version of the file's own layout."""

_MOST_BITS = 10_000


def form_of(key: str) -> Form:
    """Returns the edition of the form with a key; raises StoreError where there is none."""
    from tui_report.form.cn_2021 import FORM

    if key != FORM.key:
        raise StoreError(f"没有“{shown(key)}”这一格式，现在只有“{FORM.key}”")
    return FORM


def read_report(path: Place, form: Form) -> Report:
    """Reads a report file.

    A blank cell is absent from the values; what is no number, no text or no date where one belongs becomes Unread.

    Raises:
        StoreError: The file cannot be read, is not TOML, or is of a newer format or of another form.
    """
    name = shown_file(path)
    return parse_report(decoded(read_bytes(path), name), form, name)


def parse_report(text: str, form: Form, name: str, parse: Callable[[str, str], dict[str, object]] = loads) -> Report:
    """Reads a report from TOML text; `name` is the file's, for messages. Raises StoreError."""
    data = parse(text, name)
    _demand_format(data, text, form, name)
    values: dict[Ref, Value | None] = {ref: _fact(_at(data, ref), fact) for ref, fact in form.texts.items()}
    surplus: dict[Ref, tuple[object, ...]] = {}
    for table, row in entered_rows(form):
        cells, extra = _cells(_at(data, f"{table.key}.{row}"), table)
        values |= {table.ref(row, c.key): cell for c, cell in zip(table.entered_columns, cells, strict=True)}
        if extra:
            surplus[f"{table.key}.{row}"] = extra
    records = read_records(data)
    return Report(
        values={ref: value for ref, value in values.items() if value is not None},
        stated=records.stated,
        surplus=surplus,
        unknown=(*_unknown(data, form), *records.unknown),
        waivers=tuple(records.waivers.values()),
        notes=records.notes,
        remarks=tuple(records.remarks.values()),
        source=records.source,
    )


def entered_rows(form: Form) -> list[tuple[Table, str]]:
    """Returns the rows that a file holds, with their tables: all but the derived ones."""
    return [(table, row.key) for table in form.tables for row in table.rows if row.key not in table.derived_rows]


def read_cell(raw: object, decimals: int) -> Value | None:
    """Returns the value of one cell; None for a blank one.

    A list with one plain value in it stands for that value where it does not belong: so it can be written back.
    """
    if type(raw) is int and 0 <= raw < MOST_WHOLE:  # nearly all
        return raw
    match raw:
        case "" | None:
            return None
        case str():
            try:
                reading = read_number(raw, decimals)
            except NumberFault:
                return Unread(storable(raw))
            return reading.value if reading else None
        case [inner] if not isinstance(inner, list | dict):
            return _unread(inner)
    if isinstance(raw, int | Decimal) and not number_fault(raw, decimals):
        return raw
    return _unread(raw)


def read_passage(raw: object) -> Value | None:
    """Returns a passage; the line end before the closing quotes is not part of it. None for an empty one."""
    if not isinstance(raw, str):
        return None if raw is None else _unread(raw)
    return storable(raw).removesuffix("\n") or None


def _demand_format(data: Mapping[str, object], text: str, form: Form, name: str) -> None:
    """A file without `format` and `form` is taken to be of the ones in force."""
    version, edition = data.get("format", FORMAT), data.get("form", form.key)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise StoreError(f"{at_line(name, text, 'format')}：format 应为 {FORMAT}")
    if version > FORMAT:
        shows = literal(version)[:40]
        raise StoreError(
            f"{at_line(name, text, 'format')}：文件是 format {shows}，这个程序只认得 format {FORMAT}，"
            f"请用能读 format {shows} 的新版 tui-report 打开"
        )
    if edition != form.key:
        raise StoreError(f"{at_line(name, text, 'form')}：格式“{shown(str(edition)[:40])}”这里读不了，应为“{form.key}”")


def _at(data: object, ref: Ref) -> object:
    for part in ref.split("."):
        data = data.get(part) if isinstance(data, dict) else None
    return data


def _cells(raw: object, table: Table) -> tuple[list[Value | None], tuple[object, ...]]:
    """The cells of a row in the order of the entered columns, and what is beyond them."""
    width = len(table.entered_columns)
    if raw is None or raw == "":
        return [None] * width, ()
    if not isinstance(raw, list):
        return [_unread(raw), *[None] * (width - 1)], ()
    cells = [read_cell(item, table.decimals) for item in raw[:width]]
    return cells + [None] * (width - len(cells)), tuple(raw[width:])


def _fact(raw: object, fact: Fact | Passage) -> Value | None:
    if isinstance(fact, Passage):
        return read_passage(raw)
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    match fact.kind:
        case "year":
            cell = read_cell(raw.strip().removesuffix("年") if isinstance(raw, str) else raw, 0)
            return _unread(raw) if isinstance(cell, Unread) else cell
        case "date":
            day = _day(raw) if isinstance(raw, str) else raw
            return day if isinstance(day, date) and not isinstance(day, datetime) else _unread(raw)
        case "choice":
            return raw if isinstance(raw, str) and raw in dict(fact.choices) else _unread(raw)
    return storable(raw) if isinstance(raw, str) else _unread(raw)


def _day(text: str) -> date | None:
    try:
        return read_date(text)
    except NumberFault:
        return None


def _unread(raw: object) -> Unread:
    """Keeps a value as found; a number too long to be printed in decimal is kept by its beginning."""
    if isinstance(raw, int) and raw.bit_length() > _MOST_BITS:
        return Unread(literal(raw)[:40])
    return Unread(storable(raw) if isinstance(raw, str) else raw)


def _unknown(data: Mapping[str, object], form: Form) -> list[str]:
    known = {*form.texts, *(f"{table.key}.{row}" for table, row in entered_rows(form))}
    heads = {ref.partition(".")[0] for ref in known if "." in ref}
    out = []
    for key, value in data.items():
        if key in heads and isinstance(value, dict):
            out += [f"{key}.{inner}" for inner in value if f"{key}.{inner}" not in known]
        elif key not in known and key not in ("format", "form", *NAMES):
            out.append(key)
    return out

"""What stands in a report file besides the form's values: reasons, notes, remarks, stated totals, the source.

Each kind has its reader, from parsed TOML, and its writer, to lines of TOML. What does not fit is left where it is
in the file and named in `unknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from tui_report.form.model import Ref
from tui_report.numbers import Number, number_fault
from tui_report.report import Heading, Remark, Report, Source, Waiver
from tui_report.store.literals import key, literal, storable
from tui_report.tuples import NamedTuple

NAMES = ("waiver", "remark", "notes", "stated", "source")
MOST_PLACES = 6
R = TypeVar("R", Waiver, Remark, Heading, Source)


class Records(NamedTuple):
    """The records of one file; waivers and remarks by their place in it."""

    waivers: Mapping[int, Waiver] = MappingProxyType({})
    remarks: Mapping[int, Remark] = MappingProxyType({})
    notes: Mapping[Ref, str] = MappingProxyType({})
    stated: Mapping[Ref, Number] = MappingProxyType({})
    source: Source | None = None
    unknown: tuple[str, ...] = ()


def read_records(data: Mapping[str, object]) -> Records:
    """Reads the records of a parsed file."""
    unknown: list[str] = []
    source = data.get("source")
    if source is not None and not isinstance(source, dict):
        unknown.append("source")
    return Records(
        waivers=_listed(data, "waiver", _waiver, unknown),
        remarks=_listed(data, "remark", _remark, unknown),
        notes={ref: storable(v) for ref, v in _by_ref(data, "notes", unknown) if isinstance(v, str)},
        stated={ref: v for ref, v in _by_ref(data, "stated", unknown) if isinstance(v, int | Decimal)},
        source=_source(source) if isinstance(source, dict) else None,
        unknown=tuple(unknown),
    )


def cleaned(report: Report) -> Report:
    """Returns a report whose records hold only what a file can hold."""
    source = report.source and _clean(report.source)._replace(
        headings=tuple(_clean(heading) for heading in report.source.headings),
        labels={ref: storable(label) for ref, label in report.source.labels.items()},
    )
    return report.but(
        waivers=tuple(_clean(item) for item in report.waivers),
        remarks=tuple(_clean(item) for item in report.remarks),
        notes={ref: storable(note) for ref, note in report.notes.items() if note},
        source=source,
    )


def waiver_lines(item: Waiver) -> Iterator[str]:
    """Yields the lines below `[[waiver]]`."""
    yield f"rule = {literal(item.rule)}"
    yield f"refs = {literal(item.refs)}"
    yield f"values = {literal(item.values)}"
    yield f"reason = {literal(item.reason)}"
    if item.by:
        yield f"by = {literal(item.by)}"
    if item.on:
        yield f"on = {literal(item.on)}"


def remark_lines(item: Remark) -> Iterator[str]:
    """Yields the lines below `[[remark]]`."""
    yield f"text = {literal(item.text)}"
    for name, text in (("ref", item.ref), ("place", item.place), ("quote", item.quote)):
        if text:
            yield f"{name} = {literal(text)}"


def source_lines(source: Source) -> Iterator[str]:
    """Yields a whole `[source]` with its subtables."""
    yield "[source]"
    for name, text in (("file", source.file), ("edition", source.edition), ("title", source.title)):
        yield f"{name} = {literal(text)}"
    yield f"missing = {literal(source.missing)}"
    if source.labels:
        yield from ("", "[source.labels]", *(f"{key(ref)} = {literal(label)}" for ref, label in source.labels.items()))
    for heading in source.headings:
        yield from ("", "[[source.heading]]", f"text = {literal(heading.text)}", f"ref = {literal(heading.ref)}")
        if heading.place:
            yield f"place = {literal(heading.place)}"


def _clean(item: R) -> R:
    """Every text of a record as a file can hold it."""
    return type(item)._make(storable(part) if isinstance(part, str) else part for part in item)


def _listed(
    data: Mapping[str, object], name: str, read: Callable[[Mapping[str, object]], R | None], unknown: list[str]
) -> dict[int, R]:
    found = data.get(name, [])
    if not isinstance(found, list):
        unknown.append(name)
        return {}
    read_items = {i: read(item) if isinstance(item, dict) else None for i, item in enumerate(found)}
    unknown += [f"{name}.{i + 1}" for i, item in read_items.items() if item is None]
    return {i: item for i, item in read_items.items() if item is not None}


def _by_ref(data: Mapping[str, object], name: str, unknown: list[str]) -> Iterator[tuple[Ref, object]]:
    """Yields the entries of a table whose keys are refs, in quotes or as dotted keys."""
    table = data.get(name, {})
    if not isinstance(table, dict):
        unknown.append(name)
        return
    fits = _is_note if name == "notes" else _is_stated
    for ref, value in _flat(table):
        if fits(value):
            yield ref, value
        else:
            unknown.append(f"{name}.{ref}")


def _flat(table: Mapping[str, object], head: str = "") -> Iterator[tuple[Ref, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{head}{name}.")
        else:
            yield head + name, value


def _is_note(value: object) -> bool:
    return isinstance(value, str)


def _is_stated(value: object) -> bool:
    return not number_fault(value, MOST_PLACES)


def _waiver(data: Mapping[str, object]) -> Waiver | None:
    rule, refs, values, reason = (data.get(name) for name in ("rule", "refs", "values", "reason"))
    if not (isinstance(rule, str) and isinstance(values, str) and isinstance(reason, str)):
        return None
    if not isinstance(refs, list) or not all(isinstance(ref, str) for ref in refs):
        return None
    on = data.get("on")
    day = on if isinstance(on, date) and not isinstance(on, datetime) else None
    return _clean(Waiver(rule, tuple(refs), values, reason, _text(data, "by"), day))


def _remark(data: Mapping[str, object]) -> Remark | None:
    return Remark(*(_text(data, name) for name in ("ref", "text", "place", "quote"))) if _text(data, "text") else None


def _source(data: Mapping[str, object]) -> Source:
    labels, missing, headings = data.get("labels"), data.get("missing"), data.get("heading")
    return Source(
        file=_text(data, "file"),
        edition=_text(data, "edition"),
        title=_text(data, "title"),
        headings=tuple(
            Heading(*(_text(item, name) for name in ("ref", "text", "place")))
            for item in (headings if isinstance(headings, list) else [])
            if isinstance(item, dict)
        ),
        labels={ref: storable(str(label)) for ref, label in _flat(labels if isinstance(labels, dict) else {})},
        missing=tuple(str(ref) for ref in (missing if isinstance(missing, list) else [])),
    )


def _text(data: Mapping[str, object], name: str) -> str:
    value = data.get(name)
    return storable(value) if isinstance(value, str) else ""

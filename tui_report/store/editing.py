"""The text of a file edited with tomlkit, so that only the lines whose values changed become others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import TypeVar

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Item, String, Table

from tui_report.characters import unseen
from tui_report.form import model
from tui_report.form.model import Form, Passage, Ref
from tui_report.report import Report, Value
from tui_report.store.arrays import with_values
from tui_report.store.faults import StoreError
from tui_report.store.layout import cell_text, entry_line, passage_text, row_cells, row_text, value_text
from tui_report.store.literals import escaped_line, quoted
from tui_report.store.reading import entered_rows
from tui_report.store.records import read_records, remark_lines, source_lines, waiver_lines
from tui_report.store.toml import loads

R = TypeVar("R")
_BOM = "\ufeff"
_DOTTED = re.compile(r"^[ \t]*[\w-]+(?:[ \t]*\.[ \t]*[\w-]+)+(?=[ \t]*=)", re.M)
MOST_DOTS = 100
"""Dots in the keys of a file that is edited: tomlkit takes minutes over some hundred keys that begin alike."""


def roundtrip_fault(text: str) -> bool:
    """Tells whether editing would move lines of a file that nobody edited; raises StoreError if it cannot be edited."""
    return _parse(text).as_string() != text.removeprefix(_BOM)


def edited(text: str, before: Report, wanted: Report, form: Form) -> str:
    """Returns a file's text that holds one report, edited so that it should hold another.

    Comments, order, unknown keys, blank lines, line ends and a byte order mark stay. Raises StoreError where tomlkit
    cannot read it.
    """
    windows = "\r\n" in text and not re.search(r"(?<!\r)\n", text)
    document = _parse(text.replace("\r\n", "\n") if windows else text)
    for table, row in entered_rows(form):
        _write_row(document, before, wanted, table, row)
    for ref, fact in form.texts.items():
        value = wanted.values.get(ref)
        if before.values.get(ref) != value:
            old = _found(document, ref)
            _put(document, ref, _passage(value, old) if isinstance(fact, Passage) else value_text(value))
    _write_records(document, before, wanted)
    after = document.as_string()
    return (_BOM if text.startswith(_BOM) else "") + (after.replace("\n", "\r\n") if windows else after)


def _parse(text: str) -> tomlkit.TOMLDocument:
    if sum(match[0].count(".") for match in _DOTTED.finditer(text)) > MOST_DOTS:
        raise StoreError("文件里带点的键太多，能读，但程序不敢改它")
    try:
        return tomlkit.parse(text.removeprefix(_BOM))
    except (TOMLKitError, ValueError, RecursionError) as error:
        raise StoreError("文件的写法太特别，能读，但程序不敢改它") from error


def _item(text: str) -> Item:
    item = tomlkit.parse(f"x = {text}\n")["x"]
    if not isinstance(item, Item):
        raise TypeError(text)
    return item


def _found(document: tomlkit.TOMLDocument, ref: Ref) -> object:
    place: object = document
    for part in ref.split("."):
        place = place.get(part) if isinstance(place, Mapping) else None
    return place


def _put(document: tomlkit.TOMLDocument, ref: Ref, text: str) -> None:
    """Sets the value at a ref; a table that is missing is added at the end."""
    head, _, name = ref.rpartition(".")
    if not head:
        document[name] = _item(text)
        return
    if not isinstance(document.get(head), Mapping):
        _add(document, f"[{head}]\n")
    document[head][name] = _item(text)


def _add(document: tomlkit.TOMLDocument, text: str) -> None:
    """Adds tables, given as TOML, after a blank line at the end."""
    for name, item in tomlkit.parse(text).items():
        document.pop(name, None)
        written = document.as_string()
        if written and not written.endswith("\n"):
            document.add(tomlkit.nl())
        if written.strip():
            document.add(tomlkit.nl())
        document.append(name, item)


def _write_row(document: tomlkit.TOMLDocument, before: Report, wanted: Report, table: model.Table, row: str) -> None:
    ref = f"{table.key}.{row}"
    old, new = row_cells(before, table, row), row_cells(wanted, table, row)
    same_surplus = before.surplus.get(ref) == wanted.surplus.get(ref)
    if old == new and same_surplus:
        return
    texts = [cell_text(cell, table.decimals) for cell in new]
    item = _found(document, ref)
    if not isinstance(item, Array) or not same_surplus:
        label = "" if item is not None else f"  # {table.row(row).label}"
        _put(document, ref, row_text(texts) + label)
        return
    filled = max((i + 1 for i, cell in enumerate(new) if cell is not None), default=0)
    changed = {i: text for i, text in enumerate(texts) if (old[i] != new[i] if i < len(item) else i < filled)}
    _put(document, ref, with_values(item.as_string(), changed))


def _passage(value: Value | None, old: object) -> str:
    """A passage as TOML in the manner of the old one: quotes, first and last line end, lines that did not change."""
    if not isinstance(value, str) or not isinstance(old, String) or not str(old):
        return passage_text(value)
    raw = old.as_string()
    quotes = raw[:3] if raw[:3] in ('"""', "'''") else ""
    if not quotes:
        return passage_text(value) if "\n" in value else quoted(value)
    body = raw[3:-3]
    first = "\n" if body.startswith(("\n", "\r\n")) else ""
    last = "\n" if body.endswith("\n") else ""
    lines, known = value.split("\n"), _known_lines(body, quotes)
    if quotes == "'''" and (unseen(value) or "'''" in value or value.endswith("'")):
        quotes, known = '"""', {}
    plain = (lambda line: line) if quotes == "'''" else escaped_line
    text = "\n".join(known.get(line) or plain(line) for line in lines)
    if not last and text.endswith('"') and quotes == '"""':
        text = text[:-1] + '\\"' if not text.endswith('\\"') else text
    first = first or ("\n" if text.startswith("\n") else "")
    last = last or ("\n" if text.endswith("\n") else "")
    return quotes + first + text + last + quotes


def _known_lines(body: str, quotes: str) -> dict[str, str]:
    """How the lines of a passage are written in the file, by what they say; not those that go on in the next one."""
    known = {}
    for line in re.split(r"\r?\n", body):
        says = "" if unseen(line) else str(tomllib.loads(f"x = {quotes}\n{line}\n{quotes}")["x"])
        if says.endswith("\n"):
            known[says[:-1]] = line
    return known


def _write_records(document: tomlkit.TOMLDocument, before: Report, wanted: Report) -> None:
    if (before.waivers, before.remarks) != (wanted.waivers, wanted.remarks):
        there = read_records(loads(document.as_string(), ""))
        _write_list(document, "waiver", there.waivers, wanted.waivers, waiver_lines)
        _write_list(document, "remark", there.remarks, wanted.remarks, remark_lines)
    _write_entries(document, "notes", before.notes, wanted.notes)
    _write_entries(document, "stated", before.stated, wanted.stated)
    if before.source != wanted.source:
        if wanted.source is None:
            document.pop("source", None)
        else:
            _add(document, "\n".join(source_lines(wanted.source)) + "\n")


def _write_list(
    document: tomlkit.TOMLDocument,
    name: str,
    there: Mapping[int, R],
    wanted: Iterable[R],
    lines: Callable[[R], Iterable[str]],
) -> None:
    """Leaves the tables of a list that stay, takes out those that go, adds those that come at the end."""
    coming, going = list(wanted), []
    for index, item in there.items():
        if coming and coming[0] == item:
            coming.pop(0)
        else:
            going.append(index)
    for index in reversed(going):
        del document[name][index]
    if going and not document[name]:
        document.remove(name)
    for item in coming:
        text = "\n".join((f"[[{name}]]", *lines(item))) + "\n"
        tables = document.get(name)
        if isinstance(tables, AoT):
            _separate(tables)
            tables.append(tomlkit.parse(text)[name][0])
        else:
            _add(document, text)


def _separate(tables: AoT) -> None:
    """Puts a blank line at the end of the last table."""
    while not tables.as_string().endswith(("\n\n", "\n\r\n")):
        tables[-1].add(tomlkit.nl())


def _write_entries(
    document: tomlkit.TOMLDocument, name: str, before: Mapping[Ref, Value], wanted: Mapping[Ref, Value]
) -> None:
    """Brings a table whose keys are refs up to date."""
    changed = {ref: value for ref, value in wanted.items() if before.get(ref) != value}
    gone = [ref for ref in before if ref not in wanted]
    table = document.get(name)
    if not isinstance(table, Table):
        if changed or gone:
            _add(document, "\n".join((f"[{name}]", *(entry_line(ref, value) for ref, value in wanted.items()), "")))
        return
    for ref in [*gone, *changed]:
        if not (ref in table and ref in changed):
            _drop(table, ref)
    for ref, value in changed.items():
        document[name][ref] = _item(value_text(value))


def _drop(table: MutableMapping[str, object], ref: Ref) -> None:
    """Takes out an entry, whether its key stands in quotes or as dotted keys, next to each other or not."""
    head, _, rest = ref.partition(".")
    inner = table.get(head)
    if ref in table:
        del table[ref]
    elif rest and isinstance(inner, MutableMapping):
        _drop(inner, rest)

"""A report: the values that an office filled in, and the steps by which they change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, TypeVar

from tui_report.form.model import Fact, Form, Ref
from tui_report.numbers import Number, write_date, write_number
from tui_report.tuples import NamedTuple


class Unread:
    """A value that a file holds where the form wants something else; kept as found until someone replaces it."""

    __slots__ = ("raw",)

    def __init__(self, raw: object) -> None:
        self.raw: Final = raw
        """As the parser gave it."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unread) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(str(self.raw))

    def __repr__(self) -> str:
        return f"Unread({self.raw!r})"

    def __str__(self) -> str:
        """Returns the value as text, at most 40 characters."""
        return str(self.raw)[:40]


Value: TypeAlias = int | Decimal | str | date | Unread
_NUMBER = (int, Decimal)
"""Asked some hundred times at each key: a tuple is quicker than a union."""

K = TypeVar("K")
V = TypeVar("V")


def _frozen(mapping: Mapping[K, V]) -> Mapping[K, V]:
    return mapping if isinstance(mapping, MappingProxyType) else MappingProxyType(dict(mapping))


class Waiver(NamedTuple):
    """说明: a reason why a finding stands, valid only while the values it speaks of stay the same."""

    rule: str
    refs: tuple[Ref, ...]
    values: str
    """Digest of the values at `refs` when the reason was given."""
    reason: str
    by: str = ""
    on: date | None = None


class Remark(NamedTuple):
    """What an importer left open, dropped or took with doubt."""

    ref: Ref
    """The place in the report, or the empty text for the whole."""
    text: str
    place: str = ""
    """Where in the source: 第12行, 表2第3行."""
    quote: str = ""


class Heading(NamedTuple):
    """A heading as a source document prints it."""

    ref: Ref
    """Section key or passage ref the heading was taken for; empty where it fits none."""
    text: str
    place: str = ""


class Source(NamedTuple):
    """What an importer saw of the document a report was read from."""

    file: str = ""
    edition: str = ""
    """`2021`, `2019` or empty where no table told."""
    title: str = ""
    headings: tuple[Heading, ...] = ()
    labels: Mapping[Ref, str] = MappingProxyType({})
    """Row refs (`disclosure.normative`) whose printed label differs from the form's, with that label."""
    missing: tuple[Ref, ...] = ()
    """Row refs that the document does not print."""


STATED = "stated."
"""Before the ref of a total: the total that an imported document printed, to be edited like a value."""


def filled(values: Mapping[Ref, Value], refs: tuple[Ref, ...]) -> tuple[Value, ...]:
    """Returns the values at some refs; none at all where one is blank. At each key this is asked of some hundred."""
    try:
        return _picking(refs)(values)[1:] if refs else ()
    except KeyError:
        return ()


@lru_cache(maxsize=64)
def _picking(refs: tuple[Ref, ...]) -> Callable[[Mapping[Ref, Value]], tuple[Value, ...]]:
    return itemgetter(refs[0], *refs)  # of a single one it would not give a tuple


class Report:
    """The values of one report. Absent means 未填: blank is not zero.

    Reports are immutable; `edited` and `but` make new ones.
    """

    __slots__ = ("notes", "remarks", "source", "stated", "surplus", "unknown", "values", "waivers")

    def __init__(
        self,
        values: Mapping[Ref, Value] = MappingProxyType({}),
        stated: Mapping[Ref, Number] = MappingProxyType({}),
        surplus: Mapping[Ref, tuple[object, ...]] = MappingProxyType({}),
        unknown: tuple[Ref, ...] = (),
        waivers: tuple[Waiver, ...] = (),
        notes: Mapping[Ref, str] = MappingProxyType({}),
        remarks: tuple[Remark, ...] = (),
        source: Source | None = None,
    ) -> None:
        self.values: Final = _frozen(values)
        self.stated: Final = _frozen(stated)
        """Totals that an imported document printed; never used as totals, only compared with them."""
        self.surplus: Final = _frozen(surplus)
        """By row ref: what a file holds in the row beyond the form's columns."""
        self.unknown: Final = unknown
        """Keys of the file that the form does not know."""
        self.waivers: Final = waivers
        self.notes: Final = _frozen(notes)
        """A clerk's own notes on cells; never printed."""
        self.remarks: Final = remarks
        self.source: Final = source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Report) and self._parts() == other._parts()

    __hash__ = None  # type: ignore[assignment]  # mappings have none

    def __repr__(self) -> str:
        return f"Report({self._parts()})"

    def _parts(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}

    def but(self, **parts: object) -> Report:
        """Returns a report with some of its parts replaced."""
        return Report(**(self._parts() | parts))  # type: ignore[arg-type]

    def held(self, ref: Ref) -> Value | None:
        """What stands at a ref, or at the ref of a stated total; None where blank."""
        return self.stated.get(ref.removeprefix(STATED)) if ref.startswith(STATED) else self.values.get(ref)

    def number(self, ref: Ref) -> Number | None:
        """Returns the number at a ref; None where blank or no number."""
        value = self.values.get(ref)
        return value if isinstance(value, _NUMBER) else None

    def text(self, ref: Ref) -> str:
        """Returns the text at a ref, empty where blank."""
        value = self.values.get(ref)
        return "" if value is None else str(value)

    @property
    def year(self) -> int | None:
        """The year reported on."""
        value = self.values.get("year")
        return value if isinstance(value, int) else None

    @property
    def unit(self) -> str:
        """Full name of the body."""
        return self.text("unit.name")

    @property
    def level(self) -> str:
        """`township`, `department`, `county`, or empty."""
        return self.text("unit.level")

    def edited(
        self, values: Mapping[Ref, Value | None], records: Mapping[str, object] = MappingProxyType({})
    ) -> Report:
        """Returns a report with some values replaced, None clearing one; and some of its parts, by name, as a whole."""
        merged, stated = dict(self.values), dict[Ref, Value](self.stated)
        for ref, value in values.items():
            kept, at = (stated, ref.removeprefix(STATED)) if ref.startswith(STATED) else (merged, ref)
            if value is None:
                kept.pop(at, None)
            else:
                kept[at] = value
        return self.but(values=MappingProxyType(merged), stated=MappingProxyType(stated), **records)


class Change(NamedTuple):
    """One undoable step: values, and what else of the report it replaces, before and after."""

    name: str
    """What was done, in the clerk's words: 第三部分（一）予以公开/自然人 由2改为0."""
    place: Ref
    """Where the cursor goes when the step is undone."""
    before: Mapping[Ref, Value | None]
    after: Mapping[Ref, Value | None]
    records: Mapping[str, tuple[object, object]] = MappingProxyType({})
    """Parts of the report besides values (waivers, notes, the source) before and after, by name; only what differs."""

    def apply(self, report: Report) -> Report:
        """Returns the report after the step."""
        return self._become(report, self.after, 1)

    def revert(self, report: Report) -> Report:
        """Returns the report before the step."""
        return self._become(report, self.before, 0)

    def _become(self, report: Report, values: Mapping[Ref, Value | None], side: Literal[0, 1]) -> Report:
        return report.edited(values, {name: pair[side] for name, pair in self.records.items()})

    @property
    def empty(self) -> bool:
        """Whether the step changes nothing."""
        return dict(self.before) == dict(self.after) and not self.records


def change(
    report: Report, name: str, values: Mapping[Ref, Value | None], *, place: Ref = "", **records: object
) -> Change:
    """Returns the step that sets some values of a report, and replaces some of its other parts.

    Args:
        report: The report as it is.
        name: What is done, in the clerk's words.
        values: New values; None clears one.
        place: Where the cursor belongs; the first changed ref when empty.
        records: Parts of the report by name, each as it shall be: `waivers`, `notes`, `source`, `remarks`.
    """
    after = {ref: value for ref, value in values.items() if report.held(ref) != value}
    before = {ref: report.held(ref) for ref in after}
    pairs = {part: (getattr(report, part), new) for part, new in records.items() if getattr(report, part) != new}
    return Change(name, place or next(iter(after or values), ""), before, after, pairs)


def becoming(report: Report, other: Report, name: str) -> Change:
    """Returns the step that makes a report another one: values, stated totals, and what is recorded beside them."""
    refs = {*report.values, *other.values, *(STATED + ref for ref in (*report.stated, *other.stated))}
    parts = ("waivers", "notes", "remarks", "source")
    values = {ref: other.held(ref) for ref in sorted(refs)}
    return change(report, name, values, **{part: getattr(other, part) for part in parts})


def digest(report: Report, refs: Iterable[Ref], besides: str = "") -> str:
    """Returns the digest that ties a waiver to the values at some refs, and to what else the finding speaks of.

    Rows and sections stand for all values below them.
    """
    import hashlib

    lines = []
    for ref in sorted(set(refs)):
        held = [r for r in report.values if r == ref or r.startswith(ref + ".")]
        lines += [f"{r}={plain(report.values[r])}" for r in sorted(held)] or [f"{ref}="]
    lines += [besides] if besides else []
    return "sha256:" + hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:32]


def plain(value: Value | None) -> str:
    """Returns a value as plain text; blank is empty."""
    if value is None:
        return ""
    return write_number(value) if isinstance(value, int | Decimal) else str(value)


def write_remark(form: Form, remark: Remark) -> str:
    """Returns a remark as people read it: its place in the source, what of the form it concerns, and the source's words."""
    where = f"{remark.place}  " if remark.place else ""
    what = form.describe(remark.ref) if remark.ref else ""
    head = f"{what}：" if what and not remark.text.startswith(what.partition("/")[0]) else ""
    return f"{where}{head}{remark.text}{f'（原文：{remark.quote}）' if remark.quote else ''}"


def write_fact(fact: Fact, value: Value | None) -> str:
    """Returns a fact as people read it: 乡镇、街道 for `township`, 2025年1月14日 for a date; blank is empty."""
    if fact.kind == "choice":
        return dict(fact.choices).get(plain(value), plain(value))
    return write_date(value) if isinstance(value, date) else plain(value)

"""What a statutory form consists of: immutable parts that check themselves.

A form declares every label, sum and identity once. Screens, storage, totals, rules, importers and all
outputs read this declaration; nothing else knows a label or adds a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final, Literal, TypeAlias

from tui_report.tuples import NamedTuple

Ref: TypeAlias = str
"""Dotted address of one value: `requests.granted.person`, `overview.proactive`, `sign.date`."""

Axis: TypeAlias = Literal["row", "column"]


class FormFault(ValueError):
    """The declaration of a form contradicts itself; raised when its module is imported."""


class Column(NamedTuple):
    """One column of figures."""

    key: str
    path: tuple[str, ...]
    """Printed heads from the outermost merged one to the column's own."""
    short: str = ""
    """Head for a narrow screen; may hold one line break."""

    @property
    def label(self) -> str:
        """The column's own printed head."""
        return self.path[-1]


class Row(NamedTuple):
    """One row of figures."""

    key: str
    path: tuple[str, ...]
    """Printed heads from the outermost merged one to the row's own."""
    short: str = ""
    """Label for a narrow screen."""
    silent: tuple[str, ...] = ()
    """Heads of the path that are left out when the row is named in a sentence."""
    called: str = ""
    """What a sentence calls the row where its own head is too long for one."""
    law: str = ""
    """Articles of the Regulation to read for this row."""
    help: str = ""
    """What belongs into this row, and how it is counted."""

    @property
    def label(self) -> str:
        """The row's own printed head."""
        return self.path[-1]

    @property
    def full_label(self) -> str:
        """The row as a sentence names it: its printed heads, outermost first, long ones shortened."""
        heads = "".join(h for h in self.path[:-1] if h not in self.silent)
        return heads + (" " if heads and self.label[0].isdigit() else "") + (self.called or self.label)


class Sum(NamedTuple):
    """One row is the sum of other rows in every column, or one column of other columns in every row."""

    axis: Axis
    target: str
    parts: tuple[str, ...]


class Identity(NamedTuple):
    """In every column the `left` rows add up to the same as the `right` rows."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    """Short name of each row as a message calls it."""

    def name(self, row: str) -> str:
        """Returns the short name of a row, such as `三（七）`."""
        return dict(self.names)[row]


class Table:
    """A block of figures with one set of columns. Refs are `key.row.column`.

    Raises:
        FormFault: Keys repeat, or a sum or identity names an unknown part.
    """

    def __init__(
        self,
        key: str,
        columns: tuple[Column, ...],
        rows: tuple[Row, ...],
        caption: str = "",
        corner: str = "",
        sums: tuple[Sum, ...] = (),
        identities: tuple[Identity, ...] = (),
        decimals: int = 0,
        in_one_row: bool = False,
    ) -> None:
        self.key: Final = key
        self.columns: Final = columns
        self.rows: Final = rows
        self.caption: Final = caption
        """Printed above the block, inside the table."""
        self.corner: Final = corner
        """Printed in the head cell over the row labels."""
        self.sums: Final = sums
        self.identities: Final = identities
        self.decimals: Final = decimals
        """Most decimal places a figure may have; 0 means whole numbers (件)."""
        self.in_one_row: Final = in_one_row
        """Printed as a single row of figures with the rows' labels as merged heads."""
        self._check()

    def _check(self) -> None:
        rows, columns = [r.key for r in self.rows], [c.key for c in self.columns]
        if len(set(rows)) < len(rows) or len(set(columns)) < len(columns):
            raise FormFault(f"{self.key}: a row or column key repeats")
        for total in self.sums:
            known = rows if total.axis == "row" else columns
            if not {total.target, *total.parts} <= set(known) or total.target in total.parts:
                raise FormFault(f"{self.key}: the sum {total.target} names an unknown part or itself")
        for identity in self.identities:
            if not {*identity.left, *identity.right} <= set(rows):
                raise FormFault(f"{self.key}: an identity names an unknown row")

    @cached_property
    def derived_rows(self) -> frozenset[str]:
        """Keys of the rows that are computed."""
        return frozenset(s.target for s in self.sums if s.axis == "row")

    @cached_property
    def derived_columns(self) -> frozenset[str]:
        """Keys of the columns that are computed."""
        return frozenset(s.target for s in self.sums if s.axis == "column")

    @cached_property
    def entered_columns(self) -> tuple[Column, ...]:
        """The columns a person types into."""
        return tuple(c for c in self.columns if c.key not in self.derived_columns)

    def ref(self, row: str, column: str) -> Ref:
        """Returns the address of one cell."""
        return f"{self.key}.{row}.{column}"

    def derived(self, row: str, column: str) -> bool:
        """Tells whether a cell is computed and never typed."""
        return row in self.derived_rows or column in self.derived_columns

    def row(self, key: str) -> Row:
        """Returns a row by key; raises KeyError."""
        return next((r for r in self.rows if r.key == key), None) or _missing(key)

    def refs(self) -> Iterator[Ref]:
        """Yields every cell, row by row as printed."""
        for row in self.rows:
            for column in self.columns:
                yield self.ref(row.key, column.key)

    @cached_property
    def entered(self) -> tuple[Ref, ...]:
        """Cells that a person types, in printed order."""
        return tuple(self.ref(r.key, c.key) for r in self.rows for c in self.columns if not self.derived(r.key, c.key))

    @cached_property
    def totals(self) -> tuple[tuple[Ref, tuple[Ref, ...]], ...]:
        """Derived cells with the cells they add up, in an order in which they can be computed."""
        out: list[tuple[Ref, tuple[Ref, ...]]] = []
        for total in sorted(self.sums, key=lambda s: s.axis == "column"):
            if total.axis == "row":
                across = [c.key for c in self.columns if c.key not in self.derived_columns]
                out += [(self.ref(total.target, c), tuple(self.ref(p, c) for p in total.parts)) for c in across]
            else:
                down = [r.key for r in self.rows]
                out += [(self.ref(r, total.target), tuple(self.ref(r, p) for p in total.parts)) for r in down]
        return tuple(out)


def _missing(key: str) -> Row:
    raise KeyError(key)


class Passage(NamedTuple):
    """A piece of prose that the form asks for."""

    ref: Ref
    heading: str
    """Printed head, empty where the section's title is head enough."""
    guide: str
    """What to write, shown while writing."""
    must: tuple[str, ...] = ()
    """Points a reader looks for."""
    law: str = ""
    optional: bool = False

    @property
    def name(self) -> str:
        """What the passage is called on screen."""
        return self.heading.partition("）")[2] or self.heading


class Section:
    """One of the numbered parts of the report."""

    def __init__(
        self,
        key: str,
        number: str,
        title: str,
        passages: tuple[Passage, ...] = (),
        tables: tuple[Table, ...] = (),
    ) -> None:
        self.key: Final = key
        self.number: Final = number
        """Chinese ordinal: 一."""
        self.title: Final = title
        self.passages: Final = passages
        self.tables: Final = tables

    @property
    def heading(self) -> str:
        """The printed heading: 一、总体情况."""
        return f"{self.number}、{self.title}"

    @cached_property
    def entered(self) -> tuple[Ref, ...]:
        """The numeric cells that a person types."""
        return tuple(ref for table in self.tables for ref in table.entered)

    @cached_property
    def required(self) -> tuple[Ref, ...]:
        """The passages that must be written."""
        return tuple(passage.ref for passage in self.passages if not passage.optional)


class Fact(NamedTuple):
    """A basic fact about the report."""

    ref: Ref
    label: str
    kind: Literal["text", "choice", "year", "date", "file"]
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    """Stored value and its label, for kind choice."""
    optional: bool = False


class Form:
    """A complete edition of the statutory form.

    Raises:
        FormFault: A ref repeats, or the number of cells is not the printed one.
    """

    def __init__(
        self,
        *,
        key: str,
        name: str,
        source: str,
        facts: tuple[Fact, ...],
        sections: tuple[Section, ...],
        title: str,
        figure_count: int,
    ) -> None:
        self.key: Final = key
        self.name: Final = name
        self.source: Final = source
        """The document that prescribes the form."""
        self.facts: Final = facts
        self.sections: Final = sections
        self.title: Final = title
        """Title of the report with `{unit}` and `{year}`."""
        self.figure_count: Final = figure_count
        """Numeric cells of the printed form, derived ones included."""
        self._places: Final[dict[Ref, tuple[Section, Table, Row, Column]]] = {}
        self._check()

    def _check(self) -> None:
        for section in self.sections:
            for table in section.tables:
                for row in table.rows:
                    for column in table.columns:
                        ref = table.ref(row.key, column.key)
                        if ref in self._places:
                            raise FormFault(f"{ref} is declared twice")
                        self._places[ref] = (section, table, row, column)
        if len(self._places) != self.figure_count:
            raise FormFault(f"{len(self._places)} cells declared, {self.figure_count} printed")
        texts = [p.ref for p in self.passages] + [f.ref for f in self.facts]
        if len(set(texts)) < len(texts) or set(texts) & set(self._places):
            raise FormFault("a ref is declared twice")

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """All tables in printed order."""
        return tuple(t for s in self.sections for t in s.tables)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in printed order."""
        return tuple(p for s in self.sections for p in s.passages)

    @cached_property
    def figures(self) -> tuple[Ref, ...]:
        """Every numeric cell in printed order, derived ones included."""
        return tuple(self._places)

    @cached_property
    def entered(self) -> tuple[Ref, ...]:
        """The numeric cells that a person types."""
        return tuple(ref for section in self.sections for ref in section.entered)

    @cached_property
    def texts(self) -> dict[Ref, Passage | Fact]:
        """Passages and facts by ref."""
        return {**{f.ref: f for f in self.facts}, **{p.ref: p for p in self.passages}}

    def place(self, ref: Ref) -> tuple[Section, Table, Row, Column]:
        """Returns where a numeric cell stands; raises KeyError for any other ref."""
        return self._places[ref]

    def section_of(self, ref: Ref) -> Section | None:
        """Returns the section a ref belongs to, None for the basic facts."""
        if ref in self._places:
            return self._places[ref][0]
        head = ref.split(".", 1)[0]
        return next((s for s in self.sections if s.key == head or any(p.ref == ref for p in s.passages)), None)

    def describe(self, ref: Ref) -> str:
        """Returns the place in the form's own words: 第三部分（三）不予公开 1.属于国家秘密/自然人."""
        if ref in self._places:
            section, _, row, column = self._places[ref]
            return f"第{section.number}部分 {row.full_label}/{column.label}".replace(" （", "（")
        text = self.texts.get(ref)
        if isinstance(text, Fact):
            return text.label
        section_of = self.section_of(ref)
        if text and section_of:
            return f"第{section_of.number}部分{text.heading or ' ' + ('开头' if text.optional else section_of.title)}"
        return self.describe_part(ref)

    def describe_part(self, ref: Ref) -> str:
        """Returns the words for a row, a section, or an unknown ref as it stands."""
        key, _, row = ref.partition(".")
        for section in self.sections:
            for table in section.tables:
                if table.key == key and any(r.key == row for r in table.rows):
                    return f"第{section.number}部分 {table.row(row).full_label}".replace(" （", "（")
            if section.key == ref:
                return section.heading
        return ref

"""A document as one searchable text in which every character knows its place."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from tui_report.importing.document import Cell, Document, Grid

CELL = "\x1f"
"""Stands between the cells of a row."""


@dataclass(frozen=True)
class Flow:
    """The text of a document: one line per paragraph or table row, cells parted by CELL."""

    raw: str
    """As the source writes it."""
    starts: tuple[int, ...]
    """Offset of every line."""
    places: tuple[str, ...]
    """Place of every line in the source."""

    @cached_property
    def text(self) -> str:
        """The text with half-width signs, character for character as long as `raw`."""
        return narrow(self.raw)

    def line(self, offset: int) -> int:
        """Returns the number of the line that holds an offset."""
        return bisect_right(self.starts, offset) - 1

    def end(self, line: int) -> int:
        """Returns the offset behind the last character of a line."""
        return self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.raw)

    def place(self, offset: int) -> str:
        """Returns the place in the source of an offset."""
        return self.places[self.line(offset)] if self.places else ""

    def quote(self, start: int, end: int, most: int = 60) -> str:
        """Returns a piece of the source in one line."""
        text = " ".join(self.raw[start:end].replace(CELL, " | ").split())
        return text if len(text) <= most else text[: most - 3] + "..."


def narrow(text: str) -> str:
    """Returns a text of the same length with full-width letters, digits and marks made half-width."""
    if text.isascii():
        return text
    table = {}
    for char in set(text):
        plain = unicodedata.normalize("NFKC", char)
        if len(plain) == 1 and plain != char:
            table[ord(char)] = plain
    return text.translate(table)


def flow_of(document: Document) -> Flow:
    """Lays a document out as one text."""
    lines: list[str] = []
    places: list[str] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            lines += [_row(row) for row in block.rows]
            places += block.places
        else:
            lines.append(block.text)
            places.append(block.place)
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return Flow("\n".join(lines), tuple(starts), tuple(places))


def _row(row: tuple[Cell, ...]) -> str:
    cells = [" ".join(cell.text.split()) for cell in row if not cell.covered]
    return CELL.join(cells) if len(cells) > 1 else CELL + "".join(cells)

"""A document as one searchable text in which every character knows its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from tui_report.characters import narrowed, without_unseen
from tui_report.importing.document import Cell, Document, Grid

CELL = "\x1f"
"""Stands between the cells of a row."""
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_RADICALS = str.maketrans(
    "\u2e81\u2e87\u2e8e\u2e92\u2e93\u2e9d\u2ea0\u2ea9\u2ec1\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed1\u2ed3\u2ed4\u2ed7\u2ed8\u2ed9"
    "\u2ea7\u2eab\u2eac\u2eb6\u2ebb\u2ebc\u2ebd\u2ed5\u2ede\u2ee1\u2eea"
    "\u2eda\u2edb\u2edc\u2edd\u2ee2\u2ee3\u2ee4\u2ee5\u2ee6\u2ee7\u2ee8\u2ee9\u2eec\u2eee\u2ef0",
    "厂几兀巳幺月民王虎西见角贝车長长门雨青韦牛目示羊聿肉臼阜食首黾页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
)
"""Radicals for which Unicode names no character of the same shape."""
_LINE_ENDS = re.compile("[\n\x0b\x0c\x85\u2028\u2029]")


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

    def until(self, offset: int) -> Flow:
        """Returns the text in front of an offset."""
        lines = self.line(offset) + 1
        return Flow(self.raw[:offset], self.starts[:lines], self.places[:lines])

    def behind(self, offset: int) -> Flow:
        """Returns the text from an offset on."""
        line = self.line(offset)
        starts = (0, *(start - offset for start in self.starts[line + 1 :]))
        return Flow(self.raw[offset:], starts, self.places[line:])

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
        plain = narrowed(char)
        if len(plain) == 1 and plain != char:
            table[ord(char)] = plain
    return text.translate(table)


def _whole(text: str) -> str:
    """Returns a text with the characters for which some programs write radicals of the same shape into a PDF."""
    if _RADICAL.search(text) is None:
        return text
    return _RADICAL.sub(lambda found: narrowed(found[0]).translate(_RADICALS), text)


def flow_of(document: Document) -> Flow:
    """Lays a document out as one text."""
    lines: list[str] = []
    places: list[str] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            lines += [_row(row) for row in block.rows]
            places += block.places
        else:
            parts = _LINE_ENDS.split(_whole(block.text))
            lines += map(without_unseen, parts)
            places += [block.place] * len(parts)
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return Flow("\n".join(lines), tuple(starts), tuple(places))


def _row(row: tuple[Cell, ...]) -> str:
    cells = [without_unseen(" ".join(_whole(cell.text).split())) for cell in row if not cell.covered]
    return CELL.join(cells) if len(cells) > 1 else CELL + "".join(cells)

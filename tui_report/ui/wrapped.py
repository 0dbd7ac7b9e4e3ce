"""A text as lines on the screen: figures as label and value, Chinese line breaks, a first-line indent.

Two kinds of positions: an offset counts characters of the text as stored, an index those of one paragraph as shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from tui_report import characters
from tui_report.figures import references
from tui_report.form.model import Ref
from tui_report.width import Ambiguous, breaks, display_width

INDENT = 4
"""Columns by which the first line of a paragraph is set in: two characters, shown and never stored."""

Naming: TypeAlias = Callable[[Ref], str]
"""What a figure reference is shown as."""

UNSEEN = re.compile(f"[\t{characters.UNSEEN}]")
"""Characters that draw nothing or steer the terminal, the tab among them."""


class StandIn(NamedTuple):
    """A part of a paragraph that is shown as something else and handled as one character."""

    start: int
    end: int
    """Offsets in the paragraph as stored."""
    at: int
    """Index in the paragraph as shown."""
    shown: str
    ref: Ref
    """The figure it stands for; empty for a character that cannot be seen."""


class Paragraph(NamedTuple):
    """One paragraph, as stored and as shown."""

    stored: str
    shown: str
    stand_ins: tuple[StandIn, ...]
    starts: list[int]
    """Indices at which its lines start, the first 0."""

    @property
    def unbroken(self) -> str:
        """The paragraph as shown, each stand-in as a word of the same width, for no line may end inside one."""
        return _put_in(self.stored, self.stand_ins, word=True)

    def index_of(self, offset: int) -> int:
        """Returns the index of an offset; one inside a stand-in counts as its end."""
        at = bisect_right(self.stand_ins, offset, key=lambda s: s.start) - 1
        if at < 0:
            return offset
        last = self.stand_ins[at]
        return last.at if offset == last.start else last.at + len(last.shown) + max(0, offset - last.end)

    def offset(self, index: int) -> int:
        """Returns the offset of an index; one inside a stand-in counts as its nearer end."""
        at = bisect_right(self.stand_ins, index, key=lambda s: s.at) - 1
        if at < 0:
            return index
        last = self.stand_ins[at]
        if index >= last.at + len(last.shown):
            return last.end + index - last.at - len(last.shown)
        return last.start if index - last.at <= len(last.shown) // 2 else last.end


class Line(NamedTuple):
    """One line on the screen."""

    paragraph: Paragraph
    begin: int
    """Offset of the paragraph in the text."""
    start: int
    end: int
    """Indices in the paragraph as shown."""

    @property
    def indent(self) -> int:
        """Columns before the first character."""
        return 0 if self.start else INDENT

    @property
    def last(self) -> bool:
        """Whether the paragraph ends here."""
        return self.end == len(self.paragraph.shown)

    @property
    def shown(self) -> str:
        """The characters of the line."""
        return self.paragraph.shown[self.start : self.end]


class Wrapped:
    """The lines of a text at a width. What did not change since the last `show` is not wrapped again."""

    def __init__(self, width: int = 78, ambiguous: Ambiguous = 1) -> None:
        self.width = width
        self.ambiguous = ambiguous
        self.paragraphs: list[Paragraph] = []
        self._begins: list[int] = []
        self._firsts: list[int] = []
        self.show("", str)

    def show(self, text: str, naming: Naming, *, width: int | None = None) -> None:
        """Lays out a text.

        Args:
            text: As stored; each newline ends a paragraph.
            naming: Gives what a figure reference is shown as.
            width: Columns, where they changed.
        """
        old = self.paragraphs
        if width is not None and width != self.width:
            self.width, old = max(width, INDENT + 2), []
        stored = text.split("\n")
        head = _same_items([p.stored for p in old], stored)
        tail = min(_same_items([p.stored for p in reversed(old)], stored[::-1]), min(len(old), len(stored)) - head)
        shift = len(old) - len(stored)
        self.paragraphs = []
        for i, new in enumerate(stored):
            like = i if i <= head and i < len(stored) - tail else i + shift
            self.paragraphs.append(self._paragraph(new, old[like] if 0 <= like < len(old) else None, naming))
        self._begins = [0, *accumulate(len(s) + 1 for s in stored)]
        self._firsts = [0, *accumulate(len(p.starts) for p in self.paragraphs)]

    @property
    def height(self) -> int:
        """How many lines there are, at least one."""
        return self._firsts[-1]

    def paragraph(self, offset: int) -> tuple[Paragraph, int]:
        """Returns the paragraph that holds an offset, and the offset at which it begins."""
        at = min(max(0, bisect_right(self._begins, offset) - 1), len(self.paragraphs) - 1)
        return self.paragraphs[at], self._begins[at]

    def line(self, number: int) -> Line:
        """Returns a line by its number from the top, counted from 0."""
        at = bisect_right(self._firsts, number) - 1
        paragraph, row = self.paragraphs[at], number - self._firsts[at]
        starts = paragraph.starts
        end = starts[row + 1] if row + 1 < len(starts) else len(paragraph.shown)
        return Line(paragraph, self._begins[at], starts[row], end)

    def place(self, offset: int, *, trailing: bool = False) -> tuple[int, int]:
        """Returns the line and the column at which an offset is shown, “ ” … — taken for one column each.

        Args:
            offset: Where in the text.
            trailing: Where one line ends and the next begins at the offset, the end is meant.
        """
        at = min(max(0, bisect_right(self._begins, offset) - 1), len(self.paragraphs) - 1)
        paragraph = self.paragraphs[at]
        index = paragraph.index_of(offset - self._begins[at])
        row = (bisect_left if trailing else bisect_right)(paragraph.starts, index) - 1
        row = max(0, row)
        before = paragraph.shown[paragraph.starts[row] : index]
        return self._firsts[at] + row, (0 if row else INDENT) + display_width(before)

    def offset(self, number: int, column: int) -> tuple[int, bool]:
        """Returns the offset shown nearest to a column of a line, and whether it is the end of a line that goes on."""
        line = self.line(min(max(0, number), self.height - 1))
        index, x = line.start, line.indent
        for character in line.shown:
            width = display_width(character)
            if x + (width + 1) // 2 > column and width:
                break
            index, x = index + 1, x + width
        offset = line.paragraph.offset(index)
        trailing = not line.last and line.paragraph.index_of(offset) >= line.end
        return line.begin + offset, trailing

    def _paragraph(self, stored: str, like: Paragraph | None, naming: Naming) -> Paragraph:
        same = like is not None and like.stored == stored
        if like and same and not like.stand_ins:
            return like
        stand_ins = tuple(_stand_ins(stored, naming))
        shown = _put_in(stored, stand_ins)
        if like and same and like.shown == shown:
            return like
        starts = self._starts(_put_in(stored, stand_ins, word=True), like)
        return Paragraph(stored, shown, stand_ins, starts)

    def _starts(self, text: str, like: Paragraph | None) -> list[int]:
        """Returns where the lines of a paragraph start, from where they start in one that is nearly the same."""
        before = like.unbroken if like else ""
        if like is None or "{{" in text or "{{" in before:
            return breaks(text, self.width, self.ambiguous, indent=INDENT)
        old, same = like.starts, _same_start(before, text)
        rest = len(text) - _same_end(before, text, same)
        longer = len(text) - len(before)
        starts = old[: max(1, bisect_left(old, same) - 1)]
        while (more := self._further(text, starts[-1])) != [starts[-1]]:
            for start in more[1:]:
                kept = bisect_left(old, start - longer)
                if start >= rest and 0 < kept < len(old) and old[kept] == start - longer:
                    return starts + [s + longer for s in old[kept:]]
                starts.append(start)
        return starts

    def _further(self, text: str, start: int) -> list[int]:
        """Returns `start` and some of the line starts after it; only `start` where no line follows.

        Where a line starts depends on at most the line before it, so a piece of the text tells all but its last start.
        """
        size = 4 * self.width
        while True:
            indent = 0 if start else INDENT
            found = breaks(text[start : start + size], self.width, self.ambiguous, indent=indent)
            whole = start + size >= len(text)
            if whole or len(found) > 2:
                return [start + s for s in (found if whole else found[:-1])]
            size *= 2


def _stand_ins(stored: str, naming: Naming) -> Iterator[StandIn]:
    found = [(r.start, r.end, r.ref) for r in references(stored)] if "{{" in stored else []
    found += [(m.start(), m.end(), "") for m in UNSEEN.finditer(stored)]
    done = longer = 0
    for start, end, ref in sorted(found):
        if start < done:
            continue
        shown = naming(ref) if ref else f"<U+{ord(stored[start]):04X}>"
        yield StandIn(start, end, start + longer, shown, ref)
        longer += len(shown) - (end - start)
        done = end


def _put_in(stored: str, stand_ins: tuple[StandIn, ...], *, word: bool = False) -> str:
    parts, done = [], 0
    for stand_in in stand_ins:
        shown = "".join("00０"[display_width(c)] for c in stand_in.shown) if word else stand_in.shown
        parts += [stored[done : stand_in.start], shown]
        done = stand_in.end
    return "".join([*parts, stored[done:]]) if parts else stored


def _same_items(a: list[str], b: list[str]) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _same_start(a: str, b: str) -> int:
    """Returns how many characters two texts have in common at the start."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _same_end(a: str, b: str, start: int) -> int:
    """Returns how many characters two texts have in common at the end, beyond the first `start`."""
    low, high = 0, min(len(a), len(b)) - start
    while low < high:
        middle = (low + high + 1) // 2
        if a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def changed(old: str, new: str) -> tuple[int, int]:
    """Returns where in the new text the change from the old one begins and ends."""
    start = _same_start(old, new)
    return start, len(new) - _same_end(old, new, start)

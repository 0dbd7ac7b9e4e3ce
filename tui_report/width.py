"""How wide a text is drawn, and where a line of Chinese may end."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Literal, TypeAlias

Ambiguous: TypeAlias = Literal[1, 2]
"""Columns of a character that fonts draw differently, such as “ ” … — ·: 1 in terminals, 2 in Windows fonts."""

Align: TypeAlias = Literal["left", "center", "right"]

NEVER_FIRST = frozenset("。，、；：？！）》〉」』】〕〗］｝”’％‰℃·～．,;:?!)]}%")
"""Marks that may not begin a line (GB/T 15834 5.1)."""

NEVER_LAST = frozenset("（《〈「『【〔〖［｛“‘([{￥＄")
"""Marks that may not end a line."""

PAIRED = frozenset("—…")
"""Marks that are written twice and may not be parted."""

_WIDE = (("\u4e00", "\u9fff"), ("\u3001", "\u3029"), ("\uff01", "\uff60"))
"""Han characters and full-width punctuation, first and last."""

_AMBIGUOUS = frozenset("“”‘’…—·")

_REFERENCE = re.compile(r"\{\{[^{}]*\}\}")
_HELD = "\u200d\u2060"


class _Widths(dict[str, int]):
    """Columns by character, looked up once each."""

    def __init__(self, ambiguous: Ambiguous) -> None:
        super().__init__()
        self.ambiguous = ambiguous

    def __missing__(self, character: str) -> int:
        width = self[character] = self._look_up(character)
        return width

    def _look_up(self, character: str) -> int:
        """Knows ordinary Chinese text by itself: the tables for all the rest take longer to load than the form."""
        if " " <= character <= "~":
            return 1
        if any(first <= character <= last for first, last in _WIDE):
            return 2
        if character in _AMBIGUOUS:
            return self.ambiguous
        from wcwidth import wcwidth

        return max(0, wcwidth(character, "auto", self.ambiguous))


_WIDTHS: dict[Ambiguous, _Widths] = {1: _Widths(1), 2: _Widths(2)}


def display_width(text: str, ambiguous: Ambiguous = 1) -> int:
    """Returns the columns a text takes; control and combining characters take none."""
    return sum(map(_WIDTHS[ambiguous].__getitem__, text))


def cut(text: str, width: int, ambiguous: Ambiguous = 1) -> str:
    """Returns the longest beginning of a text that is at most `width` columns wide."""
    ends = list(accumulate(map(_WIDTHS[ambiguous].__getitem__, text)))
    return text[: bisect_right(ends, width)]


def pad(text: str, width: int, align: Align = "left", ambiguous: Ambiguous = 1) -> str:
    """Fills a text with spaces to `width` columns; a wider text is returned as it is.

    Args:
        text: One line.
        width: Columns wanted.
        align: Where the text stands; an odd space goes to the right of centred text.
        ambiguous: Columns of an ambiguous character.
    """
    spare = max(0, width - display_width(text, ambiguous))
    left = {"left": 0, "center": spare // 2, "right": spare}[align]
    return " " * left + text + " " * (spare - left)


def wrap(text: str, width: int, ambiguous: Ambiguous = 1, *, indent: int = 0) -> list[str]:
    """Breaks a paragraph into lines; joined, they are the paragraph again.

    Args:
        text: One paragraph, without line breaks of its own.
        width: Most columns of a line.
        ambiguous: Columns of an ambiguous character.
        indent: Columns that the first line has less.
    """
    starts = breaks(text, width, ambiguous, indent=indent)
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def breaks(text: str, width: int, ambiguous: Ambiguous = 1, *, indent: int = 0) -> list[int]:
    """Returns the offset in a paragraph at which each of its lines starts; the first is 0.

    No line starts with a closing mark or ends with an opening one; numbers, Latin words and `{{ }}` references are
    broken only where they are longer than a line. No line is wider than `width`, unless a single character is.

    Args:
        text: One paragraph, without line breaks of its own.
        width: Most columns of a line.
        ambiguous: Columns of an ambiguous character.
        indent: Columns that the first line has less.
    """
    edges = [0, *accumulate(map(_WIDTHS[ambiguous].__getitem__, text))]
    held = _inside_references(text)
    starts = [0]
    room = width - indent
    while edges[-1] - edges[starts[-1]] > room and starts[-1] + 1 < len(text):
        start = starts[-1]
        most = max(start + 1, bisect_right(edges, edges[start] + room) - 1)
        starts.append(_break_before(text, start, most, held))
        room = width
    return starts


def _inside_references(text: str) -> frozenset[int]:
    if "{{" not in text:
        return frozenset()
    return frozenset(i for m in _REFERENCE.finditer(text) for i in range(m.start() + 1, m.end()))


def _break_before(text: str, start: int, most: int, held: frozenset[int]) -> int:
    """Finds where the line from `start` ends, at `most` or before it."""
    first = start + 1
    while first < most and text[first - 1].isspace():
        first += 1
    for end in range(most, first - 1, -1):
        if end not in held and not _same_word(text[end - 1], text[end]) and _marks_allow(text[end - 1], text[end]):
            return end
    for end in range(most, first - 1, -1):
        if _marks_allow(text[end - 1], text[end]):
            return end
    return most


def _marks_allow(before: str, after: str) -> bool:
    if after in NEVER_FIRST or before in NEVER_LAST or after.isspace() or before in _HELD:
        return False
    return _WIDTHS[1][after] > 0 and not (before == after and before in PAIRED)


def _same_word(before: str, after: str) -> bool:
    return _of_word(before) and _of_word(after)


def _of_word(character: str) -> bool:
    if character.isascii():
        return not character.isspace()
    return character.isdigit() or (_WIDTHS[1][character] == 1 and character.isalpha())

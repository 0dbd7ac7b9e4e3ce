"""What is being typed into one cell, before and while it is understood."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tui_report.characters import narrowed, without_unseen
from tui_report.form.model import Ref
from tui_report.numbers import Number, NumberFault, read_number
from tui_report.report import Unread, Value, plain
from tui_report.width import cut, display_width

MOST_CHARACTERS = 40
"""As many characters as a cell takes; more than any number has."""

_PART_OF_GROUPED = re.compile(r"\d{1,3}(,\d{3})*,\d{0,2}")


class Meaning(NamedTuple):
    """What a typed text means for its cell."""

    value: Number | Unread | None
    """The number, None for blank, or the text itself where it is no number."""
    said: str = ""
    """How it was understood or why it was not, for the clerk."""
    unfinished: bool = False
    """The text is no number yet, but may become one by typing on."""


@lru_cache(maxsize=64)
def meaning(text: str, decimals: int) -> Meaning:
    """Reads what was typed; never raises, never loses a character.

    Args:
        text: As typed.
        decimals: Most decimal places of the cell; 0 asks for a whole number (件).
    """
    bare = _point(text) if decimals else text
    try:
        reading = read_number(bare, decimals)
    except NumberFault as fault:
        return Meaning(Unread(text), str(fault), _unfinished(bare))
    if reading is None:
        return Meaning(None)
    mended = bare != text.strip()
    said = f"{text.strip()}已按{plain(reading.value)}理解" if mended else reading.note
    return Meaning(reading.value, said, mended and text.endswith("."))


def _point(text: str) -> str:
    """An input method writes 。 for the decimal point; a point at the end is one that digits will follow."""
    return text.strip().replace("。", ".").removesuffix(".") or text.strip()


def _unfinished(text: str) -> bool:
    return bool(_PART_OF_GROUPED.fullmatch(narrowed(text).replace("，", ",").strip()))


def raw(value: Value | None) -> str:
    """Returns a cell's value as it is edited: all digits, or the whole text that was no number."""
    return str(value.raw) if isinstance(value, Unread) else plain(value)


class Entry(NamedTuple):
    """The text in a cell while it is typed."""

    ref: Ref
    decimals: int
    before: Value | None
    """What the cell held before."""
    token: str
    """Names this one entry, so that all its keystrokes become one step of undo."""
    text: str = ""
    caret: int = 0
    """Characters in front of the cursor."""
    inside: bool = False
    """Whether arrows move within the text (after F2) or leave the cell."""

    @property
    def meaning(self) -> Meaning:
        """What the text means now."""
        return meaning(self.text, self.decimals)

    @property
    def value(self) -> Value | None:
        """What the cell has to hold now: what it held before, where the text is the same again."""
        return self.before if self.text == raw(self.before) else self.meaning.value

    def typed(self, text: str) -> Entry:
        """Puts text in at the cursor; returns the entry unchanged where the cell is too full for it."""
        if len(self.text) + len(text) > MOST_CHARACTERS:
            return self
        whole = self.text[: self.caret] + text + self.text[self.caret :]
        return self._replace(text=whole, caret=self.caret + len(text))

    def erased(self, forward: bool) -> Entry:
        """Takes out the character before the cursor, or the one after it."""
        start, end = (self.caret, self.caret + 1) if forward else (max(0, self.caret - 1), self.caret)
        return self._replace(text=self.text[:start] + self.text[end:], caret=start)

    def moved(self, key: str) -> Entry:
        """Moves the cursor within the text by the key `left`, `right`, `home` or `end`."""
        caret = {"left": self.caret - 1, "right": self.caret + 1, "home": 0, "end": len(self.text)}[key]
        return self._replace(caret=min(max(caret, 0), len(self.text)))

    def shown(self, room: int) -> tuple[str, int]:
        """Returns the part of the text around the cursor that fits into `room` columns, and the columns after it.

        The second number tells how many columns of the shown text stand to the right of the cursor.
        """
        text = visible(self.text)
        tail = cut(text[self.caret :], room - 1)
        head = text[: self.caret]
        while display_width(head) > room - display_width(tail):
            head = head[1:]
        if display_width(text[self.caret :]) <= room - display_width(head):
            tail = text[self.caret :]
        return head + tail, display_width(tail)


def visible(text: str) -> str:
    """Returns a text of the same length in which everything can be drawn."""
    return without_unseen(text.replace("\t", " ").replace("\n", "?"), "?")

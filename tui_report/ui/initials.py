"""Finding Chinese names by typing: any part of the name, or the pinyin initials of its characters."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from tui_report.characters import narrowed

# The first level of GB 2312 is ordered by pinyin, so a character's code tells its initial.
_FIRST = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1, 0xD7FA,
)  # fmt: skip
_LETTERS = "abcdefghjklmnopqrstwxyz"


@lru_cache(maxsize=4096)
def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    at = bisect_right(_FIRST, code) - 1
    return _LETTERS[at] if 0 <= at < len(_LETTERS) else ""


@lru_cache(maxsize=1024)
def initials(text: str) -> str:
    """Returns the pinyin initials of a text: 予以公开 is yygk. Rare characters are left out."""
    return "".join(map(_initial, text))


def matches(query: str, name: str) -> bool:
    """Tells whether every word of a query is part of a name or of its initials; the empty query fits all."""
    wanted = narrowed(query).lower().split()
    plain = narrowed(name).lower()
    return all(word in plain or word in initials(name) for word in wanted)

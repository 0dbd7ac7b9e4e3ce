"""Where GB/T 9704-2012 wants the title to break and the signature to stand, counted in columns: two to a 字."""

from __future__ import annotations

from collections.abc import Sequence

from tui_report.width import Ambiguous, display_width

TWO, FOUR = 4, 8
"""Columns of as many 字."""


def title_lines(words: Sequence[str], width: int, ambiguous: Ambiguous = 1) -> list[str]:
    """Returns the title on as few lines as hold its words whole, of lengths as even as can be (词意完整)."""
    lines = _fitted(words, width, ambiguous)
    if not lines:
        return []
    widest = _widest(lines, ambiguous)
    for narrower in range(width, _widest(words, ambiguous) - 1, -1):
        even = _fitted(words, narrower, ambiguous)
        if len(even) > len(lines) or _widest(even, ambiguous) > widest:
            break
        lines, widest = even, _widest(even, ambiguous)
    return lines


def _widest(texts: Sequence[str], ambiguous: Ambiguous) -> int:
    return max(display_width(text, ambiguous) for text in texts)


def _fitted(words: Sequence[str], width: int, ambiguous: Ambiguous) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and display_width(lines[-1] + word, ambiguous) <= width:
            lines[-1] += word
        else:
            lines.append(word)
    return lines


def signature_places(name: int, day: int, width: int, *, seal: bool) -> tuple[int, int]:
    """Returns at which columns name and date start (7.3.5).

    Without a seal the name keeps two characters from the right edge and the date starts two characters right
    of the name; a date longer than the name keeps the two characters itself. With a seal the date keeps four
    characters, and the name is centred over it.

    Args:
        name: Columns of the name.
        day: Columns of the date.
        width: Columns of the page.
        seal: Whether the paper is sealed.
    """
    if seal:
        day_at = width - FOUR - day
        name_at = min(day_at + (day - name) // 2, width - name)
    elif day > name:
        day_at = width - TWO - day
        name_at = day_at - TWO
    else:
        name_at = width - TWO - name
        day_at = name_at + TWO
    return max(0, name_at), max(0, day_at)

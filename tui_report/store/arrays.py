"""The text of a TOML array, changed value by value so that its layout stays."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[\]{},]"
    r"|\s+"
    r"|[^\s\[\]{},#\"']+",
    re.S,
)


def spans(array: str) -> list[tuple[int, int]]:
    """Returns where each value of an array starts and ends in its text."""
    out: list[tuple[int, int]] = []
    depth = begin = end = 0  # at 0 stands the bracket that opens the array, never a value
    for piece in _PIECE.finditer(array):
        text = piece[0]
        if depth == 1 and text in ",]":
            if begin:
                out.append((begin, end))
            begin = 0
        elif depth >= 1 and text[0] != "#" and not text.isspace():
            begin = begin or piece.start()
            end = piece.end()
        depth += (text in ("[", "{")) - (text in ("]", "}"))
    return out


def with_values(array: str, values: Mapping[int, str]) -> str:
    """Returns the array with some of its values replaced, and others added at its end.

    Args:
        array: TOML text from the opening to the closing bracket, comments and line ends included.
        values: New TOML values by index; an index beyond the end must follow the last one without a gap.
    """
    found = spans(array)
    padded = _padded(array, found)
    for index in sorted(values, reverse=True):
        if index >= len(found):
            continue
        begin, end = found[index]
        blanks = _blanks_before(array, begin)
        keep = min(blanks, 1 if index else 0)
        pad = max(keep, blanks + end - begin - len(values[index])) if padded else blanks
        array = array[: begin - blanks] + " " * pad + values[index] + array[end:]
    for index in sorted(i for i in values if i >= len(found)):
        array = _appended(array, values[index], padded or not found)
    return array


def _appended(array: str, value: str, padded: bool) -> str:
    found = spans(array)
    place = found[-1][1] if found else 1
    text = value.rjust(3) if padded else value
    return array[:place] + (", " if found else "") + text + array[place:]


def _blanks_before(array: str, begin: int) -> int:
    return begin - len(array[:begin].rstrip(" "))


def _padded(array: str, found: list[tuple[int, int]]) -> bool:
    """Whether the values are aligned to the right: all equally wide with their blanks, the first one bar its comma's."""
    widths = {_blanks_before(array, begin) + end - begin + (not index) for index, (begin, end) in enumerate(found)}
    return len(widths) == 1 or any(_blanks_before(array, begin) > 1 for begin, _ in found)

"""Figures that were printed without anything between them: every way to part them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tui_report.numbers import Number

Figures = tuple[Number, ...]
MOST_READINGS = 4000


def readings(chunks: Sequence[str], count: int) -> list[Figures]:
    """Returns all ways to read pieces of digits as so many numbers.

    A number has no zero in front and does not reach over two pieces.

    Args:
        chunks: Pieces of digits that something parts from each other.
        count: How many numbers are wanted.

    Returns:
        The readings, empty where there is none or where there are too many to judge.
    """
    out: list[Figures] = []
    for figures in _over(tuple(chunks), count):
        out.append(figures)
        if len(out) > MOST_READINGS:
            return []
    return out


def _over(chunks: tuple[str, ...], count: int) -> Iterator[Figures]:
    if not chunks:
        if count == 0:
            yield ()
        return
    longest = sum(len(c) for c in chunks[1:])
    head, rest = chunks[0], chunks[1:]
    for parts in range(max(1, count - longest), min(len(head), count - len(rest)) + 1):
        for first in _parted(head, parts):
            for others in _over(rest, count - parts):
                yield first + others


def _parted(digits: str, parts: int) -> Iterator[Figures]:
    """Yields the ways to part one piece; a comma only groups thousands."""
    if parts == 1:
        number = _number(digits)
        if number is not None:
            yield (number,)
        return
    longest = 1 if digits.startswith("0") else len(digits) - parts + 1
    for length in range(1, longest + 1):
        number = _number(digits[:length])
        if number is not None and digits[length] != ",":
            for others in _parted(digits[length:], parts - 1):
                yield (number, *others)


_WHOLE = re.compile(r"0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+")


def _number(text: str) -> Number | None:
    if _WHOLE.fullmatch(text):
        return int(text.replace(",", ""))
    if "." in text and re.fullmatch(r"(?:0|[1-9][\d,]*)\.\d+", text):
        return Decimal(text.replace(",", ""))
    return None

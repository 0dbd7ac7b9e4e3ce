"""Figures that were printed without anything between them: every way to part them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tui_report.numbers import MOST_DIGITS, Number

Figures = tuple[Number | None, ...]
"""The figures of a row; None where the source prints none."""
Across = Sequence[tuple[int, Sequence[int]]]
"""Sums within a row: the place of the total, and the places of its parts."""
MOST_READINGS = 20_000
MOST_STEPS = 200_000
_WHOLE = re.compile(r"0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+")
_BROKEN = re.compile(r"(?:0|[1-9][\d,]*)\.\d+")


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a source prints for a row without clear borders."""

    chunks: tuple[str | None, ...]
    """Pieces of digits that something parts from each other, None for a sign that stands for no figure."""
    whole: bool = False
    """Whether each piece is one number, because the source parts its numbers everywhere else."""


def readings(
    pieces: Pieces, count: int, sums: Across = (), blank: int | None = None, *, empty: bool = False
) -> list[Figures] | None:
    """Returns all ways to read pieces of digits as so many numbers.

    A number has no zero in front and does not reach over two pieces.

    Args:
        pieces: What is printed.
        count: How many figures are wanted.
        sums: What must add up; a sign for no figure counts nothing.
        blank: The place of a figure that is not printed; a sum that needs it is not judged.
        empty: The figure that is not printed counts nothing, and sums are judged.

    Returns:
        The readings; None where there are too many to judge.
    """
    search = _Splitting(pieces, count, sums, blank, empty=empty)
    out: list[Figures] = []
    for figures in search.go(0, 0, ()):
        out.append(figures)
        if len(out) > MOST_READINGS:
            return None
    return None if search.steps > MOST_STEPS else out


class _Splitting:
    """Goes from left to right through pieces of digits, a number at a time."""

    def __init__(self, pieces: Pieces, count: int, sums: Across, blank: int | None, *, empty: bool) -> None:
        self._chunks = chunks = pieces.chunks
        self._whole = pieces.whole
        self._count = count
        self._early = {target: parts for target, parts in sums if all(part < target for part in parts)}
        self._late = [(target, parts) for target, parts in sums if target not in self._early]
        self._blank, self._empty = blank, empty
        self._room = [sum(len(c) if c else 1 for c in chunks[at:]) for at in range(len(chunks) + 1)]
        self.steps = 0

    def go(self, chunk: int, offset: int, before: Figures) -> Iterator[Figures]:
        """Yields the readings that begin with some figures."""
        self.steps += 1
        at = len(before)
        left = self._count - at - (self._blank is not None and self._blank >= at)
        if self.steps > MOST_STEPS or self._room[chunk] - offset < left or len(self._chunks) - chunk > left:
            return
        if at == self._count:
            if all(self._adds_up(before, target, parts) for target, parts in self._late):
                yield before
            return
        if at == self._blank:
            if not self._empty or self._allows(at, before, 0):
                yield from self.go(chunk, offset, (*before, None))
            return
        digits = self._chunks[chunk]
        if digits is None:
            if self._allows(at, before, 0):
                yield from self.go(chunk + 1, 0, (*before, None))
            return
        for end, number in _numbers(digits, offset):
            if self._allows(at, before, number) and (end == len(digits) or not self._whole):
                rest = (chunk + 1, 0) if end == len(digits) else (chunk, end)
                yield from self.go(*rest, (*before, number))

    def _allows(self, at: int, before: Figures, number: Number) -> bool:
        return at not in self._early or self._adds_up((*before, number), at, self._early[at])

    def _adds_up(self, figures: Figures, target: int, parts: Sequence[int]) -> bool:
        if not self._empty and (self._blank == target or self._blank in parts):
            return True
        return (figures[target] or 0) == sum(figures[part] or 0 for part in parts)


def _numbers(digits: str, start: int) -> Iterator[tuple[int, Number]]:
    """Yields the numbers that begin at one place, with their ends; a comma only groups thousands."""
    zero = digits[start] == "0" and digits[start + 1 : start + 2] != "."
    last = start + 1 if zero else min(len(digits), start + MOST_DIGITS + 8)
    for end in range(start + 1, last + 1):
        number = _number(digits[start:end])
        if number is not None and digits[end : end + 1] not in (",", "."):
            yield end, number


def _number(text: str) -> Number | None:
    if _WHOLE.fullmatch(text):
        return int(text.replace(",", ""))
    return Decimal(text.replace(",", "")) if _BROKEN.fullmatch(text) else None

"""Figures that were printed without anything between them: every way to part them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import product

from tui_report.numbers import Number

Figures = tuple[Number, ...]
MOST_READINGS = 4000
MOST_COMBINATIONS = 20_000


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
    if not digits.isdigit():
        number = _plain(digits)
        if parts == 1 and number is not None:
            yield (number,)
        return
    if parts == 1:
        if digits == "0" or not digits.startswith("0"):
            yield (int(digits),)
        return
    longest = 1 if digits.startswith("0") else len(digits) - parts + 1
    for length in range(1, longest + 1):
        for others in _parted(digits[length:], parts - 1):
            yield (int(digits[:length]), *others)


def _plain(text: str) -> Number | None:
    bare = text.replace(",", "")
    if bare.isdigit():
        return int(bare)
    try:
        return Decimal(bare)
    except ArithmeticError:
        return None


def joint(choices: Sequence[Sequence[Figures]], fits: Callable[[tuple[Figures, ...]], bool]) -> tuple[Figures, ...] | None:
    """Returns the one combination of readings that fits; None where none or several do."""
    size = 1
    for options in choices:
        size *= len(options)
    if not 0 < size <= MOST_COMBINATIONS:
        return None
    fitting = [combination for combination in product(*choices) if fits(combination)]
    return fitting[0] if len(fitting) == 1 else None

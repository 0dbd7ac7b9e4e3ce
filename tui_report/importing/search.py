"""All ways to read the rows of a table in which every column adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from tui_report.importing.splits import Figures
from tui_report.numbers import Number

MOST_STEPS = 5000
"""Steps of one search, so that a hard table takes a bounded time; what they do not settle stays open."""
MOST_VALUE = 10**12

Equation = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a row."""

    printed: Figures
    """What the source then says; None for a cell in which it prints nothing."""
    full: Figures
    """What the cells then count, a blank or a misprint put right; None where anything is possible."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What all readings of a row have in common."""

    figures: Figures
    doubt: frozenset[int] = frozenset()
    """Columns of which the readings say different things; their figures are None."""


Bounds = list[tuple[Number, Number]]
"""Least and most value of a row in each column."""


class Search:
    """Rules out what no column allows, over all rows at once."""

    def __init__(
        self,
        equations: Iterable[Equation],
        width: int,
        domains: Mapping[str, list[Reading]],
        most_steps: int = MOST_STEPS,
    ) -> None:
        self._start = _Rows(list(equations), width, domains)
        self._most = most_steps
        self._steps = 0

    def agreed(self) -> dict[str, Agreed] | None:
        """Returns for each row what its cells say in every way to make the table add up.

        None where the table cannot add up, or where that took too long to find out.
        """
        if not self._start.narrow():
            return None
        first = self._solution(self._start)
        if first is None:
            return None
        seen = {key: [reading.printed] for key, reading in first.items()}
        for key, options in list(self._start.domains.items()):
            for option in options if len(options) > 1 else ():
                if not _adds(seen[key], option.printed):
                    continue
                found = self._solution(self._start.with_only(key, option))
                if found is not None:
                    for other, reading in found.items():
                        if _adds(seen[other], reading.printed):
                            seen[other].append(reading.printed)
                elif self._steps > self._most:
                    seen[key].append(option.printed)
        return {key: common(figures) for key, figures in seen.items()}

    def _solution(self, rows: _Rows) -> dict[str, Reading] | None:
        """Returns one way to make the table add up."""
        self._steps += 1
        if self._steps > self._most or not rows.narrow():
            return None
        key = rows.narrowest()
        if key is None:
            return {key: options[0] for key, options in rows.domains.items()}
        for option in rows.domains[key]:
            found = self._solution(rows.with_only(key, option))
            if found is not None:
                return found
        return None


class _Rows:
    """The readings that are left for each row, and between which sums they lie."""

    def __init__(self, equations: list[Equation], width: int, domains: Mapping[str, list[Reading]]) -> None:
        self._sides = [(left, right) for left, right in equations] + [(right, left) for left, right in equations]
        self._width = width
        self._anything: Bounds = [(0, MOST_VALUE)] * width
        self.domains = dict(domains)
        self._bounds = {key: self._bounds_of(options) for key, options in domains.items()}
        self._totals = [self._total(side) for side, _ in self._sides]
        self._stale = True

    def with_only(self, key: str, option: Reading) -> _Rows:
        """Returns these rows with one of them read in one way."""
        out = copy(self)
        out.domains, out._bounds, out._totals = dict(self.domains), dict(self._bounds), list(self._totals)
        out._put(key, [option])
        return out

    def narrowest(self) -> str | None:
        """Returns the row with the fewest readings, of those that have several."""
        left = [key for key, options in self.domains.items() if len(options) > 1]
        return min(left, key=lambda key: len(self.domains[key]), default=None)

    def narrow(self) -> bool:
        """Drops readings that no column allows until nothing changes; False where a row has none left."""
        while self._stale:
            self._stale = False
            half = len(self._sides) // 2
            for at, (side, _) in enumerate(self._sides):
                for column in range(self._width):
                    low, high = self._totals[at][column]
                    least, most = self._totals[(at + half) % (2 * half)][column]
                    if high < least or low > most:
                        return False
                    if (low < least or high > most) and not self._narrow_side(at, side, column):
                        return False
        return True

    def _narrow_side(self, at: int, side: Sequence[str], column: int) -> bool:
        half = len(self._sides) // 2
        least, most = self._totals[(at + half) % (2 * half)][column]
        for key in side:
            options = self.domains.get(key, ())
            if len(options) < 2:
                continue
            low, high = self._totals[at][column]
            own_low, own_high = self._bounds[key][column]
            lowest, highest = least - (high - own_high), most - (low - own_low)
            if own_low >= lowest and own_high <= highest:
                continue
            kept = [o for o in options if (v := o.full[column]) is None or lowest <= v <= highest]
            if not kept:
                return False
            if len(kept) < len(options):
                self._put(key, kept)
        return True

    def _put(self, key: str, options: list[Reading]) -> None:
        self.domains[key], self._stale = options, True
        before, after = self._bounds[key], self._bounds_of(options)
        if before == after:
            return
        self._bounds[key] = after
        change = [(a[0] - b[0], a[1] - b[1]) for a, b in zip(after, before, strict=True)]
        for at, (side, _) in enumerate(self._sides):
            if key in side:
                self._totals[at] = [(t[0] + c[0], t[1] + c[1]) for t, c in zip(self._totals[at], change, strict=True)]

    def _total(self, side: Sequence[str]) -> Bounds:
        rows = [self._bounds.get(key, self._anything) for key in side]
        return [(sum(row[c][0] for row in rows), sum(row[c][1] for row in rows)) for c in range(self._width)]

    def _bounds_of(self, options: Sequence[Reading]) -> Bounds:
        out: Bounds = []
        for column in range(self._width):
            values = [option.full[column] for option in options]
            known = [value for value in values if value is not None]
            out.append((min(known), max(known)) if len(known) == len(values) else (0, MOST_VALUE))
        return out


def _adds(seen: Sequence[Figures], figures: Figures) -> bool:
    """Tells whether a reading says anything new of a cell that was the same until now."""
    first = seen[0]
    return any(
        value != first[column] and all(s[column] == first[column] for s in seen) for column, value in enumerate(figures)
    )


def common(seen: Sequence[Figures]) -> Agreed:
    """Returns what several readings of a row have in common."""
    first = seen[0]
    doubt = frozenset(c for c in range(len(first)) if any(figures[c] != first[c] for figures in seen))
    return Agreed(tuple(None if c in doubt else value for c, value in enumerate(first)), doubt)

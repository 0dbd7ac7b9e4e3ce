"""The sums of a table as a help in reading it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tui_report.form.model import Table
from tui_report.importing.search import Agreed, Reading, Search, common
from tui_report.importing.splits import Across, Figures, Pieces, readings
from tui_report.numbers import Number

Known = Mapping[str, Sequence[Number | None]]
MOST_FAULTY = 3000
"""Ways to read a row with a blank or a misprint beyond which it says nothing."""
PARTED = 4
"""Pieces of a row from which on the source's own borders leave little room for another reading."""
MOST_DIGITS_IN_ONE_ROW = 24
"""Digits of rows beside each other beyond which no blank is looked for: that takes too long."""
STEPS_EACH = 120
"""Steps for each row that is tried as the one with a fault."""


class Arithmetic:
    """What the rows and columns of one table must add up to."""

    def __init__(self, table: Table) -> None:
        at = {column.key: i for i, column in enumerate(table.columns)}
        self._width = len(table.columns)
        self.across: Across = [(at[s.target], [at[p] for p in s.parts]) for s in table.sums if s.axis == "column"]
        self._down: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self._down += [((s.target,), s.parts) for s in table.sums if s.axis == "row"]
        self._down += [(i.left, i.right) for i in table.identities]

    def row_fits(self, figures: Sequence[Number | None]) -> bool:
        """Tells whether a row without blanks adds up."""
        return all(figures[target] == sum(figures[p] or 0 for p in parts) for target, parts in self.across)

    def counted(self, figures: Figures) -> Figures:
        """Returns what a row counts: blanks nothing where the rest adds up so, else as it is."""
        as_zeros: Figures = tuple(value or 0 for value in figures)
        return as_zeros if self.row_fits(as_zeros) else figures

    def broken(self, rows: Known) -> list[int]:
        """Returns the columns, once per sum, that do not add up; a column with blanks is not judged."""
        return [column for column, fits in self._judged(rows) if not fits]

    def may_fit(self, ways: Sequence[Pieces]) -> bool:
        """Tells whether digits without borders can be read as a row that adds up."""
        return self._sound(ways) != []

    def confirms(self, rows: Known, keys: Iterable[str]) -> bool:
        """Tells whether all columns add up, and each of some rows takes part in a sum that was judged in full."""
        confirmed: set[str] = set()
        for left, right in self._down:
            judged = list(self._columns(rows, left, right))
            if not all(fits for _, fits in judged):
                return False
            if len(judged) == self._width:
                confirmed |= {*left, *right}
        return set(keys) <= confirmed

    def _judged(self, rows: Known) -> Iterator[tuple[int, bool]]:
        for left, right in self._down:
            yield from self._columns(rows, left, right)

    def _columns(self, rows: Known, left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, bool]]:
        if not all(key in rows for key in (*left, *right)):
            return
        for column in range(self._width):
            one = [rows[key][column] for key in left]
            other = [rows[key][column] for key in right]
            if None not in one and None not in other:
                yield column, sum(v or 0 for v in one) == sum(v or 0 for v in other)

    def solve(self, known: Known, printed: Mapping[str, Sequence[Pieces]]) -> dict[str, Agreed]:
        """Reads doubtful rows as far as the sums leave one reading.

        First the rows are taken to hold no fault but those that are evident; if no table adds up that way, each row
        in turn may hold a blank or a misprint. What all tables that add up have in common is what the source says.

        Args:
            known: Rows that were read without doubt.
            printed: For every doubtful row its pieces of digits, in one way or several; none where it has no digits.

        Returns:
            The rows of which at least one cell is certain.
        """
        sound = {key: self._sound(ways) for key, ways in printed.items() if ways}
        if not self.across:
            read = {key: common([r.printed for r in options]) for key, options in sound.items() if options}
            return {key: row for key, row in read.items() if not row.doubt and self._whole(row, printed[key])}
        domains = {key: self._completed(tuple(figures)) for key, figures in known.items()}
        for key, options in sound.items():
            found = self._faulty(printed[key]) if options == [] else options
            if found:
                domains[key] = found
        rows = {key: common([reading.full for reading in options]).figures for key, options in domains.items()}
        unclear = [key for key in (*known, *sound) if not sound.get(key) and None in rows.get(key, (None,))]
        absent = {key for sides in self._down for side in sides for key in side} - {*known, *sound}
        agreed = self._agreed(domains, absent, sure=not unclear and all(printed.values()))
        several = len(unclear) > 1 or any(key not in domains for key in unclear) or (agreed is None and bool(absent))
        if agreed is not None and not several:
            agreed |= self._proved(agreed, domains, {key: printed[key] for key in unclear if key in printed})
        if agreed is None or several:
            faulty = {key: self._faulty(printed[key]) for key, options in sound.items() if options}
            if agreed is None and not several:
                agreed = self._with_one_fault(domains, faulty, sound)
            if agreed is None or several:
                agreed = self._compared(agreed or {}, domains, sound, faulty, printed)
            agreed |= {
                key: common(self._raw(printed[key]) or []) for key in unclear if key in printed and key in domains
            }
        return _certain({key: row for key, row in agreed.items() if key in sound})

    def _agreed(
        self, domains: Mapping[str, list[Reading]], absent: Iterable[str], *, sure: bool
    ) -> dict[str, Agreed] | None:
        """Searches with rows that are not there as zeros; where that fails and no row is at fault, as anything."""
        nothing = (0,) * self._width
        zeros = {key: [Reading(nothing, nothing)] for key in absent}
        agreed = Search(self._down, self._width, {**domains, **zeros}).agreed()
        if agreed is None and zeros and sure:
            return Search(self._down, self._width, domains).agreed()
        return agreed

    def read_in_one_row(self, ways: Sequence[Pieces], rows: int) -> Agreed | None:
        """Reads figures of which each `width` are a row of their own, as far as one reading is left."""
        starts = range(0, rows * self._width, self._width)
        sums = {start: [(start + t, [start + p for p in parts]) for t, parts in self.across] for start in starts}
        every = [s for start in starts for s in sums[start]]
        found = _all_readings(ways, rows * self._width, every, [None])
        if found is None:
            return None
        few = all(sum(len(chunk or "/") for chunk in pieces.chunks) <= MOST_DIGITS_IN_ONE_ROW for pieces in ways)
        if len(found) > 1 and few:  # a blank cell in place of a zero may be why there are several
            found += _all_readings(ways, rows * self._width, every, range(rows * self._width), empty=True) or []
        for start in () if found else starts:
            others = [s for other in starts if other != start for s in sums[other]]
            blanks = [None, *range(start, start + self._width)]
            more = _all_readings(ways, rows * self._width, others, blanks)
            if more is None:
                return None
            found += more
        return common(found) if found else None

    def _whole(self, row: Agreed, ways: Sequence[Pieces]) -> bool:
        """Tells whether no border inside a row without sums speaks for a blank cell."""
        return not any(row.figures) or all(len(pieces.chunks) in (1, self._width) for pieces in ways)

    def _sound(self, ways: Sequence[Pieces]) -> list[Reading] | None:
        """Returns the readings of a row that hold no fault; None where there are too many."""
        found = _all_readings(ways, self._width, self.across, [None])
        if found is None:
            return None
        return [Reading(figures, tuple(value or 0 for value in figures)) for figures in found]

    def _faulty(self, ways: Sequence[Pieces]) -> list[Reading] | None:
        """Returns the readings of a row that lacks a figure, or has one misprinted; None where nothing is certain."""
        found = self._raw(ways)
        return None if found is None else [Reading(raw, full) for raw in found for full in self._repaired(raw)]

    def _raw(self, ways: Sequence[Pieces]) -> list[Figures] | None:
        """Returns the readings of a row that need not add up, with a blank or without; None where there are too many."""
        found = _all_readings(ways, self._width, (), [None, *range(self._width)])
        return None if found is None or len(found) > MOST_FAULTY else found

    def _completed(self, figures: Figures) -> list[Reading]:
        """Returns what a row that was read without doubt may count; blanks count nothing where the rest adds up."""
        if None not in (full := self.counted(figures)) and self.row_fits(full):
            return [Reading(figures, full)]
        fulls = self._filled(figures) if None in figures else self._repaired(figures)
        return [Reading(figures, full) for full in fulls or [(None,) * self._width]]

    def _repaired(self, figures: Figures) -> list[Figures]:
        """Returns the ways to put a row right by one figure."""
        if None in figures:
            return self._filled(figures)
        if self.row_fits(figures):
            return [figures]
        out = []
        for target, parts in self.across:
            for column in (target, *parts):
                out += self._filled((*figures[:column], None, *figures[column + 1 :]))
        return out

    def _filled(self, figures: Figures) -> list[Figures]:
        """Returns a row with its blank cell filled by the sum; where several are blank, as it is."""
        blank = [column for column, value in enumerate(figures) if value is None]
        if len(blank) != 1:
            return [figures]
        for target, parts in self.across:
            if blank[0] in (target, *parts):
                whole = sum(figures[p] or 0 for p in parts)
                value = whole if blank[0] == target else (figures[target] or 0) - whole
                return [(*figures[: blank[0]], value, *figures[blank[0] + 1 :])] if value >= 0 else []
        return [figures]

    def _with_one_fault(
        self,
        domains: Mapping[str, list[Reading]],
        faulty: Mapping[str, list[Reading] | None],
        sound: Mapping[str, list[Reading] | None],
    ) -> dict[str, Agreed] | None:
        """Tries each row as the one that holds a fault; returns what all tables have in common that add up then.

        Of the row itself only what its readings without a fault say as well: there may be a second fault elsewhere.
        """
        tables: list[dict[str, Agreed]] = []
        for key, options in faulty.items():
            if options:
                found = Search(self._down, self._width, {**domains, key: options}, STEPS_EACH).agreed()
                if found is not None:
                    own = common([reading.printed for reading in sound[key] or ()])
                    tables.append({**found, key: _joint([found[key], own])})
        if not tables:
            return None
        sure = [key for key in tables[0] if key not in faulty or faulty[key]]
        return {key: _joint([table[key] for table in tables]) for key in sure}

    def _compared(
        self,
        agreed: Mapping[str, Agreed],
        domains: Mapping[str, list[Reading]],
        sound: Mapping[str, list[Reading] | None],
        faulty: Mapping[str, list[Reading] | None],
        printed: Mapping[str, Sequence[Pieces]],
    ) -> dict[str, Agreed]:
        """Reads each row of a table with several faults by its own sum and by what the other rows leave for it."""
        own = {key: common([reading.printed for reading in options]) for key, options in sound.items() if options}
        own |= {key: row for key, row in agreed.items() if sound.get(key)}
        rows: dict[str, Figures]
        rows = {key: (0,) * self._width for sides in self._down for side in sides for key in side if key not in sound}
        rows |= {key: common([reading.full for reading in options]).figures for key, options in domains.items()}
        rows |= {key: row.figures for key, row in own.items()}
        out: dict[str, Agreed] = {}
        for key, options in sound.items():
            rest = list(self._rest(rows, key))
            if not options:
                continue
            if (others := faulty[key]) is not None:
                parted = all(sound.values()) and any(_parted(pieces) for pieces in printed[key])
                least = min(_unequal(rest, reading.full) for reading in options) - parted
                rivals = [reading.printed for reading in others if _unequal(rest, reading.full) <= least]
                out[key] = _joint([own[key], common(rivals)]) if rivals else own[key]
            elif _determined(rest) and not _unequal(rest, own[key].figures):
                out[key] = own[key]
        return out

    def _proved(
        self,
        agreed: Mapping[str, Agreed],
        domains: Mapping[str, list[Reading]],
        faulty: Mapping[str, Sequence[Pieces]],
    ) -> dict[str, Agreed]:
        """Reads a row that certainly holds a fault again, by what the other rows leave for it."""
        rows = {key: common([reading.full for reading in options]).figures for key, options in domains.items()}
        rows |= {key: row.figures for key, row in agreed.items() if key not in faulty}
        left = {key: _left(list(self._rest(rows, key)), self._raw(ways) or []) for key, ways in faulty.items()}
        return {key: _joint([agreed[key], row]) for key, row in left.items()}

    def _rest(self, rows: Known, key: str) -> Iterator[Figures]:
        """Yields, for each sum that a row takes part in, what the other rows leave for it; None where that is open."""
        for left, right in self._down:
            if key not in (*left, *right):
                continue
            own, other = (left, right) if key in left else (right, left)
            given = [rows.get(k) or (None,) * self._width for k in own if k != key]
            wanted = [rows.get(k) or (None,) * self._width for k in other]
            yield tuple(_less([row[c] for row in wanted], [row[c] for row in given]) for c in range(self._width))


def _less(wanted: Sequence[Number | None], given: Sequence[Number | None]) -> Number | None:
    if None in wanted or None in given:
        return None
    return sum(v or 0 for v in wanted) - sum(v or 0 for v in given)


def _left(rest: Sequence[Figures], raw: Sequence[Figures]) -> Agreed:
    """Reads a row that certainly holds a fault: what all readings have in common that need one fault more than the best.

    Where the other rows leave more or less than one value for a column, what all readings have in common.
    """
    wanted = [{value for value in column if value is not None} for column in zip(*rest, strict=True)]
    if any(len(values) != 1 for values in wanted):
        return common(raw)
    faults = [sum({value} != values for value, values in zip(figures, wanted, strict=True)) for figures in raw]
    return common([figures for figures, count in zip(raw, faults, strict=True) if count <= min(faults) + 1])


def _parted(pieces: Pieces) -> bool:
    return len(pieces.chunks) >= PARTED and None not in pieces.chunks


def _determined(rest: Sequence[Figures]) -> bool:
    """Tells whether the other rows leave one value for each column."""
    return all(any(value is not None for value in column) for column in zip(*rest, strict=True))


def _unequal(rest: Iterable[Figures], full: Figures) -> int:
    """Returns in how many places a row is not what is left for it."""
    pairs = (pair for line in rest for pair in zip(line, full, strict=True))
    return sum(one is not None and other is not None and one != other for one, other in pairs)


def _all_readings(
    ways: Sequence[Pieces], count: int, sums: Across, blanks: Sequence[int | None], *, empty: bool = False
) -> list[Figures] | None:
    """Returns the readings of all ways, with a figure missing at each of some places; None where there are too many."""
    out: list[Figures] = []
    for pieces in ways:
        for blank in blanks:
            found = readings(pieces, count, sums, blank, empty=empty)
            if found is None:
                return None
            out += found
    return out


def _joint(rows: Sequence[Agreed]) -> Agreed:
    """Returns what several tables have in common of a row."""
    doubt = common([row.figures for row in rows]).doubt.union(*(row.doubt for row in rows))
    return Agreed(tuple(None if c in doubt else value for c, value in enumerate(rows[0].figures)), doubt)


def _certain(rows: Mapping[str, Agreed]) -> dict[str, Agreed]:
    """Returns the rows of which something is certain."""
    return {key: row for key, row in rows.items() if len(row.doubt) < len(row.figures)}

"""The sums of a table as a help in reading it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tui_report.form.model import Table
from tui_report.importing.search import Search
from tui_report.importing.splits import Figures
from tui_report.numbers import Number

Known = Mapping[str, Sequence[Number | None]]


class Arithmetic:
    """What the rows and columns of one table must add up to."""

    def __init__(self, table: Table) -> None:
        at = {column.key: i for i, column in enumerate(table.columns)}
        self._width = len(table.columns)
        self._across = [(at[s.target], [at[p] for p in s.parts]) for s in table.sums if s.axis == "column"]
        self._down: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self._down += [((s.target,), s.parts) for s in table.sums if s.axis == "row"]
        self._down += [(i.left, i.right) for i in table.identities]

    @property
    def judges_rows(self) -> bool:
        """Whether a row can be checked by itself."""
        return bool(self._across)

    def row_fits(self, figures: Sequence[Number]) -> bool:
        """Tells whether a row adds up."""
        return all(figures[target] == sum(figures[p] for p in parts) for target, parts in self._across)

    def broken(self, rows: Known) -> list[int]:
        """Returns the columns, once per sum, that do not add up; a column with blanks is not judged."""
        return [column for column, fits in self._judged(rows) if not fits]

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

    def solve(self, known: Known, choices: Mapping[str, Sequence[Figures]]) -> dict[str, Figures]:
        """Picks for doubtful rows the only reading that the sums allow.

        Args:
            known: Rows that were read without doubt.
            choices: For every doubtful row all its readings.

        Returns:
            The rows that have one possible reading; the others are left out.
        """
        if not self.judges_rows:
            return {key: options[0] for key, options in choices.items() if len(options) == 1}
        fitting = {key: [o for o in options if self.row_fits(o)] for key, options in choices.items()}
        search = Search(self._down, known, fitting)
        agreed = search.agreed() if all(fitting.values()) else {}
        left = {key for key in fitting if not agreed or key not in search.covered}
        found = agreed | {key: options[0] for key, options in fitting.items() if len(options) == 1 and key in left}
        for key in [k for k, options in fitting.items() if not options]:
            likely = [o for o in choices[key] if self._one_misprint({**known, **found}, key, o)]
            if len(likely) == 1:
                found[key] = likely[0]
        return self._undisputed(known, found, choices)

    def _one_misprint(self, rows: Known, key: str, figures: Figures) -> bool:
        """Tells whether changing one figure of the row would put the whole table right."""
        (target, parts), *_ = self._across
        apart = sum(figures[p] for p in parts) - figures[target]
        for column in (target, *parts):
            changed = list(figures)
            changed[column] += apart if column == target else -apart
            if changed[column] >= 0 and self.confirms({**rows, key: changed}, [key]):
                return True
        return False

    def _undisputed(
        self, known: Known, found: dict[str, Figures], choices: Mapping[str, Sequence[Figures]]
    ) -> dict[str, Figures]:
        """Leaves out a row where another reading would put more columns right."""
        wrong = len(self.broken({**known, **found}))
        if not wrong:
            return found
        return {
            key: figures
            for key, figures in found.items()
            if not any(
                len(self.broken({**known, **found, key: other})) < wrong for other in choices[key] if other != figures
            )
        }

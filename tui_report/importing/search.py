"""All ways to read the doubtful rows of a table in which every column adds up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tui_report.importing.splits import Figures
from tui_report.numbers import Number

MOST_SOLUTIONS = 40
MOST_STEPS = 300

Equation = tuple[tuple[str, ...], tuple[str, ...]]
Domains = dict[str, list[Figures]]


class Search:
    """Goes through the readings of all doubtful rows at once, ruling out what no column allows."""

    def __init__(
        self,
        equations: Iterable[Equation],
        known: Mapping[str, Sequence[Number | None]],
        choices: Mapping[str, list[Figures]],
    ) -> None:
        self._known = known
        self._choices = choices
        self._equations = [e for e in equations if all(key in known or key in choices for key in (*e[0], *e[1]))]
        self._solutions: list[Domains] = []
        self._steps = 0

    @property
    def covered(self) -> set[str]:
        """The rows that take part in a sum of which every row is there."""
        return {key for equation in self._equations for side in equation for key in side}

    def agreed(self) -> dict[str, Figures]:
        """Returns the rows that read the same in every way to make the table add up.

        Empty where the table cannot add up, or in too many ways to go through.
        """
        domains = {key: list(options) for key, options in self._choices.items() if key in self.covered}
        if not domains or not self._go(domains) or not self._solutions:
            return {}
        first = self._solutions[0]
        return {key: first[key][0] for key in first if all(s[key] == first[key] for s in self._solutions)}

    def _go(self, domains: Domains) -> bool:
        """Collects solutions; tells whether all of them were found."""
        self._steps += 1
        if self._steps > MOST_STEPS or len(self._solutions) > MOST_SOLUTIONS:
            return False
        if not self._narrow(domains):
            return True
        open_keys = [key for key, options in domains.items() if len(options) > 1]
        if not open_keys:
            self._solutions.append(domains)
            return True
        key = min(open_keys, key=lambda k: len(domains[k]))
        return all(self._go({**domains, key: [option]}) for option in domains[key])

    def _narrow(self, domains: Domains) -> bool:
        """Drops readings that no column allows until nothing changes; False where a row has none left."""
        changed = True
        while changed:
            changed = False
            for equation in self._equations:
                for column in range(self._width()):
                    outcome = self._narrow_column(domains, equation, column)
                    if outcome is None:
                        return False
                    changed = changed or outcome
        return True

    def _width(self) -> int:
        return len(next(options[0] for options in self._choices.values() if options))

    def _narrow_column(self, domains: Domains, equation: Equation, column: int) -> bool | None:
        bounds: dict[str, tuple[Number, Number]] = {}
        for key in (*equation[0], *equation[1]):
            if key in domains:
                values = [option[column] for option in domains[key]]
                bounds[key] = min(values), max(values)
            else:
                value = self._known[key][column]
                if value is None:
                    return False
                bounds[key] = value, value
        changed = False
        for side, other in (equation, equation[::-1]):
            low, high = (sum(bounds[k][i] for k in side) for i in (0, 1))
            least, most = (sum(bounds[k][i] for k in other) for i in (0, 1))
            if high < least or low > most:
                return None
            for key in side:
                if key in domains and len(domains[key]) > 1:
                    rest = low - bounds[key][0], high - bounds[key][1]
                    kept = [o for o in domains[key] if o[column] + rest[0] <= most and o[column] + rest[1] >= least]
                    if not kept:
                        return None
                    changed = changed or len(kept) < len(domains[key])
                    domains[key] = kept
        return changed

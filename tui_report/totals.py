"""Derived figures: never stored, never typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

from tui_report.form.model import Form, Ref
from tui_report.numbers import Number
from tui_report.report import Report, Value

_NUMBER = (int, Decimal)
_USUAL = {int, Decimal, type(None)}


def totals(form: Form, report: Report) -> dict[Ref, Number | None]:
    """Adds up all derived cells.

    Returns:
        Every derived ref with the sum of what is filled in (件); None where all its parts are blank,
        because blank is not zero.
    """
    out: dict[Ref, Number | None] = {}
    found: dict[Ref, Value | None] = dict(report.values)
    for target, parts, pick in _sums(form):
        try:
            found[target] = out[target] = sum(pick(found))  # at each key, and nearly always there is nothing else
        except (KeyError, TypeError):
            known = [value for part in parts if isinstance(value := found.get(part), _NUMBER)]
            found[target] = out[target] = sum(known) if known else None
    return out


@lru_cache(maxsize=4)
def _sums(form: Form) -> tuple[tuple[Ref, tuple[Ref, ...], Callable[[Any], Any]], ...]:
    """Each derived cell with its parts, and what picks these out of all values."""
    return tuple((target, parts, itemgetter(*parts)) for table in form.tables for target, parts in table.totals)


def figures(form: Form, report: Report, derived: Mapping[Ref, Number | None] | None = None) -> dict[Ref, Number | None]:
    """Returns all numeric cells of the form, entered and derived; None where blank or not a number."""
    derived = totals(form, report) if derived is None else derived
    found: dict[Ref, Any] = {**report.values, **derived}
    out = dict(zip(form.figures, map(found.get, form.figures), strict=True))
    if not _USUAL.issuperset(map(type, out.values())):
        out = {ref: value if isinstance(value, _NUMBER) else None for ref, value in out.items()}
    return out

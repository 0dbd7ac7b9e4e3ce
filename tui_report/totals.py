"""Derived figures: never stored, never typed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tui_report.form.model import Form, Ref
from tui_report.numbers import Number
from tui_report.report import Report, Value

_NUMBER = (int, Decimal)
"""Asked of some hundred values at each key: a tuple is quicker than a union."""


def totals(form: Form, report: Report) -> dict[Ref, Number | None]:
    """Adds up all derived cells.

    Returns:
        Every derived ref with the sum of what is filled in (件); None where all its parts are blank,
        because blank is not zero.
    """
    out: dict[Ref, Number | None] = {}
    found: dict[Ref, Value | None] = dict(report.values)
    for table in form.tables:
        for target, parts in table.totals:
            known = [value for part in parts if isinstance(value := found.get(part), _NUMBER)]
            found[target] = out[target] = sum(known) if known else None
    return out


def figures(form: Form, report: Report, derived: Mapping[Ref, Number | None] | None = None) -> dict[Ref, Number | None]:
    """Returns all numeric cells of the form, entered and derived; None where blank or not a number."""
    derived = totals(form, report) if derived is None else derived
    found: dict[Ref, Value | None] = {**report.values, **derived}
    return {ref: value if isinstance(value := found.get(ref), _NUMBER) else None for ref in form.figures}

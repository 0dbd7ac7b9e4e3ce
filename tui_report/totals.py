"""Derived figures: never stored, never typed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tui_report.form.model import Form, Ref
from tui_report.numbers import Number
from tui_report.report import Report

_NUMBER = (int, Decimal)
"""Asked of some hundred values at each key: a tuple is quicker than a union."""


def totals(form: Form, report: Report) -> dict[Ref, Number | None]:
    """Adds up all derived cells.

    Returns:
        Every derived ref with the sum of what is filled in (件); None where all its parts are blank,
        because blank is not zero.
    """
    out: dict[Ref, Number | None] = {}
    values = report.values
    for table in form.tables:
        for target, parts in table.totals:
            found = (out[part] if part in out else values.get(part) for part in parts)
            known = [value for value in found if isinstance(value, _NUMBER)]
            out[target] = sum(known) if known else None
    return out


def figures(form: Form, report: Report, derived: Mapping[Ref, Number | None] | None = None) -> dict[Ref, Number | None]:
    """Returns all numeric cells of the form, entered and derived; None where blank or not a number."""
    derived = totals(form, report) if derived is None else derived
    found = ((ref, derived[ref] if ref in derived else report.values.get(ref)) for ref in form.figures)
    return {ref: value if isinstance(value, _NUMBER) else None for ref, value in found}

"""Derived figures: never stored, never typed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tui_report.form.model import Form, Ref
from tui_report.numbers import Number
from tui_report.report import Report


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
            known = [v for v in (out.get(p, values.get(p)) for p in parts) if isinstance(v, int | Decimal)]
            out[target] = sum(known) if known else None
    return out


def figures(form: Form, report: Report, derived: Mapping[Ref, Number | None] | None = None) -> dict[Ref, Number | None]:
    """Returns all numeric cells of the form, entered and derived; None where blank or not a number."""
    derived = totals(form, report) if derived is None else derived
    return {ref: derived[ref] if ref in derived else report.number(ref) for ref in form.figures}

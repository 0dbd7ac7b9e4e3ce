"""Figures as they are offered for the prose. No widget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tui_report.form.model import Form, Ref
from tui_report.numbers import Number, NumberFault, read_number, write_number

MOST_DECIMALS = 6
"""Decimal places that a figure of the form may have."""


def read_figure(typed: tuple[int, int, str] | None) -> Number | None:
    """Returns the number that stands in the prose at start and end, None where none is one."""
    try:
        reading = read_number(typed[2], MOST_DECIMALS) if typed else None
    except NumberFault:
        return None
    return reading.value if reading else None


def equal_to(figures: Mapping[Ref, Number | None], number: Number | None) -> list[Ref]:
    """Returns the figures with a value, in printed order; none for no number."""
    return [ref for ref, value in figures.items() if value is not None and value == number]


def offered(
    form: Form, figures: Mapping[Ref, Number | None], number: Number | None = None
) -> Iterator[tuple[Ref, str, str]]:
    """Yields every figure with name and value: those equal to a number first, then totals and what is not 0.

    Args:
        form: The form.
        figures: All its figures.
        number: The number at the cursor, if it equals any.
    """
    order = sorted(
        figures,
        key=lambda ref: (number is None or figures[ref] != number, not figures[ref], not ref.endswith(".total")),
    )
    for ref in order:
        value = figures[ref]
        yield ref, form.describe(ref), "未填" if value is None else write_number(value)

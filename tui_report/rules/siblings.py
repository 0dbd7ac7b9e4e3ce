"""Y06 among several reports of a year: passages that two offices share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui_report.form.model import Form, Ref
from tui_report.rules.model import Finding
from tui_report.rules.similarity import nearest
from tui_report.rules.years import copied_from_last, copy_found
from tui_report.tuples import NamedTuple


class Office(NamedTuple):
    """What one office wrote about a year."""

    unit: str
    year: int | None
    passages: Mapping[Ref, str]


FORMULA = 90
"""Up to so many characters a passage may be what everybody writes: that no fee was charged, that nothing was asked for."""


def alike(form: Form, offices: Sequence[Office]) -> list[list[Finding]]:
    """Returns for each office its passages that stand in the report of another office of the same year.

    Each passage is compared with the one that shares most with it.
    """
    out: list[list[Finding]] = [[] for _ in offices]
    for year in {office.year for office in offices}:
        for passage in form.passages:
            having = [n for n, o in enumerate(offices) if o.year == year and o.passages.get(passage.ref, "").strip()]
            texts = [offices[n].passages[passage.ref] for n in having]
            for at, other in enumerate(nearest(texts)):
                one = offices[having[at]]
                two = offices[having[other]] if other is not None else None
                if two is not None and one.unit != two.unit:
                    whose = f"{two.unit or '另一份'}的报告"
                    found = copy_found(copied_from_last, form, passage.ref, texts[at], two.passages[passage.ref], whose)
                    out[having[at]] += (f for f in found if len(texts[at]) > FORMULA)
    return out

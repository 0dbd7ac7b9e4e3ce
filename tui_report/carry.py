"""Last year's report into this year's: what may be taken over, each value with its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tui_report.form.model import Form, Ref
from tui_report.numbers import write_number
from tui_report.report import Report, Value

FACTS = ("unit.name", "unit.level", "sign.name")
OPENING = "overview.opening"
CARRIED_OUT, CARRIED_IN = "carried_out", "carried_in"
IN_FORCE = "in_force"
CONTACT = re.compile(r"如(?:对|有)[^。\n]*联系[^。\n]*。?|[^。\n]*(?:(?:联系|通讯)地址|电话)[^。\n]*。?")
"""A sentence that says whom to ask about the report."""


class Proposal(NamedTuple):
    """One value of last year's report that this year's may begin with."""

    ref: Ref
    """The place in this year's report."""
    value: Value
    origin: str
    """Where it comes from, in the form's words: 2023年报告 第三部分四、结转下年度继续办理/自然人."""


def proposals(form: Form, last: Report) -> list[Proposal]:
    """Returns what this year's report may take over from last year's.

    The year after, unit, level and signing name; and per column of 三 what last year's 四、结转下年度 left (件). A column
    that last year's report leaves blank proposes nothing. Prose is never taken over.
    """
    whose = f"{last.year}年报告" if last.year else "上年报告"
    found = [Proposal("year", last.year + 1, f"{whose}的下一年")] if last.year else []
    for ref in FACTS:
        if value := last.text(ref).strip():
            found.append(Proposal(ref, value, f"{whose} {form.describe(ref)}"))
    for ref, source in _carried(form).items():
        number = last.number(source)
        if number is not None:
            found.append(Proposal(ref, number, f"{whose} {form.describe(source)}"))
    return found


def accepted(chosen: list[Proposal]) -> dict[Ref, Value]:
    """Returns the values of some proposals."""
    return {proposal.ref: proposal.value for proposal in chosen}


def reminders(form: Form, last: Report) -> Iterator[str]:
    """Yields what else there is to say of last year, never taken over unasked: documents in force (件), whom to ask."""
    if _is_old(last):
        yield "上年报告是2019年的格式，只取结转的数，别的数和文字都不取"
        return
    for ref in form.figures:
        number = last.number(ref)
        if ref.endswith(f".{IN_FORCE}") and number is not None:
            yield f"上年 {form.describe(ref)} {write_number(number)}，供核对，不填入"
    if contact := contact_in(last):
        yield f"上年的联系方式：{contact}在{form.describe(OPENING)}按F9可以照用"


def contact_in(last: Report) -> str:
    """Returns the sentences of a report's opening that say whom to ask, and where; "" where there are none."""
    return "".join(match[0].strip() for match in CONTACT.finditer(last.text(OPENING)))


def comparable(form: Form, last: Report) -> Report:
    """Returns last year's report as this year's may be compared with it.

    The form of 2019 counted other things in 二 and had other sections: of such a report only 三 and the facts remain.
    """
    if not _is_old(last):
        return last
    tables = {table.key for table in form.tables if any(row.key == CARRIED_OUT for row in table.rows)}
    kept = ("unit", "sign", "year", *tables)
    return last.but(values={ref: v for ref, v in last.values.items() if ref.partition(".")[0] in kept})


def _is_old(last: Report) -> bool:
    return last.source is not None and last.source.edition == "2019"


def _carried(form: Form) -> Mapping[Ref, Ref]:
    """This year's cell of 上年结转 and last year's cell of 结转下年度, by column."""
    return {
        table.ref(CARRIED_IN, column.key): table.ref(CARRIED_OUT, column.key)
        for table in form.tables
        if any(row.key == CARRIED_OUT for row in table.rows)
        for column in table.entered_columns
    }

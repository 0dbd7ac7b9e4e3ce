from __future__ import annotations

from decimal import Decimal

from tui_report.form.cn_2021 import FORM
from tui_report.importing.arithmetic import Arithmetic
from tui_report.importing.splits import readings
from tui_report.numbers import Number

REQUESTS = next(t for t in FORM.tables if t.key == "requests")


def test_readings_have_no_leading_zero_and_keep_borders():
    assert readings(["505"], 3) == [(5, 0, 5)]
    assert readings(["20", "155"], 3) == [(20, 1, 55), (20, 15, 5), (2, 0, 155)]
    assert readings(["00", "0"], 3) == [(0, 0, 0)]
    assert readings(["0"], 2) == []
    assert readings(["1,204"], 1) == [(1204,)]
    assert readings(["21,483"], 2) == [(2, 1483)]
    assert readings(["2.58"], 1) == [(Decimal("2.58"),)]


def test_row_is_picked_by_its_sum():
    choices = {"granted": readings(["160", "02", "0", "018"], 7)}
    assert Arithmetic(REQUESTS).solve({}, choices) == {"granted": (16, 0, 0, 2, 0, 0, 18)}


def test_columns_decide_between_two_readings_that_add_up():
    rows: dict[str, tuple[Number, ...]] = {row.key: (0,) * 7 for row in REQUESTS.rows}
    doubt = [o for o in readings(["10112010033"], 7) if Arithmetic(REQUESTS).row_fits(o)]
    assert len(doubt) > 1
    del rows["granted"]
    rows["total"] = rows["new"] = doubt[1]
    assert Arithmetic(REQUESTS).solve(rows, {"granted": doubt}) == {"granted": doubt[1]}


def test_nothing_is_picked_where_two_readings_are_left():
    doubt = [o for o in readings(["10112010033"], 7) if Arithmetic(REQUESTS).row_fits(o)]
    assert Arithmetic(REQUESTS).solve({}, {"granted": doubt}) == {}

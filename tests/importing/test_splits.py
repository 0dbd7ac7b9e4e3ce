from __future__ import annotations

from decimal import Decimal

from tui_report.form.cn_2021 import FORM
from tui_report.importing.arithmetic import Arithmetic
from tui_report.importing.search import Agreed
from tui_report.importing.splits import Pieces, readings
from tui_report.numbers import Number

REQUESTS = next(t for t in FORM.tables if t.key == "requests")


def test_readings_have_no_leading_zero_and_keep_borders():
    assert readings(Pieces(("505",)), 3) == [(5, 0, 5)]
    assert readings(
        Pieces(
            (
                "20",
                "155",
            )
        ),
        3,
    ) == [(2, 0, 155), (20, 1, 55), (20, 15, 5)]
    assert readings(
        Pieces(
            (
                "00",
                "0",
            )
        ),
        3,
    ) == [(0, 0, 0)]
    assert readings(Pieces(("0",)), 2) == []
    assert readings(Pieces(("1,204",)), 1) == [(1204,)]
    assert readings(Pieces(("21,483",)), 2) == [(2, 1483)]
    assert readings(Pieces(("2.58",)), 1) == [(Decimal("2.58"),)]


def test_row_is_picked_by_its_sum():
    agreed = Arithmetic(REQUESTS).solve({}, {"granted": [Pieces(("160", "02", "0", "018"))]})
    assert agreed == {"granted": Agreed((16, 0, 0, 2, 0, 0, 18))}


DOUBT = "10112010033"
"""Two ways to part it add up."""


def zeros() -> dict[str, tuple[Number, ...]]:
    return {row.key: (0,) * 7 for row in REQUESTS.rows}


def test_columns_decide_between_two_readings_that_add_up():
    fitting = readings(Pieces((DOUBT,)), 7, Arithmetic(REQUESTS).across)
    assert fitting is not None
    assert len(fitting) == 2
    rows = zeros()
    del rows["granted"]
    rows["total"] = rows["new"] = tuple(v or 0 for v in fitting[1])
    assert Arithmetic(REQUESTS).solve(rows, {"granted": [Pieces((DOUBT,))]}) == {"granted": Agreed(fitting[1])}


def test_only_what_all_readings_have_in_common_is_taken():
    (agreed,) = Arithmetic(REQUESTS).solve({}, {"granted": [Pieces((DOUBT,))]}).values()
    fitting = readings(Pieces((DOUBT,)), 7, Arithmetic(REQUESTS).across)
    assert fitting is not None
    for column, value in enumerate(agreed.figures):
        values = {figures[column] for figures in fitting}
        assert (values == {value}) is (column not in agreed.doubt)
    assert agreed.doubt


def test_a_misprinted_total_is_read_as_printed_where_the_columns_tell_it():
    rows = zeros()
    del rows["granted"]
    rows["total"] = rows["new"] = (3, 0, 0, 0, 1, 0, 4)
    assert Arithmetic(REQUESTS).solve(rows, {"granted": [Pieces(("3000106",))]}) == {
        "granted": Agreed((3, 0, 0, 0, 1, 0, 6))
    }


def test_a_blank_that_the_columns_prove_is_not_filled_with_digits_of_its_neighbours():
    rows = zeros()
    del rows["granted"]
    rows["total"] = rows["new"] = (0, 11, 0, 0, 0, 0, 11)
    agreed = Arithmetic(REQUESTS).solve(rows, {"granted": [Pieces(("0000011",))]}).get("granted")
    assert agreed == Agreed((0, None, 0, 0, 0, None, None), frozenset({1, 5, 6}))  # without a blank it ends in 1 and 1


def test_a_stroke_keeps_its_place_among_glued_digits():
    rows = zeros()
    del rows["granted"]
    assert Arithmetic(REQUESTS).solve(rows, {"granted": [Pieces(("00", None, "0000"))]}) == {
        "granted": Agreed((0, 0, None, 0, 0, 0, 0))
    }


def test_a_row_with_a_blank_and_a_misprint_is_not_read_as_one_with_a_misprint_alone():
    rows = zeros()
    del rows["granted"]
    rows["total"] = rows["new"] = (1, 1, 0, 0, 0, 0, 2)
    said = (None, 1, 100, 0, 0, 0, 2)
    agreed = Arithmetic(REQUESTS).solve(rows, {"granted": [Pieces(("11000002",))]})
    assert all(got in (None, want) for got, want in zip(agreed["granted"].figures, said, strict=True))


def test_a_missing_row_is_no_reason_to_prefer_one_of_two_readings_where_another_row_is_at_fault():
    rows = zeros()
    for key in ("granted", "partial", "deny_law"):
        del rows[key]
    rows["total"] = rows["new"] = (5, 40, 0, 0, 0, 0, 45)
    printed = {"granted": [Pieces(("331000034",))], "partial": [Pieces(("0000001",))]}
    agreed = Arithmetic(REQUESTS).solve(rows, printed)
    assert {0, 1} <= agreed["granted"].doubt


def test_a_blank_in_place_of_a_zero_is_thought_of_where_rows_beside_each_other_can_be_read_in_several_ways():
    disputes = next(t for t in FORM.tables if t.key == "disputes")
    agreed = Arithmetic(disputes).read_in_one_row([Pieces(("01304000001212024",))], 3)
    said = (0, 1, 3, 0, 4, 0, 0, None, 0, 0, 0, 12, 12, 0, 24)
    assert agreed is not None
    assert all(got in (None, want) for got, want in zip(agreed.figures, said, strict=True))

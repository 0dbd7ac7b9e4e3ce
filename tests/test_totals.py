from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Unread
from tui_report.totals import figures, totals

RESULTS = [r.key for r in FORM.tables[4].rows if r.key not in ("new", "carried_in", "total", "carried_out")]


def test_blank_parts_make_a_blank_total():
    assert set(totals(FORM, Report()).values()) == {None}


def test_one_filled_part_is_a_total():
    found = totals(FORM, Report({"requests.granted.person": 0}))
    assert found["requests.total.person"] == 0
    assert found["requests.granted.total"] == 0
    assert found["requests.total.total"] == 0
    assert found["requests.total.business"] is None


@given(st.dictionaries(st.sampled_from(FORM.entered), st.integers(0, 10**6)))
def test_every_total_is_the_sum_of_its_printed_parts(values):
    found = figures(FORM, Report(values))
    columns = ("person", "business", "research", "welfare", "legal", "other")
    for column in columns:
        parts = [values[r] for r in (f"requests.{row}.{column}" for row in RESULTS) if r in values]
        assert found[f"requests.total.{column}"] == (sum(parts) if parts else None)
    for row in [*RESULTS, "new", "carried_in", "carried_out", "total"]:
        parts = [v for v in (found[f"requests.{row}.{c}"] for c in columns) if v is not None]
        assert found[f"requests.{row}.total"] == (sum(parts) if parts else None)
    for row in ("review", "suit_direct", "suit_after_review"):
        parts = [
            v
            for v in (found[f"disputes.{row}.{c}"] for c in ("upheld", "corrected", "other", "pending"))
            if v is not None
        ]
        assert found[f"disputes.{row}.total"] == (sum(parts) if parts else None)


def test_what_is_no_number_is_not_added():
    found = figures(FORM, Report({"requests.new.person": Unread("/"), "requests.new.other": 2}))
    assert found["requests.new.total"] == 2
    assert found["requests.new.person"] is None


def test_a_fee_stays_decimal():
    assert figures(FORM, Report({"disclosure.fees.amount": Decimal("0.50")}))["disclosure.fees.amount"] == Decimal(
        "0.50"
    )


def test_totals_that_are_known_are_not_added_up_again():
    derived = totals(FORM, Report({"requests.new.person": 4}))
    found = figures(FORM, Report({"requests.new.other": 9}), derived)
    assert (found["requests.new.total"], found["requests.new.other"]) == (4, 9)


def test_the_carried_out_row_is_typed_never_computed():
    assert "requests.carried_out.person" in FORM.entered
    assert len(FORM.figures) == 200
    assert len(FORM.entered) == 166

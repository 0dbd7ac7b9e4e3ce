from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_report.numbers import (
    NumberFault,
    Reading,
    apart,
    number_fault,
    read_date,
    read_number,
    shorten,
    write_date,
    write_number,
)


def reading(text: str, decimals: int = 0) -> Reading:
    found = read_number(text, decimals)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", 0),
        ("12", 12),
        (" 12 ", 12),
        ("１２", 12),
        ("1,234", 1234),
        ("１，２３４", 1234),
        ("12,345,678", 12345678),
        ("007", 7),
    ],
)
def test_counts_are_read_in_any_width(typed, value):
    assert reading(typed).value == value
    assert isinstance(reading(typed).value, int)


def test_a_count_that_was_not_plain_digits_is_said():
    assert reading("１，２３４").note == "“１，２３４”已按1234理解"
    assert reading("1234").note == ""


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\t"])
def test_blank_is_not_zero(blank):
    assert read_number(blank) is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("-3", "不能是负数"),
        ("－３", "不能是负数"),
        ("/", "不是数字"),
        ("无", "不是数字"),
        ("三", "不是数字"),
        ("1.5", "小数点"),
        ("12,34", "不是数字"),
        ("1 2", "不是数字"),
        ("1e3", "不是数字"),
        ("²", None),
        ("٣", "不是数字"),
        ("9" * 13, "太长"),
    ],
)
def test_what_is_not_certain_is_refused(typed, fault):
    if fault is None:
        assert reading(typed).value == 2  # NFKC: a superscript is the digit, and it is said
        assert reading(typed).note
        return
    with pytest.raises(NumberFault, match=fault):
        read_number(typed)


def test_amounts_keep_every_place_and_are_never_rounded():
    assert reading("72701.2578", 6).value == Decimal("72701.2578")
    assert write_number(reading("0.10", 6).value) == "0.10"
    with pytest.raises(NumberFault, match="不会替您舍入"):
        read_number("1.1234567", 6)


@pytest.mark.parametrize(
    ("value", "decimals", "fault"),
    [
        (3, 0, ""),
        (Decimal("2.58"), 6, ""),
        (Decimal("2.5"), 0, "件数是整数，不能有小数点"),
        (True, 0, "不是数字"),
        ("3", 0, "不是数字"),
        (-1, 0, "不能是负数"),
        (Decimal("NaN"), 6, "不是数字"),
        (Decimal("Infinity"), 6, "不是数字"),
        (10**12, 0, "数字太长，最多12位"),
    ],
)
def test_stored_values_are_judged_like_typed_ones(value, decimals, fault):
    assert number_fault(value, decimals) == fault


@given(st.integers(0, 10**12 - 1))
def test_every_count_comes_back(value):
    assert reading(write_number(value)).value == value
    assert reading(f"{value:,}").value == value


@pytest.mark.parametrize(
    "typed",
    ["2025年1月14日", "2025-1-14", "2025.01.14", "2025/1/14", "20250114", "２０２５年１月１４日", "2025 年 1 月 14 日"],
)
def test_dates_are_read_in_the_usual_ways(typed):
    assert read_date(typed) == date(2025, 1, 14)
    assert write_date(date(2025, 1, 14)) == "2025年1月14日"


@pytest.mark.parametrize("typed", ["2025年13月1日", "2025-02-30"])
def test_a_day_that_no_calendar_has_is_not_called_incomplete(typed):
    with pytest.raises(NumberFault, match=f"没有“{typed}”这一天"):
        read_date(typed)


@pytest.mark.parametrize("typed", ["1月14日", "去年", "2025"])
def test_incomplete_dates_are_refused(typed):
    with pytest.raises(NumberFault, match="不是完整的日期"):
        read_date(typed)


@pytest.mark.parametrize(
    ("typed", "decimals", "says"),
    [
        ("-3", 0, "不能是负数"),
        ("无", 0, "“无”不是数字；没有的填0，还不知道的空着"),
        ("1234567890123", 0, "数字太长，最多12位"),
        ("1.5", 0, "件数是整数，不能有小数点"),
        ("1.234", 2, "最多2位小数，多的位数不会替您舍入"),
    ],
)
def test_a_refusal_is_one_sentence(typed, decimals, says):
    with pytest.raises(NumberFault) as caught:
        read_number(typed, decimals)
    assert str(caught.value) == says


def test_what_is_at_the_limit_is_taken():
    assert reading("0" * 30 + "9" * 12).value == 10**12 - 1
    assert number_fault(10**12 - 1) == ""
    assert number_fault(Decimal("1E+12"), 2) == "数字太长，最多12位"
    assert number_fault(Decimal("1.25"), 2) == ""
    assert number_fault(Decimal("1.255"), 2) == "最多2位小数"
    assert reading("1.25", 2).note == ""
    assert reading(" １２ ").note == "“１２”已按12理解"


def test_a_difference_is_never_negative():
    assert [apart(3, 5), apart(5, 3), apart(4, 4), apart(Decimal("1.5"), 1)] == [2, 2, 0, Decimal("0.5")]


def test_a_long_text_is_cut_so_that_it_fits():
    assert shorten("字" * 20) == "字" * 20
    assert shorten("字" * 21) == "字" * 17 + "..."
    assert shorten("12345", 4) == "1..."


@pytest.mark.parametrize("typed", ["2025年1月", "明天"])
def test_a_date_that_is_none_is_one_sentence(typed):
    with pytest.raises(NumberFault) as caught:
        read_date(typed)
    assert str(caught.value) == f"“{typed}”不是完整的日期，请写成2025年1月14日这样"


def test_a_full_width_comma_parts_thousands_and_either_minus_is_negative():
    reading = read_number("1，234")
    assert reading is not None and reading.value == 1234
    for typed in ("-3", "−3"):
        with pytest.raises(NumberFault, match="负数"):
            read_number(typed)


def test_zero_is_a_number_and_counts_have_no_places_unless_they_may():
    assert number_fault(0) == number_fault(Decimal("0.5"), 1) == ""
    assert number_fault(Decimal("0.5"))
    assert read_date(" ") is None


def test_a_number_is_written_in_plain_digits_however_it_was_reckoned():
    assert [write_number(n) for n in (Decimal("1E+3"), Decimal("0E-7"), 1000)] == ["1000", "0.0000000", "1000"]

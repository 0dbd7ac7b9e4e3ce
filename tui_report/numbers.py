"""Text to number and back, as clerks write numbers."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from tui_report.characters import narrowed
from tui_report.tuples import NamedTuple

Number: TypeAlias = int | Decimal

MOST_DIGITS = 12
MOST_WHOLE = 10**MOST_DIGITS
"""The least number too long for a cell."""
_GROUPED = r"\d{1,3}(,\d{3})+(\.\d+)?"
_PLAIN = r"\d+(\.\d+)?"


class NumberFault(ValueError):
    """A text that is no number the form allows; its message is for the clerk."""


class Reading(NamedTuple):
    """A number as it was understood."""

    value: Number
    note: str = ""
    """Says how the text was taken where it was not plain digits."""


def read_number(text: str, decimals: int = 0) -> Reading | None:
    """Reads what was typed into a cell.

    Args:
        text: Digits in any width, with or without thousands separators.
        decimals: Most decimal places allowed; 0 asks for a whole number (件).

    Returns:
        The reading, or None where the text is blank. Blank is not zero.

    Raises:
        NumberFault: The text is not one certain number >= 0.
    """
    plain = narrowed(text).strip()
    if not plain:
        return None
    if plain.startswith(("-", "−")) and re.fullmatch(_PLAIN, plain[1:].strip()):
        raise NumberFault("不能是负数")
    if not (re.fullmatch(_PLAIN, plain) or re.fullmatch(_GROUPED, plain)) or not plain.isascii():
        raise NumberFault(f"“{shorten(text)}”不是数字；没有的填0，还不知道的空着")
    bare = plain.replace(",", "")
    whole, _, places = bare.partition(".")
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise NumberFault(f"数字太长，最多{MOST_DIGITS}位")
    if not decimals and places:
        raise NumberFault("件数是整数，不能有小数点")
    if len(places) > decimals:
        raise NumberFault(f"最多{decimals}位小数，多的位数不会替您舍入")
    value: Number = Decimal(bare) if decimals else int(bare)
    note = f"“{text.strip()}”已按{bare}理解" if bare != text.strip() else ""
    return Reading(value, note)


def number_fault(value: object, decimals: int = 0) -> str:
    """Says what is wrong with a stored value, or returns the empty text.

    Args:
        value: Anything that a file may hold in a cell.
        decimals: Most decimal places allowed.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return "不是数字"
    if isinstance(value, Decimal) and not value.is_finite():
        return "不是数字"
    if value < 0:
        return "不能是负数"
    if value >= MOST_WHOLE:
        return f"数字太长，最多{MOST_DIGITS}位"
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > decimals:
            return f"最多{decimals}位小数" if decimals else "件数是整数，不能有小数点"
    return ""


def apart(one: Number, other: Number) -> Number:
    """Returns the difference of two numbers, never negative."""
    return one - other if one > other else other - one


def write_number(value: Number) -> str:
    """Returns plain digits, without exponent or separators."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def shorten(text: str, most: int = 20) -> str:
    """Returns a text that fits into a message."""
    return text if len(text) <= most else text[: most - 3] + "..."


_DATE = r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?|(\d{4})(\d{2})(\d{2})"


def read_date(text: str) -> date | None:
    """Reads a complete date: 2025年1月14日, 2025-1-14, 2025.1.14, 20250114.

    Returns:
        The date, or None where the text is blank.

    Raises:
        NumberFault: The text is no complete date of the calendar.
    """
    plain = "".join(narrowed(text).split())
    if not plain:
        return None
    match = re.fullmatch(_DATE, plain)
    try:
        if match:
            return date(*(int(part) for part in match.groups() if part is not None))
    except ValueError:
        raise NumberFault(f"没有“{shorten(text)}”这一天，请核对月和日") from None
    raise NumberFault(f"“{shorten(text)}”不是完整的日期，请写成2025年1月14日这样")


def write_date(value: date) -> str:
    """Returns a date as official documents print it, without leading zeros (GB/T 9704)."""
    return f"{value.year}年{value.month}月{value.day}日"

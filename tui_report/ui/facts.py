"""The basic facts as a clerk types and reads them."""

from __future__ import annotations

from tui_report.characters import narrowed
from tui_report.form.model import Fact, Ref
from tui_report.numbers import NumberFault, read_date, shorten
from tui_report.report import Report, Unread, Value


def read_fact(fact: Fact, text: str) -> tuple[Value | None, str]:
    """Reads what was typed for a fact.

    Returns:
        The value (None for blank) and what is wrong with it, or the empty text. What cannot be understood is
        kept as Unread, so that nothing typed is lost.
    """
    text = text.strip()
    if not text:
        return None, ""
    if fact.kind == "choice":
        return _read_choice(fact, text)
    if fact.kind == "year":
        return _read_year(text)
    if fact.kind == "date":
        try:
            return read_date(text), ""
        except NumberFault as fault:
            return Unread(text), str(fault)
    return text, ""


def _read_choice(fact: Fact, text: str) -> tuple[Value, str]:
    digit = narrowed(text)
    for number, (value, label) in enumerate(fact.choices, 1):
        if digit == str(number) or text in (value, label):
            return value, ""
    return Unread(text), f"“{shorten(text)}”不在可选的里面，请按数字选：{choices(fact)}"


def _read_year(text: str) -> tuple[Value, str]:
    digits = narrowed(text).removesuffix("年度").removesuffix("年").strip()
    if digits.isascii() and digits.isdigit() and 2008 <= int(digits) <= 2099:
        return int(digits), ""
    return Unread(text), f"“{shorten(text)}”不是年度，请写四位数，例如2024"


def fact_values(report: Report, fact: Fact, value: Value | None) -> dict[Ref, Value | None]:
    """Returns what answering a fact sets: a body signs with its own name until someone types another."""
    values = {fact.ref: value}
    if fact.ref == "unit.name" and report.text("sign.name") == report.unit:
        values["sign.name"] = value
    return values


def choices(fact: Fact) -> str:
    """Returns the numbered choices of a fact on one line."""
    return "  ".join(f"{n} {label}" for n, (_, label) in enumerate(fact.choices, 1))

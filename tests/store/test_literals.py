import tomllib
from datetime import date, time
from decimal import Decimal

import pytest

from tui_report.store.literals import key, literal


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (12, "12"),
        (Decimal("0.10"), "0.10"),
        (Decimal("1E+2"), "100"),
        (date(2025, 1, 14), "2025-01-14"),
        (time(8, 30), "08:30:00"),
        (["一", (2, [])], '["一", [2, []]]'),
        ({"a-1": 1, "二": {}}, '{a-1 = 1, "二" = {}}'),
        ('a"\\\n\r\t\x00\x1b', '"a\\"\\\\\\n\\n\\t\\u0000\\u001b"'),
    ],
)
def test_a_value_is_written_as_one_of_its_kind(value, written):
    assert literal(value) == written
    tomllib.loads(f"x = {written}")


def test_a_number_too_long_to_be_printed_in_decimal_is_written_in_hexadecimal():
    longest = (1 << 10_000) - 1
    assert literal(longest) == str(longest)
    assert literal(longest + 1) == "0x1" + "0" * 2500


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("1e49", "1" + "0" * 49),
        ("1e50", "1E+50"),
        ("1e-49", "0." + "0" * 48 + "1"),
        ("1e-50", "1E-50"),
        ("-1e999999999", "-1E+999999999"),
    ],
)
def test_a_number_with_very_many_noughts_keeps_its_exponent(number, written):
    assert literal(Decimal(number)) == written


@pytest.mark.parametrize(("name", "written"), [("a_B-9", "a_B-9"), ("", '""'), ("年", '"年"'), ("a.b", '"a.b"')])
def test_a_key_is_in_quotes_where_it_needs_them(name, written):
    assert key(name) == written


@pytest.mark.parametrize(
    ("character", "written"),
    [("\ufff9", "\\ufff9"), ("\ufeff", "\\ufeff"), ("\U000110bd", "\\U000110bd"), ("\U000e0001", "\\U000e0001")],
)
def test_an_unseen_character_is_written_by_its_code(character, written):
    assert literal(character) == f'"{written}"'
    assert tomllib.loads(f"x = {literal(character)}") == {"x": character}

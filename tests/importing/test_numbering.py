from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

import pytest

from tui_report.importing.numbering import Numbering, chinese

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def level(depth: object, kind: str, text: str, start: object = 1) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, styles: str = "") -> Numbering:
    lists = (
        f'<w:numbering {SPACE}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="6"/>'
        '<w:num w:numId="7"><w:abstractNumId w:val="9"/></w:num></w:numbering>'
    )
    return Numbering(fromstring(lists), fromstring(f"<w:styles {SPACE}>{styles}</w:styles>") if styles else None)


def paragraph(depth: object = 0, list_id: str = "5") -> Element:
    number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return fromstring(f"<w:p {SPACE}><w:pPr>{number}</w:pPr></w:p>")


def styled(name: str) -> Element:
    return fromstring(f'<w:p {SPACE}><w:pPr><w:pStyle w:val="{name}"/></w:pPr></w:p>')


def test_deeper_numbers_begin_anew_below_the_next_one():
    numbers = numbering(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2"))
    given = [numbers.label(paragraph(depth)) for depth in (0, 1, 1, 0, 1)]
    assert given == ["一、", "一.1", "一.2", "二、", "二.1"]


def test_a_list_may_begin_at_another_number():
    numbers = numbering(level(0, "decimal", "（%1）", start=3))
    assert [numbers.label(paragraph()) for _ in range(2)] == ["（3）", "（4）"]


def test_a_level_that_nothing_was_counted_in_shows_its_first_number():
    assert numbering(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2、")).label(paragraph(1)) == "1.1、"


@pytest.mark.parametrize("kind", ["bullet", "none"])
def test_bullets_are_no_text(kind):
    assert numbering(level(0, kind, "")).label(paragraph()) == ""


@pytest.mark.parametrize("list_id", ["0", "6", "7", ""])
def test_a_list_that_nobody_described_has_no_numbers(list_id):
    assert numbering(level(0, "decimal", "%1")).label(paragraph(list_id=list_id)) == ""


def test_what_is_no_number_counts_from_the_beginning():
    numbers = numbering(level("x", "decimal", "%1.", start="y"))
    assert numbers.label(paragraph("z")) == "1."


def test_a_style_brings_its_number():
    style = '<w:style w:styleId="{}"><w:pPr>{}</w:pPr></w:style>'
    heading = style.format("Heading", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>')
    numbers = numbering(level(0, "chineseCounting", "%1、"), styles=heading + style.format("Body", ""))
    assert [numbers.label(styled(name)) for name in ("Heading", "Body", "Unknown", "Heading")] == [
        "一、",
        "",
        "",
        "二、",
    ]


@pytest.mark.parametrize(
    ("number", "written"), [(9, "九"), (19, "十九"), (30, "三十"), (99, "九十九"), (0, "0"), (100, "100")]
)
def test_chinese_numbers_end_at_ninety_nine(number, written):
    assert chinese(number) == written

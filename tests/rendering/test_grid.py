from __future__ import annotations

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Column, Row, Section, Table
from tui_report.form.printed import printed
from tui_report.rendering.grid import draw
from tui_report.width import display_width

SECTIONS = {s.key: s for s in FORM.sections}
ZEROS = dict.fromkeys(FORM.figures, "0")

SMALL = Section(
    "s",
    "一",
    "某",
    tables=(
        Table(
            "t",
            corner="项目",
            columns=(Column("a", ("件数", "甲")), Column("b", ("件数", "乙"))),
            rows=(
                Row("one", ("（一）收到",)),
                Row("two", ("（二）办结", "1.公开")),
                Row("three", ("（二）办结", "2.不予公开")),
            ),
        ),
    ),
)

DRAWN = """\
+-------------------------+-----------+
|                         |   件数    |
|          项目           +-----+-----+
|                         | 甲  | 乙  |
+-------------------------+-----+-----+
|（一）收到               |   1 |  23 |
+------+------------------+-----+-----+
|（二）|1.公开            |     |4567 |
|办结  |2.不予公开        |   0 |     |
+------+------------------+-----+-----+"""


def test_merged_heads_are_drawn_with_rules_at_the_borders_of_groups():
    figures = {"t.one.a": "1", "t.one.b": "23", "t.two.b": "4567", "t.three.a": "0"}
    assert "\n".join(draw(printed(SMALL), figures, 39)) == DRAWN


@pytest.mark.parametrize("ambiguous", [1, 2])
@pytest.mark.parametrize("width", [60, 72, 80, 100, 132])
@pytest.mark.parametrize("key", ["disclosure", "requests", "disputes"])
@pytest.mark.parametrize("figure", ["", "0", "12345", "123456789012"])
def test_every_line_is_equally_wide(key, width, ambiguous, figure):
    lines = draw(printed(SECTIONS[key]), dict.fromkeys(FORM.figures, figure), width, ambiguous)
    assert len({display_width(line, ambiguous) for line in lines}) == 1


@pytest.mark.parametrize("ambiguous", [1, 2])
def test_the_tables_fit_a_page_of_eighty_columns(ambiguous):
    widths = {
        key: display_width(draw(printed(SECTIONS[key]), ZEROS, 80, ambiguous)[0], ambiguous)
        for key in ("disclosure", "requests", "disputes")
    }
    assert widths == {"disclosure": 80, "requests": 80, "disputes": 76}


def test_long_figures_take_their_room_from_the_labels():
    wide = ZEROS | {"requests.new.person": "1234567", "requests.total.total": "12345"}
    lines = draw(printed(SECTIONS["requests"]), wide, 80)
    assert {display_width(line) for line in lines} == {80}
    assert any("1234567 |" in line for line in lines)


def test_a_table_grows_only_where_the_labels_have_nothing_left_to_give():
    lines = draw(printed(SECTIONS["requests"]), dict.fromkeys(FORM.figures, "123456789012"), 80)
    assert display_width(lines[0]) > 80
    assert sum(line.count(" 123456789012 |".strip()) for line in lines) == 175


@pytest.mark.parametrize("ambiguous", [1, 2])
def test_no_character_of_a_label_is_lost(ambiguous):
    for key in ("disclosure", "requests", "disputes"):
        grid = printed(SECTIONS[key])
        drawn = "".join(draw(grid, {}, 80, ambiguous))
        wanted = "".join(c.text for c in grid.cells)
        left = "".join(sorted(drawn.translate(dict.fromkeys(map(ord, "+-| ")))))
        assert left == "".join(sorted(wanted))


def test_only_plain_characters_draw_the_lines():
    drawn = "".join(draw(printed(SECTIONS["requests"]), {}, 80))
    assert not set(drawn) & set("│─┼┌┐└┘├┤┬┴")

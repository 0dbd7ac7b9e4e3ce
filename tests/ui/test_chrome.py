"""The lines around the work: what they count, and what gives way where a line is too short."""

from __future__ import annotations

from datetime import date

from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report
from tui_report.rules.model import Facts
from tui_report.settings import Settings
from tui_report.ui import chrome
from tui_report.ui.widgets.lines import STYLES
from tui_report.width import display_width


def counts(values: dict) -> str:
    return chrome.counts(assess(Facts(FORM, Report(values), None, Settings(), date(2025, 1, 10))))


def test_a_number_typed_into_an_empty_table_leaves_one_cell_less_to_fill():
    assert "未填 166个数 8段" in counts({})
    assert "未填 165个数 8段" in counts({"requests.new.person": 3})


def test_a_mistake_is_not_counted_as_unfilled():
    values = dict.fromkeys(FORM.entered, 0) | {"requests.new.person": 1}
    assert counts(values).startswith("必改 1  ")
    assert "个数" not in counts(values)


def test_a_long_message_has_the_status_line_for_itself():
    assert chrome.status("须看 2", "05:19 已保存", 40) == " 须看 2   05:19 已保存"
    assert chrome.status("须看 2", "05:19 已填144个0；ctrl+z撤销", 34) == " 05:19 已填144个0；ctrl+z撤销"


def test_what_does_not_fit_says_where_the_rest_is():
    line = chrome.status("须看 2", "05:19 " + "长" * 60, 60)
    assert line.endswith("（ctrl+l看全文）") and display_width(line) <= 60
    assert chrome.shortened("一二三", 6, "（F4看全文）") == "一二三"


def test_only_what_is_wrong_has_a_colour_and_one_that_can_be_read_on_white_and_on_black():
    colours = {name: style.color.name for name, style in STYLES.items() if style.color}
    assert colours == {"error": "red"}

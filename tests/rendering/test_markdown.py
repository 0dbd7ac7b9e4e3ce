from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from tui_report.form.cn_2021 import FORM
from tui_report.rendering.environment import OpenErrors
from tui_report.rendering.markdown import literal, render_markdown


def page_of(text):
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(text)


def test_all_two_hundred_figures_stand_in_order(rendered, numbered):
    values, expected = numbered
    page = page_of(rendered(render_markdown, values, draft=True))
    assert [cell for cell in re.findall(r"<td[^>]*>([^<]*)</td>", page) if cell.isdigit()] == expected


def test_headings_tables_and_paragraphs_are_where_they_belong(rendered):
    page = page_of(rendered(render_markdown))
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["青禾县东岭乡人民政府2024年政府信息公开工作年度报告"]
    assert re.findall(r"<h2>(.*?)</h2>", page) == [section.heading for section in FORM.sections]
    assert re.findall(r"<h3>(.*?)</h3>", page) == [p.heading for p in FORM.passages if p.heading]
    assert page.count("<table>") == len(FORM.tables)
    rows = [" ".join(row.path) for table in FORM.tables for row in table.rows]
    assert re.findall(r"<tr>\n<td>(.*?)</td>", page) == rows
    assert page.rstrip().endswith("<p>2025年1月14日</p>")


def test_nothing_that_a_clerk_types_becomes_markup(rendered, hostile):
    refs = ("overview.proactive", "others.others", "unit.name", "sign.name")
    page = page_of(rendered(render_markdown, dict.fromkeys(refs, hostile), draft=True))
    assert set(re.findall(r"<(\w+)", page)) <= {
        "h1",
        "h2",
        "h3",
        "p",
        "strong",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "[甲](javascript:1) # * _ | `" in page
    assert "\x1b" not in page and "\u202e" not in page


@pytest.mark.parametrize(
    "text",
    [
        "# 甲",
        "- 甲",
        "1. 甲",
        "12) 甲",
        "+ 甲",
        "> 甲",
        "=== 甲",
        "| 甲 |",
        "![a](b)",
        "<b>",
        "&lt;",
        "\\*",
        "***",
        "1.属于",
    ],
)
def test_a_line_is_taken_as_it_stands(text):
    import html

    assert html.unescape(page_of(literal(text))).strip() == f"<p>{text}</p>"


def test_one_section_comes_alone(rendered):
    text = rendered(render_markdown, section="disputes")
    assert text.startswith("## 四、") and text.rstrip().endswith("|")


def test_open_errors_let_only_a_draft_out(rendered):
    with pytest.raises(OpenErrors):
        rendered(render_markdown, {"requests.new.person": None})
    assert "**【草稿：还有" in rendered(render_markdown, {"requests.new.person": None}, draft=True)

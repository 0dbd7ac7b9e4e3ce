from __future__ import annotations

import pytest

from tui_report.characters import visible
from tui_report.form.cn_2021 import FORM
from tui_report.rendering.context import paragraphs, title_words


def test_the_title_breaks_between_whole_words():
    assert title_words(FORM, "青禾县柳河乡人民政府", 2024) == [
        "青禾县柳河乡人民政府",
        "2024年",
        "政府信息公开工作",
        "年度报告",
    ]


def test_what_a_title_lacks_is_said():
    assert "".join(title_words(FORM, "", None)) == "（单位未填）（年度未填）年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("平常的“文字”\u3000x", "平常的“文字”\u3000x"),
        ("\x1b[31m", "<U+001B>[31m"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\u200bb\u0085", "a<U+200B>b<U+0085>"),
        ("\ud800", "<U+D800>"),
        ("甲\t乙", "甲 乙"),
        ("\u2028", "<U+2028>"),
    ],
)
def test_characters_that_steer_a_terminal_are_written_out(text, shown):
    assert visible(text) == shown


def test_a_passage_is_read_as_paragraphs_without_blank_lines_and_indents():
    assert list(paragraphs("\u3000\u3000一\r\n\n 二 \r三\n")) == ["一", "二", "三"]

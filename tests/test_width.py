from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcwidth

from tui_report.width import NEVER_FIRST, NEVER_LAST, breaks, cut, display_width, pad, wrap

PARAGRAPH = (
    "2024年，青禾县柳河乡人民政府（以下简称“本乡”）主动公开信息128条，其中政务公开栏96条、微信公众号32条；"
    "收到申请{{ requests.new.total }}件，办结率100％，网址是www.example.gov.cn/qinghe/2024，较上年增长12.5%……"
)
TEXTS = st.text(alphabet="中文字，。、；：“”（）《》—…％ab12 .-{}\u3000\u0301", max_size=120) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "one", "two"),
    [("", 0, 0), ("abc", 3, 3), ("中文", 4, 4), ("“三安全”", 8, 10), ("e\u0301", 1, 1), ("\x07", 0, 0), ("３，", 4, 4)],
)
def test_a_text_is_as_wide_as_it_is_drawn(text, one, two):
    assert (display_width(text, 1), display_width(text, 2)) == (one, two)


@pytest.mark.parametrize("ambiguous", [1, 2])
def test_every_character_is_as_wide_as_the_tables_of_unicode_say(ambiguous):
    for character in map(chr, [*range(0xD800), *range(0xE000, 0x20000)]):
        wanted = max(0, wcwidth(character, "auto", ambiguous))
        assert display_width(character, ambiguous) == wanted, hex(ord(character))


def test_a_wide_character_is_cut_whole():
    assert [cut("a中文", n) for n in range(6)] == ["", "a", "a", "a中", "a中", "a中文"]
    assert cut("e\u0301x", 1) == "e\u0301"


def test_padding_counts_columns():
    assert pad("中", 5) == "中   "
    assert pad("中", 5, "right") == "   中"
    assert pad("中", 5, "center") == " 中  "
    assert pad("“", 3, "right", ambiguous=2) == " “"
    assert pad("中文", 2) == "中文"


def test_closing_and_opening_marks_keep_their_place():
    for width in range(10, 90):
        lines = wrap(PARAGRAPH, width)
        assert all(line[0] not in NEVER_FIRST for line in lines), lines
        assert all(line[-1] not in NEVER_LAST for line in lines), lines


def test_words_numbers_and_references_stay_whole_where_they_fit():
    for width in range(28, 90):
        lines = wrap(PARAGRAPH, width)
        for whole in ("2024", "128", "{{ requests.new.total }}", "12.5%", "……"):
            assert any(whole in line for line in lines), (width, whole)
        assert any("www.example.gov.cn/qinghe/2024，" in line for line in lines) == (width >= 32)


def test_a_word_longer_than_the_line_is_broken_on_a_line_of_its_own():
    assert wrap("见abcdefgh。", 4) == ["见", "abcd", "efg", "h。"]


def test_an_indent_never_stands_alone():
    assert wrap("\u3000\u3000abcdefgh", 8) == ["\u3000\u3000abcd", "efgh"]


def test_the_first_line_may_have_less_room():
    assert wrap("一二三四五六", 8, indent=4) == ["一二", "三四五六"]


def test_a_quotation_mark_counts_two_where_the_font_draws_two():
    assert wrap("危及“三安", 7, 1) == ["危及“三", "安"]
    assert wrap("危及“三安", 7, 2) == ["危及", "“三安"]


def test_an_empty_paragraph_is_one_line():
    assert breaks("", 10) == [0]
    assert wrap("", 10) == [""]


@given(TEXTS, st.integers(1, 40), st.sampled_from([1, 2]), st.integers(0, 8))
def test_every_character_survives(text, width, ambiguous, indent):
    lines = wrap(text, width, ambiguous, indent=indent)
    assert "".join(lines) == text
    assert all(lines) or not text
    for number, line in enumerate(lines):
        room = width if number else width - indent
        assert display_width(line, ambiguous) <= max(0, room) or len(line) == 1


@given(TEXTS, st.integers(0, 40), st.sampled_from([1, 2]))
def test_what_is_cut_is_the_longest_beginning_that_fits(text, width, ambiguous):
    head = cut(text, width, ambiguous)
    assert text.startswith(head) and display_width(head, ambiguous) <= width
    assert head == text or display_width(text[: len(head) + 1], ambiguous) > width

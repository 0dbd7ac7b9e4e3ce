"""The text under the cursor, against a simple string, and its lines, against wrapping from scratch."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_report.figures import figure_name, figure_shown, references
from tui_report.form.cn_2021 import FORM
from tui_report.ui.prose import Prose
from tui_report.ui.wrapped import INDENT, UNSEEN, Wrapped, changed
from tui_report.width import display_width

NEW = "{{ requests.new.total }}"
NEW_SHOWN = "[本年新收/总计 3]"


def naming(ref: str) -> str:
    return figure_shown(FORM, {"requests.new.total": 3}, ref)


def prose(text: str, cursor: int = 0, width: int = 30, ambiguous=1) -> Prose:
    made = Prose(text, naming=naming, width=width, ambiguous=ambiguous)
    made.go_to(cursor)
    return made


def lines(wrapped: Wrapped) -> list[str]:
    return [" " * line.indent + line.shown for line in map(wrapped.line, range(wrapped.height))]


# ---------------------------------------------------------------------- lines


def test_a_paragraph_is_set_in_and_no_line_begins_with_a_closing_mark():
    text = "本乡全年主动公开政府信息一百二十条，其中公开栏八十条，网站四十条。\n第二段"
    assert lines(prose(text).wrapped) == [
        "    本乡全年主动公开政府信息一",
        "百二十条，其中公开栏八十条，网",
        "站四十条。",
        "    第二段",
    ]


def test_a_reference_is_shown_as_label_and_value_and_never_parted():
    shown = lines(prose(f"全年共收到政府信息公开申请{NEW}件。", width=40).wrapped)
    assert shown == ["    全年共收到政府信息公开申请", f"{NEW_SHOWN}件。"]


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("requests.new.total", "本年新收/总计"),
        ("requests.granted.person", "予以公开/自然人"),
        ("requests.deny_secret.business", "国家秘密/商业企业"),
        ("requests.total.total", "（七）总计/总计"),
        ("disclosure.fees.amount", "行政事业性收费/收费万元"),
        ("disputes.review.upheld", "行政复议/结果维持"),
        ("requests.nothing.total", ""),
    ],
)
def test_figures_have_short_names(ref, name):
    assert figure_name(FORM, ref) == name


def test_every_figure_has_a_name_that_fits_a_line():
    assert all(3 < display_width(figure_name(FORM, ref)) <= 36 for ref in FORM.figures)


def test_a_blank_and_an_unknown_figure_say_so():
    assert figure_shown(FORM, {}, "requests.new.total") == "[本年新收/总计 未填]"
    assert figure_shown(FORM, {}, "requests.newest") == "[requests.newest 无此数字]"


def test_characters_that_draw_nothing_or_steer_are_shown():
    assert lines(prose("甲\u200b乙\x1b[31m\u202e丙", width=60).wrapped) == ["    甲<U+200B>乙<U+001B>[31m<U+202E>丙"]


def test_unseen_covers_all_control_and_format_characters():
    risky = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    missed = [
        c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in risky and not UNSEEN.match(c)
    ]
    assert missed == ["\n"]


TEXTS = st.text(
    st.sampled_from(["，", "。", "（", "“", "…", "—", "本", "乡", "年", "a", "b", "7", " ", "\n", "\u0301", "{", "}"])
)
LONG = st.lists(
    st.sampled_from(
        ["本乡", "公开，", "“新”", "2024年", "abcdefghijkl", "（三）", NEW, "……", " ", "\n", "\u200b", "{{ 年 }}"]
    ),
    max_size=80,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(
    LONG, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 30), TEXTS), max_size=8), st.sampled_from([12, 20, 41])
)
def test_lines_after_edits_are_those_of_wrapping_from_scratch(text, edits, width):
    wrapped = Wrapped(width)
    wrapped.show(text, naming)
    for start, size, new in edits:
        text = text[:start] + new + text[start + size :]
        wrapped.show(text, naming)
        fresh = Wrapped(width)
        fresh.show(text, naming)
        assert wrapped.paragraphs == fresh.paragraphs
        assert "".join(line.shown for line in map(wrapped.line, range(wrapped.height))) == "".join(
            p.shown for p in wrapped.paragraphs
        )


@settings(max_examples=200, deadline=None)
@given(LONG, st.sampled_from([1, 2]))
def test_no_line_is_wider_than_the_room_and_every_stop_has_a_place(text, ambiguous):
    made = prose(text, width=42, ambiguous=ambiguous)
    assert all(display_width(line, ambiguous) <= 42 for line in lines(made.wrapped))
    seen = []
    while made.cursor < len(text):
        line, column = made.place
        assert made.wrapped.offset(line, column)[0] == made.cursor
        seen.append((line, column))
        made.right()
    assert seen == sorted(seen)


def test_changed_finds_the_place_of_a_change():
    assert changed("abcd", "abXXcd") == (2, 4)
    assert changed("aaa", "aaaa") == (3, 4)
    assert changed("abc", "ac") == (1, 1)
    assert changed("", "") == (0, 0)


# ---------------------------------------------------------------------- editing


def test_typing_goes_on_behind_what_was_typed():
    made = prose("本乡公开", 2)
    made.insert("全")
    made.insert("年")
    assert (made.text, made.cursor) == ("本乡全年公开", 4)


def test_backspace_and_delete_take_a_whole_reference():
    made = prose(f"共{NEW}件", 1 + len(NEW))
    assert made.erase_before() and made.text == "共件"
    made = prose(f"共{NEW}件", 1)
    assert made.erase_after() and made.text == "共件"


def test_a_base_and_its_marks_are_one():
    made = prose("e\u0301é", 2)
    assert made.erase_before() and (made.text, made.cursor) == ("é", 0)


def test_what_is_typed_inside_a_reference_that_becomes_whole_stands_before_the_cursor():
    made = prose("{{ requests.new. }}", 16)
    for character in "total":
        made.insert(character)
    assert made.text.startswith("{{ requests.new.t }}") and made.text.endswith("otal")


def test_a_text_from_outside_puts_the_cursor_behind_the_change():
    made = prose("一二三四", 0)
    made.take("一二五三四")
    assert made.cursor == 3
    made.take("一二三四")
    assert made.cursor == 2


def test_a_paste_loses_blanks_at_paragraph_edges_and_what_cannot_be_seen():
    made = prose("前文", 2)
    text, lost = made.cleaned("接着 \r\n\u3000\u3000第二段\u200b\x07\u2028  \t第三段\u3000", 1000)
    assert (text, lost) == ("接着\n第二段\n第三段", 0)
    assert prose("前后", 1).cleaned(" a\tb ", 1000) == (" a b ", 0)


def test_a_paste_loses_the_blank_lines_between_its_paragraphs():
    assert prose("", 0).cleaned("甲。\r\r\n\r\r\n \u3000\r乙。\r", 1000) == ("甲。\n乙。\n", 0)


def test_a_paste_is_cut_at_the_limit_but_not_inside_a_reference():
    assert prose("前文", 2).cleaned("甲乙丙丁", 4) == ("甲乙", 2)
    assert prose("", 0).cleaned(f"甲{NEW}乙", 10) == ("甲", len(NEW) + 1)
    assert prose("前文太长", 2).cleaned("甲", 3) == ("", 1)


# ---------------------------------------------------------------------- moving


def test_home_and_end_go_to_the_line_and_then_to_the_paragraph():
    text = "本乡全年主动公开政府信息一百二十条，其中公开栏八十条，网站四十条。"
    made = prose(text, 20)
    made.end()
    assert (made.cursor, made.place) == (28, (1, 30))
    made.end()
    assert made.cursor == len(text)
    made.go_to(20)
    made.home()
    assert (made.cursor, made.place) == (13, (1, 0))
    made.home()
    assert (made.cursor, made.place) == (0, (0, INDENT))


def test_the_column_is_kept_over_short_lines():
    made = prose("一二三四五六七\n短\n一二三四五六七", 6)
    made.vertical(1)
    assert made.place == (1, INDENT + 2)
    made.vertical(1)
    assert made.place == (2, INDENT + 12)
    made.vertical(1)
    assert made.cursor == len(made.text)
    made.vertical(-1)
    made.left()
    made.vertical(-5)
    assert made.place[0] == 0


def test_words_numbers_and_references_are_stops():
    text = f"本乡2024年，共{NEW}件 abc。"
    made = prose(text)
    stops = []
    while made.cursor < len(text):
        made.word_right()
        stops.append(text[made.cursor : made.cursor + 2])
    assert stops == ["20", "年，", "，共", "共{", "{{", "件 ", "ab", "。", ""]
    back = []
    while made.cursor:
        made.word_left()
        back.append(text[made.cursor : made.cursor + 2])
    assert back == [*stops[-2::-1], "本乡"]


def test_a_selection_is_left_at_the_side_of_the_move():
    made = prose("一二三四", 1)
    made.right(extend=True)
    made.right(extend=True)
    assert made.selected == "二三"
    made.left()
    assert (made.cursor, made.selected) == (1, "")


@pytest.mark.parametrize(
    ("text", "cursor", "found"),
    [
        ("共162条", 1, (1, 4, "162")),
        ("共162条", 4, (1, 4, "162")),
        ("共1,162条", 3, (1, 6, "1,162")),
        ("收１２.5万元", 2, (1, 5, "１２.5")),
        ("共162条", 0, None),
        (f"共{NEW}条", 1, None),
        ("甲\n7件", 3, (2, 3, "7")),
    ],
)
def test_the_number_at_the_cursor(text, cursor, found):
    assert prose(text, cursor).number_at_cursor() == found


def test_the_reference_at_the_cursor():
    text = f"共{NEW}{{{{ requests.total.total }}}}件"
    made = prose(text, 1)
    assert made.reference_at_cursor() == "requests.new.total"
    made.right()
    assert made.reference_at_cursor() == "requests.total.total"
    made.right()
    assert made.reference_at_cursor() == "requests.total.total"
    made.right()
    assert made.reference_at_cursor() is None


# ---------------------------------------------------------------------- against a string


def _units(text: str) -> list[int]:
    """All places where a cursor may stand, worked out the slow way."""
    held = {i for r in references(text) for i in range(r.start + 1, r.end)}
    marks = {
        i
        for i in range(1, len(text))
        if unicodedata.category(text[i])[0] == "M" and text[i - 1] != "\n" and not (i - 1 == 0 and text[0] == "\n")
    }
    return [i for i in range(len(text) + 1) if i not in held and i not in marks]


class Model:
    """A text, a cursor and an anchor, and the plainest code for each key."""

    def __init__(self, text: str) -> None:
        self.text, self.cursor, self.anchor = text, 0, 0

    def replace(self, start: int, end: int, new: str) -> None:
        self.text = self.text[:start] + new + self.text[end:]
        stops = _units(self.text)
        to = start + len(new)
        later = [s for s in stops if s >= to] if new else [s for s in stops if s <= to][::-1]
        self.cursor = self.anchor = later[0]

    def insert(self, new: str) -> None:
        self.replace(min(self.cursor, self.anchor), max(self.cursor, self.anchor), new)

    def neighbour(self, way: int) -> int:
        stops = _units(self.text)
        at = stops.index(self.cursor) + way
        return stops[min(max(0, at), len(stops) - 1)]

    def erase(self, way: int) -> None:
        start, end = sorted((self.cursor, self.anchor))
        if start == end:
            start, end = sorted((self.cursor, self.neighbour(way)))
        if start != end:
            self.replace(start, end, "")

    def step(self, way: int, extend: bool) -> None:
        start, end = sorted((self.cursor, self.anchor))
        if extend or start == end:
            self.cursor = self.neighbour(way)
        else:
            self.cursor = start if way < 0 else end
        self.anchor = self.anchor if extend else self.cursor


KEYS: dict[str, tuple[Callable[[Prose], object], Callable[[Model], object]]] = {
    "left": (Prose.left, lambda m: m.step(-1, False)),
    "right": (Prose.right, lambda m: m.step(1, False)),
    "shift+left": (lambda p: p.left(True), lambda m: m.step(-1, True)),
    "shift+right": (lambda p: p.right(True), lambda m: m.step(1, True)),
    "backspace": (Prose.erase_before, lambda m: m.erase(-1)),
    "delete": (Prose.erase_after, lambda m: m.erase(1)),
    "enter": (Prose.break_paragraph, lambda m: m.insert("\n")),
}
MOVES = ("up", "down", "home", "end", "word_left", "word_right", "page")


@settings(max_examples=400, deadline=None)
@given(
    LONG,
    st.lists(
        st.sampled_from([*KEYS, *MOVES]) | st.sampled_from(["本", "，", "a", "7", " ", "\u0301", "{", "}", NEW]),
        max_size=40,
    ),
)
def test_random_keys_do_what_a_simple_string_does(text, keys):
    made, model = prose(text, width=20), Model(text)
    for key in keys:
        if key in KEYS:
            KEYS[key][0](made)
            KEYS[key][1](model)
        elif key in MOVES:
            {"up": lambda: made.vertical(-1), "down": lambda: made.vertical(1), "page": lambda: made.vertical(5)}.get(
                key, getattr(made, key, lambda: None)
            )()
            model.cursor = model.anchor = made.cursor
        else:
            made.insert(key)
            model.insert(key)
        assert (made.text, made.cursor, made.anchor) == (model.text, model.cursor, model.anchor)
        assert made.cursor in _units(made.text)


@settings(max_examples=200, deadline=None)
@given(LONG)
def test_down_reaches_the_end_and_up_the_start(text):
    for step, goal in ((1, len(text)), (-1, 0)):
        made = prose(text, len(text) - goal, width=20)
        for _ in range(made.wrapped.height + 1):
            made.vertical(step)
        assert made.cursor == goal


@settings(max_examples=200, deadline=None)
@given(LONG)
def test_words_reach_both_ends(text):
    made = prose(text)
    for _ in range(len(text) + 1):
        made.word_right()
    assert made.cursor == len(text)
    for _ in range(len(text) + 1):
        made.word_left()
    assert made.cursor == 0

"""Finding and replacing words of the prose: the core, then the screen."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.screens import copies, press, running, shown, type_in
from tui_report.figures import expand, references
from tui_report.form.cn_2021 import FORM
from tui_report.ui.wording import Place, Sought, around, find, outside_titles, replaced, said_of
from tui_report.width import display_width

REF = "overview.proactive"


def found(text, words, instead=None):
    """What stands at the places found in a text."""
    return [text[p.start : p.end] for p in find({REF: text}, words, instead)]


def test_forms_of_one_character_are_the_same():
    assert found("２０２３年、2023年、ＷｅＣｈａｔ", "2023") == ["２０２３", "2023"]
    assert found("２０２３年、ＷｅＣｈａｔ和wechat", "Wechat") == ["ＷｅＣｈａｔ", "wechat"]
    assert found("第１条（一）", "(一)") == ["（一）"]
    assert found("①②", "1") == []


def test_a_number_is_found_as_a_whole_only():
    assert found("13件、3件、32件", "3件") == ["3件"]
    assert found("3件、32件、共3", "3") == ["3", "3"]
    assert found("2023年2月", "02") == []


def test_nothing_inside_a_reference_is_found_and_none_is_cut():
    text = "共{{ requests.new.total }}件requests"
    assert found(text, "requests") == ["requests"]
    assert found(text, "{{ requests.new.total }}") == found(text, "{{ disputes.new.total }}") == []
    assert found(text, "{{") == found(text, "共{{") == found(text, "}}件") == []
    assert replaced({REF: text}, find({REF: text}, "e"), "x") == {REF: "共{{ requests.new.total }}件rxquxsts"}


def test_nothing_is_found_for_nothing():
    assert found("一 二", "") == found("一 二", "  ") == []


def test_what_stands_there_already_is_not_replaced_once_more():
    text = "柳溪乡镇、柳溪乡、乡"
    places = find({REF: text}, "乡", "乡镇")
    assert replaced({REF: text}, places, "乡镇") == {REF: "柳溪乡镇、柳溪乡镇、乡镇"}
    assert found("2023", "2023", "2023") == []


def test_the_names_and_numbers_of_documents_are_told_apart():
    text = "《2023年办法》和国办函〔2023〕5号，2023年"
    places = find({REF: text}, "2023")
    assert [p.start for p in outside_titles({REF: text}, places)] == [text.rindex("2023")]


def test_passages_that_do_not_change_are_left_out():
    texts = {"a": "甲乙甲", "b": "乙", "c": "甲"}
    assert replaced(texts, find(texts, "甲"), "") == {"a": "乙", "c": ""}


def test_other_words_are_only_looked_for():
    sought = Sought("甲")
    sought.instead = "乙"
    sought.words = "甲"
    assert sought.instead == "乙"
    sought.words = "丙"
    assert sought.instead is None


def test_how_often_and_where_is_said():
    places = [Place("a", 0, 1), Place("a", 3, 4), Place("b", 0, 1)]
    assert said_of(places, "甲") == "3处“甲”（2段）"
    assert said_of(places, "甲", "乙") == "3处“甲”换成“乙”（2段）"
    assert said_of(places, "甲", "") == "3处“甲”删去（2段）"


def test_the_words_around_a_place_are_of_its_paragraph_with_the_figures_in_them():
    text = "别的一段\n本年新收{{ requests.new.total }}件，都答复了\n末段"
    (place,) = find({REF: text}, "答复")
    written = partial(expand, FORM, {"requests.new.total": 19})
    assert around(text, place, "答复", written, 60) == "本年新收19件，都【答复】了"
    assert "[本年新收/总计 未填]件" in around(text, place, "答复", partial(expand, FORM, {}), 60)
    assert around(text, place, "办结", written, 24) == "..新收19件，都【办结】了"


_TEXTS = st.text("甲乙12１２{}. \n“”…ｗW" + "abc", max_size=80)


@given(st.lists(st.sampled_from(["甲", "12", "１", "\n", "{{ a.b }}", "{{", "“", "乙12"]), max_size=20), _TEXTS, _TEXTS)
def test_replacing_breaks_no_reference_and_fits_every_line(parts, words, instead):
    text = "".join(parts)
    instead = instead.replace("{", "").replace("}", "")
    texts = {REF: text}
    places = find(texts, words)
    new = replaced(texts, places, instead).get(REF, text)
    if "{" not in words and "}" not in words:
        assert [r.ref for r in references(new)] == [r.ref for r in references(text)]
    for place in places:
        shown_ = around(text, place, "甲", str, 40)
        assert display_width(shown_, 2) <= 40 and "【甲】" in shown_


# ------------------------------------------------------------------ the screen


def prose(pilot):
    """All passages in one text."""
    session = pilot.app.session
    return "".join(session.report.text(passage.ref) for passage in session.form.passages)


async def test_a_year_is_replaced_everywhere_as_one_step_seen_before(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        before = pilot.app.session.report
        count = prose(pilot).count("2024")
        await press(pilot, "ctrl+f")
        await type_in(pilot, "２０２４")
        assert f"查找：{count}处“２０２４”（4段）" in shown(pilot)
        await press(pilot, "f9")
        assert "“２０２４”换成" in shown(pilot)
        await type_in(pilot, "2025")
        await press(pilot, "enter")
        assert "原来 " in shown(pilot) and "改成 " in shown(pilot) and "【2025】" in shown(pilot)
        assert pilot.app.session.report is before
        await press(pilot, "f9", "1")
        assert f"已换：{count}处“２０２４”换成“2025”（4段）" in shown(pilot)
        assert prose(pilot).count("2025") == count and "2024" not in prose(pilot)
        await press(pilot, "ctrl+z")
        assert pilot.app.session.report.values == before.values


async def test_the_names_of_documents_are_left_alone_unless_wanted(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        await press(pilot, "ctrl+f")
        await type_in(pilot, "信息公开")
        await press(pilot, "f2")
        await type_in(pilot, "政务公开")
        await press(pilot, "enter", "f9")
        assert "其中3处在书名号、文号里" in shown(pilot) and "2 11处都换" in shown(pilot)
        had = prose(pilot).count("政务公开")
        await press(pilot, "1")
        assert prose(pilot).count("信息公开") == 3 and "《中华人民共和国政府信息公开条例》" in prose(pilot)
        assert prose(pilot).count("政务公开") == had + 8
        await press(pilot, "ctrl+f", "f9", "3", "escape")
        assert prose(pilot).count("信息公开") == 3


async def test_one_place_is_replaced_and_the_next_comes(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        await press(pilot, "ctrl+f")
        await type_in(pilot, "2024")
        await press(pilot, "down", "f8")
        await type_in(pilot, "2025")
        await press(pilot, "enter", "f8")
        assert "至2025年12月31日" in pilot.app.session.report.text("overview.opening")
        assert prose(pilot).count("2025") == 1
        assert "> 原来 ..2件，废止1件，截至【2024】" in shown(pilot)
        for _ in range(5):
            await press(pilot, "f8")
        assert "已换：1处“2024”换成“2025”（1段）" in shown(pilot) and "2024" not in prose(pilot)


async def test_enter_goes_to_the_words_and_the_same_again_to_the_next(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        await press(pilot, "ctrl+f")
        await type_in(pilot, "收费")
        await press(pilot, "enter")
        desk = pilot.app.screen.pane.widget
        assert desk.ref == "others.others" and desk.selected_words() == "收费"
        first = desk.cursor
        await press(pilot, "ctrl+f", "enter")
        assert desk.selected_words() == "收费" and desk.cursor > first


async def test_in_a_passage_without_words_the_list_begins_behind_it(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        pilot.app.session.set({"problems.problems": None})
        await pilot.app.screen._go_to_ref("problems.problems")
        await press(pilot, "ctrl+f")
        await type_in(pilot, "2024")
        await press(pilot, "enter")
        assert pilot.app.screen.pane.place == "problems.improvements"


async def test_the_selected_words_are_looked_for(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        await pilot.app.screen._go_to_ref("overview.opening")
        await press(pilot, "right", "right", *(["shift+right"] * 2), "ctrl+f")
        assert "处“《中”" in shown(pilot)
        await type_in(pilot, "条例")
        assert "处“条例”" in shown(pilot)


async def test_a_report_that_is_read_only_can_be_searched(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as first:
        await press(first)
        async with running(path, tmp_path) as pilot:
            await press(pilot, "ctrl+f")
            await type_in(pilot, "收费")
            await press(pilot, "f2")
            assert "不能替换" in shown(pilot) and "只读，不能改" in shown(pilot)


async def test_what_is_not_there_is_said_and_no_key_fails(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path, (60, 20)) as pilot:
        await press(pilot, "ctrl+f", "f2", "f8", "f9", "enter")
        assert "查找和替换" in shown(pilot)
        await type_in(pilot, "202")
        assert "数按整个的找，要打全" in shown(pilot)
        await press(pilot, "f8", "f9", "enter", "escape", "ctrl+f")
        assert "202" in shown(pilot)

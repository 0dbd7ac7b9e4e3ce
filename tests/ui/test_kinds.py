"""The keys of tables and passages that bring figures, sentences and notes: pressed in the whole program."""

from __future__ import annotations

from tests.ui.screens import copies, press, running, settled, shown, type_in
from tui_report.form.cn_2021 import FORM
from tui_report.store.reading import read_report
from tui_report.ui.keeper import Keeper
from tui_report.ui.session import Session

REQUEST = "overview.on_request"


async def passage(pilot, number: int = 4) -> None:
    """Goes to a step and clears the passage there."""
    await press(pilot, "ctrl+o", *["f8"] * number)
    session_of(pilot).set({pilot.app.screen.step.key: None})
    await press(pilot, "home")


def session_of(pilot) -> Session:
    return pilot.app.session


def keeper_of(pilot) -> Keeper:
    return pilot.app.keeper


def text(pilot) -> str:
    return session_of(pilot).report.text(REQUEST)


async def test_a_starter_is_chosen_and_put_in_as_one_step(tmp_path):
    path = copies(tmp_path, "busy-township-2024", "busy-township-2023")
    async with running(path, tmp_path) as pilot:
        await passage(pilot)
        assert "F9 样句" in shown(pilot)
        await press(pilot, "f9")
        assert "本年新收政府信息公开申请19件，其中自然人14件" in shown(pilot)
        await press(pilot, "escape")
        assert text(pilot) == ""
        await press(pilot, "f9", "down", "enter")
        assert text(pilot).startswith("因政府信息公开工作，被申请行政复议{{ disputes.review.total }}件")
        await type_in(pilot, "都已办结")
        assert text(pilot).endswith("都已办结")
        await press(pilot, "ctrl+z", "ctrl+z")
        assert text(pilot) == ""


async def test_a_passage_that_no_figure_speaks_of_says_so(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await passage(pilot, 6)
        await press(pilot, "f9")
        assert "这一段没有现成的句子" in shown(pilot)


async def test_zeros_tell_where_the_sentence_is(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        session_of(pilot).set(dict.fromkeys(FORM.entered))
        await press(pilot, "ctrl+o", *["f8"] * 9, "f9", "1")
        assert "依申请公开情况按F9有样句" in shown(pilot)


async def test_a_typed_number_that_equals_one_figure_becomes_that_figure(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await passage(pilot)
        await type_in(pilot, "全年收到19")
        await press(pilot, "f2")
        assert text(pilot) == "全年收到{{ requests.new.total }}"
        assert "19换成了" in shown(pilot)
        await press(pilot, "ctrl+z")
        assert text(pilot) == "全年收到19"


async def test_a_number_that_equals_several_figures_is_asked_about_with_those_first(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await passage(pilot)
        await type_in(pilot, "14件复议2")
        await press(pilot, "f2")
        assert "2是表里哪个数" in shown(pilot)
        await type_in(pilot, "xzfy")
        await press(pilot, "enter")
        assert text(pilot) == "14件复议{{ disputes.review.total }}"


async def test_no_number_at_the_cursor_puts_the_figure_in(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await passage(pilot)
        await type_in(pilot, "2024年收到")
        await press(pilot, "f2", "enter")
        assert text(pilot) == "2024年收到{{ requests.new.total }}"


async def test_a_note_is_written_shown_saved_and_taken_back(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+o", *["f8"] * 9, "f6")
        assert "备注：第三部分 一、本年新收" in shown(pilot)
        await type_in(pilot, "台账第3页")
        await press(pilot, "enter")
        assert "备注：台账第3页" in shown(pilot)
        assert "14*" in shown(pilot)
        assert keeper_of(pilot).flush(5)
        assert dict(read_report(path, FORM).notes) == {"requests.new.person": "台账第3页"}
        await press(pilot, "f6", "escape")
        assert session_of(pilot).report.notes
        await press(pilot, "ctrl+z")
        assert "14*" not in shown(pilot)


async def test_figures_and_starters_have_a_second_key(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "f8", "f8")
        await press(pilot, "ctrl+k")
        assert "放进现成的句子" in shown(pilot)
        await press(pilot, "escape", "ctrl+e")
        assert type(pilot.app.screen).__name__ == "FigureScreen"


async def test_an_editor_is_refused_unless_the_office_allows_it(tmp_path, monkeypatch):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await passage(pilot)
        await press(pilot, "ctrl+e")
        assert type(pilot.app.screen).__name__ == "FigureScreen"
        await press(pilot, "escape")
        assert text(pilot) == ""


async def test_a_table_that_was_typed_or_imported_as_all_zero_is_confirmed_by_the_same_key(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("[[waiver]]")] if "[[waiver]]" in text else text, "utf-8")
    async with running(path, tmp_path) as pilot:
        session = session_of(pilot)
        await pilot.app.screen._go_to_ref("disputes")
        assert [f.rule for f in session.assessment.by_ref["disputes"]] == ["T08"]
        await press(pilot, "f9")
        assert "确认全部是0" in shown(pilot)
        await press(pilot, "1")
        assert "disputes" not in session.assessment.by_ref and "已确认全部是0" in pilot.app.last_said
        await press(pilot, "f9")
        assert "没有空格可填" in pilot.app.last_said


async def test_lines_of_a_passage_that_are_out_of_view_are_said(tmp_path):
    path = copies(tmp_path, "busy-township-2024", "busy-township-2023")
    async with running(path, tmp_path) as pilot:
        pilot.app.session.set({"overview.proactive": "\n".join(["一行。"] * 20)})
        await pilot.app.screen._go_to_ref("overview.proactive")
        await settled(pilot)
        assert "第2段，共9段  60字  下面还有4行" in shown(pilot)
        await press(pilot, "f6")
        await settled(pilot)
        assert "下面还有12行" in shown(pilot)
        await press(pilot, "f6", "ctrl+end")
        await settled(pilot)
        assert "上面还有9行" in shown(pilot) and "下面" not in shown(pilot)
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert "第2段" not in shown(pilot) and "（一）主动公开情况  60字  上面还有9行" in shown(pilot)

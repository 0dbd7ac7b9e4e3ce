"""The desk in an app: what keys put into the session, and what stands on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import cast

import pytest
from textual import events, on
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Value
from tui_report.rules.model import Finding
from tui_report.settings import Settings
from tui_report.store.files import ReportFile
from tui_report.ui.session import Session
from tui_report.ui.widgets.desk import MOST, Desk

REF = "overview.on_request"
OTHER = "overview.platform"
NEW = "{{ requests.new.total }}"
PROSE = (
    "本乡全年共收到群众当面、信函和网上提出的政府信息公开申请二十七件，都在规定的期限以内答复；"
    "“三重一大”事项按月公布。\n第二段写受理的流程。"
)


class MemoryFile:
    """A report that is kept nowhere."""

    def __init__(self, values: dict[str, Value], readonly: str = "") -> None:
        self.report = Report(values)
        self.readonly = readonly

    def save(self, report: Report) -> None:
        self.report = report


class Elsewhere(Widget, can_focus=True):
    """Something else that can have the focus."""

    DEFAULT_CSS = "Elsewhere { height: 1; }"


class Room(App[None]):
    """A desk under a line of text, as a step shows it."""

    def __init__(self, session: Session, ambiguous=1) -> None:
        super().__init__()
        self.session = session
        self.now = 100.0
        self.told: list[Message] = []
        self.ambiguous = ambiguous

    def compose(self) -> ComposeResult:
        self.desk = Desk(self.session, REF, ambiguous=self.ambiguous, clock=lambda: self.now)
        self.desk.styles.height = 8
        yield Elsewhere()
        yield self.desk

    def on_mount(self) -> None:
        self.desk.focus()

    @on(Desk.Refused)
    @on(Desk.Noted)
    def tell(self, message: Message) -> None:
        self.told.append(message)

    def undo(self) -> None:
        self.session.undo()
        self.desk.refresh_from_session()

    def redo(self) -> None:
        self.session.redo()
        self.desk.refresh_from_session()

    @property
    def text(self) -> str:
        return self.session.report.text(REF)


@asynccontextmanager
async def room(
    text: str = "", *, readonly: str = "", size: tuple[int, int] = (80, 24), ambiguous=1, **values: Value
) -> AsyncIterator[tuple[Room, Pilot[None]]]:
    held = {ref.replace("__", "."): value for ref, value in values.items()} | ({REF: text} if text else {})
    file = cast(ReportFile, MemoryFile(held, readonly))
    session = Session(FORM, file, last=None, settings=Settings(), today=date(2025, 1, 14))
    app = Room(session, ambiguous)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


def dump(app: Room) -> list[str]:
    """The lines of the desk as the screen shows them, without blanks at their ends."""
    region = app.desk.region
    strips = app.screen._compositor.render_strips()
    return [strip.text.rstrip() for strip in strips[region.y : region.bottom]]


def styled(app: Room, y: int, mark: str) -> str:
    """The characters of a line that carry a text style."""
    strip = app.desk.render_line(y)
    return "".join(s.text for s in strip if s.style and getattr(s.style, mark))


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Sends each character as a key, as an input method's commit arrives."""
    for character in text:
        pilot.app.post_message(events.Key("", character))
    await pilot.pause()


def under_cursor(app: Room) -> tuple[int, int]:
    """Where the terminal's cursor stands in the desk."""
    offset = app.cursor_position - app.desk.content_region.offset
    return offset.x, offset.y


async def test_the_passage_stands_wrapped_by_chinese_rules():
    async with room(PROSE) as (app, _):
        assert dump(app) == [
            "     本乡全年共收到群众当面、信函和网上提出的政府信息公开申请二十七件，都在规定",
            " 的期限以内答复；“三重一大”事项按月公布。",
            "     第二段写受理的流程。",
            *[""] * 5,
        ]


async def test_nothing_stands_to_the_right_of_a_character_of_uncertain_width():
    async with room(PROSE) as (app, _):
        assert app.desk.region.right == app.size.width
        assert not app.desk.show_vertical_scrollbar


async def test_uncertain_characters_take_two_columns_where_the_terminal_draws_them_so():
    async with room("“" * 5 + "本", ambiguous=2) as (app, pilot):
        await pilot.press("end")
        assert under_cursor(app) == (4 + 5 + 2, 0)  # the painter knows how far that is to the right


async def test_a_typed_character_reaches_the_session_at_once():
    async with room() as (app, pilot):
        changes: list[str] = []
        app.session.changed = lambda: changes.append(app.text)
        await pilot.press("1", "space", "a")
        assert changes == ["1", "1 ", "1 a"]


async def test_a_commit_of_an_input_method_arrives_whole_and_is_one_step():
    async with room("开头。") as (app, pilot):
        await pilot.press("ctrl+end")
        await type_in(pilot, "本乡全年主动公开政府信息一百二十条，\u3000其中公开栏八十条。")
        assert app.text == "开头。本乡全年主动公开政府信息一百二十条，\u3000其中公开栏八十条。"
        app.undo()
        assert app.text == "开头。"


async def test_a_pause_a_move_and_another_kind_of_edit_begin_a_new_step():
    async with room() as (app, pilot):
        await type_in(pilot, "一二")
        app.now += 1
        await type_in(pilot, "三")
        app.now += 2
        await type_in(pilot, "四")
        await pilot.press("left", "right")
        await type_in(pilot, "五六")
        await pilot.press("backspace", "backspace")
        await type_in(pilot, "七")
        seen = []
        while app.text:
            app.undo()
            seen.append(app.text)
        assert seen == ["一二三四", "一二三四五六", "一二三四", "一二三", ""]


async def test_typing_after_an_undo_is_a_step_of_its_own():
    async with room() as (app, pilot):
        await type_in(pilot, "一")
        app.now += 2
        await type_in(pilot, "二")
        app.undo()
        await type_in(pilot, "三")
        app.undo()
        assert app.text == "一"


async def test_all_steps_can_be_taken_back_and_done_again():
    async with room() as (app, _):
        texts = [""]
        for number in range(100):
            app.desk.insert_text(str(number % 10))
            texts.append(app.text)
        for text in reversed(texts[:-1]):
            app.undo()
            assert app.text == text
        for text in texts[1:]:
            app.redo()
            assert app.text == text


async def test_undo_puts_the_cursor_at_the_change():
    async with room(PROSE) as (app, pilot):
        app.desk.go_to(5)
        await type_in(pilot, "新")
        await pilot.press("ctrl+end")
        app.undo()
        assert app.desk.cursor == 5
        app.redo()
        assert app.desk.cursor == 6


async def test_a_passage_of_blanks_is_not_filled_in():
    async with room("字") as (app, pilot):
        await pilot.press("delete", "enter", "space")
        assert REF not in app.session.report.values
        app.desk.refresh_from_session()
        await pilot.press("a")
        assert app.text == "\n a"


async def test_enter_begins_a_paragraph_that_is_set_in():
    async with room("甲乙") as (app, pilot):
        await pilot.press("right", "enter")
        assert app.text == "甲\n乙"
        assert dump(app)[:2] == ["     甲", "     乙"]
        assert under_cursor(app) == (4, 1)


async def test_tab_leaves_the_desk():
    async with room("甲") as (app, pilot):
        await pilot.press("tab")
        assert isinstance(app.focused, Elsewhere)
        assert app.text == "甲"


async def test_keys_of_the_app_are_left_to_it():
    async with room("甲") as (app, _):
        for key in ("f2", "ctrl+z", "ctrl+s", "escape", "ctrl+g"):
            event = events.Key(key, None)
            app.desk.on_key(event)
            assert not event._stop_propagation
        assert app.text == "甲"


async def test_a_paste_is_cleaned_and_one_step():
    async with room("甲") as (app, pilot):
        await pilot.press("end")
        app.desk.post_message(events.Paste("\r\n\u3000\u3000第一段\u200b \r\n\u3000\u3000第二段\x1b"))
        await pilot.pause()
        assert app.text == "甲\n第一段\n第二段"
        app.undo()
        assert app.text == "甲"


async def test_a_paste_beyond_the_limit_is_cut_and_told():
    async with room("甲") as (app, pilot):
        app.desk.post_message(events.Paste("字" * MOST))
        await pilot.pause()
        assert len(app.text) == MOST
        assert [m.text for m in app.told if isinstance(m, Desk.Noted)] == [
            "一段最多50000字，粘贴的后面1字放不下，没有粘入：请分到别的段落里。"
        ]


async def test_cut_copy_and_paste_within_the_program():
    async with room("一二三四") as (app, pilot):
        await pilot.press("ctrl+c")
        assert isinstance(app.told[-1], Desk.Noted)
        await pilot.press("right", "shift+right", "shift+right")
        assert styled(app, 0, "reverse") == "二三"
        await pilot.press("ctrl+x")
        assert (app.text, app.clipboard) == ("一四", "二三")
        await pilot.press("end", "ctrl+v")
        assert app.text == "一四二三"


async def test_a_selected_paragraph_end_can_be_seen():
    async with room("一\n\n二") as (app, pilot):
        await pilot.press("right", "shift+down", "shift+down")
        assert [styled(app, y, "reverse") for y in range(3)] == [" ", " ", "二"]


async def test_a_read_only_report_refuses_edits_but_not_moves():
    async with room("一二", readonly="王某正在填写") as (app, pilot):
        await pilot.press("right", "x", "backspace", "enter", "delete")
        app.desk.post_message(events.Paste("粘"))
        await pilot.pause()
        assert (app.text, app.desk.cursor) == ("一二", 1)
        assert [m.reason for m in app.told if isinstance(m, Desk.Refused)] == ["王某正在填写"] * 5


async def test_a_reference_shows_label_and_value_and_follows_the_figure():
    async with room(f"共收到{NEW}件。", requests__new__person=3) as (app, pilot):
        assert dump(app)[0] == "     共收到[本年新收/总计 3]件。"
        assert styled(app, 0, "bold") == "[本年新收/总计 3]"
        app.session.set({"requests.new.person": 12})
        app.desk.refresh_from_session()
        await pilot.pause()
        assert dump(app)[0] == "     共收到[本年新收/总计 12]件。"
        app.session.set({"requests.new.person": None})
        app.desk.refresh_from_session()
        await pilot.pause()
        assert dump(app)[0] == "     共收到[本年新收/总计 未填]件。"


async def test_a_reference_is_one_unit_for_the_cursor_and_for_backspace():
    async with room(f"共{NEW}件", requests__new__person=3) as (app, pilot):
        await pilot.press("right", "right")
        assert app.desk.cursor == 1 + len(NEW)
        assert app.desk.reference_at_cursor() == "requests.new.total"
        assert under_cursor(app) == (4 + 2 + len("[本年新收/总计 3]") + 6, 0)
        await pilot.press("backspace")
        assert app.text == "共件"
        app.undo()
        assert app.text == f"共{NEW}件"


async def test_a_typed_number_becomes_a_reference():
    async with room("共收到27件。", requests__new__person=27) as (app, pilot):
        app.desk.go_to(4)
        assert app.desk.number_at_cursor() == (3, 5, "27")
        assert app.desk.replace_number_at_cursor("requests.new.total")
        await pilot.pause()
        assert app.text == f"共收到{NEW}件。"
        assert app.desk.cursor == 3 + len(NEW)
        assert not app.desk.replace_number_at_cursor("requests.new.total")
        app.undo()
        assert app.text == "共收到27件。"


async def test_the_printed_characters_are_counted():
    async with room(f"共 {NEW}件\n。", requests__new__person=27) as (app, _):
        assert app.desk.character_count() == len("共27件。")


async def test_brackets_and_braces_are_shown_as_they_are():
    async with room("[/x] [@click=app.quit]甲[/] %s {{ 年 }} {{") as (app, _):
        assert dump(app)[0] == "     [/x] [@click=app.quit]甲[/] %s {{ 年 }} {{"


async def test_steering_characters_of_a_file_are_shown_and_go_as_one():
    async with room("甲\x1b]0;x\x07\u202e乙") as (app, pilot):
        assert dump(app)[0] == "     甲<U+001B>]0;x<U+0007><U+202E>乙"
        await pilot.press("end", "left", "backspace")
        assert app.text == "甲\x1b]0;x\x07乙"


async def test_words_with_a_finding_are_underlined_and_found_by_the_cursor():
    async with room("共162条，其中41条。") as (app, pilot):
        finding = Finding("X03", "warning", (REF,), "各项合计不符", span=(1, 4))
        app.session._assessed = (app.session.report, app.session.assessment._replace(findings=(finding,)))
        app.desk.refresh_from_session()
        await pilot.pause()
        assert styled(app, 0, "underline") == "162"
        assert app.desk.findings_at_cursor() == ()
        await pilot.press("x", "right")
        assert styled(app, 0, "underline") == "162"
        assert app.desk.findings_at_cursor() == (finding,)
        await pilot.press("right", "delete", "delete", "delete")
        assert styled(app, 0, "underline") == "1"


async def test_the_real_findings_of_a_passage_mark_words_of_it():
    text = "本乡全年收到申请3件,全部办结。"
    async with room(text) as (app, _):
        spans = [f.span for f in app.session.assessment.by_ref.get(REF, ()) if f.span and f.refs[0] == REF]
        assert spans
        marked = {i for start, end in spans for i in range(start, end)}
        assert styled(app, 0, "underline") == "".join(text[i] for i in sorted(marked))


async def test_the_cursor_is_right_after_focus_move_scroll_and_resize():
    async with room("\n".join(f"第{n}段" for n in range(30))) as (app, pilot):
        assert under_cursor(app) == (4, 0)
        await pilot.press("down", "end")
        assert under_cursor(app) == (4 + 5, 1)
        await pilot.press("ctrl+end")
        assert dump(app)[under_cursor(app)[1]] == "     第29段"
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert dump(app)[under_cursor(app)[1]] == "     第29段"
        await pilot.press("tab")
        app.cursor_position = Offset(0, 0)
        await pilot.press("shift+tab")
        await pilot.pause()
        assert dump(app)[under_cursor(app)[1]] == "     第29段"


async def test_a_narrower_window_wraps_anew():
    async with room(PROSE) as (app, pilot):
        await pilot.resize_terminal(42, 20)
        await pilot.pause()
        assert dump(app)[:4] == [
            "     本乡全年共收到群众当面、信函和网上提",
            " 出的政府信息公开申请二十七件，都在规定的",
            " 期限以内答复；“三重一大”事项按月公布。",
            "     第二段写受理的流程。",
        ]


async def test_only_lines_that_changed_are_repainted():
    async with room(PROSE) as (app, pilot):
        painted: list[int] = []
        refresh = app.desk.refresh

        def counted(*regions, **options):
            painted.extend(region.y for region in regions)
            return refresh(*regions, **options)

        app.desk.refresh = counted  # type: ignore[method-assign]
        await pilot.press("ctrl+end", "x")
        assert painted == [2]
        painted.clear()
        await pilot.press("up", "up", "down")
        assert painted == []
        app.desk.refresh_from_session()
        assert painted == []


async def test_another_passage_can_be_shown():
    async with room(PROSE, overview__platform="公开栏一处。") as (app, pilot):
        await pilot.press("ctrl+end")
        app.desk.show(OTHER)
        await pilot.pause()
        assert dump(app)[:2] == ["     公开栏一处。", ""]
        assert under_cursor(app) == (4, 0)
        await pilot.press("x")
        assert app.session.report.text(OTHER) == "x公开栏一处。"
        assert app.text == PROSE


async def test_a_paragraph_of_thirty_thousand_characters_is_shown_and_edited():
    async with room("本乡公开政府信息，" * 3334) as (app, pilot):
        await pilot.press("ctrl+end")
        await type_in(pilot, "完")
        assert app.text.endswith("信息，完")
        assert dump(app)[under_cursor(app)[1]].endswith("信息，完")


@pytest.mark.parametrize("width", [1, 4, 9])
async def test_a_window_far_too_narrow_breaks_nothing(width):
    async with room(PROSE, size=(width, 12)) as (app, pilot):
        await pilot.press("end", "x", "down", "pagedown", "backspace")
        assert len(app.text) == len(PROSE)

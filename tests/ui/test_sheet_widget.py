from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Offset

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Unread
from tui_report.settings import Settings
from tui_report.ui.session import Session
from tui_report.ui.sheet import NO_MORE
from tui_report.ui.widgets.sheet import COMPUTED, Sheet
from tui_report.width import display_width

if TYPE_CHECKING:
    from tui_report.store.files import ReportFile

ZEROS = dict.fromkeys(FORM.entered, 0)
SIZE = (80, 17)


class File:
    def __init__(self, report: Report, readonly: str) -> None:
        self.report = report
        self.readonly = readonly

    def save(self, report: Report) -> None:
        self.report = report


class Table(App[None]):
    """Nothing but a sheet, wired to its session as a screen does it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, section: str = "requests", values=None, *, readonly: str = "") -> None:
        super().__init__()
        file = cast("ReportFile", File(Report(values or {}), readonly))
        self.session = Session(FORM, file, last=None, settings=Settings(), today=date(2025, 1, 14))
        self.session.changed = self.on_report_changed
        self.section = next(s for s in FORM.sections if s.key == section)
        self.said: list[str] = []
        self.moved: list[str] = []

    def compose(self) -> ComposeResult:
        sheet = Sheet(self.session, self.section)
        sheet.moved = lambda: self.moved.append(sheet.ref)
        yield sheet

    def on_report_changed(self) -> None:
        self.sheet.refresh_from_session()

    def on_sheet_said(self, message: Sheet.Said) -> None:
        self.said.append(message.text)

    @property
    def sheet(self) -> Sheet:
        return self.query_one(Sheet)

    @property
    def values(self):
        return dict(self.session.report.values)

    def dump(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())

    def cursor_character(self) -> str:
        """What stands under the terminal's own cursor."""
        x, y = self.cursor_position
        return self.screen._compositor.render_strips()[y].crop(x, x + 1).text


def type_at_once(app: Table, *keys: str) -> None:
    """Sends keys and characters without waiting between them, also those that the pilot has no names for."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_three_at_eighty_columns():
    values = {**ZEROS, "requests.new.person": 3, "requests.granted.person": 2, "requests.deny_law.legal": Unread("无")}
    del values["requests.partial.other"]
    app = Table(values=values)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down")
        assert (
            app.dump()
            == """\
                                 自然   商业   科研   公益   法律
下面还有10行                       人   企业   机构   组织   机构   其他   总计
一 本年新收                        !3      0      0      0      0      0     =3
二 上年结转                        !0      0      0      0      0      0     =0
三（一）予以公开                    2      0      0      0      0      0     =2
  （二）部分公开                    0      0      0      0      0      _     =0
  （三）1.属于国家秘密              0      0      0      0      0      0     =0
      2.法律法规禁止                0      0      0      0    !无      0     =0
      3.三安全一稳定                0      0      0      0      0      0     =0
      4.保护第三方合法权益          0      0      0      0      0      0     =0
      5.属于三类内部事务信息        0      0      0      0      0      0     =0
      6.属于四类过程性信息          0      0      0      0      0      0     =0
      7.属于行政执法案卷            0      0      0      0      0      0     =0
      8.属于行政查询事项            0      0      0      0      0      0     =0
  （四）1.不掌握                    0      0      0      0      0      0     =0
      2.需另行制作                  0      0      0      0      0      0     =0
      3.补正后申请内容仍不明确      0      0      0      0      0      0     =0"""
        )
        await pilot.press("ctrl+end")
        assert app.dump().splitlines()[1].startswith("上面还有10行")
        assert app.dump().splitlines()[-1].startswith("四、结转下年度继续办理 ")


async def test_three_is_whole_at_120_by_36():
    app = Table(values=ZEROS)
    async with app.run_test(size=(120, 29)):
        lines = app.dump().splitlines()
        head = (
            "                                                       自然      商业      科研      公益      法律",
            "                                                         人      企业      机构      组织      机构"
            "      其他      总计",
        )
        assert tuple(lines[:2]) == head
        assert lines[2].startswith("一、本年新收政府信息公开申请数量                          0         0")
        assert lines[19].startswith("      3.要求提供公开出版物 ")
        assert lines[26].startswith("四、结转下年度继续办理 ") and not any(lines[27:])


async def test_two_shows_its_four_tables_with_their_own_heads():
    app = Table("disclosure", {"disclosure.normative.made": 12, "disclosure.fees.amount": Decimal("2.58")})
    async with app.run_test(size=(80, 14)):
        assert (
            app.dump()
            == """\
第二十条第（一）项                     本年          本年          现行
                                       制发          废止          有效
规章                                      _             _             _
行政规范性文件                           12             _             _
第二十条第（五）项                     本年
                                       决定
行政许可                                  _
第二十条第（六）项                     本年
                                       决定
行政处罚                                  _
行政强制                                  _
第二十条第（八）项                     收费
                                       万元
行政事业性收费                         2.58"""
        )


async def test_four_is_three_rows_of_five():
    app = Table("disputes", ZEROS)
    async with app.run_test(size=(60, 6)):
        assert (
            app.dump()
            == """\
                           结果   结果   其他   尚未
                           维持   纠正   结果   审结   总计
行政复议                      0      0      0      0     =0
诉讼：直接起诉                0      0      0      0     =0
诉讼：复议后起诉              0      0      0      0     =0
"""
        )


@pytest.mark.parametrize("size", [(60, 8), (80, 17), (132, 40)])
@pytest.mark.parametrize("section", ["disclosure", "requests", "disputes"])
async def test_nothing_on_the_sheet_has_an_uncertain_width(section, size):
    app = Table(section, ZEROS)
    async with app.run_test(size=size):
        for line in app.dump().splitlines():
            assert display_width(line, 1) == display_width(line, 2) <= size[0]


async def test_digits_overwrite_at_once_and_are_one_step_of_undo():
    app = Table(values={"requests.new.person": 7})
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        assert app.values == {"requests.new.person": 1}
        await pilot.press("2", "3", "tab", "4", "enter")
        assert app.values == {"requests.new.person": 123, "requests.new.business": 4}
        assert app.sheet.ref == "requests.carried_in.person"
        assert "   123      4      _" in app.dump().splitlines()[2]
        assert app.dump().splitlines()[2].endswith("=127")
        app.session.undo()
        undone = app.session.undo()
        assert undone and undone.name.endswith("由7改为123") and undone.place == "requests.new.person"
        assert app.values == {"requests.new.person": 7}
        app.sheet.go_to(undone.place)
        await pilot.pause()
        assert app.sheet.ref == "requests.new.person" and "      7      _" in app.dump()


async def test_escape_brings_back_what_was_there_and_leaves_no_step():
    app = Table(values={"requests.new.person": 7})
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4", "5", "escape")
        assert app.values == {"requests.new.person": 7} and not app.sheet.typing
        assert app.session.undo() is None
        assert app.said == ["已放弃，还是7"]


async def test_undo_while_typing_ends_the_entry():
    app = Table()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4", "5")
        app.session.undo()
        assert not app.sheet.typing and app.values == {}
        await pilot.press("6", "tab")
        assert app.values == {"requests.new.person": 6}


async def test_f2_edits_within_the_number():
    app = Table(values={"requests.new.person": 1234})
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2", "left", "backspace", "home", "delete", "9", "end", "5")
        assert app.values == {"requests.new.person": 9245}
        assert app.sheet.ref == "requests.new.person"
        await pilot.press("down")
        assert app.sheet.ref == "requests.carried_in.person"
        assert app.session.undo() and app.values == {"requests.new.person": 1234}


async def test_f2_and_away_changes_nothing():
    app = Table(values={"requests.new.person": Unread(1.5)})
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2", "left", "enter")
        assert app.values == {"requests.new.person": Unread(1.5)} and app.session.undo() is None


@pytest.mark.parametrize("key", ["backspace", "delete"])
async def test_a_cell_is_cleared_to_blank(key):
    app = Table(values={"requests.new.person": 7})
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(key)
        assert app.values == {} and "_" in app.dump().splitlines()[2]
        await pilot.press("1", "2", "backspace", "backspace", "tab")
        assert app.values == {}


async def test_full_width_digits_are_understood_and_said_so():
    app = Table()
    async with app.run_test(size=SIZE) as pilot:
        type_at_once(app, *"１，２３４")
        await pilot.press("tab")
        assert app.values == {"requests.new.person": 1234}
        assert "“１，２３４”已按1234理解" in app.said[-1]


@pytest.mark.parametrize("text", ["-", "/", "无", "12件", "abc"])
async def test_what_is_no_number_stays_in_the_cell_and_is_explained(text):
    app = Table()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*text)
        assert "不是数字" in app.said[-1] and text in app.dump()
        await pilot.press("tab")
        assert app.values == {"requests.new.person": Unread(text)}
        assert app.said[-1].startswith("一 本年新收/自然人 原样留着，请改正：")
        assert f"!{text}" in app.dump()
        faults = app.session.assessment.by_ref["requests.new.person"]
        assert [f.rule for f in faults if f.refs == ("requests.new.person",)] == ["T05"]


async def test_a_fee_has_six_places_and_a_chinese_full_stop_for_a_point():
    app = Table("disclosure")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+end", *"2.123456")
        assert app.said == []
        await pilot.press("enter")
        assert app.values == {"disclosure.fees.amount": Decimal("2.123456")}
        assert app.said == [NO_MORE]
        type_at_once(app, *"2。5")
        await pilot.press("up")
        assert app.values == {"disclosure.fees.amount": Decimal("2.5")}


async def test_computed_cells_can_be_read_but_not_typed_into():
    app = Table(values=ZEROS)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("end")
        assert app.sheet.ref == "requests.new.total"
        for key in ("5", "f2", "delete"):
            await pilot.press(key)
            assert app.said[-1] == COMPUTED
        assert app.values == ZEROS
        await pilot.press("tab")
        assert app.sheet.ref == "requests.carried_in.person"


async def test_a_read_only_report_says_why_nothing_can_be_typed():
    app = Table(values=ZEROS, readonly="李四正在编辑")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("5", "delete")
        app.sheet.post_message(events.Paste("1\t2"))
        await pilot.pause()
        assert app.sheet.fill_zeros() == 0
        await pilot.pause()
        assert app.values == ZEROS and len(app.said) == 4
        assert all("李四正在编辑" in said for said in app.said)


async def test_a_block_is_pasted_as_one_step_and_what_did_not_fit_is_named():
    app = Table(values={"requests.new.welfare": 8})
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("right", "right", "right", "right")
        app.sheet.post_message(events.Paste("1\t2\t9\t5\n0\t无\n"))
        await pilot.pause()
        assert app.values == {
            "requests.new.welfare": 8,
            "requests.new.legal": 1,
            "requests.new.other": 2,
            "requests.carried_in.legal": 0,
        }
        assert "超出表格、没有贴1格：第1行第4列5" in app.said[-1]
        assert "第2行第2列无" in app.said[-1] and "贴来9，算得11" in app.said[-1]
        assert app.session.undo() and app.values == {"requests.new.welfare": 8}


async def test_a_single_text_is_pasted_as_if_typed():
    app = Table(values={"requests.new.person": 8})
    async with app.run_test(size=SIZE) as pilot:
        app.sheet.post_message(events.Paste("约12件\r\n"))
        await pilot.pause()
        assert app.values == {"requests.new.person": Unread("约12件")}
        await pilot.press("escape")
        assert app.values == {"requests.new.person": 8}


async def test_zeros_fill_the_blanks_in_one_step():
    app = Table("disputes", {"disputes.review.upheld": 2})
    async with app.run_test(size=SIZE) as pilot:
        assert app.sheet.blank_count() == 11
        assert app.sheet.fill_zeros() == 11
        assert app.sheet.blank_count() == 0 and "_" not in app.dump()
        await pilot.pause()
        assert app.said == []
        app.session.undo()
        assert app.sheet.blank_count() == 11


async def test_the_terminals_cursor_is_on_the_active_cell_always():
    app = Table(values={**ZEROS, "requests.granted.person": 7})
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert app.cursor_position == Offset(36, 2)
        await pilot.press("down", "down")
        assert app.cursor_character() == "7"
        await pilot.press("1", "2")
        assert app.cursor_position == Offset(37, 4)
        await pilot.press("f2", "left", "left")
        assert app.cursor_character() == "1"
        await pilot.press("pagedown", "ctrl+end")
        assert app.cursor_position == Offset(36 + 5 * 7, 16)
        await pilot.resize_terminal(120, 29)
        await pilot.pause()
        assert app.cursor_position == Offset(50 + 10 * 6 - 2, 26)


async def test_rows_scroll_under_their_heads_and_page():
    app = Table(values=ZEROS)
    async with app.run_test(size=SIZE) as pilot:
        head = app.dump().splitlines()[0]
        await pilot.press("pagedown")
        assert app.sheet.ref == "requests.none_unclear.person"
        await pilot.press("pagedown")
        assert app.sheet.ref == "requests.carried_out.person" and app.dump().splitlines()[0] == head
        await pilot.press("pageup", "pageup")
        assert app.sheet.ref == "requests.new.person"
        assert "一 本年新收" in app.dump()


async def test_thirty_enters_at_once_arrive_where_they_should():
    app = Table()
    async with app.run_test(size=SIZE) as pilot:
        type_at_once(app, *["enter"] * 30)
        await pilot.pause()
        assert app.sheet.ref == "requests.deny_safety.business"
        assert app.moved[-1] == app.sheet.ref and len(app.moved) == 30


async def test_keys_that_are_not_the_sheets_go_on_to_the_screen():
    app = Table()
    async with app.run_test(size=SIZE) as pilot:
        for key in ("f3", "f8", "f9", "ctrl+z", "ctrl+g", "escape"):
            assert not app.sheet.press(events.Key(key, None))
        await pilot.press("f9", "ctrl+s")
        assert app.values == {}


async def test_a_move_refreshes_two_cells_and_a_digit_only_what_it_changes(monkeypatch):
    app = Table(values=ZEROS)
    async with app.run_test(size=SIZE) as pilot:
        seen: list[tuple] = []
        refresh = app.sheet.refresh

        def counted(*regions, **how):
            seen.append(regions)
            return refresh(*regions, **how)

        monkeypatch.setattr(app.sheet, "refresh", counted)
        await pilot.press("right")
        assert [len(regions) for regions in seen] == [2]
        seen.clear()
        await pilot.press("0")
        await pilot.press("tab")
        assert all(0 < len(regions) <= 2 for regions in seen)
        seen.clear()
        await pilot.press("5")
        cells = {region for regions in seen for region in regions}
        columns = {(region.x - 31) // 7 for region in cells}
        assert columns == {2, 6} and len(cells) <= 4


@pytest.mark.parametrize("seed", range(4))
async def test_after_any_keys_the_screen_is_what_a_full_repaint_would_show(seed):
    chance = random.Random(seed)
    keys = [*"0123459", "x", "，", "tab", "enter", "shift+tab", "up", "down", "left", "right", "f2", "backspace",
            "delete", "escape", "home", "end", "pageup", "pagedown", "ctrl+home", "ctrl+end"]  # fmt: skip
    app = Table(chance.choice(["requests", "disclosure", "disputes"]), ZEROS if seed % 2 else {})
    async with app.run_test(size=(80, chance.choice([8, 17, 30]))) as pilot:
        for _ in range(15):
            type_at_once(app, *chance.choices(keys, k=15))
            await pilot.pause()
            if chance.random() < 0.3:
                app.session.undo()
            if chance.random() < 0.2:
                await pilot.resize_terminal(chance.choice([60, 80, 120]), chance.choice([8, 17, 30]))
            await pilot.pause()
            shown = app.dump()
            app.sheet._redraw(*app.sheet._grid.places.values())
            app.sheet._styles_cache.clear()
            app.sheet.refresh()
            await pilot.pause()
            assert app.dump() == shown
            assert app.sheet.content_region.contains_point(app.cursor_position)

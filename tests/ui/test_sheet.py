from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Unread
from tui_report.settings import Settings
from tui_report.ui.context import (
    balance_line,
    below_line,
    help_line,
    last_line,
    note_line,
    place_line,
    sum_line,
    title_line,
)
from tui_report.ui.entry import MOST_CHARACTERS, Entry, meaning
from tui_report.ui.paste import lay, read_block
from tui_report.ui.session import Session
from tui_report.ui.sheet import COLUMN_DONE, NO_LESS, NO_MORE, Cursor, Grid, blanks, zeros
from tui_report.ui.sheet_layout import faces, layout
from tui_report.width import display_width

if TYPE_CHECKING:
    from tui_report.store.files import ReportFile

DISCLOSURE, REQUESTS, DISPUTES = (Grid(s) for s in FORM.sections if s.tables)
GRIDS = (DISCLOSURE, REQUESTS, DISPUTES)
grids = st.sampled_from(GRIDS)
ZEROS = dict.fromkeys(FORM.entered, 0)


class File:
    readonly = ""

    def __init__(self, report: Report) -> None:
        self.report = report

    def save(self, report: Report) -> None:
        self.report = report


def session_of(values=None, *, last=None, notes=None) -> Session:
    report = Report(values or {}, notes=notes or {})
    file = cast("ReportFile", File(report))
    before = None if last is None else Report(last)
    return Session(FORM, file, last=before, settings=Settings(), today=date(2025, 1, 14), who="某某")


# The ways through the cells


@given(grids)
def test_tab_visits_every_entered_cell_once_in_reading_order_and_back_undoes_it(grid):
    cursor, seen = Cursor(grid), [grid.entered[0]]
    while not cursor.tab():
        seen.append(cursor.at)
    assert tuple(seen) == grid.entered
    assert cursor.tab() == NO_MORE
    while not cursor.back():
        seen.pop()
        assert cursor.at == seen[-1]
    assert cursor.at == grid.entered[0]
    assert cursor.back() == NO_LESS


@given(grids, st.lists(st.sampled_from(["tab", "back", "enter", "up", "down", "left", "right", "home", "end", "last"])))
def test_no_way_leaves_the_grid_and_entry_keys_skip_derived_cells(grid, ways):
    cursor = Cursor(grid)
    arrows = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
    for way in ways:
        before = cursor.at
        said = cursor.step(*arrows[way]) if way in arrows else getattr(cursor, way)()
        assert cursor.at in grid.places.values()
        if way in ("tab", "back", "enter"):
            assert (cursor.at == before) == (said in (NO_MORE, NO_LESS))
            assert cursor.at == before or not cursor.cell.derived


@given(st.integers(0, 21), st.integers(0, 5), st.integers(0, 5))
def test_enter_returns_to_the_column_where_the_run_of_tabs_began(row, start, tabs):
    cursor = Cursor(REQUESTS)
    cursor.go(row, start)
    tabs = min(tabs, 5 - start)
    for _ in range(tabs):
        cursor.tab()
    assert cursor.at == (row, start + tabs)
    cursor.enter()
    assert cursor.at == (row + 1, start)


def test_a_tab_over_the_row_end_begins_a_new_run_and_an_arrow_ends_it():
    cursor = Cursor(REQUESTS)
    cursor.go(0, 4)
    cursor.tab()
    cursor.tab()
    cursor.tab()
    assert cursor.at == (1, 1)
    cursor.enter()
    assert cursor.at == (2, 0)
    cursor.tab()
    cursor.step(0, 1)
    cursor.enter()
    assert cursor.at == (3, 2)


def test_enter_passes_over_the_total_row_and_goes_on_to_the_next_column():
    cursor = Cursor(REQUESTS)
    cursor.go(22, 0)
    assert cursor.enter() == ""
    assert cursor.cell.ref == "requests.carried_out.person"
    assert cursor.enter() == COLUMN_DONE
    assert cursor.cell.ref == "requests.new.business"


def test_enter_alone_visits_all_cells_column_by_column():
    cursor, seen = Cursor(REQUESTS), {REQUESTS.entered[0]}
    while cursor.enter() != NO_MORE:
        seen.add(cursor.at)
    assert seen == set(REQUESTS.entered)


def test_enter_goes_down_through_all_tables_of_a_section():
    cursor = Cursor(DISCLOSURE)
    cursor.go(0, 2)
    seen = [cursor.cell.ref]
    while cursor.enter() != NO_MORE:
        seen.append(cursor.cell.ref)
    assert [ref.split(".")[1] for ref in seen] == [
        "regulations", "normative", "permits", "penalties", "coercion", "fees",
    ]  # fmt: skip


def test_a_ref_of_a_cell_a_row_or_the_section_is_found():
    assert REQUESTS.find("requests.granted.business") == (2, 1)
    assert REQUESTS.find("requests.granted") == (2, 0)
    assert REQUESTS.find("requests") == (0, 0)
    assert REQUESTS.find("disputes.review.upheld") is None


# Widths and lines


@pytest.mark.parametrize("width", [60, 80, 100, 132])
@pytest.mark.parametrize("grid", GRIDS)
def test_every_line_fits_and_every_label_is_whole(grid, width):
    laid = layout(grid, width, 30)
    widest = max(len(row) for row in grid.rows)
    assert laid.label + laid.cell * widest <= width
    assert {display_width(label) for label in laid.labels} == {laid.label}
    for label, row in zip(laid.labels, grid.rows, strict=True):
        assert label.rstrip() == row[0].row.short or label.strip().endswith(row[0].row.label)
        assert display_width(label, 2) == display_width(label)
    for head in laid.heads[0]:
        assert all(display_width(text) < laid.cell for text in head.heads)


def test_at_eighty_columns_the_seven_columns_have_seven_each():
    laid = layout(REQUESTS, 80, 16)
    assert (laid.label, laid.cell) == (31, 7)


@given(grids, st.integers(1, 30), st.integers(0, 24), st.integers(0, 24))
def test_the_row_wanted_is_always_in_view_under_its_heads(grid, height, row, start):
    laid = layout(grid, 80, height)
    row, start = (min(n, len(grid.rows) - 1) for n in (row, start))
    window = laid.window(laid.start_for(row, start, height), height)
    assert row in window and len(window) <= height
    if height > len(laid.heads[0]):
        top = next(line for line in window if isinstance(line, int))
        assert window[: len(laid.heads[top])] == laid.heads[top]
    if height >= len(laid.body(0)):
        assert [line for line in window if isinstance(line, int)] == list(range(len(grid.rows)))


def test_blank_zero_derived_unread_and_marked_cells_look_different():
    values = {**ZEROS, "requests.new.person": 3, "requests.granted.legal": Unread("无")}
    del values["requests.partial.person"]
    session = session_of(values, notes={"requests.deny_law.other": "问过法制办"})
    shown = faces(layout(REQUESTS, 80, 30), REQUESTS.places.values(), session.report, session.assessment, None)

    def text(ref: str) -> str:
        return shown[REQUESTS.places[ref]].text

    assert text("requests.new.business") == "     0 "
    assert text("requests.partial.person") == "     _ "
    assert text("requests.new.total") == "    =3 "
    assert text("requests.granted.legal") == "   !无 "
    assert text("requests.deny_law.other") == "     0*"
    assert {display_width(face.text) for face in shown.values()} == {7}


def test_an_open_error_and_a_warning_are_marked_before_the_number():
    values = {**ZEROS, "requests.new.person": 3, "disclosure.normative.made": 12}
    session = session_of(values)
    shown = faces(layout(REQUESTS, 80, 30), REQUESTS.places.values(), session.report, session.assessment, None)
    assert shown[0, 0].text == "    !3 " and shown[0, 0].look == "error"
    assert shown[REQUESTS.places["requests.total.person"]].text == "    !0 "
    shown = faces(layout(DISCLOSURE, 80, 30), DISCLOSURE.places.values(), session.report, session.assessment, None)
    assert shown[1, 0].text.strip() == "?12" and shown[1, 0].look == "warning"


def test_a_number_too_wide_for_its_cell_is_never_shown_in_part():
    session = session_of({**ZEROS, "requests.new.person": 123456789})
    shown = faces(layout(REQUESTS, 60, 30), [(0, 0)], session.report, session.assessment, None)
    assert shown[0, 0].text == "!### "


# What is typed


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        ("12", 0, 12),
        ("１２", 0, 12),
        ("１，２３４", 0, 1234),
        ("", 0, None),
        ("-", 0, Unread("-")),
        ("/", 0, Unread("/")),
        ("12件", 0, Unread("12件")),
        ("1.5", 0, Unread("1.5")),
        ("2.123456", 6, Decimal("2.123456")),
        ("2.1234567", 6, Unread("2.1234567")),
        ("2。5", 6, Decimal("2.5")),
        ("2.", 6, Decimal(2)),
        (".", 6, Unread(".")),
    ],
)
def test_what_a_text_means(text, decimals, value):
    meant = meaning(text, decimals)
    assert meant.value == value
    assert bool(meant.said) == (text not in ("12", "", "2.123456"))


@given(st.text(max_size=30), st.sampled_from([0, 6]))
def test_no_text_is_lost(text, decimals):
    meant = meaning(text, decimals)
    if isinstance(meant.value, Unread):
        assert meant.value.raw == text and meant.said
    elif meant.value is None:
        assert not text.strip()


def test_a_number_in_the_making_is_not_complained_about():
    assert [meaning("1,234"[:n], 0).unfinished for n in range(2, 6)] == [True, True, True, False]
    assert meaning("2.", 6).unfinished
    assert not meaning("1,x", 0).unfinished


@given(st.lists(st.sampled_from(["1", "无", "left", "right", "home", "end", "back", "del"])))
def test_editing_in_a_cell_agrees_with_a_plain_text(steps):
    entry, text, caret = Entry("r", 0, None, "t"), "", 0
    for step in steps:
        if step in ("left", "right", "home", "end"):
            entry = entry.moved(step)
            caret = {"left": max(0, caret - 1), "right": min(len(text), caret + 1), "home": 0, "end": len(text)}[step]
        elif step == "back":
            entry = entry.erased(forward=False)
            text, caret = text[: max(0, caret - 1)] + text[caret:], max(0, caret - 1)
        elif step == "del":
            entry = entry.erased(forward=True)
            text = text[:caret] + text[caret + 1 :]
        else:
            entry = entry.typed(step)
            if len(text) < MOST_CHARACTERS:
                text, caret = text[:caret] + step + text[caret:], caret + 1
        assert (entry.text, entry.caret) == (text, caret)
        shown, after = entry.shown(6)
        assert display_width(shown) <= 6 and 0 <= after <= display_width(shown)


def test_a_long_text_shows_the_part_around_the_cursor():
    entry = Entry("r", 6, None, "t", "123456789", 9)
    assert entry.shown(4) == ("6789", 0)
    assert entry._replace(caret=0).shown(4) == ("123", 3)


# Blocks


def block(*rows: str) -> str:
    return "".join(row.replace(" ", "\t") + "\r\n" for row in rows)


def test_a_block_lands_from_the_cursor_and_understands_digits_of_any_width():
    laid = lay(REQUESTS, (0, 1), read_block(block("1 ２", "0 1,234")))
    assert laid.values == {
        "requests.new.business": 1,
        "requests.new.research": 2,
        "requests.carried_in.business": 0,
        "requests.carried_in.research": 1234,
    }
    assert laid.said(FORM, Report(laid.values)) == "贴入4格；按数字理解2格：２、1,234"


def test_the_whole_table_with_its_totals_is_compared_and_not_stored():
    rows = [["0"] * 7 for _ in range(25)]
    rows[0] = ["3", "0", "0", "0", "0", "0", "3"]
    rows[2] = ["2", "0", "0", "0", "0", "0", "2"]
    rows[23] = ["5", "0", "0", "0", "0", "0", "5"]
    laid = lay(REQUESTS, (0, 0), read_block("\n".join("\t".join(row) for row in rows) + "\n"))
    assert set(laid.values) == {REQUESTS[at].ref for at in REQUESTS.entered}
    said = laid.said(FORM, Report(laid.values))
    assert said.startswith("贴入144格；自动计算的31格没有贴，有2格不同：")
    assert "（七）总计/自然人 贴来5，算得2" in said


def test_totals_that_agree_are_said_to_agree():
    laid = lay(DISPUTES, (0, 0), read_block("1\t0\t0\t2\t3"))
    assert laid.said(FORM, Report(laid.values)) == "贴入4格；自动计算的1格没有贴，都与算得的相同"


def test_what_does_not_fit_is_blank_or_is_no_number_is_named():
    laid = lay(DISPUTES, (2, 2), read_block("1\t无\t\t9\n4"))
    assert laid.values == {"disputes.suit_after_review.other": 1}
    said = laid.said(FORM, Report(laid.values))
    assert "不是数字、没有贴1格：第1行第2列无" in said
    assert "超出表格、没有贴2格：第1行第4列9、第2行第1列4" in said
    assert "空白1格，原来的数没有动" in said


@given(
    grids,
    st.lists(st.lists(st.sampled_from(["1", "", "x", "２", "3.5"]), min_size=1, max_size=9), min_size=1, max_size=30),
    st.data(),
)
def test_every_cell_of_a_block_is_accounted_for(grid, rows, data):
    at = data.draw(st.sampled_from(sorted(grid.places.values())))
    cells = tuple(tuple(row) for row in rows)
    laid = lay(grid, at, cells)
    counted = len(laid.values) + len(laid.stated) + len(laid.unread) + len(laid.outside) + laid.blank
    assert counted == sum(len(row) for row in rows)
    assert not any(grid[grid.places[ref]].derived for ref in laid.values)


# Zeros


def test_zeros_fill_blanks_only_and_confirm_a_section_of_nothing_but_zeros():
    session = session_of()
    step = zeros(REQUESTS, session)
    assert len(step.after) == 144
    session.perform(step)
    assert blanks(REQUESTS, session.report) == ()
    zero = [f for f in session.assessment.findings if f.rule == "T08"]
    assert [(f.refs, f.outcome) for f in zero] == [(("requests",), "waived")]
    assert session.report.waivers[0].by == "某某" and session.report.waivers[0].on == date(2025, 1, 14)
    undone = session.undo()
    assert undone and not session.report.values and not session.report.waivers


def test_zeros_leave_what_was_typed_and_then_confirm_nothing():
    session = session_of({"disclosure.normative.made": 2, "disclosure.permits.decisions": Unread("/")})
    session.perform(zeros(DISCLOSURE, session))
    assert session.report.values["disclosure.normative.made"] == 2
    assert session.report.values["disclosure.permits.decisions"] == Unread("/")
    assert session.report.values["disclosure.fees.amount"] == Decimal(0)
    assert not session.report.waivers


def test_zeros_over_a_full_table_of_zeros_only_confirm_it_anew():
    session = session_of(ZEROS)
    session.perform(zeros(DISPUTES, session))
    session.set({"disputes.review.upheld": 1})
    session.set({"disputes.review.upheld": 0, "disputes.review.other": 0})
    step = zeros(DISPUTES, session)
    assert step.empty
    assert len(session.report.waivers) == 1


# What is said around the cells


def test_the_place_is_said_in_the_printed_words():
    assert place_line(FORM, "requests.deny_internal.person") == (
        "三、本年度办理结果（三）不予公开 5.属于三类内部事务信息  /  申请人情况 自然人"
    )
    assert place_line(FORM, "disclosure.fees.amount") == (
        "第二十条第（八）项 行政事业性收费  /  本年收费金额（单位：万元）"
    )
    assert help_line(FORM, "requests.deny_internal.person").startswith("参见条例第十六条第一款：三类：人事管理")


def test_the_column_is_said_in_words_with_the_value_that_would_balance():
    values = {**ZEROS, "requests.new.person": 3, "requests.granted.person": 2}
    session = session_of(values, last=ZEROS)
    ref = "requests.carried_out.person"
    assert balance_line(session, ref) == "本列：一3 + 二0 = 三（七）2 + 四0    差1    若四填1则相等"
    assert below_line(session, ref) == "本列：一3 + 二0 = 三（七）2 + 四0    差1    若四填1则相等    上年四：0"
    assert below_line(session, ref, 66) == "本列：一3 + 二0 = 三（七）2 + 四0  差1  若四填1则相等  上年四：0"
    assert below_line(session, ref, 60) == "本列：一3 + 二0 = 三（七）2 + 四0  差1  若四填1则相等"
    assert "若一填2则相等" in balance_line(session, "requests.new.person")
    session.set({ref: 1})
    assert balance_line(session, ref) == "本列：一3 + 二0 = 三（七）2 + 四1    相等"
    assert balance_line(session, "requests.new.total") == "本列：一3 + 二0 = 三（七）2 + 四1    相等"


def test_a_value_that_would_balance_is_never_negative():
    session = session_of({**ZEROS, "requests.granted.person": 2, "requests.carried_out.person": 1})
    assert "若二填3则相等" in balance_line(session, "requests.carried_out.person")


def test_blanks_are_counted_and_not_taken_for_zero():
    session = session_of({"requests.new.legal": 3})
    assert balance_line(session, "requests.new.legal") == (
        "本列：一3 + 二空 = 三（七）空 + 四空    差3    还有23格没有数"
    )


def test_the_one_cell_without_a_number_is_the_one_to_fill():
    session = session_of({**ZEROS, "requests.new.person": Unread("3件"), "requests.granted.person": 3})
    assert balance_line(session, "requests.carried_out.person") == (
        "本列：一(不是数字) + 二0 = 三（七）3 + 四0    差3    若一填3则相等"
    )
    session.set({"requests.new.person": 3, "requests.partial.person": None, "requests.granted.person": 1})
    assert balance_line(session, "requests.new.person").endswith("差2    还有1格没有数")


def test_the_line_below_fits_eighty_columns():
    values = {**ZEROS, "requests.new.legal": 123, "requests.granted.legal": 121}
    line = below_line(session_of(values, last=ZEROS), "requests.granted.legal")
    assert "上年0 上年四0" in line and display_width(line) <= 80


def test_documents_in_force_follow_from_last_year():
    last = {**ZEROS, "disclosure.normative.in_force": 9}
    session = session_of({"disclosure.normative.made": 2, "disclosure.normative.repealed": 1}, last=last)
    ref = "disclosure.normative.in_force"
    words = "上年现行有效9 + 本年制发2 - 本年废止1 = 10"
    assert balance_line(session, ref) == f"{words}    若现行有效填10则相符"
    session.set({ref: 12})
    assert balance_line(session, ref) == f"{words}    现行有效12，差2"
    session.set({ref: 10})
    assert balance_line(session, ref) == f"{words}    与现行有效相符"
    assert balance_line(session_of({ref: 10}), ref) == ""


def test_sums_are_named_with_their_values():
    session = session_of({**ZEROS, "requests.granted.person": 2, "requests.granted.other": 1})
    assert sum_line(session, "requests.granted.person") == "计入：本列（七）总计 2；本行总计 3"
    assert sum_line(session, "requests.granted.total") == "自动计算，不用填：自然人 到 其他 共6列相加，得3"
    assert sum_line(session, "requests.total.person").startswith("自动计算，不用填：（一）予以公开 到 （六）其他处理")
    assert sum_line(session, "disclosure.permits.decisions") == ""


def test_last_year_and_a_note_are_said_where_there_are_any():
    session = session_of(last={**ZEROS, "disputes.review.upheld": 4}, notes={"disputes.review.upheld": "见判决书"})
    assert last_line(session, "disputes.review.upheld") == "上年本格：4"
    assert last_line(session, "disputes.review.total") == "上年本格：4"
    assert note_line(session, "disputes.review.upheld") == "备注：见判决书"
    assert last_line(session_of(), "disputes.review.upheld") == "" == note_line(session, "disputes.review.other")


def test_line_ends_that_a_terminal_doubled_make_no_rows():
    assert read_block("1\t2\r\r3\t4\r\r") == (("1", "2"), ("3", "4"))
    assert read_block("1\t2\n\t\n3\t4\n") == (("1", "2"), ("", ""), ("3", "4"))
    assert read_block("1\n\n3\n") == (("1",), ("",), ("3",))


def test_a_long_head_of_a_row_gives_up_the_part_of_the_form_before_its_own_words():
    assert title_line(FORM, "requests.partial.person", 80) == (
        " 自然人       / （二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    )
    assert "三、本年度办理结果（二）" in title_line(FORM, "requests.partial.person", 132)
    assert "第二十条第（一）项 规章" in title_line(FORM, "disclosure.regulations.made", 80)

from __future__ import annotations

import os

import pytest

from tests.ui.screens import assert_dump, copies, press, running, settled, shown, type_in
from tui_report.form.cn_2021 import FORM
from tui_report.store.files import remember_place
from tui_report.store.reading import read_report

F1, F3, F4, F5, F6, F7, F8, F9 = (f"f{n}" for n in (1, 3, 4, 5, 6, 7, 8, 9))


async def go(pilot, number: int) -> None:
    await press(pilot, "ctrl+o", *[F8] * number)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_every_step_of_a_busy_report(tmp_path, size):
    path = copies(tmp_path, "busy-township-2024", "busy-township-2023")
    async with running(path, tmp_path, size) as pilot:
        for number, name in enumerate(("tasks", "facts", "opening", "proactive")):
            assert_dump(pilot, f"{name}-{size[0]}")
            await press(pilot, F8)
            assert number < 4
        await go(pilot, 8)
        assert_dump(pilot, f"disclosure-{size[0]}")
        await press(pilot, F8)
        assert_dump(pilot, f"requests-{size[0]}")
        await press(pilot, F8)
        assert_dump(pilot, f"disputes-{size[0]}")
        await go(pilot, 14)
        assert_dump(pilot, f"finish-{size[0]}")


async def test_a_figure_that_breaks_a_column_is_seen_at_once(tmp_path):
    path = copies(tmp_path, "busy-township-2024", "busy-township-2023")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 9)
        await type_in(pilot, "15")
        assert "本列：一15 + 二2 = 三（七）15 + 四1    差1    若一填14则相等" in shown(pilot)
        assert "必改 T01 本列两边不相等" in shown(pilot)
        assert "三!" in shown(pilot)
        await press(pilot, "ctrl+z")
        assert "相等" in shown(pilot)
        assert "已撤销" in shown(pilot)


async def test_what_belongs_into_a_row_waits_for_the_hands_to_rest(tmp_path, monkeypatch):
    """Words about the row came in between the digits typed there, and each digit after them waited for them."""
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        await go(pilot, 9)
        monkeypatch.setattr("tui_report.ui.screens.walk.STILL", 600.0)
        screen = pilot.app.screen
        await pilot.press("down")
        waits_until = screen._still_at
        await pilot.press("7")
        assert screen._still_at > waits_until
        assert "上年没有办完" not in shown(pilot)
        screen._still_at = 0.0
        screen.show_around()
        await pilot.pause()
        assert "上年没有办完" in shown(pilot)


async def test_the_walk_forward_and_back_is_never_blocked(tmp_path):
    path = copies(tmp_path, "problems-township-2024")
    async with running(path, tmp_path) as pilot:
        screen = pilot.app.screen
        seen = [screen.step.key]
        for _ in range(len(screen.walk)):
            await press(pilot, F8)
            seen.append(screen.step.key)
        assert list(dict.fromkeys(seen)) == [s.key for s in screen.walk]
        for _ in range(len(screen.walk)):
            await press(pilot, F7)
        assert screen.step.kind == "tasks"


async def test_undo_goes_to_the_place_on_another_step(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 9)
        await type_in(pilot, "3")
        await go(pilot, 3)
        await press(pilot, "ctrl+z")
        assert pilot.app.screen.step.key == "requests"
        assert pilot.app.screen.pane.place == "requests.new.person"
        assert pilot.app.session.report.number("requests.new.person") == 0


async def test_zeros_are_filled_after_one_question_and_never_over_typed_values(tmp_path):
    async with running(None, tmp_path) as pilot:
        await press(pilot, "enter")
        await type_in(pilot, "柳河乡人民政府")
        await press(pilot, "enter", "enter")
        while "任务清单" not in shown(pilot):
            await press(pilot, "1" if "单位级别" in shown(pilot) else "enter")
        await go(pilot, 9)
        await type_in(pilot, "3")
        await press(pilot, "enter", F9)
        assert "把还空着的143格都填成0" in shown(pilot)
        await press(pilot, "escape")
        assert pilot.app.session.report.number("requests.new.other") is None
        await press(pilot, F9, "1")
        report = pilot.app.session.report
        assert report.number("requests.new.person") == 3
        assert report.number("requests.carried_out.other") == 0
        await press(pilot, "ctrl+z")
        assert pilot.app.session.report.number("requests.new.other") is None
        assert pilot.app.session.report.number("requests.new.person") == 3


async def test_problems_lead_to_their_places_and_reasons_are_kept(tmp_path):
    path = copies(tmp_path, "problems-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, F4)
        assert_dump(pilot, "problems-80")
        await press(pilot, "f2")
        assert "写明为什么可以这样" in shown(pilot)
        await type_in(pilot, "受县政府委托统计")
        await press(pilot, "enter", "end")
        assert "已说明 T07" in shown(pilot)
        assert "政府委托统计" in shown(pilot).replace("\n  ", "")
        (waiver,) = pilot.app.session.report.waivers
        assert (waiver.rule, waiver.reason) == ("T07", "受县政府委托统计")
        await press(pilot, "escape", F3)
        assert pilot.app.screen.pane.place == "requests.new.person"


async def test_the_next_problem_is_a_mistake_before_it_is_a_doubt_or_a_blank_cell(tmp_path):
    path = copies(tmp_path, "problems-township-2024")
    async with running(path, tmp_path) as pilot:
        seen = set()
        for _ in range(8):
            await press(pilot, F3)
            seen.add(pilot.app.screen.pane.place)
        assessment = pilot.app.session.assessment
        wrong = {f.refs[0] for f in assessment.open if f.severity == "error" and f not in assessment.unfilled}
        assert seen == wrong
        assert "T07 改为0；如果是规范性文件，填到下一行。" in pilot.app.last_said or "核对" in pilot.app.last_said


async def test_the_finish_says_what_of_the_signature_would_stay_empty(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        pilot.app.session.set({"sign.date": None})
        await go(pilot, 14)
        assert "成文日期还没有填，印出来会空着" in shown(pilot)
        await press(pilot, "down", "enter", *"2025.1.14")
        await go(pilot, 14)
        assert "印出来会空着" not in shown(pilot)


async def test_the_task_list_opens_at_the_step_one_comes_from(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 9)
        await press(pilot, "ctrl+o")
        assert "> 三、收到和处理政府信息公开申请情况" in shown(pilot)


async def test_the_finish_shows_all_of_its_lines_at_the_second_visit(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 14)
        await press(pilot, *["down"] * 8)
        await go(pilot, 14)
        lines = shown(pilot).split("\n")
        assert all(line.strip() for line in lines[4:6]) and "退出（F10）" in shown(pilot)
        assert "签署" in shown(pilot) or "署名" in shown(pilot)


async def test_an_identity_takes_no_reason(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 9)
        await type_in(pilot, "3")
        await press(pilot, F4)
        while pilot.app.screen.lines.target.rule != "T01":
            await press(pilot, "down")
        await press(pilot, "f2")
        assert "这一条必须改正" in shown(pilot)
        assert pilot.app.session.report.waivers == read_report(path, FORM).waivers


async def test_a_figure_is_found_by_initials_and_put_into_the_prose(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 4)
        await press(pilot, "ctrl+home", "f2")
        await type_in(pilot, "bnxs 总计")
        await press(pilot, "enter")
        assert pilot.app.session.report.text("overview.on_request").startswith("{{ requests.new.total }}")
        assert "[本年新收/总计 0]" in shown(pilot)


async def test_last_years_passage_is_shown_beside_with_its_figures(tmp_path):
    path = copies(tmp_path, "busy-township-2024", "busy-township-2023")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 3)
        await press(pilot, F6)
        assert "上年：" in shown(pilot)
        assert "{{" not in shown(pilot)
        await press(pilot, F6)
        assert "上年：" not in shown(pilot)


async def test_help_speaks_of_the_place_first_and_does_what_is_chosen(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 9)
        await press(pilot, F1)
        assert_dump(pilot, "help-table-80")
        await press(pilot, *["up"] * 30, *["down"] * 2, "enter")
        assert pilot.app.screen.step.key != "requests"


async def test_jumping_by_a_few_letters(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+g")
        await type_in(pilot, "jzxnd")
        await press(pilot, "enter")
        assert pilot.app.screen.pane.place == "requests.carried_out.person"


async def test_reopening_goes_on_where_the_clerk_left(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 9)
        await press(pilot, "down", "right", "f10")
    async with running(path, tmp_path) as pilot:
        assert pilot.app.screen.pane.place == "requests.carried_in.business"


async def test_a_second_opener_reads_only_and_is_told_who(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path), running(path, tmp_path) as second:
        assert "只读" in shown(second)
        await go(second, 9)
        await type_in(second, "3")
        assert second.app.session.report.number("requests.new.person") == 0


async def test_a_file_changed_by_someone_else_is_never_overwritten_unasked(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        theirs = path.read_text("utf-8").replace("柳河乡", "柳溪乡")
        path.write_text(theirs, "utf-8")
        os.utime(path, (1, 1))
        await go(pilot, 9)
        await type_in(pilot, "3")
        for _ in range(100):
            await pilot.pause(0.05)
            if "没有覆盖别人的改动" in shown(pilot):
                break
        assert "> " not in shown(pilot)  # nothing comes between the clerk and the next key
        await press(pilot, "ctrl+s")
        assert_dump(pilot, "conflict-80")
        assert path.read_text("utf-8") == theirs
        await press(pilot, "1")
        assert (tmp_path / "all-zero-township-2024.mine-1.toml").exists()
        assert pilot.app.session.report.unit == "青禾县柳溪乡人民政府"
        await press(pilot, "ctrl+z")
        assert pilot.app.session.report.number("requests.new.person") == 3


async def test_taking_back_a_version_is_asked_in_sight_however_much_differs(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        pilot.app.session.set(dict.fromkeys(FORM.entered, 1))
        await press(pilot, "ctrl+s")
        await pilot.app.screen.run_action("history")
        await press(pilot, "enter")
        assert "另有151处，这里不列" in shown(pilot)
        assert "1 不恢复" in shown(pilot) and "2 恢复成这一版" in shown(pilot)


async def test_the_cursor_stays_on_the_upper_screen_when_the_window_changes_its_size(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        pilot.app.session.set({"requests.new.person": 1})
        await press(pilot, "ctrl+s")
        await pilot.app.screen.run_action("history")
        await press(pilot, "enter")
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        row = next(y for y, line in enumerate(shown(pilot).split("\n")) if line.startswith("> "))
        assert pilot.app.cursor_position == (0, row)


async def test_an_earlier_version_can_be_taken_back_and_that_undone(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 9)
        await type_in(pilot, "3")
        await press(pilot, "ctrl+s")
        await go(pilot, 14)
        await press(pilot, "end", "up", "enter")
        await press(pilot, "enter")
        assert "3 变为 0" in shown(pilot)
        await press(pilot, "2")
        assert pilot.app.session.report.number("requests.new.person") == 0
        await press(pilot, "ctrl+z")
        assert pilot.app.session.report.number("requests.new.person") == 3


async def test_where_nothing_can_be_saved_leaving_is_asked_about_and_possible(tmp_path, monkeypatch):
    path = copies(tmp_path, "all-zero-township-2024")
    before = path.read_bytes()
    async with running(path, tmp_path) as pilot:
        await go(pilot, 9)

        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "write", full)
        await type_in(pilot, "3")
        await press(pilot, "f10")
        assert "磁盘满了" in shown(pilot)
        await press(pilot, "1")
        assert pilot.app.session.report.number("requests.new.person") == 3
        await press(pilot, "f10", "2")
        assert pilot.app.return_code == 1
        assert pilot.app.session is None
    monkeypatch.undo()
    assert path.read_bytes() == before


async def test_the_finish_counts_what_is_not_filled_in_apart_and_leads_to_it(tmp_path):
    path = copies(tmp_path, "problems-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+g", *"dg", "enter")
        assert "必改 6（回车看清单）" in shown(pilot) and "未填 1（回车看清单）" in shown(pilot)
        while "> 未填" not in shown(pilot):
            await press(pilot, "down")
        await press(pilot, "enter")
        assert "> 未填 T05 第三部分（五）不予处理 2.重复申请" in shown(pilot)
        assert "问题：必改 6" in shown(pilot)


async def test_what_was_said_on_a_step_is_not_said_on_the_next(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+o", "f7")
        assert "已经是任务清单" in shown(pilot)
        await press(pilot, "f8")
        assert "已经是任务清单" not in shown(pilot)
        await press(pilot, "ctrl+l")
        assert "已经是任务清单" in shown(pilot)


async def test_help_and_leaving_work_on_the_screens_over_the_walk(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+o", "ctrl+l", "f1")
        assert "帮助：最近的消息" in shown(pilot)
        await press(pilot, "f1")
        assert "帮助" not in shown(pilot).splitlines()[0]
        await press(pilot, "f10")
        assert not pilot.app.is_running or pilot.app.return_code == 0
        assert pilot.app.session is None


async def test_nothing_typed_is_lost_by_the_key_that_leaves(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+g", *"bz", "f10")
        assert "跳转到" in shown(pilot) and pilot.app.session is not None


@pytest.mark.parametrize("width", [60, 80])
async def test_the_task_list_says_every_state_whole(tmp_path, width):
    path = copies(tmp_path, "problems-township-2024")
    async with running(path, tmp_path, size=(width, 24)) as pilot:
        await press(pilot, "ctrl+o")
        lines = shown(pilot).splitlines()
        assert any(line.endswith("有问题 必改4") for line in lines)
        assert any("定稿" in line and line.endswith("必改 6  须看 4  提示 1") for line in lines) == (width > 60)


async def test_a_list_says_how_much_of_it_is_beyond_the_edge(tmp_path):
    path = copies(tmp_path, "problems-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, F4)
        assert "下面还有" in shown(pilot) and "上面还有" not in shown(pilot)
        await press(pilot, "end")
        assert "上面还有" in shown(pilot)
        assert "下面还有" not in shown(pilot)


async def test_the_same_message_is_said_again_on_the_next_step(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 5)
        for _ in range(2):  # within one minute: the two messages read alike
            await press(pilot, F8)
            assert "没有现成的句子" not in shown(pilot)
            await press(pilot, F9)
            assert "没有现成的句子" in shown(pilot)


async def test_what_to_do_in_a_row_is_said_in_whole_sentences(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+g", *"bfgk", "enter")
        assert "只计这里，不再计入不予公开等其他情形。（F1看全文）" in shown(pilot)
        await press(pilot, "delete")
        assert " 未填 T05 自然人没有填  没有的填0，不能留空。" in shown(pilot)


async def test_undoing_says_first_what_has_room_the_place_is_on_the_screen(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+g", *"yqxzjg", "enter", "1", "2", "tab", "ctrl+z")
        assert "已撤销：由0改为12" in shown(pilot)


async def test_a_problem_without_a_quick_mend_is_mended_at_its_place(tmp_path):
    path = copies(tmp_path, "problems-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, F4)
        place = pilot.app.screen.lines.target.refs[0]
        await press(pilot, F9)
        assert pilot.app.screen.pane.place == place
        assert " 必改 T07 " in shown(pilot)


@pytest.mark.parametrize("width", [60, 80])
async def test_the_list_of_figures_shows_every_column_and_value(tmp_path, width):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path, (width, 24)) as pilot:
        await go(pilot, 4)
        await press(pilot, "f2")
        await type_in(pilot, "要求行政机关 自然人")
        (line,) = [line for line in shown(pilot).splitlines() if line.startswith(">")]
        assert line.endswith(" 0") and "/自然人 " in line


async def test_the_same_message_is_kept_once(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await go(pilot, 1)
        await press(pilot, *["enter"] * 9)
        assert [said.text for said in pilot.app.messages].count("这是最后一项；按F8到下一步") == 1


async def test_a_table_that_is_opened_at_its_second_row_shows_its_first(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    remember_place(path, "requests.carried_in.person")
    async with running(path, tmp_path) as pilot:
        assert pilot.app.screen.pane.place == "requests.carried_in.person"
        assert "一 本年新收" in shown(pilot)

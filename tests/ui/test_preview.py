from __future__ import annotations

from tests.ui.screens import copies, press, running, shown, type_in
from tui_report.ui.widgets.beside import shifted
from tui_report.ui.widgets.lines import Line

F5 = "f5"


async def at(pilot, ref):
    await pilot.app.screen._go_to_ref(ref)
    await press(pilot)


def below(pilot):
    """The lines under the work."""
    return shown(pilot).split("-" * pilot.app.size.width + "\n")[1]


async def test_it_opens_at_the_clerks_row_and_leads_from_a_line_to_its_cell(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024", "busy-township-2023"), tmp_path) as pilot:
        await at(pilot, "requests.deny_process.research")
        await press(pilot, F5)
        assert "6.属于四类过程性信息" in shown(pilot).split("\n")[2]
        await press(pilot, "down", "enter")
        assert pilot.app.screen.pane.place == "requests.deny_enforcement.person"
        await at(pilot, "disputes.suit_direct.total")
        await press(pilot, F5, "down", "enter")
        assert pilot.app.screen.pane.place == "disputes.review.upheld"


async def test_the_opening_and_the_date_lead_to_where_they_are_written(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024", "busy-township-2023"), tmp_path) as pilot:
        await at(pilot, "overview.opening")
        await press(pilot, F5)
        assert "根据《中华人民共和国" in shown(pilot).split("\n")[2]
        await press(pilot, "enter")
        assert pilot.app.screen.pane.place == "overview.opening"
        await press(pilot, F5, "end", "enter")
        assert pilot.app.screen.pane.place == "sign.date"
        await press(pilot, F5, "home", "enter")
        assert pilot.app.screen.pane.place == "unit.name"


async def test_a_line_that_two_passages_have_alike_does_not_mislead(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024", "busy-township-2023"), tmp_path) as pilot:
        pilot.app.session.set({"overview.proactive": "内答复。", "overview.on_request": "另一段。\n内答复。"})
        await at(pilot, "overview.on_request")
        await press(pilot, F5)
        assert "（二）依申请公开情况" in shown(pilot).split("\n")[2]


async def test_under_the_work_it_follows_the_cursor_and_what_is_typed(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024", "busy-township-2023"), tmp_path) as pilot:
        await at(pilot, "requests.granted.person")
        await press(pilot, F5, F5)
        assert "|    |（一）予以公开                 |   7 |" in below(pilot)
        await type_in(pilot, "68")
        assert "|    |（一）予以公开                 |  68 |" in below(pilot)
        await at(pilot, "others.others")
        assert "六、其他需要报告的事项" in below(pilot) and "予以公开  " not in below(pilot)
        await press(pilot, "ctrl+o")
        assert "-" * 80 not in shown(pilot)
        await at(pilot, "requests.carried_out.person")
        assert "四、结转下年度继续办理" in below(pilot)
        await press(pilot, F5)
        assert "-" * 80 not in shown(pilot)


async def test_under_a_long_passage_it_shows_the_lines_around_the_cursor(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        await at(pilot, "others.others")
        pilot.app.screen.pane.widget.insert_text("甲" * 3000)
        await press(pilot, F5, F5, "ctrl+end")
        await type_in(pilot, "到此为止")
        for _ in range(200):
            await pilot.pause(0.02)
            if "到此为止" in below(pilot):
                break
        assert "到此为止" in below(pilot)


async def test_last_years_passage_and_the_preview_take_turns_under_the_work(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024", "busy-township-2023"), tmp_path) as pilot:
        await at(pilot, "overview.proactive")
        await press(pilot, F5, F5, "f6")
        assert "上年：" in below(pilot)
        await press(pilot, "f6")
        assert "-" * 80 not in shown(pilot)


async def test_a_template_of_the_office_is_printed_on_the_screen_of_its_own(tmp_path):
    (tmp_path / "county.toml").write_text('templates = "模板"\n', "utf-8")
    (tmp_path / "模板").mkdir()
    (tmp_path / "模板/report.txt.j2").write_text("本县：{{ requests.new.person }}\n", "utf-8")
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        await at(pilot, "requests.new.person")
        await press(pilot, F5)
        assert "本县：14" in shown(pilot)
        await press(pilot, F5)
        assert "一、本年新收政府信息公开申请数量" in below(pilot)


async def test_a_template_that_fails_is_told(tmp_path):
    (tmp_path / "county.toml").write_text('templates = "模板"\n', "utf-8")
    (tmp_path / "模板").mkdir()
    (tmp_path / "模板/report.txt.j2").write_text("{{ nothing }}\n", "utf-8")
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        await press(pilot, F5)
        assert "没有“nothing”这个名称" in shown(pilot).replace("\n", "")


async def test_it_says_draft_only_where_a_draft_would_leave(tmp_path):
    for name, draft in (("busy-township-2024", False), ("problems-township-2024", True)):
        async with running(copies(tmp_path, name), tmp_path) as pilot:
            await press(pilot, F5, "home")
            assert ("【草稿：" in shown(pilot)) == draft
            assert draft or "草稿" not in shown(pilot)


async def test_tables_wider_than_the_screen_are_moved_sideways(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path, (60, 20)) as pilot:
        await at(pilot, "requests.new.person")
        await press(pilot, F5)
        assert "按左右键看" in shown(pilot) and "上下左右键翻看" in shown(pilot)
        assert "|一、本年新收政府          | 14 |  3 |  0 |  1 |  1 |  0 |\n" in shown(pilot)
        await press(pilot, "right", "right")
        assert "本年新收政府          | 14 |  3 |  0 |  1 |  1 |  0 | 19 |\n" in shown(pilot)
        await press(pilot, "left")
        assert "|一、本年新收政府 " in shown(pilot)
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path, (80, 24)) as pilot:
        await press(pilot, F5)
        assert "左右" not in shown(pilot)


async def test_the_cell_that_is_filled_in_is_in_view_below_on_a_narrow_screen(tmp_path):
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path, (60, 20)) as pilot:
        await at(pilot, "disputes.review.upheld")
        await press(pilot, F5, F5)
        assert "  1 |  0 |  1 |  0 |  2 |" in below(pilot)
        await at(pilot, "disputes.suit_after_review.pending")
        await type_in(pilot, "7")
        assert "  7 |  7 |\n" in below(pilot)


def test_what_is_moved_out_of_view_may_end_inside_a_wide_character():
    lines = [Line("甲乙丙丁"), Line("ab")]
    assert shifted(lines, 5, 3) == [" 丙丁", "ab"]
    assert shifted(lines, 5, 0) == ["甲乙丙丁", "ab"]
    assert shifted(lines, 8, 3) == ["甲乙丙丁", "ab"]

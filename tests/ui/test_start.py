"""The start screen: a new report by three questions, samples as copies, and the report that is wanted again."""

from __future__ import annotations

import os

from tests.ui.screens import copies, press, running, shown, type_in


async def test_a_typed_year_takes_the_place_of_the_guessed_one(tmp_path):
    async with running(None, tmp_path) as pilot:
        await press(pilot, "enter", *"东山乡人民政府", "enter")
        assert "2024" in shown(pilot)
        await press(pilot, *"2023", "enter", "1")
        assert pilot.app.session.report.year == 2023


async def test_a_wrong_year_is_said_where_it_is_mended(tmp_path):
    async with running(None, tmp_path) as pilot:
        await press(pilot, "enter", *"东山乡人民政府", "enter", *"24", "enter")
        assert "年度不对" in shown(pilot) and "\n24" in shown(pilot)
        await press(pilot, *"2024", "enter", "1")
        assert pilot.app.session.report.year == 2024


async def test_esc_goes_back_by_one_question(tmp_path):
    async with running(None, tmp_path) as pilot:
        await press(pilot, "enter", *"东山乡人民政府", "enter", "enter")
        assert "单位级别" in shown(pilot)
        await press(pilot, "escape")
        assert "报告年度" in shown(pilot)
        await press(pilot, "escape")
        assert "单位全称" in shown(pilot) and "东山乡人民政府" in shown(pilot)
        await press(pilot, "escape")
        assert "> 新建一份报告" in shown(pilot)


async def test_a_sample_is_opened_as_a_copy_that_is_no_last_years_report(tmp_path):
    async with running(None, tmp_path) as pilot:
        await press(pilot, "down", "down", "down", "enter")
        assert "这是练习用的副本练习-" in pilot.app.last_said
        await press(pilot, "f10")
    async with running(None, tmp_path) as pilot:
        assert "> 新建一份报告" in shown(pilot)
        await press(pilot, "enter")
        assert "单位全称" in shown(pilot)


async def test_a_copy_of_a_sample_and_of_its_last_years_report_have_names_in_chinese(tmp_path):
    async with running(None, tmp_path) as pilot:
        await press(pilot, *["down"] * 4, "enter")
        names = {f"练习-青禾县东岭乡人民政府-{year}.toml" for year in (2023, 2024)}
        assert {path.name for path in tmp_path.glob("*.toml")} == names
        assert pilot.app.session.report.text("last_year") in names and pilot.app.session.last.year == 2023


async def test_the_report_of_this_round_is_offered_first_and_an_older_one_is_not(tmp_path):
    path = copies(tmp_path, "busy-township-2023")
    async with running(None, tmp_path) as pilot:
        assert "> 新建一份报告" in shown(pilot)
    path = copies(tmp_path, "all-zero-township-2024", "busy-township-2024")
    os.utime(tmp_path / "busy-township-2024.toml", (1, 1))
    async with running(None, tmp_path) as pilot:
        assert "> 2024 青禾县柳河乡人民政府" in shown(pilot)
        await press(pilot, "enter")
        assert pilot.app.session.file.path.name == path.name


async def test_a_folder_without_documents_says_so(tmp_path):
    async with running(None, tmp_path) as pilot:
        await press(pilot, "down", "enter")
        assert "这个文件夹里没有能用的文件" in shown(pilot)
        await press(pilot, "escape")
        await type_in(pilot, "x")
        assert "新建一份报告" in shown(pilot)


async def test_after_a_file_that_cannot_be_read_another_may_be_chosen(tmp_path):
    (tmp_path / "坏的.docx").write_bytes(b"not a zip")
    async with running(None, tmp_path) as pilot:
        await press(pilot, "enter", "enter")
        assert "上年的报告读不了" in shown(pilot)
        await press(pilot, "1")
        assert "跳过，从空白开始" in shown(pilot)

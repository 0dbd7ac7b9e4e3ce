"""The basic facts: typed faster than the program can tell itself about it, and begun where something is missing."""

from __future__ import annotations

import pytest

from tests.ui.screens import copies, press, running, settled, shown, type_in
from tui_report.ui.session import Session
from tui_report.ui.widgets.facts import Facts, Field


def field(pilot, ref: str) -> Field:
    return next(f for f in pilot.app.screen.query(Field) if f.fact.ref == ref)


def session_of(pilot) -> Session:
    return pilot.app.session


async def test_what_was_just_typed_is_not_overwritten_by_what_the_report_held_before(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+o", "f8")
        name = field(pilot, "unit.name")
        name.value = "某县"
        pilot.app.screen.query_one(Facts).refresh_from_session()
        assert name.value == "某县"
        name.value = "某县某乡"
        await settled(pilot)
        assert name.value == session_of(pilot).report.unit == "某县某乡"


async def test_leaving_a_field_hands_over_what_was_just_typed(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+o", "f8")
        field(pilot, "unit.name").value = "某县某乡"
        pilot.app.screen.query_one(Facts).walk(1)
        await settled(pilot)
        assert field(pilot, "unit.name").value == session_of(pilot).report.unit == "某县某乡"


async def test_what_is_changed_elsewhere_is_shown(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+o", "f8", "end", "x")
        assert field(pilot, "unit.name").value.endswith("x")
        await press(pilot, "ctrl+z")
        assert field(pilot, "unit.name").value == "青禾县柳河乡人民政府"


async def test_the_cursor_begins_at_the_first_fact_that_is_missing(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        session_of(pilot).set({"sign.date": None})
        await press(pilot, "ctrl+o", "f8")
        assert pilot.app.focused is field(pilot, "sign.date")


async def test_a_date_that_was_mended_is_said_to_be_good(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        session_of(pilot).set({"sign.date": None})
        await press(pilot, "ctrl+o", "f8", *"1.14", "enter")
        assert "不是完整的日期" in pilot.app.last_said
        await press(pilot, "ctrl+u", *"2025.1.14", "enter")
        assert pilot.app.last_said.endswith("成文日期改好了：2025年1月14日")
        await press(pilot, "enter")
        assert pilot.app.last_said.endswith("这是最后一项；按F8到下一步")


async def test_a_digit_takes_the_place_of_what_was_chosen(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+o", "f8", "enter", "2")
        assert field(pilot, "unit.level").value == "2"
        await press(pilot, "enter")
        assert session_of(pilot).report.level == "department"
        assert field(pilot, "unit.level").value == "县级部门"


async def test_a_file_of_last_year_that_is_not_there_is_said_while_its_name_is_typed(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024", "busy-township-2023")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+o", "f8", "enter", "enter", "enter", *"busy")
        assert "上年报告没有读到：busy" in shown(pilot)
        await type_in(pilot, "-township-2023.toml")
        assert "没有读到" not in shown(pilot)
        last = session_of(pilot).last
        assert last is not None and last.year == 2023


async def test_the_terminals_cursor_is_in_the_field_whatever_led_there(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "ctrl+o", "f8", "ctrl+o", "end", "enter", "home", "down", "enter")
        assert pilot.app.focused is field(pilot, "sign.date")
        assert pilot.app.cursor_position.y == field(pilot, "sign.date").region.y


@pytest.mark.parametrize(("name", "opacity"), [("r.toml", 1.0), ("link.toml", 0.7)])
async def test_what_can_only_be_read_is_paler(tmp_path, name, opacity):
    path = copies(tmp_path, "busy-township-2024").rename(tmp_path / "r.toml")
    (tmp_path / "link.toml").symlink_to(path.name)
    async with running(tmp_path / name, tmp_path) as pilot:
        await press(pilot, "f8")
        assert {field.styles.opacity for field in pilot.app.screen.query("Field")} == {opacity}


async def test_the_date_filled_in_from_the_finish_leads_back_there(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        pilot.app.session.set({"sign.date": None})
        await pilot.app.screen.go(pilot.app.screen.walk[-1])
        await press(pilot, "home", "down", "enter")
        await type_in(pilot, "2025-2-30")
        await press(pilot, "enter")
        assert "没有“2025-2-30”这一天" in shown(pilot)
        await press(pilot, *["backspace"] * 2)
        await type_in(pilot, "20")
        await press(pilot, "enter")
        assert pilot.app.screen.step.key == "facts"  # that it is right now is said first
        await press(pilot, "enter")
        assert pilot.app.screen.step.key == "finish" and "2025年2月20日" in shown(pilot)
        await press(pilot, "ctrl+o", "f8", *["down"] * 6, "enter")
        assert "这是最后一项；按F8到下一步" in shown(pilot)

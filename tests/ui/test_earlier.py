from __future__ import annotations

from tests.ui.screens import copies, press, running, shown, type_in
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report
from tui_report.store.files import create
from tui_report.store.reading import read_report

LAST = "busy-township-2023"
NEXT = "青禾县东岭乡人民政府-2024.toml"


def session_of(pilot):
    return pilot.app.session


def said_last(pilot):
    return pilot.app.last_said


async def new_from(pilot, name: str) -> None:
    """From the start screen through unit and year to the list of what may be taken over."""
    await press(pilot, "enter")
    assert "新建报告：上年的报告" in shown(pilot)
    assert any(line.startswith(">") and name in line for line in shown(pilot).splitlines())
    await press(pilot, "enter")
    assert "新建报告：单位全称" in shown(pilot) and "青禾县东岭乡人民政府" in shown(pilot)
    await press(pilot, "enter")
    assert "新建报告：报告年度" in shown(pilot) and "2024" in shown(pilot)
    await press(pilot, "enter")


async def test_last_year_is_taken_over_by_one_step_that_can_be_undone(tmp_path):
    copies(tmp_path, LAST)
    async with running(None, tmp_path) as pilot:
        await new_from(pilot, LAST)
        assert "二、上年结转政府信息公开申请数量/自然人 2" in shown(pilot)
        assert "取自2023年报告" in shown(pilot)
        await press(pilot, "home", "enter", "end")
        await press(pilot, "enter")
        session = session_of(pilot)
        carried = {ref: v for ref, v in session.report.values.items() if ref.startswith("requests.")}
        assert carried["requests.carried_in.business"] == 1
        assert "requests.carried_in.person" not in carried and len(carried) == 5
        assert session.last is not None and session.last.year == 2023
        assert not any(session.report.text(p.ref) for p in FORM.passages)
        await press(pilot, "ctrl+z")
        assert not any(ref.startswith("requests.") for ref in session.report.values)
    assert read_report(tmp_path / NEXT, FORM).text("sign.name") == "青禾县东岭乡人民政府"


async def test_last_year_may_be_a_document_which_becomes_a_report_file(tmp_path):
    from tui_report.assess import assess
    from tui_report.rendering.text import render_text
    from tui_report.resources import samples
    from tui_report.rules.model import Facts

    facts = Facts(FORM, read_report(samples() / f"{LAST}.toml", FORM))
    (tmp_path / "上年.txt").write_text(render_text(facts, assess(facts), draft=True), "utf-8")
    async with running(None, tmp_path) as pilot:
        await new_from(pilot, "上年.txt")
        await press(pilot, "escape")
        assert session_of(pilot).report.text("last_year") == "青禾县东岭乡人民政府-2023.toml"
        assert not any(ref.startswith("requests.") for ref in session_of(pilot).report.values)
        assert session_of(pilot).last_text("overview.platform")
    assert (tmp_path / "青禾县东岭乡人民政府-2023.toml").exists()


async def test_last_year_can_be_skipped(tmp_path):
    copies(tmp_path, LAST)
    async with running(None, tmp_path) as pilot:
        await press(pilot, "enter", "home", "enter", "escape")
        assert "跳过，从空白开始" in shown(pilot)  # Esc goes one question back
        await press(pilot, "home", "enter")
        await type_in(pilot, "甲乡人民政府")
        await press(pilot, "enter", "enter", "1")
        assert session_of(pilot).report.unit == "甲乡人民政府"
        assert "last_year" not in session_of(pilot).report.values


async def test_another_unit_takes_the_place_of_last_years(tmp_path):
    copies(tmp_path, LAST)
    async with running(None, tmp_path) as pilot:
        await press(pilot, "enter", "enter")
        await type_in(pilot, "甲乡人民政府")
        await press(pilot, "enter", "enter")
        assert session_of(pilot).report.unit == "甲乡人民政府"


async def test_last_year_can_be_chosen_later_among_the_facts(tmp_path):
    copies(tmp_path, LAST)
    create(tmp_path / "今年.toml", Report({"year": 2024, "unit.name": "青禾县东岭乡人民政府"}), FORM)
    async with running(tmp_path / "今年.toml", tmp_path) as pilot:
        await press(pilot, "ctrl+o", "f8", "f2")
        assert "今年.toml" not in shown(pilot)
        await press(pilot, "enter")
        assert "接着上年的报告" in shown(pilot)
        await press(pilot, "enter")
        session = session_of(pilot)
        assert session.report.text("last_year") == f"{LAST}.toml"
        assert session.last is not None and session.last.year == 2023
        assert session.report.values["requests.carried_in.person"] == 2
        assert "按F2选" not in shown(pilot)


async def test_a_document_is_imported_from_the_start_screen(tmp_path):
    source = tmp_path / "网页.txt"
    source.write_text("甲乡人民政府2024年政府信息公开工作年度报告\n一、总体情况\n本乡公开信息3条。\n", "utf-8")
    before = source.read_bytes()
    async with running(None, tmp_path) as pilot:
        await press(pilot, "down", "enter")
        assert "原来的文件不会改动" in shown(pilot)
        await press(pilot, "enter")
        assert session_of(pilot).report.unit == "甲乡人民政府"
        assert "请对照原件" in said_last(pilot)
    assert (tmp_path / "甲乡人民政府-2024.toml").exists()
    assert source.read_bytes() == before


async def test_a_document_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "坏.docx").write_bytes(b"not a document")
    async with running(None, tmp_path) as pilot:
        await press(pilot, "down", "enter", "enter")
        assert "导入不了" in shown(pilot) and "坏.docx" in shown(pilot)
        await press(pilot, "1")
        assert "新建一份报告" in shown(pilot)

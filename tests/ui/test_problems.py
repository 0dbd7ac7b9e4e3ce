"""The list of problems: what an imported document brings with it, mended or read there."""

from __future__ import annotations

from pathlib import Path

from tests.ui.screens import copies, press, running, shown, type_in
from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.rendering.text import render_text
from tui_report.rules.model import Facts
from tui_report.sources import keep_beside, read_source
from tui_report.store.reading import read_report

F4, F9 = "f4", "f9"


def printed_otherwise(folder: Path) -> Path:
    """Writes a sample as a text whose headings and labels are not the form's."""
    facts = Facts(FORM, read_report(copies(folder, "all-zero-township-2024"), FORM))
    text = render_text(facts, assess(facts))
    for form, other in (("\n三、", "\n3、"), ("行政规范性文件", "规范性文件"), ("一、总体情况", "一、工作概述")):
        text = text.replace(form, other)
    document = folder / "来文.txt"
    document.write_text(text, "utf-8")
    return document


def imported(folder: Path) -> Path:
    """Imports that text."""
    return folder / keep_beside(folder, read_source(printed_otherwise(folder), FORM), FORM)


async def test_faults_of_form_of_an_imported_document_are_mended_and_not_explained(tmp_path):
    path = imported(tmp_path)
    async with running(path, tmp_path) as pilot:
        session = pilot.app.session
        before = session.report
        await press(pilot, F4)
        while any(f.mend for f in session.assessment.open):
            finding = next(f for f in session.assessment.open if f.mend)
            screen = pilot.app.screen
            screen.lines.fill(list(screen.lines.lines), at=finding)
            await press(pilot, F9)
            assert finding.mend.name in shown(pilot).replace("\n  ", "")
            await press(pilot, "1")
        assert not {"S01", "S02", "T06"} & {f.rule for f in session.assessment.open}
        assert session.report.values == before.values
        await press(pilot, "escape", "ctrl+s")
        assert read_report(path, FORM).source == session.report.source
        await press(pilot, "ctrl+z", "ctrl+z")
        assert session.report == before


async def test_what_an_import_left_out_is_shown_at_once_and_again_in_the_list_of_problems(tmp_path):
    printed_otherwise(tmp_path)
    (tmp_path / "all-zero-township-2024.toml").unlink()
    async with running(None, tmp_path) as pilot:
        await press(pilot, "down", "enter", "enter")
        (line,) = [line for line in shown(pilot).splitlines() if line.startswith(">")]
        assert "单位全称：取自原件这一处" in line
        await press(pilot, "f1")
        assert "对照原件看一遍" in shown(pilot) and "F2写说明" in shown(pilot)
        await press(pilot, "escape", "enter")
        assert pilot.app.screen.pane.place == "unit.name"
        await press(pilot, F4, "end")
        assert "成文日期：取自原件这一处" in shown(pilot)


async def test_the_list_begins_at_the_problem_of_the_place_and_what_was_done_is_said(tmp_path):
    path = copies(tmp_path, "problems-township-2024")
    async with running(path, tmp_path) as pilot:
        session = pilot.app.session
        finding = next(f for f in session.assessment.open if f.mend and f.severity != "note")
        await pilot.app.screen._go_to_finding(finding)
        await press(pilot, F4)
        assert pilot.app.screen.lines.target == finding
        await press(pilot, F9, "1", "escape")
        assert "已改好" in pilot.app.last_said


async def test_next_problem_says_which_key_mends_or_explains_it(tmp_path):
    path = imported(tmp_path)
    async with running(path, tmp_path) as pilot:
        await press(pilot, "f3")
        assert "F4再按F9快速改好" in pilot.app.last_said


async def test_hiding_last_years_passage_leaves_no_empty_message(tmp_path):
    path = copies(tmp_path, "busy-township-2024", "busy-township-2023")
    async with running(path, tmp_path) as pilot:
        await press(pilot, "f8", "f8", "f6", "f6")
        assert all(said.text for said in pilot.app.messages)


async def test_what_the_county_agreed_to_can_be_written_down(tmp_path):
    path = copies(tmp_path, "busy-township-2024", "busy-township-2023")
    async with running(path, tmp_path) as pilot:
        session, ref = pilot.app.session, "requests.carried_in.person"
        session.set({ref: 9})
        await pilot.app.screen._go_to_ref(ref)
        await press(pilot, F4)
        screen = pilot.app.screen
        (finding,) = [f for f in session.assessment.open if f.rule == "Y01"]
        screen.lines.fill(list(screen.lines.lines), at=finding)
        await press(pilot, "f2")
        assert "县里谁、哪一天同意的" in shown(pilot).replace("\n", "")
        await type_in(pilot, "县政务公开办")
        await press(pilot, "enter")
        assert [w.reason for w in session.report.waivers if w.rule == "Y01"] == ["县政务公开办"]
        assert "已记下说明" in pilot.app.last_said


async def test_what_was_said_of_a_problem_goes_with_it(tmp_path):
    path = copies(tmp_path, "busy-township-2024", "busy-township-2023")
    async with running(path, tmp_path) as pilot:
        session, ref = pilot.app.session, "requests.carried_in.person"
        right = session.report.values[ref]
        session.set({ref: 9})
        await press(pilot, "f3")
        said = pilot.app.last_message.text
        assert said[:12] in shown(pilot)
        session.set({f.place: right for f in session.assessment.open if f.severity == "error" and f.place == ref})
        await press(pilot, "right")
        assert said[:12] not in shown(pilot)

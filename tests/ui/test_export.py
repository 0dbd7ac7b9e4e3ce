from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.ui.screens import NOW, copies, press, running, shown
from tui_report.form.cn_2021 import FORM
from tui_report.store.reading import read_report
from tui_report.ui.export import FOLDER, LIST, PAPERS, export
from tui_report.ui.session import open_session

TEXT = next(paper for paper in PAPERS if paper.key == "txt")


@pytest.fixture
def session(tmp_path):
    path = copies(tmp_path, "busy-township-2024", "busy-township-2023")
    session = open_session(path, NOW.date())
    yield session
    session.file.close()


def names(session):
    return sorted(p.name for p in (session.file.path.parent / FOLDER).iterdir())


def test_the_first_version_keeps_its_values_and_is_listed(session):
    (path,) = export(session, TEXT, NOW)
    assert path.name == "青禾县东岭乡人民政府-2024.txt"
    kept = read_report(path.with_name("青禾县东岭乡人民政府-2024-数据.toml"), FORM)
    assert kept.values == session.report.values
    (line,) = (path.parent / LIST).read_text("utf-8").splitlines()[1:]
    assert line.split("\t")[:3] == ["第1版", "2025-01-14 10:42", path.name]


def test_the_same_again_changes_nothing(session):
    export(session, TEXT, NOW)
    before = names(session), (session.file.path.parent / FOLDER / LIST).read_bytes()
    export(session, TEXT, datetime(2025, 1, 15, tzinfo=UTC))
    assert (names(session), (session.file.path.parent / FOLDER / LIST).read_bytes()) == before


def test_a_change_after_export_is_a_new_version_with_its_correction(session):
    (first,) = export(session, TEXT, NOW)
    published = first.read_bytes()
    session.set({"disclosure.permits.decisions": 87})
    path, correction = export(session, TEXT, NOW)
    assert first.read_bytes() == published
    assert path.name == "青禾县东岭乡人民政府-2024-第2版.txt"
    told = correction.read_text("utf-8")
    assert "行政许可" in told and "86" in told and "87" in told


def test_other_content_never_takes_a_name_that_is_taken(session):
    (first,) = export(session, TEXT, NOW)
    first.write_text("有人改过", "utf-8")
    (path,) = export(session, TEXT, NOW)
    assert path.name == "青禾县东岭乡人民政府-2024-2.txt"
    assert first.read_text("utf-8") == "有人改过"


def test_with_open_errors_only_a_draft_leaves(session):
    session.set({"requests.new.person": 99})
    (path,) = export(session, TEXT, NOW)
    assert path.name == "青禾县东岭乡人民政府-2024-草稿.txt"
    assert "草稿" in path.read_text("utf-8")
    assert names(session) == [path.name]


@pytest.mark.parametrize("paper", [p for p in PAPERS if p.key in ("html", "poster", "md", "docx")], ids=lambda p: p.key)
def test_every_paper_is_made(session, paper):
    if paper.key == "docx":
        pytest.importorskip("docxtpl")
    path, *_ = export(session, paper, NOW)
    assert path.name.endswith(paper.suffix)
    assert path.stat().st_size > 1000


async def test_the_screen_says_where_the_papers_lie(tmp_path):
    path = copies(tmp_path, "busy-township-2024", "busy-township-2023")
    async with running(path, tmp_path) as pilot:
        await pilot.app.screen.run_action("export")
        await press(pilot, "down", "down", "enter")
        for _ in range(100):
            await pilot.pause(0.05)
            if "已写入" in shown(pilot):
                break
        assert "东岭乡人民政府-2024.txt" in shown(pilot).replace("\n  ", "")

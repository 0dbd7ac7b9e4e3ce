from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.ui.screens import NOW, copies, press, running, shown
from tui_report.form.cn_2021 import FORM
from tui_report.store.reading import read_report
from tui_report.ui.export import FOLDER, LIST, PAPERS, export, how_to_fetch, words_of
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


def test_what_no_paper_prints_is_no_new_version(session):
    export(session, TEXT, NOW)
    session.set({"last_year": "busy-township-2023.toml.bak", "unit.level": "county"})
    assert not session.assessment.count("error")
    (path,) = export(session, TEXT, NOW)
    assert path.name == "青禾县东岭乡人民政府-2024.txt"


def test_a_paper_says_what_the_report_said_when_it_was_asked_for(session):
    begun, go_on = threading.Event(), threading.Event()

    def slowly(facts, found, draft):
        begun.set()
        go_on.wait(10)
        return TEXT.make(facts, found, draft)

    written: list[Path] = []
    maker = threading.Thread(target=lambda: written.extend(export(session, TEXT._replace(make=slowly), NOW)))
    maker.start()
    begun.wait(10)
    session.set({"disclosure.permits.decisions": 87})
    go_on.set()
    maker.join()
    kept = read_report(written[0].with_name("青禾县东岭乡人民政府-2024-数据.toml"), FORM)
    assert kept.values["disclosure.permits.decisions"] == 86
    path, correction = export(session, TEXT, NOW)
    assert path.name.endswith("第2版.txt") and "87" in correction.read_text("utf-8")


@pytest.mark.parametrize(
    ("connection", "more", "said"),
    [
        ("", {}, ""),
        ("10.0.0.9 5022 10.0.0.1 22", {}, 'scp "li@10.0.0.1:/a b/c.docx" .'),
        ("10.0.0.9 5022 10.0.0.1 2222", {}, 'scp -P 2222 "li@10.0.0.1:/a b/c.docx" .'),
        ("fe80::9 5022 fe80::1 22", {}, 'scp "li@[fe80::1]:/a b/c.docx" .'),
        ("10.0.0.9 5022 10.0.0.1 22", {"SSH_ORIGINAL_COMMAND": "x"}, "按本单位规定的办法取回"),
    ],
)
def test_over_ssh_it_is_said_how_to_fetch(connection, more, said):
    environ = {"SSH_CONNECTION": connection, "USER": "li", **more}
    assert "".join(how_to_fetch([Path("/a b/c.docx"), Path("/a b/d.txt")], environ)).endswith(said)
    assert bool(how_to_fetch([Path("/a")], environ)) == bool(connection)
    assert how_to_fetch([], environ) == []


def test_a_correction_wants_a_reason():
    written = [Path("/a/报告-第2版.docx"), Path("/a/报告-第2版-更正说明.txt")]
    assert words_of(written, {})[-1] == "更正说明里的更正原因要自己写上"
    assert words_of(written[:1], {}) == ["已写入 /a/报告-第2版.docx"]


async def test_a_slow_paper_counts_the_seconds_and_may_be_left(tmp_path, monkeypatch):
    go_on = threading.Event()

    def slowly(facts, found, draft):
        go_on.wait(10)
        return TEXT.make(facts, found, draft)

    monkeypatch.setattr("tui_report.ui.screens.export.PAPERS", (TEXT._replace(make=slowly),))
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        await pilot.app.screen.run_action("export")
        await press(pilot, "enter")
        assert "正在生成纯文本，已经0秒" in shown(pilot)
        pilot.app.screen._tick()
        await pilot.pause()
        assert "已经1秒" in shown(pilot)
        await press(pilot, "escape")
        go_on.set()
        for _ in range(200):
            await pilot.pause(0.02)
            if "已写入" in shown(pilot):
                break
        assert "已写入" in shown(pilot)


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

"""The page for new users: once by itself, and whenever one asks for it."""

from __future__ import annotations

import pytest

from tests.ui.screens import NOW, copies, press, running, settled, shown
from tui_report.ui.app import ReportApp
from tui_report.ui.tour import TEXT, TITLE, first_run


def test_it_comes_once_and_is_remembered(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert [first_run() for _ in range(3)] == [True, False, False]


def test_where_nothing_can_be_remembered_it_never_comes(tmp_path, monkeypatch):
    (tmp_path / "state").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert not first_run()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_it_is_one_screen_over_the_start_screen(tmp_path, size):
    app = ReportApp(None, tmp_path, lambda: NOW, tour=True)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        screen = shown(pilot)
        assert TITLE in screen
        assert "> 知道了，开始" in screen
        assert TEXT.split("\n")[0][:20] in screen
        assert "F1" in TEXT
        await press(pilot, "enter")
        assert "新建一份报告" in shown(pilot)
        assert app.is_running


async def test_help_leads_to_it_and_it_leads_back(tmp_path):
    path = copies(tmp_path, "all-zero-township-2024")
    async with running(path, tmp_path) as pilot:
        assert TITLE not in shown(pilot)
        await press(pilot, "f1", "end", "enter")
        assert TITLE in shown(pilot)
        await press(pilot, "escape")
        assert "任务清单" in shown(pilot)

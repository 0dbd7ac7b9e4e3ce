"""Documents that take their time, and whole reports by paste."""

from __future__ import annotations

import asyncio
import threading

from textual.events import Paste

from tests.ui.screens import copies, press, running, settled, shown
from tui_report import programs
from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.rendering.text import render_text
from tui_report.resources import samples
from tui_report.rules.model import Facts
from tui_report.store.faults import StoreError
from tui_report.store.reading import read_report
from tui_report.ui.screens import pasting, reading

SAMPLE = samples() / "busy-township-2024.toml"


def whole() -> str:
    facts = Facts(FORM, read_report(SAMPLE, FORM))
    return render_text(facts, assess(facts), draft=True)


async def paste(pilot, text: str) -> None:
    """As the driver hands it on: to whatever has the focus."""
    pilot.app.post_message(Paste(text))
    await settled(pilot)


async def waiting(pilot, condition) -> None:
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come")


async def test_a_pasted_report_becomes_a_report_file(tmp_path, monkeypatch):
    monkeypatch.setattr(pasting, "AFTERMATH", 0)
    text = whole()
    async with running(None, tmp_path) as pilot:
        await press(pilot, "down", "down", "enter")
        assert "还没有粘贴" in shown(pilot) and "shift+Insert" in shown(pilot)
        for at in range(0, len(text), 3000):  # some terminals hand a paste on in pieces
            await paste(pilot, text[at : at + 3000])
        assert "再粘贴就接在后面" in shown(pilot) and "> 读成报告" in shown(pilot)
        await press(pilot, "enter")
        session = pilot.app.session
        assert "各格都读到了" in pilot.app.last_said
        before = read_report(SAMPLE, FORM)
        assert all(session.report.values.get(ref) == before.values.get(ref) for ref in FORM.entered)
        assert session.file.path.name == "青禾县东岭乡人民政府-2024.toml"


async def test_a_paste_on_the_start_screen_is_taken_and_kept_when_the_clerk_goes_back(tmp_path, monkeypatch):
    monkeypatch.setattr(pasting, "AFTERMATH", 0)
    async with running(None, tmp_path) as pilot:
        await paste(pilot, "甲乡人民政府2024年政府信息公开工作年度报告\n")
        assert "已粘贴" in shown(pilot)
        await press(pilot, "escape")
        assert "> 新建一份报告" in shown(pilot)
        await press(pilot, "down", "down", "enter")
        assert "甲乡人民政府2024年" in shown(pilot)
        await press(pilot, "down", "enter")
        assert "还没有粘贴" in shown(pilot)


async def test_keys_of_a_paste_that_is_not_marked_are_text_and_its_line_ends_read_nothing_yet(tmp_path):
    async with running(None, tmp_path) as pilot:
        await press(pilot, "down", "down", "enter")
        await press(pilot, *"2024", "enter", *"年报")
        assert "已粘贴6字、2行" in shown(pilot) and pilot.app.session is None


async def test_a_paste_that_is_no_report_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(pasting, "AFTERMATH", 0)
    async with running(None, tmp_path) as pilot:
        await paste(pilot, "\n \n")
        assert "还没有粘贴" in shown(pilot)
        await paste(pilot, "<html><table>" + "<td>1" * 30_000)
        await press(pilot, "enter")
        assert "读不成报告" in shown(pilot) and "太大" in shown(pilot)


async def test_a_slow_document_is_counted_and_can_be_given_up(tmp_path, monkeypatch):
    """LibreOffice kept the start screen from moving for up to a minute."""
    (tmp_path / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    asked, ended = threading.Event(), threading.Event()

    def slow(path, form):
        stop = programs._stop.get()
        asked.set()
        assert stop and stop.wait(20)
        ended.set()
        raise StoreError("stopped")

    monkeypatch.setattr(reading, "read_source", slow)
    async with running(None, tmp_path) as pilot:
        await press(pilot, "down", "enter")
        await pilot.press("enter")
        await waiting(pilot, asked.is_set)
        await waiting(pilot, lambda: "已经1秒" in shown(pilot))
        assert "正在读 旧.doc" in shown(pilot) and "LibreOffice" in shown(pilot)
        await pilot.press("escape")
        await waiting(pilot, ended.is_set)
        await settled(pilot)
        assert "> 导入一份" in shown(pilot)


async def test_a_reader_that_breaks_ends_nothing_but_the_reading(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    copies(tmp_path, "busy-township-2023")
    (tmp_path / "怪.txt").write_text("x")

    def broken(path, form):
        raise RecursionError

    monkeypatch.setattr(reading, "read_source", broken)
    async with running(None, tmp_path) as pilot:
        await press(pilot, "down", "enter", "enter")
        assert "导入不了" in shown(pilot) and "程序出错，没有读" in shown(pilot)
        await press(pilot, "1")
        assert "> 导入一份" in shown(pilot)

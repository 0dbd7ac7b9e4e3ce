"""Kinds and sizes of terminals: all can be read and used, without colours too."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.pty.harness import Terminal
from tui_report.resources import samples
from tui_report.store.files import remember_place

F4, F8 = "\x1bOS", "\x1b[19~"
CELL = "requests.new.person"
COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")
MANY_COLOURS = re.compile(rb"[34]8;[25]")


def opened(folder: Path, place: str = CELL, **how) -> Terminal:
    path = folder / "report.toml"
    shutil.copy(samples() / "problems-township-2024.toml", path)
    remember_place(path, place)
    terminal = Terminal([sys.executable, "-m", "tui_report", str(path)], folder=folder, **how)
    terminal.wait_for("F1 帮助")
    terminal.settle()
    return terminal


def row_of(terminal: Terminal, words: str) -> int:
    return next(y for y, line in enumerate(terminal.screen()) if words in line)


@pytest.mark.parametrize(
    ("term", "more"),
    [("linux", {}), ("screen", {}), ("vt220", {}), ("xterm-16color", {}), ("xterm-256color", {"NO_COLOR": "1"})],
)
def test_every_kind_of_terminal_shows_cursor_mistakes_and_states_without_colour(term, more, tmp_path):
    with opened(tmp_path, environ={"TERM": term, **more}) as terminal:
        x, y = terminal.cursor()
        assert terminal.cursor_shown()
        assert y == row_of(terminal, "一 本年新收")
        assert terminal.cell(x, y).data == "5" and terminal.cell(x, y).reverse
        assert "!5" in terminal.screen()[y] and "必改 T01" in terminal.text()
        terminal.send(F4)
        terminal.wait_for("> 必改 T01")
        assert terminal.cell(2, row_of(terminal, "> 必改 T01")).reverse
        terminal.send("\x1b")
        terminal.wait_for(lambda: "> 必改 T01" not in terminal.text())
        terminal.settle()
        terminal.send(F8)
        terminal.wait_for("四、政府信息公开行政复议")
        terminal.settle()
        terminal.send("7")
        terminal.settle()
        assert not MANY_COLOURS.search(terminal.output)
        assert bool(COLOUR.search(terminal.output)) == (not more)


@pytest.mark.parametrize("place", [CELL, "tasks", "overview.proactive", "facts"])
def test_every_size_shows_title_work_and_keys(place, tmp_path):
    with opened(tmp_path, place) as terminal:
        for size in ((60, 20), (132, 50), (100, 30), (80, 24)):
            terminal.resize(*size)
            terminal.settle()
            lines = terminal.screen()
            assert "2024年" in lines[0] and "F1 帮助" in lines[-1] and "必改" in lines[-2]
            assert lines[1] and any(lines[4:-4])
            x, y = terminal.cursor()
            assert 4 <= y < size[1] - 4 and x < size[0]


def test_coming_from_the_finish_the_cursor_is_in_the_field_that_was_chosen(tmp_path):
    with opened(tmp_path, "tasks") as terminal:
        terminal.send(F8)
        terminal.wait_for("单位全称  ")
        terminal.send(F8 * 13)
        terminal.wait_for("核对结果")
        terminal.send("\x1b[H\x1b[B")
        terminal.wait_for("> 成文日期")
        terminal.settle()
        terminal.send("\r")
        terminal.wait_for("单位全称  ")
        terminal.settle()
        y = row_of(terminal, "  成文日期  ")
        assert terminal.cursor() == (len("  成文日期      ") + 4 + len("2025年1月20日") + 3, y)

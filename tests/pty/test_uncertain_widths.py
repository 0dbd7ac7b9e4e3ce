"""Terminals that draw “ ” … — in two columns: found out by asking, or told by the environment."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest
from wcwidth import wcwidth

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import pyte.screens

from tests.pty.harness import Terminal
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report
from tui_report.store.files import create, remember_place

PLACE = "overview.proactive"
PROSE = "坚持“公开为常态、不公开为例外”……全年公开“三张清单”，办好“一网通办”——群众满意。" * 6


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    def width(character: str) -> int:
        return 2 if unicodedata.east_asian_width(character) == "A" else wcwidth(character)

    monkeypatch.setattr(pyte.screens, "wcwidth", width)


def opened(folder: Path, **how) -> Terminal:
    path = create(folder / "report.toml", Report(values={PLACE: PROSE, "unit.name": "青禾县东岭乡人民政府"}), FORM)
    remember_place(path, PLACE)
    terminal = Terminal([sys.executable, "-m", "tui_report", str(path)], folder=folder, **how)
    terminal.wait_for("主动公开情况")
    terminal.settle()
    return terminal


def shows_all(terminal: Terminal) -> bool:
    return PROSE in "".join(line.strip() for line in terminal.screen()[4:])


def type_at_the_end(terminal: Terminal) -> None:
    terminal.send("\x1b[1;5F")
    terminal.settle()
    x, y = terminal.cursor()
    assert terminal.cell(x - 2, y).data == "。"
    terminal.send("“好”")
    terminal.wait_for("群众满意。“好”")
    terminal.settle()
    assert terminal.cell(terminal.cursor()[0] - 2, y).data == "”"


@pytest.mark.parametrize("how", [{}, {"mute": True, "environ": {"TUI_REPORT_AMBIGUOUS": "2"}}])
def test_no_character_is_lost_and_the_cursor_is_right_where_quotation_marks_are_wide(wide, how, tmp_path):
    with opened(tmp_path, **how) as terminal:
        assert shows_all(terminal)
        type_at_the_end(terminal)


def test_a_terminal_that_does_not_answer_is_taken_for_a_narrow_one(tmp_path):
    with opened(tmp_path, mute=True) as terminal:
        assert shows_all(terminal)
        assert b"\x1b[6n" in terminal.output


def test_a_key_that_looks_like_an_answer_changes_nothing(tmp_path):
    with opened(tmp_path) as terminal:
        assert terminal.bytes_of("\x1b[2;3R") == 0
        terminal.send("\x1b[1;5F")
        terminal.settle()
        x, y = terminal.cursor()
        assert terminal.cell(x - 2, y).data == "。"

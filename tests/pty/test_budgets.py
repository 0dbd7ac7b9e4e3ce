"""How many bytes go over the line: each keystroke of a clerk behind a slow one costs few."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from tests.pty.harness import Terminal
from tui_report.form.cn_2021 import FORM
from tui_report.resources import samples
from tui_report.store.files import create, remember_place
from tui_report.store.reading import read_report

F8, RIGHT, DOWN, END, HOME = "\x1b[19~", "\x1b[C", "\x1b[B", "\x1b[1;5F", "\x1b[1;5H"
CELL, PROSE = "requests.new.person", "overview.proactive"
SENTENCE = "全年主动公开政府信息32条，其中政策文件5条，政务动态27条，群众查询办事更加方便。"


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    return request.param


@pytest.fixture
def report(tmp_path: Path) -> Path:
    busy = read_report(samples() / "busy-township-2024.toml", FORM)
    prose = "\n".join(SENTENCE * 9 for _ in range(11))[:3700]
    values = {ref: value for ref, value in busy.values.items() if ref != "last_year"}
    return create(tmp_path / "report.toml", busy.but(values={**values, PROSE: prose}), FORM)


@pytest.fixture
def at(report: Path, size: tuple[int, int]) -> Iterator:
    opened: list[Terminal] = []

    def opening(place: str) -> Terminal:
        remember_place(report, place)
        opened.append(Terminal([sys.executable, "-m", "tui_report", str(report)], size=size, folder=report.parent))
        opened[-1].wait_for("F1 帮助")
        opened[-1].settle()
        return opened[-1]

    yield opening
    for terminal in opened:
        terminal.end()


def bytes_per_key(terminal: Terminal, *keys: str) -> float:
    """The bytes of a key with all that follows from it, the time of the last saving included; a mean."""
    before = len(terminal.output)  # it has settled: `at` and this function wait for that
    for key in keys:
        terminal.send(key)
        terminal.settle(0.1)
    return (terminal.settle(0.6) - before) / len(keys)


def test_the_start_and_an_idle_program_cost_little(at):
    terminal = at("tasks")
    size = len(terminal.output)
    assert size <= 3000
    assert terminal.settle(1.5, 2.0) == size


def test_keys_in_the_table_cost_little(at):
    terminal = at(CELL)
    bytes_per_key(terminal, "1")  # it brings up the first finding
    assert bytes_per_key(terminal, *"28") <= 100
    bytes_per_key(terminal, RIGHT)
    assert bytes_per_key(terminal, *"41") <= 150  # the first of them brings up a finding
    assert bytes_per_key(terminal, *[RIGHT] * 3) <= 100
    assert bytes_per_key(terminal, *[DOWN] * 3) <= 190  # what the law says of a row, once the cursor stands on it
    assert bytes_per_key(terminal, "\r" * 30) <= 3000


def test_what_keys_paint_reads_as_what_a_full_repaint_paints(at, size):
    terminal = at(CELL)
    for keys in ("12\t3\r45", DOWN * 3 + RIGHT, "7\x7f8\t", "\x1b[6~9", F8 + F8, "新增公开栏", HOME + "又"):
        terminal.send(keys)
        terminal.settle(0.6)  # so long until the rules have read a passage
    painted, text = terminal.picture(), terminal.screen()
    terminal.resize(size[0] - 3, size[1] - 2)
    terminal.settle()
    terminal.resize(*size)
    terminal.settle(0.6)
    assert terminal.screen() == text
    again = terminal.picture()
    unlike = [
        (x, y, a, b)
        for y, row in enumerate(painted)
        for x, (a, b) in enumerate(zip(row, again[y], strict=True))
        if a != b
    ]
    assert not unlike


def test_keys_in_a_long_passage_cost_little_and_a_step_less_than_a_screen(at):
    terminal = at(PROSE)
    bytes_per_key(terminal, END, "新")
    assert bytes_per_key(terminal, *"增政务") <= 80
    bytes_per_key(terminal, HOME, "新")
    assert bytes_per_key(terminal, *"增政务") <= 450
    steps = [bytes_per_key(terminal, F8) for _ in range(6)]
    assert max(steps) <= 4000 and mean(steps) <= 2500

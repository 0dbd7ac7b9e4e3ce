"""The questions on plain lines in a real terminal: no picture, long lines whole, nothing lost at any end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pty.harness import ROOT, Terminal, python
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report
from tui_report.store.files import ReportFile, create
from tui_report.store.reading import read_report

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

CTRL_C, CTRL_D = "\x03", "\x04"
SHORT_HOURS = "-c", "from tui_report import settings; settings.HOUR = 2; from tui_report.__main__ import start; start()"
LONG = "本乡把惠农补贴的发放结果逐村张榜公布，接受群众监督。" * 80


def asked(folder: Path, term: str = "dumb", program: tuple[str, ...] = ("-m", "tui_report")) -> Terminal:
    """The program at the first passage of an empty report."""
    path = create(folder / "report.toml", Report(), FORM)
    terminal = Terminal(python(*program, "edit", "--plain", str(path)), folder=folder, environ={"TERM": term})
    terminal.wait_for("单位全称")
    terminal.send(".去 一\n")
    terminal.wait_for("第1段，共9段")
    return terminal


def text(folder: Path) -> str:
    return read_report(folder / "report.toml", FORM).text("overview.opening")


def prompts(terminal: Terminal) -> int:
    return sum(line.startswith(">") for line in terminal.screen())


@pytest.mark.parametrize("term", ["dumb", "vt220", "xterm-256color"])
def test_a_line_longer_than_a_terminal_holds_arrives_whole(term, tmp_path):
    assert len(LONG.encode()) > 4096
    with asked(tmp_path, term) as terminal:
        terminal.send(LONG + "\n.\n")
        terminal.wait_for("第2段，共9段")
        terminal.wait_for(lambda: terminal.screen()[terminal.cursor()[1]] == ">")
        terminal.settle()
        terminal.send(CTRL_D)
        assert terminal.wait() == 0
        assert terminal.restored()
    assert text(tmp_path) == LONG


def test_no_control_sequence_is_sent_to_a_terminal_that_knows_none(tmp_path):
    with asked(tmp_path) as terminal:
        terminal.send("一段。\n.\n.q\n")
        assert terminal.wait() == 0
        assert b"\x1b" not in bytes(terminal.output)


def test_a_long_line_that_comes_before_its_question_arrives_whole(tmp_path):
    with asked(tmp_path) as terminal:
        terminal.send(f".帮助\n{LONG}\n.\n.q\n")
        assert terminal.wait() == 0
    assert text(tmp_path) == LONG


def test_ctrl_c_gives_up_the_line_and_nothing_else(tmp_path):
    with asked(tmp_path) as terminal:
        terminal.send("第一行。\n")
        terminal.wait_for(lambda: prompts(terminal) == 2)
        terminal.send("没打完的")
        terminal.wait_for("> 没打完的")
        terminal.send(CTRL_C)
        terminal.wait_for(lambda: prompts(terminal) == 3)
        terminal.send("第二行。\n.\n.q\n")
        assert terminal.wait() == 0
    assert text(tmp_path) == "第一行。\n第二行。"


def test_a_hang_up_saves_what_was_answered(tmp_path):
    with asked(tmp_path) as terminal:
        terminal.send("写到一半的一段\n")
        terminal.settle()
        terminal.close()
        assert terminal.wait() == 129
    assert text(tmp_path) == "写到一半的一段"
    with Terminal(python("-m", "tui_report", "edit", "--plain", "report.toml"), folder=tmp_path) as terminal:
        terminal.wait_for("写到一半的一段")


def test_a_report_that_nobody_answers_is_saved_and_given_back_after_the_hours_an_office_allows(tmp_path):
    (tmp_path / "county.toml").write_text("idle_hours = 2\n")
    with asked(tmp_path, program=SHORT_HOURS) as terminal:
        terminal.send("离开以前写的\n")
        terminal.wait_for(lambda: prompts(terminal) == 2)
        terminal.send("没打完的")
        assert terminal.wait() == 0
        assert "2小时没有回答，报告让出来了。已保存，已退出。" in terminal.text()
        assert terminal.restored()
    assert text(tmp_path) == "离开以前写的"
    again = ReportFile.open(tmp_path / "report.toml", FORM)
    assert not again.readonly
    again.close()


def test_a_pipe_that_stays_silent_is_given_up_after_the_same_hours(tmp_path):
    (tmp_path / "county.toml").write_text("idle_hours = 1\n")
    create(tmp_path / "report.toml", Report(), FORM)
    command = python(*SHORT_HOURS, "edit", "--plain", "report.toml")
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, env=environ, stdin=pipe, stdout=pipe) as program:
        assert program.stdin and program.stdout
        program.stdin.write(".去 一\n管道里来的\n".encode())
        program.stdin.flush()
        assert program.wait(60) == 0
        assert "1小时没有回答" in program.stdout.read().decode()
    assert text(tmp_path) == "管道里来的"


def test_the_own_session_elsewhere_is_taken_over(tmp_path):
    with asked(tmp_path) as first:
        first.send("那一边写的\n")
        first.wait_for(lambda: prompts(first) == 2)
        command = python("-m", "tui_report", "edit", "--plain", "report.toml")
        with Terminal(command, folder=tmp_path, environ={"TERM": "dumb"}) as second:
            second.wait_for("打 .接管")
            second.send(".接管\n")
            assert first.wait() == 143
            second.wait_for("已接管")
            second.send(".去 一\n.续写\n这一边写的\n.\n.接管\n.q\n")
            second.wait_for("没有什么要接管")
            assert second.wait() == 0
    assert text(tmp_path) == "那一边写的\n这一边写的"


@pytest.mark.parametrize("answers", [(), ("1\n",)], ids=["which report", "which last year's"])
def test_a_hang_up_while_it_asks_which_report_is_no_ordinary_end(answers, tmp_path):
    """It ended with 0: whoever started it took the start screen for left by the clerk."""
    with Terminal(python("-m", "tui_report", "edit", "--plain"), folder=tmp_path, environ={"TERM": "dumb"}) as terminal:
        terminal.wait_for("打编号")
        for answer in answers:
            terminal.send(answer)
            terminal.wait_for("单位全称")
        terminal.close()
        assert terminal.wait() == 129
    assert not list(tmp_path.glob("*.toml"))

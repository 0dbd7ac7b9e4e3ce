"""The probe in a real pseudo-terminal, while the world around it breaks."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pty.harness import Terminal, python

ALPHABET = "".join(f"第{number:02}条甲，" for number in range(30))
NEVER_SENT = re.compile("[\x00-\x06\x0b-\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")

Start = Callable[..., Terminal]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "report.txt"


@pytest.fixture
def start(tmp_path: Path, report: Path) -> Iterator[Start]:
    """Starts the probe on the report and waits until it is ready."""
    begun: list[Terminal] = []

    def begin(*options: str, ready: bool = True, **how: Any) -> Terminal:
        command = python("-m", "tests.pty.probe_app", str(report), *options)
        terminal = Terminal(command, folder=tmp_path, **how)
        begun.append(terminal)
        if ready:
            terminal.wait_for("就绪")
            terminal.settle(0.1)
        return terminal

    yield begin
    for terminal in begun:
        terminal.end()


def typed(terminal: Terminal, report: Path) -> None:
    """Types the alphabet and waits until the program has read it."""
    terminal.send(ALPHABET)
    terminal.wait_for("第29条甲，")


def lives(terminal: Terminal) -> None:
    """The program still takes keys, shows them, and leaves when it is told to."""
    terminal.send("\x1b[1;5H\r还在")
    terminal.wait_for("还在")
    terminal.send(b"\x11")
    assert terminal.wait() == 0
    assert terminal.restored()


def cursor_at(terminal: Terminal, column: int, row: int | None = None) -> None:
    """Waits until the terminal's cursor stands there."""
    terminal.wait_for(lambda: terminal.cursor()[0] == column and row in (None, terminal.cursor()[1]))


# ---------------------------------------------------------------------- the start


def test_it_starts_with_few_bytes_and_asks_the_terminal_one_thing(start: Start) -> None:
    terminal = start(size=(120, 40))
    assert len(terminal.output) <= 6000
    sent = bytes(terminal.output)
    modes = set(re.findall(rb"\x1b\[[?>][0-9;$]+[a-z]", sent))
    assert modes == {b"\x1b[?1049h", b"\x1b[?2004h", b"\x1b[?7l", b"\x1b[?25h"}
    assert b"\x1b[c" not in sent
    assert sent.count(b"\x1b[6n") == 1
    assert terminal.cursor_shown()


def test_an_idle_program_sends_nothing_and_sleeps(start: Start) -> None:
    terminal = start()
    sent, used = terminal.settle(0.5), terminal.cpu()
    time.sleep(1.5)
    assert len(terminal.output) == sent
    assert terminal.cpu() - used <= 0.02


def test_no_colour_means_attributes_alone(start: Start) -> None:
    terminal = start(environ={"NO_COLOR": "1"})
    terminal.send("abc")
    terminal.wait_for("abc")
    pens = b";".join(re.findall(rb"\x1b\[([0-9;]*)m", bytes(terminal.output)))
    assert not {code for code in pens.split(b";") if code and int(code) >= 30} - {b"39", b"49"}


def test_sixteen_colours_are_sixteen(start: Start) -> None:
    terminal = start(environ={"TERM": "xterm"})
    assert b"38;5;" not in terminal.output
    assert b"38;2;" not in terminal.output


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"stdin": "null"}, "标准输入不是终端"),
        ({"environ": {"TERM": "dumb"}}, "终端类型是 dumb"),
        ({"environ": {"TERM": None}}, "没有设置终端类型"),
        ({"environ": {"LC_ALL": "zh_CN.GBK"}}, "语言环境是 zh_CN.GBK"),
    ],
)
def test_where_it_cannot_work_it_refuses_in_one_line(start: Start, how: dict[str, Any], said: str) -> None:
    terminal = start(ready=False, **how)
    assert terminal.wait() == 2
    terminal.settle(0.1)
    assert terminal.text().startswith(said)
    assert b"\x1b" not in terminal.output


@pytest.mark.parametrize("environ", [{"LANG": "C"}, {"LANG": None, "PYTHONIOENCODING": "gbk"}])
def test_it_speaks_utf_8_in_any_locale(start: Start, report: Path, environ: dict[str, str | None]) -> None:
    terminal = start(environ=environ)
    typed(terminal, report)
    lives(terminal)
    assert ALPHABET in report.read_text("utf-8")


def test_a_hostile_environment_has_no_effect(start: Start, tmp_path: Path) -> None:
    log = tmp_path / "log"
    hostile = {"TEXTUAL_LOG": str(log), "TEXTUAL_PRESS": "x,y,z", "TEXTUAL_DRIVER": "os:abort", "COLUMNS": "9999999"}
    terminal = start(environ=hostile)
    lives(terminal)
    assert not log.exists()


# ---------------------------------------------------------------------- the ends


def by_signal(number: int) -> Callable[[Terminal], None]:
    return lambda terminal: terminal.kill(number)


@pytest.mark.parametrize(
    ("end", "how", "status"),
    [
        (by_signal(signal.SIGHUP), {}, 129),
        (by_signal(signal.SIGTERM), {}, 143),
        (Terminal.close, {}, 129),
        (Terminal.close, {"hup_ignored": True}, 129),
        (Terminal.close, {"controlling": False}, 129),
    ],
    ids=["SIGHUP", "SIGTERM", "closed", "closed under nohup", "closed without control"],
)
def test_what_was_read_is_saved_when_the_terminal_or_the_system_ends_it(
    start: Start, report: Path, end: Callable[[Terminal], None], how: dict[str, Any], status: int
) -> None:
    terminal = start(**how)
    typed(terminal, report)
    terminal.send("尾")
    terminal.wait_for("尾")
    end(terminal)
    assert terminal.wait() == status
    assert report.read_text("utf-8") == ALPHABET + "尾"
    if end is not Terminal.close:
        assert terminal.restored()


def test_a_second_signal_does_no_harm(start: Start, report: Path) -> None:
    terminal = start()
    typed(terminal, report)
    for _ in range(3):
        terminal.kill(signal.SIGTERM)
    assert terminal.wait() == 143
    assert report.read_text("utf-8") == ALPHABET
    assert "程序结束了：您在别处接管了这份报告，或者系统要求结束。" in terminal.text()


@pytest.mark.parametrize("end", [by_signal(signal.SIGTERM), Terminal.close], ids=["SIGTERM", "closed"])
def test_it_saves_and_ends_though_the_event_loop_stands_still(
    start: Start, report: Path, end: Callable[[Terminal], None]
) -> None:
    terminal = start("breaks")
    typed(terminal, report)
    terminal.send("\x1bOQ")
    time.sleep(0.1)
    end(terminal)
    assert terminal.wait() in (143, 129)
    assert report.read_text("utf-8") == ALPHABET


def test_a_killed_program_leaves_what_was_typed_a_second_ago(start: Start, report: Path) -> None:
    terminal = start()
    typed(terminal, report)
    terminal.wait_for(lambda: report.exists() and report.read_text("utf-8") == ALPHABET)
    terminal.kill(signal.SIGKILL)
    assert terminal.wait() == -9


def test_when_it_cannot_save_it_says_so_and_ends_with_a_fault(start: Start, report: Path) -> None:
    report.with_suffix(".new").mkdir()
    terminal = start()
    terminal.send("甲")
    terminal.wait_for("没有存下：IsADirectoryError")
    terminal.send("乙")
    terminal.wait_for("甲乙")
    terminal.kill(signal.SIGTERM)
    assert terminal.wait() == 1
    assert "最后的改动没有存下。" in terminal.text()


# ---------------------------------------------------------------------- a terminal that nobody reads, or that stops


def test_while_nobody_reads_it_works_and_saves_and_shows_all_afterwards(start: Start, report: Path) -> None:
    terminal = start(size=(100, 24))
    terminal.freeze()
    for number in range(60):
        terminal.send(f"行{number:03}" + "字" * 40 + "\r")
    terminal.wait_for(lambda: report.exists() and report.read_text("utf-8").count("\n") == 60)
    terminal.thaw()
    terminal.wait_for("行059")
    lives(terminal)


def test_a_frozen_terminal_does_not_keep_it_from_ending(start: Start, report: Path) -> None:
    terminal = start()
    terminal.freeze()
    while terminal.send("字\r" * 200, 0.3):
        if report.exists() and report.stat().st_size > 20_000:
            break
    terminal.kill(signal.SIGTERM)
    assert terminal.wait() == 143


def test_being_stopped_and_continued_changes_nothing(start: Start, report: Path) -> None:
    terminal = start()
    typed(terminal, report)
    terminal.settle()
    before, threads = terminal.screen(), terminal.threads()
    for _ in range(5):
        terminal.kill(signal.SIGSTOP)
        time.sleep(0.05)
        terminal.kill(signal.SIGCONT)
        terminal.settle(0.1)
    terminal.wait_for(lambda: terminal.screen() == before)
    assert terminal.threads() == threads
    lives(terminal)


def test_signals_of_the_keyboard_do_nothing(start: Start, report: Path) -> None:
    terminal = start()
    for number in (signal.SIGTSTP, signal.SIGINT, signal.SIGQUIT, signal.SIGTTIN, signal.SIGTTOU):
        terminal.kill(number)
    terminal.send(b"\x03\x1a\x1c")
    typed(terminal, report)
    lives(terminal)


def test_somebody_else_may_have_the_terminal_for_a_while(start: Start, report: Path) -> None:
    terminal = start("breaks")
    typed(terminal, report)
    terminal.settle()
    before = terminal.screen()
    terminal.send("\x1b[19~")
    terminal.wait_for(lambda: b"OUTSIDE" in terminal.output)
    terminal.wait_for(lambda: terminal.screen() == before)
    lives(terminal)


# ---------------------------------------------------------------------- sizes


def test_any_size_is_borne(start: Start, report: Path) -> None:
    terminal = start()
    typed(terminal, report)
    terminal.settle()
    before = terminal.screen()
    for size in ((1, 1), (20, 5), (500, 200), (0, 0)):
        terminal.resize(*size)
        terminal.settle()
        terminal.resize(80, 24)
        terminal.wait_for(lambda: terminal.screen() == before)
    lives(terminal)


def test_a_storm_of_sizes_is_borne(start: Start, report: Path) -> None:
    terminal = start(size=(1, 1), ready=False)
    terminal.settle()
    for turn in range(150):
        terminal.resize(1 + turn * 37 % 200, 1 + turn * 17 % 60)
        time.sleep(0.002)
    terminal.resize(80, 24)
    terminal.wait_for("就绪")
    typed(terminal, report)
    lives(terminal)


# ---------------------------------------------------------------------- what is typed


def test_a_commit_of_an_input_method_arrives_whole(start: Start, report: Path) -> None:
    clause = "政府信息公开工作年度报告由本机关编制并向社会公布接受监督依法公开主动回应社会关切"
    terminal = start(size=(120, 24))
    for length in (1, 5, 12, 40):
        terminal.send("\r" + clause[:length])
        terminal.wait_for("\n" + clause[:length] + "\n")
        cursor_at(terminal, 2 * length)
    lives(terminal)
    assert report.read_text("utf-8").startswith("".join("\n" + clause[:length] for length in (1, 5, 12, 40)))


def test_bytes_of_a_foreign_encoding_are_borne_and_told(start: Start, report: Path) -> None:
    terminal = start()
    typed(terminal, report)
    terminal.send("中文乡镇".encode("gbk") + b"\xff\xfe\xed\xa0\x80\x1c")
    terminal.wait_for("终端发来的不是 UTF-8 文字")
    lives(terminal)
    assert ALPHABET in report.read_text("utf-8")


def test_an_arrow_that_a_slow_line_parts_is_an_arrow(start: Start) -> None:
    terminal = start(environ={"SSH_TTY": "/dev/pts/0"})
    terminal.send("ab")
    terminal.wait_for("ab")
    for part in ("\x1b", "[", "D", "x"):
        terminal.send(part)
        time.sleep(0.1)
    terminal.wait_for("axb")


def test_a_long_paste_is_one_piece_and_a_longer_one_is_refused(start: Start, report: Path) -> None:
    terminal = start()
    text = "各乡镇办事处\r" * 3000
    terminal.send(f"\x1b[200~{text}\x1b[201~")
    terminal.wait_for(lambda: report.exists() and report.read_text("utf-8") == text.replace("\r", "\n"))
    terminal.send("\x1b[200~" + "各乡镇办事处\r" * 50_000 + "\x1b[201~")
    terminal.wait_for("超过一次 200000 个的上限，没有粘入")
    lives(terminal)


def test_a_paste_that_nobody_ends_ends(start: Start) -> None:
    terminal = start()
    terminal.send("\x1b[200~abc")
    terminal.wait_for("abc")
    lives(terminal)


def test_a_paste_without_marks_does_not_starve_it(start: Start, report: Path) -> None:
    terminal = start()
    terminal.send("乡镇 abc\r" * 14_000, 60)
    terminal.wait_for(lambda: report.exists() and report.read_text("utf-8").count("乡镇 abc") == 14_000, 60)
    lives(terminal)


def test_a_hostile_paste_and_a_hostile_file_reach_the_terminal_harmless(start: Start, report: Path) -> None:
    hostile = "\x1b]0;OWNED\x07 \x1b]52;c;UFdO\x07 \x1b[35;45;5mX \x1b[21t \x1bPX\x1b\\ \x9b33m \u202e\u2066\u200b\x00\x7f [/b]"
    report.write_text(hostile, "utf-8")
    terminal = start()
    terminal.send(f"\x1b[200~{hostile}\x1b[201~")
    terminal.settle()
    sent = bytes(terminal.output).decode("utf-8")
    assert not NEVER_SENT.search(sent)
    assert not re.search("\x1b[^[]", sent)
    assert "\x1b[35;45;5m" not in sent
    assert "\x1b[21t" not in sent
    lives(terminal)


# ---------------------------------------------------------------------- errors of our own


@pytest.mark.parametrize(
    "key",
    ["\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~"],
    ids=["handler", "thread", "task", "timer", "unmount"],
)
def test_an_error_of_our_own_loses_nothing_and_shows_nothing(
    start: Start, report: Path, tmp_path: Path, key: str
) -> None:
    terminal = start("breaks")
    typed(terminal, report)
    terminal.send(key)
    assert terminal.wait() == 70
    assert terminal.restored()
    assert report.read_text("utf-8") == ALPHABET
    said = terminal.text()
    number = re.search(r"出错编号 (\S+)，", said)
    assert number
    assert "Traceback" not in said
    assert "第05条" not in said
    log = tmp_path / ".local/state/tui-report/faults.log"
    assert log.stat().st_mode & 0o777 == 0o600
    written = log.read_text("utf-8")
    assert number[1] in written
    assert "ValueError" in written
    assert "probe_screen.py" in written
    assert "条甲" not in written


# ---------------------------------------------------------------------- bytes


def test_a_character_and_a_move_cost_few_bytes_and_the_cursor_is_right(start: Start, report: Path) -> None:
    terminal = start()
    typed(terminal, report)
    x, y = terminal.cursor()
    for keys, column in (("a", x + 1), ("字", x + 3), ("\x1b[D", x + 1), ("\x1b[D", x)):
        before = terminal.settle()
        terminal.send(keys)
        cursor_at(terminal, column, y)
        assert terminal.settle() - before <= 80
    terminal.resize(100, 30)
    terminal.wait_for(lambda: terminal.cell(*terminal.cursor()).data == "a")


def test_the_cursor_moves_without_a_repaint(start: Start) -> None:
    terminal = start()
    before = terminal.settle()
    terminal.send("\x1b[20~")
    cursor_at(terminal, 7, 3)
    assert terminal.settle() - before <= 6


def test_the_terminal_is_given_back_as_it_was(start: Start) -> None:
    terminal = start()
    terminal.send(b"\x11")
    assert terminal.wait() == 0
    assert terminal.restored()
    assert os.path.exists(f"/proc/{terminal.pid}") is False

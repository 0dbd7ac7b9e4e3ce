"""The whole program in a real terminal, while files, terminal and people around it do what they should not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pty.harness import ROOT, Terminal, python
from tests.ui.screens import copies
from tui_report.store.history import last_place

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

F8, F10 = "\x1b[19~", "\x1b[21~"
CTRL_S, CTRL_O = "\x13", "\x0f"
PROSE = "第2段，共9段"
NAME = "all-zero-township-2024"

Start = Callable[..., Terminal]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    return copies(folder, NAME, "busy-township-2024", "busy-township-2023")


@pytest.fixture
def start(report: Path) -> Iterator[Start]:
    """Opens a report and walks from the task list to the passage 主动公开."""
    begun: list[Terminal] = []

    def begin(*, name: str = report.name, walk: bool = True, program=("-m", "tui_report"), **how) -> Terminal:
        terminal = Terminal(python(*program, "edit", name), folder=report.parent, **how)
        begun.append(terminal)
        if walk:
            terminal.wait_for("任务清单")
            terminal.send(F8 * 3)
            terminal.wait_for(PROSE)
        return terminal

    yield begin
    for terminal in begun:
        terminal.end()


def holds(path: Path, text: str) -> Callable[[], bool]:
    return lambda: path.exists() and text in path.read_text("utf-8")


# ---------------------------------------------------------------------- files that others change


def test_typing_goes_on_where_someone_else_changed_the_file_and_both_versions_are_there(start, report):
    terminal = start()
    terminal.send("甲甲")
    terminal.wait_for(holds(report, "甲甲"))
    theirs = report.read_text("utf-8").replace("柳河乡", "柳溪乡") + "# 别人加的注释\n"
    report.write_text(theirs, "utf-8")
    terminal.send("乙1乙2乙3")
    mine = report.with_name(f"{NAME}.mine-1.toml")
    terminal.wait_for(holds(mine, "甲甲乙1乙2乙3"))
    terminal.wait_for("没有覆盖别人的改动")
    terminal.kill(signal.SIGTERM)
    assert terminal.wait() == 1
    assert f"最后的改动没能存进报告，存在 {mine.name}。" in terminal.text().replace("\n", "")
    assert report.read_text("utf-8") == theirs


def test_the_conflict_is_decided_when_the_clerk_saves(start, report):
    terminal = start()
    terminal.send("甲甲")
    terminal.wait_for(holds(report, "甲甲"))
    report.write_text(report.read_text("utf-8") + "# 别人加的注释\n", "utf-8")
    terminal.send("乙乙")
    terminal.wait_for("没有覆盖别人的改动")
    terminal.send(CTRL_S)
    terminal.wait_for("用我的：")
    terminal.send("2")
    terminal.wait_for(holds(report, "甲甲乙乙"))
    terminal.wait_for(lambda: not report.with_name(f"{NAME}.mine-1.toml").exists())
    terminal.send(F10)
    assert terminal.wait() == 0


def test_typing_goes_on_where_the_file_was_removed(start, report):
    terminal = start()
    terminal.send("甲甲")
    terminal.wait_for(holds(report, "甲甲"))
    report.unlink()
    terminal.send("乙1乙2")
    terminal.wait_for(holds(report.with_name(f"{NAME}.mine-1.toml"), "甲甲乙1乙2"))
    terminal.send(F10)
    terminal.wait_for("用我的：")
    terminal.send("2")
    terminal.wait_for(holds(report, "甲甲乙1乙2"))
    terminal.send(F10)
    assert terminal.wait() == 0


def test_what_could_not_be_saved_is_spoken_of_at_the_next_start(start, report):
    report.with_name(f"{NAME}.mine-3.toml").write_text("")
    terminal = start(walk=False)
    terminal.wait_for("以前没能存进这份报告的内容")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_where_the_folder_becomes_read_only_the_own_folder_takes_what_is_typed(start, report, tmp_path):
    terminal = start()
    terminal.send("甲甲")
    terminal.wait_for(holds(report, "甲甲"))
    report.parent.chmod(0o555)
    try:
        terminal.send("乙乙")
        terminal.wait_for("没有存上")
    finally:
        report.parent.chmod(0o755)
    (mine,) = (tmp_path / "reports/.local/state/tui-report/mine").glob(f"{NAME}-*.mine-1.toml")
    assert "甲甲乙乙" in mine.read_text("utf-8")


# ---------------------------------------------------------------------- ends


SLOW = """
import os, sys, time
from tui_report.cli import main
fsync = os.fsync
def hanging(descriptor):
    while os.path.exists("server-is-down"):
        time.sleep(0.02)
    fsync(descriptor)
os.fsync = hanging
sys.exit(main())
"""


def test_typing_goes_on_while_the_server_of_the_folder_hangs(start, report):
    """As a network folder does whose server is down: no error comes, nothing returns."""
    terminal = start(program=("-c", SLOW))
    gate = report.with_name("server-is-down")
    gate.touch()
    before = report.read_bytes()
    terminal.send("甲甲")
    terminal.wait_for("甲甲")
    terminal.wait_for(lambda: list(report.parent.glob(".*.tmp")) or list(report.parent.glob(".history/.*.tmp")))
    terminal.send("乙乙")
    terminal.wait_for("甲甲乙乙")
    assert report.read_bytes() == before
    gate.unlink()
    terminal.wait_for(holds(report, "甲甲乙乙"))
    terminal.send(F10)
    assert terminal.wait() == 0


def test_without_a_home_all_but_what_is_remembered_works(start, report):
    terminal = start(environ={"HOME": "/proc/nowhere"})
    terminal.send("甲甲")
    terminal.wait_for(holds(report, "甲甲"))
    terminal.send(F10)
    assert terminal.wait() == 0
    environ = {"HOME": "/proc/nowhere", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    for words in (
        ["check", report.name],
        ["render", report.name, "--draft"],
        ["new", "--unit", "甲乡", "--year", "2024", "--json"],
    ):
        done = subprocess.run(
            python("-m", "tui_report", *words), cwd=report.parent, env=environ, capture_output=True, check=False
        )
        assert done.returncode in (0, 1) and done.stdout, (words, done.stderr.decode())


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_keys_that_came_faster_than_they_could_be_shown_are_kept(start, report, number):
    busy = report.with_name("busy-township-2024.toml")
    terminal = start(name=busy.name)
    terminal.freeze()
    terminal.send("字词\r" * 80)  # in one piece, yet too short to be taken for a paste
    terminal.wait_for(holds(busy, "字词"))
    terminal.kill(number)
    assert terminal.wait() == 128 + number
    assert busy.read_text("utf-8").count("字词\n") == 80


# ---------------------------------------------------------------------- sizes


def test_a_window_that_is_too_small_says_so_and_comes_back_to_the_same_place(start, report):
    terminal = start()
    terminal.settle()
    before = terminal.screen()
    for size in ((59, 24), (80, 15), (20, 5), (1, 1), (3, 2)):
        terminal.resize(*size)
        if size[0] > 10:
            terminal.wait_for("窗口太小")
        count = terminal.settle()
        assert terminal.settle(0.4) == count
        terminal.resize(80, 24)
        terminal.wait_for(lambda: terminal.screen() == before)
    terminal.resize(60, 16)
    terminal.wait_for("主动公开")


def test_what_is_typed_into_a_window_that_is_too_small_is_kept(start, report):
    terminal = start()
    terminal.resize(20, 5)
    terminal.wait_for("窗口太小")
    terminal.send("小窗里打的字")
    terminal.wait_for(holds(report, "小窗里打的字"))
    assert "小窗" not in terminal.text()
    terminal.resize(80, 24)
    terminal.wait_for("小窗里打的字")


# ---------------------------------------------------------------------- an upgrade under an open window


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the program, to be replaced."""
    for name in ("tui_report", "templates"):
        shutil.copytree(ROOT / name, tmp_path / "program" / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "program"


def replace(program: Path) -> None:
    """As an upgrade in the midst of its work: each file is begun anew, and none is whole."""
    for module in program.rglob("*.py"):
        module.write_text("def half(", "utf-8")


@pytest.mark.parametrize("key", ["\x1b[15~", "\x06"], ids=["preview", "history"])
def test_a_program_that_is_replaced_under_an_open_window_saves_and_says_so(start, report, copied, key):
    """What was typed was lost: the first saving loaded modules that were not there any more."""
    terminal = start(environ={"PYTHONPATH": str(copied)})
    replace(copied)
    terminal.send("升级以前写的")
    terminal.wait_for(holds(report, "升级以前写的"))
    terminal.send("还没有存的" + key)
    assert terminal.wait() == 0
    assert "程序已经更新；请重新打开，接着填。" in terminal.text()
    assert terminal.restored()
    assert holds(report, "升级以前写的还没有存的")()


def test_a_program_that_is_replaced_under_an_open_dialogue_saves_and_says_so(report, copied):
    command = python("-m", "tui_report", "edit", "--plain", report.name)
    with Terminal(command, folder=report.parent, environ={"PYTHONPATH": str(copied), "TERM": "dumb"}) as terminal:
        terminal.wait_for("打 .帮助 看")
        replace(copied)
        terminal.send(".去 一\n升级以前写的一段\n.导出 1\n")
        assert terminal.wait() == 0
        assert "程序已经更新；请重新打开，接着填。" in terminal.text()
    assert holds(report, "升级以前写的一段")()


# ---------------------------------------------------------------------- the start


def test_a_broken_office_file_is_said_in_one_line(report):
    (report.parent / "county.toml").write_text("deadlin = 3\n", "utf-8")
    terminal = Terminal(python("-m", "tui_report", "edit", report.name), folder=report.parent)
    assert terminal.wait() == 2
    assert "county.toml 第1行" in terminal.text()
    assert terminal.restored()
    terminal.end()


def test_no_control_key_stops_or_unsettles_it_while_it_starts(report):
    for keys in (b"\x1a", b"\x1c", b"\x03\x1a\x1c"):
        terminal = Terminal(python("-m", "tui_report", "edit", report.name), folder=report.parent)
        while not terminal.output and terminal.poll() is None:
            terminal.send(keys, 0.1)
            terminal.settle(0.01, 0.02)
        if terminal.poll() is None:
            state = Path(f"/proc/{terminal.pid}/stat").read_text().rpartition(")")[2].split()[0]
            assert state != "T"
        assert "Traceback" not in terminal.text()
        terminal.end()


def test_a_second_opener_may_only_look(start, report):
    first = start()
    first.send("甲甲")
    first.wait_for(holds(report, "甲甲"))
    second = start(walk=False)
    second.wait_for("您在别处打开着这份报告")
    second.send("1")
    second.wait_for(PROSE)
    second.send("乙乙")
    second.wait_for("编辑（自")
    second.send(F10)
    assert second.wait() == 3
    assert "乙乙" not in report.read_text("utf-8")


def test_the_own_session_behind_a_dead_line_is_taken_over_with_what_was_typed_there(start, report):
    first = start()
    first.send("甲甲")
    first.wait_for(lambda: last_place(report) == "overview.proactive")
    first.freeze()
    first.send("乙乙")
    second = start(walk=False)
    second.wait_for("您在别处打开着这份报告")
    second.send("2")
    assert first.wait() == 143
    second.wait_for("已接管")
    second.wait_for("甲甲乙乙")
    second.send("丙丙")
    second.wait_for(holds(report, "丙丙"))
    second.send(F10)
    assert second.wait() == 0
    assert "甲甲乙乙本乡" in report.read_text("utf-8").replace(
        "丙丙", ""
    )  # where the cursor is depends on who was faster


def test_no_other_program_is_started_in_a_run(report, tmp_path):
    """Whatever the environment names: editor, pager, browser, modules of Textual."""
    trace = tmp_path / "trace"
    hostile: dict[str, str | None] = {name: "/bin/false" for name in ("PAGER", "EDITOR", "VISUAL", "BROWSER", "SHELL")}
    hostile |= {"TEXTUAL_DRIVER": "os:abort", "TEXTUAL_PRESS": "x", "TEXTUAL_LOG": str(tmp_path / "log")}
    hostile |= {"SSH_ORIGINAL_COMMAND": "bash", "LESSOPEN": "|touch x", "COLUMNS": "9999999"}
    try:
        subprocess.run(["strace", "-V"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs strace")
    watch = ["strace", "-f", "-qq", "-e", "trace=execve,execveat", "-o", str(trace)]
    command = [*watch, *python("-m", "tui_report", "edit", report.name)]
    terminal = Terminal(command, folder=report.parent, environ=hostile)
    terminal.wait_for("任务清单", 60)
    for keys in (
        F8,
        F8,
        F8,
        "字",
        "\x05",
        "\x1b[15~",
        "\x1b",
        "\x10",
        "\x1b",
        "\x06",
        "\x1b",
        "\x0c",
        "\x1b",
        "\x14",
        "\x1b",
    ):
        terminal.send(keys)
        terminal.settle(0.2)
    terminal.send(F10)
    assert terminal.wait() == 0
    started = [line for line in trace.read_text().splitlines() if "execve" in line]
    assert len(started) == 1, started
    assert not (tmp_path / "log").exists()
    terminal.end()

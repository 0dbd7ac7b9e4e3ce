"""A passage in the system's editor: only where the office allows it, and nothing lost on the way."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from tests.pty.harness import Terminal, python
from tests.pty.walking import F8, F10
from tui_report.form.cn_2021 import FORM
from tui_report.resources import samples
from tui_report.store.reading import read_report
from tui_report.ui.outside import edit_outside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

REF = "overview.on_request"
CTRL_E, CTRL_O, CTRL_Z = "\x05", "\x0f", "\x1a"
EDITOR = """\
import signal, sys, termios
held = [n for n in (signal.SIGHUP, signal.SIGTERM) if n in signal.pthread_sigmask(signal.SIG_BLOCK, ())]
raw = not termios.tcgetattr(0)[3] & termios.ECHO
print("editor here", flush=True)
line = sys.stdin.readline().strip()
text = open(sys.argv[1], encoding="utf-8").read()
open(sys.argv[1], "w", encoding="utf-8").write(text + f"held {len(held)} raw {raw} " + line + "\\n\\n  第二段\\n")
sys.exit(line == "fail")
"""


def opened(folder: Path, environ: dict[str, str | None]) -> Terminal:
    """The program at the passage of a sample."""
    path = folder / "report.toml"
    shutil.copy(samples() / "all-zero-township-2024.toml", path)
    (folder / "editor.py").write_text(EDITOR, encoding="utf-8")
    (folder / "county.toml").write_text("editor = true\n", encoding="utf-8")
    command = f"{sys.executable} {folder / 'editor.py'}"
    terminal = Terminal(python("-m", "tui_report", str(path)), folder=folder, environ={"EDITOR": command, **environ})
    terminal.wait_for("任务清单")
    terminal.send(CTRL_O + F8 * 4)
    terminal.wait_for("第3段，共9段")
    return terminal


def passages(folder: Path) -> list[Path]:
    """The passages that lie in the person's own folder."""
    return sorted(folder.glob(".local/state/tui-report/passages/*/passage.txt"))


def test_the_editor_gets_the_terminal_and_its_text_comes_back_as_one_step(tmp_path):
    before = read_report(samples() / "all-zero-township-2024.toml", FORM).text(REF)
    with opened(tmp_path, {}) as terminal:
        terminal.send(CTRL_E)
        terminal.wait_for("editor here")
        terminal.send("ok\n")
        terminal.wait_for("已采用编辑器里改好的文字")
        assert "第3段，共9段" in terminal.text()
        terminal.send("再写")
        terminal.wait_for("再写")
        terminal.send(F10)
        assert terminal.wait() == 0
        assert terminal.restored()
    assert not passages(tmp_path)
    text = read_report(tmp_path / "report.toml", FORM).text(REF)
    assert text.replace("再写", "") == f"{before}\nheld 0 raw False ok\n第二段"


def test_an_editor_that_fails_changes_nothing_and_its_text_is_named(tmp_path):
    with opened(tmp_path, {}) as terminal:
        terminal.send(CTRL_E)
        terminal.wait_for("editor here")
        terminal.send("fail\n")
        terminal.wait_for("编辑器没有正常结束")
        terminal.send(F10)
        assert terminal.wait() == 0
    before = read_report(samples() / "all-zero-township-2024.toml", FORM).text(REF)
    assert read_report(tmp_path / "report.toml", FORM).text(REF) == before
    (kept,) = passages(tmp_path)
    assert "fail" in kept.read_text("utf-8")


@pytest.mark.parametrize(
    ("environ", "why"),
    [({"SSH_ORIGINAL_COMMAND": "tui-report"}, "不能用外部编辑器"), ({"EDITOR": ""}, "没有指定外部编辑器")],
)
def test_it_is_refused_in_a_restricted_session_and_where_none_is_named(environ, why, tmp_path):
    with opened(tmp_path, environ) as terminal:
        terminal.send(CTRL_E)
        terminal.wait_for(why)
        assert "editor here" not in terminal.text()


def test_where_the_passage_cannot_be_put_it_is_said_and_nothing_ends(tmp_path, monkeypatch):
    def full(**where):
        raise OSError(errno.ENOSPC, "injected")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("tempfile.mkdtemp", full)
    assert edit_outside("一段") == (None, "打不开编辑器：放不下要改的文字，磁盘满了")


def test_a_hang_up_while_the_editor_runs_ends_both(tmp_path):
    with opened(tmp_path, {}) as terminal:
        terminal.send(CTRL_E)
        terminal.wait_for("editor here")
        terminal.close()
        assert terminal.wait() == 129


@pytest.mark.parametrize("wrote", [False, True])
def test_a_killed_program_leaves_nothing_behind_but_what_was_written_in_the_editor(wrote, tmp_path):
    """It left the passage in the folder for temporary files of the whole system."""
    with opened(tmp_path, {"TMPDIR": str(tmp_path)}) as terminal:
        terminal.send(CTRL_E)
        terminal.wait_for("editor here")
        (left,) = passages(tmp_path)
        os.kill(terminal.pid, signal.SIGKILL)
    assert not list(tmp_path.glob("tui-report-*"))
    if wrote:
        left.with_name("passage.txt.save").write_text("编辑器自己救下的", encoding="utf-8")
    with opened(tmp_path, {}) as terminal:
        terminal.send(CTRL_E)
        terminal.wait_for("editor here")
        terminal.send("ok\n")
        terminal.wait_for("已采用编辑器里改好的文字")
        assert ("上次没有用上的" in terminal.text()) is wrote
    assert left.exists() is wrote

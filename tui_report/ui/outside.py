"""Handing a passage to the editor of the system, where the office's settings allow it."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import tempfile
from pathlib import Path

from tui_report.settings import Settings

_TAKEN_BACK = ("SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT")
"""Signals that the program holds off and an editor has to get; it must not stop, for nobody could continue it."""


def editor() -> list[str]:
    """Returns the command of the editor that the environment names; empty for none."""
    with contextlib.suppress(ValueError):
        return shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    return []


def why_not(settings: Settings) -> str:
    """Returns why no editor can be started here, or the empty text."""
    if not settings.editor:
        return "没有开放外部编辑器：需要管理员在county.toml里写 editor = true"
    if "SSH_ORIGINAL_COMMAND" in os.environ or not hasattr(os, "posix_spawnp"):
        return "这样登录不能用外部编辑器"
    return "" if editor() else "没有指定外部编辑器：退出后执行 export EDITOR=nano 再打开"


def edit_outside(text: str) -> tuple[str | None, str]:
    """Lets the clerk edit a text in the editor; the terminal has to be free.

    Returns:
        The text as edited, None where it stays as it was; and what to say.
    """
    folder = Path(tempfile.mkdtemp(prefix="tui-report-"))
    path = folder / "passage.txt"
    try:
        path.write_text(text + "\n", encoding="utf-8")
        status = _run([*editor(), str(path)])
        edited = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None, f"编辑器存的不是UTF-8，没有采用；编辑后的文件在 {path}"
    except OSError as fault:
        shutil.rmtree(folder, ignore_errors=True)
        return None, f"打不开编辑器：{fault.strerror}"
    if status:
        return None, f"编辑器没有正常结束，没有采用；编辑后的文件在 {path}"
    shutil.rmtree(folder, ignore_errors=True)
    paragraphs = [line.strip() for line in edited.splitlines() if line.strip()]
    return "\n".join(paragraphs), "已采用编辑器里改好的文字；ctrl+z可以撤销"


def _run(command: list[str]) -> int:
    """Runs a command in the terminal to its end and returns its exit status; raises OSError where there is none."""
    pid = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        setsigmask=(),
        setsigdef=[getattr(signal, name) for name in _TAKEN_BACK],
    )
    while True:
        _, status = os.waitpid(pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            return os.waitstatus_to_exitcode(status)
        os.kill(pid, signal.SIGCONT)

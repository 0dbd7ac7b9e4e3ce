"""Handing a passage to the editor of the system, where the office's settings allow it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shlex
import shutil
import signal
import tempfile
from pathlib import Path

from tui_report.resources import state_folder
from tui_report.store.disk import runs
from tui_report.store.faults import cause

_TAKEN_BACK = ("SIGHUP", "SIGTERM", "SIGINT", "SIGQUIT")
"""Signals that the program holds off and an editor has to get; it must not stop, for nobody could continue it."""


def editor() -> list[str]:
    """Returns the command of the editor that the environment names; empty for none."""
    with contextlib.suppress(ValueError):
        return shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    return []


def why_not() -> str:
    """Returns why no editor can be started here, though the office allows one, or the empty text."""
    if "SSH_ORIGINAL_COMMAND" in os.environ or not hasattr(os, "posix_spawnp"):
        return "这样登录不能用外部编辑器"
    return "" if editor() else "没有指定外部编辑器：退出后执行 export EDITOR=nano 再打开"


def edit_outside(text: str) -> tuple[str | None, str]:
    """Lets the clerk edit a text in the editor; the terminal has to be free.

    It lies in the person's own folder meanwhile. What a session that was ended there left is removed by the next call,
    but for what somebody wrote: that is named.

    Returns:
        The text as edited, None where it stays as it was; and what to say.
    """
    content, place = (text + "\n").encode(), _own_place()
    left = _clear(place) if place else []
    try:
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-{_digest(content)}-", dir=place))
    except OSError as fault:
        return None, f"打不开编辑器：放不下要改的文字，{cause(fault)}"
    path = folder / "passage.txt"
    try:
        path.write_bytes(content)
        status = _run([*editor(), str(path)])
        edited = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None, f"编辑器存的不是UTF-8，没有采用；编辑后的文件在 {path}"
    except OSError as fault:
        shutil.rmtree(folder, ignore_errors=True)
        return None, f"打不开编辑器：{cause(fault)}"
    if status:
        return None, f"编辑器没有正常结束，没有采用；编辑后的文件在 {path}"
    shutil.rmtree(folder, ignore_errors=True)
    paragraphs = [line.strip() for line in edited.splitlines() if line.strip()]
    before = f"；上次没有用上的在 {left[0]}，看过请删掉" if left else ""
    return "\n".join(paragraphs), f"已采用编辑器里改好的文字；ctrl+z可以撤销{before}"


def _own_place() -> Path | None:
    """The folder of this person for passages under way; None where there is none, then it is the system's."""
    with contextlib.suppress(OSError, RuntimeError):
        place = state_folder() / "passages"
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return place
    return None


def _clear(place: Path) -> list[Path]:
    """Removes the folders of dead sessions where nothing was written, and returns the others."""
    left: list[Path] = []
    with contextlib.suppress(OSError):
        for folder in sorted(place.iterdir()):
            found = re.fullmatch(r"(\d{1,9})-([0-9a-f]{16})-\w+", folder.name)
            if not found or runs(int(found[1])):
                continue
            if {_digest(file.read_bytes()) for file in folder.iterdir()} <= {found[2]}:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                left.append(folder)
    return left


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


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

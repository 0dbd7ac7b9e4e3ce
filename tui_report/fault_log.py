"""What is written down about an error of our own: where it happened, and nothing of the report."""

from __future__ import annotations

import contextlib
import os
import time
import traceback
from pathlib import Path

from tui_report import __version__
from tui_report.resources import state_folder

SIZE_LIMIT = 500_000
"""Bytes after which the log is set aside; one older log is kept."""


def write_down(error: BaseException) -> str:
    """Adds an entry to the log of faults and returns one line for the user, with the number of the entry.

    The entry holds the kinds of the errors and the places in the code: no message, no value and no line of text,
    since those may come from the report. Never raises.
    """
    number = time.strftime("%Y%m%d-%H%M%S") + f"-{os.getpid()}"
    try:
        path = _log()
        with os.fdopen(_open(path), "a", encoding="utf-8") as log:
            log.write(f"[{number}] tui-report {__version__}\n{_describe(error)}\n")
    except (OSError, RuntimeError):
        return f"程序出错，已停止。出错编号 {number}，记录没有写成。"
    return f"程序出错，已停止。出错编号 {number}，记录在 {path}，请把它交给维护人员。"


def _log() -> Path:
    return state_folder() / "faults.log"


def _open(path: Path) -> int:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > SIZE_LIMIT:
            path.replace(path.with_suffix(".old"))
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _describe(error: BaseException) -> str:
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(lines) < 200:
        kind = type(seen)
        number = f" {seen.errno}" if isinstance(seen, OSError) else ""
        lines.append(f"{kind.__module__}.{kind.__qualname__}{number}")
        lines += [
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines) + "\n"

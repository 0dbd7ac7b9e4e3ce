"""Templates of an office, which are its own code: run in a child process with bounds on time and memory."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tui_report.rendering.environment import Format, Plain, RenderError, render

SECONDS = 3
"""Processor time a template may use."""

PATIENCE = 5 if sys.platform == "win32" else 60
"""Seconds by the clock after which the child is killed, whatever it does: many, since a loaded machine may give it little
of its processor; few where processor time cannot be bounded."""

MEMORY = 400 * 1024 * 1024
"""Bytes of address space, where the system can bound it."""


def render_apart(template: str, context: Mapping[str, Plain], format: Format, folders: Sequence[Path]) -> str:
    """Runs a template as `render` does, in a child process that cannot take more than its bounds.

    Raises:
        RenderError: As `render`, and where the template takes too long or too much memory.
    """
    task = {"template": template, "context": context, "format": format, "folders": [str(f.absolute()) for f in folders]}
    return _apart(task, _first(template, folders))


def fill_apart(template: Path, context: Mapping[str, Plain]) -> bytes:
    """Fills a Word template in as `fill` does, in such a child process, and marks the document.

    Raises:
        RenderError: As `fill`, and where the template takes too long or too much memory.
    """
    return base64.b64decode(_apart({"word": str(template.absolute()), "context": context}, template))


def _apart(task: Mapping[str, object], template: Path | str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter with a module of ours
            [sys.executable, "-m", __name__],
            input=json.dumps(task).encode(),
            capture_output=True,
            timeout=PATIENCE,
            cwd=Path(__file__).parents[2],
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RenderError(
            f"模板{template}{PATIENCE}秒还没有运行完，已停止；请再试一次，还是这样就检查其中的循环"
        ) from None
    if done.returncode:
        raise RenderError(f"模板{template}用的时间或者内存太多，已停止，请检查其中的循环")
    answer: dict[str, str] = json.loads(done.stdout)
    if "fault" in answer:
        raise RenderError(answer["fault"])
    return answer["text"]


def _first(template: str, folders: Sequence[Path]) -> Path | str:
    return next((folder / template for folder in folders if (folder / template).is_file()), template)


def _bind() -> None:
    """Bounds this process; Windows knows no such bounds, there only the patience of the parent holds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _done(task: Mapping[str, Any]) -> str:
    if "word" in task:
        from tui_report.rendering.word import MARK, fill

        return base64.b64encode(fill(Path(task["word"]), task["context"], MARK)).decode()
    return render(task["template"], task["context"], task["format"], [Path(folder) for folder in task["folders"]])


def main() -> None:
    """Does one task from standard input and writes the text or the fault to standard output, as JSON."""
    task = json.loads(sys.stdin.buffer.read())
    _bind()
    try:
        answer = {"text": _done(task)}
    except RenderError as fault:
        answer = {"fault": str(fault)}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tui_report.cli import main
from tui_report.resources import samples
from tui_report.verbs.opening import from_stdin

CLEAN, LAST, PROBLEMS = "busy-township-2024.toml", "busy-township-2023.toml", "problems-township-2024.toml"


class Done(NamedTuple):
    """What a verb returned and printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder to work in, with the clean sample, its last year and the one with problems."""
    for name in (CLEAN, LAST, PROBLEMS):
        shutil.copy(samples() / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "COLUMNS", "80")
    return tmp_path


@pytest.fixture
def verb(folder, capsys) -> Callable[..., Done]:
    """Runs a verb in this process."""

    def run(*words: str) -> Done:
        capsys.readouterr()
        try:
            code = main(words)
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return run


@pytest.fixture
def given(monkeypatch) -> Callable[[bytes], None]:
    """Puts something on standard input."""

    def put(content: bytes) -> None:
        from_stdin.cache_clear()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8"))

    return put

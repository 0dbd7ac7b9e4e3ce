"""Folders: the templates of the outputs and the sample reports, which come with the program; what it remembers."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).parent


def templates() -> Path:
    """Returns the folder of the output templates."""
    return _folder("templates")


def samples() -> Path:
    """Returns the folder of the sample reports; they are tried on copies, never in place."""
    return _folder("sample_reports")


def state_folder() -> Path:
    """Returns the folder for what is remembered of this person; it may not exist yet. Raises RuntimeError without a home."""
    state = os.environ.get("XDG_STATE_HOME", "")
    folder = Path(state) if state.startswith("/") else Path.home() / ".local" / "state"
    return folder / "tui-report"


def _folder(name: str) -> Path:
    """Returns a folder of an installed wheel, or the one beside the package in a checkout."""
    packed = PACKAGE / "_data" / name
    return packed if packed.is_dir() else PACKAGE.parent / name

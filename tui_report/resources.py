"""The folders that come with the program: the templates of its outputs and the sample reports."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def templates() -> Path:
    """Returns the folder of the output templates."""
    return _folder("templates")


def samples() -> Path:
    """Returns the folder of the sample reports; they are tried on copies, never in place."""
    return _folder("sample_reports")


def _folder(name: str) -> Path:
    """Returns a folder of an installed wheel, or the one beside the package in a checkout."""
    packed = PACKAGE / "_data" / name
    return packed if packed.is_dir() else PACKAGE.parent / name

"""What could not be saved into a report, kept in a file of its own: beside the report, or in the person's folder."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from tui_report.resources import state_folder
from tui_report.store.disk import Folder
from tui_report.store.faults import AlreadyThere, StoreError, shown, unsaved

MOST = 1000
"""Files of this kind beside one report."""


def write_beside(path: Path, data: bytes) -> Path:
    """Writes a version of a report as `NAME.mine-1.toml` and so on, never over another one, and returns its path.

    Raises:
        StoreError: It could not be written, neither beside the report nor in the person's folder.
    """
    try:
        return _write(path.parent, path.stem, path.suffix, data)
    except OSError as error:
        with contextlib.suppress(OSError, RuntimeError):
            folder = _own()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _write(folder, _own_stem(path), path.suffix, data)
        raise unsaved(path, error) from error


def beside(path: Path) -> list[Path]:
    """Returns the versions of a report that `write_beside` left, by their numbers; those that can be seen."""
    found = list(_found(path.parent, path.stem, path.suffix))
    with contextlib.suppress(RuntimeError):
        if os.path.isdir(_own()):
            found += _found(_own(), _own_stem(path), path.suffix)
    return found


def _write(place: Path, stem: str, ending: str, data: bytes) -> Path:
    with Folder(place) as folder:
        folder.clean()
        for number in range(1, MOST):
            name = f"{stem}.mine-{number}{ending}"
            with contextlib.suppress(FileExistsError):
                folder.create(name, data)
                return place / name
    raise AlreadyThere(f"{shown(stem + ending)} 旁边已有太多 mine 文件，请先清理")


def _found(place: Path, stem: str, ending: str) -> Iterator[Path]:
    pattern = re.compile(re.escape(stem) + r"\.mine-(\d{1,3})" + re.escape(ending))
    with contextlib.suppress(OSError, StoreError), Folder(place) as folder:
        found = filter(None, map(pattern.fullmatch, folder.names()))
        yield from (place / match[0] for match in sorted(found, key=lambda match: int(match[1])))


def _own() -> Path:
    return state_folder() / "mine"


def _own_stem(path: Path) -> str:
    """Reports of the same name from different folders do not mix."""
    import hashlib

    return f"{path.stem}-{hashlib.sha256(bytes(path.parent)).hexdigest()[:8]}"

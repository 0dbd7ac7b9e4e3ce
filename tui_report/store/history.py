"""Earlier versions of a report, and the place where its writer left, in `.history` beside it."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tui_report.form.model import Ref
from tui_report.store.disk import Folder
from tui_report.store.faults import unread

FOLDER = ".history"
KEPT = 20
"""Versions kept of each report; the oldest go first."""

_PLACE = re.compile(r"[A-Za-z0-9_.-]{0,200}")


class Version(NamedTuple):
    """An earlier version of a report; `read_report` reads it."""

    path: Path
    when: datetime
    """When it was put aside, in local time."""
    size: int
    """Bytes."""
    number: int
    """Counts up; says which is newer even where the clock was set back."""


def history(path: Path) -> list[Version]:
    """Returns the earlier versions of a report, newest first; raises StoreError where their folder cannot be read."""
    place = path.parent / FOLDER
    try:
        with Folder(place) as folder:
            return _versions(folder, path.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unread(place, error) from error


def keep_version(path: Path, data: bytes, like: os.stat_result) -> None:
    """Puts a version aside, unless the newest one kept is the same; raises OSError or StoreError."""
    with _opened(path.parent) as folder:
        folder.clean()
        kept = _versions(folder, path.name)
        if kept and kept[0].size == len(data) and folder.read(kept[0].path.name) == data:
            return
        stem, ending = _split(path.name)
        when = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
        number = kept[0].number + 1 if kept else 1
        folder.create(f"{stem}.{number:04d}.{when}{ending}", data, like)
        for old in kept[KEPT - 1 :]:
            folder.remove(old.path.name)


def clean_history(path: Path) -> None:
    """Removes what our own dead processes left unfinished in the history of a report. Never fails."""
    with contextlib.suppress(OSError), Folder(path.parent / FOLDER) as folder:
        folder.clean()


def remember_place(path: Path, ref: Ref) -> None:
    """Notes where the writer of a report left. Never fails: it is a comfort only."""
    with contextlib.suppress(Exception), _opened(path.parent) as folder:
        folder.replace(f"{path.name}.place", f"{ref}\n".encode(), None, sync=False)


def last_place(path: Path) -> Ref:
    """Returns where the writer of a report left, or the empty text."""
    with contextlib.suppress(Exception), Folder(path.parent / FOLDER) as folder:
        ref = folder.read(f"{path.name}.place").decode().strip()
        return ref if _PLACE.fullmatch(ref) else ""
    return ""


def _split(name: str) -> tuple[str, str]:
    return os.path.splitext(name)


def _versions(folder: Folder, name: str) -> list[Version]:
    stem, ending = _split(name)
    pattern = re.compile(re.escape(stem) + r"\.(\d{4,9})\.(\d{8}-\d{6})" + re.escape(ending))
    found = []
    for match in filter(None, map(pattern.fullmatch, folder.names())):
        with contextlib.suppress(OSError, ValueError):
            when = datetime.strptime(match[2], "%Y%m%d-%H%M%S").astimezone()
            status = folder.status(match[0])
            if stat.S_ISREG(status.st_mode):
                found.append(Version(folder.path / match[0], when, status.st_size, int(match[1])))
    return sorted(found, key=lambda version: version.number, reverse=True)


def _opened(parent: Path) -> Folder:
    """Opens the folder, made like its parent but never writable for everyone."""
    path = parent / FOLDER
    try:
        return Folder(path)
    except FileNotFoundError:
        mode = stat.S_IMODE(parent.stat().st_mode) & 0o2775
        path.mkdir(mode=mode & 0o777)
        folder = Folder(path)
        with contextlib.suppress(OSError):
            folder.permit(mode)
        return folder

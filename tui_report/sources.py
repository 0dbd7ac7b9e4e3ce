"""A report from whatever file holds one: TOML is read, documents of other kinds are imported."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui_report.form.model import Form
from tui_report.report import Report
from tui_report.store.faults import AlreadyThere, Place, StoreError, shown_file, unread, unsaved
from tui_report.store.reading import read_report
from tui_report.store.settings import NAME as SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

TOML = ".toml"
MOST = 200
"""Files of a folder that are looked into; a folder with more is no clerk's folder."""
_OWN = rb"(?m)^format\s*=\s*\d"
"""How a report file of our own begins."""
PASTE = "粘贴的文字"
"""What a pasted report is called."""
PASSED_OVER = ("出件",)
"""Folders that hold what was made from reports."""


def read_source(path: Place, form: Form) -> Report:
    """Reads a TOML file, or imports a document of another kind; the file is never changed.

    Raises:
        StoreError: It cannot be read; the message names the file.
    """
    if _suffix(path) in (TOML, ""):
        return read_report(path, form)
    _demand_regular(path)
    from pathlib import Path

    from tui_report.importing import ImportFault, import_report

    try:
        return import_report(Path(path), form)
    except ImportFault as fault:
        raise StoreError(f"{shown_file(path)}：{fault}") from fault


def _suffix(path: Place) -> str:
    return os.path.splitext(path)[1].lower().rstrip(".")


@contextlib.contextmanager
def lent(content: bytes, name: str) -> Iterator[Path]:
    """Lends a file of that name with what came from elsewhere: standard input, a paste; its first bytes tell the kind.

    Raises:
        StoreError: There is no room for it.
    """
    import tempfile
    from pathlib import Path

    from tui_report.importing import suffix_of

    suffix = TOML if re.search(_OWN, content[:4_000]) else suffix_of(content)
    try:
        with tempfile.TemporaryDirectory(prefix="tui-report-") as folder:
            path = Path(folder, name + suffix)
            path.write_bytes(content)
            yield path
    except OSError as error:
        raise unsaved(name, error) from error


def _demand_regular(path: Place) -> None:
    """A pipe or a device would let the reader wait for ever."""
    try:
        regular = stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError) as error:
        raise unread(path, error) from error
    if not regular:
        raise StoreError(f"{shown_file(path)} 不是普通文件")


def importable(path: Place) -> bool:
    """Tells whether a file is, by its name, a document that can be imported."""
    from tui_report.importing import SUFFIXES

    return _suffix(path) in SUFFIXES and not os.path.basename(path).startswith(("~$", "."))


def reports_in(folder: Path, form: Form) -> list[tuple[Path, Report]]:
    """Returns the reports of a folder, newest year first; what is no report is passed over."""
    found = []
    for path in sorted(folder.glob(f"*{TOML}"))[:MOST]:
        with contextlib.suppress(StoreError):
            report = read_report(path, form)
            if report.values and not report.unknown[3:]:
                found.append((path, report))
    return sorted(found, key=lambda pair: (-(pair[1].year or 0), pair[0].name))


def documents_in(folder: Path) -> list[Path]:
    """Returns the Word, web and text files of a folder, by name."""
    return [path for path in sorted(folder.iterdir()) if importable(path) and path.is_file()][:MOST]


def files_below(folder: Place) -> Iterator[Path]:
    """Yields the reports and documents in a folder and its subfolders, by name.

    Hidden folders (`.history` among them), folders of finished outputs and links that lead out of the folder are
    passed over, as are the office's settings and Word's own lock files.
    """
    from pathlib import Path

    top = Path(folder).resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in PASSED_OVER)
        for path in (Path(place, name) for name in sorted(names)):
            if _is_report(path) and (not path.is_symlink() or path.resolve().is_relative_to(top)):
                yield path


def _is_report(path: Path) -> bool:
    if path.suffix.lower() == TOML:
        return path.name != SETTINGS and not path.name.startswith(".")
    return importable(path)


def named_beside(folder: Path, last: Path) -> str:
    """Returns a TOML file's name relative to a folder, as `last_year` holds it; empty where it cannot be so named."""
    from pathlib import Path

    if last.suffix.lower() != TOML:
        return ""
    try:
        return Path(os.path.relpath(last.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return ""


def keep_beside(folder: Path, report: Report, form: Form) -> str:
    """Writes a report, such as an imported one of last year, as a new TOML file and returns the file's name.

    A name that is taken is never written over: a number is added.

    Raises:
        StoreError: It could not be written.
    """
    from pathlib import Path

    from tui_report.store.files import create, file_name

    first = Path(file_name(report.unit, report.year))
    for number in range(1, 100):
        path = folder / (first.name if number == 1 else f"{first.stem}-{number}{first.suffix}")
        try:
            return create(path, report, form).name
        except AlreadyThere:
            continue
    raise AlreadyThere(f"{shown_file(first)} 已经有太多份，请先清理文件夹")


def import_words(name: str, report: Report, form: Form) -> str:
    """Returns what is said of a document that became the report file of some name: whether every cell was read."""
    blank = sum(ref not in report.values for ref in form.entered)
    return f"已导入为{name}；{f'{blank}格没有读准，空着，请对照原件' if blank else '各格都读到了，请核对'}"

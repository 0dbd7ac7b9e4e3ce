"""A report file in the hands of one person: opened, locked, saved whole, never over what somebody else wrote."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import threading
import unicodedata
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Self

from tui_report.form.model import Form
from tui_report.report import Report
from tui_report.store import lock as locks
from tui_report.store.beside import beside, write_beside
from tui_report.store.disk import Folder, create_whole, write_whole
from tui_report.store.faults import ChangedOnDisk, NotWritable, StoreError, shown, unread, unsaved
from tui_report.store.history import Version, clean_history, history, keep_version, last_place, remember_place
from tui_report.store.layout import is_plain, new_text
from tui_report.store.lock import Holder, Lock
from tui_report.store.reading import read_report
from tui_report.store.toml import decoded, read_bytes
from tui_report.store.writing import known, write_report

__all__ = [
    "Holder",
    "ReportFile",
    "Version",
    "create",
    "create_whole",
    "file_name",
    "history",
    "last_place",
    "remember_place",
    "write_over",
    "write_whole",
]

MOST_NAME = 80
"""Bytes of a file name that we make."""
CLOSE_WAIT = 5.0
"""Seconds that `close` waits for a save under way."""
TAKE_OVER_WAIT = 5.0
"""Seconds that another session gets to save and to end."""


class ReportFile:
    """An open report file. All methods may be called from any thread; one saves at a time.

    Every save edits the text as it was opened, so taking a change back gives the same bytes again.

    Attributes:
        path: The file.
        report: The report as last read or saved.
        readonly: Why the file cannot be saved, or the empty text.
        holder: Who has it open, where that is the reason.
        notice: What the person should know that stops nothing, or the empty text; whoever shows it may empty it.
        mine: Where what could not be saved is kept, if anything is.
    """

    report: Report
    _text: str
    """The text as opened, which every save edits."""
    _ours: bool
    """Whether it is laid out as ours to the last byte."""
    _data: bytes
    """What the file holds."""
    _tried: bytes
    """What the last save wanted it to hold."""
    _sure: bool
    """Whether the last save went well to its very end."""
    _kept: bool
    """Whether the version before the first change has been put aside."""
    _mine: bytes
    """What was last written to `mine`."""

    def __init__(self, path: Path, form: Form, data: bytes) -> None:
        self.path = path
        self.readonly = ""
        self.holder: Holder | None = None
        self.notice = ""
        self.mine: Path | None = None
        self._form = form
        self._saving = threading.Lock()
        self._lock: Lock | None = None
        self._take(data)

    @classmethod
    def open(cls, path: Path, form: Form, *, who: str = "", edit: bool = True) -> Self:
        """Opens a report for editing, or for reading only where editing is not possible: `readonly` says why.

        Args:
            path: The file.
            form: The edition of the form it must be of.
            who: The person's name, told to whoever opens the file next; the login name when empty.
            edit: False to read only, without a lock.

        Raises:
            StoreError: The file cannot be read, or is no report of this form.
        """
        full = Path(os.path.abspath(path))
        file = cls(full, form, read_bytes(full))
        if not edit:
            file.readonly = "打开来只看"
            return file
        file._prepare_or_say_why(who)
        return file

    @property
    def is_my_own(self) -> bool:
        """Whether it is another session of the same person on this machine that has the file open."""
        return self.holder is not None and bool(locks.own_process(self.path))

    def take_over(self, who: str = "") -> None:
        """Ends the same person's other session, which saves first, and goes on with what it left.

        Raises:
            NotWritable: It did not end in time, or the file cannot be saved for another reason.
            StoreError: What it left cannot be read.
        """
        if not locks.end_own_process(self.path, TAKE_OVER_WAIT):
            raise NotWritable("另一边还没有结束，请过一会儿再打开")
        self.readonly, self.holder = "", None
        self._prepare_or_say_why(who)
        if self.readonly:
            raise NotWritable(self.readonly)

    def save(self, report: Report) -> None:
        """Writes the report, unless the file holds it already.

        Raises:
            ChangedOnDisk: The file is not what was last read or saved; nothing was written.
            NotWritable: The file is open for reading only, or permission is missing.
            StoreError: It could not be saved; the file is as it was.
        """
        with self._saving:
            self._demand_writable()
            data = self._rendered(report)
            ours = (self._data, self._tried)
            with self._folder() as folder:
                self._demand_still(folder, *ours)
                if data != self._data or not self._sure:
                    self._keep_first()
                    self._replace(folder, data, *ours)
            self.report = report
            self._drop_mine()

    def on_disk(self) -> Report:
        """Returns the report that stands in the file now; raises StoreError."""
        return read_report(self.path, self._form)

    def accept(self) -> Report:
        """Takes what stands in the file now as the text to go on with, and returns it; raises StoreError."""
        with self._saving:
            self._take(read_bytes(self.path))
            self.mine = None
            return self.report

    def overwrite(self, report: Report) -> None:
        """Writes the report over whatever stands there; the other version goes to the history first.

        Raises:
            StoreError: It could not be saved, or the other version could not be kept: nothing was overwritten.
        """
        with self._saving:
            self._demand_writable()
            data = self._rendered(report)
            theirs: bytes | None = None
            with self._folder() as folder:
                try:
                    theirs = folder.read(self.path.name)
                    keep_version(self.path, theirs, folder.status(self.path.name))
                except FileNotFoundError:
                    pass
                except OSError as error:
                    raise unsaved(self.path, error) from error
                self._replace(folder, data, theirs)
            self.report = report
            self._drop_mine()

    def keep_mine(self, report: Report) -> Path:
        """Writes the report beside the file, as `NAME.mine-1.toml` and so on, and returns that path.

        Where the folder takes nothing it goes to the person's own folder. Called again it writes the same file again;
        the next save that succeeds removes it, `accept` lets it stand.

        Raises:
            StoreError: It could not be written.
        """
        with self._saving:
            try:
                data = self._rendered(report)
            except StoreError:
                data = new_text(report, self._form).encode()
            if self.mine is None:
                self.mine = write_beside(self.path, data)
            elif data != self._mine:
                write_whole(self.mine, data)
            self._mine = data
            return self.mine

    def close(self) -> None:
        """Gives the lock back, after a save that is under way."""
        done = self._saving.acquire(timeout=CLOSE_WAIT)
        try:
            self.readonly = self.readonly or "已经关闭"
            self._release()
        finally:
            if done:
                self._saving.release()

    def _take(self, data: bytes) -> None:
        text = decoded(data, shown(self.path))
        self.report, self._ours = known(text, self._form, shown(self.path))
        if not self._ours:
            import tui_report.store.editing  # noqa: F401  # now: the program may be replaced while the file is open
        self._text, self._data = text, data
        self._tried = data
        self._sure = True
        self._kept = False

    def _prepare_or_say_why(self, who: str) -> None:
        try:
            self._prepare(who)
        except NotWritable as fault:
            self._release()
            self.readonly = str(fault)
            self.holder = fault.holder if isinstance(fault, locks.Held) else None
        except StoreError:
            self._release()
            raise

    def _prepare(self, who: str) -> None:
        """Locks the file, reads it again under the lock, and finds out whether it can be saved."""
        if self.path.is_symlink():
            target = shown(self.path.resolve())
            raise NotWritable(f"这是一个链接，指向 {target}，要修改请直接打开那个文件")
        self.path = self.path.parent.resolve() / self.path.name
        self._lock = locks.take(self.path, locks.myself(who))
        self._say(self._lock.notice)
        kept = "、".join(str(path.name if path.parent == self.path.parent else path) for path in beside(self.path))
        self._say(f"以前没能存进这份报告的内容在 {kept}，请打开对照" if kept else "")
        clean_history(self.path)
        try:
            with Folder(self.path.parent) as folder:
                folder.clean()
                data = folder.read(self.path.name)
                if data != self._data:
                    self._take(data)
                _demand_replaceable(folder, self.path)
        except OSError as error:
            raise unread(self.path, error) from error
        if not (self._ours or is_plain(self._text)):
            self._demand_editable()

    def _demand_editable(self) -> None:
        from tui_report.store.editing import roundtrip_fault

        try:
            moves = roundtrip_fault(self._text)
        except StoreError as fault:
            raise NotWritable(str(fault)) from fault
        if moves:
            self._say("这个文件的写法特别，保存时有的行会挪动位置；改动前的原样会留在历史版本里")

    def _folder(self) -> Folder:
        try:
            return Folder(self.path.parent)
        except OSError as error:
            raise unsaved(self.path, error) from error

    def _rendered(self, report: Report) -> bytes:
        return write_report(self._text, report, self._form, shown(self.path)).encode()

    def _demand_writable(self) -> None:
        if self.readonly:
            raise NotWritable(f"{shown(self.path)} 不能保存：{self.readonly}")

    def _demand_still(self, folder: Folder, *expected: bytes | None) -> None:
        """A write whose success was not reported may have happened all the same, so that is expected as well."""
        try:
            found = folder.read(self.path.name)
        except FileNotFoundError:
            found = None
        except OSError as error:
            raise unsaved(self.path, error) from error
        if found in expected:
            return
        if found is None:
            raise ChangedOnDisk(f"{shown(self.path)} 不见了：打开以后被别人删除或改了名")
        raise ChangedOnDisk(f"{shown(self.path)} 打开以后被别的程序或别人改过，没有覆盖")

    def _keep_first(self) -> None:
        """Puts the version before the first change aside; that it fails must not stop the saving."""
        if not self._kept:
            try:
                keep_version(self.path, self._data, os.stat(self.path))
            except (OSError, StoreError) as error:
                why = unsaved(self.path, error) if isinstance(error, OSError) else error
                self._say(f"改动前的版本没有留下：{why}")
            self._kept = True

    def _replace(self, folder: Folder, data: bytes, *expected: bytes | None) -> None:
        """Looks again when the new file lies in the folder: that makes a network folder look as well, not remember."""
        self._tried, self._sure = data, False
        try:
            try:
                like = folder.status(self.path.name)
            except FileNotFoundError:
                like = None
            demand = partial(self._demand_still, folder, *expected)
            self._say(folder.replace(self.path.name, data, like, demand=demand))
            self._data = data
            folder.sync()
        except OSError as error:
            raise unsaved(self.path, error) from error
        self._sure = True

    def _drop_mine(self) -> None:
        """What was kept aside stands in the file now."""
        if self.mine is not None:
            with contextlib.suppress(OSError):
                self.mine.unlink()
            self.mine = None

    def _say(self, notice: str) -> None:
        if notice and notice not in self.notice:
            self.notice = "；".join(filter(None, (self.notice, notice)))

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def create(path: Path, report: Report, form: Form) -> Path:
    """Makes a new report file, whole or not at all, and returns its path.

    Raises:
        AlreadyThere: The name is taken.
        StoreError: It could not be written.
    """
    create_whole(Path(os.path.abspath(path)), new_text(report, form).encode())
    return path


def write_over(path: Path, data: bytes, *, sources: Iterable[Path] = ()) -> None:
    """Writes a report in the place of another one that nobody has open; that one goes to the history first.

    Args:
        path: The file.
        data: The new report.
        sources: What it was made from, which is never written over.

    Raises:
        AlreadyThere: The name was free, and is taken now.
        ChangedOnDisk: Another version came in meanwhile.
        NotWritable: Somebody has the report open, or permission is missing.
        StoreError: It could not be written, or the other one could not be kept: nothing was overwritten.
    """
    full = Path(os.path.abspath(path))
    if not os.path.lexists(full):
        create_whole(full, data)
        return
    held = locks.take(full, locks.myself(""))
    try:
        with Folder(full.parent.resolve()) as folder:
            theirs = folder.read(full.name)
            keep_version(full, theirs, folder.status(full.name))
        write_whole(path, data, sources=sources, instead=theirs)
    except OSError as error:
        raise unsaved(path, error) from error
    finally:
        held.release()


def file_name(unit: str, year: int | None) -> str:
    """Returns a name for a report's file: letters, digits, Han characters and `-` only, at most 80 bytes."""
    kept = re.sub(r"[^0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]+", "-", unicodedata.normalize("NFC", unit))
    tail = f"{'-' if year else ''}{year or ''}.toml"
    stem = kept.strip("-").encode()[: MOST_NAME - len(tail)].decode("utf-8", "ignore") or "报告"
    return stem + tail if not re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", stem) else "报告-" + stem + tail


def _demand_replaceable(folder: Folder, path: Path) -> None:
    """Raises NotWritable where saving would fail, or would take the file away from somebody."""
    status, place = folder.status(path.name), os.stat(folder.path)
    if not os.access(path, os.W_OK):
        raise NotWritable("这个文件您没有写权限")
    if not os.access(folder.path, os.W_OK | os.X_OK):
        raise NotWritable("这个文件夹您没有写权限")
    if status.st_nlink > 1:
        raise NotWritable("这个文件还有别的名字（硬链接），保存会使它们不再是同一份；要修改请先复制一份")
    if os.name == "posix" and place.st_mode & stat.S_ISVTX and os.geteuid() not in (0, status.st_uid, place.st_uid):
        raise NotWritable(f"文件属于 {locks.login(status.st_uid)}，在这个文件夹里只有本人能替换它")

"""Who has a report open: one person at a time, told to the next one by name and time."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import signal
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from tui_report.store.faults import NotWritable, cause, shown
from tui_report.store.literals import storable

LOCK_MODE = 0o664
_MOST = 1000
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP)
_HELD = (errno.EAGAIN, errno.EACCES)
_OPEN = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Holder(NamedTuple):
    """Who holds a lock, as the lock file says; for people only, never for a decision."""

    who: str = ""
    host: str = ""
    pid: int = 0
    since: datetime | None = None

    def __str__(self) -> str:
        """Returns the reason for reading only: 正由 王芳 编辑（自 10:42 起）."""
        if self.since is None:
            return f"正由{f' {self.who} ' if self.who else '另一人'}编辑"
        local, today = self.since.astimezone(), datetime.now(UTC).astimezone()
        day = "" if local.date() == today.date() else f"{local.month}月{local.day}日 "
        return f"正由 {self.who or '另一人'} 编辑（自 {day}{local:%H:%M} 起）"


class Held(NotWritable):
    """Someone else has the report open."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(str(holder))
        self.holder = holder


class Lock(NamedTuple):
    """A lock that this process holds until `release`, or until it ends in whatever way."""

    release: Callable[[], None]
    notice: str = ""
    """Says so where the place knows no locks, so that two people could edit at once."""


def lock_path(path: Path) -> Path:
    """Returns the lock file of a report. It stays: removing it could cut off someone who waits for it."""
    return path.with_name(f".{path.name}.lock")


def take(path: Path, holder: Holder) -> Lock:
    """Locks a report for editing, without waiting.

    Raises:
        Held: Someone else has it.
        NotWritable: The lock file cannot be made or used here.
    """
    place = lock_path(path)
    try:
        if place.exists() and not place.is_file():
            raise NotWritable(f"{shown(place)} 不是普通文件，不能登记谁在编辑；请管理员移走它")
        file = _locked(place)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return Lock(lambda: None, "这个文件夹看不出别人是不是也在编辑：两个人同时改，后存的人会得到提示")
        raise NotWritable(f"这里不能登记谁在编辑（{cause(error)}）；要改，请把报告复制到自己的文件夹") from error
    if file is None:
        raise Held(read_holder(place))
    _sign(file.fileno(), holder)
    return Lock(file.close)


def _locked(place: Path) -> FileIO | None:
    """Returns the open lock file, which is locked until it is closed; None where that is not possible at once."""
    file = _opened(place)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(file.fileno()).st_nlink:  # else it has lost its name meanwhile, and guards nothing
            return file
    except OSError as error:
        if error.errno not in _HELD:
            file.close()
            raise
    file.close()
    return None


def _opened(place: Path) -> FileIO:
    """Opens a lock file, which is made where there is none: for the whole group, whatever the person's mask is."""
    try:
        descriptor = os.open(place, _OPEN | os.O_CREAT | os.O_EXCL, LOCK_MODE)
    except FileExistsError:
        return FileIO(os.open(place, _OPEN), "r+")
    file = FileIO(descriptor, "r+")
    if os.name == "posix":
        with contextlib.suppress(PermissionError):
            os.fchmod(descriptor, LOCK_MODE)
    return file


def myself(who: str) -> Holder:
    """Returns this process as a holder, under a name or else the login name."""
    import platform

    name = who or (login(os.getuid()) if os.name == "posix" else os.getlogin())
    return Holder(name, platform.node(), os.getpid(), datetime.now(UTC).astimezone())


def login(uid: int) -> str:
    """Returns a user's login name."""
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"用户{uid}"


def own_process(path: Path) -> int:
    """Returns the process of the same person that has a report open on this machine; 0 where none is known.

    The kernel says so: the text in the lock file decides nothing, others could have written it.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError):
            status = os.lstat(lock_path(path))
            file = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
            for fields in map(str.split, Path("/proc/locks").read_text("ascii").splitlines()):
                if fields[1] == "FLOCK" and fields[5] == file and fields[4] != str(os.getpid()):
                    return int(fields[4]) if os.stat(f"/proc/{fields[4]}").st_uid == os.geteuid() else 0
    return 0


def end_own_process(path: Path, wait: float) -> bool:
    """Tells the same person's other session to save and to end; returns whether it did so in time, in seconds."""
    if sys.platform == "linux" and (pid := own_process(path)):
        try:
            process = os.pidfd_open(pid)
        except OSError:
            return not own_process(path)
        try:
            if own_process(path) == pid:  # still the same one, not another that got its number
                signal.pidfd_send_signal(process, signal.SIGTERM)
            end = select.poll()
            end.register(process, select.POLLIN)
            return bool(end.poll(wait * 1000))
        except OSError:
            return False
        finally:
            os.close(process)
    return False


def read_holder(place: Path) -> Holder:
    """Reads who wrote a lock file; an empty holder where it does not say."""
    try:
        descriptor = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
        try:
            os.lseek(descriptor, 1, os.SEEK_SET)  # the first byte is the one that Windows locks against reading
            lines = os.read(descriptor, _MOST).decode("utf-8", "replace").split("\n")
        finally:
            os.close(descriptor)
        who, host, pid, since = lines[:4]
        return Holder(shown(who)[:20], shown(host), int(pid), datetime.fromisoformat(since))
    except (OSError, ValueError):
        return Holder()


def _sign(descriptor: int, holder: Holder) -> None:
    """Writes the holder through the lock's own descriptor: on NFS, closing any other one would give up the lock."""
    since = holder.since.isoformat(timespec="seconds") if holder.since else ""
    lines = ("", *(storable(text).replace("\n", " ") for text in (holder.who, holder.host)), str(holder.pid), since, "")
    with contextlib.suppress(OSError):
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_size <= _MOST:
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, "\n".join(lines).encode())

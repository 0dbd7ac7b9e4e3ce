"""Files put in place whole or not at all, through an open folder."""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import re
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from tui_report.store.faults import AlreadyThere, ChangedOnDisk, StoreError, shown, unread, unsaved
from tui_report.store.toml import READ_ONLY, read_descriptor

_BY_DESCRIPTOR = os.open in os.supports_dir_fd and os.rename in os.supports_dir_fd
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW
_ACL = "system.posix_acl_access"
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
_unfinished: set[str] = set()
"""Temporary files that this process is writing."""


class Folder:
    """An open folder. Names are looked up in it, whatever becomes of the path to it; links are never followed.

    Every method raises OSError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        flags = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _NO_FOLLOW
        self._descriptor = os.open(path, flags) if _BY_DESCRIPTOR else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._descriptor is not None:
            _close_read(self._descriptor)

    def names(self) -> list[str]:
        """Returns the names in the folder."""
        return os.listdir(self.path if self._descriptor is None else self._descriptor)

    def status(self, name: str) -> os.stat_result:
        """Returns what kind of file a name is, a link itself where it is one."""
        return os.stat(self._at(name), dir_fd=self._descriptor, follow_symlinks=False)

    def read(self, name: str) -> bytes:
        """Reads a regular file of at most 5 MB; raises OSError or StoreError."""
        descriptor = self._open(name, READ_ONLY | _NO_FOLLOW)
        try:
            return read_descriptor(descriptor, self.path / name)
        finally:
            _close_read(descriptor)

    def remove(self, name: str) -> None:
        """Removes a file."""
        os.unlink(self._at(name), dir_fd=self._descriptor)

    def replace(
        self,
        name: str,
        data: bytes,
        like: os.stat_result | None,
        *,
        sync: bool = True,
        demand: Callable[[], None] = lambda: None,
    ) -> str:
        """Puts a file in the place of one, atomically.

        Args:
            name: The file's name.
            data: The whole new content.
            like: The file whose mode, group and, where allowed, owner the new one gets; None for a plain new one.
            sync: Whether the content must be on the disk before the old file goes.
            demand: Called when only the renaming is left to do; where it raises, the old file stays.

        Returns:
            What could not be kept of the old file's permissions, in Chinese, or the empty text.
        """
        temp, notice = self._write(name, data, like, sync=sync)
        try:
            demand()
            os.replace(self._at(temp), self._at(name), src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)
        except BaseException:
            self._discard(temp)
            raise
        _unfinished.discard(temp)
        return notice

    def create(self, name: str, data: bytes, like: os.stat_result | None = None) -> None:
        """Puts a new file in place, atomically; raises FileExistsError where the name is taken."""
        temp, _ = self._write(name, data, like, sync=True)
        try:
            self._place(temp, name)
        finally:
            self._discard(temp)
        self.sync()

    def permit(self, mode: int) -> None:
        """Sets the mode of the folder itself."""
        if self._descriptor is None:
            self.path.chmod(mode)
        else:
            os.fchmod(self._descriptor, mode)

    def sync(self) -> None:
        """Waits until the names in the folder are on the disk."""
        if self._descriptor is not None:
            try:
                os.fsync(self._descriptor)
            except OSError as error:
                if error.errno not in _NO_FOLDER_SYNC:
                    raise

    def clean(self) -> None:
        """Removes what our own dead processes on this machine left of unfinished writes."""
        pattern = re.compile(rf"\..+\.{_host()}-(\d{{1,9}})-[0-9a-f]{{8}}\.tmp")
        with contextlib.suppress(OSError):
            for found in filter(None, map(pattern.fullmatch, self.names())):
                with contextlib.suppress(OSError):
                    if _is_mine(self.status(found[0])) and not _writing(int(found[1]), found[0]):
                        self.remove(found[0])

    def _at(self, name: str) -> str:
        return str(self.path / name) if self._descriptor is None else name

    def _open(self, name: str, flags: int, mode: int = 0o600) -> int:
        return os.open(self._at(name), flags, mode, dir_fd=self._descriptor)

    def _write(self, name: str, data: bytes, like: os.stat_result | None, *, sync: bool) -> tuple[str, str]:
        temp = f".{name}.{_host()}-{os.getpid()}-{os.urandom(4).hex()}.tmp"
        _unfinished.add(temp)
        try:
            descriptor = self._open(temp, _CREATE, 0o660 if like is None else 0o600)
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
                notice = self._match(descriptor, name, like) if like else ""
                if sync:
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except BaseException:
            self._discard(temp)
            raise
        return temp, notice

    def _match(self, descriptor: int, name: str, like: os.stat_result) -> str:
        """Gives the new file the old one's owner and group where allowed, its mode and access list."""
        if os.name != "posix":
            return ""
        mine, mode, notice = os.fstat(descriptor), stat.S_IMODE(like.st_mode) & 0o777, ""
        if (mine.st_uid, mine.st_gid) != (like.st_uid, like.st_gid):
            with contextlib.suppress(OSError):
                os.fchown(descriptor, -1, like.st_gid)
            with contextlib.suppress(OSError):
                os.fchown(descriptor, like.st_uid, -1)
            mine = os.fstat(descriptor)
            if mine.st_gid != like.st_gid:
                mode = (mode & 0o707) | (mode & 0o007) << 3
                notice = "文件的用户组没能保持，请告诉管理员"
            elif mine.st_uid != like.st_uid:
                notice = "文件的所有者变成了您"
        if stat.S_IMODE(mine.st_mode) != mode:
            os.fchmod(descriptor, mode)
        return notice or self._match_access(descriptor, name)

    def _match_access(self, descriptor: int, name: str) -> str:
        if not hasattr(os, "getxattr"):
            return ""
        try:
            old = self._open(name, READ_ONLY | _NO_FOLLOW)
        except OSError:
            return ""
        try:
            access = os.getxattr(old, _ACL)
        except OSError:
            return ""
        finally:
            _close_read(old)
        try:
            os.setxattr(descriptor, _ACL, access)
        except OSError:
            return "文件的访问控制列表没能保持，请告诉管理员"
        return ""

    def _place(self, temp: str, name: str) -> None:
        """Gives a finished file its name, which must be free."""
        old, new, folders = (
            self._at(temp),
            self._at(name),
            dict.fromkeys(("src_dir_fd", "dst_dir_fd"), self._descriptor),
        )
        if os.name != "posix":
            os.rename(old, new)
            return
        try:
            os.link(old, new, **folders, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.close(self._open(name, _CREATE))
            os.replace(old, new, **folders)

    def _discard(self, temp: str) -> None:
        _unfinished.discard(temp)
        with contextlib.suppress(OSError):
            self.remove(temp)


def write_whole(path: Path, data: bytes, *, sources: Iterable[Path] = (), instead: bytes | None = None) -> None:
    """Writes an output file, atomically, over one of that name if there is one.

    Args:
        path: The file. A link is not written through: somebody else may have put it there.
        data: The whole content.
        sources: What it was made from, which is never written over.
        instead: What the file must still hold when it goes; None for whatever it holds.

    Raises:
        ChangedOnDisk: It holds something else.
        StoreError: It could not be written.
    """
    full = Path(os.path.abspath(path))
    try:
        if any(source.exists() and full.exists() and os.path.samefile(full, source) for source in sources):
            raise StoreError(f"{shown(path)} 就是原来的文件，不能写在它上面，请换一个名字")
        with Folder(full.parent.resolve()) as folder:
            folder.clean()
            try:
                like = folder.status(full.name)
            except FileNotFoundError:
                like = None
            if like and not stat.S_ISREG(like.st_mode):
                kind = "链接" if stat.S_ISLNK(like.st_mode) else "文件夹或者特殊文件"
                raise StoreError(f"{shown(path)} 是{kind}，不能写到那里，请换一个名字")

            def demand() -> None:
                if instead is not None and folder.read(full.name) != instead:
                    raise ChangedOnDisk(f"{shown(path)} 刚刚被别人改过，没有覆盖")

            folder.replace(full.name, data, like, demand=demand)
            folder.sync()
    except (OSError, ValueError) as error:
        raise unsaved(path, error) if isinstance(error, OSError) else unread(path, error) from error


def create_whole(path: Path, data: bytes) -> None:
    """Writes a new file, whole or not at all.

    Raises:
        AlreadyThere: The name is taken.
        StoreError: It could not be written.
    """
    try:
        with Folder(path.parent.resolve()) as folder:
            folder.clean()
            folder.create(path.name, data)
    except FileExistsError as error:
        raise AlreadyThere(f"{shown(path)} 已经有了，请换一个名字") from error
    except OSError as error:
        raise unsaved(path, error) from error
    except ValueError as error:
        raise unread(path, error) from error


def _close_read(descriptor: int) -> None:
    """Closes what was only read from: nothing can be lost by it."""
    with contextlib.suppress(OSError):
        os.close(descriptor)


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9]", "", platform.node())[:20] or "host"


def _is_mine(status: os.stat_result) -> bool:
    return stat.S_ISREG(status.st_mode) and (os.name != "posix" or status.st_uid == os.geteuid())


def _writing(pid: int, temp: str) -> bool:
    """Whether the process that made a temporary file still runs: this one, or another of that number."""
    return temp in _unfinished if pid == os.getpid() else runs(pid)


def runs(pid: int) -> bool:
    """Returns whether a process of this number runs on this machine; False where that cannot be asked."""
    if os.name != "posix":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

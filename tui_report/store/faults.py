"""What can go wrong with a file, in one Chinese sentence each."""

from __future__ import annotations

import errno
import os
from typing import TypeAlias

from tui_report.characters import without_unseen

Place: TypeAlias = "str | os.PathLike[str]"
"""Where a file is. What only reads takes a text too: to load `pathlib` would be a twentieth of a check."""


class StoreError(Exception):
    """A file cannot be read or saved; the message says which, on what line if known, and what was expected."""


class NotWritable(StoreError):
    """Someone else holds the file, or its permissions forbid saving."""


class ChangedOnDisk(StoreError):
    """The file is not what was last read or saved; nothing was overwritten."""


class AlreadyThere(StoreError):
    """A new file would stand in the place of an existing one."""


_CAUSES = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超过了磁盘配额",
    errno.EFBIG: "超过了文件大小的限制",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "这是一个链接",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EMFILE: "打开的文件太多",
    errno.ESTALE: "网络文件夹断开过，请再试一次",
    errno.EBUSY: "文件正被别的程序占用",
    errno.EEXIST: "已经有同名文件",
    errno.ENXIO: "这不是普通文件",
}
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def cause(error: OSError) -> str:
    """Returns why a file operation failed, in Chinese."""
    number = error.errno or 0
    return _CAUSES.get(number) or f"系统报告错误 {errno.errorcode.get(number, number)}"


def unsaved(path: Place, error: OSError) -> StoreError:
    """Returns the fault to raise when saving failed."""
    kind = NotWritable if error.errno in _FORBIDDEN else StoreError
    return kind(f"{shown_file(path)} 没有存下：{cause(error)}")


def unread(path: Place, error: OSError | ValueError) -> StoreError:
    """Returns the fault to raise when a file cannot be read."""
    why = cause(error) if isinstance(error, OSError) else "文件名里有不能用的字符"
    return StoreError(f"{shown_file(path)} 打不开：{why}")


def shown_file(path: Place) -> str:
    """Returns the name of the file at a path as `shown` does."""
    return shown(os.path.basename(os.fspath(path).rstrip(os.sep).removesuffix(f"{os.sep}.")))


def shown(path: Place) -> str:
    """Returns a file's name for a message, without any character that a terminal would obey."""
    name = path if isinstance(path, str) else os.path.basename(path)
    return without_unseen(name.replace("\n", "�").replace("\t", "�"), "�")[:80] or "."

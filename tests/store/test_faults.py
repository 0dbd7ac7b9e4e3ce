import errno
from pathlib import Path

import pytest

from tui_report.store.faults import NotWritable, cause, shown, shown_file, unread, unsaved


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "full"), "磁盘满了"),
        (OSError(errno.EPIPE, "odd"), "系统报告错误 EPIPE"),
        (OSError(99999, "none"), "系统报告错误 99999"),
        (OSError("without a number"), "系统报告错误 0"),
    ],
)
def test_a_cause_is_told_in_chinese_or_by_its_number(error, says):
    assert cause(error) == says


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO])
def test_what_is_forbidden_is_told_apart_from_what_broke(number):
    fault = unsaved(Path("a/柳河.toml"), OSError(number, "x"))
    assert isinstance(fault, NotWritable) == (number != errno.EIO)
    assert str(fault).startswith("柳河.toml 没有存下：")


def test_a_name_that_no_file_can_have_is_said():
    assert str(unread(Path("a\0b"), ValueError("embedded null byte"))) == "a�b 打不开：文件名里有不能用的字符"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (Path("乡/柳河.toml"), "柳河.toml"),
        (Path("/"), "."),
        ("", "."),
        ("名" * 81, "名" * 80),
        ("a\nb\tc\x1b\u202ed", "a�b�c��d"),
        (Path("a\udcff.toml"), "a�.toml"),
        ("a\ud800b", "a�b"),
    ],
)
def test_a_name_is_shown_short_and_without_what_a_terminal_obeys(name, text):
    assert shown(name) == text


@pytest.mark.parametrize("path", ["a/甲.toml", Path("a/甲.toml"), "甲.toml", "a/甲.toml/", "a/甲.toml/."])
def test_a_file_is_shown_by_its_name(path):
    assert shown_file(path) == "甲.toml"

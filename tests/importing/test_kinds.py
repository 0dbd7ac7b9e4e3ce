"""Which reader a file is given to, and what is said where none can read it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.importing.layouts import paragraph, word_file
from tests.importing.test_readers import read, texts
from tui_report.form.cn_2021 import FORM
from tui_report.importing import ImportFault, import_report, read_document


@pytest.mark.parametrize("name", ["a.doc", "a.wps"])
def test_older_names_over_newer_files(tmp_path, name):
    assert texts(read(tmp_path, name, word_file(paragraph("正文")))) == ["正文"]
    assert texts(read(tmp_path, name, "\ufeff\r\n <html><p>正文</p></html>")) == ["正文"]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOENT, "找不到文件"),
        (errno.EACCES, "没有读取的权限"),
        (errno.EISDIR, "这是文件夹"),
        (errno.EIO, "Input/output error"),
        (None, "系统出错"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(tmp_path, monkeypatch, number, reason):
    def fails(*_, **__):
        raise OSError(number, os.strerror(number)) if number else OSError

    monkeypatch.setattr(Path, "open", fails)
    with pytest.raises(ImportFault, match=f"读不了这个文件：{reason}。"):
        read_document(tmp_path / "a.txt")


def test_a_file_without_a_word_is_no_report(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("\n\n \n")
    with pytest.raises(ImportFault, match="没有文字"):
        import_report(path, FORM)

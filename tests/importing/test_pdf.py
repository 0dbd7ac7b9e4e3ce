from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import pytest

from tests.importing.test_readers import grid_of, texts
from tui_report.importing import ImportFault, pdf, pdf_text, read_document
from tui_report.importing.document import Grid

pypdf = pytest.importorskip("pypdf")
LIMIT_MEMORY = pdf_text._limit_memory


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch):
    """`main` binds and silences the process of its own in which it runs; the process of the tests goes on."""
    monkeypatch.setattr(pdf_text, "_limit_memory", lambda: None)
    yield
    logging.disable(logging.NOTSET)


def page_file(folder: Path, *, password: str | None = None) -> Path:
    path = folder / "a.pdf"
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    if password is not None:
        writer.encrypt(password, owner_password="owner", algorithm="RC4-40")
    writer.write(path)
    return path


def reads(monkeypatch, folder: Path, pages: list[str]):
    """Returns the document of a file whose pages hold these texts."""
    monkeypatch.setattr(pdf, "_pages", lambda path: pages)
    return read_document(page_file(folder))


def test_a_scan_has_no_text(tmp_path):
    with pytest.raises(ImportFault, match="扫描件"):
        read_document(page_file(tmp_path))


def test_a_file_with_a_password_says_so_and_one_whose_password_is_empty_is_read(tmp_path):
    with pytest.raises(ImportFault, match="加了密码"):
        read_document(page_file(tmp_path, password="secret"))
    with pytest.raises(ImportFault, match="扫描件"):
        read_document(page_file(tmp_path, password=""))


def test_a_reader_that_takes_for_ever_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0)
    with pytest.raises(ImportFault, match="没有读完"):
        read_document(page_file(tmp_path))


def test_without_pypdf_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(ImportFault, match=r"pypdf.*tui-report\[pdf\].*\.docx"):
        read_document(page_file(tmp_path))


def test_the_places_of_lines_and_rows_name_the_page(tmp_path, monkeypatch):
    document = reads(monkeypatch, tmp_path, ["第一页", "行政许可 | 9\n正文"])
    assert [(list(block.places) if isinstance(block, Grid) else block.place) for block in document.blocks] == [
        "第1页第1行",
        ["第2页第1行"],
        "第2页第2行",
    ]
    assert grid_of(document) == [["行政许可", "9"]]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("全年公开信息 62 条，其中办事指南 30 条。", "全年公开信息62条，其中办事指南30条。"),
        ("全年主动公开各类政府信息共 62 条", "全年主动公开各类政府信息共62条"),
        ("行政许可 9", "行政许可 9"),
        ("商业企业科研机构社会公益组织 1 2 3", "商业企业科研机构社会公益组织 1 2 3"),
    ],
)
def test_blanks_around_digits_are_taken_out_of_prose_and_kept_between_figures(tmp_path, monkeypatch, printed, read):
    assert texts(reads(monkeypatch, tmp_path, [printed])) == [read]


def test_the_process_of_its_own_tells_pages_password_and_damage(tmp_path, capfdbinary):
    assert pdf_text.main(str(page_file(tmp_path)), 5) == 0
    assert json.loads(capfdbinary.readouterr().out) == [""]
    assert pdf_text.main(str(page_file(tmp_path)), 0) == 0
    assert json.loads(capfdbinary.readouterr().out) == []
    assert pdf_text.main(str(page_file(tmp_path, password="secret")), 5) == 3
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing")
    assert pdf_text.main(str(broken), 5) == 4
    assert capfdbinary.readouterr().out == b""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_process_of_its_own_bounds_its_memory(monkeypatch):
    import resource

    given = []
    monkeypatch.setattr(resource, "setrlimit", lambda *limit: given.append(limit))
    LIMIT_MEMORY()
    assert given == [(resource.RLIMIT_AS, (pdf_text.MEMORY, pdf_text.MEMORY))]


def test_a_system_without_limits_reads_all_the_same(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    LIMIT_MEMORY()

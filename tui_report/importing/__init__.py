"""From whatever an office has to a report: readers, one intermediate, recognition by label."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tui_report.form.model import Form
from tui_report.importing.document import Document, ImportFault
from tui_report.report import Report

__all__ = ["SUFFIXES", "ImportFault", "import_report", "read_document", "suffix_of"]

_READERS = {
    ".docx": ("docx", "read_docx"),
    ".docm": ("docx", "read_docx"),
    ".html": ("html", "read_html"),
    ".htm": ("html", "read_html"),
    ".shtml": ("html", "read_html"),
    ".mht": ("mht", "read_mht"),
    ".mhtml": ("mht", "read_mht"),
    ".txt": ("text", "read_text"),
    ".md": ("text", "read_text"),
    ".markdown": ("text", "read_text"),
    ".pdf": ("pdf", "read_pdf"),
    ".doc": ("office", "read_office"),
    ".wps": ("office", "read_office"),
    ".rtf": ("office", "read_office"),
    ".odt": ("office", "read_office"),
}
_MARKS = {
    b"MIME-Version:": ".mht",
    b"From: <Saved by": ".mht",
    b"\xd0\xcf\x11\xe0": ".doc",
    b"{\\rtf": ".rtf",
    b"%PDF": ".pdf",
}
_PAGE = re.compile(rb"<(?:!doctype|!--|\?xml|html|head|body|meta|title|style|table|div|span|p|h\d)\b", re.IGNORECASE)
SUFFIXES = frozenset(_READERS)
"""Endings of the files that can be imported."""


def read_document(path: Path) -> Document:
    """Reads a file into paragraphs and grids, by the ending of its name and its first bytes.

    Raises:
        ImportFault: The file cannot be read; the message is one sentence for the clerk.
    """
    name = _READERS.get(path.suffix.lower())
    if name is None:
        raise ImportFault(
            f"不认识这种文件（{path.suffix or '没有扩展名'}）；可以导入的有.docx、.html、.txt、.md、.pdf、.doc、.wps。"
        )
    try:
        with path.open("rb") as file:
            head = file.read(200)
    except OSError as fault:
        raise ImportFault(f"读不了这个文件：{_reason(fault)}。") from fault
    if not head:
        raise ImportFault("文件是空的，没有可导入的内容。")
    module, function = _by_content(head, path) or name
    read: Callable[[Path], Document] = getattr(import_module(f"tui_report.importing.{module}"), function)
    return read(path)


def suffix_of(content: bytes) -> str:
    """Returns the ending that a document's first bytes call for; plain text is told by nothing."""
    head = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _PAGE.match(head):
        return ".html"
    if head.startswith(b"PK\x03\x04"):
        return ".odt" if b"opendocument.text" in head else ".docx"
    return next((suffix for mark, suffix in _MARKS.items() if head.startswith(mark)), ".txt")


def _by_content(head: bytes, path: Path) -> tuple[str, str] | None:
    """Word and WPS files are often named as one kind and are another."""
    suffix, kind = path.suffix.lower(), suffix_of(head)
    if suffix not in (".doc", ".wps", ".docx") or kind == ".txt" or (kind, suffix) == (".html", ".docx"):
        return None
    return _READERS[kind]


def _reason(fault: OSError) -> str:
    if isinstance(fault, FileNotFoundError):
        return "找不到文件"
    if isinstance(fault, PermissionError):
        return "没有读取的权限"
    if isinstance(fault, IsADirectoryError):
        return "这是文件夹"
    return fault.strerror or "系统出错"


def import_report(path: Path, form: Form) -> Report:
    """Reads a report from a Word, HTML, text or PDF file.

    Figures are recognised by their labels; only a single possible reading is taken, all else stays blank.

    Args:
        path: The file; it is never changed.
        form: The form to read into.

    Returns:
        The report, with the totals that the file prints in `stated`, with `source`, and a remark for each
        doubt, each dropped piece and each basic fact.

    Raises:
        ImportFault: Nothing can be read from the file; the message is one sentence for the clerk.
    """
    from tui_report.importing.recognise import recognise

    report = recognise(read_document(path), form, path.name)
    if not report.values and not report.stated:
        raise ImportFault("文件里没有文字，可能是扫描件或者图片；请用有文字的文件导入。")
    return report

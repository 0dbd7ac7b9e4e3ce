"""Reads pages that a browser or Word saved as one file; the pictures beside the page are passed over."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

from tui_report.importing.document import Document, ImportFault
from tui_report.importing.html import MOST_BYTES, read_page
from tui_report.importing.text import read_bytes

MOST_PARTS = 5_000
"""Lines that may begin a part."""


def read_mht(path: Path) -> Document:
    """Reads the first page of such a file; raises ImportFault."""
    content = read_bytes(path)
    if content.count(b"\n--") > MOST_PARTS:
        raise ImportFault("单个文件的网页太大，不像一份年度报告；请另存为.html再导入。")
    try:
        parts = [part for part in message_from_bytes(content).walk() if part.get_content_type() == "text/html"]
    except RecursionError as fault:
        raise ImportFault("单个文件的网页嵌套太深，读不了；请另存为.html再导入。") from fault
    page = parts[0].get_payload(decode=True) if parts else None
    if not isinstance(page, bytes):
        raise ImportFault("单个文件的网页里没有网页内容；请另存为.html再导入。")
    if len(page) > MOST_BYTES:
        raise ImportFault("网页太大，不像一份年度报告；请只留下年度报告的部分再导入。")
    return read_page(page, parts[0].get_content_charset() or "")

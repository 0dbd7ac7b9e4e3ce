"""Reads the text layer of a PDF, if the extra `pdf` is installed."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from tui_report.importing.document import Block, Document, Grid, ImportFault, Paragraph, document
from tui_report.importing.text import blocks_of, read_bytes
from tui_report.programs import run

MOST_BYTES = 40_000_000
MOST_PAGES = 80
SECONDS = 8
_ADVICE = "请改用.docx、网页或者文本文件导入。"
_FAULTS = {3: "PDF文件加了密码；请去掉密码再导入。", 4: f"不是完整的PDF文件，读不了；{_ADVICE}"}


def read_pdf(path: Path) -> Document:
    """Reads a PDF; raises ImportFault."""
    if not read_bytes(path, MOST_BYTES).lstrip().startswith(b"%PDF"):
        raise ImportFault(f"扩展名是.pdf，但不是PDF文件；{_ADVICE}")
    if find_spec("pypdf") is None:
        raise ImportFault(f"读PDF要先安装pypdf（pip install 'tui-report[pdf]'）；或者{_ADVICE}")
    pages = _pages(path)
    if not any(text.strip() for text in pages):
        raise ImportFault(f"PDF里没有文字，可能是扫描件；{_ADVICE}")
    return document(_blocks(pages))


def _pages(path: Path) -> list[str]:
    program = Path(__file__).with_name("pdf_text.py")
    command = [sys.executable, "-P", str(program), str(path.resolve()), str(MOST_PAGES)]
    try:
        code, written = run(command, SECONDS)
    except TimeoutError as fault:
        raise ImportFault(f"PDF在{SECONDS}秒内没有读完；{_ADVICE}") from fault
    if code or not written:
        raise ImportFault(_FAULTS.get(code, _FAULTS[4]))
    pages: list[str] = json.loads(written)
    return pages


def _blocks(pages: list[str]) -> Iterator[Block]:
    for number, text in enumerate(pages, 1):
        for block in blocks_of(text):
            if isinstance(block, Grid):
                yield replace(block, places=tuple(f"第{number}页{place}" for place in block.places))
            else:
                yield Paragraph(_closed(block.text), f"第{number}页{block.place}")


def _closed(line: str) -> str:
    """Takes out the blanks that a PDF shows between Chinese and digits in a line of prose."""
    if (len(re.findall("[\u4e00-\u9fff]", line)) < 10 and "。" not in line) or re.search(r"\d \d", line):
        return line
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[0-9])|(?<=[0-9]) (?=[\u4e00-\u9fff])", "", line)

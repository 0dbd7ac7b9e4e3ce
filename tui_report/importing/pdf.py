"""Reads the text layer of a PDF, if the extra `pdf` is installed."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from tui_report.importing.document import Block, Document, Grid, ImportFault, Paragraph, document
from tui_report.importing.text import blocks_of, read_bytes
from tui_report.programs import run
from tui_report.report import Remark

MOST_BYTES = 40_000_000
MOST_PAGES = 80
SECONDS = 8
_ADVICE = "请改用.docx、网页或者文本文件导入。"
EDGE, LEAST_PAGES, WORDY = 2, 3, 4
"""Lines of a page's head or foot, pages that repeat them, letters that make words of a line."""
_DRAWN_APART = re.compile(
    "(?<=[\u4e00-\u9fff\u3001-\u301f\uff00-\uffef]) (?=[\u4e00-\u9fff\u3001-\u301f\uff00-\uffef])"
)
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
    pages, dropped = _without_running_heads(pages)
    remarks = [Remark("", "每页重复的页眉页脚，没有导入", quote=line[:80]) for line in dropped]
    return document(_blocks(pages), remarks)


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


def _without_running_heads(pages: list[str]) -> tuple[list[str], list[str]]:
    """Takes out what most pages repeat in their first or last two lines, but for page numbers and the like in it.

    On the first page a line that names a report stays: it may be the title.

    Returns:
        The pages, and one example of each line that was taken out.
    """
    lines = [page.split("\n") for page in pages]
    edges = [[at for at, line in enumerate(page) if line.strip()] for page in lines]
    edges = [sorted({*filled[:EDGE], *filled[-EDGE:]}) for filled in edges]
    seen = Counter(alike for page, ats in zip(lines, edges, strict=True) for alike in {_alike(page[at]) for at in ats})
    often = {line for line, count in seen.items() if count >= LEAST_PAGES and count * 2 > len(pages) and _says(line)}
    dropped: dict[str, str] = {}
    for number, (page, ats) in enumerate(zip(lines, edges, strict=True)):
        for at in ats:
            if _alike(page[at]) in often and (number or "报告" not in page[at]):
                dropped.setdefault(_alike(page[at]), page[at].strip())
                page[at] = ""
    return ["\n".join(page) for page in lines], list(dropped.values())


def _alike(line: str) -> str:
    return re.sub(r"\d+", "0", line).strip()


def _says(line: str) -> bool:
    """Whether a line is more than figures, which may repeat for other reasons."""
    return len(re.findall(r"[^\W\d_]", line)) >= WORDY


def _blocks(pages: list[str]) -> Iterator[Block]:
    for number, text in enumerate(pages, 1):
        for block in blocks_of(text):
            if isinstance(block, Grid):
                yield replace(block, places=tuple(f"第{number}页{place}" for place in block.places))
            else:
                yield Paragraph(_closed(block.text), f"第{number}页{block.place}")


def _closed(line: str) -> str:
    """Takes out the blanks that a PDF shows between Chinese and digits in a line of prose, or between all its words."""
    if len(_DRAWN_APART.findall(line)) * 2 > len(re.findall("[\u4e00-\u9fff]", line)) >= WORDY * 2:
        line = _DRAWN_APART.sub("", line)
    if (len(re.findall("[\u4e00-\u9fff]", line)) < 10 and "。" not in line) or re.search(r"\d \d", line):
        return line
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[0-9])|(?<=[0-9]) (?=[\u4e00-\u9fff])", "", line)

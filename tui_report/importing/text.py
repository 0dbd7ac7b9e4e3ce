"""Reads plain text and Markdown: the encoding, and rows of cells that bars or tabs part."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from tui_report.characters import without_unseen
from tui_report.importing.document import Block, Cell, Document, Grid, ImportFault, Paragraph, document
from tui_report.report import Remark

MOST_BYTES = 12_000_000
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_RULE = re.compile(r"^[\s|:+=-]*$")
_DRAWN = str.maketrans("│┃║｜─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝", "||||---" + "+" * 27)
_DRAWN_RULE = re.compile(r"^[ \t]*[+|].*\+[-=]{2,}\+|^[ \t]*\+[-=+]{2,}")
_NUMBERED = re.compile(r"[\d/\\—–-]|[（(]?[一二三四五六七八九十][）)、]")
WIDE = 5
"""Figures in a row of the only table whose labels take several lines; all of them are numbered."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_PRIVATE = 0xF0000
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_BOLD = re.compile(r"(\*\*|__)((?:(?!\1).)+)\1")
LONGEST_LIST = 500
"""Characters of a line in which quotes or semicolons part cells."""
_QUOTES = re.compile(r'"([^"]*)"')
_QUOTED = re.compile(r'\s*"[^"]*"(?:\s*[,;，；]\s*"[^"]*")+\s*')
_SEMICOLON = re.compile("[;；]")
_LISTED = re.compile(
    r"(?:[^;；。]{1,60}[;；]){1,3}(?:\s*[\d,.]*\s*件?\s*[;；]|\s*[/\\—-]+\s*[;；])*\s*(?:[\d,.]+\s*件?|[/\\—-]+)\s*"
)
"""Labels and figures that semicolons part."""
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Returns the content of a file; raises ImportFault where it is larger than any report."""
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ImportFault(f"文件超过{most // 1_000_000}兆，不像一份年度报告；请只留下年度报告的部分再导入。")
    return content


def decode(content: bytes) -> tuple[str, str]:
    """Returns text and the name of its encoding.

    A byte order mark decides; then UTF-8 if it is valid, then GB18030, which holds GBK and GB2312.

    Raises:
        ImportFault: It is no text in any of them.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _checked(content.decode(encoding, "replace")), encoding.removesuffix("-sig").upper()
    for encoding in ("utf-8", "gb18030"):
        try:
            return _checked(content.decode(encoding)), encoding.upper()
        except UnicodeDecodeError:
            continue
    raise ImportFault("文件不是文本，或者编码不是UTF-8、GB18030；请另存为.docx或UTF-8文本再导入。")


def _checked(text: str) -> str:
    if "\0" in text[:100_000]:
        raise ImportFault("文件不是文本；请另存为.docx或UTF-8文本再导入。")
    return without_unseen(_LINE_END.sub("\n", text))


def read_text(path: Path) -> Document:
    """Reads a text file; raises ImportFault."""
    text, encoding = decode(read_bytes(path))
    remarks = [Remark("", f"按{encoding}编码读取")] if encoding != "UTF-8" else []
    markdown = path.suffix.lower() in (".md", ".markdown")
    return document(_unescaped(text) if markdown else blocks_of(text), remarks)


def _unescaped(text: str) -> Iterator[Block]:
    """Yields the blocks of Markdown, in which a sign behind a backslash is no markup."""
    hidden = _ESCAPED.sub(lambda found: chr(_PRIVATE + ord(found[1])), text)
    shown = {_PRIVATE + code: code for code in range(0x21, 0x7F)}
    for block in blocks_of(hidden):
        if isinstance(block, Paragraph):
            yield Paragraph(block.text.translate(shown), block.place)
        else:
            rows = (tuple(Cell(cell.text.translate(shown), cell.covered) for cell in row) for row in block.rows)
            yield Grid(tuple(rows), block.places)


def blocks_of(text: str) -> Iterator[Block]:
    """Yields paragraphs and grids of a text, HTML tables inside it included."""
    line = 1
    at = 0
    while (start := _TABLE.search(text, at)) and (end := _TABLE_END.search(text, start.end())):
        table = text[start.start() : end.end()]
        yield from _plain(text[at : start.start()], line)
        line += text.count("\n", at, start.start())
        yield from _tables(table, line)
        line += table.count("\n")
        at = end.end()
    yield from _plain(text[at:], line)


def _tables(source: str, line: int) -> Iterator[Block]:
    from tui_report.importing.html import blocks_of_html

    for block in blocks_of_html(source):
        if isinstance(block, Grid):
            yield Grid(block.rows, tuple(f"第{line}行起的表第{i}行" for i in range(1, len(block.rows) + 1)))
        else:
            yield Paragraph(block.text, f"第{line}行")


def _plain(text: str, first: int) -> Iterator[Block]:
    waiting: list[str] = []
    place, ruled, lines = "", False, 0
    for number, raw in enumerate(text.split("\n"), first):
        line = raw.translate(_DRAWN)
        if _DRAWN_RULE.search(line):
            if waiting:
                yield _row(waiting, place)
            waiting, ruled = [], True
            continue
        cells = _cells(line, ruled=lines == 1)
        lines = lines + 1 if "|" in line else 0
        if cells is None:
            continue
        if ruled and waiting and _goes_on(waiting, cells):
            waiting = [above + below for above, below in zip(waiting, cells, strict=True)]
            continue
        if waiting:
            yield _row(waiting, place)
        waiting, place = cells, f"第{number}行"
        ruled = ruled and len(cells) > 1
    if waiting:
        yield _row(waiting, place)


def _row(cells: list[str], place: str) -> Block:
    return Grid((tuple(Cell(c) for c in cells),), (place,)) if len(cells) > 1 else Paragraph(cells[0], place)


def _goes_on(above: list[str], cells: list[str]) -> bool:
    """Tells whether a line of a drawn table continues the labels of the line above it."""
    words = [cell for cell in cells if cell]
    if len(cells) != len(above) or sum(cell.isdecimal() for cell in above) < WIDE:
        return False
    return not words or not _NUMBERED.match(words[-1])


def _cells(raw: str, *, ruled: bool) -> list[str] | None:
    """Returns the cells of a line, one where it has no borders; None for a ruled line.

    `ruled` tells that the line stands below a head; elsewhere a stroke in each cell stands for figures that are not there.
    """
    if "|" in raw:
        line = raw.strip()
        if _RULE.match(line) and ("--" in line or (line.count("-") > 1 and ruled)):
            return None
        cells = line.removeprefix("|").removesuffix("|").split("|")
        return [_clean(cell) for cell in cells] if len(cells) > 1 or line.count("|") > 1 else [_clean(cells[0])]
    if "\t" in raw.strip():
        cells = [_clean(cell) for cell in raw.split("\t")]
        return cells if sum(map(bool, cells)) > 1 else ["".join(cells)]
    short = raw if len(raw) <= LONGEST_LIST else ""
    if _QUOTED.fullmatch(short):
        return [_clean(cell) for cell in _QUOTES.findall(raw)]
    if _LISTED.fullmatch(short):
        return [_clean(cell) for cell in _SEMICOLON.split(raw)]
    return [_unmarked(raw.replace("\t", " ").rstrip())]


def _unmarked(line: str) -> str:
    """Returns a line without the marks by which Markdown makes a heading or bold print of it."""
    return _BOLD.sub(r"\2", _HEADING.sub("", line))


def _clean(cell: str) -> str:
    plain = html.unescape(_BREAK.sub(" ", cell)) if "<" in cell or "&" in cell else cell
    return plain.strip().strip("*").strip()

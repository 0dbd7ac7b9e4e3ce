"""Reads web pages: unclosed cells, tables for layout, merged cells, Word's own HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from tui_report.importing.document import (
    MOST_CELLS,
    Block,
    Document,
    Grid,
    ImportFault,
    Paragraph,
    Span,
    document,
    expanded,
)
from tui_report.importing.text import decode, read_bytes
from tui_report.report import Remark

_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "select",
        "button",
        "textarea",
        "object",
        "title",
        "nav",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "blockquote",
        "pre",
        "center",
        "form",
        "fieldset",
        "address",
        "figure",
        "figcaption",
        "caption",
        "body",
        "html",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
    ]
)
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)
_STRUCK = frozenset(["del", "s", "strike"])
_ATTRIBUTES = frozenset(["style", "hidden", "title", "colspan", "rowspan"])
_LINED_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_FURNITURE = ("header", "footer")
"""Titles by which LibreOffice marks what a page repeats."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_PICTURE = re.compile(r"data:[^\s\"'>]{1000,}")
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{100000}")
"""Longer than any tag; the parser would take hundreds of megabytes for it."""
_UNFINISHED = "网页不完整：有一个标签没有结束，后面的内容都读不了；请重新保存网页再导入。"
MOST_BYTES = 6_000_000
MOST_DEPTH = 40
MOST_TAGS = 250_000
"""Signs that begin a tag."""
LONGEST_TAIL = 8_000
"""Characters behind an unfinished tag; reading more of them takes time that grows with their square."""
LONG_CELL = 160
"""Characters beyond which a cell with several paragraphs is a place on the page, not a figure or a label."""


@dataclass(slots=True)
class _OpenCell:
    span: Span
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    rows: list[list[_OpenCell]] = field(default_factory=list)
    cell: _OpenCell | None = None


def read_html(path: Path) -> Document:
    """Reads a page; raises ImportFault. Nothing that the page refers to is fetched."""
    return read_page(read_bytes(path, MOST_BYTES))


def read_page(content: bytes, charset: str = "") -> Document:
    """Reads a page, in the charset that something outside of it declares or that it declares itself; raises ImportFault."""
    text, encoding = _decoded(content, charset)
    text = _PICTURE.sub("data:", text)
    if text.count("<") > MOST_TAGS:
        raise ImportFault("网页太大，不像一份年度报告；请只留下年度报告的部分再导入。")
    if _LONG_TAG.search(text):
        raise ImportFault(_UNFINISHED)
    parser = _Page()
    parser.feed(text)
    if parser.lost:
        parser = _Page(silent=frozenset(("script", "style")))
        parser.feed(text)
    remarks = [Remark("", f"按{encoding}编码读取")] if encoding != "UTF-8" else []
    remarks += [Remark("", f"网页里有{count}处{what}，没有导入") for what, count in parser.left_out.items()]
    return document(parser.finished(), remarks)


def blocks_of_html(source: str) -> list[Block]:
    """Returns the paragraphs and grids of a piece of HTML."""
    parser = _Page()
    parser.feed(source)
    return parser.finished()


def _decoded(content: bytes, charset: str) -> tuple[str, str]:
    declared = _CHARSET.search(content[:4096])
    name = charset or (declared[1].decode("ascii").lower() if declared else "")
    if name in ("gb2312", "gbk", "gb18030"):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            return content.decode("gb18030", "replace").replace("\r\n", "\n"), "GB18030"
    return decode(content)


class _Page(HTMLParser):
    """Builds blocks; a cell is a list of blocks until its table ends."""

    def __init__(self, silent: frozenset[str] = _SILENT) -> None:
        super().__init__(convert_charrefs=True)
        self._silent = silent
        self.left_out: dict[str, int] = {}
        """How much of what was passed over, by its name."""
        self._blocks: list[Block] = []
        self._tables: list[_OpenTable] = []
        self._text: list[str] = []
        self._skip: list[str] = []
        self._skipped_cells = 0
        self._cells = 0
        self._paragraphs = 0
        self._grids = 0

    @property
    def lost(self) -> bool:
        """Whether something that is left out was never closed, so that the rest of the page went with it."""
        return bool(self._skip) and self._skip[0] not in ("script", "style")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens cells and tables; every block ends the paragraph before it."""
        if self._skip:
            self._skipped_cells += tag in ("td", "th")
            if tag == self._skip[-1] and tag not in _VOID:
                self._skip.append(tag)
            return
        given = {name: value or "" for name, value in attrs if name in _ATTRIBUTES}
        what = _passed_over(tag, given)
        if (tag in self._silent or what) and tag not in _VOID:
            if what:
                self.left_out[what] = self.left_out.get(what, 0) + 1
            self._skip.append(tag)
            self._skipped_cells = 0
            return
        if tag in _BLOCKS:
            self._end_paragraph()
        if tag == "table":
            if len(self._tables) >= MOST_DEPTH:
                raise ImportFault("网页的表格嵌套太深，读不了；请把正文复制到文本文件里再导入。")
            self._tables.append(_OpenTable())
        elif tag == "tr" and self._tables:
            self._end_cell()
            self._tables[-1].rows.append([])
        elif tag in ("td", "th") and self._tables:
            self._open_cell(given)

    def handle_endtag(self, tag: str) -> None:
        """Closes what is open; a closing tag of nothing is passed over."""
        if self._skip and not self._end_of_skip(tag):
            return
        if tag in _BLOCKS:
            self._end_paragraph()
        if tag == "table" and self._tables:
            self._end_table()
        elif tag in ("td", "th", "tr") and self._tables:
            self._end_cell()

    def _end_of_skip(self, tag: str) -> bool:
        """Whether a closing tag belongs to the cell around what is passed over and never closed."""
        if tag == self._skip[-1]:
            self._skip.pop()
        elif tag in ("td", "th"):
            self._skipped_cells -= 1
            if self._skipped_cells < 0 and self._tables:
                self._skip.clear()
                return True
        return False

    def handle_data(self, data: str) -> None:
        """Collects text."""
        if not self._skip:
            self._text.append(data)

    def finished(self) -> list[Block]:
        """Returns all blocks, unclosed tables included."""
        if len(self.rawdata) > LONGEST_TAIL:
            raise ImportFault(_UNFINISHED)
        self.close()
        self._end_paragraph()
        while self._tables:
            self._end_table()
        return self._blocks

    def _here(self) -> list[Block]:
        for table in reversed(self._tables):
            if table.cell is not None:
                return table.cell.blocks
        return self._blocks

    def _end_paragraph(self) -> None:
        text = " ".join("".join(self._text).replace("\xa0", " ").split())
        self._text.clear()
        if text:
            self._paragraphs += 1
            self._here().append(Paragraph(text, f"第{self._paragraphs}段"))

    def _open_cell(self, given: dict[str, str]) -> None:
        self._end_cell()
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise ImportFault("表格太大，不像一份年度报告；请只留下年度报告的部分再导入。")
        table = self._tables[-1]
        if not table.rows:
            table.rows.append([])
        table.cell = _OpenCell(Span("", _span(given.get("colspan")), _span(given.get("rowspan"))))
        table.rows[-1].append(table.cell)

    def _end_cell(self) -> None:
        self._end_paragraph()
        self._tables[-1].cell = None

    def _end_table(self) -> None:
        self._end_cell()
        table = self._tables.pop()
        cells = [cell for row in table.rows for cell in row]
        if any(_is_place(cell) for cell in cells) or len(cells) < 2:
            self._here().extend(block for cell in cells for block in cell.blocks)
            return
        for cell in cells:
            cell.span.text = " ".join(block.text for block in cell.blocks if isinstance(block, Paragraph))
        self._grids += 1
        rows = expanded([[cell.span for cell in row] for row in table.rows if row])
        places = tuple(f"表{self._grids}第{i}行" for i in range(1, len(rows) + 1))
        self._here().append(Grid(rows, places))


def _passed_over(tag: str, given: dict[str, str]) -> str:
    """Returns what an element is that readers do not see, or are not to read; empty for any other."""
    style = given.get("style", "")
    if _HIDDEN.search(style) or "hidden" in given:
        return "隐藏的内容"
    if tag in _STRUCK or _LINED_THROUGH.search(style):
        return "画掉的文字"
    return "页眉页脚" if tag == "div" and given.get("title") in _FURNITURE else ""


def _is_place(cell: _OpenCell) -> bool:
    """Tells a cell that lays out the page from one that holds a label or a figure."""
    if any(isinstance(block, Grid) for block in cell.blocks):
        return True
    return len(cell.blocks) > 1 and sum(len(b.text) for b in cell.blocks if isinstance(b, Paragraph)) > LONG_CELL


def _span(text: str | None) -> int:
    found = re.match(r"\s*(\d{1,4})", text or "")
    return min(max(int(found[1]), 1), 100) if found else 1

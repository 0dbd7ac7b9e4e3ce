"""Reads Word files: merged cells, tracked changes, content controls, nested tables, text boxes, numbering.

Deleted, struck and hidden text is left out with a remark, inserted text is taken. Headers, footers, comments and notes
are never looked at; nothing outside the file is read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

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
from tui_report.importing.numbering import Numbering
from tui_report.report import Remark

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
MOST_BYTES = 60_000_000
MOST_MEMBERS = 2_000
MOST_PART = 16_000_000
MOST_ELEMENTS = 250_000
MOST_DEPTH = 200
_LEFT_OUT = {f"{W}del": "删除的修订", f"{W}moveFrom": "移走的修订"}
_UNREAD = {"vanish": "隐藏的文字", "strike": "画掉的文字", "dstrike": "画掉的文字"}
_MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOT_WORD = "不是完整的Word文件（.docx）；请用WPS或者Word打开，另存为.docx再导入。"
_TOO_LARGE = "Word文件太大，不像一份年度报告；请只留下正文和表格，另存后再导入。"


def read_docx(path: Path) -> Document:
    """Reads a Word file; raises ImportFault."""
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > MOST_MEMBERS:
                raise ImportFault(_TOO_LARGE)
            main = _main_part(archive)
            body = _tree(_part(archive, main)).find(f"{W}body")
            numbering = archive.NameToInfo.get(main.rpartition("/")[0] + "/numbering.xml")
            styles = archive.NameToInfo.get(main.rpartition("/")[0] + "/styles.xml")
            numbers = Numbering(
                _tree(_part(archive, numbering.filename)) if numbering else None,
                _tree(_part(archive, styles.filename)) if styles else None,
            )
    except (zipfile.BadZipFile, expat.ExpatError, EOFError, NotImplementedError, RuntimeError, UnicodeError) as fault:
        raise ImportFault(_NOT_WORD) from fault
    except (ValueError, LookupError, OSError) as fault:
        if isinstance(fault, ImportFault):
            raise
        raise ImportFault(_NOT_WORD) from fault
    if body is None:
        raise ImportFault(_NOT_WORD)
    reader = _Body(numbers)
    blocks = list(reader.blocks(body))
    return document(blocks, reader.remarks())


def _main_part(archive: zipfile.ZipFile) -> str:
    """Returns the name of the part that holds the text."""
    if "word/document.xml" in archive.NameToInfo:
        return "word/document.xml"
    relations = _tree(_part(archive, "_rels/.rels"))
    for relation in relations.iter():
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", "").lstrip("/")
    raise ImportFault(_NOT_WORD)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Returns a part, never more than the limit whatever the archive says of its size."""
    info = archive.NameToInfo.get(name)
    if info is None:
        raise ImportFault(_NOT_WORD)
    if info.flag_bits & 1:
        raise ImportFault("Word文件加了密码；请去掉密码，另存后再导入。")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ImportFault(_NOT_WORD)
    with archive.open(info) as part:
        content = part.read(MOST_PART + 1)
    if len(content) > MOST_PART:
        raise ImportFault(_TOO_LARGE)
    return content


def _tree(content: bytes) -> Element:
    """Parses a part; refuses document types, for a Word file has none and entities hide in them."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > MOST_DEPTH or count > MOST_ELEMENTS:
            raise ImportFault(_TOO_LARGE)
        builder.start(_clark(name), {_clark(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_clark(name))

    def refuse(*_: object) -> None:
        raise ImportFault("文件里有Word不用的声明，可能有害，没有读取；请用WPS或者Word另存为.docx再导入。")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(content, True)
    return builder.close()


def _clark(name: str) -> str:
    if "}" not in name:
        return name
    full = "{" + name
    return W + full[len(_STRICT) :] if full.startswith(_STRICT) else full


class _Body:
    """Walks the body and remembers what it left out."""

    def __init__(self, numbers: Numbering) -> None:
        self._numbers = numbers
        self._paragraphs = 0
        self._grids = 0
        self._cells = 0
        self._left_out: dict[str, int] = {}

    def remarks(self) -> Iterator[Remark]:
        """Yields what was left out."""
        for what, count in self._left_out.items():
            yield Remark("", f"Word文件里有{count}处{what}，没有导入")

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Yields the paragraphs and tables of a part in order."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _LEFT_OUT:
                self._leave(_LEFT_OUT[child.tag])
            elif child.tag == _ALTERNATIVES:
                yield from self.blocks(child[0]) if len(child) else ()
            elif child.tag not in (f"{W}sdtPr", f"{W}sectPr"):
                yield from self.blocks(child)

    def _leave(self, what: str) -> None:
        self._left_out[what] = self._left_out.get(what, 0) + 1

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        boxes: list[Element] = []
        text = self._numbers.label(paragraph) + "".join(self._runs(paragraph, boxes))
        for line in text.split("\n"):
            self._paragraphs += 1
            yield Paragraph(line.replace("\t", " ").strip(), f"第{self._paragraphs}段")
        for box in boxes:
            yield from self.blocks(box)

    def _runs(self, parent: Element, boxes: list[Element]) -> Iterator[str]:
        for child in parent:
            tag = child.tag
            if tag == f"{W}t":
                yield child.text or ""
            elif tag in _MARKS:
                yield _MARKS[tag]
            elif tag in _LEFT_OUT:
                self._leave(_LEFT_OUT[tag])
            elif tag == f"{W}r" and (what := _unread(child)):
                self._leave(what)
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag == _ALTERNATIVES:
                yield from self._runs(child[0], boxes) if len(child) else ()
            elif tag not in (f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}sdtPr", f"{W}delText"):
                yield from self._runs(child, boxes)

    def _table(self, table: Element) -> Iterator[Block]:
        rows: list[list[tuple[Span, list[Block]]]] = []
        for row in self._descend(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                self._leave("删除的表格行")
                continue
            rows.append(self._row(row))
        cells = [cell for row in rows for cell in row]
        if any(isinstance(b, Grid) for _, blocks in cells for b in blocks) or len(cells) < 2:
            yield from (block for _, blocks in cells for block in blocks)
            return
        _join_down([[span for span, _ in row] for row in rows])
        grid = expanded([[span for span, _ in row if span.down] for row in rows])
        self._grids += 1
        yield Grid(grid, tuple(f"表{self._grids}第{i}行" for i in range(1, len(grid) + 1)))

    def _descend(self, parent: Element, tag: str) -> Iterator[Element]:
        """Yields the rows or cells of a table, through content controls and tracked insertions."""
        for child in parent:
            if child.tag == tag:
                yield child
            elif child.tag in _LEFT_OUT:
                self._leave(_LEFT_OUT[child.tag])
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml"):
                yield from self._descend(child, tag)

    def _row(self, row: Element) -> list[tuple[Span, list[Block]]]:
        out: list[tuple[Span, list[Block]]] = []
        skipped = row.find(f"{W}trPr/{W}gridBefore")
        if skipped is not None:
            out.append((Span("", _number(skipped)), []))
        for cell in self._descend(row, f"{W}tc"):
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise ImportFault("表格太大，不像一份年度报告；请只留下年度报告的部分再导入。")
            blocks = list(self.blocks(cell))
            across = cell.find(f"{W}tcPr/{W}gridSpan")
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            span = Span(" ".join(b.text for b in blocks if isinstance(b, Paragraph) and b.text))
            span.across = _number(across) if across is not None else 1
            span.down = 0 if merged is not None and merged.get(f"{W}val", "continue") == "continue" else 1
            out.append((span, blocks))
        return out


def _join_down(rows: list[list[Span]]) -> None:
    """Gives the first cell of a vertical merge its height; the cells below it have height 0."""
    above: dict[int, Span] = {}
    for row in rows:
        column, here = 0, {}
        for span in row:
            if span.down == 0 and column in above and above[column].across == span.across:
                above[column].down += 1
                here[column] = above[column]
            else:
                span.down = span.down or 1
                here[column] = span
            column += span.across
        above = here


def _unread(run: Element) -> str:
    """Returns what a run is that readers do not see, or are not to read; empty for any other."""
    for name, what in _UNREAD.items():
        mark = run.find(f"{W}rPr/{W}{name}")
        if mark is not None and mark.get(f"{W}val", "true") not in ("0", "false", "off"):
            return what
    return ""


def _number(element: Element) -> int:
    text = element.get(f"{W}val", "1")
    return min(max(int(text), 1), 100) if text.isdigit() else 1

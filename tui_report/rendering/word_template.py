"""The Word template that comes with the program, made from the form, so that no label is written twice.

An office edits its copy in Word or WPS: fonts, margins and words as it likes; the places in braces are filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from tui_report.form.model import Form, Section
from tui_report.form.printed import Cell, Grid, printed
from tui_report.rendering.word_package import pack
from tui_report.rendering.word_styles import HEAD, TEXT, W, page, page_number, settings, styles

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATED = (
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("header", "header1.xml"),
    ("header", "header2.xml"),
    ("footer", "footer1.xml"),
    ("footer", "footer2.xml"),
)

OUTER = (640, 1380)
"""Widths of the outer label columns of a table that has several, in twips."""

FIGURE = 580
"""Width of a column of figures there: five digits fit."""

ROW = 360
"""Least height of a row: the longest table fills one page."""


def word_template(form: Form) -> bytes:
    """Returns the template of a form as a .docx file."""
    draft = _paragraph("DraftMark", "{{ draft }}")
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships((("officeDocument", "word/document.xml"),)),
        "word/document.xml": _document(form),
        "word/_rels/document.xml.rels": _relationships(_RELATED),
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/header1.xml": f"{HEAD}<w:hdr {W}>{draft}</w:hdr>",
        "word/header2.xml": f"{HEAD}<w:hdr {W}>{draft}</w:hdr>",
        "word/footer1.xml": page_number("PageOdd"),
        "word/footer2.xml": page_number("PageEven"),
        "docProps/core.xml": _core(),
    }
    return pack({name: content.encode() for name, content in parts.items()})


def _document(form: Form) -> str:
    body = "".join(
        (
            *_each("line", "title", "ReportTitle"),
            _paragraph("Prose"),
            *(piece for section in form.sections for piece in _section(section)),
            *_signature(),
        )
    )
    return f'{HEAD}<w:document {W} xmlns:r="{_OFFICE}"><w:body>{body}{page()}</w:body></w:document>'


def _section(section: Section) -> Iterator[str]:
    for passage in section.passages:
        if passage.optional and not passage.heading:
            yield from _each("paragraph", passage.ref, "Prose")
    yield _paragraph("Heading1", section.heading)
    grid = printed(section)
    if grid.cells:
        yield _table(grid)
    for passage in section.passages:
        if passage.heading:
            yield _paragraph("Heading2", passage.heading)
        if passage.heading or not passage.optional:
            yield from _each("paragraph", passage.ref, "Prose")


def _signature() -> Iterator[str]:
    yield _paragraph("Prose", "{%p if sign.name or sign.date %}")
    yield _paragraph("Signature")
    yield _paragraph("Signature", "{{ sign.name }}")
    yield _paragraph("SignDate", "{{ sign.date }}")
    yield _paragraph("Prose", "{%p endif %}")


def _each(name: str, ref: str, style: str) -> Iterator[str]:
    """Paragraphs that stand once for each text of a list."""
    yield _paragraph(style, f"{{%p for {name} in {ref} %}}")
    yield _paragraph(style, f"{{{{ {name} }}}}")
    yield _paragraph(style, "{%p endfor %}")


def _paragraph(style: str, text: str = "", properties: str = "") -> str:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{run}</w:p>'


def _table(grid: Grid) -> str:
    widths = _widths(grid)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = '<w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/>'
    properties = (
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_row(grid, row, widths) for row in range(grid.row_count))
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _widths(grid: Grid) -> list[int]:
    """Shares out the type area: where labels are nested, the innermost get what is left."""
    if grid.label_columns < 2:
        even = TEXT // grid.column_count
        return [TEXT - even * (grid.column_count - 1), *[even] * (grid.column_count - 1)]
    outer = OUTER[: grid.label_columns - 1]
    figures = [FIGURE] * (grid.column_count - grid.label_columns)
    return [*outer, TEXT - sum(outer) - sum(figures), *figures]


def _row(grid: Grid, row: int, widths: list[int]) -> str:
    repeated = "<w:tblHeader/>" if row < grid.head_rows else ""
    properties = f'<w:cantSplit/><w:trHeight w:val="{ROW}" w:hRule="atLeast"/>{repeated}'
    last = row + 1 == grid.row_count
    cells = "".join(_cell(cell, row, widths, last=last) for cell in dict.fromkeys(grid.owners[row]))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _cell(cell: Cell, row: int, widths: list[int], *, last: bool) -> str:
    across = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    begins = cell.row == row
    down = "" if cell.rows == 1 else '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
    width = sum(widths[cell.column : cell.column + cell.columns])
    text = cell.text if cell.ref is None else f"{{{{ {cell.ref} }}}}"
    style = "CellHead" if cell.head or cell.ref else "Cell"
    keep = "" if last else "<w:keepNext/>"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{down}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(style, text if begins else '', keep)}</w:tc>"
    )


def _content_types() -> str:
    xml = "application/xml"
    parts = {
        "word/document.xml": f"{_TYPE}.document.main+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{f"word/{part}": f"{_TYPE}.{kind}+xml" for kind, part in _RELATED},
    }
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{xml}"/>{overrides}</Types>'
    )


def _relationships(related: tuple[tuple[str, str], ...]) -> str:
    lines = [(f"{_OFFICE}/{kind}", part) for kind, part in related]
    if related[0][0] == "officeDocument":
        lines.append((f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"))
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{part}"/>'
        for number, (kind, part) in enumerate(lines, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _core() -> str:
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>zh-CN</dc:language></cp:coreProperties>'
    )


if __name__ == "__main__":
    from tui_report.form.cn_2021 import FORM
    from tui_report.resources import templates

    (templates() / "report.docx").write_bytes(word_template(FORM))

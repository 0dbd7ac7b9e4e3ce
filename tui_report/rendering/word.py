"""The report as a Word document that is signed, sealed and filed, through a template that an office may edit."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tui_report.assess import Assessment
from tui_report.rendering.context import title_words
from tui_report.rendering.environment import Plain, RenderError, fault_of, missing, read_template, sandbox
from tui_report.rendering.official import signature_places, title_lines
from tui_report.rendering.outgoing import in_front, outgoing
from tui_report.rendering.word_package import pack, unpack
from tui_report.resources import templates
from tui_report.rules.model import Facts
from tui_report.width import display_width

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shared import Length
    from docx.text.paragraph import Paragraph

NAME = "report.docx"
TITLE_WIDTH = 40
"""Columns of a line of the title: 20 characters of 二号 in the type area."""

COLUMN = 157.5
"""Twips of a column of body text, half a character."""

SPARE = 4
"""Columns by which signature and date may run into the margin: Word sets Han and digits apart, and a date that is
counted to the last column would break."""

UNMARKED, MARK = "", "非标准模板"
"""Comment in the properties of a document, by whose template made it."""


def render_docx(facts: Facts, assessment: Assessment, *, draft: bool = False, template: Path | None = None) -> bytes:
    """Returns the report as a .docx file; the same report gives the same bytes.

    Args:
        facts: The report with the office's settings, whose `templates/report.docx` goes in front of ours.
        assessment: What `assess` says about the report.
        draft: Prints 草稿 at the head of each page and lets open errors pass.
        template: A template file to take instead.

    Raises:
        OpenErrors: The report has open errors and no draft was asked for.
        RenderError: The library for Word is not installed, or the template fails.
    """
    context = outgoing(facts, assessment, draft=draft)
    context["title"] = [*title_lines(title_words(facts.form, facts.report.unit, facts.report.year), TITLE_WIDTH)]
    context["seal"] = facts.settings.seal
    foreign = next((path for path in in_front(facts, template) if path.suffix == ".docx"), None)
    if foreign is None:
        return fill(templates() / NAME, context)
    from tui_report.rendering.foreign import fill_apart

    return fill_apart(foreign, context)


def installed() -> bool:
    """Tells whether the library for Word is there."""
    return importlib.util.find_spec("docxtpl") is not None


def fill(template: Path, context: Mapping[str, Plain], mark: str = UNMARKED) -> bytes:
    """Fills a Word template in, in this process.

    Args:
        template: The .docx file.
        context: What it may use.
        mark: Put into the document's properties as a comment.

    Raises:
        RenderError: The library is missing, or the template cannot be read or fails.
    """
    try:
        from docxtpl import DocxTemplate
    except ImportError:
        raise missing("docxtpl", "生成Word文件", "生成网页、纯文本") from None
    document = DocxTemplate(io.BytesIO(_read(template)))
    try:
        document.render(dict(context), sandbox("html", ()), autoescape=True)
        _settle(document.docx, seal=context.get("seal") is True)
        document.docx.core_properties.comments = mark
        out = io.BytesIO()
        document.save(out)
    except (RecursionError, MemoryError):
        raise RenderError(f"模板{template}用的内存或者层次太多，请检查其中的循环和引用") from None
    except Exception as error:  # a template can raise whatever it calls raises, and so can the reader of a broken file
        raise RenderError(f"模板{template}：{fault_of(error)}；可以用 tui-report template check 找出位置") from None
    return pack(unpack(out.getvalue()))


def _read(template: Path) -> bytes:
    content = read_template(template)
    if not zipfile.is_zipfile(io.BytesIO(content)):
        raise RenderError(f"模板{template}不是.docx文件，请用Word或WPS另存为.docx")
    return content


def _settle(document: Document, *, seal: bool) -> None:
    """Puts signature and date in their place, and keeps them on a page with text before them."""
    paragraphs = document.paragraphs
    styles = [paragraph.style.name if paragraph.style else "" for paragraph in paragraphs]
    if "署名" not in styles:
        return
    signed = [i for i, style in enumerate(styles) if style == "署名"]
    for before in range(signed[0] - 1, -1, -1):
        paragraphs[before].paragraph_format.keep_with_next = True
        if paragraphs[before].text.strip():
            break
    name = paragraphs[signed[-1]]
    day = next((p for p, style in zip(paragraphs, styles, strict=True) if style == "成文日期"), None)
    width = _columns(document)
    wide = [display_width(paragraph.text) if paragraph is not None else 0 for paragraph in (name, day)]
    places = signature_places(wide[0], wide[1], width, seal=seal)
    for paragraph, at, columns in zip((name, day), places, wide, strict=True):
        if paragraph is not None and seal:
            _from_right(paragraph, width - at - columns)
        elif paragraph is not None:
            paragraph.paragraph_format.left_indent = _twips(at)
            paragraph.paragraph_format.right_indent = _twips(-SPARE)


def _columns(document: Document) -> int:
    section = document.sections[-1]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    if page is None or left is None or right is None:
        return 56
    return int((page - left - right) / 635 / COLUMN)


def _from_right(paragraph: Paragraph, columns: int) -> None:
    """Counts from the right edge, where programs differ in how wide they set a date."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.right_indent = _twips(max(0, columns))


def _twips(columns: int) -> Length:
    from docx.shared import Twips

    return Twips(round(columns * COLUMN))

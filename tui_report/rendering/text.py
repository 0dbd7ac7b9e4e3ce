"""The report as plain text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from tui_report.assess import Assessment
from tui_report.form.model import Ref, Section
from tui_report.form.printed import printed
from tui_report.rendering.context import Part, figure_texts, paragraphs, parts, signature, title_words
from tui_report.rendering.environment import Plain
from tui_report.rendering.grid import draw, placed
from tui_report.rendering.official import signature_places, title_lines
from tui_report.rendering.outgoing import outgoing, run_template
from tui_report.rules.model import Facts
from tui_report.width import Ambiguous, display_width, wrap

Encoding: TypeAlias = Literal["utf-8", "utf-8-sig", "gb18030"]

PAGE = 80
"""Columns of tables, title and signature where no width is asked for."""

INDENT = "\u3000\u3000"
"""左空二字 before a paragraph (GB/T 9704)."""


def render_text(
    facts: Facts,
    assessment: Assessment,
    *,
    draft: bool = False,
    width: int | None = None,
    ambiguous: Ambiguous = 1,
    section: str | None = None,
    template: Path | None = None,
) -> str:
    """Returns the report as text, through the template `report.txt.j2`.

    Args:
        facts: The report with the office's settings, whose templates folder goes in front of ours.
        assessment: What `assess` says about the report.
        draft: Prints 草稿 in the head and lets open errors pass; blank cells stay empty.
        width: Columns at which prose is wrapped; None keeps one paragraph a line.
        ambiguous: Columns of “ ” … — ·: 1 in terminals, 2 in files for Windows fonts.
        section: Key of the only section wanted, without title and signature.
        template: A template file to take instead.

    Raises:
        OpenErrors: The report has open errors and no draft was asked for.
        RenderError: There is no such section, or a template fails.
    """
    content = outgoing(facts, assessment, draft=draft, section=section)
    figures = figure_texts(assessment.figures)
    page = _Page(width, ambiguous)
    name, day = ("", "") if section else signature(facts)
    lines: dict[str, Plain] = {
        "title": [] if section else page.title(title_words(facts.form, facts.report.unit, facts.report.year)),
        "sections": [page.section(part, figures) for part in parts(facts, section)],
        "signature": page.signature(name, day, seal=facts.settings.seal),
    }
    return run_template("report.txt.j2", {**content, **lines}, "txt", facts, template)


def places(facts: Facts, assessment: Assessment, width: int, section: str | None = None) -> dict[str, list[Ref]]:
    """Says of each line of such a text what it prints: the first figure of a row, a passage, a section, a fact.

    A line that stands there more than once has one place for each time, in printed order.
    """
    page = _Page(width, 1)
    figures = figure_texts(assessment.figures)
    found: dict[str, list[Ref]] = {}

    def add(lines: Iterable[str], ref: Ref) -> None:
        for line in lines:
            found.setdefault(line, []).append(ref)

    add(page.title(title_words(facts.form, facts.report.unit, facts.report.year)), "unit.name")
    for part in facts.form.sections:
        if section not in (None, part.key):
            continue
        add(page.paragraph(part.heading).split("\n"), part.key)
        for passage in part.passages:
            for text in filter(None, (passage.heading, *paragraphs(facts.prose.get(passage.ref, "")))):
                add(page.paragraph(text).split("\n"), passage.ref)
        for line, ref in placed(printed(part), figures, page.width):
            if ref:
                add([line], ref)
    name, day = signature(facts)
    signed = {"sign.name": name, "sign.date": day}
    lines = page.signature(name, day, seal=facts.settings.seal)
    for line, ref in zip(lines, (ref for ref, text in signed.items() if text), strict=True):
        add([line], ref)
    return found


class _Page:
    """Puts texts in their place on lines of a width."""

    def __init__(self, width: int | None, ambiguous: Ambiguous) -> None:
        self.wrapped = width is not None
        self.width = width or PAGE
        self.ambiguous = ambiguous

    def section(self, part: Part, figures: dict[str, str]) -> dict[str, Plain]:
        """Returns the context of one section."""
        return {
            "key": part.section.key,
            "opening": [self.paragraph(text) for text in part.opening],
            "heading": self.paragraph(part.section.heading),
            "table": self.table(part.section, figures),
            "passages": [
                {
                    "ref": passage.ref,
                    "heading": self.paragraph(passage.heading) if passage.heading else "",
                    "paragraphs": [self.paragraph(text) for text in texts],
                }
                for passage, texts in part.passages
            ],
        }

    def table(self, section: Section, figures: dict[str, str]) -> str:
        """Draws the table of a section; empty where it has none."""
        return "\n".join(draw(printed(section), figures, self.width, self.ambiguous))

    def paragraph(self, text: str) -> str:
        """Sets a paragraph in by two characters and wraps it where a width is asked for."""
        if not self.wrapped:
            return INDENT + text
        return "\n".join(line.rstrip() for line in wrap(INDENT + text, self.width, self.ambiguous))

    def title(self, words: list[str]) -> list[str]:
        """Centres the title on lines of whole words."""
        lines = title_lines(words, self.width, self.ambiguous)
        return [self._at((self.width - self._columns(line)) // 2, line) for line in lines]

    def signature(self, name: str, day: str, *, seal: bool) -> list[str]:
        """Places name and date."""
        places = signature_places(self._columns(name), self._columns(day), self.width, seal=seal)
        return [self._at(at, text) for at, text in zip(places, (name, day), strict=True) if text]

    def _columns(self, text: str) -> int:
        return display_width(text, self.ambiguous)

    def _at(self, column: int, text: str) -> str:
        return " " * max(0, column) + text


def encode(text: str, encoding: Encoding = "utf-8", newline: str | None = None) -> bytes:
    r"""Returns the bytes of a text file.

    Args:
        text: The text with `\n` as line end.
        encoding: `utf-8`, or `utf-8-sig` and `gb18030` for Windows.
        newline: Line end in the file; by default that of the system the encoding is for.
    """
    end = newline or ("\n" if encoding == "utf-8" else "\r\n")
    return text.replace("\n", end).encode(encoding)

"""The report as plain text."""

from __future__ import annotations

from typing import Literal, TypeAlias

from tui_report.assess import Assessment
from tui_report.form.model import Section
from tui_report.form.printed import printed
from tui_report.rendering.context import Part, figure_texts, parts, signature, title_words, visible
from tui_report.rendering.environment import OpenErrors, Plain, RenderError, render
from tui_report.rendering.grid import draw
from tui_report.resources import templates
from tui_report.rules.model import Facts
from tui_report.width import Ambiguous, display_width, wrap

Encoding: TypeAlias = Literal["utf-8", "utf-8-sig", "gb18030"]

PAGE = 80
"""Columns of tables, title and signature where no width is asked for."""

INDENT = "\u3000\u3000"
"""左空二字 before a paragraph (GB/T 9704)."""

TWO, FOUR = 4, 8
"""Columns of as many 字."""


def render_text(
    facts: Facts,
    assessment: Assessment,
    *,
    draft: bool = False,
    width: int | None = None,
    ambiguous: Ambiguous = 1,
    section: str | None = None,
) -> str:
    """Returns the report as text, through the template `report.txt.j2`.

    Args:
        facts: The report with the office's settings, whose templates folder goes in front of ours.
        assessment: What `assess` says about the report.
        draft: Prints 草稿 in the head and lets open errors pass; blank cells stay empty.
        width: Columns at which prose is wrapped; None keeps one paragraph a line.
        ambiguous: Columns of “ ” … — ·: 1 in terminals, 2 in files for Windows fonts.
        section: Key of the only section wanted, without title and signature.

    Raises:
        OpenErrors: The report has open errors and no draft was asked for.
        RenderError: There is no such section, or a template fails.
    """
    errors = assessment.count("error")
    if errors and not draft:
        raise OpenErrors(f"还有{errors}处必改的问题，不能出正式报告；请先改正，或者只出草稿")
    mark = _draft_mark(errors) if draft else ""
    figures = figure_texts(assessment.figures)
    return _through_template(_context(facts, figures, mark, _Page(width, ambiguous), section), facts)


def _context(facts: Facts, figures: dict[str, str], mark: str, page: _Page, section: str | None) -> dict[str, Plain]:
    wanted = list(parts(facts, section))
    if not wanted:
        raise RenderError(f"没有“{section}”这一部分，可用的是：{'、'.join(s.key for s in facts.form.sections)}")
    return {
        "unit": visible(facts.report.unit),
        "year": facts.report.year,
        "figures": figures,
        "draft": mark,
        "title": [] if section else page.title(title_words(facts.form, facts.report.unit, facts.report.year)),
        "sections": [page.section(part, figures) for part in wanted],
        "signature": [] if section else page.signature(*signature(facts), seal=facts.settings.seal),
    }


def _through_template(context: dict[str, Plain], facts: Facts) -> str:
    own = facts.settings.templates
    if own is None:
        return render("report.txt.j2", context, "txt", [templates()])
    from tui_report.rendering.foreign import render_apart

    return render_apart("report.txt.j2", context, "txt", [own, templates()])


def _draft_mark(errors: int) -> str:
    return f"【草稿：还有{errors}处必改的问题】" if errors else "【草稿】"


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
        """Centres the title on as few lines as hold its words whole, of lengths as even as can be."""
        lines = self._fitted(words, self.width)
        widest = max(map(self._columns, lines))
        for narrower in range(self.width, max(map(self._columns, words)) - 1, -1):
            even = self._fitted(words, narrower)
            if len(even) > len(lines) or max(map(self._columns, even)) > widest:
                break
            lines, widest = even, max(map(self._columns, even))
        return [self._at((self.width - self._columns(line)) // 2, line) for line in lines]

    def _fitted(self, words: list[str], width: int) -> list[str]:
        lines = [""]
        for word in words:
            if lines[-1] and self._columns(lines[-1] + word) > width:
                lines.append("")
            lines[-1] += word
        return lines

    def signature(self, name: str, day: str, *, seal: bool) -> list[str]:
        """Places name and date (GB/T 9704-2012, 7.3.5).

        Without a seal the name keeps two characters from the right edge and the date starts two characters right
        of the name; a date longer than the name keeps the two characters itself. With a seal the date keeps four
        characters, and the name is centred over it.
        """
        name_wide, day_wide = self._columns(name), self._columns(day)
        if seal:
            day_at = self.width - FOUR - day_wide
            name_at = min(day_at + (day_wide - name_wide) // 2, self.width - name_wide)
        elif day_wide > name_wide:
            day_at = self.width - TWO - day_wide
            name_at = day_at - TWO
        else:
            name_at = self.width - TWO - name_wide
            day_at = name_at + TWO
        return [self._at(at, text) for at, text in ((name_at, name), (day_at, day)) if text]

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

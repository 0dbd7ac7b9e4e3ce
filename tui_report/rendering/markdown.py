"""The report as Markdown, with the tables flat: each row under all heads that the form prints beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tui_report.assess import Assessment
from tui_report.form.model import Column, Ref, Section, Table
from tui_report.rendering.context import Part, figure_texts, parts, title_words
from tui_report.rendering.environment import Plain
from tui_report.rendering.outgoing import outgoing, run_template
from tui_report.rules.model import Facts

_MARKS = re.compile(r"[\\`*_\[\]<>|~#$&{}]")
_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=!:])")


def render_markdown(
    facts: Facts,
    assessment: Assessment,
    *,
    draft: bool = False,
    section: str | None = None,
    template: Path | None = None,
) -> str:
    """Returns the report as Markdown with tables (GFM), through the template `report.md.j2`.

    Args:
        facts: The report with the office's settings, whose templates folder goes in front of ours.
        assessment: What `assess` says about the report.
        draft: Prints 草稿 in the head and lets open errors pass.
        section: Key of the only section wanted, without title and signature.
        template: A template file to take instead.

    Raises:
        OpenErrors: The report has open errors and no draft was asked for.
        RenderError: There is no such section, or a template fails.
    """
    content = outgoing(facts, assessment, draft=draft, section=section)
    figures = figure_texts(assessment.figures)
    title = "" if section else "".join(title_words(facts.form, facts.report.unit, facts.report.year))
    sign = content["sign"]
    assert isinstance(sign, Mapping)
    lines: dict[str, Plain] = {
        "title": literal(title),
        "sections": [_section(part, figures) for part in parts(facts, section)],
        "signature": [literal(str(line)) for line in sign.values() if line],
    }
    return run_template("report.md.j2", {**content, **lines}, "txt", facts, template)


def _section(part: Part, figures: Mapping[Ref, str]) -> dict[str, Plain]:
    return {
        "key": part.section.key,
        "opening": [literal(text) for text in part.opening],
        "heading": literal(part.section.heading),
        "passages": [
            {"heading": literal(passage.heading), "paragraphs": [literal(text) for text in texts]}
            for passage, texts in part.passages
        ],
        "tables": [*_tables(part.section, figures)],
    }


def literal(text: str) -> str:
    """Returns a line in which nothing is markup."""
    marked = _MARKS.sub(lambda match: "\\" + match[0], text)
    return _START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else "\\" + match[3], marked)


def _tables(section: Section, figures: Mapping[Ref, str]) -> list[dict[str, str]]:
    return [{"caption": literal(table.caption), "lines": _table(table, figures)} for table in section.tables]


def _table(table: Table, figures: Mapping[Ref, str]) -> str:
    rows = [
        [table.corner, *(_head(table, column) for column in table.columns)],
        *([" ".join(row.path), *(figures[table.ref(row.key, c.key)] for c in table.columns)] for row in table.rows),
    ]
    lines = ["| " + " | ".join(map(literal, row)) + " |" for row in rows]
    return "\n".join([lines[0], "|---|" + "--:|" * len(table.columns), *lines[1:]])


def _head(table: Table, column: Column) -> str:
    """The heads of a column, without one that stands over all of them."""
    shared = set.intersection(*(set(c.path) for c in table.columns)) if len(table.columns) > 1 else set()
    return " ".join(head for head in column.path if head not in shared)

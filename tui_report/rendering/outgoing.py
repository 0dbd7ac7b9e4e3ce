"""A report on its way out: whether it may leave, what every template is given, and whose template runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from tui_report.assess import Assessment
from tui_report.characters import visible, without_unseen
from tui_report.form.model import Ref, Section
from tui_report.form.printed import Cell, Grid, printed
from tui_report.rendering.context import Part, figure_texts, parts, signature, title_words
from tui_report.rendering.environment import Format, OpenErrors, Plain, RenderError, render
from tui_report.resources import templates
from tui_report.rules.model import Facts


def outgoing(
    facts: Facts, assessment: Assessment, *, draft: bool = False, section: str | None = None
) -> dict[str, Plain]:
    """Returns what the templates of all formats are given.

    `draft` is the mark to print or empty; `title` are words that a line break may stand between; `sections` hold
    headings, passages and the printed table. Besides, each value stands at its own ref, as it does in prose:
    `requests.new.person`, `overview.proactive` (paragraphs), `sign.date`. A blank is empty.

    Args:
        facts: The report with the office's settings.
        assessment: What `assess` says about the report.
        draft: Lets open errors pass and asks for the mark 草稿.
        section: Key of the only section wanted, without title and signature.

    Raises:
        OpenErrors: The report has open errors and no draft was asked for.
        RenderError: There is no such section.
    """
    mark = draft_mark(assessment, draft=draft)
    wanted = list(parts(facts, section))
    if not wanted:
        raise RenderError(f"没有“{section}”这一部分，可用的是：{'、'.join(s.key for s in facts.form.sections)}")
    figures = figure_texts(assessment.figures)
    name, day = ("", "") if section else signature(facts)
    report = facts.report
    return {
        **_by_ref(figures, list(parts(facts))),
        "draft": mark,
        "title": [] if section else [*title_words(facts.form, report.unit, report.year)],
        "sections": [_section(part, figures) for part in wanted],
        "figures": {**figures},
        "unit": {"name": visible(report.unit), "level": report.level},
        "year": report.year,
        "sign": {"name": name, "date": day},
    }


def draft_mark(assessment: Assessment, *, draft: bool) -> str:
    """Returns the mark that a draft bears, nothing for a report that may leave; raises OpenErrors."""
    errors = assessment.count("error")
    if not draft:
        if errors:
            raise OpenErrors(f"还有{errors}处必改的问题，不能出正式报告；请先改正，或者只出草稿")
        return ""
    return f"【草稿：还有{errors}处必改的问题】" if errors else "【草稿】"


def run_template(
    name: str, context: Mapping[str, Plain], format: Format, facts: Facts, chosen: Path | None = None
) -> str:
    """Runs a template of ours here, and where an office has its own in front, in a process apart.

    Args:
        name: The template.
        context: What it is given.
        format: Decides about escaping.
        facts: Whose settings name the office's folder.
        chosen: A template file to take instead; what it includes is looked for beside it first.

    Raises:
        RenderError: The template fails.
    """
    own = facts.settings.templates
    front = [folder for folder in (chosen.parent if chosen else None, own) if folder]
    if not front:
        return render(name, context, format, [templates()])
    from tui_report.rendering.foreign import render_apart

    return without_unseen(render_apart(chosen.name if chosen else name, context, format, [*front, templates()]))


def in_front(facts: Facts, chosen: Path | None = None) -> list[Path]:
    """Returns the files that may stand in for templates of ours: the output is then not the standard one."""
    own = facts.settings.templates
    standing = sorted(own / path.name for path in templates().iterdir() if (own / path.name).is_file()) if own else []
    return [*([chosen] if chosen else []), *standing]


def _by_ref(figures: Mapping[Ref, str], shown: Sequence[Part]) -> dict[str, Plain]:
    """Nests the figures and the paragraphs of the passages by the pieces of their refs."""
    values: dict[Ref, Plain] = {**figures}
    for part in shown:
        values |= {passage.ref: [*texts] for passage, texts in part.passages}
        values |= {passage.ref: [*part.opening] for passage in part.section.passages if passage.ref not in values}
    nested: dict[str, Plain] = {}
    for ref, value in values.items():
        *outer, last = ref.split(".")
        place = nested
        for key in outer:
            inner = place.setdefault(key, {})
            assert isinstance(inner, dict)
            place = inner
        place[last] = value
    return nested


def _section(part: Part, figures: Mapping[Ref, str]) -> dict[str, Plain]:
    return {
        "key": part.section.key,
        "opening": [*part.opening],
        "heading": part.section.heading,
        "passages": [
            {"ref": passage.ref, "heading": passage.heading, "paragraphs": [*texts]} for passage, texts in part.passages
        ],
        "table": _table(part.section, figures),
    }


def _table(section: Section, figures: Mapping[Ref, str]) -> dict[str, Plain] | None:
    """Returns the printed table as rows of cells in groups: first the heads that a page break repeats, if any."""
    grid = printed(section)
    if not grid.cells:
        return None
    rows: list[Plain] = [
        [_cell(grid, cell, figures) for cell in grid.cells if cell.row == row] for row in range(grid.row_count)
    ]
    starts = [*_group_starts(grid), grid.row_count]
    return {
        "title": section.title,
        "columns": grid.column_count,
        "labels": grid.label_columns,
        "head": rows[: grid.head_rows],
        "groups": [rows[start:end] for start, end in pairwise(starts)],
    }


def _group_starts(grid: Grid) -> list[int]:
    """Rows at which a caption or an outermost label begins."""
    first = [cell for cell in grid.cells if cell.column == 0 and cell.row >= grid.head_rows]
    captions = [cell for cell in first if cell.head and cell.columns == grid.column_count]
    return [cell.row for cell in captions or first] if grid.label_columns else [grid.head_rows]


def _cell(grid: Grid, cell: Cell, figures: Mapping[Ref, str]) -> dict[str, Plain]:
    text = cell.text if cell.ref is None else figures.get(cell.ref, "")
    return {
        "text": text,
        "ref": cell.ref or "",
        "scope": _scope(grid, cell),
        "column": cell.column,
        "rows": cell.rows,
        "columns": cell.columns,
    }


def _scope(grid: Grid, cell: Cell) -> str:
    """Over which cells a head stands, in the words of HTML; empty for a figure."""
    if cell.ref is not None:
        return ""
    if cell.head:
        if cell.columns == grid.column_count:
            return "rowgroup"
        return "colgroup" if cell.columns > 1 and cell.column >= grid.label_columns else "col"
    return "rowgroup" if cell.rows > 1 else "row"

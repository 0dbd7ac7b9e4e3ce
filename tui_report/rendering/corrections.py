"""更正说明: what a published report said, what it says now, and room for the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from tui_report.characters import visible
from tui_report.form.model import Form, Ref
from tui_report.numbers import write_date
from tui_report.rendering.context import figure_texts, paragraphs, signature, title_words
from tui_report.rendering.environment import Plain
from tui_report.rendering.outgoing import run_template
from tui_report.report import Report
from tui_report.rules.model import Facts

REASON = "（请写明更正的原因）"
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]?[”’）]*")


class Correction(NamedTuple):
    """One place where two versions of a report differ, as they print it."""

    ref: Ref
    place: str
    """In the form's words: 第三部分 一、本年新收政府信息公开申请数量/自然人."""
    old: str
    """Empty where there was nothing."""
    new: str
    """Empty where there is nothing now."""


def corrections(form: Form, published: Report, now: Report) -> tuple[Correction, ...]:
    """Returns what differs in print between two versions, in printed order: facts, prose, figures with their totals.

    Of prose only the sentences that differ are given.
    """
    before, after = Facts(form, published), Facts(form, now)
    return (*_of_facts(before, after), *_of_prose(before, after), *_of_figures(before, after))


def render_correction(facts: Facts, published: Report, *, reason: str = "", on: date | None = None) -> str:
    """Returns a 更正说明 as text, through the template `correction.txt.j2`.

    Args:
        facts: The report as it is now, with the office's settings.
        published: The report as it was published.
        reason: Why it was corrected; a place to fill in where it is empty.
        on: The day of the correction; a place to fill in where there is none.

    Raises:
        RenderError: The template fails.
    """
    unit, year = facts.report.unit, facts.report.year
    items: list[Plain] = [
        {"place": item.place, "old": item.old, "new": item.new}
        for item in corrections(facts.form, published, facts.report)
    ]
    context: dict[str, Plain] = {
        "title": "".join(title_words(facts.form, unit, year)),
        "items": items,
        "reason": visible(reason.strip()) or REASON,
        "name": signature(facts)[0] or visible(unit),
        "date": write_date(on) if on else "    年  月  日",
    }
    return run_template("correction.txt.j2", context, "txt", facts)


def _of_facts(before: Facts, after: Facts) -> Iterator[Correction]:
    names = {ref: before.form.describe(ref) for ref in ("unit.name", "sign.name", "sign.date")}
    old = _facts(before)
    for ref, value in _facts(after).items():
        if value != old[ref]:
            yield Correction(ref, names[ref], old[ref], value)


def _facts(facts: Facts) -> dict[Ref, str]:
    name, day = signature(facts)
    return {"unit.name": visible(facts.report.unit), "sign.name": name, "sign.date": day}


def _of_prose(before: Facts, after: Facts) -> Iterator[Correction]:
    for passage in after.form.passages:
        old, new = (_sentences(facts.prose.get(passage.ref, "")) for facts in (before, after))
        for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                place = after.form.describe(passage.ref)
                yield Correction(passage.ref, place, "".join(old[a:b]), "".join(new[c:d]))


def _sentences(text: str) -> list[str]:
    return [sentence for line in paragraphs(text) for sentence in _SENTENCE.findall(line) if sentence]


def _of_figures(before: Facts, after: Facts) -> Iterator[Correction]:
    old, new = figure_texts(before.figures), figure_texts(after.figures)
    for ref in after.form.figures:
        if old[ref] != new[ref]:
            yield Correction(ref, after.form.describe(ref), old[ref], new[ref])

"""What a report says, as plain texts and lists: the part of a template's context that all outputs share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from tui_report.characters import visible
from tui_report.form.model import Form, Passage, Ref, Section
from tui_report.numbers import Number, write_number
from tui_report.rules.model import Facts
from tui_report.tuples import NamedTuple

_WHOLE = re.compile(r"\{unit\}|\{year\}年|政府信息公开工作|年度报告|.")
_SPACE = " \t\u00a0\u3000"


class Part(NamedTuple):
    """One section as it is printed."""

    section: Section
    opening: tuple[str, ...]
    """Paragraphs that stand before the section's heading."""
    passages: tuple[tuple[Passage, tuple[str, ...]], ...]
    """Each other passage with its paragraphs."""


def title_words(form: Form, unit: str, year: int | None) -> list[str]:
    """Returns the title in words that a line break may stand between (GB/T 9704: 词意完整)."""
    names = {"unit": visible(unit) or "（单位未填）", "year": "（年度未填）" if year is None else str(year)}
    return [word.format(**names) for word in _WHOLE.findall(form.title)]


def parts(facts: Facts, section: str | None = None) -> Iterator[Part]:
    """Yields the printed sections, or the one of a key."""
    for part in facts.form.sections:
        if section in (None, part.key):
            texts = [(p, tuple(paragraphs(facts.prose.get(p.ref, "")))) for p in part.passages]
            opening = [text for p, text in texts if _before_heading(p)]
            rest = tuple((p, text) for p, text in texts if not _before_heading(p))
            yield Part(part, tuple(line for text in opening for line in text), rest)


def _before_heading(passage: Passage) -> bool:
    return passage.optional and not passage.heading


def paragraphs(text: str) -> Iterator[str]:
    """Yields the paragraphs of a passage, without blank lines and without indents of their own."""
    for line in re.split(r"\r\n|\r|\n", text):
        if line.strip(_SPACE):
            yield visible(line.strip(_SPACE))


def figure_texts(figures: Mapping[Ref, Number | None]) -> dict[Ref, str]:
    """Returns what stands in each cell; a blank one is empty."""
    return {ref: "" if value is None else write_number(value) for ref, value in figures.items()}


def signature(facts: Facts) -> tuple[str, str]:
    """Returns name and date under the report, such as 2025年1月14日; what is not filled in is empty."""
    day = facts.report.values.get("sign.date")
    written = f"{day.year}年{day.month}月{day.day}日" if isinstance(day, date) else ""
    return visible(facts.report.text("sign.name").strip(_SPACE)), written

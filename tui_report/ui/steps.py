"""The walk: task list, basic facts, every passage and table section in the form's order, finish."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from tui_report.form.model import Form, Passage, Ref, Section

Kind: TypeAlias = Literal["tasks", "facts", "passage", "table", "finish"]


class Step(NamedTuple):
    """One screen of the walk."""

    key: str
    """`tasks`, `facts`, `finish`, a passage's ref or a section's key."""
    kind: Kind
    title: str
    section: Section | None = None
    passage: Passage | None = None


@lru_cache(maxsize=4)
def steps(form: Form) -> tuple[Step, ...]:
    """Returns the steps in order."""
    out = [Step("tasks", "tasks", "任务清单"), Step("facts", "facts", "基本信息")]
    for section in form.sections:
        if section.tables:
            out.append(Step(section.key, "table", section.heading, section))
        out += [Step(p.ref, "passage", _title(section, p), section, p) for p in section.passages]
    return (*out, Step("finish", "finish", "定稿"))


def _title(section: Section, passage: Passage) -> str:
    return f"开头（{section.heading}之前，可以不写）" if passage.optional else section.heading + passage.heading


def names(form: Form) -> Iterator[tuple[Ref, str]]:
    """Yields every place one can go to by its name: the numbered steps, then the facts, then the rows of the tables."""
    for number, step in enumerate(steps(form)):
        yield step.key, f"{number} {step.title}"
    for fact in form.facts:
        yield fact.ref, f"基本信息 {fact.label}"
    for table in form.tables:
        for row in table.rows:
            ref = table.ref(row.key, table.columns[0].key)
            yield ref, form.describe(ref).rpartition("/")[0]


def step_of(form: Form, ref: Ref) -> Step:
    """Returns the step on which a ref (or a step's own key) is worked on; the task list for anything unknown."""
    walk = steps(form)
    by_key = {step.key: step for step in walk}
    if ref in by_key:
        return by_key[ref]
    if any(fact.ref == ref for fact in form.facts):
        return by_key["facts"]
    section = form.section_of(ref)
    if section is None:
        return walk[0]
    return by_key.get(section.key) or next(step for step in walk if step.section == section)

"""The text of the lines around the work: step bar, status, key bar. Chinese words, ASCII and spaces only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui_report.assess import SEVERITIES, Assessment, Progress
from tui_report.rules.model import SEVERITY_WORDS
from tui_report.ui.keys import Key, Where, keys_of, name_of
from tui_report.ui.session import Session
from tui_report.ui.steps import Kind, Step
from tui_report.width import cut, display_width

MARKS = {"empty": " ", "begun": ".", "faulty": "!", "done": "*"}
STATE_WORDS = {"empty": "未填", "begun": "进行中", "faulty": "有问题", "done": "已完成"}
STATE_STYLES = {"empty": "", "begun": "", "faulty": "error", "done": "good"}

PLACES: Mapping[Kind, Where] = {"facts": "facts", "table": "table", "passage": "passage"}
"""Kinds of step that have keys of their own."""


def step_bar(session: Session, step: Step, saved: str, width: int) -> str:
    """The top line: sections with their marks, the unit, the year, and when the report was last saved."""
    progress = session.assessment.progress
    marks = []
    for section in session.form.sections:
        text = section.number + MARKS[progress[section.key].state]
        marks.append(f"[{text}]" if step.section == section else f" {text} ")
    left = "".join(marks)
    year = f"{session.report.year}年" if session.report.year else ""
    right = f"{year}  {saved}"
    unit = session.report.unit or "（单位未填）"
    room = width - display_width(left) - display_width(right) - 4
    middle = cut(unit, max(0, room))
    return left + " " * max(1, width - display_width(left + middle + right) - 3) + middle + "  " + right


def counts(assessment: Assessment) -> str:
    """The open findings by severity, in words: 必改 1  须看 3  未填 5处."""
    blank = len(assessment.unfilled)
    numbers = {SEVERITY_WORDS[s]: assessment.count(s) - (blank if s == "error" else 0) for s in SEVERITIES}
    words = [f"{word} {number}" for word, number in numbers.items() if number]
    return "  ".join(words + [f"未填 {blank}处"] * bool(blank)) or "没有发现问题"


def filled(progress: Progress) -> str:
    """How much of a part is filled in, in words."""
    parts = []
    if progress.figures_of:
        parts.append(f"{progress.figures}/{progress.figures_of}个数")
    if progress.passages_of:
        parts.append(f"{progress.passages}/{progress.passages_of}段")
    return "，".join(parts)


def key_bar(kind: Kind | None, width: int) -> str:
    """The keys worth knowing here; whole items give way when the line is narrow.

    Args:
        kind: The kind of step, or None on a screen that lies over the walk.
        width: Columns of the line.
    """
    if kind is None:
        keys = [key for key in keys_of("list") if key.bar]
    else:
        own = [place] if (place := PLACES.get(kind)) else []
        keys = [key for key in keys_of(*own) if key.bar] + sorted(
            (k for k in keys_of("walk") if k.bar), key=lambda k: k.bar
        )
    while keys and display_width(_bar(keys)) > width:
        keys.pop()
    return _bar(keys)


def _bar(keys: Iterable[Key]) -> str:
    return " " + "  ".join(f"{name_of(key.keys[0])} {key.label}" for key in keys)

"""The text of the lines around the work: step bar, status, key bar. Chinese words, ASCII and spaces only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tui_report.assess import Assessment, Progress
from tui_report.rules.model import SEVERITY_WORDS
from tui_report.ui.keys import Key, Where, keys_of, name_of
from tui_report.ui.session import Session
from tui_report.ui.steps import Kind, Step
from tui_report.width import cut, display_width

MARKS = {"empty": " ", "begun": ".", "faulty": "!", "done": "*"}
STATE_WORDS = {"empty": "未填", "begun": "进行中", "faulty": "有问题", "done": "已完成"}
STATE_STYLES = {"empty": "", "begun": "", "faulty": "error", "done": ""}

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
    """The open findings by severity, then what is not filled in yet: 必改 1  须看 3  未填 144个数 2段."""
    return "  ".join([*_problems(assessment), *_blank(assessment.progress[""])]) or "没有发现问题"


def problems(assessment: Assessment) -> str:
    """The open findings by severity, without what is only not filled in yet; empty for none."""
    return "  ".join(_problems(assessment))


def _problems(assessment: Assessment) -> list[str]:
    numbers = Counter(assessment.word(finding) for finding in assessment.open)
    return [f"{word} {numbers[word]}" for word in SEVERITY_WORDS.values() if numbers[word]]


def _blank(whole: Progress) -> list[str]:
    """Cells and passages, not findings: one number typed into an empty table must not make more of them."""
    blank = {"个数": whole.figures_of - whole.figures, "段": whole.passages_of - whole.passages}
    words = [f"{number}{name}" for name, number in blank.items() if number]
    return ["未填 " + " ".join(words)] if words else []


def status(counts: str, said: str, width: int) -> str:
    """The status line: the counts with the last message behind them; a long message has the line for itself."""
    both = f" {counts}   {said}" if said else f" {counts}"
    return both if display_width(both) <= width else shortened(" " + said, width, "（ctrl+l看全文）")


def shortened(text: str, width: int, where: str) -> str:
    """A text that fits, or its beginning with where the rest is to be read."""
    return text if display_width(text) <= width else cut(text, width - display_width(where)) + where


def filled(progress: Progress) -> str:
    """How much of a part is filled in, in words."""
    parts = []
    if progress.figures_of:
        parts.append(f"{progress.figures}/{progress.figures_of}个数")
    if progress.passages_of:
        parts.append(f"{progress.passages}/{progress.passages_of}段")
    return "，".join(parts)


@lru_cache
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

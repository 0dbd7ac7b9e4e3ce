"""The form as one row of questions, in the order of the walk; and how each is put in words. No widget."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tui_report.figures import expand
from tui_report.form.model import Fact, Form, Passage, Ref
from tui_report.numbers import apart, write_number
from tui_report.report import Unread, plain, write_fact
from tui_report.ui.entry import raw
from tui_report.ui.facts import choices
from tui_report.ui.session import Session
from tui_report.ui.steps import Step, steps

BEGINNING = 40
"""Characters of a passage that are read out with its question."""


class Question(NamedTuple):
    """One thing to answer."""

    step: Step
    ref: Ref
    """A fact, a passage or an entered cell; the step's key where the walk ends."""


@lru_cache(maxsize=4)
def questions(form: Form) -> tuple[Question, ...]:
    """Returns the questions in order; the last one is the end of the walk."""
    out: list[Question] = []
    for step in steps(form)[1:]:
        if step.kind == "facts":
            out += [Question(step, fact.ref) for fact in form.facts]
        elif step.section and step.kind == "table":
            out += [Question(step, ref) for ref in step.section.entered]
        else:
            out.append(Question(step, step.key))
    return tuple(out)


def step_words(session: Session, step: Step) -> list[str]:
    """Returns what is said when a step begins."""
    progress = session.assessment.progress
    if step.kind == "table":
        part = progress[step.key]
        return [f"{step.title}。要填{part.figures_of}个数，已填{part.figures}个。"]
    if step.kind == "passage":
        passages = [passage.ref for passage in session.form.passages]
        assert step.passage
        name = step.title if step.passage.heading or step.passage.optional else f"{step.title}（正文）"
        return [f"{name}。第{passages.index(step.key) + 1}段，共{len(passages)}段。"]
    if step.kind == "facts":
        return [f"{step.title}，共{len(session.form.facts)}项。"]
    return ["都问完了。"]


def row_words(session: Session, ref: Ref, *, columns: bool) -> str:
    """Returns the row of a cell, with the columns that will be asked for where they are new."""
    _, table, row, _ = session.form.place(ref)
    rows = [other.key for other in table.rows if other.key not in table.derived_rows]
    name = f"第{rows.index(row.key) + 1}行 {row.full_label}" if len(rows) > 1 else row.full_label
    labels = "、".join(column.label for column in table.entered_columns)
    return f"{name}：{labels}" if columns and len(table.entered_columns) > 1 else name


def question_words(session: Session, question: Question) -> str:
    """Returns the line that asks, with what is there now."""
    if question.step.kind == "finish":
        return "> "
    text = session.form.texts.get(question.ref)
    if isinstance(text, Fact):
        now = write_fact(text, session.report.values.get(text.ref)) or "空"
        more = f"  {choices(text)}" if text.choices else ""
        number = session.form.facts.index(text) + 1
        return f"{number} {text.label}（现在：{now}）{more}："
    if isinstance(text, Passage):
        return "> "
    value = session.report.values.get(question.ref)
    label = session.form.place(question.ref)[3].label
    unread = "，不是数字" if isinstance(value, Unread) else ""
    return f"{label}（现在：{(raw(value) if isinstance(value, Unread) else plain(value)) or '空'}{unread}）："


def present_words(session: Session, passage: Ref) -> str:
    """Returns how long a passage is and how it begins."""
    text = expand(session.form, session.assessment.figures, session.report.text(passage))
    if not text.strip():
        return "现在空着。"
    if len(text) <= BEGINNING:
        return f"现在是：{text}"
    return f"现在有{len(text)}字：{text[:BEGINNING]}...（打 .看 看全文）".replace("\n", " ")


def help_words(session: Session, question: Question) -> list[str]:
    """Returns what the form says about a question."""
    if question.step.kind == "finish":
        return ["打 .问题 看还有哪些问题，打 .导出 写出Word等文件，打 .退出 保存并退出。"]
    text = session.form.texts.get(question.ref)
    if isinstance(text, Fact):
        return [text.help]
    if isinstance(text, Passage):
        must = [f"要写到：{'、'.join(text.must)}"] if text.must else []
        return [text.guide, *must]
    from tui_report.ui.context import help_line, last_line, note_line, place_line, sum_line

    ways = (place_line, help_line)
    words = [way(session.form, question.ref) for way in ways]
    words += [way(session, question.ref) for way in (sum_line, last_line, note_line)]
    return [word for word in words if word]


def remainder_words(session: Session, refs: list[Ref]) -> str:
    """Returns by how much the columns of some cells do not balance yet: 还差：自然人2、商业企业1; empty without such a rule."""
    found, parts, asked = session.assessment.figures, [], False
    for ref in refs:
        _, table, _, column = session.form.place(ref)
        for identity in table.identities:
            asked = True
            left, right = (
                sum(found[table.ref(key, column.key)] or 0 for key in side) for side in (identity.left, identity.right)
            )
            parts += [f"{column.label}{write_number(apart(left, right))}"] if left != right else []
    return f"还差：{'、'.join(parts)}" if parts else "各列都相等" if asked else ""

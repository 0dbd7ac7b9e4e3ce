"""What the task list and the finish show: how far everything is, and what is left to do."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from tui_report.assess import Assessment, unlooked
from tui_report.figures import count_characters
from tui_report.form.model import Ref
from tui_report.report import plain
from tui_report.rules.model import SEVERITY_WORDS
from tui_report.ui import chrome
from tui_report.ui.panes import Pane, Words
from tui_report.ui.session import Session
from tui_report.ui.steps import Step, step_of, steps
from tui_report.ui.widgets.lines import Line, Lines
from tui_report.width import pad

SIGNATURE = {"sign.name": "署名", "sign.date": "成文日期"}
NAME_WIDE, DETAIL_WIDE = 40, 18
"""Columns of the task list: what a step is called, and how much of it there is."""
NARROW = 76
"""On a screen of fewer columns the task list does without the details."""
LONG_AGO = 90
"""Days after which nobody counts any more how late it is."""


RESULT_STYLES = {"必改": "error", "未填": "error", "须看": "warning", "提示": ""}
"""How bad an open finding is, in a word, with its style in the summary."""


class Problems(NamedTuple):
    """A line of the finish that opens the list of problems."""

    word: str
    """How bad the findings are that are wanted: 必改, 须看, 提示, 未填."""


class TasksPane(Pane):
    """The task list: every step with its state."""

    widget: Lines

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__(session, step)
        self.widget = Lines(id="tasks")

    def title(self) -> str:
        """What is being made."""
        readonly = "  只读" if self.session.readonly else ""
        return f" {self.session.form.name}  任务清单{readonly}"

    def guide(self) -> tuple[Words, ...]:
        """How to walk."""
        return (" 上下键选一项，回车进去；或者按F8从头一步一步走。", "")

    def context(self) -> tuple[Words, ...]:
        """How far the report is, and how many days are left."""
        whole = self.session.assessment.progress[""]
        return f" 已填 {chrome.filled(whole)}", days_left(self.session)

    def go_to(self, ref: Ref) -> None:
        """Puts the cursor on the step of a ref."""
        super().go_to(ref)
        if ref:
            self.widget.fill(list(self.widget.lines), at=step_of(self.session.form, ref))

    def refresh_from_session(self) -> None:
        """Draws the states anew."""
        narrow = self.widget.app.size.width < NARROW
        walk = steps(self.session.form)[1:]
        self.widget.fill([Line(*task_line(self.session, step, narrow=narrow), step) for step in walk])


def task_line(session: Session, step: Step, *, narrow: bool = False) -> tuple[str, str]:
    """One line of the task list with the name of its style."""
    name, detail, state, style = _task(session, step)
    if step.kind == "finish":  # has no detail, and its state is the longest
        return f"{pad(name, NAME_WIDE)} {state}", style
    return f"{pad(name, NAME_WIDE)} {'' if narrow else pad(detail, DETAIL_WIDE) + ' '}{state}", style


def _task(session: Session, step: Step) -> tuple[str, str, str, str]:
    """Name, detail, state in words and style of a step."""
    assessment, form = session.assessment, session.form
    if step.kind == "facts":
        given = [f for f in form.facts if not f.optional and plain(session.report.values.get(f.ref))]
        wanted = [f for f in form.facts if not f.optional]
        state = "done" if len(given) == len(wanted) else "begun" if given else "empty"
        detail = f"{len(given)}/{len(wanted)}项"
        return f"{step.title}（单位、年度、署名）", detail, chrome.STATE_WORDS[state], chrome.STATE_STYLES[state]
    if step.kind == "finish":
        return f"{step.title}（签署、预览、导出）", "", chrome.problems(assessment), ""
    if step.passage:
        return _passage_task(session, step)
    progress = assessment.progress[step.key]
    errors = f" 必改{progress.errors}" if progress.errors else ""
    state = chrome.STATE_WORDS[progress.state] + errors
    return step.title, chrome.filled(progress), state, chrome.STATE_STYLES[progress.state]


def _passage_task(session: Session, step: Step) -> tuple[str, str, str, str]:
    assert step.passage
    text = session.report.text(step.key)
    faults = [f for f in session.assessment.by_ref.get(step.key, ()) if f.severity == "error" and text.strip()]
    state = "faulty" if faults else "done" if text.strip() else "empty"
    word = "可以不写" if state == "empty" and step.passage.optional else chrome.STATE_WORDS[state]
    assert step.section
    name = f"{step.section.number}、{step.passage.heading or step.section.title}"
    name = step.title if step.passage.optional else name
    length = count_characters(session.form, session.assessment.figures, text)
    more = f" 必改{len(faults)}" if faults else ""
    return name, f"{length}字" if length else "", word + more, chrome.STATE_STYLES[state]


def days_left(session: Session) -> str:
    """How long until the working target; never told as the law for a township."""
    year = session.report.year
    if year is None:
        return ""
    due = session.settings.deadline or date(year + 1, 1, 31)
    last = due
    while last.weekday() >= 5:
        last -= timedelta(days=1)
    own = "本县期限" if session.settings.deadline else "各地多以1月31日为限，以本县通知为准；"
    left = (due - session.today).days
    if left < 0:
        late = f"{-left}天" if -left <= LONG_AGO else ""
        return f" {own}{due.year}年{due.month}月{due.day}日已过{late}"
    before = f"，之前最后一个平日是{last.month}月{last.day}日" if last != due else ""
    return f" {own}离{due.month}月{due.day}日还有{left}天{before}"


class FinishPane(Pane):
    """What passed, what was explained, what could not be checked; signature; preview and export."""

    widget: Lines

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__(session, step)
        self.widget = Lines(id="finish")

    def guide(self) -> tuple[Words, ...]:
        """How to finish, and what of the signature would stay empty in print."""
        values = self.session.report.values
        blank = "、".join(name for ref, name in SIGNATURE.items() if ref not in values)
        warning = (f" {blank}还没有填，印出来会空着：选下面那一行按回车去填。", "warning") if blank else ""
        return " 没有必改的问题就可以导出；有必改的只能导出草稿。", warning

    def context(self) -> tuple[Words, ...]:
        """Nothing: the counts stand in the summary and below."""
        return ()

    def refresh_from_session(self) -> None:
        """Draws the summary anew."""
        self.widget.fill(finish_lines(self.session, self.widget.app.size.width))


def finish_lines(session: Session, width: int) -> list[Line]:
    """The lines of the finish, at a width."""
    assessment, report = session.assessment, session.report
    lines = [
        Line("签署", "head"),
        Line(f"署名      {report.text('sign.name') or '未填'}", "", "sign.name"),
        Line(f"成文日期  {_date_words(session)}", "", "sign.date"),
        Line(""),
        Line("核对结果", "head"),
        *_result_lines(assessment, width),
        Line(""),
        Line("完成", "head"),
        Line("预览（F5）", "", "preview"),
        Line(
            "导出Word、网页、文本、公开栏、PDF"
            if not assessment.count("error")
            else "导出草稿（必改的改好才能正式导出）",
            "",
            "export",
        ),
        Line("以前的版本", "", "history"),
        Line("退出（F10）", "", "leave"),
    ]
    return lines


def _date_words(session: Session) -> str:
    from tui_report.numbers import write_date

    value = session.report.values.get("sign.date")
    return write_date(value) if isinstance(value, date) else plain(value) or "未填"


def _result_lines(assessment: Assessment, width: int) -> list[Line]:
    from tui_report.ui.screens.over import paragraph

    found = Counter(map(assessment.word, assessment.open))
    lines = []
    for word, style in RESULT_STYLES.items():
        if count := found[word]:
            lines.append(Line(f"{word} {count}（回车看清单）", style, Problems(word)))
        elif word == SEVERITY_WORDS["error"]:
            lines.append(Line(f"{word} 0"))
    for finding in assessment.findings:
        if finding.outcome == "waived":
            words = f"已说明 {finding.rule} {finding.message}（{finding.reason}）"
            lines += paragraph(words, width, "quiet", finding)
    return lines + [line for words in unlooked(assessment.findings) for line in paragraph(words, width, "quiet")]

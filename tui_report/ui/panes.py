"""What each kind of step shows: its widget, and the words around it."""

from __future__ import annotations

from datetime import date, timedelta

from textual.widget import Widget

from tui_report.assess import Assessment, unlooked
from tui_report.figures import expand
from tui_report.form.model import Ref
from tui_report.report import plain
from tui_report.rules.model import SEVERITY_WORDS, Finding
from tui_report.ui import chrome
from tui_report.ui.context import below_line, help_line, note_line, place_line, sum_line
from tui_report.ui.session import Session
from tui_report.ui.steps import Step, step_of, steps
from tui_report.ui.widgets.desk import Desk
from tui_report.ui.widgets.facts import Facts
from tui_report.ui.widgets.lines import Line, Lines
from tui_report.ui.widgets.sheet import Sheet
from tui_report.width import cut, display_width, pad, wrap

Words = str | tuple[str, str]

SIGNATURE = {"sign.name": "署名", "sign.date": "成文日期"}


def finding_words(assessment: Assessment, findings: tuple[Finding, ...], width: int) -> Words:
    """The first of some findings as one line in its style; what is only not filled in yet comes last and is quiet."""
    if not findings:
        return ""
    first = min(findings, key=lambda finding: finding in assessment.unfilled)
    more = f"（另有{len(findings) - 1}个）" if len(findings) > 1 else ""
    text = f" {chrome.word_of(assessment, first)} {first.rule} {first.message}{more}"
    style = "quiet" if first in assessment.unfilled else first.severity
    return chrome.shortened(text, width, "（F4看全文）"), style


class Pane:
    """One kind of step. The screen mounts `widget` once and then only shows other steps in it."""

    widget: Widget

    def __init__(self, session: Session, step: Step) -> None:
        self.session = session
        self.step = step

    @property
    def place(self) -> Ref:
        """Where the clerk is: a ref, or the step's key."""
        return self.step.key

    def show(self, step: Step) -> None:
        """Shows another step of the same kind."""
        self.step = step

    def go_to(self, ref: Ref) -> None:
        """Puts the cursor at a ref of the step, and the focus on the work."""
        self.widget.screen.set_focus(self.widget)

    def go_to_finding(self, finding: Finding) -> None:
        """Puts the cursor at the place of a finding."""
        if finding.refs:
            self.go_to(finding.refs[0])

    def refresh_from_session(self) -> None:
        """Shows values that were changed elsewhere."""

    def can_wait(self) -> bool:
        """Whether the change that was just made is seen already, and what the rules say of it may come later."""
        return False

    def title(self) -> str:
        """The line that names the place."""
        return " " + self.step.title

    def guide(self) -> tuple[Words, ...]:
        """Two lines: what belongs here."""
        return ()

    def explained(self) -> tuple[str, ...]:
        """What belongs here, in full, for the help page."""
        return tuple(words if isinstance(words, str) else words[0] for words in self.guide())

    def context(self) -> tuple[Words, ...]:
        """Two lines under the work."""
        return ()

    def _findings(self) -> tuple[Finding, ...]:
        return self.session.assessment.by_ref.get(self.place, ())

    def _words(self, findings: tuple[Finding, ...]) -> Words:
        return finding_words(self.session.assessment, findings, self.widget.app.size.width)


class TasksPane(Pane):
    """The task list: every step with its state."""

    widget: Lines

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__(session, step)
        self.widget = Lines(id="tasks")
        self.refresh_from_session()

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
        self.widget.fill([Line(*task_line(self.session, step), step) for step in steps(self.session.form)[1:]])


def task_line(session: Session, step: Step) -> tuple[str, str]:
    """One line of the task list with the name of its style."""
    assessment, form = session.assessment, session.form
    if step.kind == "facts":
        given = [f for f in form.facts if not f.optional and plain(session.report.values.get(f.ref))]
        wanted = [f for f in form.facts if not f.optional]
        state = "done" if len(given) == len(wanted) else "begun" if given else "empty"
        return _columns(step.title, "单位、年度、上年报告、署名", chrome.STATE_WORDS[state]), chrome.STATE_STYLES[state]
    if step.kind == "finish":
        return _columns(step.title, "预览、导出、署名和日期", chrome.problems(assessment)), ""
    if step.passage:
        return _passage_line(session, step)
    progress = assessment.progress[step.key]
    errors = f" 必改{progress.errors}" if progress.errors else ""
    return (
        _columns(step.title, chrome.filled(progress), chrome.STATE_WORDS[progress.state] + errors),
        chrome.STATE_STYLES[progress.state],
    )


def _passage_line(session: Session, step: Step) -> tuple[str, str]:
    assert step.passage
    text = session.report.text(step.key)
    faults = [f for f in session.assessment.by_ref.get(step.key, ()) if f.severity == "error" and text.strip()]
    state = "faulty" if faults else "done" if text.strip() else "empty"
    word = "可以不写" if state == "empty" and step.passage.optional else chrome.STATE_WORDS[state]
    assert step.section
    name = f"{step.section.number}、{step.passage.heading or step.section.title}"
    name = step.title if step.passage.optional else name
    length = len(expand(text, session.assessment.figures))
    more = f" 必改{len(faults)}" if faults else ""
    return _columns(name, f"{length}字" if length else "", word + more), chrome.STATE_STYLES[state]


def _columns(name: str, detail: str, state: str) -> str:
    return f"{pad(name, 40)} {pad(detail, 18)} {state}"


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
        return f" {own}{due.year}年{due.month}月{due.day}日已过{-left}天"
    before = f"，之前最后一个平日是{last.month}月{last.day}日" if last != due else ""
    return f" {own}离{due.month}月{due.day}日还有{left}天{before}"


class FactsPane(Pane):
    """The basic facts."""

    widget: Facts

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__(session, step)
        self.widget = Facts(session)

    @property
    def place(self) -> Ref:
        """The fact under the cursor."""
        return self.widget.ref

    def go_to(self, ref: Ref) -> None:
        """Puts the cursor into the fact's field; without one, into the first that still has to be filled in."""
        blank = (f.ref for f in self.session.form.facts if not f.optional and f.ref not in self.session.report.values)
        self.widget.go_to(ref or next(blank, ""))

    def refresh_from_session(self) -> None:
        """Shows values that were changed elsewhere."""
        self.widget.refresh_from_session()

    def guide(self) -> tuple[Words, ...]:
        """What the fact is for."""
        return " " + self.widget.guide(), ""

    def context(self) -> tuple[Words, ...]:
        """What is wrong with the fact."""
        return "", self._words(self._findings())


class PassagePane(Pane):
    """One passage on the desk."""

    widget: Desk

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__(session, step)
        self.widget = Desk(session, step.key)

    def show(self, step: Step) -> None:
        """Puts another passage on the desk."""
        self.step = step
        self.widget.show(step.key)

    def go_to_finding(self, finding: Finding) -> None:
        """Puts the cursor at the words the finding speaks of."""
        self.go_to(self.step.key)
        if finding.span and finding.refs and finding.refs[0] == self.step.key:
            self.widget.go_to(finding.span[0])

    def refresh_from_session(self) -> None:
        """Shows text and figures that were changed elsewhere."""
        self.widget.refresh_from_session()

    def can_wait(self) -> bool:
        """While a passage is typed: the rules read all of it, which takes longer than a key."""
        return self.widget.current

    def title(self) -> str:
        """The passage's place among all, and its length."""
        passages = [s.key for s in steps(self.session.form) if s.kind == "passage"]
        limit = self.session.settings.word_limits.get(self.step.key)
        length = self.widget.character_count()
        words = f"{length}字" + (f"，限{limit}字" if limit else "")
        return f" {self.step.title}  第{passages.index(self.step.key) + 1}段，共{len(passages)}段  {words}"

    def guide(self) -> tuple[Words, ...]:
        """What to write, and the points a reader looks for."""
        assert self.step.passage
        must = "、".join(self.step.passage.must)
        return " " + self.step.passage.guide, f" 要写到：{must}" if must else ""

    def context(self) -> tuple[Words, ...]:
        """Last year's passage, and the finding at the cursor."""
        before = self.session.last_text(self.step.key).replace("\n", " ")
        last = (
            f" 上年本段（F6 展开对照）：{before}"
            if before
            else " 没有上年报告可以对照；有的话，在基本信息里填它的文件名"
            if not self.session.last
            else ""
        )
        return last, self._words(self.widget.findings_at_cursor() or self._findings())


class TablePane(Pane):
    """The tables of a section."""

    widget: Sheet

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__(session, step)
        assert step.section
        self.widget = Sheet(session, step.section)

    @property
    def place(self) -> Ref:
        """The cell under the cursor."""
        return self.widget.ref

    def go_to(self, ref: Ref) -> None:
        """Puts the cursor on a cell."""
        super().go_to(ref)
        self.widget.go_to(ref)

    def refresh_from_session(self) -> None:
        """Shows values that were changed elsewhere."""
        self.widget.refresh_from_session()

    def title(self) -> str:
        """The full labels of row and column; where they are too long, the row's gives way."""
        text = " " + place_line(self.session.form, self.place)
        room = self.widget.app.size.width
        if display_width(text) <= room:
            return text
        row, gap, _ = text.rpartition("  /  ")
        tail = gap + self.session.form.place(self.place)[3].label
        return cut(row, room - display_width(tail)) + tail

    def guide(self) -> tuple[Words, ...]:
        """The row's articles and what belongs into it."""
        more = note_line(self.session, self.place) or sum_line(self.session, self.place)
        width = self.widget.app.size.width
        lines = [" " + line for line in wrap(help_line(self.session.form, self.place), width - 2)]
        if len(lines) == 1:
            return lines[0], " " + more
        first, second, *rest = lines
        return first, chrome.shortened(second + "".join(rest), width, "（F1看全文）")

    def explained(self) -> tuple[str, ...]:
        """The whole help, the clerk's note and the sums."""
        form, place = self.session.form, self.place
        return help_line(form, place), note_line(self.session, place), sum_line(self.session, place)

    def context(self) -> tuple[Words, ...]:
        """The identity of the column with what would balance, last year's figure; and what is wrong here."""
        section = self.step.key
        here = self._findings() or self.session.assessment.by_ref.get(section, ())
        return " " + below_line(self.session, self.place, self.widget.app.size.width), self._words(here)


class FinishPane(Pane):
    """What passed, what was explained, what could not be checked; signature; preview and export."""

    widget: Lines

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__(session, step)
        self.widget = Lines(id="finish")
        self.refresh_from_session()

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
        self.widget.fill(list(finish_lines(self.session)))


def finish_lines(session: Session) -> list[Line]:
    """The lines of the finish."""
    assessment, report = session.assessment, session.report
    lines = [
        Line("签署", "head"),
        Line(f"署名      {report.text('sign.name') or '未填'}", "", "sign.name"),
        Line(f"成文日期  {_date_words(session)}", "", "sign.date"),
        Line(""),
        Line("核对结果", "head"),
        *_result_lines(assessment),
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
        Line("退出（F10）", "", "leave"),
    ]
    return lines


def _date_words(session: Session) -> str:
    from tui_report.numbers import write_date

    value = session.report.values.get("sign.date")
    return write_date(value) if isinstance(value, date) else plain(value) or "未填"


def _result_lines(assessment: Assessment) -> list[Line]:
    lines = []
    for severity, word in SEVERITY_WORDS.items():
        count = assessment.count(severity)  # type: ignore[arg-type]
        style = severity if count and severity != "note" else "" if count else "good"
        lines.append(
            Line(f"{word} {count}" + ("（回车看清单）" if count else ""), style, "problems" if count else None)
        )
    for finding in assessment.findings:
        if finding.outcome == "waived":
            lines.append(Line(f"已说明 {finding.rule} {finding.message}（{finding.reason}）", "quiet", finding))
    return lines + [Line(line, "quiet") for line in unlooked(assessment.findings)]

"""What each kind of step shows where something is filled in: its widget, and the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from tui_report.assess import Assessment
from tui_report.form.model import Ref
from tui_report.rules.model import Finding
from tui_report.ui import chrome
from tui_report.ui.context import below_line, help_line, note_line, place_line, sum_line, title_line
from tui_report.ui.session import Session
from tui_report.ui.steps import Step, steps
from tui_report.width import cut, display_width, wrap

if TYPE_CHECKING:
    from tui_report.ui.widgets.desk import Desk
    from tui_report.ui.widgets.facts import Facts
    from tui_report.ui.widgets.sheet import Sheet

Words = str | tuple[str, str]

MORE = "（F1看全文）"

NO_LAST = "没有上年报告可以对照；有的话，在基本信息的上年报告一行按F2选"

BALANCE = "T01"
"""The rule of which the line above says all: both sides, what they differ by and what would make them equal."""


def finding_words(assessment: Assessment, findings: tuple[Finding, ...], width: int, here: str = "") -> Words:
    """The first of some findings as one line in its style; what is only not filled in yet comes last and is quiet.

    Args:
        assessment: The state of the report.
        findings: What was found at the place.
        width: Columns of the line.
        here: The place in the form's words; it and its row need not be said there, and what to do has the room.
    """
    if not findings:
        return ""
    first = min(findings, key=lambda finding: finding in assessment.unfilled)
    more = f"（另有{len(findings) - 1}个）" if len(findings) > 1 else ""
    message = first.message.removeprefix(f"{here}：").removeprefix(f"{here.rpartition('/')[0]}：")
    text = f" {assessment.word(first)} {first.rule} {message}{more}"
    advised = f"{text}  {first.hint}" if first.hint else text
    style = "quiet" if first in assessment.unfilled else first.severity
    return advised if display_width(advised) <= width else chrome.shortened(text, width, "（F4看全文）"), style


def _sentences(text: str, width: int) -> str:
    """A text that fits, or the whole sentences of it that do; cut only where even the first does not."""
    line = chrome.shortened(text, width, MORE)
    whole, stop, _ = line.removesuffix(MORE).rpartition("。")
    return whole + stop + MORE if stop and line.endswith(MORE) else line


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

    @property
    def share(self) -> float:
        """How much of the place's text stands before the cursor, 0 to 1."""
        return 0.0

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
        here = self.session.form.describe(self.place)
        return finding_words(self.session.assessment, findings, self.widget.app.size.width, here)


class FactsPane(Pane):
    """The basic facts."""

    widget: Facts

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__(session, step)
        from tui_report.ui.widgets.facts import Facts

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
        """Why last year's report cannot be read, and what is wrong with the fact."""
        notice = f" {self.session.last_notice}" if self.place == "last_year" and self.session.last_notice else ""
        return (notice, "warning"), self._words(self._findings())


class PassagePane(Pane):
    """One passage on the desk."""

    widget: Desk

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__(session, step)
        from tui_report.ui.widgets.desk import Desk

        self.widget = Desk(session, step.key)

    def show(self, step: Step) -> None:
        """Puts another passage on the desk."""
        self.step = step
        self.widget.show(step.key)

    @property
    def share(self) -> float:
        """How much of the passage stands before the cursor."""
        return self.widget.cursor / (len(self.session.report.text(self.step.key)) + 1)

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
        """The passage's place among all, its length, and how much of it is out of view."""
        passages = [s.key for s in steps(self.session.form) if s.kind == "passage"]
        limit = self.session.settings.word_limits.get(self.step.key)
        length = self.widget.character_count()
        words = f"{length}字" + (f"，限{limit}字" if limit else "")
        place = f"  第{passages.index(self.step.key) + 1}段，共{len(passages)}段  {words}"
        width = self.widget.app.size.width
        sides = zip(("上面", "下面"), self.widget.out_of_view, strict=True)
        if more := " ".join(f"{side}还有{lines}行" for side, lines in sides if lines):
            fits = display_width(f" {self.step.title}{place}  {more}") <= width
            place = f"{place if fits else f'  {words}'}  {more}"
        room = width - display_width(place) - 1
        return f" {cut(self.step.title, room)}{place}"

    def guide(self) -> tuple[Words, ...]:
        """What to write, and the points a reader looks for."""
        assert self.step.passage
        width, must = self.widget.app.size.width, "、".join(self.step.passage.must)
        lines = " " + self.step.passage.guide, f" 要写到：{must}" if must else ""
        return tuple(chrome.shortened(line, width, MORE) for line in lines)

    def explained(self) -> tuple[str, ...]:
        """The same in full."""
        assert self.step.passage
        must = "、".join(self.step.passage.must)
        return self.step.passage.guide, f"要写到：{must}" if must else ""

    def context(self) -> tuple[Words, ...]:
        """Last year's passage, and the finding at the cursor."""
        before = self.session.last_text(self.step.key).replace("\n", " ")
        if before:
            last = f" 上年本段（F6展开、收起，F9放进来改）：{before}"
        else:
            last = "" if self.session.last else " " + (self.session.last_notice or NO_LAST)
        return last, self._words(self.widget.findings_at_cursor() or self._findings())


class TablePane(Pane):
    """The tables of a section."""

    widget: Sheet

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__(session, step)
        assert step.section
        from tui_report.ui.widgets.sheet import Sheet

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
        """The full labels of column and row."""
        width = self.widget.app.size.width
        return chrome.shortened(title_line(self.session.form, self.place, width), width, MORE)

    def guide(self) -> tuple[Words, ...]:
        """The row's articles and what belongs into it; then what holds for many rows alike, and the sums or the note."""
        own, stop, common = help_line(self.session.form, self.place).partition("。")
        note, width = note_line(self.session, self.place), self.widget.app.size.width
        first, *rest = wrap(own + stop, width - 2)
        second, more = "".join(rest) + common, note or sum_line(self.session, self.place)
        both = f" {second} {more}" if second and more else f" {second or more}"
        if display_width(both) > width:
            both = f" {note}" if note else _sentences(f" {second}", width)
        return f" {first}", both

    def explained(self) -> tuple[str, ...]:
        """The cell's full heads, the whole help, the clerk's note and the sums."""
        form, place = self.session.form, self.place
        return (
            place_line(form, place),
            help_line(form, place),
            note_line(self.session, place),
            sum_line(self.session, place),
        )

    def context(self) -> tuple[Words, ...]:
        """The identity of the column with what would balance, last year's figure; and what is wrong here."""
        section = self.step.key
        here = self._findings() or self.session.assessment.by_ref.get(section, ())
        here = tuple(f._replace(message="本列两边不相等", hint="") if f.rule == BALANCE else f for f in here)
        return " " + below_line(self.session, self.place, self.widget.app.size.width - 1), self._words(here)

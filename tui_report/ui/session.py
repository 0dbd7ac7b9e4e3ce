"""The open report: set, undo, redo, save. Knows no widget and needs no Textual."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tui_report.assess import Assessment, assess
from tui_report.figures import expand
from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Form, Ref
from tui_report.numbers import Number
from tui_report.recall import Recall
from tui_report.report import Change, Report, Value, Waiver, becoming, change, plain
from tui_report.rules.model import Facts, Mend
from tui_report.settings import Settings
from tui_report.store.faults import StoreError
from tui_report.store.files import ReportFile
from tui_report.store.lock import myself
from tui_report.store.settings import LastYear, last_year_of, settings_for

LONG = 28
"""Characters from which on two values have no room on the status line."""


class Step(NamedTuple):
    """A change in the undo history, with the token that lets the next keystroke join it."""

    change: Change
    merge: str = ""


class Session:
    """One report in the hands of one person.

    Every change is applied at once and `changed` called; the assessment is computed anew when it is next asked for.
    Whoever keeps the file saves `report` by calling `save`, from any thread: reports are immutable, so it always writes
    a whole one.
    """

    def __init__(
        self, form: Form, file: ReportFile, *, last: Report | None, settings: Settings, today: date, who: str = ""
    ) -> None:
        self.form = form
        self.file = file
        self._last = LastYear(last)
        self._last_named = file.report.text("last_year") if last else ""
        self._last_figures: tuple[Report | None, dict[Ref, Number | None]] | None = None
        self.settings = settings
        self.today = today
        self._who = who
        self.report: Report = file.report
        self.saved: Report = file.report
        """The report as it stands in the file."""
        self._assessed: tuple[Report, Assessment] | None = None
        self._recall = Recall()
        self.changed: Callable[[], None] = lambda: None
        """Called after every change of the report."""
        self._undo: list[Step] = []
        self._redo: list[Step] = []

    @property
    def who(self) -> str:
        """The person's name, who signs what is explained: the login name where no other was given."""
        return self._who or myself("").who

    @property
    def last(self) -> Report | None:
        """Last year's report, read anew when another file is named; None without one."""
        return self._last_year().report

    @property
    def last_notice(self) -> str:
        """Why there is no report of last year though one is named; empty where there is nothing to say."""
        return self._last_year().notice

    @property
    def last_figures(self) -> dict[Ref, Number | None]:
        """All figures of last year's report; all None where there is none."""
        if self._last_figures is None or self._last_figures[0] is not self.last:
            self._last_figures = self.last, Facts(self.form, self.report, self.last).last_figures
        return self._last_figures[1]

    def _last_year(self) -> LastYear:
        named = self.report.text("last_year")
        if named != self._last_named:
            self._last_named = named
            self._last = last_year_of(self.file.path, self.report, self.form)
        return self._last

    @property
    def facts(self) -> Facts:
        """All that rules and outputs may look at."""
        facts = Facts(self.form, self.report, self.last, self.settings, self.today)
        facts.last_figures = self.last_figures  # they are known from the key before
        return facts

    @property
    def assessment(self) -> Assessment:
        """What the report amounts to now; computed when first asked for after a change."""
        if self._assessed is None or self._assessed[0] is not self.report:
            self._assessed = self.report, assess(self.facts, recall=self._recall)
        return self._assessed[1]

    def last_text(self, ref: Ref) -> str:
        """Returns last year's passage with its figures in place; empty where there is none."""
        return expand(self.form, self.last_figures, self.last.text(ref)) if self.last else ""

    @property
    def readonly(self) -> str:
        """Why the report cannot be changed, or the empty text."""
        return self.file.readonly

    @property
    def unsaved(self) -> bool:
        """Whether the file does not yet hold what the screen shows."""
        return self.saved is not self.report

    def set(self, values: Mapping[Ref, Value | None], name: str = "", *, place: Ref = "", merge: str = "") -> bool:
        """Sets values as one undoable step.

        Args:
            values: New values; None clears one.
            name: What is done, in the clerk's words; made from the first ref when empty.
            place: Where the cursor belongs; the first changed ref when empty.
            merge: Steps with the same token and place that follow each other become one.

        Returns:
            Whether anything changed.
        """
        return self.perform(change(self.report, name or self._name(values), values, place=place), merge)

    def waive(self, waivers: tuple[Waiver, ...], name: str, place: Ref, values: Mapping[Ref, Value | None]) -> bool:
        """Replaces the waivers, together with values where a step changes both."""
        return self.perform(change(self.report, name, values, place=place, waivers=waivers))

    def mend(self, mend: Mend, place: Ref) -> bool:
        """Does a quick mend; returns whether anything changed."""
        return self.perform(change(self.report, mend.name, mend.values, place=place, **mend.records))

    def note(self, ref: Ref, text: str) -> bool:
        """Puts a note on a cell, or takes it away where the text is empty; returns whether anything changed."""
        notes = {**self.report.notes, ref: text.strip()}
        kept = {at: note for at, note in notes.items() if note}
        name = f"{self.form.describe(ref)} {'备注' if text.strip() else '取消备注'}"
        return self.perform(change(self.report, name, {}, place=ref, notes=kept))

    def perform(self, step: Change, merge: str = "") -> bool:
        """Applies a change unless it changes nothing or the report is read-only; returns whether it did."""
        if self.readonly or step.empty:
            return False
        previous = self._undo[-1] if self._undo else None
        if merge and previous and (previous.merge, previous.change.place) == (merge, step.place):
            before = {ref: previous.change.before.get(ref, step.before[ref]) for ref in step.after}
            after = {**previous.change.after, **step.after}
            joined = step._replace(before={**previous.change.before, **before}, after=after)
            self._undo.pop()
            if not joined.empty:
                self._undo.append(Step(joined, merge))
        else:
            self._undo.append(Step(step, merge))
        self._redo.clear()
        self._become(step.apply(self.report))
        return True

    def undo(self) -> Change | None:
        """Takes back the last step and returns it."""
        if not self._undo or self.readonly:
            return None
        step = self._undo.pop()
        self._redo.append(step._replace(merge=""))
        self._become(step.change.revert(self.report))
        return step.change

    def redo(self) -> Change | None:
        """Does the last undone step again and returns it."""
        if not self._redo or self.readonly:
            return None
        step = self._redo.pop()
        self._undo.append(step)
        self._become(step.change.apply(self.report))
        return step.change

    def save(self) -> None:
        """Writes the report if the file does not hold it yet. Thread-safe; raises what the file raises.

        What cannot be saved is kept in a file of its own, if that can be written.
        """
        report = self.report
        if report is not self.saved and not self.readonly:
            try:
                self.file.save(report)
            except StoreError:
                with contextlib.suppress(StoreError):
                    self.file.keep_mine(report)
                raise
            self.saved = report

    @property
    def kept(self) -> str:
        """Where what could not be saved is kept: a name beside the report, a whole path elsewhere; empty for nowhere."""
        mine = self.file.mine
        return "" if mine is None else mine.name if mine.parent == self.file.path.parent else str(mine)

    def overwrite(self) -> None:
        """Writes the report over a file that someone else has changed; their version goes into the history."""
        report = self.report
        self.file.overwrite(report)
        self.saved = report

    def reload(self, report: Report) -> None:
        """Takes over the report that stands on disk now; what was typed stays reachable by undo."""
        self._undo.append(Step(becoming(self.report, report, "采用磁盘上的内容")))
        self._redo.clear()
        self.saved = report
        self._become(report)

    def take_over(self) -> None:
        """Ends this person's other session and goes on with what it saved; raises StoreError."""
        self.file.take_over(self.who)
        self.saved = self.file.report
        self._become(self.file.report)

    def _become(self, report: Report) -> None:
        self.report = report
        self.changed()

    def _name(self, values: Mapping[Ref, Value | None]) -> str:
        ref = next(iter(values), "")
        where = self.form.describe(ref)
        if ref in self.form.texts and len(plain(self.report.values.get(ref))) > 20:
            return where
        old, new = plain(self.report.values.get(ref)) or "空", plain(values.get(ref)) or "空"
        return f"{where} 由{old}改为{new}" if len(old) + len(new) < LONG else where


def open_session(path: Path, today: date) -> Session:
    """Opens a report file for editing, or for reading where it cannot be edited; raises StoreError."""
    file = ReportFile.open(path, FORM)
    try:
        settings = settings_for(path, file.report.year)
    except StoreError:
        file.close()
        raise
    return Session(FORM, file, last=None, settings=settings, today=today)

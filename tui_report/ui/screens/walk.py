"""The walk: the task list, the basic facts, passages, tables and the finish, one step at a time."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.geometry import Size

from tui_report.form.model import Ref
from tui_report.report import Change
from tui_report.rules import rule_of
from tui_report.rules.model import Finding
from tui_report.ui import chrome
from tui_report.ui.keys import Where, keys_of
from tui_report.ui.overviews import FinishPane, Problems, TasksPane
from tui_report.ui.panes import FactsPane, Pane, PassagePane, TablePane
from tui_report.ui.screens.kinds import READONLY, KindKeys
from tui_report.ui.session import Session
from tui_report.ui.steps import Step, step_of, steps
from tui_report.ui.widgets.bars import Bar
from tui_report.ui.widgets.beside import Beside
from tui_report.ui.widgets.drawn import Keyed
from tui_report.ui.widgets.lines import Lines
from tui_report.width import display_width

if TYPE_CHECKING:
    from tui_report.ui.app import ReportApp, Said
    from tui_report.ui.widgets.desk import Desk
    from tui_report.ui.widgets.facts import Facts
    from tui_report.ui.widgets.sheet import Sheet

PANES: dict[str, type[Pane]] = {
    "tasks": TasksPane,
    "facts": FactsPane,
    "passage": PassagePane,
    "table": TablePane,
    "finish": FinishPane,
}

KINDS = {key.action: kind for kind, place in chrome.PLACES.items() for key in keys_of(place) if key.action}
"""The kind of step on which an action is at home, for those that are not everywhere."""

REST = 0.4
"""Seconds without a key after which the rules read a passage again."""

PATIENCE = 0.25
"""Seconds after which a change is assessed and shown though keys still wait to be worked off."""

LONGEST = 2.0
"""Seconds after which a passage is assessed though it is still being typed."""

TIME_WIDE = 8
"""Columns of the status line before a message."""

STILL = 0.4
"""Seconds without a key before it is said what belongs into the row that the cursor came to: nobody reads on the way."""

GLANCE = 0.01
"""Seconds between looks at whether keys still wait."""


class WalkScreen(KindKeys):
    """Shows one step; the walk forward and back is never blocked."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, k.action, k.label, priority=True)
        for k in keys_of("walk", "facts", "table", "passage")
        if k.action
        for key in k.keys
    ]
    app: ReportApp

    def __init__(self, session: Session, place: Ref = "") -> None:
        super().__init__()
        self.session = session
        self.walk = steps(session.form)
        self.step: Step = step_of(session.form, place or "tasks")
        self._start = place
        self._panes: dict[str, Pane] = {}
        self._head, self._foot = Bar(id="head", height=4), Bar(id="foot", height=4)
        self._beside = Beside()
        self._made_for = Size(0, 0)
        """The size of the screen when all lines were last made."""
        self._told: Said | None = None
        """The last message that was said before this step was shown."""
        self._pointed: tuple[Said | None, Finding] | None = None
        """The message about the problem that was gone to, and the problem."""
        self._due = 0.0
        """When at the latest a change has to be shown, by the monotonic clock; 0 when all is shown."""
        self._showing: asyncio.Handle | None = None
        self._still_at = 0.0
        """When the cursor will have stood still long enough and nothing been typed, by the monotonic clock."""
        self._guiding: asyncio.Handle | None = None

    def compose(self) -> ComposeResult:
        """Yields the lines around the work; the work itself is mounted when a step is first shown."""
        yield self._head
        yield Container(id="work")
        yield self._beside
        yield self._foot

    async def on_mount(self) -> None:
        """Shows the step where the clerk left."""
        self.session.changed = self._changed
        await self.go(self.step, self._start)

    def on_screen_resume(self) -> None:
        """Puts the terminal's own cursor back where it belongs when the screen above closes."""
        place = getattr(self.focused, "place_cursor", None)
        if place:
            self.call_after_refresh(place)

    def on_resize(self) -> None:
        """Breaks and cuts the lines anew, where they were made for another size."""
        if self.size != self._made_for:
            self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        if self._panes:
            self.pane.refresh_from_session()
        self.show_around()

    @property
    def pane(self) -> Pane:
        """What is being worked on."""
        return self._panes[self._pane_key(self.step)]

    @staticmethod
    def _pane_key(step: Step) -> str:
        return step.key if step.kind == "table" else step.kind

    async def go(self, step: Step, ref: Ref = "", finding: Finding | None = None) -> None:
        """Shows a step, with the cursor at a ref or at what a finding speaks of."""
        key, work, self._back = self._pane_key(step), self.query_one("#work", Container), None
        with self.app.batch_update():
            if key not in self._panes:
                self._panes[key] = PANES[step.kind](self.session, step)
                widget = self._panes[key].widget
                await work.mount(widget)
                if isinstance(widget, Keyed):
                    widget.moved = self._moved
            if step != self.step and not self.app.unsaved:
                self._told = self.app.last_message
            self.step = step
            for other, pane in self._panes.items():
                pane.widget.display = other == key
            self.pane.show(step)
            self.pane.refresh_from_session()
            if finding:
                self.pane.go_to_finding(finding)
            else:
                self.pane.go_to(ref)
            self.hide_last_year()
            self._due = self._still_at = 0.0
            self.show_around()
        self.on_screen_resume()  # only now has everything its place

    def _changed(self) -> None:
        self.app.keeper.touch()
        if self._guiding is not None:
            self._still_at = time.monotonic() + STILL
        self._show_within(REST if self.pane.can_wait() else 0.0)

    def _moved(self) -> None:
        self._still_at = time.monotonic() + STILL
        self._show_within(0.0)

    def _show_within(self, rest: float) -> None:
        """Shows all that changed once no keys wait and none has come for so many seconds."""
        latest = time.monotonic() + (LONGEST if rest else PATIENCE)
        self._due = min(self._due or latest, latest)
        self._show_after(rest)

    def _show_after(self, wait: float) -> None:
        if self._showing is not None:
            self._showing.cancel()
        self._showing = self.app.soon(self._show_change, min(wait, self._due - time.monotonic()))

    def _show_change(self) -> None:
        """Assesses and shows what changed, once for all keys that have been typed by now; nothing at the end."""
        if not self._due or self.app.keeper.leaving:
            return
        if self.app.keys_wait and time.monotonic() < self._due:
            self._show_after(GLANCE)
            return
        self._due = 0.0
        self.pane.refresh_from_session()
        self.show_around()

    def show_around(self) -> None:
        """Shows all lines around the work."""
        width = self.size.width
        if not width or not self._panes or self._due:  # what is due shows all this soon
            return
        self._made_for = self.size
        self.app.place = self.pane.place
        self.show_top()
        self._head.show(self.pane.title(), at=1)
        self._show_guide()
        self._foot.show(*(*self.pane.context(), "", "")[:2])
        self._foot.show(chrome.key_bar(self.step.kind, width), at=3)
        self._beside.follow(self.session, self.app.place, self.pane.share)
        self.show_status()

    def _show_guide(self) -> None:
        """Shows what belongs here, once the cursor stands still."""
        wait = self._still_at - time.monotonic()
        if wait <= 0:
            self._head.show(*(*self.pane.guide(), "", "")[:2], at=2)
        elif self._guiding is None:
            self._guiding = self.app.soon(self._guide_at_rest, wait)

    def _guide_at_rest(self) -> None:
        self._guiding = None
        self._show_guide()

    def show_top(self) -> None:
        """Shows the step bar with the time of the last save."""
        if not self._panes or self._due:
            return
        line = chrome.step_bar(self.session, self.step, self.app.saved_at, self.size.width)
        self._head.show((line, "bar"))

    def show_status(self) -> None:
        """Shows the last message, behind the counts where both fit; not one of another step, or of a problem that is no more."""
        if self._due:
            return
        counts, last = chrome.counts(self.session.assessment), self.app.last_message
        done = self._pointed and last is self._pointed[0] and self._pointed[1] not in self.session.assessment.open
        said = "" if last is self._told or done else str(last)
        self._foot.show(chrome.status(counts, said, self.size.width), at=2)

    # What the widgets tell; those of single kinds of steps are loaded when such a step is first shown

    def on_facts_moved(self) -> None:
        """The place changed, or how much of it is in view: the lines around speak of the new one."""
        self._show_within(0.0)

    on_desk_resized = on_facts_moved

    def on_sheet_said(self, event: Sheet.Said | Facts.Said | Desk.Noted) -> None:
        """A widget has something to say."""
        self.app.say(event.text)

    on_desk_noted = on_facts_said = on_sheet_said

    def on_desk_refused(self, event: Desk.Refused) -> None:
        """A key that would have changed the text did nothing."""
        self.app.say(event.reason)

    @on(Lines.Chosen)
    async def chosen(self, event: Lines.Chosen) -> None:
        """A line of the task list or of the finish was chosen."""
        if isinstance(target := event.target, Step):
            await self.go(target)
        elif isinstance(target, Finding):
            self.open_rule(target)
        elif isinstance(target, Problems):
            self.action_problems(target.word)
        elif isinstance(target, str) and target in ("preview", "export", "history", "leave"):
            await self.run_action(target)
        elif isinstance(target, str):
            step = self.step
            await self.go(step_of(self.session.form, target), target)
            self._back = step

    # What the keys do

    async def action_next_step(self) -> None:
        """One step forward."""
        await self._walk(1)

    async def action_previous_step(self) -> None:
        """One step back."""
        await self._walk(-1)

    async def _walk(self, by: int) -> None:
        at = self.walk.index(self.step) + by
        if 0 <= at < len(self.walk):
            await self.go(self.walk[at])
        else:
            self.app.say("已经是最后一步" if by > 0 else "已经是任务清单")

    async def action_tasks(self) -> None:
        """Back to the task list, at the line of this step."""
        await self.go(self.walk[0], self.step.key if self.step != self.walk[0] else "")

    async def action_undo(self) -> None:
        """Takes back one step and goes where it was made."""
        await self._travelled(self.session.undo(), "已撤销", "没有可以撤销的")

    async def action_redo(self) -> None:
        """Does one step again and goes where it is made."""
        await self._travelled(self.session.redo(), "已重做", "没有可以重做的")

    async def _travelled(self, step: Change | None, done: str, nothing: str) -> None:
        if step is None:
            self.app.say(READONLY if self.session.readonly else nothing)
            return
        if step.place:
            target = step_of(self.session.form, step.place)
            if target != self.step or step.place != self.pane.place:
                await self.go(target, step.place)
        said = f"{done}：{step.name}"
        if display_width(said) > self.size.width - TIME_WIDE:  # the line at the top names the place
            said = f"{done}：" + step.name.removeprefix(f"{self.session.form.describe(step.place)} ")
        self.app.say(said)

    async def action_next_problem(self) -> None:
        """Goes to the next finding after this place: mistakes first; then warnings and what is not filled in; notes last."""
        assessment = self.session.assessment
        wrong = [f for f in assessment.open if f.severity == "error" and f not in assessment.unfilled]
        found = wrong or [f for f in assessment.open if f.severity != "note"] or list(assessment.open)
        if not found:
            self.app.say("没有发现问题")
            return
        order = {step.key: i for i, step in enumerate(self.walk)}
        here = self._order_of(self.pane.place, order)
        later = [f for f in found if self._order_of(f.place, order) > here]
        finding = (later or found)[0]
        await self.go(step_of(self.session.form, finding.place), finding.place, finding)
        how = "F4再按F9快速改好。" if finding.mend else "F4再按F2写说明。" if finding.hint.endswith("说明。") else ""
        self.app.say(f"{finding.rule} {finding.hint or finding.message}{how}")
        self._pointed = self.app.last_message, finding

    def _order_of(self, ref: Ref, order: dict[str, int]) -> tuple[int, int]:
        step = order[step_of(self.session.form, ref).key]
        refs = [*self.session.form.texts, *self.session.form.figures]
        return step, refs.index(ref) if ref in refs else -1

    def action_problems(self, start: str = "") -> None:
        """The list of problems, from where it is asked for or from the one of this place on; goes to the chosen one."""
        from tui_report.ui.screens.problems import ProblemsScreen

        self.app.push_screen(ProblemsScreen(self.session, start or self.pane.place), self._go_to_finding)

    async def _go_to_finding(self, chosen: Ref | Finding | None) -> None:
        if isinstance(chosen, Finding):
            await self.go(step_of(self.session.form, chosen.place), chosen.place, chosen)
        elif chosen is not None:
            await self.go(step_of(self.session.form, chosen), chosen)

    def action_preview(self) -> None:
        """The report as it will be printed: on a screen of its own, from there under the work, then away."""
        from tui_report.ui.screens.preview import PreviewScreen

        beside = self._beside
        if beside.shows == "print" and beside.display:
            beside.put("")
        else:
            self.app.push_screen(PreviewScreen(self.session, self.pane.place, beside), self._go_to_ref)

    def action_jump(self) -> None:
        """Any place, by typing."""
        from tui_report.ui.screens.find import JumpScreen

        self.app.push_screen(JumpScreen(self.session), self._go_to_ref)

    async def _go_to_ref(self, ref: Ref | None) -> None:
        if ref:
            await self.go(step_of(self.session.form, ref), ref)

    def action_help(self) -> None:
        """What concerns this place, and all keys."""
        from tui_report.ui.screens.help import HelpScreen

        own = chrome.PLACES.get(self.step.kind)
        places: tuple[Where, ...] = (*((own,) if own else ()), "walk", "list", "problems", "find")
        words = list(self.pane.explained())
        rules = dict.fromkeys(f.rule for f in self.session.assessment.by_ref.get(self.pane.place, ()))
        words += [f"{rule_of(r).id} {rule_of(r).name}：{rule_of(r).why}" for r in rules]
        text = "\n".join(word.strip() for word in words if word.strip())
        self.app.push_screen(HelpScreen(f"帮助：{self.step.title}", text, places), self._act)

    async def _act(self, action: str | None) -> None:
        if action:
            await self.run_action(action)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Keys of tables, passages and facts hold only there."""
        return action not in KINDS or KINDS[action] == self.step.kind

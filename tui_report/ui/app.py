"""The program on the screen: the open session, its keeper, and what is said to the clerk."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from rich.text import Text
from textual.events import Event, InputEvent, Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

from tui_report.store.faults import ChangedOnDisk, StoreError
from tui_report.store.files import last_place, remember_place
from tui_report.ui.floor import SafeApp
from tui_report.ui.keeper import Keeper
from tui_report.ui.session import Session, open_session
from tui_report.ui.tour import first_run
from tui_report.ui.typed import TerminalNotice
from tui_report.ui.widgets.drawn import Keyed

KEY_WAIT = 0.5
"""Seconds that a key waits at most for the one before."""

QUIT_WAIT = 5.0
"""Seconds that leaving waits for the last save."""


class Saved(Message):
    """The keeper has written the report."""


class SaveFailed(Message):
    """The keeper could not write the report."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Said(NamedTuple):
    """One message to the clerk."""

    at: datetime
    text: str

    def __str__(self) -> str:
        """Returns the message with its time."""
        return f"{self.at:%H:%M} {self.text}"


def local_time() -> datetime:
    """Returns the time on this machine's clock."""
    return datetime.now().astimezone()


class ReportApp(SafeApp):
    """Shows the start screen, or walks through the report of a session."""

    TITLE = "政府信息公开工作年度报告"
    CSS = "Screen { background: ansi_default; color: ansi_default; overflow: hidden; }"

    def __init__(
        self, session: Session | None, folder: Path, now: Callable[[], datetime] = local_time, *, tour: bool = False
    ) -> None:
        self.folder = folder
        self.tour = tour
        """Whether the start screen begins with the page for new users."""
        self.now = now
        self.session = session
        self.messages: deque[Said] = deque(maxlen=30)
        self.pressed = now()
        """When the last key came, or the report was opened."""
        self._busy = 0
        """Events that are being worked off."""
        self.saved_at = ""
        self.place = ""
        """Where the clerk is; the next opening goes on there."""
        self.unsaved: Exception | None = None
        """Why the last save failed; None after one that went well."""
        super().__init__(Keeper(self._save, on_error=self._on_error, on_saved=self._tell_saved))
        self.keeper.unsaved = self._last_words

    def get_default_screen(self) -> Screen[Any]:
        """The first screen: the report, or the start screen."""
        if self.session is None:
            from tui_report.ui.screens.start import StartScreen

            return StartScreen(self.folder)
        return self._taken(self.session)

    def on_mount(self) -> None:
        """Says and asks what there is to be said and asked first."""
        if self.session:
            self._begin(self.session)
        elif self.tour:
            self.show_tour()

    async def on_event(self, event: Event) -> None:
        """Hands on typed keys strictly one after the other.

        Textual works off its keys with priority at once, and letters when their widget comes to it; a screen that
        just opens would lose what comes first. So each key waits until the one before is done with and the screen is
        there.
        """
        self._busy += 1
        try:
            if isinstance(event, InputEvent) and not event.is_forwarded and self.screen_stack:
                self.pressed = self.now()
                if isinstance(event, Key) and await self._press(event):
                    return
                await self._work_off(self.screen if not self.screen.is_mounted else self.focused or self.screen)
                await self._flush_next_callbacks()  # the answer to a question that has just closed comes before the key
            await super().on_event(event)
        finally:
            self._busy -= 1

    def press_at_once(self, key: Key) -> bool:
        """Has the widget that is typed into take a character, which is no command, if nothing waits that came before."""
        waiting = self._busy or self.message_queue_size or self._next_callbacks or not self.screen_stack
        work = None if waiting or not key.is_printable else self._ready_work()
        if work is None:
            return False
        self.pressed = self.now()
        return work.press(key)

    def _ready_work(self) -> Keyed | None:
        """The widget that is typed into; None where it has still something to do, or is not there yet."""
        work = self.focused
        if isinstance(work, Keyed) and not work.message_queue_size and self.screen.is_mounted:
            return work
        return None

    async def _press(self, key: Key) -> bool:
        """Has the widget that is typed into do a key at once, if nothing waits that came before; returns whether it did."""
        work = self._ready_work()
        if work is None:
            return False
        await self._flush_next_callbacks()
        if work is not self.focused:
            return False
        bound = not key.is_printable and await self._check_bindings(key.key, priority=True)  # no character is a command
        return bound or work.press(key)

    @staticmethod
    async def _work_off(pump: MessagePump) -> None:
        """Waits until what lies in a widget's queue is done, but never for long: it may itself wait for the app."""
        done = asyncio.Event()
        if pump.call_later(done.set):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), KEY_WAIT)

    def open_report(self, path: Path) -> None:
        """Opens a report where the clerk left it; raises StoreError."""
        session = open_session(path, self.now().date())
        self.push_screen(self._taken(session))
        self._begin(session)

    def _taken(self, session: Session) -> Screen[Any]:
        """Takes a report to be saved here, and returns the walk through it."""
        from tui_report.ui.screens.walk import WalkScreen

        self.session = session
        session.changed = self._changed
        self.saved_at = "只读" if session.readonly else "已存"
        return WalkScreen(session, last_place(session.file.path))

    def _begin(self, session: Session) -> None:
        if session.readonly:
            wait = "；对方退出后重新打开就能改" if session.file.holder else ""
            self.say(f"只读：{session.readonly}{wait}")
        elif session.file.notice:
            self.say(session.file.notice)
        self.pressed = self.now()
        self._leave_if_idle()
        if session.file.is_my_own:
            self._ask_whether_to_take_over()

    def _ask_whether_to_take_over(self) -> None:
        from tui_report.ui.screens.over import AskScreen, if_yes

        answers = [("no", "只看"), ("yes", "接管：那一边存好、结束，在这里接着填")]
        text = "是您自己的另一个窗口，或者断了线还没有结束的连接。"
        self.push_screen(AskScreen("您在别处打开着这份报告", text, answers), if_yes(self._take_over))

    def _take_over(self) -> None:
        if self.session:
            try:
                self.session.take_over()
            except StoreError as fault:
                self.say(f"没有接管：{fault}")
            else:
                self.saved_at = "已存"
                self.say("已接管：那一边的内容存好了，可以接着填")

    def show_tour(self) -> None:
        """Shows the page for new users."""
        from tui_report.ui.screens.tour import TourScreen

        self.push_screen(TourScreen())

    def close_report(self) -> None:
        """Gives the report back: saved, its place remembered, its lock free."""
        if self.session:
            remember_place(self.session.file.path, self.place)
            self.session.file.close()
            self.session = None

    def say(self, text: str) -> None:
        """Says something on the status line, where it stays until the next message."""
        if self.messages and self.messages[-1].text == text:
            self.messages.pop()  # once is enough for whoever reads them all
        self.messages.append(Said(self.now(), text))
        for screen in self.screen_stack[-1:]:
            self._show(screen, "show_status")

    @property
    def last_message(self) -> Said | None:
        """The last message; None before the first."""
        return self.messages[-1] if self.messages else None

    @property
    def last_said(self) -> str:
        """The last message with its time."""
        return str(self.last_message or "")

    def _changed(self) -> None:
        self.keeper.touch()

    def _save(self) -> None:
        if self.session:
            self.session.save()
            remember_place(self.session.file.path, self.place)

    def _tell_saved(self) -> None:
        self.unsaved = None
        self.post_message(Saved())

    def _on_error(self, error: Exception) -> None:
        self.unsaved = error
        self.post_message(SaveFailed(error))

    def _last_words(self) -> str:
        kept = self.session.kept if self.session else ""
        return f"最后的改动没能存进报告，存在 {kept}。" if kept else "最后的改动没有存下。"

    def on_saved(self) -> None:
        """Shows when the report was last saved."""
        self.saved_at = f"已存 {self.now():%H:%M}"
        self._refresh_top()

    def on_save_failed(self, event: SaveFailed) -> None:
        """Says why the report could not be saved, and where what was typed is; typing goes on."""
        self.saved_at = "还没存上"
        self._refresh_top()
        if not isinstance(event.error, StoreError):
            raise event.error
        kept = self.session.kept if self.session else ""
        typed = f"已打的字存在 {kept}" if kept else "已打的字都在"
        if isinstance(event.error, ChangedOnDisk):
            text = f"没有覆盖别人的改动，{typed}，请按ctrl+s决定怎么办：{event.error}"
        else:
            text = f"没有存上，{typed}，会再试：{event.error}"
        if not self.messages or self.messages[-1].text != text:
            self.say(text)

    def ask_about_conflict(self) -> None:
        """Shows both versions where the file was changed by someone else, and asks what to do."""
        from tui_report.ui.screens.conflict import ConflictScreen

        if self.session and isinstance(self.unsaved, ChangedOnDisk):
            self.push_screen(ConflictScreen(self.session), self._resolve)

    def _resolve(self, answer: str | None) -> None:
        from tui_report.ui.screens.conflict import resolve

        if self.session:
            try:
                self.say(resolve(self.session, answer))
            except StoreError as fault:
                self.say(f"没有做成：{fault}")
            self.keeper.touch()

    def _refresh_top(self) -> None:
        for screen in self.screen_stack:
            self._show(screen, "show_top")

    @staticmethod
    def _show(screen: Screen[Any], name: str) -> None:
        """Lets a screen show something, unless it is not there yet or not any more."""
        show = getattr(screen, name, None)
        if show and screen.children:
            show()

    def on_terminal_notice(self, event: TerminalNotice) -> None:
        """Says what the terminal did."""
        self.say(event.text)

    async def action_quit(self) -> None:
        """Textual's own ctrl+q: leaves like F10."""
        self.leave()

    def _leave_if_idle(self) -> None:
        """Leaves a report that nobody has typed into for as long as the office allows; else looks again by then."""
        most = self.session.settings.idle_seconds if self.session else 0.0
        left = most - (self.now() - self.pressed).total_seconds()
        if most and left > 0:
            self.set_timer(left, self._leave_if_idle)
        elif most:
            self.leave()

    def leave(self) -> None:
        """Saves and ends the program; asks first where the report could not be saved."""
        if self.session and not self.session.readonly and not self.keeper.flush(QUIT_WAIT) and self.session.unsaved:
            self._ask_whether_to_leave()
            return
        looked_only = self.session is not None and bool(self.session.readonly)
        kept = self.session.file.path if self.session and not looked_only else None
        self.close_report()
        self.exit(return_code=3 if looked_only else 0, message=None if kept is None else Text(f"已保存：{kept}"))

    def _ask_whether_to_leave(self) -> None:
        if isinstance(self.unsaved, ChangedOnDisk):
            self.ask_about_conflict()
            return
        from tui_report.ui.screens.over import AskScreen, if_yes

        def leave() -> None:
            words = self._last_words()
            self.close_report()
            self.exit(return_code=1, message=Text(words))

        answers = [("no", "不退出；程序会再试"), ("yes", "退出")]
        text = f"{self.unsaved or '存得太慢，还没有存完'}\n\n{self._last_words()}"
        self.push_screen(AskScreen("还没存上", text, answers), if_yes(leave))


def open_screen(path: Path | None) -> int:
    """Runs the program on the screen and returns its exit code; raises StoreError where there is nothing to show."""
    session = open_session(path, local_time().date()) if path else None
    return ReportApp(session, Path.cwd(), tour=path is None and first_run()).run_to_end()

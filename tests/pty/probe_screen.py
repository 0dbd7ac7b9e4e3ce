"""The screen of the probe: one text area, one line of state, and keys that break things."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.events import Resize
from textual.geometry import Offset
from textual.widgets import Static, TextArea

from tui_report.ui.floor import SafeApp
from tui_report.ui.keeper import Keeper
from tui_report.ui.typed import TerminalNotice


class Probe(SafeApp):
    CSS = "Screen { overflow: hidden; } TextArea, TextArea:focus { border: none; padding: 0; }"
    BINDINGS: ClassVar = [
        Binding("ctrl+q", "leave", priority=True),
        Binding("f2", "block", priority=True),
        Binding("f3", "fail('handler')", priority=True),
        Binding("f4", "fail('thread')", priority=True),
        Binding("f5", "fail('task')", priority=True),
        Binding("f6", "fail('timer')", priority=True),
        Binding("f7", "fail('unmount')", priority=True),
        Binding("f8", "look_outside", priority=True),
        Binding("f9", "place_cursor", priority=True),
    ]

    def __init__(self, path: Path, options: list[str]) -> None:
        self._path = path
        self._options = options
        self._breaks_at_unmount = False
        super().__init__(Keeper(self._save, on_error=self._tell_error))
        self.box = TextArea(path.read_text("utf-8") if path.exists() else "")

    def compose(self) -> ComposeResult:
        yield self.box
        yield Static("READY 就绪", id="state", markup=False)

    def on_mount(self) -> None:
        self.box.cursor_blink = False
        self.box.focus()

    def on_resize(self, event: Resize) -> None:
        """A text area without room for its scroll bars lays itself out again and again."""
        self.box.display = event.size.width >= 10
        self.box.focus()

    def on_text_area_changed(self) -> None:
        self.keeper.touch()

    def on_terminal_notice(self, notice: TerminalNotice) -> None:
        self.query_one("#state", Static).update(notice.text)

    def action_leave(self) -> None:
        self.exit(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Only a probe that is started with "breaks" breaks."""
        return action == "leave" or "breaks" in self._options or action not in ("block", "fail")

    def action_block(self) -> None:
        """The event loop stands still."""
        time.sleep(30)

    def action_fail(self, where: str) -> None:
        def fail() -> None:
            secret = self.box.text
            raise ValueError(secret)

        if where == "handler":
            fail()
        elif where == "thread":
            threading.Thread(target=fail).start()
        elif where == "timer":
            self.set_timer(0.01, fail)
        elif where == "task":
            self.run_bare(fail)
        else:
            self._breaks_at_unmount = True
            self.exit(0)

    def action_place_cursor(self) -> None:
        """Moves the terminal's cursor and repaints nothing."""
        self.cursor_position = Offset(7, 3)

    def action_look_outside(self) -> None:
        """Gives the terminal to somebody else for a moment."""
        with self.suspend():
            print("OUTSIDE", flush=True)

    def run_bare(self, fail) -> None:
        async def task() -> None:
            fail()

        asyncio.get_running_loop().create_task(task())

    def on_unmount(self) -> None:
        if self._breaks_at_unmount:
            raise ValueError(self.box.text)

    def _save(self) -> None:
        text = "\n".join(list(self.box.document.lines))
        new = self._path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)

    def _tell_error(self, error: Exception) -> None:
        self.call_from_thread(self.query_one("#state", Static).update, f"没有存下：{type(error).__name__}")

"""Between Textual and a terminal that may send anything, read nothing, stop, go, or come back."""

from __future__ import annotations

import contextlib
import os
import signal
import termios
import threading
import time
import tty
from asyncio import TimerHandle
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ScreenStackError
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from tui_report.terminal import ASK_WIDTH, ENTER, LEAVE, ambiguous_width, erases_in_colour, hung_up, moves_cells
from tui_report.ui.output import Painter
from tui_report.ui.typed import Typed
from tui_report.ui.writer import Writer

BATCH = 64
"""Keys that the app may have before it; more are handed to it, and read, only when it has worked some off."""

BREATH = 0.002
"""Seconds until it is seen whether it has."""

BACKGROUND = 0.5
"""Seconds until the keyboard is tried again while another process group has it."""

STANDSTILL = 0.7
"""Seconds after which an event loop that does not turn is not waited for any more."""

TURNS = 10
"""Turns of the event loop without a backlog after which all is worked off: a key on its way is in no queue for a turn."""

_STDERR = 2


class SafeDriver(LinuxDriver):
    """Textual's driver for Unix, made safe and thrifty.

    It never lets the event loop wait for the terminal, bears whatever the keyboard sends, does not stop on SIGTSTP,
    paints all again after SIGCONT, and shows the terminal's own cursor. The keyboard is read in the event loop: with
    a thread of its own, as Textual has it, a key is for a moment in no queue, and each costs a change of threads.

    Attributes:
        painter: Knows what the terminal shows.
        at_once: Does a key without the app's queue, where it can; returns whether it did.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = False, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=False, size=size)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # under a forced command nobody could continue us
        colours = COLOR_SYSTEMS.get(app.console.color_system or "", ColorSystem.STANDARD)
        term = os.environ.get("TERM", "")
        self.painter = Painter(colours, erases_in_colour=erases_in_colour(term), moves_cells=moves_cells(term))
        self.at_once: Callable[[events.Key], bool] = lambda key: False
        self._cursor = (0, 0)
        self._writer: Writer | None = None
        self._asked = False  # whether the terminal still has to say how wide it draws
        self._typed = Typed()
        self._coming: deque[Message] = deque()  # what was read and is still to be handed over
        self._listening = False
        self._later: TimerHandle | None = None  # when what is open is closed, or reading goes on

    # ------------------------------------------------------------------ output

    def paint(self, update: LayoutUpdate | ChopsUpdate | None, cursor: tuple[int, int]) -> None:
        """Shows what Textual rendered, and the cursor at a column and row; now, or when the terminal is ready."""
        self._cursor = cursor
        if update is not None:
            self.painter.take(update)
        self._send_frame()

    def write(self, data: str) -> None:
        """Sends control text that is no part of the picture, such as a bell."""
        if self._writer is not None:
            self._writer.write(data)

    def hush(self, timeout: float) -> None:
        """Stops writing, so that somebody else can give the terminal back."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.drop(timeout)

    def _send_frame(self) -> None:
        if self._writer is not None and self._writer.free():
            frame = self.painter.frame(self._cursor)
            if frame:
                self._writer.write(frame)

    def _in_loop(self, callback: Callable[..., object], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(callback, *arguments)

    # ------------------------------------------------------------------ beginning and end

    def start_application_mode(self) -> None:
        """Takes the terminal."""
        self.attrs_before = self._make_raw()
        writer = Writer(_STDERR, lambda: self._in_loop(self._send_frame))
        writer.start()
        self._writer = writer
        self.painter.forget()
        self.write(ENTER)
        self._ask_width()
        signal.signal(signal.SIGWINCH, lambda *_: self._in_loop(self._resized))
        if self._get_terminal_size() != self._app.size:  # else it is laid out for that size from the beginning
            self._resized()
        self._typed = Typed()
        self._listen()

    def _ask_width(self) -> None:
        """Finds out how wide characters such as “ are drawn; the answer may come at any time, or never."""
        known = ambiguous_width(os.environ)
        if known is not None:
            self.painter.ambiguous = known
        else:
            self._asked = True
            self.write(ASK_WIDTH)

    def _take_width(self, answer: events.CursorPosition) -> None:
        if self._asked:
            self._asked = False
            if answer.x > 1:
                self.painter.ambiguous = 2
                self.painter.forget()
                self._send_frame()

    def disable_input(self) -> None:
        """Stops reading the keyboard; may be called again."""
        if not self._listening and self._later is None:
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self._stop_listening()
        self._coming.clear()
        with contextlib.suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCIFLUSH)

    def stop_application_mode(self) -> None:
        """Gives the terminal back."""
        self.disable_input()
        if self.attrs_before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        self.write(LEAVE)

    def close(self) -> None:
        """Sends what is left, unless nobody reads it."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.stop(1.0)

    def _make_raw(self) -> list[Any] | None:
        """Keys one by one, none of them a signal. Returns the modes there were."""
        try:
            before = termios.tcgetattr(self.fileno)
            modes = termios.tcgetattr(self.fileno)
            modes[tty.LFLAG] = self._patch_lflag(modes[tty.LFLAG])
            modes[tty.IFLAG] = self._patch_iflag(modes[tty.IFLAG]) & ~termios.ISTRIP
            modes[tty.CC][termios.VMIN] = 1
            modes[tty.CC][termios.VTIME] = 0
            termios.tcsetattr(self.fileno, termios.TCSANOW, modes)
        except termios.error:
            return None
        return before

    # ------------------------------------------------------------------ signals

    def _sigtstp_application(self, *_: object) -> None:
        """Nothing: it is ignored."""

    def _sigcont_application(self, *_: object) -> None:
        """Somebody stopped and continued the process: the terminal may be in any state."""
        self._in_loop(self._take_again)

    def _take_again(self) -> None:
        with contextlib.suppress(OSError):
            if self._writer is not None and os.tcgetpgrp(self.fileno) == os.getpgrp():
                self._make_raw()
                self.write(ENTER)
                self._resized()

    def _resized(self) -> None:
        """The terminal changed its size, and may have changed what it shows."""
        self.painter.forget()
        width, height = self._get_terminal_size()
        size = Size(width, height)
        self._app.post_message(events.Resize(size, size))
        if size == self.painter.size:
            self._send_frame()

    def _get_terminal_size(self) -> tuple[int, int]:
        with contextlib.suppress(OSError):
            width, height = os.get_terminal_size(self.fileno)
            if width and height:
                return width, height
        return 80, 24

    # ------------------------------------------------------------------ input

    def backlog(self) -> int:
        """How many keys and other messages the app has still to work off, at least."""
        waiting = len(self._coming) + self._app.message_queue_size
        with contextlib.suppress(ScreenStackError):
            screen = self._app.screen
            waiting += screen.message_queue_size
            if screen.focused is not None:
                waiting += screen.focused.message_queue_size
        return waiting

    def digest(self, timeout: float) -> None:
        """Waits until the event loop has read and worked off what was typed; called from another thread."""
        end = time.monotonic() + timeout
        turns = 0
        while turns < TURNS and (rest := end - time.monotonic()) > 0:
            found: list[int] = []
            turned = threading.Event()
            self._in_loop(lambda found=found, turned=turned: (found.append(self.backlog()), turned.set()))
            if not turned.wait(min(rest, STANDSTILL)):
                return
            turns = 0 if any(found) else turns + 1

    def _listen(self) -> None:
        """Has what is typed read as soon as it comes."""
        self._stop_waiting()
        if not self._listening:
            self._listening = True
            self._loop.add_reader(self.fileno, self._hear)

    def _stop_listening(self) -> None:
        self._stop_waiting()
        if self._listening:
            self._listening = False
            self._loop.remove_reader(self.fileno)

    def _stop_waiting(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def _hear(self) -> None:
        """Reads what was typed."""
        try:
            data = os.read(self.fileno, 4096)
        except BlockingIOError:
            return
        except OSError:
            self._stop_listening()
            if not hung_up(self.fileno):  # another process group has the terminal now
                self._later = self._loop.call_later(BACKGROUND, self._listen)
            return
        if data:
            self._hand_on(self._typed.feed(data))
        else:
            self._stop_listening()  # the terminal has gone; the keeper sees that

    def _hand_on(self, messages: Iterable[Message] = ()) -> None:
        """Hands messages to the app, no faster than it works them off, and reads on when it has got them all."""
        self._coming.extend(messages)
        while self._coming and self.backlog() - len(self._coming) <= BATCH:
            self._post(self._coming.popleft())
        if self._coming:
            self._stop_listening()
            self._later = self._loop.call_later(BREATH, self._hand_on)
            return
        self._listen()
        timeout = self._typed.timeout()
        if timeout is not None:  # what is open, as the beginning of a sequence, is closed if nothing follows
            self._later = self._loop.call_later(timeout + 0.001, lambda: self._hand_on(self._typed.expire()))

    def _post(self, message: Message) -> None:
        if isinstance(message, events.CursorPosition):
            self._take_width(message)
        elif not (isinstance(message, events.Key) and self.at_once(message)):
            message.set_sender(self._app)
            self._app.post_message(message)

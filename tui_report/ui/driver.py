"""Between Textual and a terminal that may send anything, read nothing, stop, go, or come back."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import termios
import threading
import time
import tty
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ScreenStackError
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from tui_report.terminal import ASK_WIDTH, ENTER, LEAVE, ambiguous_width, erases_in_colour, moves_cells
from tui_report.ui.output import Painter
from tui_report.ui.typed import Typed

BATCH = 64
"""Keys handed to the event loop at once; more are read only when it has worked them off."""

STANDSTILL = 0.7
"""Seconds after which an event loop that does not turn is not waited for any more."""

TURNS = 10
"""Turns of the event loop without a backlog after which all is worked off: a key on its way is in no queue for a turn."""

_STDERR = 2
_QUEUE_LIMIT = 65_536
_GONE = select.POLLHUP | select.POLLERR | select.POLLNVAL


class Writer(threading.Thread):
    """Sends to the terminal in the order given. Whoever writes never waits, even when nobody reads the terminal.

    What the terminal takes at once is sent by whoever writes; the thread only sends the rest, when it can be taken.

    Args:
        fileno: The terminal.
        when_free: Called in this thread when all is sent, if somebody asked for it with `free`.
    """

    def __init__(self, fileno: int, when_free: Callable[[], None]) -> None:
        super().__init__(name="writer", daemon=True)
        self._fileno = fileno
        self._at_once = _unwaiting(fileno)
        self._when_free = when_free
        self._news = threading.Condition()
        self._waiting = bytearray()
        self._sending = False
        self._asked = False
        self._ending = False

    def write(self, text: str) -> None:
        """Sends a text soon. What a terminal that nobody reads cannot take is left out whole."""
        with self._news:
            if len(self._waiting) < _QUEUE_LIMIT and not self._ending:
                data = text.encode("utf-8", "replace")
                if not self._waiting and not self._sending:
                    data = data[self._send_at_once(data) :]
                if data:
                    self._waiting += data
                    self._news.notify_all()

    def _send_at_once(self, data: bytes) -> int:
        """Sends what the terminal takes without waiting; returns how many bytes that were."""
        try:
            return os.write(self._at_once, data) if self._at_once >= 0 else 0
        except OSError:
            return 0

    def free(self) -> bool:
        """Whether all has been sent. If not, `when_free` is called once it is."""
        with self._news:
            self._asked = bool(self._waiting) or self._sending
            return not self._asked

    def drop(self, timeout: float) -> None:
        """Leaves out what is not being sent yet, and waits a while for the rest."""
        with self._news:
            self._waiting.clear()
            self._news.wait_for(lambda: not self._sending, timeout)

    def stop(self, timeout: float) -> None:
        """Ends the thread once all is sent, and waits a while for it."""
        with self._news:
            self._ending = True
            self._news.notify_all()
        self.join(timeout)
        if self._at_once >= 0:
            os.close(self._at_once)
            self._at_once = -1

    def run(self) -> None:
        """Sends until it is told to stop."""
        while (text := self._next()) is not None:
            self._send(memoryview(text))
            if self._finished():
                self._when_free()

    def _next(self) -> bytes | None:
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._ending)
            if not self._waiting:
                return None
            self._sending = True
            text, self._waiting = bytes(self._waiting), bytearray()
            return text

    def _finished(self) -> bool:
        """A text is sent. Returns whether somebody has to be told that all is."""
        with self._news:
            self._sending = False
            self._news.notify_all()
            asked = self._asked and not self._waiting
            if asked:
                self._asked = False
            return asked

    def _send(self, text: memoryview) -> None:
        while text:
            try:
                text = text[os.write(self._fileno, text) :]
            except BlockingIOError:
                select.select((), (self._fileno,), ())
            except OSError:
                return  # the terminal has gone; the keeper sees that


def _unwaiting(fileno: int) -> int:
    """Opens the same terminal so that writing never waits, which leaves everybody else's way to it as it is; -1 if not."""
    try:
        return os.open(os.ttyname(fileno), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return -1


class SafeDriver(LinuxDriver):
    """Textual's driver for Unix, made safe and thrifty.

    It never lets the event loop wait for the terminal, bears whatever the keyboard sends, ends at the end of input,
    does not stop on SIGTSTP, paints all again after SIGCONT, and shows the terminal's own cursor.

    Attributes:
        painter: Knows what the terminal shows.
        at_end: Called in the thread of the keyboard when the terminal has gone.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = False, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=False, size=size)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # under a forced command nobody could continue us
        colours = COLOR_SYSTEMS.get(app.console.color_system or "", ColorSystem.STANDARD)
        term = os.environ.get("TERM", "")
        self.painter = Painter(colours, erases_in_colour=erases_in_colour(term), moves_cells=moves_cells(term))
        self.at_end: Callable[[], object] = lambda: self._in_loop(self._app.exit)
        self._cursor = (0, 0)
        self._writer: Writer | None = None
        self._asked = False  # whether the terminal still has to say how wide it draws
        self._wake = (-1, -1)
        self._delivering = False  # whether more of what was read is still to be handed over
        self._read_count = 0  # messages handed over by the input thread
        self._posted_count = 0  # of them, how many the event loop has got

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
        self._wake = os.pipe()
        self._key_thread = threading.Thread(target=self._run_input_thread, name="keyboard", daemon=True)
        self._key_thread.start()

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
        thread, self._key_thread = self._key_thread, None
        if thread is None:
            return
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        self.exit_event.set()
        os.write(self._wake[1], b".")
        thread.join(1.0)
        self.exit_event.clear()
        for end in self._wake:
            os.close(end)
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
        """How many keys and other messages the event loop has still to work off, at least. Any thread may ask."""
        waiting = self._delivering + self._read_count - self._posted_count + self._app.message_queue_size
        with contextlib.suppress(ScreenStackError):
            screen = self._app.screen
            waiting += screen.message_queue_size
            if screen.focused is not None:
                waiting += screen.focused.message_queue_size
        return waiting

    def digest(self, timeout: float) -> None:
        """Waits until the event loop has worked off what was typed; called from another thread."""
        end = time.monotonic() + timeout
        turns = 0
        while turns < TURNS and (rest := end - time.monotonic()) > 0:
            turned = threading.Event()
            self._in_loop(turned.set)
            if not turned.wait(min(rest, STANDSTILL)):
                return
            turns = 0 if self.backlog() or self._unread() else turns + 1

    def _unread(self) -> bool:
        """Whether something was typed that has not been read yet, although somebody reads."""
        if self._key_thread is None:
            return False
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        return dict(poll.poll(0)).get(self.fileno) == select.POLLIN

    def run_input_thread(self) -> None:
        """Reads the keyboard until it is told to stop or the terminal has gone."""
        typed = Typed()
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        poll.register(self._wake[0], select.POLLIN)
        while not self.exit_event.is_set():
            timeout = typed.timeout()
            ready = dict(poll.poll(None if timeout is None else timeout * 1000 + 1))
            if self._wake[0] in ready:
                return
            if not ready:
                self._deliver(typed.expire())
            elif data := self._read(ready.get(self.fileno, 0)):
                self._deliver(typed.feed(data))
            elif data is None:
                self.at_end()
                return

    def _read(self, event: int) -> bytes | None:
        """What was typed; None at the end of input."""
        try:
            return os.read(self.fileno, 4096) or None
        except BlockingIOError:
            return b""
        except OSError:
            if event & _GONE:
                return None
            time.sleep(0.5)  # another process group has the terminal now
            return b""

    def _deliver(self, messages: Iterable[Message]) -> None:
        """Hands messages to the event loop, no faster than it works them off."""
        messages = iter(messages)
        self._delivering = True
        while batch := list(islice(messages, BATCH)):
            self._read_count += len(batch)
            self._in_loop(self._post, batch)
            while self.backlog() > BATCH and not self.exit_event.is_set():
                time.sleep(0.002)
        self._delivering = False

    def _post(self, messages: list[Message]) -> None:
        for message in messages:
            if isinstance(message, events.CursorPosition):
                self._take_width(message)
                continue
            message.set_sender(self._app)
            self._app.post_message(message)
        self._posted_count += len(messages)

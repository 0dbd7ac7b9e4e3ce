"""What keeps the typed text, whatever becomes of the terminal and of the event loop.

Three threads of its own, none of which wakes up while nothing happens: one saves, one takes the signals that end
the program, one sees the terminal go. Textual is not imported here, so `guard` can run before it is.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from tui_report.terminal import LEAVE

if sys.platform != "win32":
    import termios

SAVE_AFTER = 0.7
"""Seconds from the first change that is not saved to the saving of it and of all that came meanwhile."""

RETRY_AFTER = 5.0
"""Seconds from a failed saving to the next trial, if nothing is typed before."""

DIGEST = 1.8
"""Seconds the event loop gets at the end to work off keys that were read but not yet understood."""

LAST_SAVE = 1.0
"""Seconds the last saving may take before the program ends without it; more, if nothing had to be worked off."""

LAST_WORDS = 0.3
"""Seconds a slow terminal gets at the end to take what it is still being sent, and then what gives it back."""

ENDED = "程序结束了：您在别处接管了这份报告，或者系统要求结束。"
"""What is said at the end that a signal brings; whoever takes a report over sends one."""

FAULT = 70
"""Exit status after an error of our own."""

HUNG_UP = 129
"""Exit status when the terminal has gone: as if SIGHUP had ended the program."""

_UNIX = sys.platform != "win32"
_ENDING = (signal.SIGHUP, signal.SIGTERM) if sys.platform != "win32" else ()


def guard() -> None:
    """Sets the signals so that no key and no signal stops or kills the program before it can save.

    Call it in the main thread before the slow imports. SIGHUP and SIGTERM wait until `Keeper.watch` takes them, also
    where the parent ignored them; children inherit the blocked signals and have to unblock them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not _UNIX:
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    for number in (signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU):
        signal.signal(number, signal.SIG_IGN)
    for number in _ENDING:
        signal.signal(number, signal.SIG_DFL)


class Keeper:
    """Saves soon after each change, and once more when the program has to end.

    Attributes:
        digest: Waits at most so many seconds until the event loop has worked off the keys that were read.
        hush: Stops whoever else writes to the terminal, before it is given back; waits at most so many seconds for what
            is on its way.
        unsaved: Says at the end, in one sentence, what became of changes that could not be saved.
        leaving: Whether the program is ending: what is still worked off need not be shown any more.

    Args:
        save: Saves everything that was changed. Called only from the keeper's saving thread, never twice at once.
        on_error: Told of every error that `save` raises, in the saving thread.
        on_saved: Told in the saving thread after each saving that went well.
    """

    def __init__(
        self,
        save: Callable[[], None],
        *,
        on_error: Callable[[Exception], None] | None = None,
        on_saved: Callable[[], None] | None = None,
    ) -> None:
        self.digest: Callable[[float], None] = lambda timeout: None
        self.hush: Callable[[float], None] = lambda timeout: None
        self.unsaved: Callable[[], str] = lambda: "最后的改动没有存下。"
        self.leaving = False
        self._save = save
        self._on_error = on_error or (lambda error: None)
        self._on_saved = on_saved or (lambda: None)
        self._news = threading.Condition()
        self._touched = 0
        self._saved = 0
        self._failed = 0  # the newest change that could not be saved
        self._due: float | None = None  # when the next saving is due, by the monotonic clock
        self._leaving = threading.Lock()
        self._before = _modes_of_terminal()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Starts the saving thread."""
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._thread.start()

    def watch(self) -> None:
        """Starts the threads that end the program on SIGHUP, SIGTERM and when the terminal has gone.

        `guard` must have been called before, and `start`.
        """
        if _UNIX:
            for name, target in (("signals", self._take_signals), ("terminal", self._watch_terminal)):
                threading.Thread(target=target, name=f"keeper-{name}", daemon=True).start()

    def touch(self) -> None:
        """Something was changed: it is saved within a second. Never waits; any thread may call it."""
        with self._news:
            self._touched += 1
            soon = time.monotonic() + SAVE_AFTER
            if self._due is None or self._due > soon:
                self._due = soon
                self._news.notify_all()

    def flush(self, timeout: float) -> bool:
        """Saves now what is not saved, and waits for it at most `timeout` seconds.

        Returns:
            Whether all that was touched before the call is saved; False at once when the saving fails.
        """
        with self._news:
            wanted = self._touched
            if self._saved < wanted:
                self._failed = 0
                self._due = time.monotonic()
                self._news.notify_all()
                self._news.wait_for(lambda: max(self._saved, self._failed) >= wanted, timeout)
            return self._saved >= wanted

    def leave(self, status: int, message: str = "", *, terminal: bool = True) -> NoReturn:
        """Ends the program at once, whatever the event loop is doing: saves, restores the terminal, exits.

        Args:
            status: The exit status if all could be saved; otherwise it is 1, unless `status` tells of a worse fault.
            message: One line for the user, printed on the restored terminal.
            terminal: Whether there is still a terminal to restore.
        """
        self._leaving.acquire()  # never given back: who comes second waits here for the end
        self.leaving = True
        end, said = time.monotonic() + DIGEST + LAST_SAVE, [message]
        if threading.current_thread() is not threading.main_thread():
            self._tell(partial(self.digest, DIGEST))
        if not self.flush(max(LAST_SAVE, end - time.monotonic())):
            self._tell(lambda: said.append(self.unsaved()))
            status = status if status == FAULT else 1
        if terminal:
            self._tell(partial(self.hush, LAST_WORDS))
            self._restore_terminal("".join(said))
        os._exit(status)

    def _keep(self) -> None:
        while True:
            with self._news:
                while self._due is None or (rest := self._due - time.monotonic()) > 0:
                    self._news.wait(None if self._due is None else rest)
                self._due = None
                touched = self._touched
            self._save_once(touched)

    def _save_once(self, touched: int) -> None:
        try:
            self._save()
        except Exception as error:
            with self._news:
                self._failed = max(self._failed, touched)
                self._due = self._due or time.monotonic() + RETRY_AFTER
                self._news.notify_all()
            self._tell(partial(self._on_error, error))
        else:
            with self._news:
                self._saved = max(self._saved, touched)
                self._news.notify_all()
            self._tell(self._on_saved)

    @staticmethod
    def _tell(callback: Callable[[], object]) -> None:
        """The keeper outlives whatever others do."""
        with contextlib.suppress(Exception):
            callback()

    def _take_signals(self) -> None:
        number = signal.sigwait(_ENDING)
        self.leave(128 + number, ENDED)

    def _watch_terminal(self) -> None:
        poll = select.poll()
        poll.register(0, 0)  # the end is always reported: no wake-up until then
        while not any(event for _, event in poll.poll()):
            pass
        self.leave(HUNG_UP, terminal=False)

    def _restore_terminal(self, message: str) -> None:
        """Gives the terminal back, without ever waiting long for one that nobody reads."""
        output = sys.__stderr__.fileno() if sys.__stderr__ else 2
        with contextlib.suppress(OSError):
            _send(output, (LEAVE + (message + "\n" if message else "")).encode("utf-8", "replace"))
        _set_modes_of_terminal(self._before)


def _send(output: int, data: bytes) -> None:
    """Writes what a terminal takes in time; raises OSError."""
    if sys.platform == "win32":
        os.write(output, data)
        return
    end, blocking = time.monotonic() + LAST_WORDS, os.get_blocking(output)
    os.set_blocking(output, False)
    try:
        while data and (wait := end - time.monotonic()) > 0:
            try:
                data = data[os.write(output, data) :]
            except BlockingIOError:
                select.select((), (output,), (), wait)
    finally:
        os.set_blocking(output, blocking)


def _modes_of_terminal() -> list[Any] | None:
    """How the terminal on standard input is set, or None where there is none."""
    if sys.platform != "win32":
        with contextlib.suppress(termios.error, OSError):
            return termios.tcgetattr(0)
    return None


def _set_modes_of_terminal(modes: list[Any] | None) -> None:
    if sys.platform != "win32" and modes is not None:
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(0, termios.TCSANOW, modes)

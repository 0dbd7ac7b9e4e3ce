"""Text on its way to a terminal that may take it slowly, or not at all."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable

_QUEUE_LIMIT = 65_536


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

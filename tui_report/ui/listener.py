"""Answers read from standard input, a line at a time, whatever becomes of the line to the clerk."""

from __future__ import annotations

import contextlib
import select
import signal
import sys
from collections.abc import Iterator
from types import FrameType


@contextlib.contextmanager
def long_lines() -> Iterator[None]:
    """Lets a line that comes between two questions be longer than the 4,095 bytes that a terminal keeps of one."""
    if "readline" not in sys.modules:
        yield  # the terminal itself has to edit the line
        return
    import termios

    before = termios.tcgetattr(0)
    modes = before.copy()
    modes[3] &= ~termios.ICANON
    termios.tcsetattr(0, termios.TCSANOW, modes)
    try:
        yield
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(0, termios.TCSANOW, before)


def _hung_up() -> bool:
    """Whether the terminal on standard input has gone."""
    if sys.platform == "win32":
        return False
    poll = select.poll()
    poll.register(0, 0)
    return any(event for _, event in poll.poll(0))


class _HungUp(BaseException):
    """A signal that ends the program came while an answer was awaited."""


class Listener:
    """Reads answers from standard input.

    Attributes:
        signal: The signal that ended the listening; 0 for none.
        typed: Whether a person answers at a terminal.
    """

    def __init__(self) -> None:
        for stream in (sys.stdin, sys.stdout):  # now: once something has been read it cannot be changed any more
            getattr(stream, "reconfigure", lambda **how: None)(errors="replace")
        self.signal = 0
        self._reading = False
        self.typed = sys.stdin.isatty() and sys.stdout.isatty()
        if self.typed:
            with contextlib.suppress(ImportError):
                import readline

                readline.parse_and_bind("set enable-bracketed-paste off")
        signal.signal(signal.SIGINT, self._interrupt)
        for number in (getattr(signal, "SIGHUP", None), signal.SIGTERM):
            if number is not None:
                signal.signal(number, self._end)

    @property
    def status(self) -> int:
        """Exit status of a listening that a signal ended, or a line that hung up before its signal came; 0 otherwise."""
        number = self.signal or (signal.SIGHUP if self.typed and _hung_up() else 0)
        return 128 + number if number else 0

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        """Ctrl+C gives up a line that is being typed, and never a saving."""
        if self._reading:
            raise KeyboardInterrupt

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.signal = number
        if self._reading:
            raise _HungUp

    def read(self, prompt: str) -> str | None:
        """Returns the next line, or None at the end of the input or after a signal."""
        while True:
            try:
                self._reading = True
                return None if self.signal else self._line(prompt)
            except (EOFError, _HungUp, OSError):
                return None
            except KeyboardInterrupt:
                print(flush=True)
            finally:
                self._reading = False

    def _line(self, prompt: str) -> str | None:
        if self.typed:
            return input(prompt)
        print(prompt, flush=True)
        return sys.stdin.readline() or None

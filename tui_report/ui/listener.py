"""Answers read from standard input, a line at a time, whatever becomes of the line to the clerk."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from types import FrameType

from tui_report.terminal import hung_up


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


class _HungUp(BaseException):
    """A signal that ends the program came while an answer was awaited."""


class Listener:
    """Reads answers from standard input.

    Attributes:
        signal: The signal that ended the listening; 0 for none.
        typed: Whether a person answers at a terminal.
        patience: Seconds that a line is awaited; 0 for ever. Windows has no clock that ends a reading: for ever, too.
        waited: Whether a line was awaited in vain for that long, which ended the listening.
    """

    def __init__(self) -> None:
        for stream in (sys.stdin, sys.stdout):  # now: once something has been read it cannot be changed any more
            getattr(stream, "reconfigure", lambda **how: None)(errors="replace")
        self.signal = 0
        self.patience = 0.0
        self.waited = False
        self._reading = False
        self.typed = sys.stdin.isatty() and sys.stdout.isatty()
        if self.typed:
            with contextlib.suppress(ImportError):
                import readline

                readline.parse_and_bind("set enable-bracketed-paste off")
        signal.signal(signal.SIGINT, self._interrupt)
        signal.signal(signal.SIGTERM, self._end)
        if sys.platform != "win32":
            signal.signal(signal.SIGHUP, self._end)
            signal.signal(signal.SIGALRM, self._give_up)

    @property
    def status(self) -> int:
        """Exit status of a listening that a signal ended, or a line that hung up before its signal came; 0 otherwise."""
        number = self.signal or (signal.SIGHUP if self.typed and hung_up(0) else 0)
        return 128 + number if number else 0

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        """Ctrl+C gives up a line that is being typed, and never a saving."""
        if self._reading:
            raise KeyboardInterrupt

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.signal = number
        if self._reading:
            raise _HungUp

    def _give_up(self, number: int, frame: FrameType | None) -> None:
        if self._reading:
            self.waited = True
            raise _HungUp

    def _wait(self, seconds: float) -> None:
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, seconds)

    def read(self, prompt: str) -> str | None:
        """Returns the next line, or None at the end of the input, after a signal or when it has waited too long."""
        while True:
            try:
                self._reading = True
                self._wait(self.patience)
                return None if self.signal else self._line(prompt)
            except (EOFError, _HungUp, OSError):
                return None
            except KeyboardInterrupt:
                print(flush=True)
            finally:
                self._reading = False
                self._wait(0)

    def _line(self, prompt: str) -> str | None:
        if self.typed:
            return input(prompt)
        print(prompt, flush=True)
        return sys.stdin.readline() or None

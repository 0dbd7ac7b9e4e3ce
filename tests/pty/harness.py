"""A program in a real pseudo-terminal: start it at a size, type, read the screen as text, let the terminal break."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import select
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte

ROOT = Path(__file__).resolve().parents[2]


class Emulation(pyte.Screen):
    """pyte's screen, with the second screen that full-screen programs use and leave, and an edge that holds."""

    ALTERNATE = 1049

    def insert_characters(self, count: int | None = None) -> None:
        super().insert_characters(count)
        self.buffer[self.cursor.y].pop(self.columns, None)  # pyte would bring it back when characters are deleted

    def set_mode(self, *modes: int, **how: bool) -> None:
        super().set_mode(*modes, **how)
        if self.ALTERNATE in modes and how.get("private"):
            self._first = {y: dict(row) for y, row in self.buffer.items()}
            self._first_cursor = (self.cursor.x, self.cursor.y)
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **how: bool) -> None:
        super().reset_mode(*modes, **how)
        if self.ALTERNATE in modes and how.get("private"):
            self.erase_in_display(2)
            for y, row in self._first.items():
                self.buffer[y].update(row)
            self.cursor.x, self.cursor.y = self._first_cursor


def _seen(char: pyte.screens.Char) -> tuple[object, ...]:
    lines = char.underscore, char.strikethrough
    if char.data == " " and not char.reverse and not any(lines):
        return (" ", char.bg)
    return tuple(char)


class Terminal:
    """A program in a pseudo-terminal of its own, and what it shows there.

    Attributes:
        output: All bytes the program has sent so far.
        heard: When the last of them came, by the monotonic clock.
        pid: The program.

    Args:
        command: The program and its arguments.
        size: Columns and rows.
        environ: Replaces the plain environment that a login over SSH gives, name by name; None removes a name.
        folder: Its working folder; also its home, unless `environ` says otherwise.
        controlling: Whether the terminal is its controlling terminal: only then a hang-up sends SIGHUP.
        hup_ignored: Whether it starts with SIGHUP ignored, as under nohup.
        stdin: "null" gives it /dev/null as standard input.
        mute: Whether the terminal answers no question.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        environ: dict[str, str | None] | None = None,
        folder: Path | None = None,
        controlling: bool = True,
        hup_ignored: bool = False,
        stdin: str = "",
        mute: bool = False,
    ) -> None:
        self.output = bytearray()
        self.heard = time.monotonic()
        self._screen = Emulation(*size)
        if not mute:
            self._screen.write_process_input = self.send  # type: ignore[assignment, method-assign]
        self._emulator = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self._all_read = threading.Event()
        self._reading = threading.Event()
        self._reading.set()
        self._open = True
        self._status: int | None = None
        self._master, slave = os.openpty()
        self._set_size(size)
        self.modes_at_start = termios.tcgetattr(slave)
        self.pid = os.fork()
        if self.pid == 0:
            self._become(command, slave, environ or {}, folder, controlling, hup_ignored, stdin)
        os.close(slave)
        os.set_blocking(self._master, False)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    # ------------------------------------------------------------------ what it shows

    def screen(self) -> list[str]:
        """The lines of the emulated screen, without the blanks at their ends."""
        with self._lock:
            width, lines = self._screen.columns, self._screen.lines
            rows = ("".join(self._screen.buffer[y][x].data for x in range(width)) for y in range(lines))
            return [row.rstrip() for row in rows]  # pyte's own `display` fails between the halves of a wide character

    def picture(self) -> list[list[tuple[object, ...]]]:
        """All that can be seen of each cell, with its colours; the ink of a blank, and whether it is bold, cannot."""
        with self._lock:
            width, lines = self._screen.columns, self._screen.lines
            return [[_seen(self._screen.buffer[y][x]) for x in range(width)] for y in range(lines)]

    def text(self) -> str:
        """The emulated screen as one text."""
        return "\n".join(self.screen())

    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's cursor, from 0."""
        with self._lock:
            return self._screen.cursor.x, self._screen.cursor.y

    def cursor_shown(self) -> bool:
        """Whether the terminal shows its cursor."""
        with self._lock:
            return not self._screen.cursor.hidden

    def cell(self, x: int, y: int) -> pyte.screens.Char:
        """One cell of the emulated screen, with its colours."""
        with self._lock:
            return self._screen.buffer[y][x]

    def wait_for(self, condition: str | Callable[[], object], seconds: float = 60.0) -> None:
        """Waits until a text is on the screen or a condition holds.

        Raises:
            AssertionError: It did not come; the message holds the screen.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition in self.text() if isinstance(condition, str) else condition():
                return
            time.sleep(0.01)
        raise AssertionError(f"waited in vain for {condition!r}; status {self.poll()}; screen:\n{self.text()}")

    def settle(self, silence: float = 0.25, seconds: float = 60.0) -> int:
        """Waits until the program has sent nothing and has had nothing to do for a while.

        Returns:
            How many bytes there are now in all.
        """
        end = time.monotonic() + seconds
        count, since = -1, time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < silence:
            if len(self.output) != count or self._busy():
                count, since = len(self.output), time.monotonic()
            time.sleep(0.01)
        return len(self.output)

    # ------------------------------------------------------------------ what is done to it

    def send(self, keys: str | bytes, seconds: float = 10.0) -> int:
        """Types. Returns how many bytes the terminal took."""
        data = keys.encode() if isinstance(keys, str) else keys
        end, sent = time.monotonic() + seconds, 0
        while sent < len(data) and time.monotonic() < end and self._open and self.poll() is None:
            try:
                sent += os.write(self._master, data[sent : sent + 1024])
            except BlockingIOError:
                time.sleep(0.005)
            except OSError:
                break
        return sent

    def bytes_of(self, keys: str | bytes, silence: float = 0.25) -> int:
        """How many bytes the program sends in answer to keys."""
        before = self.settle(silence)
        self.send(keys)
        return self.settle(silence) - before

    def resize(self, columns: int, rows: int) -> None:
        """Changes the size of the terminal, as dragging its window does. 0 by 0 is a size some programs set."""
        with self._lock:
            self._screen.resize(rows or self._screen.lines, columns or self._screen.columns)
        self._set_size((columns, rows))

    def freeze(self) -> None:
        """Nobody reads the terminal any more, as when the network is dead."""
        self._reading.clear()

    def thaw(self) -> None:
        """Somebody reads it again."""
        self._reading.set()

    def close(self) -> None:
        """The far side of the terminal goes away."""
        if self._open:
            self._open = False
            self._reader.join(2)
            os.close(self._master)

    def kill(self, number: int) -> None:
        """Sends the program a signal."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def end(self) -> None:
        """Ends whatever is left."""
        if self.poll() is None:
            self.kill(signal.SIGKILL)
            self.wait(5)
        self.close()

    # ------------------------------------------------------------------ how it ends

    def poll(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        if self._status is None:
            with contextlib.suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    self._status = os.waitstatus_to_exitcode(status)
        return self._status

    def wait(self, seconds: float = 60.0) -> int | None:
        """Waits for the end. Returns the exit status, or None if it is still there."""
        end = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < end:
            time.sleep(0.002)
        if self._open and self._reading.is_set():
            self._all_read.wait(1.0)
        return self.poll()

    def restored(self) -> bool:
        """Whether the program left the terminal as a shell needs it."""
        self.settle(0.1)
        text = bytes(self.output)
        pairs = ((b"\x1b[?1049h", b"\x1b[?1049l"), (b"\x1b[?2004h", b"\x1b[?2004l"), (b"\x1b[?7l", b"\x1b[?7h"))
        modes = termios.tcgetattr(self._master)
        needed = termios.ECHO | termios.ICANON | termios.ISIG
        return all(text.rfind(on) <= text.rfind(off) for on, off in pairs) and modes[3] & needed == needed

    def cpu(self) -> float:
        """Seconds of processor time that its threads have used so far."""
        clocks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(clock.read_text().split()[0]) for clock in clocks) / 1e9

    def memory(self) -> float:
        """MiB of memory that it costs, what it shares with other processes counted in parts."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024

    def _busy(self) -> bool:
        """Whether one of its threads runs, or would if the machine had a processor for it."""
        with contextlib.suppress(OSError):
            states = [task.read_text() for task in Path(f"/proc/{self.pid}/task").glob("*/stat")]
            return any(state.rpartition(")")[2].split()[0] in "RD" for state in states)
        return False

    def threads(self) -> int:
        """How many threads it has."""
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))

    # ------------------------------------------------------------------ inside

    def _set_size(self, size: tuple[int, int]) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def _read(self) -> None:
        while self._open:
            if not self._reading.wait(0.02):
                continue
            try:
                ready, _, _ = select.select([self._master], [], [], 0.02)
                data = os.read(self._master, 65536) if ready and self._reading.is_set() else b""
            except OSError as fault:
                if fault.errno == errno.EIO:  # nobody has the terminal open any more, and all that was sent is read
                    self._all_read.set()
                time.sleep(0.02)
                continue
            if data:
                with self._lock:
                    self.heard = time.monotonic()
                    self.output += data
                    self._emulator.feed(data)

    @staticmethod
    def _become(command, slave, environ, folder, controlling, hup_ignored, stdin) -> None:
        """In the child: turns into the program. Never returns."""
        try:
            os.setsid()
            if controlling:
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for number in set(range(1, 32)) - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            if hup_ignored:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.dup2(os.open(os.devnull, os.O_RDONLY) if stdin == "null" else slave, 0)
            os.dup2(slave, 1)
            os.dup2(slave, 2)
            os.closerange(3, 256)
            home = str(folder or ROOT)
            os.chdir(home)
            plain = {"PATH": os.environ.get("PATH", ""), "HOME": home, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
            plain["PYTHONPATH"] = str(ROOT)
            full = {name: value for name, value in (plain | environ).items() if value is not None}
            os.execvpe(command[0], list(command), full)
        except BaseException as error:
            os.write(2, f"cannot run: {error!r}\n".encode())
        finally:
            os._exit(127)


def python(*arguments: str) -> list[str]:
    """The command that runs this Python with arguments."""
    return [sys.executable, *arguments]

"""What many sessions on one machine cost: memory of each, and how long a key takes while all are typed into.

Run: python -m benchmarks.sessions [--count 50] [--seconds 20]. Ours and the smallest Textual app in turn, one alone and
many together, three keys a second in each; times count as ratios only.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

from benchmarks.terminal import SIZE, TABLE, make_report, program, yardstick
from tests.pty.harness import Terminal
from tui_report.store.files import remember_place

RATE = 3
"""Keys a second in each session."""

QUIET = 1.5
"""Seconds without a byte of any session after which all have started."""


class Mute(Terminal):
    """A program in a terminal that nobody looks at: what it sends is only counted, by whoever calls `take`."""

    def _read(self) -> None:
        """Nothing: no thread, and no emulation that would take the processor from the programs."""

    def take(self) -> None:
        """Reads what has come."""
        try:
            self.output += os.read(self._master, 65536)
        except OSError:
            return
        self.heard = time.monotonic()

    def fileno(self) -> int:
        """The near end of the terminal."""
        return self._master


class Cost(NamedTuple):
    """What each of some sessions costs."""

    memory: float
    """MiB, what is shared counted in parts."""
    cpu: float
    """Milliseconds of processor time a key."""
    median: float
    """Milliseconds until the last byte of a key."""
    p95: float
    """The same that 95 of 100 keys stay below."""


def listen(terminals: list[Mute], seconds: float) -> bool:
    """Takes what all send for so long; returns whether anything came."""
    poll, end, heard = select.poll(), time.monotonic() + seconds, False
    by_number = {terminal.fileno(): terminal for terminal in terminals}
    for number in by_number:
        poll.register(number, select.POLLIN)
    while (rest := end - time.monotonic()) > 0:
        for number, _ in poll.poll(rest * 1000):
            by_number[number].take()
            heard = True
    return heard


def typed_into(terminals: list[Mute], keys: str, seconds: float) -> list[float]:
    """Types into all in turn; returns how many milliseconds each key took until its last byte."""
    waits: list[float] = []
    sent, begun = [0.0] * len(terminals), time.monotonic()
    for turn in count():
        due = begun + turn / (RATE * len(terminals))
        if due > begun + seconds:
            return waits
        listen(terminals, due - time.monotonic())
        at = turn % len(terminals)
        if turn >= len(terminals) and terminals[at].heard > sent[at]:
            waits.append((terminals[at].heard - sent[at]) * 1000)
        sent[at] = time.monotonic()
        terminals[at].send(keys[turn // len(terminals) % len(keys)])
    return waits


def cost(commands: list[list[str]], keys: str, folder: Path, seconds: float) -> Cost:
    """Starts programs and types into all of them."""
    terminals: list[Mute] = []
    try:
        for command in commands:
            terminals.append(Mute(command, size=SIZE, folder=folder, environ={"TUI_REPORT_AMBIGUOUS": "1"}))
            listen(terminals, 0.3)
        while listen(terminals, QUIET):
            pass
        typed_into(terminals, keys, 2)
        before = sum(terminal.cpu() for terminal in terminals)
        waits = sorted(typed_into(terminals, keys, seconds))
        spent = (sum(terminal.cpu() for terminal in terminals) - before) * 1000 / (RATE * seconds * len(terminals))
        memory = statistics.mean(terminal.memory() for terminal in terminals)
        return Cost(memory, spent, statistics.median(waits), waits[int(len(waits) * 0.95)])
    finally:
        for terminal in terminals:
            terminal.kill(signal.SIGKILL)
            terminal.end()


def ours(folder: Path) -> list[str]:
    """The command that opens a report of its own in the table."""
    own = Path(tempfile.mkdtemp(dir=folder))
    path = make_report(own)
    remember_place(path, TABLE)
    return program(path)


def main() -> None:
    """Prints one line for each program, alone and together, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    found: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs: dict[str, tuple[Callable[[], list[str]], str]] = {
            "ours": (lambda: ours(folder), "12\t34\t"),
            "theirs": (yardstick, "abcdef"),
        }
        print(f"{'':24}{'MiB each':>9}{'cpu ms':>8}{'median':>8}{'p95':>8}")
        for many in (1, arguments.count):
            for who, (command, keys) in programs.items():
                got = cost([command() for _ in range(many)], keys, folder, arguments.seconds)
                found[f"{who} {many}"] = got
                print(
                    f"{f'{many} at once, {who}':24}{got.memory:9.1f}{got.cpu:8.2f}{got.median:8.1f}{got.p95:8.1f}",
                    flush=True,
                )
    for many in (1, arguments.count):
        ratios = (ours / theirs for ours, theirs in zip(found[f"ours {many}"], found[f"theirs {many}"], strict=True))
        print(
            f"{f'{many} at once, ratio':24}" + "".join(f"{r:{w}.2f}" for r, w in zip(ratios, (9, 8, 8, 8), strict=True))
        )


if __name__ == "__main__":
    main()

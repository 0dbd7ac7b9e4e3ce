"""What the screen costs, in the same run as the smallest Textual app. Run: python -m benchmarks.terminal [ROUNDS].

Both programs run in turn in a pseudo-terminal of 120 by 40, so that the noise of the machine meets both. Bytes are
exact; times count as ratios only. Many programs at once: benchmarks.sessions.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.pty.harness import Terminal
from tui_report.form.cn_2021 import FORM
from tui_report.resources import samples
from tui_report.store.files import create, remember_place
from tui_report.store.reading import read_report

SIZE = (120, 40)
TAB, RIGHT, DOWN, F8, ENTER = "\t", "\x1b[C", "\x1b[B", "\x1b[19~", "\r"
UNSAVED = 5
"""Keys after which the saving is waited for, before it comes by itself."""
TABLE, PROSE = "requests.new.person", "overview.proactive"
SENTENCE = "全年主动公开政府信息32条，其中政策文件5条，政务动态27条，群众查询办事更加方便。"


@dataclass(slots=True)
class Sample:
    """What one step cost: bytes sent, milliseconds of processor time, milliseconds until the last byte."""

    bytes: float
    cpu: float
    time: float


def yardstick() -> list[str]:
    """The command of the smallest Textual app."""
    return [sys.executable, str(Path(__file__).with_name("one_input.py"))]


def program(path: Path) -> list[str]:
    """The command that opens a report."""
    return [sys.executable, "-m", "tui_report", str(path)]


@contextmanager
def running(command: list[str], expected: str, folder: Path) -> Iterator[tuple[Terminal, Sample]]:
    """Starts a program and waits until it shows a text and is quiet; gives what that cost."""
    begun = time.monotonic()
    with Terminal(command, size=SIZE, folder=folder) as terminal:
        terminal.wait_for(expected, 60)
        size = terminal.settle(0.2)
        yield terminal, Sample(size, terminal.cpu() * 1000, (terminal.heard - begun) * 1000)


def press(terminal: Terminal, keys: str, silence: float = 0.06) -> Sample:
    """Sends keys in one go and waits until their update is over."""
    size, cpu, begun = len(terminal.output), terminal.cpu(), time.monotonic()
    terminal.send(keys)
    while len(terminal.output) == size and time.monotonic() - begun < 1:
        time.sleep(0.001)
    after = terminal.settle(silence)
    wait = (terminal.heard - begun) * 1000 if after > size else 0.0
    return Sample(after - size, (terminal.cpu() - cpu) * 1000, wait)


def mean(samples_: list[Sample]) -> Sample:
    """The mean of what several keys cost."""
    return Sample(*(statistics.mean(getattr(s, name) for s in samples_) for name in ("bytes", "cpu", "time")))


def median(samples_: list[Sample]) -> Sample:
    """The middle of several rounds, each figure for itself."""
    return Sample(*(statistics.median(getattr(s, name) for s in samples_) for name in ("bytes", "cpu", "time")))


def make_report(folder: Path) -> Path:
    """A busy township's report with one passage of 3,700 characters, in a folder of its own."""
    report = read_report(samples() / "busy-township-2024.toml", FORM)
    prose = "\n".join(SENTENCE * 9 for _ in range(11))[:3700]
    values = {ref: value for ref, value in report.values.items() if ref != "last_year"}
    return create(folder / "report.toml", report.but(values={**values, PROSE: prose}), FORM)


def ours(folder: Path, place: str, expected: str, keys: list[str], silence: float = 0.06) -> Sample:
    """Opens a fresh report at a place; what each key cost there, on the average.

    The first key is not counted, and no saving, which comes at most once in 0.7 seconds: it has its own line. Tabs are
    not counted either.

    Args:
        folder: Where the report is made.
        place: Where the cursor stands.
        expected: What the screen shows then.
        keys: What is typed.
        silence: Seconds after which a key has shown all; half a second waits for what is only said at rest.
    """
    with tempfile.TemporaryDirectory(dir=folder) as own:
        path = make_report(Path(own))
        remember_place(path, place)
        with running(program(path), expected, folder) as (terminal, _):
            costs = []
            for at, key in enumerate(keys):
                costs.append((key, press(terminal, key, silence)))
                if at % UNSAVED == 0:
                    terminal.settle(1.2)
            return mean([cost for key, cost in costs[1:] if key != TAB])


def saving(folder: Path) -> Sample:
    """What it costs that a report is saved after a key: all that comes once the key is shown."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        path = make_report(Path(own))
        remember_place(path, TABLE)
        with running(program(path), "自然人", folder) as (terminal, _):
            costs = []
            for key in "1234":
                press(terminal, key)
                size, cpu, begun = len(terminal.output), terminal.cpu(), time.monotonic()
                after = terminal.settle(1.2)
                wait = (terminal.heard - begun) * 1000 if after > size else 0.0
                costs.append(Sample(after - size, (terminal.cpu() - cpu) * 1000, wait))
            return mean(costs[1:])


def theirs(folder: Path, keys: list[str]) -> Sample:
    """The same of the smallest Textual app."""
    with running(yardstick(), "READY", folder) as (terminal, _):
        return mean([press(terminal, key) for key in keys][1:])


def start_of(command: list[str], expected: str, folder: Path) -> Sample:
    """What starting costs."""
    with running(command, expected, folder) as (_, start):
        return start


def cases(folder: Path) -> dict[str, tuple[Callable[[], Sample], Callable[[], Sample]]]:
    """By name: what we do, and what the smallest Textual app does in its place."""
    path = make_report(folder)
    digits, letters = list("12\t3\t45\t7\t18"), list("abcdefgh")
    in_table, in_prose = "自然人", "主动公开情况"

    def at(place: str, expected: str, keys: list[str], silence: float = 0.06) -> Callable[[], Sample]:
        return lambda: ours(folder, place, expected, keys, silence)

    def key() -> Sample:
        return theirs(folder, letters)

    return {
        "start": (
            lambda: start_of(program(path), "任务清单", folder),
            lambda: start_of(yardstick(), "READY", folder),
        ),
        "digit in the table": (at(TABLE, in_table, digits), key),
        "the saving after it": (lambda: saving(folder), key),
        "move in the table": (at(TABLE, in_table, [RIGHT, RIGHT, DOWN] * 3), key),
        "move, then rest": (at(TABLE, in_table, [RIGHT, RIGHT, DOWN] * 3, 0.5), key),
        "character at the end": (at(PROSE, in_prose, ["\x1b[1;5F", *"新增政务公开栏"]), key),
        "character that rewraps": (at(PROSE, in_prose, ["\x1b[1;5H", *"新增政务公开栏"]), key),
        "next step": (at("tasks", "任务清单", [F8] * 8), key),
        "30 keys at once": (at(TABLE, in_table, [TAB, ENTER * 30]), lambda: theirs(folder, ["a", "a" * 30])),
    }


def table(folder: Path, rounds: int) -> None:
    """Prints what each case costs, ours and as a ratio."""
    print(f"{'':24}{'bytes':>8}{'theirs':>8}{'cpu ms':>9}{'ratio':>7}{'ms':>8}{'ratio':>7}")
    for name, (us, them) in cases(folder).items():
        pairs = [(us(), them()) for _ in range(rounds)]
        we, they = median([a for a, _ in pairs]), median([b for _, b in pairs])
        cpu, wait = (
            statistics.median(getattr(a, field) / getattr(b, field) for a, b in pairs) for field in ("cpu", "time")
        )
        print(f"{name:24}{we.bytes:8.0f}{they.bytes:8.0f}{we.cpu:9.1f}{cpu:7.2f}{we.time:8.1f}{wait:7.2f}")


def at_rest(folder: Path, seconds: float = 10) -> None:
    """Prints what ten seconds without a key cost, and the memory."""
    for name, command, expected in (
        ("ours", program(make_report(folder)), "任务清单"),
        ("theirs", yardstick(), "READY"),
    ):
        with running(command, expected, folder) as (terminal, _):
            size, cpu = len(terminal.output), terminal.cpu()
            time.sleep(seconds)
            used = (terminal.cpu() - cpu) / seconds
            print(
                f"at rest, {name:8}{len(terminal.output) - size:6} bytes, {used:.2%} cpu, {terminal.memory():.1f} MiB"
            )


def hang_ups(folder: Path) -> None:
    """Prints how long it takes from each way of losing the terminal until the report is saved and the program gone."""
    ways: dict[str, tuple[dict[str, bool], bool]] = {
        "closed": ({}, True),
        "SIGHUP": ({}, False),
        "closed, ignored": ({"hup_ignored": True}, True),
        "closed, no signal": ({"controlling": False}, True),
    }
    for name, (how, closes) in ways.items():
        with tempfile.TemporaryDirectory(dir=folder) as own:
            path = make_report(Path(own))
            remember_place(path, TABLE)
            with Terminal(program(path), size=SIZE, folder=folder, **how) as terminal:  # type: ignore[arg-type]
                terminal.wait_for("自然人", 60)
                terminal.settle(0.7)
                press(terminal, "987", 0.02)
                if not closes:
                    terminal.kill(signal.SIGHUP)
                begun = time.monotonic()
                if closes:
                    terminal.close()
                terminal.wait()
                gone = (time.monotonic() - begun) * 1000
                saved = read_report(path, FORM).values.get(TABLE) == 987
            print(f"hang-up, {name:18}{gone:6.0f} ms, {'saved' if saved else 'NOT SAVED'}")


def main() -> None:
    """Prints all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", nargs="?", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table(folder, arguments.rounds)
        for part in (at_rest, hang_ups):
            with tempfile.TemporaryDirectory(dir=folder) as own:
                part(Path(own))


if __name__ == "__main__":
    main()

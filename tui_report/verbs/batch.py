"""Work on files one by one: bounded in time and memory, a bad one never in the way of the rest."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

from tui_report.store.faults import StoreError, shown_file
from tui_report.verbs.opening import STDIN, called

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 45
"""Seconds one file may take; LibreOffice, which reads old Word files, is allowed 30 of them."""
MEMORY = 1_500_000_000
"""Bytes of address space that a worker may have."""
Result = TypeVar("Result")


def attempt(name: str, work: Callable[[str], Result]) -> tuple[Result | None, str]:
    """Returns what `work` makes of a file, or why it made nothing; never raises because of the file."""
    file = called(shown_file(name))
    try:
        with _within(SECONDS):
            return work(name), ""
    except StoreError as fault:
        return None, str(fault)
    except TimeoutError:
        return None, f"{file}：{SECONDS}秒内没有读完，跳过了"
    except MemoryError:
        return None, f"{file}：内容太大，内存不够，跳过了"
    except Exception as fault:  # a fault of our own; the other files are to be read all the same
        return None, f"{file}：程序出错（{type(fault).__name__}），请把文件发给维护的人"


def each(
    work: Callable[..., tuple[Result | None, str]], names: list[str], *others: list[Path], jobs: int
) -> Iterator[tuple[Result | None, str]]:
    """Yields what `work`, a function of a module that never raises, makes of each name, in order.

    Where there are several names, worker processes share them; standard input is this one's own. `others` are lists of further arguments.
    """
    if len(names) == 1 or jobs == 1 or STDIN in names:
        yield from map(work, names, *others)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(min(jobs, len(names)), initializer=_bound_memory) as pool:
        futures = [pool.submit(work, *arguments) for arguments in zip(names, *others, strict=True)]
        for name, future in zip(names, futures, strict=True):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield None, f"{shown_file(name)}：读它的时候程序被系统结束，跳过了"


class Progress:
    """One line on the terminal that counts the files; nothing where standard error is none."""

    def __init__(self, what: str, number: int) -> None:
        self._what = what
        self._number = number
        self._shows = number > 1 and sys.stderr.isatty()

    def show(self, done: int, name: str = "") -> None:
        """Shows how many files are done, and the name of the one that comes next."""
        if self._shows:
            text = f"{self._what} {done}/{self._number} {shown_file(name)[:24]}"
            print(f"\r{text}\x1b[K", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Takes the line away."""
        if self._shows:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Raises TimeoutError in what takes longer; where the system has no such alarm it takes as long as it takes."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from tui_report.ui import keeper as keeping
from tui_report.ui.keeper import Keeper


class Desk:
    """Something that is saved, and how often, by whom, and whether it can be."""

    def __init__(self) -> None:
        self.text = ""
        self.saved: list[str] = []
        self.by: set[str] = set()
        self.broken = False
        self.errors: list[Exception] = []
        self.wrote = threading.Semaphore(0)
        self.failed = threading.Semaphore(0)
        self.keeper = Keeper(self.save, on_error=self.tell)
        self.keeper.start()

    def type(self, text: str) -> None:
        self.text = text
        self.keeper.touch()

    def save(self) -> None:
        self.by.add(threading.current_thread().name)
        if self.broken:
            raise OSError(28, "No space left on device")
        self.saved.append(self.text)
        self.wrote.release()

    def tell(self, error: Exception) -> None:
        self.errors.append(error)
        self.failed.release()


def test_a_change_is_saved_without_being_asked_for() -> None:
    desk = Desk()
    desk.type("甲")
    assert desk.wrote.acquire(timeout=10)
    assert desk.saved == ["甲"]


def test_many_changes_are_saved_together_and_the_last_one_wins() -> None:
    desk = Desk()
    for count in range(500):
        desk.type(str(count))
    assert desk.keeper.flush(10)
    assert desk.saved[-1] == "499"
    assert len(desk.saved) < 10


def test_typing_on_and_on_does_not_put_the_saving_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SAVE_AFTER", 0.05)
    desk = Desk()
    for _ in range(3000):
        desk.type("x")
        if desk.wrote.acquire(timeout=0.005):
            break
    assert desk.saved


@pytest.mark.parametrize("now", [0.0, 4e9], ids=["set back", "set forward"])
def test_a_clock_that_is_set_changes_no_pace(now: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SAVE_AFTER", 0.3)
    desk = Desk()
    desk.type("甲")
    monkeypatch.setattr(time, "time", lambda: now)
    assert not desk.saved
    assert desk.wrote.acquire(timeout=10)
    desk.type("乙")
    assert desk.keeper.flush(10)


def test_nothing_is_saved_when_nothing_was_changed() -> None:
    desk = Desk()
    assert desk.keeper.flush(10)
    assert desk.saved == []


def test_flush_saves_at_once_and_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SAVE_AFTER", 1000.0)
    desk = Desk()
    desk.type("乙")
    assert desk.keeper.flush(10)
    assert desk.saved == ["乙"]
    assert desk.keeper.flush(0)


def test_only_one_thread_saves() -> None:
    desk = Desk()
    for count in range(20):
        desk.type(str(count))
        assert desk.keeper.flush(10)
    assert desk.by == {"keeper"}


def test_an_error_is_told_and_flush_does_not_wait_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SAVE_AFTER", 1000.0)
    desk = Desk()
    desk.broken = True
    desk.type("丙")
    assert not desk.keeper.flush(1000)
    assert isinstance(desk.errors[0], OSError)


def test_after_an_error_the_saving_is_tried_again_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "RETRY_AFTER", 0.02)
    desk = Desk()
    desk.broken = True
    desk.type("丁")
    for _ in range(3):
        assert desk.failed.acquire(timeout=10)
    desk.broken = False
    assert desk.wrote.acquire(timeout=10)
    assert desk.saved[-1] == "丁"


def test_after_an_error_the_next_change_is_saved_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "RETRY_AFTER", 1000.0)
    desk = Desk()
    desk.broken = True
    desk.type("戊")
    assert desk.failed.acquire(timeout=10)
    desk.broken = False
    desk.type("己")
    assert desk.wrote.acquire(timeout=10)
    assert desk.saved == ["己"]
    assert desk.keeper.flush(10)


def test_a_listener_that_fails_does_not_stop_the_saving() -> None:
    def save() -> None:
        done.release()

    def listen() -> None:
        raise RuntimeError

    done = threading.Semaphore(0)
    keeper = Keeper(save, on_saved=listen)
    keeper.start()
    for _ in range(2):
        keeper.touch()
        assert keeper.flush(10)
        assert done.acquire(timeout=10)


def test_a_change_during_the_saving_is_saved_too() -> None:
    begun, go_on = threading.Event(), threading.Event()
    saved: list[int] = []
    state = [1]

    def save() -> None:
        snapshot = state[0]
        begun.set()
        go_on.wait(10)
        saved.append(snapshot)

    keeper = Keeper(save)
    keeper.start()
    keeper.touch()
    assert begun.wait(10)
    state[0] = 2
    keeper.touch()
    go_on.set()
    assert keeper.flush(10)
    assert saved == [1, 2]


LEAVER = """
import sys, threading
from tui_report.ui.keeper import Keeper, guard
guard()
def save():
    print("saved", flush=True)
    if {fails}:
        raise OSError
keeper = Keeper(save)
keeper.start()
keeper.touch()
keeper.digest = lambda timeout: print("digested", flush=True)
threading.Thread(target=lambda: keeper.leave({status}, "再见。")).start()
threading.Event().wait()
"""


@pytest.mark.parametrize(
    ("fails", "status", "end", "said"),
    [
        (False, 143, 143, "再见。"),
        (True, 143, 1, "再见。最后的改动没有存下。"),
        (True, 70, 70, "再见。最后的改动没有存下。"),
    ],
)
def test_leaving_digests_saves_speaks_and_ends_though_the_main_thread_stands(
    fails: bool, status: int, end: int, said: str
) -> None:
    code = LEAVER.format(fails=fails, status=status)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == ["digested", "saved"]
    assert done.stderr.endswith(said + "\n")
    assert done.returncode == end


@pytest.fixture
def full_line() -> Iterator[tuple[int, int]]:
    """Where a terminal reads and where one writes to it, and there is no room in between."""
    if sys.platform == "win32":
        pytest.skip("a console has no such line")
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(writing, b"." * 4096)
    os.set_blocking(writing, True)
    yield reading, writing
    os.close(reading)
    os.close(writing)


def test_what_gives_the_terminal_back_waits_until_a_slow_one_takes_it(full_line, monkeypatch) -> None:
    """It was dropped where the line was full at that moment, and the terminal was left on the second screen."""
    reading, writing = full_line
    monkeypatch.setattr("select.select", lambda *which: os.read(reading, 4096))
    keeping._send(writing, b"and back" * 1024)
    rest = b""
    while not rest.endswith(b"back"):
        rest += os.read(reading, 1 << 16)
    assert rest.count(b"and back") == 1024
    assert os.get_blocking(writing)


def test_a_terminal_that_nobody_reads_is_not_waited_for_long(full_line, monkeypatch) -> None:
    monkeypatch.setattr(keeping, "LAST_WORDS", 0.05)
    keeping._send(full_line[1], b"nobody sees it")


def test_the_keeper_does_not_need_textual() -> None:
    code = "import sys, tui_report.ui.keeper; print('textual' in sys.modules, 'rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]

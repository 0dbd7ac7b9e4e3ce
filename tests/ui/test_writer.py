from __future__ import annotations

import os
import select
import threading

from tui_report.ui import writer as writing
from tui_report.ui.writer import Writer


class Pipe:
    """A writer on a pipe that nobody reads until `read` is called."""

    def __init__(self) -> None:
        self.source, self.target = os.pipe()
        self.freed = threading.Semaphore(0)
        self.writer = Writer(self.target, self.freed.release)
        self.writer.start()

    def read(self, seconds: float = 0.2) -> bytes:
        """All that comes until nothing comes for a while."""
        text = b""
        while select.select([self.source], [], [], seconds)[0]:
            text += os.read(self.source, 65536)
        return text

    def clog(self) -> None:
        """Fills the pipe, so that the writer stands in the middle of a text and another one waits."""
        while select.select([], [self.target], [], 0.1)[1]:
            self.writer.write("x" * 60_000)
        self.writer.write("x")


def test_texts_arrive_in_order_and_in_utf_8() -> None:
    pipe = Pipe()
    for text in ("甲", "\x1b[m", "乙\ud800"):
        pipe.writer.write(text)
    assert pipe.read() == "甲\x1b[m乙?".encode()


def test_who_writes_never_waits_when_nobody_reads() -> None:
    pipe = Pipe()
    pipe.clog()
    for _ in range(10_000):
        pipe.writer.write("x" * 1000)
    assert not pipe.writer.free()
    assert len(pipe.writer._waiting) < writing._QUEUE_LIMIT + 60_001


def test_who_asked_is_told_once_when_all_is_sent() -> None:
    pipe = Pipe()
    pipe.clog()
    assert not pipe.writer.free()
    assert set(pipe.read()) == {ord("x")}
    assert pipe.freed.acquire(timeout=10)
    assert pipe.writer.free()
    pipe.writer.write("y")
    assert pipe.read() == b"y"
    assert not pipe.freed.acquire(blocking=False)


def test_what_waits_can_be_dropped() -> None:
    pipe = Pipe()
    pipe.clog()
    pipe.writer.write("last")
    pipe.writer.drop(0.01)
    assert b"last" not in pipe.read()


def test_stopping_sends_what_is_left_but_does_not_wait_for_ever() -> None:
    pipe = Pipe()
    pipe.writer.write("bye")
    pipe.writer.stop(10)
    assert pipe.read() == b"bye"
    assert not pipe.writer.is_alive()
    stuck = Pipe()
    stuck.clog()
    stuck.writer.stop(0.01)


def test_a_terminal_that_has_gone_does_not_hurt() -> None:
    pipe = Pipe()
    os.close(pipe.source)
    pipe.writer.write("x")
    pipe.writer.stop(10)
    assert not pipe.writer.is_alive()

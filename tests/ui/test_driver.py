from __future__ import annotations

import asyncio
import inspect
import os
import select
import threading
import time
import tty
from importlib.metadata import version

import pytest
from textual import constants
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from tui_report.ui import driver as driving
from tui_report.ui.driver import SafeDriver, Writer


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
    assert len(pipe.writer._waiting) < driving._QUEUE_LIMIT + 60_001


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


def test_a_key_on_its_way_between_two_queues_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last key was lost in 9 of 60 hang-ups: for a moment it was in no queue, and no longer in the terminal either."""
    driver = SafeDriver.__new__(SafeDriver)
    driver._key_thread, driver._loop = None, asyncio.new_event_loop()
    keys = ["字", "词", "\r"]
    worked_off: list[str] = []

    async def work() -> None:
        while keys:
            key = keys.pop(0)
            for _ in range(5):
                await asyncio.sleep(0)
                time.sleep(0.005)  # long enough for the other thread to look
            worked_off.append(key)

    monkeypatch.setattr(driver, "backlog", lambda: len(keys))
    thread = threading.Thread(target=driver._loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(work(), driver._loop)
    driver.digest(60)
    assert worked_off == ["字", "词", "\r"]
    driver._loop.call_soon_threadsafe(driver._loop.stop)
    thread.join()
    driver._loop.close()


def test_what_was_typed_and_not_yet_read_is_waited_for() -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    driver = SafeDriver.__new__(SafeDriver)
    driver.fileno, driver._key_thread = slave, threading.current_thread()
    assert not driver._unread()
    os.write(master, b"1")
    assert driver._unread()
    driver._key_thread = None
    assert not driver._unread(), "nobody reads: the keys are for another program"
    driver._key_thread = threading.current_thread()
    os.close(master)
    assert not driver._unread()
    os.close(slave)


# ---------------------------------------------------------------------- what we lean on in Textual


def test_this_is_the_textual_whose_private_names_we_know() -> None:
    assert version("textual") == "8.2.8"


@pytest.mark.parametrize(
    ("owner", "name", "parameters"),
    [
        (App, "_display", ["self", "screen", "renderable"]),
        (App, "_build_driver", ["self", "headless", "inline", "mouse", "size"]),
        (App, "_handle_exception", ["self", "error"]),
        (App, "_close_messages_no_wait", ["self"]),
        (App, "_set_pointer_shape", ["self", "shape"]),
        (LinuxDriver, "start_application_mode", ["self"]),
        (LinuxDriver, "stop_application_mode", ["self"]),
        (LinuxDriver, "disable_input", ["self"]),
        (LinuxDriver, "close", ["self"]),
        (LinuxDriver, "write", ["self", "data"]),
        (LinuxDriver, "run_input_thread", ["self"]),
        (LinuxDriver, "_run_input_thread", ["self"]),
        (LinuxDriver, "_get_terminal_size", ["self"]),
        (LinuxDriver, "_patch_lflag", ["attrs"]),
        (LinuxDriver, "_patch_iflag", ["attrs"]),
        (LinuxDriver, "_sigtstp_application", ["self", "_"]),
        (LinuxDriver, "_sigcont_application", ["self", "_"]),
        (LayoutUpdate, "__init__", ["self", "strips", "region"]),
        (ChopsUpdate, "__init__", ["self", "chops", "spans", "chop_ends"]),
    ],
)
def test_the_private_names_are_as_they_were(owner: type, name: str, parameters: list[str]) -> None:
    assert list(inspect.signature(getattr(owner, name)).parameters) == parameters


def test_the_driver_overrides_only_what_there_is() -> None:
    ours = {"paint", "hush", "backlog", "digest", "_send_frame", "_in_loop", "_make_raw", "_take_again", "_resized"}
    ours |= {"_unread", "_read", "_deliver", "_post", "_ask_width", "_take_width"}
    own = {name for name, value in vars(SafeDriver).items() if callable(value)}
    assert own - ours <= set(dir(LinuxDriver))
    assert not ours & set(dir(LinuxDriver))


def test_the_parser_tells_when_it_waits() -> None:
    parser = XTermParser()
    waits = [parser._timeout_time is not None]
    assert list(parser.feed("\x1b")) == []
    waits.append(parser._timeout_time is not None)
    parser._timeout_time = 0.0
    assert [getattr(event, "key", "") for event in parser.tick()] == ["escape"]
    waits.append(parser._timeout_time is not None)
    assert waits == [False, True, False]


def test_the_escape_delay_is_a_number_of_seconds() -> None:
    assert 0 < constants.ESCAPE_DELAY < 5

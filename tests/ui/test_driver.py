from __future__ import annotations

import asyncio
import inspect
import os
import threading
import time
import tty
from collections import deque
from collections.abc import Awaitable, Callable
from importlib.metadata import version

import pytest
from textual import constants
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui_report.ui import driver as driving
from tui_report.ui.driver import SafeDriver
from tui_report.ui.typed import Typed


def test_a_key_on_its_way_between_two_queues_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last key was lost in 9 of 60 hang-ups: for a moment it was in no queue, and no longer in the terminal either."""
    driver = SafeDriver.__new__(SafeDriver)
    driver._loop = asyncio.new_event_loop()
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


class Listening:
    """A driver that reads a terminal of its own in an event loop, and the app it tells."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.master, slave = os.openpty()
        tty.setraw(slave)
        self.driver = SafeDriver.__new__(SafeDriver)
        self.driver.fileno, self.driver._app = slave, self  # type: ignore[assignment]
        self.driver._typed, self.driver._coming = Typed(), deque()
        self.driver._listening, self.driver._later = False, None
        self.driver.at_once = lambda key: False
        self.waiting = 0
        self.got: list[str] = []
        monkeypatch.setattr(self.driver, "backlog", lambda: len(self.driver._coming) + self.waiting)

    def post_message(self, message: Message) -> None:
        self.got.append(getattr(message, "key", ""))

    async def type(self, text: bytes, seconds: float = 0.0) -> list[str]:
        """Types, and returns what has come of all that was typed once it has been read, and for so long."""
        os.write(self.master, text)
        before = len(self.got)
        for _ in range(1000):
            await asyncio.sleep(0.01)
            if len(self.got) > before:
                break
        await asyncio.sleep(seconds)
        return self.got

    def run(self, work: Callable[[], Awaitable[None]]) -> None:
        async def begin() -> None:
            self.driver._loop = asyncio.get_running_loop()
            self.driver._listen()
            await work()
            self.driver._stop_listening()

        asyncio.run(begin())


def test_keys_are_read_in_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard = Listening(monkeypatch)

    async def work() -> None:
        assert await keyboard.type("1政".encode()) == ["1", "政"]
        assert await keyboard.type(b"\x1b[A") == ["1", "政", "up"]

    keyboard.run(work)


def test_an_escape_that_nothing_follows_is_an_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard = Listening(monkeypatch)

    async def work() -> None:
        assert await keyboard.type(b"\x1b") == ["escape"]
        assert keyboard.driver._later is None

    keyboard.run(work)


def test_what_is_typed_ahead_waits_until_the_app_has_worked_off_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard = Listening(monkeypatch)
    real = keyboard.post_message

    def post(message: Message) -> None:
        keyboard.waiting += 1
        real(message)

    monkeypatch.setattr(keyboard, "post_message", post)

    async def work() -> None:
        await keyboard.type(b"\x1b[B" * 300, 0.1)
        assert len(keyboard.got) == driving.BATCH + 1
        assert keyboard.driver.backlog() == 300
        os.write(keyboard.master, b"x")
        await asyncio.sleep(0.1)
        assert len(keyboard.got) == driving.BATCH + 1  # nobody reads on meanwhile
        keyboard.waiting = -1000
        for _ in range(1000):
            await asyncio.sleep(0.01)
            if len(keyboard.got) > 300:
                break
        assert keyboard.got == ["down"] * 300 + ["x"]

    keyboard.run(work)


def test_a_terminal_that_has_gone_is_not_read_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard = Listening(monkeypatch)

    async def work() -> None:
        os.close(keyboard.master)
        for _ in range(1000):
            await asyncio.sleep(0.01)
            if not keyboard.driver._listening:
                break
        assert not keyboard.driver._listening
        assert keyboard.driver._later is None

    keyboard.run(work)


def test_a_key_that_is_done_at_once_is_not_posted(monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard = Listening(monkeypatch)
    done: list[str] = []
    keyboard.driver.at_once = lambda key: key.key == "1" and not done.append(key.key)  # type: ignore[func-returns-value]

    async def work() -> None:
        assert await keyboard.type(b"121") == ["2"]
        assert done == ["1", "1"]

    keyboard.run(work)


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
    ours |= {"_listen", "_stop_listening", "_stop_waiting", "_hear", "_hand_on", "_post"}
    ours |= {"_ask_width", "_take_width"}
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

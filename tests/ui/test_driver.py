from __future__ import annotations

import asyncio
import inspect
import threading
import time
from importlib.metadata import version

import pytest
from textual import constants
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from tui_report.ui.driver import SafeDriver


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
    ours |= {"_listen", "_stop_listening", "_stop_waiting", "_hear", "_gone", "_hand_on", "_post"}
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

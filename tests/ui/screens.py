"""The whole program without a terminal: started on a folder, driven by keys, read as lines of text."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual.pilot import Pilot

from tui_report.resources import samples
from tui_report.ui.app import ReportApp
from tui_report.ui.session import open_session

DUMPS = Path(__file__).parent / "dumps"
NOW = datetime(2025, 1, 14, 10, 42, tzinfo=UTC)


def copies(folder: Path, *names: str) -> Path:
    """Copies samples into a folder and returns the first copy."""
    for name in names:
        shutil.copy(samples() / f"{name}.toml", folder)
    return folder / f"{names[0]}.toml"


async def _a_moment(min_sleep: float = 0.0, max_sleep: float = 0.0) -> None:
    """Lets the loop turn where Textual's pilot would sleep until the processor rests; `settled` knows what to wait for."""
    for _ in range(3):
        await asyncio.sleep(0.001)


@asynccontextmanager
async def running(path: Path | None, folder: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Any]:
    """Runs the program until the block ends."""
    app = ReportApp(open_session(path, NOW.date()) if path else None, folder, lambda: NOW)
    with patch("textual.app.wait_for_idle", _a_moment), patch("textual.pilot.wait_for_idle", _a_moment):
        async with app.run_test(size=size) as pilot:
            app.keeper.start()
            await settled(pilot)
            yield pilot
            if app.session:
                app.session.file.close()


async def settled(pilot: Pilot[int]) -> None:
    """Waits until all that was asked for is shown."""
    for _ in range(4):
        await pilot.pause()
    while any(getattr(pilot.app.screen, name, None) for name in ("_due", "_guiding", "reading")):
        await pilot.pause(0.02)
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Presses keys and waits for what they do."""
    for key in keys:
        await pilot.press(key)
    await settled(pilot)


async def type_in(pilot: Pilot[int], text: str) -> None:
    """Types a text, Han characters too."""
    await press(pilot, *text)


def shown(pilot: Pilot[int]) -> str:
    """The screen as lines of text."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


def assert_dump(pilot: Pilot[int], name: str) -> None:
    """Compares the screen with its dump; UPDATE_DUMPS=1 writes the dump anew, to be read in the diff."""
    text = re.sub(r"/\S*?/test_[^/\s）]*", "/FOLDER", shown(pilot))
    path = DUMPS / f"{name}.txt"
    if os.environ.get("UPDATE_DUMPS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")

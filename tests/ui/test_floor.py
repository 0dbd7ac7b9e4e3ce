from __future__ import annotations

import ast
import asyncio
import gc
import importlib.util
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.widgets import Input

from tui_report import fault_log
from tui_report.ui import start
from tui_report.ui.floor import SafeApp
from tui_report.ui.keeper import Keeper


class Form(SafeApp):
    def compose(self) -> ComposeResult:
        yield Input("机密的正文")

    def on_input_changed(self) -> None:
        secret = self.query_one(Input).value
        raise ValueError(secret)


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "tui-report" / "faults.log"


async def test_an_error_in_a_handler_ends_the_app_with_status_70_and_is_written_down(state: Path) -> None:
    app = Form()
    with pytest.raises(ValueError, match="机密"):
        async with app.run_test() as pilot:
            await pilot.press("x")
            await pilot.pause()
    assert app.return_code == 70
    assert "机密" not in state.read_text("utf-8")


async def test_an_error_in_a_forgotten_task_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = SafeApp()
    told: list[BaseException] = []
    monkeypatch.setattr(app, "_handle_exception", told.append)
    error = ValueError()
    app._handle_loop_error(asyncio.get_running_loop(), {"message": "", "exception": error})
    app._handle_loop_error(asyncio.get_running_loop(), {"message": "", "exception": asyncio.CancelledError()})
    app._handle_loop_error(asyncio.get_running_loop(), {"message": "no exception"})
    assert told == [error]


async def test_there_is_no_command_palette() -> None:
    app = SafeApp()
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        assert len(app.screen_stack) == 1


async def test_the_cursor_position_can_be_set_at_any_time() -> None:
    app = SafeApp()
    app.cursor_position = Offset(1, 2)
    async with app.run_test() as pilot:
        app.cursor_position = Offset(3, 4)
        await pilot.pause()
        assert app.cursor_position == (3, 4)


def test_an_entry_names_the_places_and_nothing_of_the_text(state: Path) -> None:
    def inner() -> None:
        raise KeyError("机密")

    def outer() -> None:
        try:
            inner()
        except KeyError as error:
            raise OSError(28, "机密", "/机密") from error

    with pytest.raises(OSError, match="机密") as caught:
        outer()
    line = fault_log.write_down(caught.value)
    log = state.read_text("utf-8")
    assert stat.S_IMODE(state.stat().st_mode) == 0o600
    assert line.count("\n") == 0
    assert str(state) in line
    assert "builtins.OSError 28\n" in log
    assert "builtins.KeyError\n" in log
    assert "test_floor.py:" in log
    assert "inner" in log
    assert "机密" not in log + line


def test_the_log_is_kept_small(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fault_log, "SIZE_LIMIT", 300)
    for _ in range(20):
        fault_log.write_down(ValueError())
    assert state.stat().st_size < 500
    assert {path.name for path in state.parent.iterdir()} == {"faults.log", "faults.old"}


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/nowhere")
    assert "记录没有写成" in fault_log.write_down(ValueError())


def test_an_error_that_names_itself_as_its_cause_is_written_down_too(state: Path) -> None:
    first, second = ValueError(), ValueError()
    first.__cause__, second.__cause__ = second, first
    fault_log.write_down(first)
    assert state.stat().st_size < 20_000


def test_errors_of_threads_and_of_the_run_end_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[BaseException] = []
    app = SafeApp(Keeper(lambda: None))
    monkeypatch.setattr(app.keeper, "watch", lambda: None)
    monkeypatch.setattr(app, "_leave_after", told.append)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    error, other = ValueError(), KeyError()

    def run(mouse: bool) -> None:
        assert mouse is False
        thread = threading.Thread(target=lambda: (_ for _ in ()).throw(other))
        thread.start()
        thread.join()
        raise error

    monkeypatch.setattr(app, "run", run)
    assert app.run_to_end() == 70
    assert told == [other, error]


def test_a_last_saving_that_fails_shows_in_the_status(monkeypatch: pytest.MonkeyPatch) -> None:
    def save() -> None:
        raise OSError

    app = SafeApp(Keeper(save))
    monkeypatch.setattr(app.keeper, "watch", lambda: None)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(app, "run", lambda mouse: app.keeper.touch())
    assert app.run_to_end() == 1


# ---------------------------------------------------------------------- how Textual is loaded


LOADED = {"app.py", "theme.py", "screen.py", "widget.py", "dom.py", "system_commands.py"}
"""Modules of Textual that may import what is left out: those that are loaded, and one that never is."""


@pytest.mark.parametrize("module", start.LEFT_OUT)
def test_what_is_left_out_has_every_name_that_textual_imports(module: str) -> None:
    folder = Path(str(importlib.util.find_spec("textual").origin)).parent  # type: ignore[union-attr]
    wanted = {
        alias.name
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == module
        for alias in node.names
        if path.name in LOADED
    }
    others = {
        path.name
        for path in folder.rglob("*.py")
        if module in path.read_text("utf-8") and path.name != f"{module.rpartition('.')[2]}.py"
    }
    assert wanted == set(start.LEFT_OUT[module])
    assert others <= LOADED


def test_neither_the_palette_nor_tls_is_loaded_and_an_app_works() -> None:
    code = (
        "import gc, sys\n"
        "from tui_report.ui import start\n"
        "start.lighten()\n"
        "assert not gc.isenabled()\n"
        "from tui_report.ui.floor import SafeApp\n"
        "import asyncio\n"
        "async def main():\n"
        "    app = SafeApp()\n"
        "    async with app.run_test() as pilot:\n"
        "        await pilot.press('ctrl+p', 'a')\n"
        "asyncio.run(main())\n"
        "heavy = ('ssl', 'textual.widgets._markdown', 'tomlkit', 'jinja2', 'textual.command', 'platformdirs', 'lzma')\n"
        "print([name for name in heavy if getattr(sys.modules.get(name), '__file__', None)])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "[]\n", done.stderr


def test_the_collector_is_started_again() -> None:
    try:
        gc.disable()
        start.settle()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.enable()
        gc.unfreeze()

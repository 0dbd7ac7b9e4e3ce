from __future__ import annotations

import sys
import threading
import time

import pytest

from tui_report.programs import run, stoppable


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_what_a_program_writes_is_returned_with_its_exit_code():
    assert run(python("print('x' * 200_000); raise SystemExit(3)"), 30) == (3, b"x" * 200_000 + b"\n")


def test_a_program_gets_no_input_and_the_environment_that_is_given():
    code = "import os, sys; print(repr(sys.stdin.read()), os.environ.get('HOME'))"
    assert run(python(code), 30, {"HOME": "/nowhere"}) == (0, b"'' /nowhere\n")


@pytest.mark.skipif(sys.platform == "win32", reason="the children of a program are found by its process group")
@pytest.mark.parametrize("wanted", [True, False], ids=["too long", "stopped"])
def test_a_program_is_ended_with_what_it_started_though_that_holds_its_output(wanted, tmp_path):
    """`subprocess.run` ended the program alone, and then waited for its children."""
    alive = tmp_path / "alive"
    child = f"import time; time.sleep(2); open({str(alive)!r}, 'w')"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]); print('x', flush=True)"
    stop = threading.Event()
    if not wanted:
        stop.set()
    with stoppable(stop), pytest.raises(TimeoutError):
        run(python(code + "; import time; time.sleep(60)"), 0.5 if wanted else 60)
    time.sleep(2.2)
    assert not alive.exists()


def test_outside_of_it_nothing_is_stopped():
    stop = threading.Event()
    stop.set()
    with stoppable(stop):
        pass
    assert run(python("print(1)"), 30) == (0, b"1\n")

"""Other programs that read or make a file for this one: bounded in time, ended with all that they started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar

TURN = 0.1
"""Seconds after which it is looked whether the program is still wanted."""

_stop: ContextVar[threading.Event | None] = ContextVar("stop", default=None)


@contextmanager
def stoppable(stop: threading.Event) -> Iterator[None]:
    """Lets another thread end, by setting `stop`, every program that this one runs meanwhile."""
    token = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(token)


def run(command: Sequence[str], seconds: float, environment: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """Runs a program without input to its end.

    Returns:
        Its exit code and what it wrote to standard output.

    Raises:
        TimeoutError: It took longer than `seconds`, or nobody wants it any more; it is ended.
        OSError: It cannot be started.
    """
    stop, until = _stop.get(), time.monotonic() + seconds
    with subprocess.Popen(  # noqa: S603 - the caller names a program it has found, or this interpreter
        command,
        env=environment,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            while time.monotonic() < until and not (stop and stop.is_set()):
                with suppress(subprocess.TimeoutExpired):
                    written, _ = process.communicate(timeout=min(TURN, seconds))
                    return process.returncode, written
            raise TimeoutError
        except BaseException:
            _end(process)
            raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program and what it started, such as the many processes of a browser."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

"""`python -m tui_report`, and what the command `tui-report` calls."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

YOUNG = 50_000
"""Objects that come before the collector looks at them; a verb that reads one report makes fewer."""


def start() -> NoReturn:
    """Runs the program and ends this process.

    What is loaded stays until the end, so the collector seldom looks through it: not while it is loaded, nor when
    Python takes everything down. That is a fifth of what a check costs. Where there never were threads that somebody
    has to wait for, nothing is taken down at all.
    """
    gc.set_threshold(YOUNG)
    from tui_report.cli import main

    try:
        code = main()
        if "threading" not in sys.modules:
            os._exit(code)
        sys.exit(code)
    finally:
        gc.freeze()


if __name__ == "__main__":
    start()

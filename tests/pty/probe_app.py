"""A small editor on the real floor: driver, output and keeper, with a text file as its report."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tui_report import terminal
from tui_report.ui import keeper as keeping
from tui_report.ui import start


def main() -> int:
    refusal = terminal.prepare(os.environ, sys.stdin, sys.stdout, sys.stderr)
    if refusal is not None:
        print(refusal.message, file=sys.stderr)
        return refusal.status
    keeping.guard()
    start.lighten()
    from tests.pty.probe_screen import Probe

    return Probe(Path(sys.argv[1]), sys.argv[2:]).run_to_end()


if __name__ == "__main__":
    sys.exit(main())

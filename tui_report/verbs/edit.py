"""`edit`: opens the screen."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path


def run(args: Namespace) -> int:
    """Opens a report, or the start screen of the current folder."""
    from tui_report.terminal import prepare

    refusal = prepare(os.environ, sys.stdin, sys.stdout, sys.stderr)
    if refusal:
        print(f"tui-report: {refusal.message}", file=sys.stderr)
        return refusal.status
    from tui_report.ui.keeper import guard
    from tui_report.ui.start import lighten

    guard()
    lighten()
    from tui_report.ui.app import open_screen

    return open_screen(Path(args.file) if args.file else None)

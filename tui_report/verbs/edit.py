"""`edit`: opens the screen, or asks on plain lines."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace


def run(args: SimpleNamespace) -> int:
    """Opens a report, or the start screen of the current folder."""
    if args.plain:
        return _ask(args.file)
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


def _ask(file: str | None) -> int:
    """Needs no terminal and no Textual: standard input may be a pipe."""
    from tui_report.ui.listener import Listener, long_lines
    from tui_report.ui.plain import run_plain

    listener = Listener()
    if file is not None:
        return run_plain(Path(file), listener)
    from tui_report.verbs.plain_start import choose

    try:
        with long_lines():
            chosen = choose(Path(), listener.read, lambda line: print(line, flush=True))
    except OSError:
        if not listener.status:
            raise
        return listener.status  # nobody reads any more
    return run_plain(chosen, listener) if chosen else listener.status

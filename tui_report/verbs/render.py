"""`render`: the report as it will be published."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from tui_report.assess import assess
from tui_report.verbs.opening import open_facts, print_json, tell


def run(args: Namespace) -> int:
    """Renders a report to standard output or to a file; 1 where open errors forbid it."""
    from tui_report.rendering.environment import OpenErrors
    from tui_report.rendering.text import encode, render_text

    facts = open_facts(args.file)
    try:
        text = render_text(facts, assess(facts), draft=args.draft, width=args.width, ambiguous=args.ambiguous)
    except OpenErrors as fault:
        tell(str(fault))
        return 1
    content = encode(text, args.encoding)
    if args.output:
        _write(Path(args.output), content)
        tell(f"已写入 {args.output}")
    elif args.json:
        print_json({"file": args.file, "to": args.to, "text": text})
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    return 0


def _write(path: Path, content: bytes) -> None:
    from tui_report.store.files import write_whole

    write_whole(path, content)

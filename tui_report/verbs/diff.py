"""`diff`: what differs between two reports, cell by cell and sentence by sentence."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from tui_report.differences import Difference, differences
from tui_report.form.cn_2021 import FORM
from tui_report.report import plain
from tui_report.verbs.opening import print_json, put, read_any


def run(args: Namespace) -> int:
    """Compares two files of any kind; 1 where they differ."""
    one, other = read_any(Path(args.one)), read_any(Path(args.other))
    found = list(differences(FORM, one, other, computed=True))
    if args.json:
        print_json({"one": args.one, "other": args.other, "differences": [as_json(d) for d in found]})
    elif found:
        for difference in found:
            for line in difference.lines():
                put(line)
        put(f"共{len(found)}处不同")
    else:
        put("两份报告相同")
    return int(bool(found))


def as_json(difference: Difference) -> dict[str, object]:
    """Returns a difference as other programs read it; null is blank, which is not zero."""
    return {
        "ref": difference.ref,
        "place": difference.place,
        "one": _value(difference.before),
        "other": _value(difference.after),
        **({"gone": difference.gone, "come": difference.come} if difference.prose else {}),
        "text": str(difference),
    }


def _value(value: object) -> object:
    return plain(value) if isinstance(value, str) else value

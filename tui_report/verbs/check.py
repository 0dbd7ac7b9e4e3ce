"""`check`: lists the findings of some reports."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import SimpleNamespace

from tui_report.verbs.batch import Progress, each
from tui_report.verbs.checking import Checked, check_file, compared
from tui_report.verbs.opening import STDIN, from_stdin, print_json, tell


def run(args: SimpleNamespace) -> int:
    """Checks each file; one that cannot be read does not stop the rest."""
    names = list(dict.fromkeys(named(args.files)))
    if not names:
        tell("没有找到可以核对的文件")
        return 2
    checked = _check_all(names, args.jobs)
    if len(checked) > 1:
        checked = compared(checked)
    for one in checked:
        if one.unreadable and (args.json or args.format == "github" or len(checked) == 1):
            tell(one.unreadable)  # else it stands in the table
        elif one.notice and len(names) == 1:
            tell(one.notice)
    if args.json:
        reports = [as_json(one) for one in checked]
        print_json(reports[0] if len(reports) == 1 else {"reports": reports})
    else:
        _print(checked, args.format)
    if any(one.unreadable for one in checked):
        return 2
    return int(any(one.count("error") or (args.strict and one.count("warning")) for one in checked))


def named(words: list[str]) -> Iterator[str]:
    """Yields the files that the command line names: files, folders, patterns, and `-` for a list, or a report, on standard input."""
    from tui_report.sources import files_below

    for word in words:
        if word == STDIN:
            yield from _listed(from_stdin())
        elif os.path.isdir(word):
            yield from map(str, files_below(word))
        elif any(mark in word for mark in "*?[") and not os.path.exists(word):
            yield from _matching(word) or [word]
        else:
            yield word


def _matching(pattern: str) -> list[str]:
    import glob

    return sorted(glob.glob(pattern))


def _listed(content: bytes) -> list[str]:
    """Names one a line, or parted by NUL as `find -print0` writes them; `-` where it is itself a report and no list.

    A list names a file that is there, or nothing but what ends like a report.
    """
    from tui_report.sources import TOML, importable

    text = os.fsdecode(content)
    names = [name for name in (text.split("\0") if "\0" in text else text.splitlines()) if name]
    found = any(map(os.path.exists, names))
    return names if found or all(importable(n) or n.endswith(TOML) for n in names) else [STDIN]


def _check_all(names: list[str], jobs: int) -> list[Checked]:
    progress = Progress("核对", len(names))
    checked: list[Checked] = []
    progress.show(0, names[0])
    try:
        for name, (one, fault) in zip(names, each(check_file, names, jobs=jobs), strict=True):
            checked.append(one or Checked(name, unreadable=fault))
            progress.show(len(checked), names[min(len(checked), len(names) - 1)])
    finally:
        progress.clear()
    return checked


def as_json(one: Checked) -> dict[str, object]:
    """Returns what is to be said about a file as other programs read it."""
    return {
        "file": one.file,
        "unit": {"name": one.unit, "level": one.level},
        "year": one.year,
        **({"notice": one.notice} if one.notice else {}),
        **({"unreadable": one.unreadable} if one.unreadable else {}),
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "word": one.word(finding),
                "outcome": finding.outcome,
                "refs": list(finding.refs),
                "message": finding.message,
                "hint": finding.hint,
                "span": list(finding.span) if finding.span else None,
                "quote": finding.quote,
                "reason": finding.reason,
            }
            for finding in one.findings
        ],
    }


def _print(checked: list[Checked], style: str) -> None:
    from tui_report.verbs import listing

    if style == "github":
        listing.put_annotations(checked)
        return
    for one in checked:
        if not one.unreadable:
            listing.put_findings(one, alone=len(checked) == 1)
    if len(checked) > 1:
        listing.put_summary(checked)

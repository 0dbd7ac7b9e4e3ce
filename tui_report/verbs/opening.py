"""How a verb gets at reports and says things: the file, last year's, the office's settings, today; text and JSON."""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from tui_report.characters import replace_unseen, visible, visible_lines
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Unread
from tui_report.rules.model import Facts
from tui_report.store.faults import Place, StoreError

STDIN, STDIN_NAME = "-", "标准输入"
"""How the command line says standard input, and what it is called in messages."""
MOST = 60_000_000
"""Bytes that are taken from standard input."""


def open_facts(name: str) -> Facts:
    """Reads a report and what belongs to it; raises StoreError.

    A file that is not TOML is imported for this one time.
    """
    facts, notice = facts_with_notice(name)
    if notice:
        tell(notice)
    return facts


def facts_with_notice(path: Place) -> tuple[Facts, str]:
    """Reads a report and what belongs to it, and says what of that could not be read; raises StoreError."""
    from tui_report.store.settings import last_year_of, settings_for

    report = read_any(path)
    last = last_year_of(path, report, FORM)
    return Facts(FORM, report, last.report, settings_for(path, report.year), today()), last.notice


def read_any(path: Place) -> Report:
    """Reads a TOML file, or imports a document of another kind; `-` is standard input. Raises StoreError."""
    from tui_report.sources import lent, read_source

    if os.fspath(path) != STDIN:
        return read_source(path, FORM)
    with lent(from_stdin(), STDIN_NAME) as file:
        return read_source(file, FORM)


@cache
def from_stdin() -> bytes:
    """Returns all that comes on standard input, where a person may paste it; raises StoreError where that is too much."""
    if sys.stdin.isatty():
        return _typed()
    content = sys.stdin.buffer.read(MOST + 1)
    if len(content) > MOST:
        raise StoreError(f"{STDIN_NAME}：超过{MOST // 1_000_000}兆，不像一份年度报告")
    return content


def _typed() -> bytes:
    """With readline a line may be longer than the 4,095 bytes that the terminal itself keeps of one."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
    tell("请粘贴全文，再在新的一行按ctrl+D。")
    lines: list[str] = []
    with contextlib.suppress(EOFError):
        while True:
            lines.append(input())
    return "\n".join(lines).encode("utf-8", "replace")


def called(name: str) -> str:
    """Returns what a file is called before people."""
    return STDIN_NAME if name == STDIN else name


def today() -> date:
    """Returns the day on this machine's clock."""
    return datetime.now().astimezone().date()


def put(text: str = "") -> None:
    """Prints text for a person, without anything that a terminal would obey."""
    print(visible_lines(text))


def tell(message: str) -> None:
    """Says something to the person at the terminal."""
    print(f"tui-report: {visible(message)}", file=sys.stderr)


def print_json(value: dict[str, object]) -> None:
    """Writes data for other programs."""
    import json

    text = json.dumps({"schema": 1, **value}, ensure_ascii=False, indent=1, default=_plain)
    print(replace_unseen(text, lambda character: json.dumps(character)[1:-1]))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Unread):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")

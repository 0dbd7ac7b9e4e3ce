"""How a verb gets at a report: the file, last year's, the office's settings, today."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Unread
from tui_report.rules.model import Facts


def open_facts(name: str) -> Facts:
    """Reads a report and what belongs to it; raises StoreError.

    A file that is not TOML is imported for this one time.
    """
    from tui_report.store.settings import last_year_of, settings_for

    path = Path(name)
    report = read_any(path)
    last = last_year_of(path, report, FORM)
    if last.notice:
        tell(last.notice)
    return Facts(FORM, report, last.report, settings_for(path, report.year), today())


def read_any(path: Path) -> Report:
    """Reads a TOML file, or imports a document of another kind; raises StoreError."""
    from tui_report.store.reading import read_report

    return read_report(path, FORM)


def today() -> date:
    """Returns the day on this machine's clock."""
    return datetime.now().astimezone().date()


def tell(message: str) -> None:
    """Says something to the person at the terminal."""
    print(f"tui-report: {message}", file=sys.stderr)


def print_json(value: object) -> None:
    """Writes data for other programs."""
    print(
        json.dumps(
            {"schema": 1, **value} if isinstance(value, dict) else value, ensure_ascii=False, indent=1, default=_plain
        )
    )


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Unread):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")

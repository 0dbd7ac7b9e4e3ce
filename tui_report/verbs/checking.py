"""What is to be said about one file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tui_report.assess import assess
from tui_report.rules.model import Finding
from tui_report.verbs.batch import attempt
from tui_report.verbs.opening import facts_with_notice


class Checked(NamedTuple):
    """A file with whose report it is and the findings, or why there are none."""

    file: str
    unit: str = ""
    level: str = ""
    year: int | None = None
    findings: tuple[Finding, ...] = ()
    notice: str = ""
    """What of last year's report or the settings could not be read."""
    unreadable: str = ""
    """Why it could not be read."""

    def count(self, severity: str) -> int:
        """Returns how many findings of a severity are open."""
        return sum(f.open and f.severity == severity for f in self.findings)


def check_file(name: str) -> tuple[Checked | None, str]:
    """Reads and checks a file; returns what was found, or why it could not be read."""
    return attempt(name, _checked)


def _checked(path: Path) -> Checked:
    facts, notice = facts_with_notice(path)
    report = facts.report
    return Checked(str(path), report.unit, report.level, report.year, assess(facts).findings, notice)

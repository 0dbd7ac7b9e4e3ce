"""What is to be said about one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tui_report.assess import assess, in_order, word_of
from tui_report.form.model import Ref
from tui_report.rules.model import Finding
from tui_report.tuples import NamedTuple
from tui_report.verbs.batch import attempt
from tui_report.verbs.opening import called, facts_with_notice


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
    unfilled: tuple[Finding, ...] = ()
    """Those that only say that something is not filled in yet; they are in `findings` too."""
    passages: Mapping[Ref, str] = {}
    """What is written, for the comparison with other files."""

    def count(self, severity: str) -> int:
        """Returns how many findings of a severity are open."""
        return sum(f.open and f.severity == severity for f in self.findings)

    def words(self) -> Counter[str]:
        """Returns how many open findings are 必改, 须看, 提示 or only 未填, as the screens count them."""
        return Counter(self.word(finding) for finding in self.findings if finding.open)

    def word(self, finding: Finding) -> str:
        """Returns how bad a finding is, in a word."""
        return word_of(finding, self.unfilled)


def check_file(name: str) -> tuple[Checked | None, str]:
    """Reads and checks a file; returns what was found, or why it could not be read."""
    return attempt(name, _checked)


def _checked(name: str) -> Checked:
    facts, notice = facts_with_notice(name)
    report, assessment = facts.report, assess(facts)
    return Checked(
        called(name),
        report.unit,
        report.level,
        report.year,
        _told(assessment.findings),
        notice,
        unfilled=_told(assessment.unfilled),
        passages={p.ref: report.text(p.ref) for p in facts.form.passages},
    )


def _told(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings as one worker hands them to another: without their quick mends, which nobody is offered here."""
    return tuple(finding._replace(mend=None) if finding.mend else finding for finding in findings)


def compared(checked: list[Checked]) -> list[Checked]:
    """Returns files that were checked together with what their passages share with each other."""
    from tui_report.form.cn_2021 import FORM
    from tui_report.rules.siblings import Office, alike

    found = alike(FORM, [Office(one.unit, one.year, one.passages) for one in checked])
    pairs = zip(checked, found, strict=True)
    return [one._replace(findings=in_order(FORM, (*one.findings, *more))) if more else one for one, more in pairs]

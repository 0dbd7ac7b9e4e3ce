"""What is done about a problem, on the screen and on plain lines alike: a quick mend, or a reason."""

from __future__ import annotations

from functools import partial

from tui_report.assess import tied, without_waiver
from tui_report.figures import expand
from tui_report.report import Waiver, plain
from tui_report.rules import rule_of
from tui_report.rules.model import Finding
from tui_report.ui.session import Session

ASKED = {
    "clerk": "写明为什么可以这样。",
    "county": "这一条要由县里确认：先问县里，再写明县里谁、哪一天同意的，为什么可以这样。",
}
"""What a reason must say, by who may waive the rule."""
NEVER = "这一条必须改正，不能写说明。"
"""What is said of a rule that nobody may waive."""


def what_mends(session: Session, finding: Finding) -> list[str]:
    """Returns what is wrong, what the quick mend does, and each text it changes before and after."""
    if finding.mend is None:
        return []
    written = partial(expand, session.form, session.assessment.figures)
    changed = [(written(plain(session.report.held(r))), v) for r, v in finding.mend.values.items()]
    texts = [excerpts(old, written(plain(new))) for old, new in changed if new is not None]
    return [finding.message, finding.mend.name, *texts]


def excerpts(old: str, new: str, around: int = 18) -> str:
    """Returns the changed part of a text before and after, with a little of what stands around it."""
    start = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    first = max(0, start - around)
    head, end = "..." if first else "", max(0, tail - around)
    before, after = (head + text[first : len(text) - end] + ("..." if end else "") for text in (old, new))
    return f"原来：{before}\n改为：{after}"


def what_explains(finding: Finding) -> str:
    """Returns what a reason for a finding must say; empty where it cannot be explained."""
    return ASKED.get(rule_of(finding.rule).waivable, "") if finding.outcome == "fail" else ""


def explain(session: Session, finding: Finding, reason: str) -> bool:
    """Writes down why a finding stands, signed and tied to the values it speaks of; returns whether that was done."""
    report = session.report
    kept = without_waiver(report, session.assessment.findings, finding)
    waiver = Waiver(finding.rule, finding.refs, tied(report, finding), reason, session.who, session.today)
    return session.waive((*kept, waiver), f"说明{finding.rule}", finding.place, {})


def withdraw(session: Session, finding: Finding) -> bool:
    """Takes a reason back; returns whether that was done."""
    kept = without_waiver(session.report, session.assessment.findings, finding)
    return session.waive(kept, f"撤回对{finding.rule}的说明", finding.place, {})

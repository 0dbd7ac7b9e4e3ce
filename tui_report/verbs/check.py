"""`check`: lists the findings of some reports."""

from __future__ import annotations

from argparse import Namespace

from tui_report.assess import SEVERITIES, Assessment, assess
from tui_report.rules.model import SEVERITY_WORDS, Finding
from tui_report.store.faults import StoreError
from tui_report.verbs.opening import open_facts, print_json, tell


def run(args: Namespace) -> int:
    """Checks each file; a file that cannot be read does not stop the rest."""
    code, reports = 0, []
    for name in args.files:
        try:
            assessment = assess(open_facts(name))
        except StoreError as fault:
            if len(args.files) == 1:
                raise
            tell(str(fault))
            reports.append({"file": name, "unreadable": str(fault), "findings": []})
            code = 2
            continue
        reports.append({"file": name, "findings": [as_json(f) for f in assessment.findings]})
        code = max(code, int(_fails(assessment, args.strict)))
        if not args.json:
            _print(name, assessment, alone=len(args.files) == 1)
    if args.json:
        print_json(reports[0] if len(args.files) == 1 else {"reports": reports})
    return code


def _fails(assessment: Assessment, strict: bool) -> bool:
    return bool(assessment.count("error") or (strict and assessment.count("warning")))


def as_json(finding: Finding) -> dict[str, object]:
    """Returns a finding as other programs read it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "refs": list(finding.refs),
        "message": finding.message,
        "hint": finding.hint,
        "span": list(finding.span) if finding.span else None,
        "quote": finding.quote,
        "reason": finding.reason,
    }


def _print(name: str, assessment: Assessment, *, alone: bool) -> None:
    if not alone:
        print(f"== {name}")
    for finding in assessment.findings:
        print(line_of(finding))
        if finding.open and finding.hint:
            print(f"           {finding.hint}")
    counts = "，".join(f"{SEVERITY_WORDS[s]} {assessment.count(s)}" for s in SEVERITIES)
    print(f"共：{counts}")


def line_of(finding: Finding) -> str:
    """Returns a finding as one line: level, rule, message."""
    word = {"fail": SEVERITY_WORDS[finding.severity], "waived": "已说明", "not_evaluated": "未核对"}[finding.outcome]
    message = finding.message.removeprefix("未核对：")
    reason = f"（{finding.reason}）" if finding.reason and finding.outcome != "not_evaluated" else ""
    return f"{word} {finding.rule}  {message}{reason}"

"""`rules`: the catalogue, or the page of one rule."""

from __future__ import annotations

from types import SimpleNamespace

from tui_report.rules import CATALOGUE, rule_of
from tui_report.rules.model import SEVERITY_WORDS, Rule
from tui_report.rules.page import rule_page
from tui_report.verbs.chinese_help import wrong_usage
from tui_report.verbs.opening import print_json


def run(args: SimpleNamespace) -> int:
    """Prints all rules, one a line, or all there is to say about one."""
    try:
        chosen = [rule_of(args.id)] if args.id else list(CATALOGUE)
    except KeyError:
        wrong_usage(f"没有编号是{args.id}的规则；tui-report rules 列出全部规则。")
    if args.json:
        print_json({"rules": [as_json(rule) for rule in chosen]})
    elif args.id:
        print(rule_page(chosen[0]))
    else:
        for rule in chosen:
            print(f"{rule.id}  {SEVERITY_WORDS[rule.severity]}  {rule.name}")
    return 0


def as_json(rule: Rule) -> dict[str, object]:
    """Returns a rule as other programs read it."""
    return {
        "id": rule.id,
        "name": rule.name,
        "severity": rule.severity,
        "basis": rule.basis,
        "why": rule.why,
        "waivable": rule.waivable,
    }

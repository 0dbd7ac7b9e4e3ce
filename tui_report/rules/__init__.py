"""The catalogue of rules, one module per subject."""

from __future__ import annotations

from tui_report.rules import tables
from tui_report.rules.model import Rule

CATALOGUE: tuple[Rule, ...] = tables.RULES


def rule_of(id: str) -> Rule:
    """Returns a rule by id, in any case; raises KeyError."""
    return {rule.id: rule for rule in CATALOGUE}[id.upper()]

"""The catalogue of rules, one module per subject."""

from __future__ import annotations

from tui_report.rules import (
    completeness,
    dates,
    facts,
    language,
    privacy,
    prose,
    punctuation,
    references,
    structure,
    sums,
    tables,
    unseen,
    years,
)
from tui_report.rules.model import Rule

INITIALS = "STYXRLP"
"""Initials of the ids in the order of the catalogue."""

CATALOGUE: tuple[Rule, ...] = tuple(
    sorted(
        (
            *completeness.RULES,
            *facts.RULES,
            *structure.RULES,
            *tables.RULES,
            *years.RULES,
            *dates.RULES,
            *prose.RULES,
            *sums.RULES,
            *references.RULES,
            *language.RULES,
            *punctuation.RULES,
            *unseen.RULES,
            *privacy.RULES,
        ),
        key=lambda rule: (INITIALS.index(rule.id[0]), rule.id),
    )
)


def rule_of(id: str) -> Rule:
    """Returns a rule by id, in any case; raises KeyError."""
    return {rule.id: rule for rule in CATALOGUE}[id.upper()]

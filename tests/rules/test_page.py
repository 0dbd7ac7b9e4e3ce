"""docs/rules.md says what the catalogue says."""

from pathlib import Path

import pytest

from tui_report.rules import CATALOGUE
from tui_report.rules.model import SEVERITY_WORDS
from tui_report.rules.page import catalogue_page, rule_page

COMMAND = (
    """python -c "from tui_report.rules.page import catalogue_page; print(catalogue_page(), end='')" > docs/rules.md"""
)
PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_page_in_docs_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == catalogue_page(), COMMAND


def test_the_page_names_every_rule_once():
    page = catalogue_page()
    for rule in CATALOGUE:
        assert page.count(f"### {rule.id} ") == 1


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_a_rule_tells_its_basis_its_reason_and_its_example(rule):
    page = rule_page(rule)
    assert page.startswith(f"{rule.id} {rule.name}\n")
    assert rule.basis in page
    assert rule.why in page
    assert SEVERITY_WORDS[rule.severity] in page
    assert "这样报告：\n- " in page

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tui_report.assess import assess
from tui_report.figures import references
from tui_report.form.cn_2021 import FORM
from tui_report.rendering.text import render_text
from tui_report.resources import samples
from tui_report.rules.model import Facts
from tui_report.store.reading import read_report

CLEAN = ("all-zero-township-2024", "busy-township-2024", "busy-township-2023")
BUSY, LAST, PROBLEMS = "busy-township-2024", "busy-township-2023", "problems-township-2024"


def facts_of(name):
    report = read_report(samples() / f"{name}.toml", FORM)
    last = report.text("last_year")
    return Facts(FORM, report, read_report(samples() / last, FORM) if last else None, today=date(2025, 1, 14))


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_sample_has_no_error_and_no_warning(name):
    assessment = assess(facts_of(name))
    assert [f.message for f in assessment.open if f.severity != "note"] == []
    assert assessment.progress[""].state == "done"


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_sample_is_complete_and_renders(name):
    facts = facts_of(name)
    assert not facts.report.unknown and not facts.report.surplus
    assert set(FORM.entered) <= set(facts.report.values)
    assert {p.ref for p in FORM.passages} <= set(facts.prose)
    text = render_text(facts, assess(facts))
    assert "{{" not in text and facts.report.unit in text


@pytest.mark.parametrize("name", [*CLEAN, PROBLEMS])
def test_every_figure_named_in_prose_exists(name):
    facts = facts_of(name)
    for passage in FORM.passages:
        for found in references(facts.report.text(passage.ref)):
            assert facts.figures[found.ref] is not None


def test_the_years_of_the_busy_township_join():
    facts = facts_of(BUSY)
    before = facts.last_figures
    for column in ("person", "business", "research", "welfare", "legal", "other", "total"):
        assert facts.figures[f"requests.carried_in.{column}"] == before[f"requests.carried_out.{column}"]
    for row in ("regulations", "normative"):
        made, repealed, in_force = (facts.figures[f"disclosure.{row}.{c}"] for c in ("made", "repealed", "in_force"))
        assert in_force == before[f"disclosure.{row}.in_force"] + made - repealed


def test_the_years_of_the_busy_township_share_no_sentence():
    this, last = ({s for t in facts_of(n).prose.values() for s in re.split(r"[。；\n]", t) if s} for n in (BUSY, LAST))
    assert not this & last


def test_the_busy_sample_has_prose_of_real_length():
    prose = "".join(facts_of(BUSY).prose.values())
    assert 1500 <= len(prose) <= 2500


def test_the_busy_sample_tells_the_results_that_the_regulation_asks_for():
    text = facts_of(BUSY).prose["overview.supervision"]
    assert all(word in text for word in ("工作考核", "社会评议", "责任追究"))


def test_the_quiet_township_reports_nothing_but_zeros():
    assert not any(facts_of(CLEAN[0]).figures.values())


def test_the_sample_with_problems_shows_every_kind_of_table_fault():
    rules = {f.rule for f in assess(facts_of(PROBLEMS)).open}
    assert {f"T{number:02}" for number in range(1, 11)} <= rules


@pytest.mark.parametrize("path", sorted(samples().glob("*.toml")), ids=lambda path: path.stem)
def test_a_sample_holds_no_approximation_and_no_half_width_mark_in_prose(path: Path):
    for text in facts_of(path.stem).prose.values():
        assert not re.search(r"余[条件次]|左右|截止|约\d", text)
        assert not re.search(r"[一-鿿][,;:?!()]|[,;:?!()][一-鿿]", text)

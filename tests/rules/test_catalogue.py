"""Every rule is shown by its own two examples, and says what it finds in a decent sentence."""

import re
from collections import Counter

import pytest

from tui_report.assess import STOPPING, assess
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report
from tui_report.resources import samples
from tui_report.rules import CATALOGUE, rule_of
from tui_report.rules.example import base, base_last, facts
from tui_report.rules.model import SEVERITY_WORDS, Example, Facts
from tui_report.store.reading import read_report

BANNED = re.compile("[…—·│─┌┐└┘→←↑↓•●■☐✓✗]")
RULES = pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)


def failures(rule, example):
    return [f for f in rule.run(facts(example)) if f.outcome == "fail"]


@RULES
def test_the_failing_example_is_found(rule):
    found = failures(rule, rule.failing)
    assert found
    assert {f.rule for f in found} == {rule.id}
    assert any(f.severity == rule.severity for f in found)


@RULES
def test_the_rules_that_can_stop_a_report_find_all_its_errors(rule):
    given = facts(rule.failing)
    assert assess(given, STOPPING).count("error") == assess(given).count("error")


def test_errors_of_an_empty_report_and_of_the_faulty_sample_stop_them():
    faulty = read_report(samples() / "problems-township-2024.toml", FORM)
    for given in (Facts(FORM, Report()), Facts(FORM, faulty)):
        found = [f for f in assess(given).open if f.severity == "error"]
        assert found == [f for f in assess(given, STOPPING).open if f.severity == "error"] != []


@RULES
def test_the_passing_example_is_not_found(rule):
    assert failures(rule, rule.passing) == []


@RULES
def test_findings_speak_properly(rule):
    for finding in failures(rule, rule.failing):
        assert finding.refs
        assert finding.message == finding.message.strip()
        assert not finding.message.endswith(("。", "，", "：", "；", "、"))
        assert finding.hint.endswith("。")
        assert not BANNED.search(finding.message + finding.hint)
        assert "None" not in finding.message
        known = set(FORM.texts) | set(FORM.figures)
        assert all(ref in known or FORM.describe_part(ref) != ref for ref in finding.refs)


@RULES
def test_a_span_holds_the_quoted_words(rule):
    given = facts(rule.failing)
    for finding in failures(rule, rule.failing):
        if finding.quote:
            assert finding.span is not None
            text = given.report.text(finding.refs[0])
            assert text[slice(*finding.span)] == finding.quote


@RULES
def test_a_mend_ends_the_fault(rule):
    given = facts(rule.failing)
    for finding in failures(rule, rule.failing):
        if finding.mend:
            mended = given.report.edited(finding.mend.values, finding.mend.records)
            again = [f for f in rule.run(Facts(FORM, mended, given.last)) if f.outcome == "fail"]
            assert len(again) < len(failures(rule, rule.failing))
            before = {(f.rule, f.message) for f in assess(given).open}
            new = [f for f in assess(Facts(FORM, mended, given.last)).open if (f.rule, f.message) not in before]
            assert [f.message for f in new if f.severity != "note" and f.rule != rule.id] == []
            assert len(finding.mend.name) < 60


@RULES
def test_texts_of_the_catalogue(rule):
    assert re.fullmatch(r"[STYXRLP]\d\d", rule.id)
    assert rule.name
    assert not rule.name.endswith("。")
    assert rule.why.endswith("。")
    assert rule.basis
    assert rule.severity in SEVERITY_WORDS
    assert not BANNED.search(rule.name + rule.why)


def test_ids_are_unique():
    assert [id for id, count in Counter(r.id for r in CATALOGUE).items() if count > 1] == []


def test_the_catalogue_is_in_order():
    assert [r.id for r in CATALOGUE] == sorted((r.id for r in CATALOGUE), key=lambda id: ("STYXRLP".index(id[0]), id))


def test_rules_are_found_in_any_case():
    assert rule_of("x03") is rule_of("X03")


def test_the_base_report_has_no_fault():
    assessment = assess(Facts(FORM, base(), base_last()))
    assert [f"{f.rule} {f.message}" for f in assessment.open if f.severity != "note"] == []
    assert {f.rule for f in assessment.open} <= {"T08"}


def test_rules_survive_an_empty_report():
    empty = base().edited(dict.fromkeys(base().values))
    found = assess(Facts(FORM, empty)).open
    assert {"S03", "S05", "S06", "T05"} <= {f.rule for f in found}
    assert sum(f.rule.startswith("S") and f.rule != "S12" for f in found) <= 5


@RULES
def test_examples_stay_apart(rule):
    assert rule.failing != rule.passing
    assert isinstance(rule.failing, Example)

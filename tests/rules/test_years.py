"""This year's report against last year's."""

from decimal import Decimal

import pytest

from tui_report.report import Source
from tui_report.rules import rule_of
from tui_report.rules.example import PROSE, facts
from tui_report.rules.model import Example

CARRIED = {"requests.carried_in.person": 1, "requests.carried_in.business": 1}


def found(id, values, last):
    return list(rule_of(id).run(facts(Example(values, last=last))))


def test_the_carry_is_compared_column_by_column_though_the_totals_agree():
    messages = [f.message for f in found("Y01", CARRIED, {"requests.carried_out.person": 2})]
    assert len(messages) == 2
    assert "自然人：1件，上年报告的四、结转下年度是2件，差1" in messages[0]
    assert "商业企业：1件" in messages[1]


@pytest.mark.parametrize("id", ["Y01", "Y02", "Y03", "Y06", "Y07"])
def test_without_last_year_nothing_is_said_to_be_right(id):
    assert {f.outcome for f in found(id, {}, None)} == {"not_evaluated"}
    assert all("没有上年报告" in f.reason for f in found(id, {}, None))


def test_blank_cells_cannot_be_compared():
    (finding,) = found("Y01", {"requests.carried_in.person": None}, {})
    assert (finding.outcome, finding.refs) == ("not_evaluated", ("requests.carried_in.person",))


@pytest.mark.parametrize(
    ("made", "repealed", "in_force", "count"), [(2, 1, 12, 0), (2, 1, 13, 1), (2, 0, 12, 1), (0, 11, 0, 0)]
)
def test_in_force_goes_on_from_last_year(made, repealed, in_force, count):
    keys = ("made", "repealed", "in_force")
    values = {f"disclosure.normative.{k}": v for k, v in zip(keys, (made, repealed, in_force), strict=True)}
    assert len(found("Y02", values, {"disclosure.normative.in_force": 11})) == count


def test_the_old_form_counts_another_thing_than_in_force():
    given = facts(Example({}, last={"disclosure.normative.in_force": 30}))
    assert given.last is not None
    given = given._replace(last=given.last.but(source=Source(edition="2019")))
    (finding,) = rule_of("Y02").run(given)
    assert finding.outcome == "not_evaluated"


@pytest.mark.parametrize(
    ("now", "before", "count"), [(100, 20, 1), (99, 20, 0), (20, 100, 1), (19, 1, 0), (0, 20, 1), (20, 0, 1)]
)
def test_jumps(now, before, count):
    ref = "disclosure.permits.decisions"
    assert len(found("Y03", {ref: now}, {ref: before})) == count


def test_fees_jump_too():
    ref = "disclosure.fees.amount"
    (finding,) = found("Y03", {ref: Decimal("150.5")}, {ref: Decimal("15.05")})
    assert "150.5" in finding.message


def test_a_copied_passage_is_a_warning_only_where_nearly_all_of_it_is_old():
    ref = "overview.supervision"
    (whole,) = found("Y06", {}, {ref: PROSE[ref]})
    assert (whole.severity, whole.quote) == ("warning", PROSE[ref].split("。")[0])
    (half,) = found("Y06", {}, {ref: PROSE[ref][:60]})
    assert half.severity == "note"
    assert "%与上年相同" in half.message


def test_the_opening_may_be_the_same_every_year():
    ref = "overview.opening"
    assert found("Y06", {}, {ref: PROSE[ref]}) == []


def test_figures_of_last_year_are_listed_once_a_passage():
    text = "公开信息162条，惠民资金56条，会议9场，解读40余条。"
    (finding,) = found("Y07", {"overview.proactive": text}, {"overview.proactive": text})
    assert "162条、56条与上年写的一样" in finding.message


def test_a_sentence_taken_over_is_quoted_without_the_refs_of_its_figures():
    from tui_report.rules.years import _short

    assert (
        _short("涉及{{ disclosure.fees.amount }}万元的收费开具财政票据，一律公开")
        == "涉及..万元的收费开具财政票据，一律等"
    )

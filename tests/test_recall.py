from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Ref
from tui_report.recall import Recall
from tui_report.report import Heading, Remark, Report, Source, Unread, Value, Waiver, digest
from tui_report.resources import samples
from tui_report.rules import CATALOGUE
from tui_report.rules.example import base, base_last
from tui_report.rules.example import facts as example_facts
from tui_report.rules.model import Facts, Finding, Rule
from tui_report.settings import Settings
from tui_report.store.reading import read_report

SENTENCES = [
    rule.failing.values[ref]
    for rule in CATALOGUE
    for ref in rule.failing.values
    if isinstance(rule.failing.values[ref], str)
] + [
    "全年收到政府信息公开申请{{ requests.new.total }}件，其中予以公开2件、其他1件。",
    "{{ requests.nowhere }}",
    "",
    " ",
]
SOURCES = [
    None,
    Source(file="上年.docx", edition="2019", title="2023年报告"),
    Source(edition="2021", headings=(Heading("overview", "一、总体情况"), Heading("problems", "3、问题"))),
    Source(labels={"disclosure.normative": "规范性文件"}, missing=("requests.partial",)),
]


def _number(chance: random.Random) -> Value | None:
    fixed: list[Value | None] = [0, 0, 0, 1, 3, 260, None, Unread("/"), Decimal("2.5"), Decimal("2.50000")]
    return chance.choice([*fixed, chance.randrange(2000)])


def _edited(report: Report, chance: random.Random) -> Report:
    """One edit of any kind."""
    kind = chance.randrange(12)
    if kind < 5:
        return report.edited({chance.choice(FORM.figures): _number(chance)})
    if kind < 7:
        passage = chance.choice(FORM.passages).ref
        return report.edited({passage: report.text(passage)[: chance.randrange(90)] + str(chance.choice(SENTENCES))})
    if kind == 7:
        facts: dict[Ref, list[Value | None]] = {
            "unit.level": ["township", "county", "department", None], "year": [2024, 2020, None],
            "sign.date": [date(2025, 1, 14), date(2026, 5, 1), None, "昨天"], "unit.name": ["石桥镇人民政府", "石\u200b桥镇", None],
        }  # fmt: skip
        ref = chance.choice(list(facts))
        return report.edited({ref: chance.choice(facts[ref])})
    if kind == 8:
        return report.but(notes={chance.choice(FORM.figures): "问过司法所"})
    if kind == 9:
        refs = (chance.choice(["requests", "disputes", *FORM.figures]),)
        waiver = Waiver(chance.choice(CATALOGUE).id, refs, digest(report, refs), "核对过")
        return report.but(waivers=(*report.waivers[-2:], waiver))
    if kind == 10:
        return report.but(source=chance.choice(SOURCES))
    stated: dict[Ref, int] = chance.choice([{}, {"requests.new.total": 7}])
    remark = Remark("requests.new", "读不准", quote="（具体网址）")
    return report.but(stated=stated, remarks=chance.choice([(), (remark,)]), unknown=chance.choice([(), ("a.b",)]))


def _walk(chance: random.Random, steps: int) -> Iterator[Facts]:
    """The facts after each of some edits, undone ones among them; now and then all else that rules may look at changes."""
    past = [chance.choice([base(), read_report(samples() / "busy-township-2024.toml", FORM), Report()])]
    last: Report | None = base_last()
    settings, today = Settings(), date(2025, 1, 15)
    for _ in range(steps):
        past.append(past[chance.randrange(len(past))] if chance.random() < 0.1 else _edited(past[-1], chance))
        if chance.random() < 0.1:
            last = chance.choice([None, base_last(), _edited(last or base_last(), chance)])
        if chance.random() < 0.05:
            settings = chance.choice([Settings(), Settings(deadline=date(2025, 1, 10)), Settings(places=("石桥",))])
            today = chance.choice([today, date(2025, 4, 2)])
        yield Facts(FORM, past[-1], last, settings, today)


@pytest.mark.parametrize("seed", range(4))
def test_with_what_is_recalled_the_same_is_found_as_afresh(seed):
    recall = Recall()
    for facts in _walk(random.Random(seed), 120):
        assert assess(facts, recall=recall) == assess(facts)


def test_what_equals_and_is_written_otherwise_is_no_answer_again():
    recall = Recall()
    for amount in (Decimal("2.58"), Decimal("2.58000"), Decimal("2.58")):
        facts = Facts(FORM, base().edited({"disclosure.fees.amount": amount}))
        assert assess(facts, recall=recall) == assess(facts)


def test_a_rule_that_failed_to_run_is_run_again():
    rule = next(rule for rule in CATALOGUE if rule.id == "T09")

    def fails(self: Rule, facts: Facts) -> list[Finding]:
        assert facts.report.number("disclosure.fees.amount") != 3
        return []

    recall, broken = Recall(), rule._replace(check=fails)
    reports = [base().edited({"disclosure.fees.amount": amount}) for amount in (2, 3, 3)]
    list(recall.findings([broken], Facts(FORM, reports[0])))
    for report in reports[1:]:
        with pytest.raises(AssertionError):
            list(recall.findings([broken], Facts(FORM, report)))


def _run_again(before: Facts, after: Facts) -> set[str]:
    """The rules that are run for a change."""
    recall, ran = Recall(), set[str]()

    def watched(rule: Rule) -> Rule:
        def check(self: Rule, facts: Facts) -> list[Finding]:
            ran.add(rule.id)
            return list(rule.run(facts))

        return rule._replace(check=check)

    rules = [watched(rule) for rule in CATALOGUE]
    list(recall.findings(rules, before))
    ran.clear()
    list(recall.findings(rules, after))
    return ran


def test_a_digit_runs_the_rules_of_the_tables_only_and_a_note_none():
    facts = example_facts(CATALOGUE[0].passing)
    digit = facts.report.edited({"requests.new.person": 1})
    again = _run_again(facts, facts._replace(report=digit))
    assert {"T01", "T05"} <= again
    assert {rule[0] for rule in again} <= set("TXY")
    assert len(again) < 12
    assert _run_again(facts, facts._replace(report=facts.report.but(notes={"requests.new.person": "问过"}))) == set()
    text = facts.report.edited({"others.others": "2024年没有收取信息处理费。"})
    assert not {rule for rule in _run_again(facts, facts._replace(report=text)) if rule.startswith("T")} - {
        "T05",
        "T08",
    }

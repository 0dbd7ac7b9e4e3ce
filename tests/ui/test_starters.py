"""Starter sentences say what the tables hold, and nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tui_report.assess import assess
from tui_report.figures import expand, references
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report
from tui_report.resources import samples
from tui_report.rules.model import Facts
from tui_report.store.reading import read_report
from tui_report.ui.starters import starters

REQUEST = "overview.on_request"
REQUESTS = next(t for t in FORM.tables if t.key == "requests")
DISPUTES = next(t for t in FORM.tables if t.key == "disputes")


def facts(report: Report) -> Facts:
    return Facts(FORM, report, today=date(2025, 1, 14))


def sample(name: str) -> Report:
    return read_report(samples() / f"{name}.toml", FORM)


def texts(report: Report, ref: str) -> list[str]:
    return [expand(FORM, facts(report).figures, s.text) for s in starters(facts(report), ref)]


def test_an_empty_report_allows_no_sentence():
    assert all(starters(facts(Report()), p.ref) == [] for p in FORM.passages)


def test_whom_to_ask_is_offered_as_last_year_said_it():
    last = Report({"overview.opening": "根据条例编制。如有疑问，请与甲乡党政办联系。"})
    offered = starters(Facts(FORM, Report(), last=last), "overview.opening")
    assert [s.text for s in offered] == [
        "如有疑问，请与甲乡党政办联系。",
        "根据条例编制。如有疑问，请与甲乡党政办联系。",
    ]


def test_last_years_passage_is_offered_last_with_this_years_figures():
    ref = "overview.platform"
    last = Report({ref: "收到{{ requests.new.total }}件。\n另一段。", "requests.new.person": 9})
    (offered,) = starters(Facts(FORM, Report({"requests.new.person": 4}), last=last), ref)
    assert "本年" in offered.name
    assert expand(FORM, Facts(FORM, Report({"requests.new.person": 4})).figures, offered.text) == "收到4件。\n另一段。"


def test_no_requests_is_offered_only_when_every_cell_of_both_rows_is_zero():
    zeros = {REQUESTS.ref(row, c.key): 0 for row in ("new", "carried_in") for c in REQUESTS.entered_columns}
    report = Report({"unit.name": "某县某某镇人民政府", **zeros})
    assert texts(report, REQUEST) == ["本镇本年没有收到政府信息公开申请，也没有上年结转的申请。"]
    for ref in zeros:
        assert texts(report.edited({ref: None}), REQUEST) == []
        assert not any("没有收到" in text for text in texts(report.edited({ref: 1}), REQUEST))


def test_requests_are_told_with_who_asked_and_what_became_of_them():
    first, second = texts(sample("busy-township-2024"), REQUEST)
    assert first == (
        "本年新收政府信息公开申请19件，其中自然人14件、商业企业3件、社会公益组织1件、法律服务机构1件；上年结转3件。"
        "本年办结20件，其中予以公开10件、部分公开3件、不予公开（保护第三方合法权益）1件、不予公开（属于四类过程性信息）1件、"
        "无法提供（本机关不掌握相关政府信息）3件、不予处理（信访举报投诉类申请）1件、其他处理1件；结转下年度继续办理2件。"
    )
    assert second == (
        "因政府信息公开工作，被申请行政复议2件，其中结果维持1件、其他结果1件；复议后被提起行政诉讼1件，其中尚未审结1件。"
    )


def test_no_dispute_is_offered_only_when_all_twelve_are_zero():
    report = Report(dict.fromkeys(DISPUTES.entered, 0))
    assert texts(report, REQUEST) == ["本年没有因政府信息公开工作被申请行政复议、提起行政诉讼的情形。"]
    assert texts(report.edited({DISPUTES.entered[3]: None}), REQUEST) == []


@pytest.mark.parametrize(
    ("made", "repealed", "in_force", "text"),
    [
        (0, 0, 0, "本年没有制发、废止行政规范性文件，年末没有现行有效的行政规范性文件。"),
        (0, 0, 4, "本年没有制发、废止行政规范性文件，截至2024年12月31日现行有效的有4件。"),
        (2, 0, 4, "行政规范性文件本年制发2件，截至2024年12月31日现行有效的有4件。"),
        (2, 4, 0, "行政规范性文件本年制发2件、废止4件，截至2024年12月31日没有现行有效的。"),
    ],
)
def test_documents_made_repealed_and_in_force(made, repealed, in_force, text):
    row = "disclosure.normative"
    report = Report({"year": 2024, f"{row}.made": made, f"{row}.repealed": repealed, f"{row}.in_force": in_force})
    assert texts(report, "overview.management") == [text]
    assert texts(report.edited({f"{row}.made": None}), "overview.management") == []


def test_no_fee_is_said_only_where_nothing_was_asked_for_or_nothing_was_charged():
    busy = sample("busy-township-2024")
    assert texts(busy, "others.others") == ["全年行政事业性收费1.85万元。"]
    none = texts(busy.edited({"disclosure.fees.amount": 0}), "others.others")
    assert none == ["依据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），本乡2024年没有收取信息处理费。"]
    assert texts(busy.edited({"disclosure.fees.amount": None}), "others.others") == []


@pytest.mark.parametrize("path", sorted(samples().glob("*.toml")), ids=lambda path: path.stem)
def test_whatever_is_offered_brings_no_new_problem_and_no_number_of_its_own(path):
    report = read_report(path, FORM)
    known = {f.rule for f in assess(facts(report)).findings}
    for passage in FORM.passages:
        offered = starters(facts(report), passage.ref)
        if not offered:
            continue
        whole = "\n".join(starter.text for starter in offered)
        found = assess(facts(report.edited({passage.ref: whole}))).open
        assert not [f for f in found if passage.ref in f.refs and f.span and f.rule not in known]
        assert all(r.ref in FORM.figures for r in references(whole))
        if passage.ref not in ("overview.opening", "others.others"):
            bare = re.sub(r"\{\{.*?\}\}|2\d{3}年|12月31日", "", whole)
            assert not re.search(r"\d", bare)

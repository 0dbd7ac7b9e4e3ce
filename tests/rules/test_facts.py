from __future__ import annotations

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Source, Unread
from tui_report.rules.example import base
from tui_report.rules.facts import fact_missing
from tui_report.rules.model import Facts


def found(report: Report) -> list[tuple[str, ...]]:
    return [f.refs for f in fact_missing.run(Facts(FORM, report))]


@pytest.mark.parametrize("ref", ["unit.name", "unit.level", "year", "sign.name", "sign.date"])
def test_a_fact_of_our_own_report_must_be_filled_in(ref):
    assert found(base().edited({ref: None})) == [(ref,)]


def test_last_years_report_need_not_be_named():
    assert found(base().edited({"last_year": None})) == []


@pytest.mark.parametrize("ref", ["year", "sign.date", "unit.level", "overview.proactive"])
def test_what_cannot_be_read_is_named(ref):
    (finding,) = fact_missing.run(Facts(FORM, base().edited({ref: Unread("二〇二四")})))
    assert (finding.refs, finding.severity) == ((ref,), "error")


def test_a_published_page_without_signature_is_no_fault():
    page = base().edited({"sign.name": None, "sign.date": None, "unit.level": None}).but(source=Source("page.html"))
    assert found(page) == []
    assert [f.severity for f in fact_missing.run(Facts(FORM, page.edited({"year": None})))] == ["warning"]

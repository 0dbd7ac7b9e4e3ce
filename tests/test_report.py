from __future__ import annotations

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.report import Remark, Report, Source, Waiver, becoming, change, digest, write_remark


def test_a_report_cannot_be_changed_in_place():
    report = Report({"year": 2024})
    with pytest.raises(TypeError):
        report.values["year"] = 2023  # type: ignore[index]
    assert report.edited({"year": 2023}).year == 2023
    assert report.year == 2024


def test_a_cleared_value_is_absent_not_zero():
    report = Report({"requests.new.person": 0}).edited({"requests.new.person": None})
    assert "requests.new.person" not in report.values
    assert report.number("requests.new.person") is None


def test_a_change_holds_only_what_differs_and_goes_both_ways():
    report = Report({"a.b.c": 1, "a.b.d": 2})
    step = change(report, "改", {"a.b.c": 5, "a.b.d": 2, "a.b.e": 7})
    assert dict(step.after) == {"a.b.c": 5, "a.b.e": 7}
    assert step.place == "a.b.c"
    assert step.revert(step.apply(report)) == report
    assert change(report, "不改", {"a.b.d": 2}).empty


def test_a_digest_follows_the_values_it_speaks_of_and_no_others():
    report = Report({"requests.new.person": 0, "requests.new.other": 0, "disclosure.permits.decisions": 4})
    before = digest(report, ("requests",))
    assert digest(report.edited({"disclosure.permits.decisions": 5}), ("requests",)) == before
    assert digest(report.edited({"requests.new.person": 1}), ("requests",)) != before
    assert digest(report.edited({"requests.new.person": None}), ("requests",)) != before


def test_a_change_of_notes_goes_both_ways_and_leaves_values_alone():
    report = Report({"a.b.c": 1}, notes={"a.b.c": "问过财政所"})
    step = change(report, "备注", {}, place="a.b.d", notes={"a.b.c": "问过财政所", "a.b.d": "待核"})
    assert not step.empty
    assert step.place == "a.b.d"
    assert dict(step.apply(report).notes) == {"a.b.c": "问过财政所", "a.b.d": "待核"}
    assert step.revert(step.apply(report)) == report
    assert change(report, "备注", {}, notes={"a.b.c": "问过财政所"}).empty


def test_one_report_becomes_another_with_all_that_is_recorded_beside_the_values():
    waiver = Waiver("Y02", ("a.b.c",), "sha256:0", "到期失效")
    before = Report({"a.b.c": 1}, {"a.b.total": 4}, notes={"a.b.c": "待核"}, waivers=(waiver,))
    after = Report({"a.b.d": 2}, {"a.b.total": 5}, source=Source("来文.docx"))
    step = becoming(before, after, "恢复")
    assert step.apply(before) == after
    assert step.revert(step.apply(before)) == before
    assert becoming(before, before, "恢复").empty


def test_a_remark_that_names_its_row_is_not_told_the_place_twice():
    row = FORM.describe_part("requests.carried_out")
    remark = Remark("requests.carried_out.total", f"{row}：总计原件没有填数，空着", "第178行")
    assert write_remark(FORM, remark) == f"第178行  {row}：总计原件没有填数，空着"
    assert (
        write_remark(FORM, Remark("year", "取自原件这一处", "第2行", "2024年"))
        == "第2行  报告年度：取自原件这一处（原文：2024年）"
    )

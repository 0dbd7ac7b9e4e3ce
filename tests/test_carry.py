from __future__ import annotations

from datetime import date

from tui_report.carry import accepted, comparable, contact_in, proposals, reminders
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Source

LAST = Report(
    {
        "unit.name": "甲乡人民政府",
        "unit.level": "township",
        "year": 2023,
        "sign.name": "甲乡人民政府",
        "sign.date": date(2024, 1, 15),
        "overview.platform": "公开栏三处。",
        "disclosure.normative.in_force": 7,
        "requests.new.person": 5,
        "requests.carried_out.person": 2,
        "requests.carried_out.other": 0,
    }
)


def test_facts_and_what_was_carried_out_are_proposed_with_their_source():
    found = {p.ref: (p.value, p.origin) for p in proposals(FORM, LAST)}
    assert found == {
        "year": (2024, "2023年报告的下一年"),
        "unit.name": ("甲乡人民政府", "2023年报告 单位全称"),
        "unit.level": ("township", "2023年报告 单位级别"),
        "sign.name": ("甲乡人民政府", "2023年报告 署名"),
        "requests.carried_in.person": (2, "2023年报告 第三部分 四、结转下年度继续办理/自然人"),
        "requests.carried_in.other": (0, "2023年报告 第三部分 四、结转下年度继续办理/其他"),
    }


def test_what_is_accepted_becomes_values():
    chosen = [p for p in proposals(FORM, LAST) if p.ref.startswith("requests.")]
    assert accepted(chosen) == {"requests.carried_in.person": 2, "requests.carried_in.other": 0}


def test_an_empty_report_proposes_nothing():
    assert proposals(FORM, Report()) == []
    assert list(reminders(FORM, Report())) == []


def test_documents_in_force_are_only_shown():
    assert list(reminders(FORM, LAST)) == ["上年 第二部分 行政规范性文件/现行有效件数 7，供核对，不填入"]


def test_whom_to_ask_is_shown_and_only_that_sentence():
    opening = "根据条例编制本报告。如有疑问，请与甲乡党政办联系，地址：中街1号。\n联系电话：0999-1234567。"
    last = LAST.but(values={**LAST.values, "overview.opening": opening})
    said = "如有疑问，请与甲乡党政办联系，地址：中街1号。联系电话：0999-1234567。"
    assert contact_in(last) == said and contact_in(LAST) == ""
    assert f"上年的联系方式：{said}在第一部分 开头按F9可以照用" in list(reminders(FORM, last))
    assert "overview.opening" not in {p.ref for p in proposals(FORM, last)}


def test_of_the_older_form_only_the_requests_count():
    old = Report(LAST.values, source=Source("old.docx", "2019"))
    assert list(reminders(FORM, old)) == ["上年报告是2019年的格式，只取结转的数，别的数和文字都不取"]
    assert {ref for ref in comparable(FORM, old).values if "." in ref} == {
        "unit.name", "unit.level", "sign.name", "sign.date",
        "requests.new.person", "requests.carried_out.person", "requests.carried_out.other",
    }  # fmt: skip
    assert comparable(FORM, LAST) is LAST
    assert {p.ref for p in proposals(FORM, old) if p.ref.startswith("requests")} == {
        "requests.carried_in.person", "requests.carried_in.other",
    }  # fmt: skip

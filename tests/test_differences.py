from __future__ import annotations

from datetime import date

from tui_report.differences import differences, sentences
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report

ONE = Report({"year": 2023, "requests.new.person": 2, "overview.platform": "有公开栏3处。网站一个。\n每月更新！"})


def test_a_report_does_not_differ_from_itself():
    assert list(differences(FORM, ONE, ONE, printed=True)) == []


def test_cells_are_named_in_the_words_of_the_form_and_blank_is_not_zero():
    other = ONE.edited({"requests.new.person": 3, "requests.granted.person": 0, "year": None})
    assert [str(d) for d in differences(FORM, ONE, other)] == [
        "报告年度：2023 变为 空",
        "第三部分 一、本年新收政府信息公开申请数量/自然人：2 变为 3",
        "第三部分（一）予以公开/自然人：空 变为 0",
    ]
    computed = {d.ref: (d.before, d.after) for d in differences(FORM, ONE, other, printed=True)}
    assert computed["requests.new.total"] == (2, 3)
    assert computed["requests.total.person"] == (None, 0)


def test_passages_are_compared_by_sentences():
    other = ONE.edited({"overview.platform": "有公开栏4处。网站一个。\n每月更新！停用两个账号。"})
    (difference,) = differences(FORM, ONE, other)
    assert difference.gone == ("有公开栏3处。",)
    assert difference.come == ("有公开栏4处。", "停用两个账号。")
    assert list(difference.lines()) == [
        "第一部分（四）政府信息公开平台建设情况：",
        "  - 有公开栏3处。",
        "  + 有公开栏4处。",
        "  + 停用两个账号。",
    ]


def test_sentences_keep_their_closing_marks():
    assert sentences("甲。乙！”丙\n\n　丁；") == ["甲。", "乙！”", "丙", "丁；"]


def test_prose_is_compared_and_shown_as_it_is_printed():
    """`diff` showed the raw `{{ requests.new.total }}` of a report file."""
    referring = ONE.edited({"overview.platform": "收到{{ requests.new.total }}件。没有收费。"})
    typed = ONE.edited({"overview.platform": "收到2件。没有收费。"})
    assert list(differences(FORM, referring, typed, printed=True)) == []
    (stored,) = differences(FORM, referring, typed)
    assert list(stored.lines()) == ["第一部分（四）政府信息公开平台建设情况：印出来的字相同，取自表里的数不同"]
    more = referring.edited({"requests.new.person": 3})
    prose, *cells = differences(FORM, referring, more, printed=True)
    assert (prose.gone, prose.come) == (("收到2件。",), ("收到3件。",))
    assert prose.before == "收到2件。没有收费。"
    assert [d.ref for d in cells] == ["requests.new.person", "requests.new.total"]
    assert [d.ref for d in differences(FORM, referring, more)] == ["requests.new.person"]


def test_the_same_sentences_in_other_paragraphs_are_told():
    """The beginning of either text was shown, and they looked the same."""
    other = ONE.edited({"overview.platform": "有公开栏3处。\n网站一个。\n每月更新！"})
    (difference,) = differences(FORM, ONE, other)
    assert str(difference) == "第一部分（四）政府信息公开平台建设情况：句子相同，分段不同"


def test_facts_are_named_as_people_read_them_and_file_names_are_not_printed():
    one = Report({"sign.date": date(2024, 1, 17), "unit.level": "township", "last_year": "a.toml"})
    other = one.edited({"sign.date": date(2025, 1, 14), "unit.level": "county", "last_year": None})
    assert [str(d) for d in differences(FORM, one, other, printed=True)] == [
        "单位级别：乡镇、街道 变为 县级政府",
        "成文日期：2024年1月17日 变为 2025年1月14日",
    ]
    assert "上年报告：a.toml 变为 空" in [str(d) for d in differences(FORM, one, other)]


def test_differences_stand_in_the_order_of_the_form():
    other = ONE.edited(
        {
            "others.others": "甲。",
            "requests.new.person": 9,
            "overview.platform": "乙。",
            "disclosure.permits.decisions": 1,
        }
    )
    assert [d.ref for d in differences(FORM, ONE, other)] == [
        "overview.platform", "disclosure.permits.decisions", "requests.new.person", "others.others",
    ]  # fmt: skip

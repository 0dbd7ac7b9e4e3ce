from __future__ import annotations

from tui_report.differences import differences, sentences
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report

ONE = Report({"year": 2023, "requests.new.person": 2, "overview.platform": "有公开栏3处。网站一个。\n每月更新！"})


def test_a_report_does_not_differ_from_itself():
    assert list(differences(FORM, ONE, ONE, computed=True)) == []


def test_cells_are_named_in_the_words_of_the_form_and_blank_is_not_zero():
    other = ONE.edited({"requests.new.person": 3, "requests.granted.person": 0, "year": None})
    assert [str(d) for d in differences(FORM, ONE, other)] == [
        "报告年度：2023 变为 空",
        "第三部分 一、本年新收政府信息公开申请数量/自然人：2 变为 3",
        "第三部分（一）予以公开/自然人：空 变为 0",
    ]
    computed = {d.ref: (d.before, d.after) for d in differences(FORM, ONE, other, computed=True)}
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

from __future__ import annotations

from datetime import date

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.rendering.corrections import REASON, corrections, render_correction


@pytest.fixture
def changed(facts_of):
    """The report as published, and as it is with some values replaced."""

    def changed(values):
        return facts_of().report, facts_of(values)

    return changed


def test_a_figure_is_named_with_the_totals_that_follow_from_it(changed):
    published, now = changed({"requests.new.person": 15, "requests.granted.person": 8})
    found = [(c.ref, c.old, c.new) for c in corrections(FORM, published, now.report) if c.ref in FORM.figures]
    assert found == [
        ("requests.new.person", "14", "15"),
        ("requests.new.total", "19", "20"),
        ("requests.granted.person", "7", "8"),
        ("requests.granted.total", "10", "11"),
        ("requests.total.person", "15", "16"),
        ("requests.total.total", "20", "21"),
    ]


def test_figures_in_prose_are_compared_as_printed(changed):
    published, now = changed({"disclosure.fees.amount": None})
    prose = [c for c in corrections(FORM, published, now.report) if c.ref == "others.others"]
    assert len(prose) == 1 and "1.85万元" in prose[0].old and "[行政事业性收费/收费万元 未填]万元" in prose[0].new


def test_of_prose_only_the_sentences_that_differ_are_given(changed):
    published, now = changed({"others.others": "没有收取信息处理费。答复两件。第三句“好”。"})
    published = published.edited({"others.others": "没有收取信息处理费。答复一件。第三句“好”。"})
    (one,) = corrections(FORM, published, now.report)
    assert (one.place, one.old, one.new) == ("第六部分 其他需要报告的事项", "答复一件。", "答复两件。")


def test_facts_are_compared_too(changed):
    published, now = changed({"sign.date": date(2025, 1, 16)})
    (one,) = corrections(FORM, published, now.report)
    assert (one.place, one.old, one.new) == ("成文日期", "2025年1月14日", "2025年1月16日")


def test_what_does_not_print_is_no_correction(changed):
    published, now = changed({"last_year": "another.toml"})
    assert corrections(FORM, published, now.report) == ()


def test_the_note_says_old_and_new_reason_and_date(changed):
    published, now = changed({"disclosure.permits.decisions": 87})
    text = render_correction(now, published, reason="统计时漏了1件", on=date(2025, 3, 4))
    lines = [line.strip() for line in text.splitlines()]
    assert "关于更正《青禾县东岭乡人民政府2024年政府信息公开工作年度报告》的说明" in lines
    place = lines.index("2.第二部分 行政许可/本年处理决定数量：")
    assert lines[place + 1 : place + 3] == ["原为：86", "更正为：87"]
    assert "更正原因：统计时漏了1件" in lines
    assert [line for line in lines if line][-2:] == ["青禾县东岭乡人民政府", "2025年3月4日"]


def test_what_is_not_known_yet_has_room(changed):
    published, now = changed({"disclosure.permits.decisions": 87})
    text = render_correction(now, published)
    assert REASON in text and "年  月  日" in text


def test_additions_and_deletions_are_called_so(changed):
    published, now = changed({"others.others": "一句。二句。"})
    assert "原来没有，补充：二句。" in render_correction(now, published.edited({"others.others": "一句。"}))
    assert "删去：三句。" in render_correction(now, published.edited({"others.others": "一句。二句。三句。"}))

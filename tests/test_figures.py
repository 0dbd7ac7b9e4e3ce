from __future__ import annotations

from decimal import Decimal

from tui_report.figures import count_characters, expand, reference, references
from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Ref
from tui_report.numbers import Number


def test_references_are_replaced_by_their_figures():
    text = f"收到{reference('requests.new.total')}件，收费{{{{disclosure.fees.amount}}}}万元。"
    figures: dict[Ref, Number | None] = {"requests.new.total": 3, "disclosure.fees.amount": Decimal("0.50")}
    assert expand(FORM, figures, text) == "收到3件，收费0.50万元。"


def test_a_blank_or_unknown_figure_is_named():
    assert expand(FORM, {"requests.new.total": None}, "{{ requests.new.total }}件") == "[本年新收/总计 未填]件"
    assert expand(FORM, {}, "{{ no.such.ref }}件") == "[no.such.ref 无此数字]件"


def test_nothing_but_a_plain_ref_is_a_reference():
    for text in ("{{ 1+1 }}", "{{ a|b }}", "{% x %}", "{{ a. }}", "{ requests.new.total }"):
        assert list(references(text)) == []
        assert expand(FORM, {}, text) == text


def test_references_tell_their_place():
    (found,) = references("共{{ requests.new.total }}件")
    assert (found.ref, found.start, found.end) == ("requests.new.total", 1, 25)


def test_blanks_and_line_breaks_are_no_characters_of_a_passage():
    text = f"共{reference('requests.new.total')}件。\n没有 收费。"
    assert count_characters(FORM, {"requests.new.total": 27}, text) == len("共27件。没有收费。")

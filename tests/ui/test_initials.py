from __future__ import annotations

from tui_report.form.cn_2021 import FORM
from tui_report.ui.initials import initials, matches


def test_initials_of_the_words_of_the_form():
    assert initials("予以公开") == "yygk"
    assert initials("本年新收政府信息公开申请数量") == "bnxszfxxgksqsl"
    assert initials("行政规范性文件") == "xzgfxwj"
    assert initials("（七）总计") == "qzj"


def test_every_han_character_of_the_form_has_an_initial():
    text = "".join(FORM.describe(ref) for ref in FORM.figures)
    han = {c for c in text if "\u4e00" <= c <= "\u9fff"}
    assert not {c for c in han if not initials(c)}


def test_words_and_initials_may_be_mixed():
    name = FORM.describe("requests.deny_secret.person")
    assert matches("gjmm", name)
    assert matches("国家 zrr", name)
    assert matches("", name)
    assert not matches("复议", name)

"""Rules read whatever a clerk pastes: they never raise, and no text makes them crawl."""

import random

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.rules import CATALOGUE
from tui_report.rules.example import base, base_last
from tui_report.rules.model import Facts
from tui_report.rules.passages import written

PIECES = [
    *"收到申请件条元12,.０９万%％百分之三五（）()《》“”。，；：、\n 共年月日〔〕[]号第★X我镇乡",
    "其中",
    "未收到",
    "均已办结",
    "行政复议",
    "人民政府",
    "2024年1月1日",
    "规范性文件",
    "处理费",
    "国办函",
    "截止",
    "{{ requests.new.total }}",
    "{{ nothing }}",
]
LONG = [
    "1" * 20000,
    "一" * 20000,
    "1 " * 8000,
    "1-2" * 6000,
    "，" * 20000,
    "（" * 5000,
    "《" * 5000 + "条例》",
    "收到申请1件、" * 1500,
    "2024年1月1日至" * 1500,
    "政府" * 8000,
    "{{ requests.new.total }}" * 500,
    "未收到" * 5000,
    "国办函〔2020〕" * 2000,
]


def run_all(facts):
    return [finding for rule in CATALOGUE for finding in rule.run(facts)]


def test_no_text_makes_a_rule_raise():
    dice = random.Random(7)
    refs = [p.ref for p in FORM.passages]
    for round_ in range(400):
        text = "".join(dice.choice(PIECES) for _ in range(dice.randrange(80)))
        report = base().edited({dice.choice(refs): text})
        facts = Facts(FORM, report, base_last() if round_ % 3 else None)
        for finding in run_all(facts):
            if finding.quote and finding.refs[0] in dict(written(facts)):
                assert report.text(finding.refs[0])[slice(*finding.span)] == finding.quote


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:8])
def test_a_very_long_text_is_read_through(text):
    last = base_last().edited({"overview.on_request": text})
    assert run_all(Facts(FORM, base().edited({"overview.on_request": text}), last))

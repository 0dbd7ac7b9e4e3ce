"""What is personal, and what an office publishes of itself."""

import pytest

from tui_report.rules import rule_of
from tui_report.rules.example import facts
from tui_report.rules.model import Example
from tui_report.rules.privacy import is_card_number, is_identity_number, is_old_identity_number

OPENING = "overview.opening"


def found(text):
    given = facts(Example({OPENING: text}))
    return [f for id in ("P01", "P02", "P03", "P04", "P05") for f in rule_of(id).run(given)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("身份证11010119900307002X。", "P01"),
        ("身份证110101 19900307 002X。", "P01"),
        ("身份证１１０１０１１９９００３０７００２Ｘ。", "P01"),
        ("身份证１１０１０１１９９００３０７００３８。", "P01"),
        ("身份证110101900307002。", "P01"),
        ("手机13900001234。", "P02"),
        ("手机139 0000 1234。", "P02"),
        ("手机１３９００００１２３４。", "P02"),
        ("卡号6222000000000000004。", "P03"),
        ("卡号6222 0000 0000 0000 004。", "P03"),
        ("原告李海燕诉我乡一案。", "P04"),
        ("案号为（2024）云01行初12号。", "P04"),
        ("转办机密★文件。", "P05"),
        ("摘自内部资料。", "P05"),
    ],
)
def test_what_must_not_be_published(text, rule):
    assert {f.rule for f in found(text)} == ({rule} if rule else set())


@pytest.mark.parametrize(
    "text",
    [
        "电话：0591-23165385，传真：0591-23165386，邮编：350400。",
        "电话0999-1234567 转 8001，邮箱xxgk@qinghe.gov.cn。",
        "电话：0591-13912345678。",
        "统一社会信用代码110101199003070038。",
        "统一社会信用代码11652201MB1234567X。",
        "索引号：00825011X0202400000012345。",
        "全年点击量13900001234567次。",
        "申请人高度认可，申请人任何时候可以查询。",
        "申请人王某某要求公开补偿信息。",
        "属于国家秘密的不予公开，落实保密审查。",
        "身份证号110101199003070021。",
    ],
)
def test_what_an_office_may_publish(text):
    assert [f.message for f in found(text)] == []


def test_masking_is_proposed_and_shows_nothing():
    (finding,) = found("手机13900001234。")
    assert finding.mend is not None
    assert finding.mend.values == {OPENING: "手机139****1234。"}
    assert "13900001234" not in finding.message


def test_check_digits():
    assert is_identity_number("11010119900307002X")
    assert not is_identity_number("110101199003070021")
    assert not is_identity_number("11010119901307002X")
    assert is_old_identity_number("110101900307002")
    assert not is_old_identity_number("110101901307002")
    assert is_card_number("6222000000000000004")
    assert not is_card_number("6222000000000000005")


def test_a_number_that_may_be_no_card_is_to_be_looked_at():
    given = facts(Example({"overview.proactive": "档案编号4012888888881881。"}))
    assert [f.severity for f in rule_of("P03").run(given)] == ["warning"]

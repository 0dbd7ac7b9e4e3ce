"""Which percentages stand beside the numbers they come from, and which are judged."""

import pytest

from tui_report.rules import rule_of
from tui_report.rules.example import facts
from tui_report.rules.model import Example

PROACTIVE = "overview.proactive"


def found(id, text):
    return [f.severity for f in rule_of(id).run(facts(Example({PROACTIVE: text}))) if f.open]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "处罚15230条，其中简易程序9138条，占处罚总数的60%。",
            "处罚15230条，其中简易程序9138条，占处罚总数的66%。",
        ),
        ("访问4217万次，比2023年的3865万次增长9.1%。", "访问4217万次，比2023年的3865万次增长19.1%。"),
        ("访问18.4万次，较上年（15.2万次）增长21.1%。", "访问18.4万次，较上年（15.2万次）增长12.1%。"),
        ("公开1526条，同比增加214条、增长16.3%。", "公开1526条，同比增加214条、增长13.6%。"),
        ("较上年的41件减少3件，下降7.3%。", "较上年的41件减少3件，下降3.7%。"),
        ("交易3.26万套，较上年的3.07万套增长6.2%。", "交易3.26万套，较上年的3.07万套增长16.2%。"),
        ("发放问卷300份，收回285份，回收率95%。", "发放问卷300份，收回285份，回收率93%。"),
        ("发布1022条，同比增长11.1%，比上年的920条增加102条。", "发布1022条，同比增长1.1%，比上年的920条增加102条。"),
        ("问卷2640份，其中满意2402份、占91%。", "问卷2640份，其中满意2402份、占94%。"),
        ("用户由9.5万人增至11.4万人，增长20%。", "用户由9.5万人增至11.4万人，增长25%。"),
        ("差错由50处下降到40处，下降20%。", "差错由50处下降到40处，下降25%。"),
    ],
)
def test_percentages_of_what_stands_beside(right, wrong):
    assert found("X04", right) == []
    assert found("X04", wrong) == ["warning"]


def test_a_share_of_something_uncounted_and_a_growth_of_rounded_numbers_are_not_judged():
    assert found("X04", "公开200条，其中解读50条，占全县解读总数的12%。") == []
    assert found("X04", "粉丝由8万人增至9万人，增长13.9%。") == []

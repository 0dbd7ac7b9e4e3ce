"""What sentences claim about the tables, and what they do not."""

import pytest

from tui_report.rules.claims import claims, denials


def read(text, about_requests=False):
    return [(c.subject, int(c.quantity.value or 0)) for c in claims(text, about_requests)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年共收到政府信息公开申请12件，上年结转2件。", [("new", 12), ("carried_in", 2)]),
        ("本机关收到依申请公开三件。", [("new", 3)]),
        ("本年度新收政府信息公开申请数量为0件，上年结转0件。", [("new", 0), ("carried_in", 0)]),
        ("共收到8份政府信息公开申请。其中，予以公开5件，部分公开3件。", [("new", 8), ("granted", 5), ("partial", 3)]),
        ("办理依申请公开事项3件，办结3件。", [("handled", 3), ("answered", 3)]),
        (
            "办结申请公开9件（含上年结转2件），结转下年度1件。",
            [("answered", 9), ("carried_in", 2), ("carried_out", 1)],
        ),
        ("因政府信息公开引发的行政复议2件、行政诉讼1件。", [("review", 2), ("suits", 1)]),
        ("有1件涉及政府信息公开的行政复议。", [("review", 1)]),
        (
            "涉及信息公开的行政诉讼中，未经复议直接起诉2件，复议后起诉1件。",
            [("suit_direct", 2), ("suit_after_review", 1)],
        ),
        ("制发行政规范性文件2件，废止1件，现行有效9件。", [("made", 2), ("repealed", 1), ("in_force", 9)]),
        ("作出行政许可决定124件、作出行政处罚决定6件。", [("permits", 124), ("penalties", 6)]),
        ("全年行政事业性收费1.85万元。", [("fees", 18500)]),
    ],
)
def test_claims(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理3259件，答复3278件。", [("answered", 3278)]),
        ("自然人申请10件，法人或其他组织2件。", [("person", 10), ("bodies", 2)]),
        ("属于行政执法案卷1件、补正后申请内容仍不明确2件。", [("deny_enforcement", 1), ("none_unclear", 2)]),
        ("不予公开答复2件，无法提供的10件，其他处理14件。", [("不予公开", 2), ("无法提供", 10), ("其他处理", 14)]),
        ("因本机关不掌握等原因无法提供的9件。", [("无法提供", 9)]),
        ("收到来自公民、法人或者其他组织的政府信息公开申请1件。", [("new", 1)]),
        ("收到申请三件，其中公民申请两件，企业申请一件。", [("new", 3)]),
        ("收到申请38件，其中1人提出申请9件。", [("new", 38)]),
    ],
)
def test_claims_of_the_passage_on_requests(text, expected):
    assert read(text, about_requests=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "制作政府信息888份，其中主动公开489份、依申请公开86份、不予公开313份。",
        "制发公文383条，其中主动公开54条、依申请公开316条、不予公开13条。",
        "梳理历年印发的行政规范性文件228份。",
        "集中发布规范性文件20份。",
        "政策及规范性文件类8条。",
        "办理人大建议3件、政协提案5件。",
        "收到群众留言53条，办理热线工单120件。",
        "办理行政复议案件35件，行政诉讼应诉12件。",
        "全县各乡镇共收到政府信息公开申请30件。",
        "收到政府信息公开申请比上年增加3件。",
        "收到政府信息公开申请80余件。",
        "通过网络收到政府信息公开申请2件。",
        "涉及信息公开的行政复议和行政诉讼各1件。",
        "申请人因信息公开提起行政复议，维持1件，纠正1件。",
        "受理低保申请35件。",
        "公开规章13件（含废止4件），公开行政规范性文件42件。",
        "公开行政处罚信息12条。",
        "收到政府信息公开申请{{ requests.new.total }}件。",
        "全县各乡镇共收到政府信息公开申请30件，答复28件，结转下年度2件。",
        "办公室办理县政府本级政府信息公开申请21件，答复20件。",
        "协助县政府办公室答复信息公开申请7件。",
        "近三年分别收到政府信息公开申请28件、33件、36件。",
        "信息公开中予以公开、部分公开的申请24件。",
        "受理行政复议案件132件（不含信息公开类）。",
        "受理行政复议案件132件，其中信息公开类4件。",
        "由“政府信息公开行政复议、行政诉讼情况”“其他需要报告的事项”六个部分组成。",
        "全省清理规范性文件4120件，废止618件，修改75件。",
        "以县政府名义印发规范性文件2件。",
    ],
)
def test_numbers_of_other_things_claim_nothing(text):
    assert read(text) == []


def test_a_claim_knows_the_year_it_speaks_of():
    (claim,) = claims("2023年收到政府信息公开申请5件。", False)
    assert claim.year == 2023


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("本年度未收到政府信息公开申请。", ["none"]),
        ("未收到公民、法人和其他组织提出的政府信息公开申请。", ["none"]),
        ("没有收到任何依申请公开事项。", ["none"]),
        ("未收到任何单位和个人的政府信息公开申请。", ["none"]),
        ("未受理任何形式的政府信息公开申请。", ["none"]),
        ("无依申请公开件。", ["none"]),
        ("未发生行政复议、诉讼。", ["disputes"]),
        ("无因政府信息公开被申请行政复议、提起行政诉讼情况。", ["disputes"]),
        ("没有因政府信息公开引起的行政复议。", ["review"]),
        ("未出现相关行政诉讼情况。", ["suits"]),
        ("收到政府信息公开申请3件，均已按期办结。", ["done"]),
    ],
)
def test_denials(text, kinds):
    assert [d.kind for d in denials(text, False)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "未收到信访举报投诉类申请。",
        "未收到逾期不补正的申请。",
        "1月至11月未收到政府信息公开申请。",
        "未接到有关政府信息公开的投诉。",
        "该复议件未被复议机关纠错。",
        "没有发生泄密。",
        "群众留言均已办结。",
        "未收到法人或其他组织的政府信息公开申请。",
        "未收到自然人的政府信息公开申请。",
    ],
)
def test_other_denials_deny_nothing(text):
    assert denials(text, False) == ()


def test_a_denial_knows_the_year_it_speaks_of():
    (denial,) = denials("2023年未收到政府信息公开申请。", True)
    assert denial.year == 2023

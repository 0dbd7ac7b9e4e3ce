"""What sentences deny or close, and what they do not."""

import pytest

from tui_report.rules.denials import denials


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("本年度未收到政府信息公开申请。", ["none"]),
        ("未收到公民、法人和其他组织提出的政府信息公开申请。", ["none"]),
        ("没有收到任何依申请公开事项。", ["none"]),
        ("未收到任何单位和个人的政府信息公开申请。", ["none"]),
        ("未受理任何形式的政府信息公开申请。", ["none"]),
        ("无依申请公开件。", ["none"]),
        ("本年度未有群众申请公开。", ["none"]),
        ("无新收和上年结转的政府信息公开申请。", ["none"]),
        ("没有新收到政府信息公开申请。", ["none"]),
        ("政府信息公开申请没有引发行政复议和行政诉讼。", ["disputes"]),
        ("未接到群众要求公开的信息。", ["none"]),
        ("未发生行政复议、诉讼。", ["disputes"]),
        ("无因政府信息公开被申请行政复议、提起行政诉讼情况。", ["disputes"]),
        ("没有因政府信息公开引起的行政复议。", ["review"]),
        ("未出现相关行政诉讼情况。", ["suits"]),
        ("收到政府信息公开申请3件，均已按期办结。", ["done"]),
        ("未收到通过信函、传真、网络、当面等方式提出的政府信息公开申请。", ["none"]),
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
        "未收到网络提交的政府信息公开申请。",
        "无人申请公开栏的钥匙。",
        "对申请延长期限5件，补正4件，均在规定期限内办结。",
    ],
)
def test_other_denials_deny_nothing(text):
    assert denials(text, False) == ()


def test_a_denial_knows_the_year_it_speaks_of():
    (denial,) = denials("2023年未收到政府信息公开申请。", True)
    assert denial.year == 2023


@pytest.mark.parametrize(
    "text",
    [
        "全年无人申请公开政府信息。",
        "无公民、法人和其他组织向我乡申请公开政府信息。",
        "依申请公开数量为零。",
        "本年度零申请、零复议、零诉讼。",
        "全年没有公民、法人及其他组织向我局提出信息公开申请。",
        "上半年很多人来问申请的事，全年未收到。",
    ],
)
def test_short_denials_of_the_passage_on_requests(text):
    assert [d.kind for d in denials(text, True)] == ["none"]
    assert denials(text, False) == ()


@pytest.mark.parametrize("text", ["申请数量为0.5倍。", "一季度申请数量为零。", "无人申请救助。", "申请量为0件。"])
def test_short_denials_of_other_things(text):
    assert denials(text, True) == ()

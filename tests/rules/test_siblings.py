"""Passages that two offices share."""

from tui_report.form.cn_2021 import FORM
from tui_report.rules.siblings import Office, alike

REF = "overview.platform"
TEXT = (
    "坚持把政务公开栏作为主要平台，各村每月更新一次村务公开栏，便民服务中心设有查阅点，方便群众查阅信息。"
    "公众号由专人维护，每周发布便民信息，年内两次请村民代表检查公开栏，查出的问题当天改正，照片按月归档。"
)
OTHER = (
    "网站栏目由县里统一管理，本单位只报送内容。大厅放着两台查询机，工作人员教老人怎样用，夏天还在集市摆过一次咨询台。"
    "公众号去年停用后没有再开，信息改在村民小组会上念给大家听，记录由会计保管，年底一并装订。"
)


def found(*offices: tuple[str, int, str]) -> list[list[str]]:
    listed = alike(FORM, [Office(unit, year, {REF: text}) for unit, year, text in offices])
    return [[f"{f.rule} {f.severity} {f.message}" for f in findings] for findings in listed]


def test_a_passage_shared_with_another_office_is_named_in_both():
    first, second, third = found(("甲乡", 2024, TEXT), ("乙乡", 2024, TEXT), ("丙乡", 2024, OTHER))
    assert third == []
    assert len(first) == len(second) == 1
    assert first[0].startswith("Y06 warning 第一部分（四）") and "100%与乙乡的报告相同" in first[0]
    assert "100%与甲乡的报告相同" in second[0]


def test_other_years_and_the_same_office_are_not_compared():
    assert found(("甲乡", 2024, TEXT), ("乙乡", 2023, TEXT)) == [[], []]
    assert found(("甲乡", 2024, TEXT), ("甲乡", 2024, TEXT)) == [[], []]


def test_what_everybody_writes_is_no_copy():
    formula = "依据《政府信息公开信息处理费管理办法》，本年度没有收取信息处理费，没有其他需要报告的事项。"
    assert found(("甲乡", 2024, formula), ("乙乡", 2024, formula)) == [[], []]

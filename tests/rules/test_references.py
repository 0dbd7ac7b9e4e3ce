"""Citations, places and names."""

import pytest

from tui_report.rules import rule_of
from tui_report.rules.example import facts
from tui_report.rules.model import Example
from tui_report.rules.references import town
from tui_report.settings import Settings

OPENING, PROACTIVE = "overview.opening", "overview.proactive"


def found(id, text, ref=PROACTIVE, **settings):
    given = facts(Example({ref: text}))._replace(settings=Settings(**settings))
    return [f for f in rule_of(id).run(given) if f.open]


@pytest.mark.parametrize(
    ("id", "text", "severity"),
    [
        ("R01", "《中华人民共和国政府信息公开条例》（国务院令第771号）", "error"),
        ("R01", "《中华人民共和国政府信息公开条例》（国务院令第71号）", "error"),
        ("R01", "《中华人民共和国信息公开条例》", "error"),
        ("R01", "《信息公开条例》", "note"),
        ("R01", "《年度报告格式》（国办公开办函〔2021〕31号）", "error"),
        ("R01", "《中华人民共和国政府信息公开条列》", "error"),
        ("R01", "依据国办公开办函〔2021〕13号编制。", "warning"),
        ("R01", "国办公开办涵〔2021〕30号", "error"),
        ("R01", "国办公开办函[2021]30号", "warning"),
        ("R01", "国办公开办函〔2021〕第30号", "warning"),
        ("R01", "《政府信息公开信息处理费管理办法》（国办函〔2020〕190号）", "error"),
        ("R01", "《政府信息公开处理费管理办法》", "warning"),
        ("R02", "国办公开办函〔2019〕60号", "error"),
        ("R02", "《年度报告格式（试行）》", "error"),
        ("R03", "石桥镇人民政府高度重视。", "warning"),
        ("R03", "白沙乡党委、政府高度重视。", "warning"),
        ("R03", "柳林镇坚持以公开为常态。", "warning"),
        ("R03", "我县扎实推进。", "warning"),
        ("R03", "全市通报表扬。", "note"),
        ("R04", "我镇扎实推进。", "warning"),
    ],
)
def test_faults(id, text, severity):
    assert [f.severity for f in found(id, text)] == [severity]


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("R01", "《中华人民共和国政府信息公开条例》（国务院令第711号）、国办公开办函〔2021〕30号、国办函〔2020〕109号"),
        ("R01", "《云岭省政府信息公开规定》和《政府信息公开条例》"),
        ("R01", "国办公开办函〔2019〕61号"),
        ("R02", "云政办〔2019〕60号"),
        ("R03", "青禾乡人民政府高度重视，各乡镇人民政府和本乡政府服务大厅。"),
        ("R03", "重点乡镇坚持每月更新。试点乡以点带面。青禾乡坚持公开。全体乡镇干部认真学习。"),
        ("R03", "包括镇政府公开的信息和县级文件。"),
        ("R03", "推进城乡综合执法和政务新媒体建设中街道政府信息公开。"),
        ("R03", "云岭省政务服务平台和县直部门。"),
        ("R04", "我乡扎实推进，本机关认真落实。"),
        ("R01", "《政府信息公开条例》《优化营商环境条例》（国务院令第722号）"),
        ("R01", "年度报告格式（国办公开办函〔2021〕30号）和专栏通知（国办公开办函〔2019〕61号）"),
        ("R01", "《信息处理费管理办法》的通知、《保留证明事项清单》（国办函〔2021〕75号）"),
        ("R02", "条例（2007年国务院令第492号公布，2019年国务院令第711号修订）"),
        ("R03", "健全市场信息，划定安全区域。"),
        ("R04", "本镇村两级、本镇土专家和基本局面。"),
    ],
)
def test_right_ones(id, text):
    assert [f.message for f in found(id, text)] == []


def test_a_towns_own_name_with_another_kind_is_mended():
    (finding,) = found("R04", "青禾镇全年公开信息96条。")
    assert (finding.severity, finding.mend.values) == ("warning", {PROACTIVE: "青禾乡全年公开信息96条。"})
    assert found("R04", "青禾乡全年公开信息96条。") == []


def test_listed_neighbours_are_looked_for_word_by_word():
    (finding,) = found("R03", "与石桥一样，双塔也公开了。", places=("石桥", "青禾"))
    assert finding.quote == "石桥"


def test_a_second_province_is_a_note():
    given = facts(Example({OPENING: "按照福建省和福建省人民政府的要求。", PROACTIVE: "学习浙江省的做法。"}))
    (finding,) = rule_of("R03").run(given)
    assert (finding.severity, finding.quote) == ("note", "浙江省")


def test_a_wrong_citation_is_mended_at_its_place():
    (finding,) = found("R01", "依据国办公开办函[2021]30号，编制本报告。", ref=OPENING)
    assert finding.mend is not None
    assert finding.mend.values == {OPENING: "依据国办公开办函〔2021〕30号，编制本报告。"}


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("云岭县青禾乡人民政府", "青禾"),
        ("策勒乡人民政府", "策勒"),
        ("某市某区前进街街道办事处", "前进街"),
        ("某县水利局", ""),
    ],
)
def test_the_name_of_a_town(unit, name):
    assert town(unit) == name

"""Marks and words: what is marked, and what is left alone."""

import pytest

from tui_report.rules import rule_of
from tui_report.rules.example import facts
from tui_report.rules.model import Example

REF = "overview.proactive"


def found(id, text):
    return list(rule_of(id).run(facts(Example({REF: text}))))


@pytest.mark.parametrize(
    ("id", "text", "mended"),
    [
        ("L01", "（一）、公开政策。\n2、公开指南。", "（一）公开政策。\n2.公开指南。"),
        ("L01", "一.公开政策文件。", "一、公开政策文件。"),
        ("L02", "云办发[2024]第05号、云发（24）6号文件。", "云办发〔2024〕5号、云发〔2024〕6号文件。"),
        ("L03", "公开政策,解读(图解)两次;回应:及时。", "公开政策，解读（图解）两次；回应：及时。"),
        ("L04", "解读《甲办法》、《乙办法》和“一件事”、“一次办”。", "解读《甲办法》《乙办法》和“一件事”“一次办”。"),
        ("L05", "截止到2024年12月31日，截止目前。", "截至2024年12月31日，截至目前。"),
        ("L06", "做好依法申请公开。", "做好依申请公开。"),
        ("L07", "覆盖率.5%左右。", "覆盖率0.5%左右。"),
        ("L07", "增长5-8%。", "增长5%-8%。"),
        ("L09", "公开栏每月更新一次，便民服务中心设有查阅点", "公开栏每月更新一次，便民服务中心设有查阅点。"),
        ("L09", "公开政策文件，。全年更新。", "公开政策文件。全年更新。"),
        (
            "L09",
            "（一）抓培训。\n全年培训干部三次，各村信息员都来参加，内容是怎样发布、怎样校对、怎样存档。",
            "（一）抓培训\n全年培训干部三次，各村信息员都来参加，内容是怎样发布、怎样校对、怎样存档。",
        ),
        ("L08", "24年度公开信息162条。", "2024年度公开信息162条。"),
        ("L10", "公开补贴补贴名单。", "公开补贴名单。"),
        ("L10", "群众的的意见。", "群众的意见。"),
    ],
)
def test_a_fault_is_mended(id, text, mended):
    (finding,) = found(id, text)
    assert finding.mend is not None
    assert finding.mend.values == {REF: mended}


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("L01", "（1）公开政策。（2）公开指南。3个村、5个站所。"),
        ("L01", "依据国办函〔2020〕109号（以下简称109号文）、条例。"),
        ("L02", "云办发〔2024〕5号文件，公民申请12号窗口。"),
        ("L03", "公开1,032条，比例3:2，网址https://www.qinghe.gov.cn/a?b=1，图(a)。"),
        ("L03", "收到{{ requests.new.total }}件，其中自然人{{ requests.new.person }}件。"),
        ("L04", "解读《甲办法》（试行）、《乙办法》。"),
        ("L05", "报名截止日期已公告，申报工作已截止。"),
        ("L06", "国家秘密、账号、部署、依申请公开。"),
        ("L07", "公开162条，阅读1.2万次，得分0.5分。"),
        ("L07", "增长5%-8%，占10%至20%。"),
        ("L10", "依法行政行政执法公示、城乡建设建设项目、规范规范性文件管理。"),
        ("L08", "2024年以来公开162条。"),
        ("L09", "主要做法：\n一是公开政策。\n二是公开指南。"),
        ("L10", "青禾乡人民政府政府信息公开一条一条核对，乡政府办公室办公室主任负责。"),
        ("L10", "的的确确公开了，常常方方面面都有。"),
        ("L11", "落实“谁公开、谁审查”（见《办法》〔试行〕）。1）抓培训；2）抓考核。"),
        ("L12", "巩固拓展脱贫攻坚成果同乡村振兴有效衔接。"),
    ],
)
def test_right_ones_are_left_alone(id, text):
    assert [f.message for f in found(id, text)] == []


@pytest.mark.parametrize("text", ["约80余条。", "近三十条左右，约30件左右。"])
def test_a_doubled_about(text):
    assert any("前后都表示大概" in f.message for f in found("L07", text))


def test_many_faults_of_one_kind_are_one_finding_a_passage():
    (finding,) = found("L03", "甲,乙,丙,丁。")
    assert "共3处" in finding.message


def test_only_the_first_unmatched_mark_is_told():
    assert len(found("L11", "落实“谁公开（谁审查《办法的要求。")) == 1


def test_a_rough_number_is_quoted_with_the_words_that_make_it_rough():
    (finding,) = found("L07", "阅读超过80次，听众50次左右，每年不少于12次、12期以上。")
    assert "写了概数：超过80次、50次左右" in finding.message

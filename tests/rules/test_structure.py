from __future__ import annotations

import pytest

from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.report import Heading, Remark, Source, change
from tui_report.rules import structure
from tui_report.rules.example import base
from tui_report.rules.model import Facts


def found(rule, *headings: tuple[str, str], edition: str = "2021", missing: tuple[str, ...] = (), **changes):
    source = Source("a.docx", edition, headings=tuple(Heading(r, t, "第3行") for r, t in headings), missing=missing)
    return list(rule.run(Facts(FORM, base().but(source=source, **changes))))


def with_heading(ref: str, text: str) -> list[tuple[str, str]]:
    return [(r, text if r == ref else t) for r, t in structure.RIGHT]


def test_report_of_our_own_has_no_structure_to_judge():
    facts = Facts(FORM, base())
    assert not [f for rule in structure.RULES for f in rule.run(facts)]


def test_missing_section_is_an_error_with_its_ref():
    (finding,) = found(structure.sections_missing, *structure.RIGHT[:4], structure.RIGHT[5])
    assert (finding.severity, finding.refs) == ("error", ("problems",))


def test_sections_out_of_order():
    order = [structure.RIGHT[i] for i in (0, 1, 3, 2, 4, 5)]
    (finding,) = found(structure.sections_missing, *order)
    assert finding.refs == ("requests",)
    assert "第3行" in finding.message


def test_other_title_is_a_warning():
    (finding,) = found(structure.sections_missing, *with_heading("overview", "一、工作开展情况"))
    assert finding.severity == "warning"
    assert "一、总体情况" in finding.message


@pytest.mark.parametrize("text", ["3、收到和处理政府信息公开申请情况", "四、收到和处理政府信息公开申请情况"])
def test_number_of_another_kind_or_place(text):
    findings = found(structure.numbering_broken, *with_heading("requests", text))
    assert [(f.severity, f.refs) for f in findings] == [("error", ("requests",))]


def test_numbering_that_starts_again():
    headings = [structure.RIGHT[0], ("", "二、工作机制保障"), ("", "一、平台建设"), *structure.RIGHT[1:]]
    messages = [f.message for f in found(structure.numbering_broken, *headings)]
    assert any("一、平台建设" in m and "倒退" in m for m in messages)


def test_aspects_with_arabic_numbers_are_no_sections():
    aspects = ("overview.proactive", "1.主动公开政府信息情况"), ("overview.on_request", "2.依申请公开情况")
    assert not found(structure.numbering_broken, structure.RIGHT[0], *aspects, *structure.RIGHT[1:])


def test_heading_without_a_number_is_not_judged():
    assert not found(structure.numbering_broken, *with_heading("requests", "收到和处理政府信息公开申请情况"))


def test_lists_and_subheadings_that_skip():
    values = {"problems.problems": "一是文件难懂。三是更换太慢。"}
    findings = list(structure.numbering_broken.run(Facts(FORM, base().edited(values))))
    assert [(f.severity, f.quote) for f in findings] == [("warning", "三是")]
    assert findings[0].span is not None
    start, end = findings[0].span
    assert values["problems.problems"][start:end] == "三是"
    headings = [structure.RIGHT[0], ("overview.proactive", "（一）主动公开情况"), ("overview.platform", "（三）平台")]
    assert [f.severity for f in found(structure.numbering_broken, *headings)] == ["warning"]


@pytest.mark.parametrize(
    "text",
    ["下一步，一是抓培训；二是抓检查；三是抓更新。", "一是快，二是准，三是全。", "难点之一是人少。一是抓。二是管。"],
)
def test_lists_that_do_not_skip(text):
    assert not list(structure.numbering_broken.run(Facts(FORM, base().edited({"problems.improvements": text}))))


def test_a_list_of_ten_that_goes_on_elsewhere_broke_the_check():
    parts = "".join(f"{numeral}是做好公开。" for numeral in (*structure.NUMERALS, "五"))
    report = base().edited({"others.others": parts})
    (finding,) = structure.numbering_broken.run(Facts(FORM, report))
    assert "“五是”前面没有“十一是”" in finding.message
    assert finding.span == (parts.rindex("五"), parts.rindex("五") + 2)


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("一是甲。二是乙", "一二"),
        ("甲。\n 二是乙", "二"),
        ("做法一是甲", "一"),
        ("做法二是甲", ""),
        ("统一是好事，其中之一是甲", ""),
        ("  三是甲", "三"),
        ("是 二是", ""),
    ],
)
def test_where_the_parts_of_a_list_open(text, opened):
    assert "".join(numeral for numeral, _ in structure._listed(text)) == opened
    assert all(text[at : at + 2] == f"{numeral}是" for numeral, at in structure._listed(text))


def test_a_reference_to_no_figure_is_named_with_its_place():
    text = "收到{{ requests.new.total }}件、{{ requests.new }}件、{{ 新收 }}件。"
    findings = list(structure.residue_left.run(Facts(FORM, base().edited({"overview.on_request": text}))))
    assert [(f.severity, f.quote) for f in findings] == [("error", "{{ requests.new }}"), ("error", "{{ 新收 }}")]
    assert [text[slice(*f.span)] for f in findings if f.span] == [f.quote for f in findings]


def test_old_form():
    assert [f.severity for f in found(structure.old_form, edition="2019")] == ["error"]
    old = base().edited({"year": 2020}).but(source=Source("a.docx", "2019"))
    assert not list(structure.old_form.run(Facts(FORM, old)))
    three = ("requests.other_no_correction", "requests.other_no_fee", "requests.other_other")
    assert [f.severity for f in found(structure.old_form, missing=three)] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        *("XX镇", "××乡", "（具体网址）", "网址____", "国办发〔〕号", "表格如下：", "[bookmark: _GoBack]", "***"),
        *("公开__条", "???", "（单位名称）", "数字待补充", "公开信息  条", "全年共件，均已答复"),
    ],
)
def test_residue(text):
    report = base().edited({"others.others": f"本年度没有收取信息处理费，{text}。"})
    (finding,) = structure.residue_left.run(Facts(FORM, report))
    assert finding.refs == ("others.others",)
    assert finding.quote in text


@pytest.mark.parametrize(
    "text",
    [
        "国办公开办函〔2021〕30号",
        "138****1234",
        "WX公众号",
        "（以下简称《条例》）",
        "3×4",
        "（请扫码查看）",
        "（具体见附件）",
        "收到依申请公开件，均已答复",
        "公开信息条目清楚，共条分缕析",
    ],
)
def test_no_residue(text):
    report = base().edited({"others.others": f"本年度没有收取信息处理费，{text}。"})
    findings = list(structure.residue_left.run(Facts(FORM, report)))
    assert not findings


def test_residue_in_text_that_has_no_place():
    remark = Remark("requests", "只有表格，这段文字没有导入", "第9行", "该部分以表格形式报告。表格如下：")
    (finding,) = found(structure.residue_left, remarks=(remark,))
    assert finding.refs == ("requests",)
    assert "第9行" in finding.message


def test_bookmark_can_be_deleted_at_once():
    report = base().edited({"others.others": "[bookmark: _GoBack]没有收取信息处理费。"})
    (finding,) = structure.residue_left.run(Facts(FORM, report))
    assert finding.mend is not None
    assert finding.mend.values == {"others.others": "没有收取信息处理费。"}


MISPRINTED = Source(
    file="来文.docx",
    edition="2021",
    title="青禾乡人民政府2023年信息公开工作报告",
    headings=(Heading("overview", "1、总体情况"), *(Heading(r, t) for r, t in structure.RIGHT[2:])),
    labels={"disclosure.normative": "规范性文件"},
    missing=("requests.other_no_correction", "requests.other_no_fee", "requests.other_other"),
)
OF_THE_FORM = ("S01", "S02", "S07", "S10", "T06")


def about_the_source(report):
    return [f for f in assess(Facts(FORM, report)).open if f.rule in OF_THE_FORM]


def test_what_the_program_prints_right_by_itself_is_mended_one_kind_at_a_time():
    report = base().but(source=MISPRINTED)
    first = {f.rule for f in about_the_source(report)}
    assert first == set(OF_THE_FORM)
    done = []
    while findings := about_the_source(report):
        mend = findings[0].mend
        assert mend is not None
        step = change(report, mend.name, mend.values, place=findings[0].place, **mend.records)
        assert step.revert(step.apply(report)) == report
        report = step.apply(report)
        done.append(mend.name)
    assert len(done) == 3  # title, headings, rows with their labels
    assert report.values == base().values
    assert report.source == Source(file="来文.docx", edition="2021")


def test_a_table_of_2019_is_printed_by_the_form_of_2021():
    report = base().but(source=Source(edition="2019", missing=("requests.other_no_fee",)))
    (finding,) = structure.old_form.run(Facts(FORM, report))
    assert finding.mend is not None
    mended = report.edited(finding.mend.values, finding.mend.records)
    assert not list(structure.old_form.run(Facts(FORM, mended)))
    assert mended.values == report.values


def test_residue_of_a_text_that_was_not_taken_is_mended_by_forgetting_it():
    dropped = Remark("disclosure", "这段文字没有导入", "第9行", "表格如下：")
    other = Remark("unit.name", "取自原件这一处")
    report = base().but(remarks=(dropped, other))
    (finding,) = structure.residue_left.run(Facts(FORM, report))
    assert finding.mend is not None
    assert report.edited({}, finding.mend.records).remarks == (other,)


def test_a_stray_heading_is_found_in_the_passage_that_holds_it():
    headings = [*structure.RIGHT, ("", "二、工作机制保障")]
    values = {"others.others": "没有收取信息处理费。\n二、工作机制保障\n健全机制。"}
    source = Source(headings=tuple(Heading(r, t) for r, t in headings))
    (finding,) = structure.numbering_broken.run(Facts(FORM, base().edited(values).but(source=source)))
    assert finding.refs == ("others.others",)
    assert finding.mend

from __future__ import annotations

import pytest

from tests.importing.test_recognise import imported
from tui_report.importing.headings import passage_of
from tui_report.report import Report

TITLE = "清水县柳林镇人民政府2024年政府信息公开工作年度报告\n"


def read(tmp_path, text: str) -> Report:
    return imported(tmp_path, "a.txt", TITLE + text)


def remarks(report: Report, ref: str) -> list[str]:
    return [remark.text for remark in report.remarks if remark.ref == ref]


def headings(report: Report) -> list[tuple[str, str]]:
    assert report.source is not None
    return [(heading.ref, heading.text) for heading in report.source.headings]


def test_sub_headings_that_the_form_lacks_go_with_their_text_to_the_passage_before(tmp_path):
    report = read(
        tmp_path,
        "一、总体情况\n（一）主动公开\n贴了七天。\n（六）村务公开情况\n村口有栏。\n（七）其他工作。做了些事。\n（二）依申请公开\n没有。\n",
    )
    assert report.text("overview.proactive") == "贴了七天。\n（六）村务公开情况\n村口有栏。\n（七）其他工作。做了些事。"
    assert report.text("overview.on_request") == "没有。"
    assert remarks(report, "overview.proactive") == [
        "“（六）村务公开情况”不是格式里的小标题，连同文字接在前一段之后",
        "“（七）其他工作。”不是格式里的小标题，连同文字接在前一段之后",
    ]


def test_a_heading_of_a_section_that_names_a_passage_is_taken_for_it(tmp_path):
    report = read(tmp_path, "一、总体情况\n公开了三条。\n二、信息管理情况\n存档三年。\n三、村务情况\n栏目七个。\n")
    assert report.text("overview.management") == "存档三年。\n三、村务情况\n栏目七个。"
    assert headings(report) == [
        ("overview", "一、总体情况"),
        ("overview.management", "二、信息管理情况"),
        ("", "三、村务情况"),
    ]
    assert remarks(report, "overview.management") == [
        "标题“二、信息管理情况”当作这一段的标题",
        "“三、村务情况”不是格式里的标题，连同文字放在这一段",
    ]


def test_an_aspect_with_the_title_of_a_section_behind_an_arabic_number_is_an_aspect(tmp_path):
    report = read(
        tmp_path,
        "一、总体情况\n1.主动公开政府信息情况\n贴了七天。\n2.依申请公开情况\n没有。\n二、主动公开政府信息情况\n略。\n"
        "三、收到和处理政府信息公开申请情况\n略。\n",
    )
    assert (report.text("overview.proactive"), report.text("overview.on_request")) == ("贴了七天。", "没有。")
    assert headings(report) == [
        ("overview", "一、总体情况"),
        ("overview.proactive", "1.主动公开政府信息情况"),
        ("overview.on_request", "2.依申请公开情况"),
        ("disclosure", "二、主动公开政府信息情况"),
        ("requests", "三、收到和处理政府信息公开申请情况"),
    ]


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        ("overview", "一、2024年政府信息公开总体情况"),
        ("overview", "一、2024年政务公开总体开展情况"),
        ("overview", "一、基本情况"),
        ("disclosure", "二、行政机关主动公开政府信息情况"),
        ("disclosure", "二、我局主动公开的政府信息"),
        ("requests", "三、本机关收到和处理政府信息公开申请情况"),
        ("requests", "三、受理公开申请和答复情况"),
        ("disputes", "四、因政府信息公开申请行政复议、提起行政诉讼情况"),
        ("disputes", "四、政府信息公开复议、诉讼情况"),
        ("problems", "五、不足与改进"),
    ],
)
def test_a_section_with_another_title_is_found(tmp_path, ref, text):
    assert (ref, text) in headings(read(tmp_path, f"{text}\n有。\n"))


@pytest.mark.parametrize("blank", ["", " ", "　"])
def test_a_short_sentence_behind_a_heading_is_no_part_of_it(tmp_path, blank):
    text = f"一、总体情况（一）主动公开情况。有。（二）依申请公开情况{blank}全年没有收到申请。（三）信息管理工作推进情况。好。"
    report = read(tmp_path, text)
    assert report.text("overview.on_request") == "全年没有收到申请。"
    assert ("overview.management", "（三）信息管理工作推进情况。") in headings(report)


def test_aspects_behind_arabic_numbers_run_into_their_text(tmp_path):
    report = read(tmp_path, "一、总体情况\n1.主动公开情况。贴了七天。\n2.依申请公开办理情况。没有。\n3.栏目七个。\n")
    assert report.text("overview.proactive") == "贴了七天。"
    assert report.text("overview.on_request") == "没有。\n3.栏目七个。"


def test_a_bare_name_glued_to_its_text_is_a_heading(tmp_path):
    text = "一、总体情况（一）主动公开2024年，公开了12条。（二）依申请公开未收到申请。（五）监督保障一是培训。"
    report = read(tmp_path, text)
    told = [report.text(f"overview.{key}") for key in ("proactive", "on_request", "supervision")]
    assert told == ["2024年，公开了12条。", "未收到申请。", "一是培训。"]


def test_a_row_is_no_title_of_a_section(tmp_path):
    text = "一、总体情况。有。 三、本年度办理结果公开申请情况 三、受理公开申请和答复情况 略。"
    assert headings(read(tmp_path, text)) == [("overview", "一、总体情况"), ("requests", "三、受理公开申请和答复情况")]


def test_text_below_a_heading_that_fits_nowhere_is_named_in_full(tmp_path):
    report = read(tmp_path, "一、总体情况\n好。\n六、其他需要报告的事项\n七、附带说明\n没有收费。\n")
    assert remarks(report, "") == ["“七、附带说明”不是格式里的标题，文字没有导入：没有收费。"]


def test_section_five_without_sub_headings_is_parted_where_it_turns(tmp_path):
    report = read(tmp_path, "五、存在的主要问题及改进情况\n问题是少。下一步将多公开。\n")
    assert (report.text("problems.problems"), report.text("problems.improvements")) == (
        "问题是少。",
        "下一步将多公开。",
    )
    assert remarks(report, "problems.improvements") == ["没有小标题，从这一句起作为改进情况"]


def test_section_five_that_never_turns_stays_whole(tmp_path):
    report = read(tmp_path, "五、存在的主要问题及改进情况\n问题是少。没有别的。\n")
    assert report.text("problems.problems") == "问题是少。没有别的。"
    assert report.text("problems.improvements") == ""
    assert remarks(report, "problems.improvements") == ["没有分出改进情况，全文放在（一）"]


def test_section_five_whose_heading_is_missing_is_found_by_its_sub_headings(tmp_path):
    report = read(
        tmp_path,
        "四、政府信息公开行政复议、行政诉讼情况\n今年没有行政复议案件。\n"
        "（一）存在的主要问题\n更换不及时。\n（二）改进情况\n多培训。\n",
    )
    assert (report.text("problems.problems"), report.text("problems.improvements")) == ("更换不及时。", "多培训。")
    assert remarks(report, "problems") == ["没有第五部分的标题，按小标题导入"]
    (kept,) = remarks(report, "disputes")
    assert kept.endswith("只有表格，这段文字没有导入：今年没有行政复议案件。")


def test_the_menu_of_a_page_that_runs_into_the_title_is_left_out_with_a_remark(tmp_path):
    report = read(
        tmp_path, f"首页 相关链接：文字版 {TITLE.strip()} 公开了两条。\n一、总体情况\n（一）主动公开\n贴了七天。\n"
    )
    assert report.text("overview.opening") == "公开了两条。"
    assert any("没有导入" in remark.text and "相关链接：文字版" in remark.quote for remark in report.remarks)


def test_section_titles_without_numbers_are_found_on_lines_of_their_own(tmp_path):
    report = read(tmp_path, "总体情况\n公开了三条。\n## 其他需要报告的事项\n没有收费。\n")
    assert headings(report) == [("overview", "总体情况"), ("others", "其他需要报告的事项")]
    assert report.text("others.others") == "没有收费。"


def test_a_heading_that_names_two_passages_is_taken_for_the_one_it_is_about():
    assert passage_of("overview", "政府信息公开平台建设和监督保障") == "overview.platform"
    assert passage_of("overview", "主动公开和申请办理情况、依申请公开") == "overview.on_request"
    assert passage_of("overview", "信息管理和监督保障") == ""
    assert passage_of("problems", "存在问题及改进措施") == ""
    assert passage_of("problems", "改进情况") == "problems.improvements"

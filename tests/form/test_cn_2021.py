"""The form against the printed one (国办公开办函〔2021〕30号), whose labels stand here once more on purpose."""

from __future__ import annotations

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Column, Fact, Form, FormFault, Identity, Row, Section, Sum, Table

SECTIONS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)

DISCLOSURE = (
    ("第二十条第（一）项", "信息内容", ("本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "行政规范性文件")),
    ("第二十条第（五）项", "信息内容", ("本年处理决定数量",), ("行政许可",)),
    ("第二十条第（六）项", "信息内容", ("本年处理决定数量",), ("行政处罚", "行政强制")),
    ("第二十条第（八）项", "信息内容", ("本年收费金额（单位：万元）",), ("行政事业性收费",)),
)

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = (
    ("申请人情况", "自然人"),
    ("申请人情况", "法人或其他组织", "商业企业"),
    ("申请人情况", "法人或其他组织", "科研机构"),
    ("申请人情况", "法人或其他组织", "社会公益组织"),
    ("申请人情况", "法人或其他组织", "法律服务机构"),
    ("申请人情况", "法人或其他组织", "其他"),
    ("申请人情况", "总计"),
)
DONE = "三、本年度办理结果"
REQUESTS = (
    ("一、本年新收政府信息公开申请数量",),
    ("二、上年结转政府信息公开申请数量",),
    (DONE, "（一）予以公开"),
    (DONE, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    (DONE, "（三）不予公开", "1.属于国家秘密"),
    (DONE, "（三）不予公开", "2.其他法律行政法规禁止公开"),
    (DONE, "（三）不予公开", "3.危及“三安全一稳定”"),
    (DONE, "（三）不予公开", "4.保护第三方合法权益"),
    (DONE, "（三）不予公开", "5.属于三类内部事务信息"),
    (DONE, "（三）不予公开", "6.属于四类过程性信息"),
    (DONE, "（三）不予公开", "7.属于行政执法案卷"),
    (DONE, "（三）不予公开", "8.属于行政查询事项"),
    (DONE, "（四）无法提供", "1.本机关不掌握相关政府信息"),
    (DONE, "（四）无法提供", "2.没有现成信息需要另行制作"),
    (DONE, "（四）无法提供", "3.补正后申请内容仍不明确"),
    (DONE, "（五）不予处理", "1.信访举报投诉类申请"),
    (DONE, "（五）不予处理", "2.重复申请"),
    (DONE, "（五）不予处理", "3.要求提供公开出版物"),
    (DONE, "（五）不予处理", "4.无正当理由大量反复申请"),
    (DONE, "（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"),
    (DONE, "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    (DONE, "（六）其他处理", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    (DONE, "（六）其他处理", "3.其他"),
    (DONE, "（七）总计"),
    ("四、结转下年度继续办理",),
)
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
DISPUTES = (("行政复议",), ("行政诉讼", "未经复议直接起诉"), ("行政诉讼", "复议后起诉"))

PASSAGES = (
    "",
    "（一）主动公开情况",
    "（二）依申请公开情况",
    "（三）政府信息管理情况",
    "（四）政府信息公开平台建设情况",
    "（五）监督保障情况",
    "（一）存在的主要问题",
    "（二）改进情况",
    "",
)


def section(key):
    return next(s for s in FORM.sections if s.key == key)


def test_the_sections_are_headed_as_printed():
    assert tuple(s.heading for s in FORM.sections) == SECTIONS


def test_section_two_is_labelled_as_printed():
    blocks = [
        (t.caption, t.corner, tuple(c.label for c in t.columns), tuple(r.label for r in t.rows))
        for t in section("disclosure").tables
    ]
    assert tuple(blocks) == DISCLOSURE


def test_section_three_is_labelled_as_printed():
    (table,) = section("requests").tables
    assert table.corner == CORNER
    assert tuple(c.path for c in table.columns) == APPLICANTS
    assert tuple(r.path for r in table.rows) == REQUESTS


def test_section_four_is_labelled_as_printed():
    (table,) = section("disputes").tables
    assert tuple(c.path for c in table.columns) == tuple((label,) for label in OUTCOMES)
    assert tuple(r.path for r in table.rows) == DISPUTES
    assert table.in_one_row


def test_the_passages_are_headed_as_printed():
    assert tuple(p.heading for p in FORM.passages) == PASSAGES


@pytest.mark.parametrize(
    ("key", "printed", "typed"), [("disclosure", 10, 10), ("requests", 175, 144), ("disputes", 15, 12)]
)
def test_each_section_has_the_cells_of_the_printed_form(key, printed, typed):
    tables = section(key).tables
    assert sum(len(list(t.refs())) for t in tables) == printed
    assert sum(len(t.entered) for t in tables) == typed


def test_there_are_two_hundred_cells_and_a_hundred_and_sixty_six_are_typed():
    assert len(FORM.figures) == len(set(FORM.figures)) == 200
    assert len(FORM.entered) == 166


def test_the_printed_identity_holds_per_column():
    (table,) = section("requests").tables
    (identity,) = table.identities
    assert (identity.left, identity.right) == (("new", "carried_in"), ("total", "carried_out"))


def test_what_is_carried_out_is_typed_and_never_computed():
    (table,) = section("requests").tables
    assert not table.derived("carried_out", "person")
    assert table.derived("total", "person") and table.derived("carried_out", "total")


def test_the_total_of_results_adds_all_rows_between_the_first_result_and_itself():
    (table,) = section("requests").tables
    (down,) = (s for s in table.sums if s.axis == "row")
    rows = [r.key for r in table.rows]
    assert list(down.parts) == rows[rows.index("granted") : rows.index("total")]
    assert len(down.parts) == 21


def test_every_figure_and_passage_tells_what_to_write():
    for table in FORM.tables:
        assert all(row.help and row.short for row in table.rows), table.key
        assert all(column.short for column in table.columns), table.key
    assert all(p.guide for p in FORM.passages)


def test_a_place_is_described_in_the_words_of_the_form():
    assert FORM.describe("requests.deny_secret.person") == "第三部分（三）不予公开 1.属于国家秘密/自然人"
    assert FORM.describe("overview.proactive") == "第一部分（一）主动公开情况"
    assert FORM.describe("overview.opening") == "第一部分 开头"
    assert FORM.describe("others.others") == "第六部分 其他需要报告的事项"
    assert FORM.describe("sign.date") == "成文日期"


def test_a_form_that_contradicts_itself_is_refused():
    rows, columns = (Row("a", ("甲",)),), (Column("x", ("乙",)),)
    with pytest.raises(FormFault):
        Table("t", columns, rows, sums=(Sum("row", "a", ("b",)),))
    with pytest.raises(FormFault):
        Table("t", columns, rows * 2)
    with pytest.raises(FormFault):
        Table("t", columns, rows, sums=(Sum("row", "a", ("a",)),))
    with pytest.raises(FormFault, match="unknown row"):
        Table("t", columns, rows, identities=(Identity(("a",), ("b",), ()),))
    with pytest.raises(KeyError):
        Table("t", columns, rows).row("b")


@pytest.mark.parametrize(
    ("tables", "facts", "count", "says"),
    [
        (("t", "t"), ("year",), 2, "t.a.x is declared twice"),
        (("t",), ("year",), 2, "1 cells declared, 2 printed"),
        (("t",), ("year", "year"), 1, "a ref is declared twice"),
        (("t",), ("t.a.x",), 1, "a ref is declared twice"),
    ],
)
def test_a_form_that_names_a_place_twice_or_has_not_the_printed_cells_is_refused(tables, facts, count, says):
    made = tuple(Table(key, (Column("x", ("乙",)),), (Row("a", ("甲",)),)) for key in tables)
    with pytest.raises(FormFault, match=says):
        Form(
            key="f",
            name="格式",
            source="来源",
            facts=tuple(Fact(ref, "事", "text", "") for ref in facts),
            sections=(Section("s", "一", "总", tables=made),),
            title="{unit}{year}",
            figure_count=count,
        )


def test_a_row_has_the_same_short_name_beside_its_cells_and_in_messages():
    row = FORM.place("requests.other_no_fee.total")[2]
    assert row.short.strip() == "2.逾期未缴费"
    assert FORM.describe("requests.other_no_fee.total").endswith("2.逾期未缴费/总计")

"""What is said about tables: every number, label and advice in full, at the place it belongs to."""

from decimal import Decimal

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.report import Remark, Source, Unread
from tui_report.rules import rule_of
from tui_report.rules.example import facts
from tui_report.rules.model import Example

FEE = "disclosure.fees.amount"
BALANCE = "核对这一列的新收、结转和各行办理结果，使两边相等。"
ORIGINAL = "对照原件，改正各项；是原件的合计写错的，改用算出来的合计。"
FILL = "没有的填0，不能留空。"
FILL_ALL = "没有的填0；F9可以一次把空格都填成0。"
WHOLE = "改成0或者正整数。"
YUAN = "核对单位，按万元填。"


def found(id, example):
    """What a rule says: severity, message and advice; a question mark where it could not judge."""
    said = rule_of(id).run(facts(example))
    return [("?" if f.outcome == "not_evaluated" else f.severity, f.message, f.hint) for f in said]


def refs(id, example):
    return [f.refs for f in rule_of(id).run(facts(example))]


def cells(row, *columns):
    return tuple(f"{row}.{column}" for column in columns)


def stated(values, **more):
    return Example(more.get("but", {}), change=lambda report: report.but(stated=values))


def imported(**source):
    return Example(change=lambda report: report.but(source=Source("上年.docx", **source)))


def test_a_column_that_does_not_balance_shows_both_sides():
    example = Example({"requests.new.person": 3, "requests.carried_in.person": 1, "requests.granted.person": 2})
    says = "自然人：一(3)+二(1)=4，三（七）(2)+四(0)=2，差2"
    assert found("T01", example) == [("error", says, BALANCE)]
    assert refs("T01", example) == [
        tuple(f"requests.{r}.person" for r in ("new", "carried_in", "total", "carried_out"))
    ]
    says = "社会公益组织：一(0)+二(0)=0，三（七）(12345)+四(0)=12345，差12345"
    assert found("T01", Example({"requests.granted.welfare": 12_345})) == [("error", says, BALANCE)]


def test_columns_with_blanks_are_not_judged_but_the_others_are():
    blank = {"requests.new.legal": 5, "requests.granted.legal": None, "requests.carried_out.other": None}
    example = Example({"requests.new.person": 3, **blank})
    assert found("T01", example) == [
        ("error", "自然人：一(3)+二(0)=3，三（七）(0)+四(0)=0，差3", BALANCE),
        ("?", "未核对：法律服务机构、其他还有空格", ""),
    ]
    assert refs("T01", example)[1] == cells("requests.new", "legal", "other")


@pytest.mark.parametrize(
    ("id", "target", "part", "where"),
    [
        ("T02", "requests.total.person", "requests.granted.person", "第三部分（七）总计/自然人"),
        ("T03", "requests.new.total", "requests.new.other", "第三部分 一、本年新收政府信息公开申请数量/总计"),
        ("T04", "disputes.review.total", "disputes.review.upheld", "第四部分 行政复议/总计"),
        ("T04", "disputes.suit_direct.total", "disputes.suit_direct.pending", "第四部分 行政诉讼未经复议直接起诉/总计"),
    ],
)
def test_a_total_of_an_original_is_compared_with_its_parts_by_one_rule_only(id, target, part, where):
    example = stated({target: 1}, but={part: 4})
    assert found(id, example) == [("error", f"{where}：原件写1，各项相加得4，差3", ORIGINAL)]
    assert refs(id, example) == [(target,)]
    assert found(id, stated({target: 5}, but={part: 5})) == []
    assert found(id, stated({target: 5}, but={part: None})) == [("?", f"未核对：{where}的各项还有空格", "")]
    assert [other for other in ("T02", "T03", "T04") if found(other, example)] == [id]


def test_blank_cells_are_told_by_row():
    example = Example(dict.fromkeys([*cells("requests.new", "person", "other"), "requests.granted.legal"]))
    assert found("T05", example) == [
        ("error", "第三部分 一、本年新收政府信息公开申请数量：自然人、其他没有填", FILL),
        ("error", "第三部分（一）予以公开：法律服务机构没有填", FILL),
    ]
    assert refs("T05", example) == [cells("requests.new", "person", "other"), ("requests.granted.legal",)]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("disputes", "四、政府信息公开行政复议、行政诉讼情况：12格都没有填"),
        ("disclosure.fees", "二、主动公开政府信息情况 第二十条第（八）项：1格都没有填"),
    ],
)
def test_a_table_that_is_blank_altogether_is_one_finding(table, says):
    blank = [ref for ref in FORM.entered if ref.startswith(table)]
    assert found("T05", Example(dict.fromkeys(blank))) == [("error", says, FILL_ALL)]
    assert refs("T05", Example(dict.fromkeys(blank))) == [tuple(blank)]


def test_a_row_that_the_importer_doubted_is_to_be_looked_up_and_not_filled_with_zeros():
    blank = dict.fromkeys(ref for ref in FORM.entered if ref.startswith("disputes"))
    doubt = Example(blank, change=lambda report: report.but(remarks=(Remark("disputes.review", "读不准"),)))
    four = "结果维持、结果纠正、其他结果、尚未审结"
    assert found("T05", doubt) == [
        ("warning", f"第四部分 行政复议：{four}导入时读不准，空着", "对照原件填写。"),
        ("error", f"第四部分 行政诉讼未经复议直接起诉：{four}没有填", FILL),
        ("error", f"第四部分 行政诉讼复议后起诉：{four}没有填", FILL),
    ]
    assert refs("T05", doubt)[0] == cells("disputes.review", "upheld", "corrected", "other", "pending")


@pytest.mark.parametrize(
    ("ref", "value", "says"),
    [
        ("requests.new.person", Unread("若干"), "第三部分 一、本年新收政府信息公开申请数量/自然人：“若干”不是数字"),
        ("requests.granted.person", 10**12, "第三部分（一）予以公开/自然人：“1000000000000”数字太长，最多12位"),
        ("disclosure.permits.decisions", -1, "第二部分 行政许可/本年处理决定数量：“-1”不能是负数"),
        (FEE, Decimal("0.1234567"), "第二部分 行政事业性收费/本年收费金额（单位：万元）：“0.1234567”最多6位小数"),
    ],
)
def test_a_value_that_is_no_figure_is_shown_as_it_stands(ref, value, says):
    assert found("T05", Example({ref: value})) == [("error", says, WHOLE)]
    assert refs("T05", Example({ref: value})) == [(ref,)]


def test_a_row_with_too_many_figures_is_counted():
    surplus = {"requests.new": (1, 2), "requests.nowhere": (1,), "elsewhere.new": (1,)}
    example = Example(change=lambda report: report.but(surplus=surplus))
    says = "第三部分 一、本年新收政府信息公开申请数量：应有6个数，文件里有8个"
    assert found("T05", example) == [("error", says, "核对这一行是不是错了位，删去多出的数。")]
    assert refs("T05", example) == [("requests.new.other",)]


def test_labels_rows_and_keys_that_the_form_does_not_know():
    labels = {"disclosure.normative": "规范性文件", "requests.nowhere": "长" * 40, "nowhere.normative": "名"}
    assert found("T06", imported(labels=labels)) == [
        ("warning", "第二部分 行政规范性文件：原件写作“规范性文件”", "改用格式的名称“行政规范性文件”。"),
        ("warning", f"requests.nowhere：原件写作“{'长' * 27}...”", "改用格式的名称。"),
        ("warning", "nowhere.normative：原件写作“名”", "改用格式的名称。"),
    ]
    normative = cells("disclosure.normative", "made", "repealed", "in_force")
    assert refs("T06", imported(labels=labels)) == [normative, ("requests.nowhere",), ("nowhere.normative",)]
    missing = imported(missing=("requests.carried_in", "requests.nowhere"))
    says = "第三部分 二、上年结转政府信息公开申请数量：原件没有这一行"
    assert found("T06", missing) == [
        ("warning", says, "补上这一行。"),
        ("warning", "requests.nowhere：原件没有这一行", "补上这一行。"),
    ]
    assert [len(r) for r in refs("T06", missing)] == [7, 1]
    unknown = Example(change=lambda report: report.but(unknown=("overview.extra",)))
    says = "文件里的“overview.extra”不是这份格式的项目"
    assert found("T06", unknown) == [("warning", says, "看看是不是写错了名称。")]
    assert refs("T06", unknown) == [("overview.extra",)]
    long = Example(change=lambda report: report.but(unknown=("x" * 60, "x" * 61)))
    assert [message for _, message, _ in found("T06", long)] == [
        f"文件里的“{words}”不是这份格式的项目" for words in ("x" * 60, "x" * 57 + "...")
    ]


def test_a_township_makes_no_regulations():
    values = {"disclosure.regulations.made": 1, "disclosure.regulations.in_force": 2}
    says = "第二部分 规章：本年制发件数1、现行有效件数2，乡镇不能制定规章"
    assert found("T07", Example(values)) == [("error", says, "改为0；如果是规范性文件，填到下一行。")]
    assert refs("T07", Example(values)) == [tuple(values)]
    assert found("T07", Example({**values, "unit.level": "county"})) == []
    assert found("T07", Example({"disclosure.regulations.made": None})) == []


def test_tables_of_zeros_are_to_be_confirmed_each_by_itself():
    advice = "确实没有的，在这张表里按F9确认；有的补填。"
    assert found("T08", Example()) == [
        ("note", "二、主动公开政府信息情况：10个数全是0", advice),
        ("note", "三、收到和处理政府信息公开申请情况：144个数全是0", advice),
        ("note", "四、政府信息公开行政复议、行政诉讼情况：12个数全是0", advice),
    ]
    assert refs("T08", Example()) == [("disclosure",), ("requests",), ("disputes",)]
    others = {"requests.new.person": None, "disputes.review.other": 1, FEE: Decimal(1)}
    assert found("T08", Example(others)) == []


@pytest.mark.parametrize(
    ("level", "most"),
    [
        ("township", Decimal(1000)),
        ("department", Decimal(100_000)),
        ("county", Decimal(1_000_000)),
        ("", Decimal(10**6)),
    ],
)
def test_a_fee_too_large_for_the_level_may_be_yuan(level, most):
    says = f"第二部分 行政事业性收费/本年收费金额（单位：万元）：{most}万元，是不是把元填成了万元"
    assert found("T09", Example({FEE: most, "unit.level": level})) == [("warning", says, YUAN)]
    assert refs("T09", Example({FEE: most, "unit.level": level})) == [(FEE,)]
    assert found("T09", Example({FEE: most - Decimal("0.0001"), "unit.level": level})) == []


def test_a_fee_finer_than_a_yuan_is_wrong():
    says = "第二部分 行政事业性收费/本年收费金额（单位：万元）：0.12345万元，比元还细"
    assert found("T09", Example({FEE: Decimal("0.12345")})) == [("warning", says, "核对单位，最多保留四位小数。")]
    assert refs("T09", Example({FEE: Decimal("0.12345")})) == [(FEE,)]
    assert found("T09", Example({FEE: Decimal("0.1234")})) == []
    assert found("T09", Example({FEE: 12})) == found("T09", Example({FEE: None})) == []


@pytest.mark.parametrize("row", ["regulations", "normative"])
def test_what_was_made_is_in_force_or_repealed(row):
    made, repealed, in_force = cells(f"disclosure.{row}", "made", "repealed", "in_force")
    where = "第二部分 " + {"regulations": "规章", "normative": "行政规范性文件"}[row]
    more = Example({made: 7, in_force: 4, repealed: 2})
    says = f"{where}：本年制发7，比现行有效4加本年废止2还多"
    assert found("T10", more) == [("warning", says, "核对三个数；另有失效、划转的，写一条说明。")]
    assert refs("T10", more) == [(made, repealed, in_force)]
    assert found("T10", Example({made: 7, in_force: 5, repealed: 2})) == []


@pytest.mark.parametrize("row", ["regulations", "normative"])
def test_no_more_can_be_repealed_than_there_were(row):
    made, repealed, in_force = cells(f"disclosure.{row}", "made", "repealed", "in_force")
    where = "第二部分 " + {"regulations": "规章", "normative": "行政规范性文件"}[row]
    more = Example({made: 1, repealed: 6, in_force: 0}, last={in_force: 4})
    says = f"{where}：本年废止6，比上年现行有效4加本年制发1还多"
    assert found("T10", more) == [("warning", says, "核对三个数；另有划转的，写一条说明。")]
    assert refs("T10", more) == [(made, repealed, in_force)]
    assert found("T10", Example({made: 1, repealed: 5, in_force: 0}, last={in_force: 4})) == []
    assert found("T10", Example({made: 1, repealed: 6, in_force: 0}, last={in_force: None})) == []


def test_a_row_with_a_blank_keeps_no_other_from_being_judged():
    example = Example({"disclosure.regulations.made": None, "disclosure.normative.made": 3})
    assert [message for _, message, _ in found("T10", example)] == [
        "第二部分 行政规范性文件：本年制发3，比现行有效0加本年废止0还多"
    ]
    for blank in ("made", "repealed", "in_force"):
        assert found("T10", Example({"disclosure.normative.made": 3, f"disclosure.normative.{blank}": None})) == []


def missing(*rows: str):
    return Example(change=lambda report: report.but(source=Source(file="上年.docx", edition="2021", missing=rows)))


def test_rows_that_an_original_lacks_are_told_in_one_finding():
    rows = ("requests.granted", "requests.partial", "requests.deny_law")
    (message,) = [message for _, message, _ in found("T06", missing(*rows))]
    assert message == "三、收到和处理政府信息公开申请情况：原件没有“（一）予以公开、（二）部分公开”等3行"
    (message,) = [message for _, message, _ in found("T06", missing(*rows[:2]))]
    assert message == "三、收到和处理政府信息公开申请情况：原件没有“（一）予以公开、（二）部分公开”2行"


def test_a_document_without_tables_is_told_once_a_section():
    rows = dict.fromkeys(ref.rpartition(".")[0] for ref in FORM.figures if ref.startswith("disputes."))
    (message,) = [message for _, message, _ in found("T06", missing(*rows))]
    assert message == "四、政府信息公开行政复议、行政诉讼情况：原件没有这个部分的表格"


def test_the_row_of_2019_is_told_by_the_rule_on_the_old_form_alone():
    rows = ("requests.other_no_correction", "requests.other_no_fee", "requests.other_other")
    assert found("T06", missing(*rows)) == []

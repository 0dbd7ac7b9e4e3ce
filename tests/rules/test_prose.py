"""X01, X02, X05 and the lists, percentages and fees: the readings that are allowed, and the faults."""

import pytest

from tui_report.rules import rule_of
from tui_report.rules.example import facts
from tui_report.rules.model import Example

REQUESTS, PROACTIVE, FEES = "overview.on_request", "overview.proactive", "others.others"


def found(id, values, last=None):
    return [f for f in rule_of(id).run(facts(Example(values, last=last))) if f.open]


BUSY = {
    "requests.new.person": 3402,
    "requests.carried_in.person": 91,
    "requests.new.business": 109,
    "requests.carried_in.business": 5,
    "requests.granted.person": 3400,
    "requests.granted.business": 100,
    "requests.other_other.person": 7,
    "requests.carried_out.person": 86,
    "requests.carried_out.business": 14,
    "disputes.review.upheld": 134,
    "disputes.review.pending": 36,
    "disputes.suit_direct.upheld": 57,
    "disputes.suit_direct.pending": 20,
}


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请3511件。",
        "收办政府信息公开申请3607件。",
        "自然人申请3493件。",
        "自然人申请3402件。",
        "法人或其他组织114件。",
        "答复3507件。",
        "答复3500件。",
        "因信息公开被申请行政复议134件。",
        "因信息公开被申请行政复议170件，被提起行政诉讼57件。",
        "结转下年度100件。",
        "收到政府信息公开申请3511件，已答复3411件，其余结转下年度。",
        "收到政府信息公开申请0.35万件。",
        "2023年收到政府信息公开申请9件。",
    ],
)
def test_every_allowed_reading_fits(text):
    assert found("X01", {**BUSY, REQUESTS: text}) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("收到政府信息公开申请3512件。", "差1"),
        ("因信息公开被申请行政复议135件。", "总计减尚未审结是134件"),
        ("结转下年度10件。", "四、结转下年度是100件"),
        ("予以公开35件。", "予以公开是3500件"),
        ("办结申请3511件。", "三（七）总计是3507件"),
    ],
)
def test_no_reading_fits(text, words):
    (finding,) = found("X01", {**BUSY, REQUESTS: text})
    assert words in finding.message
    assert finding.refs[0] == REQUESTS


def test_a_typed_number_is_mended_by_the_reference_of_the_figure():
    (finding,) = found("X01", {**BUSY, REQUESTS: "全年予以公开３５件。"})
    assert finding.mend is not None
    assert finding.mend.values == {REQUESTS: "全年予以公开{{ requests.granted.total }}件。"}


def test_a_blank_cell_gives_no_finding():
    assert found("X01", {"requests.new.person": None, REQUESTS: "收到政府信息公开申请5件。"}) == []


def test_a_span_counts_the_characters_of_the_passage_as_stored():
    text = "收到政府信息公开申请{{ requests.new.total }}件，结转下年度9件。"
    (finding,) = found("X01", {**BUSY, REQUESTS: text})
    assert text[slice(*finding.span)] == "9"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("未收到政府信息公开申请。", "error"),
        ("未发生行政复议、行政诉讼。", "error"),
        ("申请均已办结。", "warning"),
        ("申请均已办结，余下的转下年度继续办理。", "note"),
    ],
)
def test_what_the_text_denies_is_looked_up(text, severity):
    assert [f.severity for f in found("X02", {**BUSY, REQUESTS: text})] == [severity]


def test_carried_in_requests_are_to_be_told():
    values = {"requests.carried_in.person": 1, "requests.granted.person": 1}
    assert [f.severity for f in found("X02", {**values, REQUESTS: "未收到政府信息公开申请。"})] == ["note"]
    assert found("X02", {**values, REQUESTS: "未收到政府信息公开申请，上年结转的1件已答复。"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "公开信息286条，其中网站118条、公众号96条、公开栏72条，阅读量3万次，公众号另发视频96条。",
        "公开信息286条：网站118条，公众号96条，公开栏72条。",
        "公开信息500条，其中解读5条。",
        "共10件，其中甲类6件（其中新办4件、变更2件），乙类4件。",
        "共10条，其中甲类6条，其中新办4条、变更2条；乙类4条。",
        "公开栏13处，其中乡政府1处、村12处；查阅点1处。",
        "公开信息三十条，其中政策十条、动态二十条。",
        "公开信息90余条，其中政策20条、动态80条。",
        "公开信息71条。其中概况2条、救助69条。",
        "收到{{ requests.new.total }}件，其中自然人3件。",
        "受理40件（含上年结转2件），其中公开24件、不予公开16件。",
        "收到申请1466件（上年度结转16件，结转下年度9件）。",
        "公开162条（其中政策62条、其他100条），村级公开1,032条次。",
        "公开规章和文件13件（含新制定9件，其中规章4件、文件5件；修改4件）。",
        "收录文件50件，其中规章20件、文件30件；全省清理文件4120件，废止618件。",
        "发布解读12件，涉及文件5件，其中图解5件、视频3件、负责人解读4件。",
        "政策解读9篇，分别为图解4篇、视频2条、文字3篇。",
        "公开24.6万条，其中网站12.3万条、其他12.2万条。",
        "受理3件，其中1件需补正，补正后受理；3件均已答复。",
        "建立1个主阵地（网站专栏）+2个新媒体（公众号、视频号）+13个公开栏。",
        "图解5篇、音频2篇，共计7篇。",
        "收到申请44件，上年度结转3件，合计47件。",
        "党务8条、村务12条、政务9条，三项合计29条。",
        "公开50条，其中网站30条、公众号20条，共计50条。",
    ],
)
def test_lists_that_add_up(text):
    assert [f.message for f in found("X03", {PROACTIVE: text, "requests.new.person": 3})] == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("公开信息286条（网站118条、公众号96条、公开栏73条）。", "warning"),
        ("公开信息71条。其中概况2条、救助70条。", "warning"),
        ("公开信息4条（其中预算2条、决算3条）。", "warning"),
        ("公开信息79条，其中预案7条；项目1条；其他信息62条。", "warning"),
        ("公开信息150条，分别为政策50条、动态50条、公告40条。", "warning"),
        ("公开信息130条，其中政策12条、动态100条。", "note"),
        ("受理40件（含上年结转2件），其中公开24件、不予公开17件。", "warning"),
        ("公开24.6万条，其中网站14.3万条、其他12.2万条。", "warning"),
        ("图解5篇、音频2篇，共计8篇。", "warning"),
        ("党务8条、村务12条、政务9条，三项合计28条。", "warning"),
        ("办理46件，其中予以公开20件、部分公开9件、无法提供8件、结转下年度8件。", "warning"),
        ("公开78条：概况类3条，政策类6条，动态类60条，公告类10条；其中图文类45条。", "warning"),
        ("收到{{ requests.new.total }}件，其中自然人2件、企业2件。", "warning"),
    ],
)
def test_lists_that_do_not(text, severity):
    assert [f.severity for f in found("X03", {PROACTIVE: text, "requests.new.person": 3})] == [severity]


@pytest.mark.parametrize(
    "text",
    [
        "公开200条，其中解读50条，占比25%。",
        "收回问卷226份，其中满意198份，占87.6%。",
        "公开120条，比上年100条增长20%。",
        "公开120条，同比增加20条，增长20%。",
        "公开120条，同比减少20条，下降14.3%。",
        "公开12条，指南1条，占8%；公文5条，占41%；预算2条，占17%。",
        "公开2186条，较2023年的1987条增加199条，增长10.0%。",
        "2024年公开426条，2023年公开380条，同比增长12.1%。",
        "公开620条，占总数840条的73.8%。",
        "收到意见28条，采纳19条，采纳率67.9%。",
        "图片解读4条、视频解读2条，解读率100%。",
        "公开24.6万条，其中网站2.1万条，占8.7%。",
    ],
)
def test_percentages_that_are_right(text):
    assert [f.message for f in found("X04", {PROACTIVE: text})] == []


@pytest.mark.parametrize(
    "text",
    [
        "公开200条，其中解读50条，占25.5%。",
        "公开120条，比上年100条增长25%。",
        "公开120条，较上年增加20条，增长16.7%。",
        "公开2186条，较2023年的1987条增加199条，增长11.0%。",
        "2024年公开426条，2023年公开380条，同比增长21.1%。",
        "公开520条，占总数840条的71.9%。",
        "收到意见28条，采纳19条，采纳率77.9%。",
    ],
)
def test_percentages_that_are_not(text):
    assert len(found("X04", {PROACTIVE: text})) == 1


def test_growth_is_computed_from_last_years_table():
    values = {"requests.new.person": 5, REQUESTS: "收到政府信息公开申请5件，同比增长25%。"}
    assert found("X04", values, last={"requests.new.person": 4}) == []
    assert len(found("X04", values, last={"requests.new.person": 2})) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("收取信息处理费3件，共2230元，其中880元、1080元、270元。", 0),
        ("收取信息处理费3件，共2230元，其中880元、1080元、280元。", 1),
        ("没有收取信息处理费。全年收取信息处理费270元。", 1),
        ("收取信息处理费1件，金额275元。", 1),
        ("没有发出收费通知，没有收取信息处理费。", 0),
        ("收取信息处理费0元。全年行政事业性收费1.62万元。", 0),
        ("行政事业性收费92.3万元，其中配套费80万元、其他12.3万元。未收取信息处理费。", 0),
        ("未收取信息处理费。全年收取物业费12.5万元，收缴罚款3000元。", 0),
        ("本级未收取信息处理费。全省收取信息处理费86件、41230元，其中市县41230元。", 0),
        ("收取信息处理费3件，共2235元，其中880元、1080元、275元。", 1),
        ("行政事业性收费8.6万元，其中配套费5万元、其他4.6万元。未收取信息处理费。", 1),
    ],
)
def test_fees(text, count):
    assert len(found("X06", {FEES: text, "disclosure.fees.amount": 1})) == count


@pytest.mark.parametrize(
    "text",
    [
        "2024年无人申请公开政府信息。",
        "没有发生政府信息公开申请。县长信箱留言8件，已全部办结。",
        "暂无依申请公开情况。",
        "未有群众申请公开政府信息，来电均已答复。",
    ],
)
def test_who_says_that_there_was_nothing_tells_of_nothing(text):
    assert found("X05", {REQUESTS: text}) == []


def test_letters_of_other_kinds_are_no_requests():
    (finding,) = found("X05", {REQUESTS: "县长信箱留言8件，已全部办结。"})
    assert finding.severity == "note"


def test_requests_under_way_are_not_all_done():
    text = "收到申请3511件，3411件均已办结，其余正在办理。"
    assert [f for f in found("X02", {**BUSY, REQUESTS: text}) if "结转" in f.message] == []


def test_a_list_with_as_many_amounts_as_cases_is_complete():
    three = "收取信息处理费3件，共700元，其中甲300元、乙200元、丙100元。"
    for text in (three, "收取信息处理费2件，共920元，其中一件420元、一件400元。"):
        (finding,) = found("X06", {FEES: text, "disclosure.fees.amount": 1})
        assert finding.severity == "warning"


def test_a_fee_charged_that_the_second_section_does_not_hold_is_asked_about():
    text = "全年收取信息处理费2件，共1000元。"
    (finding,) = found("X06", {FEES: text, "disclosure.fees.amount": 0})
    assert (finding.severity, finding.refs) == ("note", (FEES, "disclosure.fees.amount"))
    assert found("X06", {FEES: text, "disclosure.fees.amount": 1}) == []


def test_no_request_overdue_says_nothing_of_requests():
    (finding,) = found("X05", {REQUESTS: "受理的申请均已按时办结，未发生超期情况。"})
    assert finding.severity == "warning"


def test_a_fee_in_hundred_millions_is_rounded():
    from decimal import Decimal

    values = {"disclosure.fees.amount": Decimal("72701.2578")}
    assert found("X01", {**values, FEES: "全年行政事业性收费7.27亿元。"}) == []
    (finding,) = found("X01", {**values, FEES: "全年行政事业性收费7.17亿元。"})
    assert "写的是71700万元，表格里行政事业性收费是72701.2578万元，差1001.2578" in finding.message


def test_disputes_without_requests_in_two_years_are_asked_about():
    dispute = {"disputes.review.upheld": 1, REQUESTS: "本年未收到政府信息公开申请。"}
    assert [f.severity for f in found("X05", dispute, last={})] == ["note"]
    assert found("X05", dispute, last={"requests.new.person": 1, "requests.granted.person": 1}) == []
    assert found("X05", dispute) == []


def test_what_was_not_carried_over_is_counted_as_well():
    text = "收到政府信息公开申请1件，{}上年结转，{}结转下年度继续办理的申请。"
    one = {"requests.new.person": 1, "requests.granted.person": 1}
    none = {**one, REQUESTS: text.format("没有", "无")}
    assert found("X02", none) == []
    for row in ("carried_in", "carried_out"):
        (finding,) = found("X02", {**none, f"requests.{row}.person": 1})
        assert (finding.severity, finding.refs) == ("error", (REQUESTS, f"requests.{row}.total"))
    other = {**one, "requests.carried_in.person": 1, REQUESTS: "收到申请1件。没有上年结转的复议、诉讼案件。"}
    assert found("X02", other) == []


def test_the_whole_city_with_all_its_offices_is_a_citys_own():
    text = "全市各级各部门收到政府信息公开申请30件。"
    assert found("X01", {**BUSY, REQUESTS: text}) == []
    assert [f.quote for f in found("X01", {**BUSY, "unit.level": "county", REQUESTS: text})] == ["30"]


def test_the_whole_county_is_the_own_number_of_a_county_alone():
    text = "全县共收到政府信息公开申请30件，其中县政府本级12件。"
    assert found("X01", {**BUSY, REQUESTS: text}) == []
    (finding,) = found("X01", {**BUSY, "unit.level": "county", REQUESTS: text})
    assert finding.quote == "30"

"""The form in force: 国办公开办函〔2021〕30号, first used for the report of 2021.

Labels are those of the printed form, character by character. Articles are those of 政府信息公开条例 (国务院令第711号);
which article belongs to which row is our reading, so the screen says 参见. What is local practice is marked 惯例.
"""

from __future__ import annotations

from tui_report.form.model import Column, Fact, Form, Identity, Passage, Row, Section, Sum, Table

RESULTS = "三、本年度办理结果"
DENIED, UNABLE, REJECTED, OTHERWISE = "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"
ONE_ROW_EACH = "（一）至（六）各行相加等于（七），所以一件申请只能计入其中一行。"


# fmt: off
FILING = "与同级司法行政部门核对后填写（惯例）。"
DECISIONS = "填本年作出的全部决定，已公开的和依法不公开的都算（惯例），不只是网站上公开的。"
DISCLOSURE = (
    Table(
        key="disclosure",
        caption="第二十条第（一）项",
        corner="信息内容",
        columns=(
            Column("made", ("本年制发件数",), "本年\n制发"),
            Column("repealed", ("本年废止件数",), "本年\n废止"),
            Column("in_force", ("现行有效件数",), "现行\n有效"),
        ),
        rows=(
            Row("regulations", ("规章",), "规章", law="条例第二十条第（一）项",
                help="规章由国务院部门和省、设区的市等人民政府制定，乡镇应填0。"),
            Row("normative", ("行政规范性文件",), "行政规范性文件", law="条例第二十条第（一）项",
                help=FILING + "现行有效=上年现行有效+本年制发-本年废止；另有失效、清理、划转的，在说明里写明。"),
        ),
    ),
    Table(
        key="disclosure",
        caption="第二十条第（五）项",
        corner="信息内容",
        columns=(Column("decisions", ("本年处理决定数量",), "本年\n决定"),),
        rows=(Row("permits", ("行政许可",), "行政许可", law="条例第二十条第（五）项", help=DECISIONS),),
    ),
    Table(
        key="disclosure",
        caption="第二十条第（六）项",
        corner="信息内容",
        columns=(Column("decisions", ("本年处理决定数量",), "本年\n决定"),),
        rows=(
            Row("penalties", ("行政处罚",), "行政处罚", law="条例第二十条第（六）项", help=DECISIONS),
            Row("coercion", ("行政强制",), "行政强制", law="条例第二十条第（六）项", help=DECISIONS),
        ),
    ),
    Table(
        key="disclosure",
        caption="第二十条第（八）项",
        corner="信息内容",
        columns=(Column("amount", ("本年收费金额（单位：万元）",), "收费\n万元"),),
        rows=(
            Row("fees", ("行政事业性收费",), "行政事业性收费", law="条例第二十条第（八）项",
                help="本机关全年实收的行政事业性收费，单位是万元，不是元；不是信息处理费一项。"),
        ),
        decimals=6,
    ),
)


# fmt: on
APPLICANT, BODY = "申请人情况", "法人或其他组织"
APPLICANTS = (
    Column("person", (APPLICANT, "自然人"), "自然\n人"),
    Column("business", (APPLICANT, BODY, "商业企业"), "商业\n企业"),
    Column("research", (APPLICANT, BODY, "科研机构"), "科研\n机构"),
    Column("welfare", (APPLICANT, BODY, "社会公益组织"), "公益\n组织"),
    Column("legal", (APPLICANT, BODY, "法律服务机构"), "法律\n机构"),
    Column("other", (APPLICANT, BODY, "其他"), "其他"),
    Column("total", (APPLICANT, "总计"), "总计"),
)


def _result(key: str, group: str, label: str, short: str, law: str, help: str, called: str = "") -> Row:
    path = (RESULTS, group, label) if group else (RESULTS, label)
    return Row(key, path, short, silent=(RESULTS,), called=called, law=law, help=help + ONE_ROW_EACH)


# fmt: off
RESULT_ROWS = (
    _result("granted", "", "（一）予以公开", "三（一）予以公开", "条例第三十六条第（一）（二）项",
            "已经公开、告知获取方式和途径的，或者可以公开、已经提供的。"),
    _result("partial", "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "  （二）部分公开", "条例第三十七条",
            "能够区分处理、只提供了可以公开部分的。只计这里，不再计入不予公开等其他情形。", "（二）部分公开"),
    _result("deny_secret", DENIED, "1.属于国家秘密", "  （三）1.国家秘密", "条例第十四条", "依法确定为国家秘密的。"),
    _result("deny_law", DENIED, "2.其他法律行政法规禁止公开", "      2.法律法规禁止", "条例第十四条", "法律、行政法规禁止公开的。"),
    _result("deny_safety", DENIED, "3.危及“三安全一稳定”", "      3.三安全一稳定", "条例第十四条",
            "公开后可能危及国家安全、公共安全、经济安全、社会稳定的。"),
    _result("deny_third_party", DENIED, "4.保护第三方合法权益", "      4.第三方权益", "条例第十五条、第三十二条",
            "涉及商业秘密、个人隐私等，公开会损害第三方合法权益的。"),
    _result("deny_internal", DENIED, "5.属于三类内部事务信息", "      5.内部事务信息", "条例第十六条第一款",
            "三类：人事管理、后勤管理、内部工作流程。"),
    _result("deny_process", DENIED, "6.属于四类过程性信息", "      6.过程性信息", "条例第十六条第二款",
            "四类：讨论记录、过程稿、磋商信函、请示报告。"),
    _result("deny_enforcement", DENIED, "7.属于行政执法案卷", "      7.行政执法案卷", "条例第十六条第二款", "行政执法案卷信息。"),
    _result("deny_query", DENIED, "8.属于行政查询事项", "      8.行政查询事项", "条例第三十六条第（七）项",
            "工商、不动产登记资料等另有专门查询规定的。"),
    _result("none_not_held", UNABLE, "1.本机关不掌握相关政府信息", "  （四）1.不掌握", "条例第三十六条第（四）（五）项",
            "信息不存在，或者不归本机关负责公开的。"),
    _result("none_to_create", UNABLE, "2.没有现成信息需要另行制作", "      2.需另行制作", "条例第三十八条",
            "没有现成信息，需要加工、分析才能提供的。"),
    _result("none_unclear", UNABLE, "3.补正后申请内容仍不明确", "      3.补正仍不明确", "条例第三十条", "补正后仍看不出要什么信息的。"),
    _result("reject_petition", REJECTED, "1.信访举报投诉类申请", "  （五）1.信访举报投诉", "条例第三十九条",
            "以公开申请的形式进行信访、投诉、举报的。"),
    _result("reject_repeat", REJECTED, "2.重复申请", "      2.重复申请", "条例第三十六条第（六）项", "已经答复、又以同样内容重复申请的。"),
    _result("reject_publication", REJECTED, "3.要求提供公开出版物", "      3.公开出版物", "条例第三十九条",
            "要求提供政府公报、报刊、书籍等公开出版物的。"),
    _result("reject_excessive", REJECTED, "4.无正当理由大量反复申请", "      4.大量反复申请", "条例第三十五条",
            "数量、频次明显超过合理范围，理由不合理而不予处理的。"),
    _result("reject_reconfirm", REJECTED, "5.要求行政机关确认或重新出具已获取信息", "      5.确认或重新出具", "",
            "要求确认已有信息，或者重新出具已经拿到的信息的。"),
    _result("other_no_correction", OTHERWISE, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "  （六）1.逾期不补正", "条例第三十条", "按补正通知逾期不补正，视为放弃申请的。", "1.逾期不补正"),
    _result("other_no_fee", OTHERWISE, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "      2.逾期未缴费", "条例第四十二条", "收到收费通知后逾期没有缴费的。", "2.逾期未缴费"),
    _result("other_other", OTHERWISE, "3.其他", "      3.其他", "", "不属于以上各行的，例如申请人主动撤回（惯例）。"),
)

REQUEST_ROWS = (
    Row("new", ("一、本年新收政府信息公开申请数量",), "一 本年新收", law="条例第二十九条",
        help="1月1日至12月31日新收到的申请件数。"),
    Row("carried_in", ("二、上年结转政府信息公开申请数量",), "二 上年结转",
        help="上年没有办完、转到本年的件数；每一列都应等于上年报告的四、结转下年度继续办理。"),
    *RESULT_ROWS,
    Row("total", (RESULTS, "（七）总计"), "  （七）总计", silent=(RESULTS,), help="自动计算：（一）至（六）各行之和。"),
    Row("carried_out", ("四、结转下年度继续办理",), "四 结转下年度",
        help="到年底还没有办完、转到下一年的件数。由人填写，不自动计算：它是这张表唯一的独立核对。"),
)

# fmt: on
REQUESTS = Table(
    key="requests",
    columns=APPLICANTS,
    rows=REQUEST_ROWS,
    corner="（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    sums=(
        Sum("row", "total", tuple(r.key for r in RESULT_ROWS)),
        Sum("column", "total", tuple(c.key for c in APPLICANTS[:-1])),
    ),
    identities=(
        Identity(
            ("new", "carried_in"),
            ("total", "carried_out"),
            (("new", "一"), ("carried_in", "二"), ("total", "三（七）"), ("carried_out", "四")),
        ),
    ),
)

SUIT = "行政诉讼"
OUTCOMES = "没有国家层面的填报口径；向本级司法行政部门和法院核对后填写（惯例）。"
# fmt: off
DISPUTES = Table(
    key="disputes",
    columns=(
        Column("upheld", ("结果维持",), "结果\n维持"),
        Column("corrected", ("结果纠正",), "结果\n纠正"),
        Column("other", ("其他结果",), "其他\n结果"),
        Column("pending", ("尚未审结",), "尚未\n审结"),
        Column("total", ("总计",), "总计"),
    ),
    rows=(
        Row("review", ("行政复议",), "行政复议", law="条例第五十一条", help="因政府信息公开被申请行政复议的件数。" + OUTCOMES),
        Row("suit_direct", (SUIT, "未经复议直接起诉"), "诉讼：直接起诉", law="条例第五十一条",
            help="没有经过复议、直接起诉的件数。" + OUTCOMES),
        Row("suit_after_review", (SUIT, "复议后起诉"), "诉讼：复议后起诉", law="条例第五十一条",
            help="经过复议后又起诉的件数。" + OUTCOMES),
    ),
    sums=(Sum("column", "total", ("upheld", "corrected", "other", "pending")),),
    in_one_row=True,
)

ART_50 = "条例第五十条"
OVERVIEW = (
    Passage("overview.opening", "", "开头（可以不写）：依据、统计期限、电子版在哪里看、联系方式。",
            ("依据条例和30号文", "统计期限1月1日至12月31日"), optional=True),
    Passage("overview.proactive", "（一）主动公开情况", "写什么：全年主动公开多少条、各渠道多少条；重点领域；解读回应。",
            ("全年条数", "各渠道条数", "重点领域"), ART_50 + "第（一）项"),
    Passage("overview.on_request", "（二）依申请公开情况", "写什么：收到多少件、怎么办的、结转多少件；没有申请就写明没有。",
            ("收到件数", "办理结果"), ART_50 + "第（二）项"),
    Passage("overview.management", "（三）政府信息管理情况", "写什么：谁负责、怎样审核、怎样更新；规范性文件的制发和清理。",
            ("审核发布", "规范性文件")),
    Passage("overview.platform", "（四）政府信息公开平台建设情况", "写什么：网站、公众号、公开栏、查阅点等各有几个、怎样维护。",
            ("公开渠道",)),
    Passage("overview.supervision", "（五）监督保障情况", "写什么：工作考核、社会评议、责任追究三项的结果都要写到。",
            ("工作考核", "社会评议", "责任追究"), ART_50 + "第（四）项"),
)

FORM = Form(
    key="cn-2021",
    name="政府信息公开工作年度报告（2021年格式）",
    source="国办公开办函〔2021〕30号",
    title="{unit}{year}年政府信息公开工作年度报告",
    figure_count=200,
    facts=(
        Fact("unit.name", "单位全称", "text", "写全称，例如某某县某某乡人民政府；题目和署名都用它。"),
        Fact("unit.level", "单位级别", "choice", "乡镇和街道选第1项；规章等几项检查因级别不同。",
             (("township", "乡镇、街道"), ("department", "县级部门"), ("county", "县级政府"))),
        Fact("year", "报告年度", "year", "统计期限是这一年的1月1日至12月31日。"),
        Fact("last_year", "上年报告", "file", "上年报告的文件名，用来核对结转和对照文字；没有就空着。", optional=True),
        Fact("sign.name", "署名", "text", "落款的单位，一般与单位全称相同。"),
        Fact("sign.date", "成文日期", "date", "例如2025年1月14日；应在报告年度之后。"),
    ),
    sections=(
        Section("overview", "一", "总体情况", passages=OVERVIEW),
        Section("disclosure", "二", "主动公开政府信息情况", tables=DISCLOSURE),
        Section("requests", "三", "收到和处理政府信息公开申请情况", tables=(REQUESTS,)),
        Section("disputes", "四", "政府信息公开行政复议、行政诉讼情况", tables=(DISPUTES,)),
        Section("problems", "五", "存在的主要问题及改进情况", passages=(
            Passage("problems.problems", "（一）存在的主要问题", "写什么：本单位真实存在的问题，一条一条写；不能写无。", ("具体问题",)),
            Passage("problems.improvements", "（二）改进情况", "写什么：与上面的问题一一对应的改进做法。", ("改进措施",)),
        )),
        Section("others", "六", "其他需要报告的事项", passages=(
            Passage("others.others", "", "写什么：信息处理费收了没有、几件、多少元（惯例）；其他要报告的事。", ("信息处理费",)),
        )),
    ),
)

"""The report that the examples of the catalogue start from: a township of 2024 without a single request.

The place is invented, the prose is written for this purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Ref
from tui_report.report import Report, Value
from tui_report.rules.model import Example, Facts

UNIT = "云岭县青禾乡人民政府"
TODAY = date(2025, 1, 15)

PROSE: Mapping[Ref, str] = {
    "overview.opening": "根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号的要求，编制本报告。"
    "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、"
    "存在的主要问题及改进情况、其他需要报告的事项六个部分组成，所列数据的统计期限自2024年1月1日起至2024年12月31日止。"
    "联系地址：云岭县青禾乡中街1号，电话：0999-1234567，邮编：839000。",
    "overview.proactive": "全年主动公开信息162条，其中政策文件12条、办事指南30条、惠民资金信息56条、其他信息64条。"
    "惠民资金一项，做到发放前有名单、发放后有回执。",
    "overview.on_request": "2024年未收到政府信息公开申请，没有上年结转的申请，也没有发生行政复议、行政诉讼。"
    "党政办设专人登记来件，流程图张贴在办事窗口。",
    "overview.management": "信息发布实行起草人自查、党政办复核、分管领导签发，三道手续都留有记录。"
    "全年没有制发行政规范性文件，年底对旧文件作了清点。",
    "overview.platform": "公开渠道有县政府网站的青禾乡专栏、乡政务公开栏和9个村的村务公开栏，每月初更换一次内容，换下的存档备查。",
    "overview.supervision": "信息公开列入对各村和各站所的年度考核，两次检查的结果在全体干部会上通报。"
    "10月请村民代表开展社会评议，收回问卷86份。全年没有因信息公开被责任追究的情形。",
    "problems.problems": "一是政策文件多是原文转发，老人看不懂。二是个别村的公开栏换得不及时，6月有2个村晚了一周。",
    "problems.improvements": "一是请包村干部用方言讲解，配上图表和问答。二是换栏时间写进村级考核，晚一次扣一分，由党政办抽查。",
    "others.others": "2024年没有收取信息处理费，没有其他需要报告的事项。",
}
LAST_PROSE: Mapping[Ref, str] = {
    "overview.opening": "依照《中华人民共和国政府信息公开条例》，现公布青禾乡2023年的报告，数据统计期限为2023年1月1日至12月31日。",
    "overview.proactive": "当年公开各类信息135条，种粮补贴和危房改造的名单在村里贴了七天。",
    "overview.on_request": "这一年没有人申请公开政府信息。",
    "overview.management": "发布前由两人校对，错别字和隐私内容在发布前改掉。",
    "overview.platform": "主要靠乡里的公开栏，年中添置了一块电子屏。",
    "overview.supervision": "县里考核得分居中。村民评议提出意见四条，都已回复。未发生责任追究。",
    "problems.problems": "栏目分类粗，找一条信息要翻很久。",
    "problems.improvements": "重新划分栏目，在每一栏上方贴出目录。",
    "others.others": "当年未收取信息处理费。",
}


def _zeros() -> dict[Ref, Value]:
    return {ref: Decimal(0) if ref.startswith("disclosure.fees") else 0 for ref in FORM.entered}


def base() -> Report:
    """Returns the clean report of 2024."""
    facts: dict[Ref, Value] = {"unit.name": UNIT, "unit.level": "township", "year": 2024, "sign.name": UNIT}
    return Report({**facts, "sign.date": date(2025, 1, 14), **_zeros(), **PROSE})


def base_last() -> Report:
    """Returns the clean report of 2023 of the same township."""
    facts: dict[Ref, Value] = {"unit.name": UNIT, "unit.level": "township", "year": 2023, "sign.name": UNIT}
    return Report({**facts, "sign.date": date(2024, 1, 16), **_zeros(), **LAST_PROSE})


def facts(example: Example) -> Facts:
    """Returns what a rule is given for an example of its own."""
    report = base().edited(example.values)
    if example.change:
        report = example.change(report)
    last = None if example.last is None else base_last().edited(example.last)
    return Facts(FORM, report, last, today=TODAY)

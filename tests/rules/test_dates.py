"""Years and dates in the text and under the report."""

from datetime import date

import pytest

from tui_report.rules import rule_of
from tui_report.rules.dates import working_day_before
from tui_report.rules.example import facts
from tui_report.rules.model import Example
from tui_report.settings import Settings

OPENING, PROACTIVE, IMPROVEMENTS = "overview.opening", "overview.proactive", "problems.improvements"


def severities(ref, text):
    return [f.severity for f in rule_of("Y04").run(facts(Example({ref: text}))) if f.open]


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        (OPENING, "所列数据的统计期限为2024年1月1日至12月31日。"),
        (OPENING, "统计期限自2024年1月1日起至2024年12月31日止。"),
        (PROACTIVE, "2024年，本乡公开信息162条，比2023年增加20条。"),
        (PROACTIVE, "自2019年条例修订以来，公开更加规范。"),
        (PROACTIVE, "公开《乡村振兴规划（2018-2022年）》和云政发〔2017〕5号文件。"),
        (PROACTIVE, "5月1日至5月31日开展宣传，数据显示关注度上升。"),
        (PROACTIVE, "截至2024年12月31日，公开栏全部更新。"),
        (IMPROVEMENTS, "2025年，本乡将重点抓好公开栏。"),
        (PROACTIVE, "2025年，本乡将继续抓好公开栏。"),
        (PROACTIVE, "2023年度考核获优秀等次。"),
        (OPENING, "所列数据的统计期限为2024年1月至12月。2024年3月至5月集中整理。"),
        (PROACTIVE, "按照2035年远景目标和2030年行动计划。"),
        (IMPROVEMENTS, "2024年，本乡将公开纳入考核，效果较好。"),
        (PROACTIVE, "做到应公开尽公开，2023年共公开140条，2024年共公开162条。"),
        (PROACTIVE, "2023年，本乡修订了指南。2024年按指南公开信息162条。"),
        (IMPROVEMENTS, "力争2027年6月完成，2026年1月起施行新目录。"),
    ],
)
def test_years_that_belong(ref, text):
    assert severities(ref, text) == []


@pytest.mark.parametrize(
    ("ref", "text", "severity"),
    [
        (OPENING, "统计期限为2023年1月1日至12月31日。", "error"),
        (OPENING, "统计期限为2024年1月1日至11月30日。", "error"),
        (OPENING, "统计期限为2024年1月1日至2023年12月31日。", "error"),
        (PROACTIVE, "2023年，本乡公开信息162条。", "warning"),
        (PROACTIVE, "已经部署。2023年度，本乡公开信息162条。", "warning"),
        (PROACTIVE, "会议于2024年2月30日召开。", "error"),
        (PROACTIVE, "公开2042年的预算。", "warning"),
        (PROACTIVE, "公开2004年的台账。", "note"),
        (PROACTIVE, "截至2023年12月31日，公开162条。", "warning"),
        (OPENING, "所列数据的统计期限为2024年1月起至11月止。", "error"),
        (PROACTIVE, "制定2042年培训计划。", "warning"),
        (IMPROVEMENTS, "2024年，本乡将进一步拓展渠道。", "warning"),
        (PROACTIVE, "做到应公开尽公开，2023年度共公开信息140条。", "warning"),
        (PROACTIVE, "2023年，本乡修订了指南，公开更加规范。", "warning"),
        (OPENING, "所列数据的统计期限为2024年1月1日至12月31止。", "warning"),
        (OPENING, "现将2023年政府信息公开工作年度报告公布如下。", "warning"),
    ],
)
def test_years_that_do_not(ref, text, severity):
    assert severities(ref, text) == [severity]


@pytest.mark.parametrize(
    ("signed", "deadline", "severity"),
    [
        (date(2024, 12, 31), None, ["error"]),
        (date(2025, 1, 31), None, []),
        (date(2025, 2, 6), None, ["note"]),
        (date(2025, 4, 1), None, ["warning"]),
        (date(2025, 2, 6), date(2025, 2, 10), []),
        (date(2025, 2, 11), date(2025, 2, 10), ["warning"]),
        (date(2026, 1, 14), None, ["warning"]),
    ],
)
def test_the_date_of_signature(signed, deadline, severity):
    given = facts(Example({"sign.date": signed}))._replace(settings=Settings(deadline=deadline))
    assert [f.severity for f in rule_of("Y05").run(given)] == severity


def test_a_working_day_is_no_saturday_or_sunday():
    assert working_day_before(date(2026, 1, 31)) == date(2026, 1, 30)
    assert working_day_before(date(2025, 1, 31)) == date(2025, 1, 31)


def test_a_report_without_a_date_is_not_judged():
    (finding,) = rule_of("Y05").run(facts(Example({"sign.date": None})))
    assert finding.outcome == "not_evaluated"
    assert finding.reason == "没有填成文日期"
    (finding,) = rule_of("Y05").run(facts(Example({"sign.date": None, "year": None})))
    assert finding.reason == "没有填报告年度和成文日期"

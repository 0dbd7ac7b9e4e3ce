"""Y: the years and dates that a report names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from tui_report.form.model import Ref
from tui_report.rules.model import Example, Facts, Finding, Rule, rule
from tui_report.rules.passages import Hit, found, written
from tui_report.rules.quantities import holds, plain, starts, until

OPENING = "overview.opening"

_DAY = r"(?:(20\d\d)\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日"
# fmt: off
_OPENING_YEAR = (
    "，", ",", "度", "以来", "来", "全年", "我", "本机关", "本单位", "本乡", "本镇", "本局", "本级",
    "全乡", "全镇", "共",
)
# fmt: on
_TOLD = ("共", "累计", "度共", "度累计", "全年共")
"""Behind a year inside a sentence: its figures are of that year."""
_STATISTICAL = (
    "统计期",
    "统计时",
    "统计周期",
    "统计数据",
    "数据统计",
    "所列数据",
    "中数据",
    "中的数据",
    "数据的",
    "数据期限",
    "数据起止",
)
_PLANNED = ("将", "继续", "计划", "拟", "力争", "打算", "进一步")
_WILL = ("将进一步", "将继续", "将持续", "将加强", "将着力", "将重点", "将认真")
_REPORT_OF = r"(20\d\d)\s*年(?:度)?\s*政府信息公开(?:工作)?(?:年度)?报告"
_REPORT = ("公开报告", "公开工作报告", "公开年度报告", "公开工作年度报告")
# fmt: off
_AGAINST = ("比", "较", "上年", "去年", "结转", "规划", "计划", "方案", "行动", "起施行")
_PAST = ("成立", "换届", "印发", "修订")
"""What an earlier year may be named for, where the report year is named, too."""
# fmt: on


@lru_cache(maxsize=128)
def _dated(text: str, year: int, ref: Ref) -> tuple[Hit, ...]:
    """Periods, own-year sentences, report names and impossible days of a passage that do not fit a report year."""
    flat = plain(text)
    if "年" not in flat:
        return ()
    hits: list[Hit] = []
    days = list(re.finditer(_DAY, flat)) if "月" in flat else []
    if holds(flat, _STATISTICAL):
        hits += _wrong_periods(flat, days, year)
    for day in days:
        try:
            date(int(day[1] or 2000), int(day[2]), int(day[3]))
        except ValueError:
            if day[1]:
                hits.append(Hit(*day.span(), f"没有{day[0]}这一天", "改正日期。", severity="error"))
    if f"截至{year - 1}年12月31日" in flat or f"截至{year + 1}年12月31日" in flat:
        at = next(i for y in (year - 1, year + 1) if (i := flat.find(f"截至{y}年12月31日")) >= 0)
        hits.append(
            Hit(
                at,
                at + 13,
                f"写着{flat[at : at + 13]}，报告年度是{year}年",
                f"改为截至{year}年12月31日。",
                severity="warning",
            )
        )
    for match in re.finditer(_REPORT_OF, flat) if holds(flat, _REPORT) else ():
        named = int(match[1])
        own = ref == OPENING or re.search("(?:编制|编写|形成|起草|公布|现将)[^。；]{0,40}$", flat[: match.start()])
        if (
            named != year
            and own
            and not re.search("上一?年|去年|发布了|公开了", flat[max(0, match.start() - 20) : match.start()])
        ):
            message = f"提到{match[0]}，报告年度是{year}年"
            hits.append(Hit(*match.span(1), message, "核对年份，是不是照抄了上年的话。", severity="warning"))
    return (*hits, *_own_years(flat, year, ref, hits), *_planned(flat, year, ref), *_far_years(flat, year))


def _planned(flat: str, year: int, ref: Ref) -> Iterator[Hit]:
    """What the last sections plan for the report year, which is over: 2024年，我乡将进一步拓展渠道."""
    for at in starts(flat, f"{year}年") if ref.startswith(("problems", "others")) else ():
        words = until(flat[at : at + 24], "。；")
        if holds(words, _WILL):
            message = f"写着{year}年将要做什么，报告年度就是{year}年"
            yield Hit(at, at + 5, message, f"改为{year + 1}年。", f"{year + 1}年", "warning")


_MONTHS = r"(20\d\d)\s*年\s*(\d{1,2})\s*月份?\s*起?\s*[至到—－~～-]\s*(?:(20\d\d)\s*年\s*)?(\d{1,2})\s*月"


def _wrong_periods(flat: str, days: list[re.Match[str]], year: int) -> Iterator[Hit]:
    for start, end in _periods(flat, days):
        yield from _period(start, end, flat, year)
    months = None if days else re.search(_MONTHS, flat)
    if months and holds(flat[max(0, months.start() - 30) : months.start()], _STATISTICAL):
        first, last = (months[1], months[2]), (months[3] or months[1], months[4])
        if first != (str(year), "1") or last != (str(year), "12"):
            whole = f"{year}年1月1日至12月31日"
            message = f"统计期限写的是{months[0]}，应是{whole}"
            yield Hit(*months.span(), message, f"改为{whole}。", severity="error")
    at = max(flat.find("12月31止"), flat.find("12月31。"))
    if at >= 0:
        yield Hit(at, at + 5, "写着12月31，少了日字", "改为12月31日。", "12月31日", "warning")


def _periods(flat: str, days: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Yields the days that 至 joins: 2024年1月1日起至12月31日."""
    end = 0
    for first, last in pairwise(days):
        link = flat[first.end() : last.start()].strip().removeprefix("零时").removeprefix("起").removeprefix("开始")
        if first[1] and first.start() >= end and link.strip() and not link.strip().strip("至到-－—~"):
            yield first, last
            end = last.end()


def _period(first: re.Match[str], last: re.Match[str], flat: str, year: int) -> list[Hit]:
    start, end = first.start(), last.end()
    statistical = holds(flat[max(0, start - 30) : start], _STATISTICAL)
    whole = [*map(int, first.groups()), *map(int, last.groups(default=first[1]))] == [year, 1, 1, year, 12, 31]
    if not statistical or whole:
        return []
    period = "".join(flat[start:end].split())
    message = f"统计期限写的是{period}，应是{year}年1月1日至12月31日"
    return [Hit(start, end, message, f"改为{year}年1月1日至12月31日。", severity="error")]


def _own_years(flat: str, year: int, ref: Ref, hits: list[Hit]) -> Iterator[Hit]:
    taken = {at for hit in hits for at in range(hit.start, hit.end)}
    for match in re.finditer(r"20\d\d(?=年)", flat):
        named, start = int(match[0]), match.start()
        sentence = until(flat[start:], "。；\n")
        mark = flat[:start].rstrip(" 　")[-1:]
        alone = mark == "，" and sentence[5:].startswith(_TOLD) and f"{year}年" not in flat
        if not alone and (mark not in ("", "。", "；", "\n") or not sentence[5:].startswith(_OPENING_YEAR)):
            continue
        next_year = named == year + 1 and (not ref.startswith("overview") or holds(sentence, _PLANNED))
        graded = re.match("年度?[^，]{0,12}(?:考核|评估|测评|评议)", sentence[4:])
        past = holds(sentence, _PAST) and f"{year}年" in flat
        if named == year or next_year or start in taken or graded or past or holds(sentence, _AGAINST):
            continue
        message = f"这一句从{named}年说起，报告年度是{year}年"
        yield Hit(start, start + 5, message, "核对年份，是不是照抄了上年的话。", swap=f"{year}年", severity="warning")


def _far_years(flat: str, year: int) -> Iterator[Hit]:
    """A year in the running text that is neither near the report year nor inside a title or a document number."""
    for match in re.finditer(r"(?<![\d.-])((?:19|20)\d\d)\s*年", flat):
        named, start = int(match[1]), match.start()
        bracketed = flat[start - 1 : start] in tuple("〔[（(【")
        if year - 1 <= named <= year + 1 or bracketed or _quoted(flat, start):
            continue
        behind, ahead = flat[match.end() : match.end() + 12], flat[max(0, start - 8) : start]
        known = re.search(
            "以来|起|成立|修订|版|至今|施行|规划|五年|机构改革|换届|行动|要点|批|届|年鉴|公布|颁布|国务院令", behind
        ) or re.search("[自从于至到—~-]$|截至", ahead)
        planned = re.search("规划|目标|计划|力争|远景|到$", ahead) or re.search(
            "规划|目标|计划|远景|建成|实现|前", behind
        )
        near = named <= year + 6 or named % 5 == 0  # 2035年远景目标, not 2042年工作计划
        soon = named <= year + 3 and re.search("底|完成|起施行", behind)
        typing = named > year + 1 and not (planned and near) and not soon
        if typing or not (known or planned):
            message = f"提到{named}年，报告年度是{year}年"
            yield Hit(start, match.end(), message, "核对年份是不是写错了。", severity="warning" if typing else "note")


def _quoted(flat: str, at: int) -> bool:
    return flat.rfind("《", 0, at) > flat.rfind("》", 0, at) or flat.rfind("〔", 0, at) > flat.rfind("〕", 0, at)


@rule(
    "Y04",
    "年份或者统计期限不对",
    "error",
    basis="条例第四十九条、第五十条：报告的是上一年度；统计期限为1月1日至12月31日",
    why="统计期限必须是报告年度的1月1日至12月31日。句子从别的年份说起，多半是照抄上年忘了改年份。书名号和文号里的年份不查。",
    failing=Example({OPENING: "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"}),
    passing=Example({OPENING: "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。"}),
)
def year_wrong(self: Rule, facts: Facts) -> Iterator[Finding]:
    """The statistical period, and years in the running text."""
    year = facts.report.year
    if year is None:
        yield self.not_evaluated(("year",), "没有填报告年度")
        return
    for ref, text in written(facts):
        for hit in _dated(text, year, ref):
            yield found(self, facts, ref, text, hit)


def working_day_before(day: date) -> date:
    """Returns the last Monday to Friday on or before a day; public holidays are not known here."""
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@rule(
    "Y05",
    "成文日期不对",
    "error",
    basis="条例第四十九条（县级以上部门1月31日前、政府3月31日前）；乡镇的期限由县里通知（惯例）",
    why="报告年度结束以前写不成全年的报告；期限以县里的通知为准，写在county.toml里。没有通知的，以1月31日前最后一个工作日为工作目标，这不是对乡镇的法定期限。",
    failing=Example({"sign.date": date(2024, 12, 25)}),
    passing=Example({"sign.date": date(2025, 1, 14)}),
)
def signed_wrong(self: Rule, facts: Facts) -> Iterator[Finding]:
    """The date of signature: not before the year is over, not after the deadline."""
    signed, year = facts.report.held("sign.date"), facts.report.year
    if not isinstance(signed, date) or year is None:
        blank = ["报告年度"] * (year is None) + ["成文日期"] * (not isinstance(signed, date))
        yield self.not_evaluated(("sign.date",), f"没有填{'和'.join(blank)}")
        return
    name, deadline = facts.form.describe("sign.date"), facts.settings.deadline
    target = working_day_before(date(year + 1, 1, 31))
    if signed.year <= year:
        message = f"{name}：{_spoken(signed)}，{year}年还没有结束，数据不能是全年的"
        yield self.finding(("sign.date",), message, "改为报告年度结束以后的日期。", severity="error")
    elif signed.year > year + 1:
        yield self.finding(
            ("sign.date",), f"{name}：{_spoken(signed)}，离报告年度{year}年太远", "核对成文日期。", severity="warning"
        )
    elif deadline and signed > deadline:
        late = (signed - deadline).days
        yield self.finding(
            ("sign.date",),
            f"{name}：{_spoken(signed)}，超过期限{_spoken(deadline)}{late}天",
            "核对日期。",
            severity="warning",
        )
    elif not deadline and signed > date(year + 1, 3, 31):
        yield self.finding(
            ("sign.date",),
            f"{name}：{_spoken(signed)}，已过{year + 1}年3月31日",
            "核对日期，尽快发布。",
            severity="warning",
        )
    elif not deadline and signed > date(year + 1, 1, 31):
        message = f"{name}：{_spoken(signed)}，晚于工作目标{_spoken(target)}"
        yield self.finding(("sign.date",), message, "核对县里通知的期限。", severity="note")


RULES = (year_wrong, signed_wrong)

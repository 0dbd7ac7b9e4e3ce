"""Y: this report against last year's, and the years and dates it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from tui_report.form.model import Ref
from tui_report.numbers import write_number
from tui_report.rules.model import Example, Facts, Finding, Rule, rule
from tui_report.rules.passages import Hit, found, written
from tui_report.rules.quantities import holds, plain, quantities, until
from tui_report.rules.similarity import copied

NO_LAST = "没有上年报告"
OPENING, PROACTIVE = "overview.opening", "overview.proactive"


@rule(
    "Y01",
    "上年结转与上年报告不符",
    "error",
    basis="表三项目的含义：上年结转就是上年报告的结转下年度继续办理",
    why="每一列的二、上年结转，都应等于上年报告同一列的四、结转下年度继续办理，不只是总计相等。机构撤并或者口径调整的，写一条说明。",
    waivable="county",
    failing=Example({"requests.carried_in.person": 1, "requests.granted.person": 1}, last={}),
    passing=Example(
        {"requests.carried_in.person": 1, "requests.granted.person": 1},
        last={"requests.new.person": 1, "requests.carried_out.person": 1},
    ),
)
def carry_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """二[c] of this year = 四[c] of last year, in every entered column."""
    table = next(t for t in facts.form.tables if t.key == "requests")
    row = facts.form.describe_part("requests.carried_in")
    if facts.last is None:
        yield self.not_evaluated((table.ref("carried_in", c.key) for c in table.entered_columns), NO_LAST)
        return
    blank = []
    for column in table.entered_columns:
        ref = table.ref("carried_in", column.key)
        now, before = facts.figures[ref], facts.last_figures[table.ref("carried_out", column.key)]
        if now is None or before is None:
            blank.append((ref, column.label))
        elif now != before:
            message = (
                f"{row}/{column.label}：{write_number(now)}件，上年报告的四、结转下年度是{write_number(before)}件，"
                f"差{write_number(abs(now - before))}"
            )
            yield self.finding((ref,), message, "照上年报告改；口径确有变化的，写一条说明。")
    if blank:
        names = "、".join(label for _, label in blank)
        yield self.not_evaluated((ref for ref, _ in blank), f"{names}两年中有空格")


@rule(
    "Y02",
    "现行有效与上年接不上",
    "warning",
    basis="数的含义：现行有效=上年现行有效+本年制发-本年废止",
    why="规章和行政规范性文件的现行有效件数应当逐年接得上。文件到期失效、清理、机构划转也会减少件数，表格里没有地方写，请写一条说明。",
    failing=Example({"disclosure.normative.in_force": 5}, last={"disclosure.normative.in_force": 3}),
    passing=Example(
        {"disclosure.normative.in_force": 4, "disclosure.normative.made": 1},
        last={"disclosure.normative.in_force": 3},
    ),
)
def in_force_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """in_force = last year's in_force + made - repealed. 对外公开总数量 of the 2019 form is another thing."""
    for row in ("regulations", "normative"):
        refs = [f"disclosure.{row}.{key}" for key in ("made", "repealed", "in_force")]
        if facts.last is None or (facts.last.source and facts.last.source.edition == "2019"):
            yield self.not_evaluated(refs, NO_LAST if facts.last is None else "上年报告是2019年的格式，没有现行有效件数")
            continue
        made, repealed, in_force = (facts.figures[ref] for ref in refs)
        before = facts.last_figures[refs[2]]
        if made is None or repealed is None or in_force is None or before is None:
            yield self.not_evaluated(refs, "两年中有空格")
        elif in_force != before + made - repealed:
            should = before + made - repealed
            message = (
                f"{facts.form.describe_part(f'disclosure.{row}')}：上年现行有效{write_number(before)}"
                f"+本年制发{write_number(made)}-本年废止{write_number(repealed)}={write_number(should)}，"
                f"现行有效填的是{write_number(in_force)}，差{write_number(abs(in_force - should))}"
            )
            yield self.finding(refs, message, "核对三个数；有失效、清理、划转的，写一条说明。")


WATCHED = (
    "disclosure.normative.in_force",
    "disclosure.permits.decisions",
    "disclosure.penalties.decisions",
    "disclosure.coercion.decisions",
    "disclosure.fees.amount",
    "requests.new.total",
    "disputes.review.total",
)
LARGE = 20
"""Below this neither year's figure makes a jump worth a look (件, 万元)."""


@rule(
    "Y03",
    "与上年相差五倍以上",
    "note",
    basis="复核习惯（惯例）",
    why="一个数比上年多到五倍或者少到五分之一，可能属实，也可能是多打少打了一位。只作提示。",
    failing=Example({"disclosure.permits.decisions": 1240}, last={"disclosure.permits.decisions": 124}),
    passing=Example({"disclosure.permits.decisions": 140}, last={"disclosure.permits.decisions": 124}),
)
def jumped(self: Rule, facts: Facts) -> Iterator[Finding]:
    """A watched figure at least five times, or at most a fifth of, last year's."""
    if facts.last is None:
        yield self.not_evaluated(WATCHED, NO_LAST)
        return
    for ref in WATCHED:
        now, before = facts.figures[ref], facts.last_figures[ref]
        if now is None or before is None or max(now, before) < LARGE:
            continue
        if max(now, before) >= 5 * min(now, before):
            message = f"{facts.form.describe(ref)}：本年{write_number(now)}，上年{write_number(before)}，相差五倍以上"
            yield self.finding((ref,), message, "再看一眼是不是多打或者少打了一位。")


_DAY = r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_PERIOD = rf"{_DAY}\s*(?:零时)?(?:起|开始)?\s*(?:至|到|-|－|—|~)+\s*(?:(20\d\d)\s*年\s*)?(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日"
_OPENING_YEAR = ("，", ",", "度", "以来", "来", "全年", "我", "本机关", "本单位", "本乡", "本镇", "本局", "本级", "全乡", "全镇", "共")
_STATISTICAL = ("统计", "数据", "本报告")
_REPORT_OF = r"(20\d\d)\s*年(?:度)?\s*政府信息公开(?:工作)?(?:年度)?报告"
_AGAINST = tuple("比 较 上年 去年 结转 规划 计划 方案 行动 起施行 成立 换届 印发 修订".split())


@lru_cache(maxsize=128)
def _dated(text: str, year: int, ref: Ref) -> tuple[Hit, ...]:
    """Periods, own-year sentences, report names and impossible days of a passage that do not fit a report year."""
    flat = plain(text)
    if "年" not in flat:
        return ()
    hits: list[Hit] = []
    for match in re.finditer(_PERIOD, flat) if holds(flat, _STATISTICAL) else ():
        hits += _period(match, flat, year)
    for match in re.finditer(_DAY, flat):
        try:
            date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            hits.append(Hit(*match.span(), f"没有{match[0]}这一天", "改正日期。", severity="error"))
    if f"截至{year - 1}年12月31日" in flat or f"截至{year + 1}年12月31日" in flat:
        at = next(i for y in (year - 1, year + 1) if (i := flat.find(f"截至{y}年12月31日")) >= 0)
        hits.append(Hit(at, at + 13, f"写着{flat[at : at + 13]}，报告年度是{year}年", f"改为截至{year}年12月31日。", severity="warning"))
    for match in re.finditer(_REPORT_OF, flat):
        named = int(match[1])
        own = ref == OPENING or re.search("(?:编制|编写|形成|起草|公布|现将)[^。；]{0,40}$", flat[: match.start()])
        if named != year and own and not re.search("上一?年|去年|发布了|公开了", flat[max(0, match.start() - 20) : match.start()]):
            message = f"提到{match[0]}，报告年度是{year}年"
            hits.append(Hit(*match.span(1), message, "核对年份，是不是照抄了上年的话。", severity="warning"))
    return (*hits, *_own_years(flat, year, ref, hits), *_far_years(flat, year))


def _period(match: re.Match[str], flat: str, year: int) -> list[Hit]:
    first, month, day, last, month_2, day_2 = match.groups()
    named = int(first), int(last or first)
    around = flat[max(0, match.start() - 30) : match.start()]
    statistical = holds(around, _STATISTICAL)
    whole = (int(month), int(day), int(month_2), int(day_2)) == (1, 1, 12, 31)
    if not statistical or (whole and named == (year, year)):
        return []
    period = "".join(match[0].split())
    message = f"统计期限写的是{period}，应是{year}年1月1日至12月31日"
    return [Hit(*match.span(), message, f"改为{year}年1月1日至12月31日。", severity="error")]


def _own_years(flat: str, year: int, ref: Ref, hits: list[Hit]) -> Iterator[Hit]:
    taken = {at for hit in hits for at in range(hit.start, hit.end)}
    for match in re.finditer(r"20\d\d(?=年)", flat):
        named, start = int(match[0]), match.start()
        sentence = until(flat[start:], "。；\n")
        if not sentence[5:].startswith(_OPENING_YEAR) or flat[:start].rstrip(" 　")[-1:] not in ("", "。", "；", "\n"):
            continue
        next_year = named == year + 1 and not ref.startswith("overview")
        if named == year or next_year or start in taken or holds(sentence, _AGAINST):
            continue
        message = f"这一句从{named}年说起，报告年度是{year}年"
        yield Hit(start, start + 5, message, "核对年份，是不是照抄了上年的话。", swap=f"{year}年", severity="warning")


def _far_years(flat: str, year: int) -> Iterator[Hit]:
    """A year in the running text that is neither near the report year nor inside a title or a document number."""
    for match in re.finditer(r"(?<![\d〔\[（(【.-])((?:19|20)\d\d)\s*年", flat):
        named, start = int(match[1]), match.start()
        if year - 1 <= named <= year + 1 or _quoted(flat, start):
            continue
        behind, ahead = flat[match.end() : match.end() + 12], flat[max(0, start - 8) : start]
        known = re.search("以来|起|成立|修订|版|至今|施行|规划|五年|机构改革|换届|行动|要点|批|届|年鉴", behind) or re.search("[自从于至到—~-]$|截至", ahead)
        typing = named > year + 1 and not re.search("规划|目标|计划|力争|到$", ahead + behind)
        if typing or not known:
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
    signed, year = facts.report.values.get("sign.date"), facts.report.year
    if not isinstance(signed, date) or year is None:
        yield self.not_evaluated(("sign.date",), "没有填报告年度或者成文日期")
        return
    name, deadline = facts.form.describe("sign.date"), facts.settings.deadline
    target = working_day_before(date(year + 1, 1, 31))
    if signed.year <= year:
        message = f"{name}：{_spoken(signed)}，{year}年还没有结束，数据不能是全年的"
        yield self.finding(("sign.date",), message, "改为报告年度结束以后的日期。", severity="error")
    elif signed.year > year + 1:
        yield self.finding(("sign.date",), f"{name}：{_spoken(signed)}，离报告年度{year}年太远", "核对成文日期。", severity="warning")
    elif deadline and signed > deadline:
        late = (signed - deadline).days
        yield self.finding(("sign.date",), f"{name}：{_spoken(signed)}，超过期限{_spoken(deadline)}{late}天", "核对日期。", severity="warning")
    elif not deadline and signed > date(year + 1, 3, 31):
        yield self.finding(("sign.date",), f"{name}：{_spoken(signed)}，已过{year + 1}年3月31日", "核对日期，尽快发布。", severity="warning")
    elif not deadline and signed > date(year + 1, 1, 31):
        message = f"{name}：{_spoken(signed)}，晚于工作目标{_spoken(target)}"
        yield self.finding(("sign.date",), message, "核对县里通知的期限。", severity="note")


SOME, NEARLY_ALL, LONG_ENOUGH = 0.4, 0.9, 60


@rule(
    "Y06",
    "与上年报告雷同",
    "note",
    basis="国办公开办函〔2021〕30号：内容雷同的要追究责任",
    why="数字、年份和标点不算，八个字以上连着相同的算照抄。没有全国统一的比例，所以只报百分比和照抄的句子；一段几乎全是上年的话才算须看。",
    failing=Example(
        {"overview.platform": "坚持把政务公开栏作为主要平台，各村每月更新一次村务公开栏，便民服务中心设有查阅点，方便群众查阅信息。"},
        last={"overview.platform": "坚持把政务公开栏作为主要平台，各村每月更新一次村务公开栏，便民服务中心设有查阅点，方便群众查阅信息。"},
    ),
    passing=Example({}, last={}),
)
def copied_from_last(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Share of each passage that stands in last year's, with the sentences taken over whole."""
    if facts.last is None:
        yield self.not_evaluated(("last_year",), NO_LAST)
        return
    for ref, text in written(facts):
        before = facts.last.text(ref)
        if ref == OPENING or not before.strip():
            continue
        seen = copied(text, before)
        if seen.share < SOME or not seen.sentences or seen.length < 30:
            continue
        quotes = "；".join(f"“{_short(text[a:b])}”" for a, b in seen.sentences[:3])
        more = f"等{len(seen.sentences)}句" if len(seen.sentences) > 3 else ""
        message = f"{facts.form.describe(ref)}：{seen.share:.0%}与上年相同，照抄的有{quotes}{more}"
        start, end = seen.sentences[0]
        serious = seen.share >= NEARLY_ALL and seen.length >= LONG_ENOUGH
        yield self.finding(
            (ref,),
            message,
            "改写成今年的情况。",
            severity="warning" if serious else "note",
            span=(start, end),
            quote=text[start:end],
        )


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 18 else text[:18] + "等"


@rule(
    "Y07",
    "文字里的数与上年一样",
    "note",
    basis="复核习惯（惯例）",
    why="同一件事的数两年一模一样，可能是照抄上年忘了改。10以下的数和概数不查。",
    failing=Example(
        {PROACTIVE: "全年通过政务公开栏公开信息162条。"}, last={PROACTIVE: "全年通过政务公开栏公开信息162条。"}
    ),
    passing=Example(
        {PROACTIVE: "全年通过政务公开栏公开信息162条。"}, last={PROACTIVE: "全年通过政务公开栏公开信息140条。"}
    ),
)
def figure_of_last_year(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Counted things with the same words before them and the same number in the same passage of last year."""
    if facts.last is None:
        yield self.not_evaluated(("last_year",), NO_LAST)
        return
    for ref, text in written(facts):
        spans = _same_figures(text, facts.last.text(ref))
        if spans:
            names = "、".join(text[a:b] for a, b in spans[:5])
            yield self.finding(
                (ref,),
                f"{facts.form.describe(ref)}：{names}与上年写的一样",
                "核对是不是今年的数。",
                span=spans[0],
                quote=text[slice(*spans[0])],
            )


@lru_cache(maxsize=64)
def _same_figures(text: str, before: str) -> tuple[tuple[int, int], ...]:
    old = {_named(before, q.start, q.unit, q.value) for q in quantities(before) if q.value and q.value >= 10}
    new = [q for q in quantities(text) if q.exact and q.unit != "%" and q.value is not None and q.value >= 10]
    return tuple((q.start, q.end) for q in new if _named(text, q.start, q.unit, q.value) in old)


def _named(text: str, start: int, unit: str, value: object) -> tuple[str, str, object]:
    return text[max(0, start - 4) : start], unit, value


RULES = (
    carry_differs,
    in_force_differs,
    jumped,
    year_wrong,
    signed_wrong,
    copied_from_last,
    figure_of_last_year,
)

"""L: words and numbers as they are used in a report. Most of it is advice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tui_report.rules.model import Example, Facts, Finding, Rule, rule
from tui_report.rules.passages import Hit, first_of_each, found, report_hits, written
from tui_report.rules.quantities import ABOUT, ABOUT_AFTER, Quantity, holds, is_chinese, plain, quantities

PROACTIVE, MANAGEMENT = "overview.proactive", "overview.management"


@lru_cache(maxsize=64)
def _until(text: str) -> tuple[Hit, ...]:
    if "截止" not in text:
        return ()
    return tuple(
        Hit(*m.span(), f"写着“{m[0]}”", "计算到某一天用截至，截止是到期停止。", swap="截至")
        for m in re.finditer(r"截止(?:到|至)?(?=\s*(?:\d|20|目前|今|本|上年|年底|报告))", plain(text))
    )


@rule(
    "L05",
    "截止与截至用混",
    "warning",
    basis="词义：截至指到某时为止统计，截止指到期停止（惯例）",
    why="截至2024年12月31日，是说统计到这一天；截止用于截止日期、报名截止。",
    failing=Example({PROACTIVE: "截止2024年12月31日，公开信息162条。"}),
    passing=Example({PROACTIVE: "截至2024年12月31日，公开信息162条，报名截止日期已公告。"}),
)
def until_misused(self: Rule, facts: Facts) -> Iterator[Finding]:
    """截止 before a date."""
    yield from first_of_each(self, facts, _until, "把这一段的截止改为截至")


USAGE = {
    "国家机密": "国家秘密",
    "依法申请公开": "依申请公开",
    "帐号": "账号",
    "帐户": "账户",
    "布署": "部署",
    "按排": "安排",
    "做为": "作为",
    "作好": "做好",
    "己经": "已经",
    "一但": "一旦",
    "既使": "即使",
    "公开拦": "公开栏",
    "公示拦": "公示栏",
    "公从号": "公众号",
    "公众好": "公众号",
    "行政复仪": "行政复议",
    "信息公工": "信息公开",
    "政府信公开": "政府信息公开",
    "政府信息公布开": "政府信息公开",
    "规范性文": "规范性文件",
    "积极的推进": "积极地推进",
    "积极的推动": "积极地推动",
    "积极的开展": "积极地开展",
}


@lru_cache(maxsize=64)
def _usage(text: str) -> tuple[Hit, ...]:
    hits = []
    for wrong, right in USAGE.items():
        start = text.find(wrong)
        while start >= 0:
            end = start + len(wrong)
            if text[end - len(wrong) : end - len(wrong) + len(right)] != right and text[end : end + 1] != "级":
                hits.append(Hit(start, end, f"写着“{wrong}”", f"改为{right}。", swap=right))
            start = text.find(wrong, end)
    return tuple(sorted(hits))


@rule(
    "L06",
    "用词不当或者错字",
    "note",
    basis="条例的用语和现代汉语通用写法（惯例）",
    why="依申请公开是条例的说法，不是依法申请公开；国家秘密分绝密、机密、秘密三级，统称不是国家机密。其余是常见的错字。",
    failing=Example({MANAGEMENT: "严防泄露国家机密，管好政务新媒体帐号。"}),
    passing=Example({MANAGEMENT: "严防泄露国家秘密，管好政务新媒体账号。"}),
)
def usage_wrong(self: Rule, facts: Facts) -> Iterator[Finding]:
    """A short list of words that are always wrong here."""
    yield from report_hits(self, facts, _usage)


@lru_cache(maxsize=64)
def _numerals(text: str) -> tuple[Hit, ...]:
    flat = plain(text)
    hits: list[Hit] = []
    if holds(flat, "约近") and holds(flat, ("余", "多", "左右")):
        hits += [
            Hit(*m.span(), f"“{m[0]}”前后都表示大概", "约和余、左右只留一个，最好写准确的数。")
            for m in re.finditer(r"[约近]\s*\d[\d,.]*\s*(?:[余多]|[万亿]?[件条份篇次人元]左右)", flat)
        ]
    if "." in flat:
        hits += [
            Hit(*m.span(), f"小数写作“{m[0]}”", "小数点前面的0不能省。", swap="0" + m[0])
            for m in re.finditer(r"(?<![\d.A-Za-z])\.\d+(?![\d.A-Za-z])", flat)
        ]
    if "%" in flat:
        hits += [
            Hit(*m.span(), f"“{m[0]}”的前一个数没有%", "两个数都写上%。", swap=f"{m[1]}%{m[2]}")
            for m in re.finditer(r"(?<![\d.%\-])(\d{1,2}(?:\.\d+)?)([-—–~～至]\d{1,3}(?:\.\d+)?%)", flat)
        ]
    if "万" in flat:
        hits += [
            Hit(*m.span(), f"“{m[0]}”的单位像是错的", "五位以上的整数后面不该再有万，核对单位。", severity="warning")
            for m in re.finditer(r"(?<![\d.])\d{5,}\s*万", flat)
        ]
    return tuple(sorted(hits))


def _bounded(text: str, quantity: Quantity) -> bool:
    """Whether a number is a bound and no estimate: 每年不少于12次, 12期以上, 10至15期."""
    before = text[max(0, quantity.start - 3) : quantity.start].rstrip()
    bounds = ("不少于", "不低于", "至少", "不超过", "-", "—", "－", "～", "~", "至", "到")
    return text.startswith(("以上", "以内"), quantity.end) or before.endswith(bounds)


def _large(text: str, quantity: Quantity) -> bool:
    """Whether a number, or words such as 上百 and 几十, mean ten and more."""
    if quantity.value is not None:
        return quantity.value >= 10
    return holds(text[quantity.start : quantity.number_end], "十百千万")


def _with_about(text: str, quantity: Quantity) -> str:
    before = next((w for w in (*ABOUT, "上", "数", "几") if text.endswith(w, 0, quantity.start)), "")
    after = next((w for w in ABOUT_AFTER if text.startswith(w, quantity.end)), "")
    return before + text[quantity.start : quantity.end] + after


@lru_cache(maxsize=64)
def _rough(text: str) -> tuple[Hit, ...]:
    counted = (q for q in quantities(text) if not q.exact and not q.ref and q.unit in "件条份篇次期场宗")
    vague = [q for q in counted if _large(text, q) and not _bounded(text, q)]
    if not vague:
        return ()
    names = "、".join(_with_about(text, q) for q in vague[:4])
    return (Hit(vague[0].start, vague[0].end, f"写了概数：{names}", "年度报告的统计数写准确的数。"),)


@rule(
    "L07",
    "数的写法不当",
    "note",
    basis="出版物上数字用法（GB/T 15835）",
    why="年度报告里的统计数应当准确，80余条、近百次会被退回。约和余不能连用，小数点前的0不能省，五位以上的整数带着万多半是单位错了。",
    failing=Example({PROACTIVE: "全年公开信息约80余条，阅读量3241654万次。"}),
    passing=Example({PROACTIVE: "全年公开信息83条，阅读量3.2万次。"}),
)
def numerals_wrong(self: Rule, facts: Facts) -> Iterator[Finding]:
    """约…余, .5, 万 behind large integers; rough counts."""
    yield from report_hits(self, facts, _numerals)
    yield from report_hits(self, facts, _rough)


_BEHIND_YEAR = ("度", "全年", *(f"{month}月" for month in range(1, 13)), "，", "我", "共")


@lru_cache(maxsize=64)
def _vague_time(text: str) -> tuple[Hit, ...]:
    places = [(at, word) for word in ("今年", "去年", "近日", "前不久") if (at := text.find(word)) >= 0]
    hits = [Hit(at, at + len(word), f"写着“{word}”", "写明哪一年或者哪一天。") for at, word in sorted(places)[:1]]
    flat, at = plain(text), text.find("年")
    while at >= 0:
        year, ahead = flat[max(0, at - 2) : at + 1], flat[max(0, at - 3) : max(0, at - 2)]
        short = year[0] == "2" and year[1:2].isdecimal() and not (ahead.isdecimal() or ahead == ".")
        if short and flat.startswith(_BEHIND_YEAR, at + 1):
            hits.append(Hit(at - 2, at + 1, f"年份写作“{year}”", f"写全：20{year}。", swap=f"20{year}"))
        at = flat.find("年", at + 1)
    return tuple(hits)


@rule(
    "L08",
    "时间说得不明确",
    "note",
    basis="公文写作习惯：时间写具体（惯例）",
    why="报告会长期挂在网上，今年、去年、近日过后就不知道指什么时候。年份写全，不写24年。",
    failing=Example({PROACTIVE: "今年以来，公开信息162条。"}),
    passing=Example({PROACTIVE: "2024年，公开信息162条。"}),
)
def time_vague(self: Rule, facts: Facts) -> Iterator[Finding]:
    """今年, 去年, 近日: the first in a passage; years of two digits."""
    yield from report_hits(self, facts, _vague_time)


# fmt: off
_RIGHTLY_TWICE = (
    "政府", "信息公开", "公开", "研究", "讨论", "管理", "服务", "平台", "机关", "办公室", "中心", "党委", "领导", "部门",
    "单位", "委员会", "工作", "信息", "建设", "规范", "行政", "监督", "执法", "项目", "网站", "事务", "业务", "村民",
)
# fmt: on
"""Words that may end one name and begin the next: 人民政府政府信息公开, 政府办公室办公室主任."""


@lru_cache(maxsize=64)
def _doubled(text: str) -> tuple[Hit, ...]:
    hits = []
    for m in re.finditer(r"(\w{2,8})\1|的的(?!确)", text):
        word = m[1] or "的"
        goes_on = is_chinese(text[m.end() : m.end() + 1])
        if m[1] and ((word in _RIGHTLY_TWICE and goes_on) or word[0] in "一逐每" or len(set(word)) == 1):
            continue
        if not is_chinese(word):
            continue
        hits.append(Hit(*m.span(), f"“{m[0]}”重复了", f"只留一个“{word}”。", swap=word))
    return tuple(hits)


@rule(
    "L10",
    "词语重复",
    "warning",
    basis="文字校对",
    why="同样的两个字到八个字连着出现两次，多半是粘贴或者修改时留下的。人民政府政府信息公开这类正常的说法不算。",
    failing=Example({PROACTIVE: "及时公开了补贴补贴发放情况。"}),
    passing=Example({PROACTIVE: "青禾乡人民政府政府信息公开工作有序开展，一条一条核对。"}),
)
def word_doubled(self: Rule, facts: Facts) -> Iterator[Finding]:
    """A word of two to eight characters twice in a row."""
    yield from report_hits(self, facts, _doubled)


STALE: tuple[tuple[int, tuple[str, ...], str], ...] = (
    (2021, ("精准扶贫", "打赢脱贫攻坚", "决战脱贫攻坚"), "脱贫攻坚已于2020年底完成"),
    (2023, ("疫情防控", "新冠肺炎", "健康码", "核酸检测"), "新冠疫情防控2023年起已转段"),
    (2023, ("十九届四中全会", "十九届五中全会", "十九届六中全会", "迎接党的二十大"), "已是上一届的会议"),
)
"""First year in which some phrases are stale, the phrases, and why."""


@lru_cache(maxsize=64)
def _stale(text: str, year: int) -> tuple[Hit, ...]:
    return tuple(
        Hit(at, at + len(phrase), f"写着“{phrase}”，{why}", "核对是不是照抄了往年的话。")
        for since, phrases, why in STALE
        if year >= since
        for phrase in phrases
        if (at := text.find(phrase)) >= 0
    )


@rule(
    "L12",
    "提法过时",
    "note",
    basis="各年度工作的实际（惯例）",
    why="照抄往年的材料会带进已经过去的工作。按报告年度查一张短表，只作提示。",
    failing=Example({PROACTIVE: "重点公开疫情防控信息。"}),
    passing=Example({PROACTIVE: "重点公开巩固拓展脱贫攻坚成果信息。"}),
)
def phrase_stale(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Phrases that a report of its year should not use any more."""
    year = facts.report.year
    if year is None:
        yield self.not_evaluated(("year",), "没有填报告年度")
        return
    for ref, text in written(facts):
        for hit in _stale(text, year):
            yield found(self, facts, ref, text, hit)


RULES = (
    until_misused,
    usage_wrong,
    numerals_wrong,
    time_vague,
    word_doubled,
    phrase_stale,
)

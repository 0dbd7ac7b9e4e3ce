"""P: what must not be published. Masking is proposed, never done by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from tui_report.rules.model import Example, Facts, Finding, Rule, rule
from tui_report.rules.passages import Hit, report_hits
from tui_report.rules.quantities import holds, plain
from tui_report.tuples import NamedTuple

LAW = "条例第十五条（个人隐私）；个人信息去标识化的做法为惯例"
PROACTIVE, ON_REQUEST = "overview.proactive", "overview.on_request"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _province(digits: str) -> bool:
    return 11 <= int(digits[:2]) <= 65 or digits[:2] in ("71", "81", "82", "83")


def is_identity_number(number: str) -> bool:
    """Tells whether 18 characters are a valid 公民身份号码 (GB 11643: place, birthday, check digit)."""
    if not re.fullmatch(r"\d{17}[\dXx]", number) or not _province(number) or number[6:8] not in ("18", "19", "20"):
        return False
    check = "10X98765432"[sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False)) % 11]
    return _day(number[6:10], number[10:12], number[12:14]) and number[17].upper() == check


def is_old_identity_number(number: str) -> bool:
    """Tells whether 15 digits may be an identity number of the old kind; it has no check digit."""
    return (
        len(number) == 15
        and number.isdigit()
        and _province(number)
        and _day("19" + number[6:8], number[8:10], number[10:12])
    )


def is_card_number(number: str) -> bool:
    """Tells whether 16 to 19 digits are a bank card number: first digit 3 to 6, Luhn sum right."""
    if not 16 <= len(number) <= 19 or not number.isdigit() or number[0] not in "3456":
        return False
    digits = [int(d) for d in reversed(number)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])) % 10 == 0


def _masked(number: str, first: int, last: int) -> str:
    return number[:first] + "*" * (len(number) - first - last) + number[-last:]


LONGEST = 19
"""Digits of the longest number that these rules look for."""


class Digits(NamedTuple):
    """A number that may be written in groups with a space or a hyphen between them."""

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]
    """Lengths of the groups."""
    behind: str
    """Up to fourteen characters before it."""


@lru_cache(maxsize=64)
def _numbers(text: str) -> tuple[Digits, ...]:
    """Returns the numbers of eleven and more digits of a passage: each group by itself and all runs of groups."""
    flat = plain(text).replace("Ｘ", "X").replace("　", " ")
    out = []
    for run in re.finditer(r"\d(?:[ -]?\d){10,}[Xx]?", flat):
        if flat[run.start() - 1 : run.start()].isalpha() and flat[run.start() - 1].isascii():
            continue
        groups = [(run.start() + m.start(), run.start() + m.end()) for m in re.finditer(r"\d+[Xx]?", run[0])]
        for first in range(len(groups)):
            for last in range(first, min(first + LONGEST, len(groups))):
                start, end = groups[first][0], groups[last][1]
                if end - start > 2 * LONGEST and last > first:
                    break
                digits = "".join(flat[a:b] for a, b in groups[first : last + 1])
                sizes = tuple(b - a for a, b in groups[first : last + 1])
                behind = flat[max(0, start - 14) : start]
                if len(digits) >= 11 and "信用代码" not in behind and "索引号" not in behind:
                    out.append(Digits(start, end, digits, sizes, behind))
    return tuple(out)


@lru_cache(maxsize=64)
def _identities(text: str) -> tuple[Hit, ...]:
    hits = []
    for start, end, number, _, _ in _numbers(text):
        shown = _masked(number, 2, 3)
        if is_identity_number(number):
            hits.append(Hit(start, end, f"有身份证号码{shown}", "删去，或者打上星号。", swap=shown))
        elif is_old_identity_number(number):
            hits.append(Hit(start, end, f"像是15位的旧身份证号码{shown}", "核对，是的话删去。", shown, "note"))
    return tuple(hits)


@rule(
    "P01",
    "有身份证号码",
    "error",
    basis=LAW,
    why="身份证号码不得公开。只有地区、出生日期和校验位都对的18位号码才算；15位的旧号码没有校验位，只作提示。",
    waivable="county",
    failing=Example({PROACTIVE: "公示了低保对象名单，其中一人身份证号为11010119900307002X。"}),
    passing=Example({PROACTIVE: "公示了低保对象名单，其中一人身份证号为11*************02X。"}),
)
def identity_number(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Valid 18-digit numbers; 15-digit ones with less certainty."""
    yield from report_hits(self, facts, _identities)


@lru_cache(maxsize=64)
def _mobiles(text: str) -> tuple[Hit, ...]:
    hits = []
    for start, end, number, groups, behind in _numbers(text):
        if len(number) != 11 or number[0] != "1" or number[1] not in "3456789" or not number.isdigit():
            continue
        if groups in ((11,), (3, 4, 4)) and not behind.endswith("-"):
            shown = _masked(number, 3, 4)
            hits.append(Hit(start, end, f"有手机号码{shown}", "改用办公电话，或者打上星号。", swap=shown))
    return tuple(hits)


@rule(
    "P02",
    "有手机号码",
    "warning",
    basis=LAW,
    why="个人手机号码不宜公开。本机关的座机、邮编、办公地址和办公邮箱是应当公开的，不会提出来。",
    failing=Example({"overview.opening": "联系电话：13900001234。"}),
    passing=Example({"overview.opening": "联系电话：0999-1234567，邮编：839000。"}),
)
def mobile_number(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Mobile numbers; never landlines."""
    yield from report_hits(self, facts, _mobiles)


@lru_cache(maxsize=64)
def _cards(text: str) -> tuple[Hit, ...]:
    hits = []
    for start, end, number, _, behind in _numbers(text):
        if is_card_number(number) and not is_identity_number(number):
            shown = _masked(number, 4, 4)
            # One long number in ten has a right Luhn sum by chance.
            sure = number.startswith("62") or holds(behind, ("卡", "账", "帐", "户"))
            words = f"有银行卡号{shown}" if sure else f"像是银行卡号{shown}"
            hits.append(Hit(start, end, words, "删去，或者打上星号。", shown, None if sure else "warning"))
    return tuple(hits)


@rule(
    "P03",
    "有银行卡号",
    "error",
    basis=LAW,
    why="16至19位、校验和正确的号码按银行卡号处理，发布前要删去或者打上星号。不是62开头、前面也没有提到卡和账户的，须看。",
    waivable="county",
    failing=Example({PROACTIVE: "补贴发放到卡号6222000000000000004。"}),
    passing=Example({PROACTIVE: "补贴发放到卡号6222***********0004。"}),
)
def card_number(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Numbers with a right Luhn sum."""
    yield from report_hits(self, facts, _cards)


SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
PARTIES = ("申请人", "原告", "上诉人", "信访人", "举报人", "第三人", "当事人")
PARTY = r"(?:申请人|原告|上诉人|信访人|举报人|第三人|当事人)(?:为|是|：|:)?\s*(\w{2,3}?)(?=[，,（(]|因|向|不服|提出|诉|申请|要求|于20)"
CASE = r"[（(〔]20\d\d[）)〕]\w{2,9}行[初终再审]\d+号"
# fmt: off
_NO_PERSON = (
    "张贴", "任何", "任意", "高度", "方便", "方可", "高效", "常年", "常常", "文化", "文件", "金额",
    "易于", "何时", "于此", "白天", "余下", "程序", "许可", "万元", "田间", "石油", "任务", "方式", "顾问",
    "马上", "高频", "常见", "方才", "何种", "何人", "任一", "范围", "姓名", "金钱",
)
# fmt: on


@lru_cache(maxsize=64)
def _parties(text: str) -> tuple[Hit, ...]:
    flat = plain(text)
    hits = []
    if holds(flat, PARTIES):
        for match in re.finditer(PARTY, flat):
            if match[1][0] in SURNAMES and "某" not in match[1] and match[1][:2] not in _NO_PERSON:
                swap = match[1][0] + "某" * (len(match[1]) - 1)
                hits.append(
                    Hit(*match.span(1), f"写出了当事人的姓名“{match[1]}”", f"删去姓名，或者写作{swap}。", swap=swap)
                )
    if holds(flat, ("行初", "行终", "行再", "行审")):
        hits += [
            Hit(*m.span(), f"写出了案号{m[0]}", "核对有没有必要写，一般删去。", severity="note")
            for m in re.finditer(CASE, flat)
        ]
    return tuple(hits)


@rule(
    "P04",
    "写出了当事人",
    "warning",
    basis=LAW,
    why="申请人、复议诉讼当事人的姓名不必写进年度报告。统计数字和办理结果就够了。",
    failing=Example({ON_REQUEST: "申请人王小明向我乡申请公开征地补偿信息，已按时答复。"}),
    passing=Example({ON_REQUEST: "申请人王某某向我乡申请公开征地补偿信息，已按时答复。"}),
)
def party_named(self: Rule, facts: Facts) -> Iterator[Finding]:
    """A name right behind 申请人, 原告 and the like; numbers of court cases."""
    yield from report_hits(self, facts, _parties)


MARKED = r"(?:绝密|机密|秘密)\s*★"
# fmt: off
INTERNAL = (
    "密级：", "密级:", "内部资料", "内部文件", "内部刊物", "请勿外传", "不得外传", "请勿转载", "不得翻印",
    "仅供内部", "经度：", "纬度：",
)
# fmt: on


@lru_cache(maxsize=64)
def _secrets(text: str) -> tuple[Hit, ...]:
    flat = plain(text)
    hits = []
    if "★" in flat:
        hits += [
            Hit(*m.span(), f"有密级标志“{m[0]}”", "停止发布，报保密工作机构处理。") for m in re.finditer(MARKED, flat)
        ]
    hits += [
        Hit(at, at + len(words), f"有“{words}”这样的字样", "核对是不是不能公开的内容。", severity="warning")
        for words in INTERNAL
        if (at := flat.find(words)) >= 0
    ]
    return tuple(hits)


@rule(
    "P05",
    "有涉密或者内部的字样",
    "error",
    basis="条例第十四条；保守国家秘密法",
    why="带密级标志的内容绝不能发布。内部资料、不得外传这类字样说明引用了不公开的文件。属于国家秘密、保密审查这些通常的说法不算。",
    waivable="county",
    failing=Example({PROACTIVE: "转发机密★文件一份。"}),
    passing=Example({PROACTIVE: "落实保密审查，属于国家秘密的不予公开。"}),
)
def secret_marked(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Marks of secrecy, and words of papers that are not for the public."""
    yield from report_hits(self, facts, _secrets)


RULES = (identity_number, mobile_number, card_number, party_named, secret_marked)

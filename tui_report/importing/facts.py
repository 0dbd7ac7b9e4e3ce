"""Title, unit, year, signature and date of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tui_report.carry import CONTACT, OPENING
from tui_report.form.model import Ref
from tui_report.importing.flow import Flow
from tui_report.importing.labels import HAN
from tui_report.report import Remark, Value

MOST_AHEAD = 20_000
"""Characters before the first section in which a title is looked for."""
_NAME = rf"[{HAN}()·]{{2,40}}?"
_YEAR = r"20\d\d|2\s0\s\d\s\d|二[〇○零0][一二三四五六七八九〇○零0]{2}"
_WORDS = r"政(?:府|务)\s*(?:信息)?\s*公开\s*(?:工作)?"
_TITLE = re.compile(
    rf"(?:(?P<unit>{_NAME})\s*(?:关于)?\s*(?P<year>{_YEAR})\s*年|(?P<year2>{_YEAR})\s*年度?\s*(?P<unit2>{_NAME}))"
    rf"\s*(?:度)?\s*(?:的)?\s*{_WORDS}\s*(?:年度?)?\s*(?:工作)?\s*(?:报\s*告|报)"
    rf"|(?P<unit3>{_NAME})\s*{_WORDS}\s*(?:(?P<year3>{_YEAR})\s*年度?\s*报\s*告|年度\s*(?:工作)?\s*报\s*告\s*\((?P<year4>{_YEAR})\s*年?度?\))"
)
_BARE = re.compile(r"(?m)^[ \t\x1f]*(20\d\d)\s*年(?:度)?\s*政府信息公开(?:工作)?年度(?:工作)?报告[ \t]*$")
_FOOT = re.compile(
    r"(?m)^[ \t\x1f\u3000]*(?:版权所有|主办(?:单位)?[:：]|承办(?:单位)?[:：]|网站地图|网站标识码|联系我们|[^\n]{0,12}ICP备|[^\n]{0,6}公网安备|"
    r"上一篇|下一篇|相关(?:文档|链接|附件|阅读)|打印|关闭|【?(?:打印|关闭|字体)|扫一扫|分享(?:到|至)|责任编辑|附件下载|友情链接)|(?<=。)[ \t\u3000]+附件下载"
)
_PERIOD = re.compile(
    r"(?:期限|周期|时间|日期|起止)[^。]{0,12}?(20\d\d)\s*年\s*1\s*月\s*1\s*日\s*(?:起|开始)?\s*(?:至|到|-|—|－)"
)
_DATE = re.compile(
    r"((?:20\d\d)|二[〇○零0][一二三四五六七八九〇○零]{2})\s*年\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_SIGNED = re.compile(rf"(?:^|(?<=[\s\x1f。!;)]))([{HAN}()]{{3,40}})[\s\x1f]*$")
_DIGITS = {**{c: i for i, c in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0, "0": 0}
_BODY = r"(?:政府|办公室|办事处|委员会|管委会|局|委|办|厅|院|中心|所|站|大队|支队|公司|处|部)"
_COMMISSIONS = {
    "科委": "科学技术委员会",
    "卫健委": "卫生健康委员会",
    "发改委": "发展和改革委员会",
    "国资委": "国有资产监督管理委员会",
}
_LEVELS = (
    ("township", r"(?:乡|镇|街道)(?:人民政府|办事处|人民政府办公室|党政办公室|党政办|政府)?$"),
    ("county", r"(?:县|区|市|旗|州)(?:人民政府|政府)(?:办公室)?$"),
    ("department", r"(?:局|委|办|委员会)$"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Basic facts as read, with a remark for each that says where it stands."""

    title: str
    values: dict[Ref, Value]
    remarks: tuple[Remark, ...]
    title_span: tuple[int, int] | None
    signature: int
    """Offset at which the signature begins; the length of the text where there is none."""


def facts_of(flow: Flow, body: int, tail: int) -> Facts:
    """Reads the basic facts of a document.

    Args:
        flow: The text.
        body: Where the first section begins; the title stands before it.
        tail: Where the text of the last section begins; the signature stands behind it.
    """
    values: dict[Ref, Value] = {}
    remarks: list[Remark] = []
    title = _title(flow, body)
    if title:
        printed, year = _names(title)
        values["unit.name"] = unit = full_name(printed)
        values["year"] = int(year)
        remarks += [_seen(flow, ref, title.start(), title.end()) for ref in ("unit.name", "year")]
        if unit != printed:
            remarks.append(
                Remark("unit.name", f"原件写的是简称“{printed}”，按全称填写，请核对", flow.place(title.start()))
            )
        if level := level_of(unit):
            values["unit.level"] = level
    elif said := _BARE.search(flow.text, 0, min(max(body, 200), MOST_AHEAD)) or _PERIOD.search(flow.text):
        values["year"] = int(said[1])
        remarks.append(_seen(flow, "year", said.start(), said.end()))
    if contact := CONTACT.search(flow.text, title.end() if title else 0, tail):
        remarks.append(
            Remark(OPENING, "联系方式在原件这一处", flow.place(contact.start()), flow.quote(*contact.span(), 80))
        )
    sign, start, end = _signature(flow, tail)
    values.update(sign)
    remarks += [_seen(flow, ref, start, end) for ref in sign]
    if "unit.name" not in values and "sign.name" in sign:
        values["unit.name"] = sign["sign.name"]
        remarks.append(Remark("unit.name", "题目里没有单位，取自署名", flow.place(start), flow.quote(start, end, 80)))
    if behind := flow.quote(end, len(flow.text), 80):
        remarks.append(Remark("", "报告之后的文字，没有导入", flow.place(end), behind))
    text = re.sub(r"\s", "", flow.raw[title.start() : title.end()]) if title else ""
    return Facts(text, values, tuple(remarks), title.span() if title else None, start)


def level_of(unit: str) -> str:
    """Returns the level that a unit's name tells for certain, else the empty text."""
    return next((level for level, pattern in _LEVELS if re.search(pattern, unit)), "")


def further_title(flow: Flow, behind: int) -> re.Match[str] | None:
    """Returns the first title that stands alone behind some offset."""
    return next((m for m in _TITLE.finditer(flow.text, behind) if _stands_alone(flow, m)), None)


def full_name(unit: str) -> str:
    """Returns a unit's name with the short name of a commission written out, as far as it stands for one body only."""
    short = next((short for short in _COMMISSIONS if unit.endswith(short) and len(unit) > len(short)), "")
    return unit.removesuffix(short) + _COMMISSIONS[short] if short else unit


def _seen(flow: Flow, ref: Ref, start: int, end: int) -> Remark:
    return Remark(ref, "取自原件这一处", flow.place(start), flow.quote(start, end, 80))


def _title(flow: Flow, body: int) -> re.Match[str] | None:
    """Returns the title, which stands alone: not inside a sentence, a link or a book mark.

    A page may print it several times, with its menus in between; then it is the last of them.
    """
    alone = [m for m in _TITLE.finditer(flow.text, 0, min(max(body, 200), MOST_AHEAD)) if _stands_alone(flow, m)]
    complete = [m for m in alone if flow.text[m.end() - 1] == "告"]
    best = next(iter(complete or alone), None)
    for other in complete:
        between = flow.text[best.end() : other.start()] if best else ""
        if best and _names(other) == _names(best) and "。" not in between and _parted_off(flow, other):
            best = other
    return best


def _stands_alone(flow: Flow, title: re.Match[str]) -> bool:
    before = flow.text[: title.start()].rstrip(" \t")[-1:]
    alone = not before or before in "\n\x1f:>#*" or flow.text[title.start() - 1 : title.start()].isspace()
    unit, _ = _names(title)
    return (
        alone and not re.search("年|关于", unit) and unit not in ("本", "我") and flow.text[title.end() :][:1] != "的"
    )


def _parted_off(flow: Flow, title: re.Match[str]) -> bool:
    before, behind = flow.text[: title.start()][-1:], flow.text[title.end() :][:1]
    return (not before or before.isspace() or before in "#*") and (not behind or behind.isspace() or behind == "*")


def _names(title: re.Match[str]) -> tuple[str, str]:
    """Returns unit and year of a title."""
    unit = title["unit"] or title["unit2"] or title["unit3"] or ""
    year = title["year"] or title["year2"] or title["year3"] or title["year4"]
    plain = re.sub(r"\s", "", year)
    return re.sub(r"\s", "", unit), plain if plain.isdecimal() else str(_number(plain))


def _signature(flow: Flow, tail: int) -> tuple[dict[Ref, Value], int, int]:
    """Returns name and date of the signature, where it begins, and where the report ends.

    The signature is the last date after `tail` that stands behind the name of a body, or else on a line of its own.
    """
    foot = _FOOT.search(flow.text, tail)
    end = foot.start() if foot else len(flow.text)
    alone: tuple[date, int, int] | None = None
    for match in reversed(list(_DATE.finditer(flow.text, tail, end))):
        day = _date(match)
        behind = flow.text[match.end() : end].lstrip(" \t\u3000")[:1]
        if day is None or (behind not in ("", "\n", "\x1f") and flow.text[match.end() : match.end() + 1].strip()):
            continue
        before = flow.text[max(tail, match.start() - 80) : match.start()]
        signed = _SIGNED.search(before)
        if signed and _names_body(signed[1]):
            start = match.start() - len(before) + signed.start(1)
            return {"sign.name": signed[1], "sign.date": day}, start, match.end()
        if not before.rstrip(" \t\u3000") or before.rstrip(" \t\u3000")[-1:] in "\n。":
            alone = alone or (day, match.start(), match.end())
    if alone:
        return {"sign.date": alone[0]}, alone[1], alone[2]
    return {}, end, end


def _names_body(name: str) -> bool:
    return bool(re.search(_BODY + "$", name)) and not re.search("报告|公开工作", name)


def _date(match: re.Match[str]) -> date | None:
    year, month, day = (_number(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[c]) for c in text))


def unread_facts(values: dict[Ref, Value]) -> Iterator[Remark]:
    """Yields a remark for each basic fact that was not found."""
    for ref, name in (("unit.name", "单位全称"), ("year", "报告年度"), ("sign.date", "成文日期")):
        if ref not in values:
            yield Remark(ref, f"没有找到{name}，空着")

"""R: the documents that a report cites, and the names of places and of the body itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tui_report.rules.model import Example, Facts, Finding, Rule, Severity, rule
from tui_report.rules.passages import Hit, found, report_hits, written
from tui_report.rules.quantities import document_numbers, holds, plain, starts, until

OPENING, PROACTIVE, OTHERS = "overview.opening", "overview.proactive", "others.others"
REGULATION = "中华人民共和国政府信息公开条例"
FEE_RULES = "政府信息公开信息处理费管理办法"


SERIES = {("2021", "30"): "国办公开办函", ("2020", "109"): "国办函"}
"""Year and number of a standing document, and the series it belongs to."""


@lru_cache(maxsize=64)
def _citations(text: str) -> tuple[Hit, ...]:
    flat = plain(text)
    hits: list[Hit] = []
    if "条例" in flat or f"《{REGULATION[:-2]}" in flat:
        hits += _regulation(flat)
    if "国办" in flat:
        hits += _numbers(flat)
    if "处理费" in flat and "办法" in flat:
        hits += _fee_rules(flat)
    return tuple(hits)


def _titles(flat: str) -> Iterator[tuple[str, int, int]]:
    """Yields what stands in 《》 or 〈〉, nothing of either kind within, and where it begins and ends."""
    start = 0
    for piece in flat.replace("〈", "《").replace("〉", "》").split("《"):
        title, mark, _ = piece.partition("》")
        if mark and start:
            yield title, start, start + len(title)
        start += len(piece) + 1


def _regulation(flat: str) -> Iterator[Hit]:
    titles = [title for title in _titles(flat) if len(title[0]) <= 26]
    for title, start, end in titles:
        other = title.removeprefix(REGULATION[:-2])
        if other != title and len(other) <= 4 and not title.endswith("条例"):
            yield Hit(start, end, f"条例的名称写成《{title}》", f"改为《{REGULATION}》。", swap=REGULATION)
    for title, start, end in titles:
        near = title.endswith("条例") and (
            "公开" in title
            and ("信息" in title or "政务" in title)
            and title.startswith(("中华", "政府", "政务", "信息"))
        )
        if near and title not in (REGULATION, REGULATION[7:]) and "保密" not in title:
            right = REGULATION if title.startswith("中华") else REGULATION[7:]
            severity: Severity = "error" if title.startswith("中华") else "note"
            hint = f"改为《{right}》。"
            yield Hit(start, end, f"条例的名称写成《{title}》", hint, swap=right, severity=severity)
    for match in re.finditer(r"国务院令?\s*第?\s*(\d{2,4})\s*号", flat) if "国务院" in flat else ():
        before = flat[max(0, match.start() - 20) : match.start()]
        if match[1] not in ("711", "492") and "信息公开条例" in before[before.rfind("《") + 1 :]:
            message = f"条例的令号写成第{match[1]}号，应是国务院令第711号"
            yield Hit(*match.span(1), message, "改为第711号。", swap="711")


def _numbers(flat: str) -> Iterator[Hit]:
    for cited in document_numbers(flat):
        misnamed = SERIES.get((cited.year, cited.number))
        if misnamed and "国办" in cited.series and not cited.series.endswith(misnamed):
            start = cited.start - len(cited.series) + cited.series.index("国办")
            name = f"{misnamed}〔{cited.year}〕{cited.number}号"
            yield Hit(start, cited.end, f"文号写成{flat[start : cited.end]}，应是{name}", f"改为{name}。", swap=name)
            continue
        before = flat[max(0, cited.start - 46) : cited.start]
        before = before[max(before.rfind("号"), before.rfind("《")) + 1 :]
        form = cited.series.endswith("国办公开办函") and cited.number != "60"
        fees = cited.series.endswith("国办函")
        behind = until(flat[cited.end : cited.end + 24], "。；、")
        form = form and ("年度报告格式" in before or "格式" in behind or cited.number == "30")
        fees = fees and ("处理费" in before + behind or (cited.year, cited.number) == ("2020", "109"))
        if not form and not fees:
            if cited.series.endswith("国办公开办函") and cited.year == "2021":
                shown = "".join(flat[cited.start - 6 : cited.end].split())
                message = f"文号写成{shown}，年度报告格式是国办公开办函〔2021〕30号"
                yield Hit(cited.start - 6, cited.end, message, "核对文号。", severity="warning")
            continue
        name, right = ("国办公开办函〔2021〕30号", ("2021", "30")) if form else ("国办函〔2020〕109号", ("2020", "109"))
        start = cited.start - (6 if form else 3)
        shown = "".join(flat[start : cited.end].split())
        if (cited.year, cited.number) != right:
            yield Hit(start, cited.end, f"文号写成{shown}，应是{name}", f"改为{name}。", swap=name)
        elif (cited.left, cited.right) != ("〔", "〕") or cited.surplus:
            hint = f"改为{name}，年份用六角括号。"
            yield Hit(start, cited.end, f"文号写成{shown}", hint, swap=name, severity="warning")


def _fee_rules(flat: str) -> Iterator[Hit]:
    for title, start, end in _titles(flat):
        ahead, fee, behind = title.removesuffix("办法").rpartition("处理费")
        of_fees = fee and title.endswith("办法") and len(ahead) <= 30 and len(behind) <= 10
        if of_fees and title != FEE_RULES and title.startswith(("政府信息", "信息公开", "中华")):
            message = f"办法的名称写成《{title}》"
            yield Hit(start, end, message, f"改为《{FEE_RULES}》。", swap=FEE_RULES, severity="warning")


@rule(
    "R01",
    "依据的名称或者文号写错",
    "error",
    basis="条例（国务院令第711号）、国办公开办函〔2021〕30号、国办函〔2020〕109号",
    why="年度报告常引三份依据：条例、报告格式、信息处理费管理办法。名称差一个字、文号差一个数都是硬伤；括号应是六角括号。",
    failing=Example({OPENING: "根据《中华人民共和国政府信息公开条例》（国务院令第771号）的规定，编制本报告。"}),
    passing=Example({OPENING: "根据《中华人民共和国政府信息公开条例》（国务院令第711号）的规定，编制本报告。"}),
)
def citation_wrong(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Title, number and brackets of the three standing citations."""
    yield from report_hits(self, facts, _citations)


@lru_cache(maxsize=64)
def _outdated(text: str) -> tuple[Hit, ...]:
    flat = plain(text)
    hits = []
    for cited in document_numbers(text):
        before = flat[max(0, cited.start - 46) : cited.start]
        ours = "国办" in cited.series or (not cited.series.endswith(("函", "发", "办")) and "年度报告" in before)
        if (cited.year, cited.number) == ("2019", "60") and ours:
            start = cited.start - (6 if cited.series.endswith("国办公开办函") else 0)
            name = "国办公开办函〔2021〕30号"
            hits.append(Hit(start, cited.end, f"2019年的60号文已由{name}代替", f"改引{name}。", swap=name))
        elif (cited.year, cited.number) == ("2014", "32") and cited.series.endswith("国办发"):
            hits.append(
                Hit(cited.start - 3, cited.end, "国办发〔2014〕32号是旧的统计表格，已经不用", "改引现行的依据。")
            )
    for words, why in TRIAL:
        at = flat.find(words)
        if at >= 0 and "711" not in flat[at : at + 50]:
            hits.append(Hit(at, at + len(words), f"“{words}”{why}", "改引现行的依据。"))
    return tuple(sorted(hits))


TRIAL = (
    ("年度报告格式（试行）", "是2019年的格式，已经不用"),
    ("年度报告格式(试行)", "是2019年的格式，已经不用"),
    ("国务院令第492号", "是2019年修订以前的令号，现在是第711号"),
)


@rule(
    "R02",
    "引用了过时的依据",
    "error",
    basis="国办公开办函〔2021〕30号（2021年度起使用）",
    why="2019年的60号文和试行格式只用于2019、2020年度的报告；条例的第492号令是修订以前的。沿用往年的开头时最容易带进来。",
    failing=Example({OPENING: "根据条例和国办公开办函〔2019〕60号的要求，编制本报告。"}),
    passing=Example({OPENING: "根据条例和国办公开办函〔2021〕30号的要求，编制本报告。"}),
)
def citation_outdated(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Documents that the 2021 form replaced."""
    year = facts.report.year
    if year is None or year >= 2021:
        yield from report_hits(self, facts, _outdated)


# fmt: off
PROVINCES = (
    "北京市", "天津市", "上海市", "重庆市", "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省", "安徽省", "福建省",
    "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省", "云南省", "陕西省", "甘肃省", "青海省",
    "台湾省", "内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区", "香港特别行政区", "澳门特别行政区",
)
# fmt: on
_TOWNS = ("乡", "镇", "街道")
_OFFICES = ("人民政府", "办事处", "党工委", "党委", "纪委")
# fmt: off
_ACTING = (
    "坚持", "高度重视", "认真", "严格", "积极", "始终", "以", "将", "按照", "紧紧", "不断", "持续", "共", "主动公开",
    "公开",
)
# fmt: on
_NO_NAME = "我本全各该由在向与和对经及以到从至为是使将被乡镇村县市区的了等所有其他周边邻兄弟下属辖内外多个几每一二两三四五六七八九十是于往赴进去年月日号由，。"
_NO_NAMES = (
    "包括",
    "根据",
    "按照",
    "依托",
    "加强",
    "推动",
    "通过",
    "组织",
    "指导",
    "督促",
    "要求",
    "作为",
    "围绕",
    "协助",
    "配合",
    "对照",
    "接受",
    "重点",
    "试点",
    "示范",
    "中心",
    "特色",
    "建制",
    "先进",
    "部分",
    "少数",
    "个别",
    "有的",
)
_NO_TOWN = "城下家返回入新小集山水"
_LEVELS = tuple(whose + level for whose in "我全" for level in "县市省区州旗")


def town(unit: str) -> str:
    """Returns the proper name in a township's full name: 青禾 of 云岭县青禾乡人民政府; empty where there is none."""
    bare = unit.removesuffix("人民政府").removesuffix("办事处")
    name = next((bare.removesuffix(kind) for kind in ("街道", "乡", "镇") if bare.endswith(kind)), "")
    return name[max(name.rfind(above) for above in "省市县区旗盟州") + 1 :]


@lru_cache(maxsize=128)
def _places(text: str, unit: str, township: bool, places: tuple[str, ...]) -> tuple[Hit, ...]:
    flat = plain(text)
    hits = [
        Hit(m.start(), m.end(), f"出现了别处的名称“{name}”", "核对是不是照抄了别处的话。")
        for name in places
        if name and name not in unit
        for m in re.finditer(re.escape(name), flat)
    ]
    if township:
        hits += _levels(flat)
        hits += _towns(flat, town(unit), {at for hit in hits for at in range(hit.start, hit.end)})
    return tuple(hits)


def _levels(flat: str) -> Iterator[Hit]:
    seen: set[str] = set()
    for match in re.finditer("|".join(_LEVELS), flat) if holds(flat, _LEVELS) else ():
        word = match[0]
        other = flat[match.start() - 1 : match.start()] in tuple("健安完保齐")  # 健全市场, 安全区域
        if word in seen or other or flat[match.end() : match.end() + 1] in tuple("级直场域"):
            continue
        seen.add(word)
        if word[0] == "我":
            yield Hit(*match.span(), f"乡镇的报告里写着“{word}”", "改为本乡镇自己的说法。")
        else:
            yield Hit(*match.span(), f"乡镇的报告里写着“{word}”", "核对说的是不是本乡镇的事。", severity="note")


def _towns(flat: str, own: str, taken: set[int]) -> Iterator[Hit]:
    for start, kind in _named_towns(flat) if own else ():
        name = flat[start : start + 2]
        known = own.endswith(name) or name.endswith(own[-2:]) or start in taken
        if known or name in _NO_NAMES or any(c in _NO_NAME for c in name) or name[-1] in _NO_TOWN:
            continue
        message = f"出现了别的乡镇的名称“{name}{kind}”"
        yield Hit(start, start + len(name + kind), message, "核对是不是照抄了别处的话。")


def _named_towns(flat: str) -> list[tuple[int, str]]:
    """Where words of two characters stand before 乡, 镇 or 街道 as its name: its office follows, or it acts in a sentence."""
    found = []
    for kind in _TOWNS:
        for at in starts(flat, kind):
            start, end = at - 2, at + len(kind)
            named = flat.startswith(_OFFICES, end) or (flat.startswith(_ACTING, end) and _opens_sentence(flat, start))
            if named and flat[max(0, start) : at].isalnum() and start >= 0:
                found.append((start, kind))
    return sorted(found)


def _opens_sentence(flat: str, start: int) -> bool:
    ahead = flat[max(0, start - 80) : start]
    before = ahead.rstrip()
    return before[-1:] in ("", "。", "；") or "\n" in ahead[len(before) :]


@rule(
    "R03",
    "混入了别处的地名或者级别",
    "warning",
    basis="媒体通报的常见问题：照抄材料，别处的地名没有改（惯例）",
    why="照抄别的地方或者上级的材料，最容易留下别的地名、我县、全市。邻近的地名可以写在county.toml的places里，写了就逐字查。",
    failing=Example({PROACTIVE: "石桥镇人民政府坚持以公开为常态，全年公开信息162条。"}),
    passing=Example({PROACTIVE: "青禾乡人民政府坚持以公开为常态，全年公开信息162条。"}),
)
def place_foreign(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Listed neighbours, other towns' names, levels above a township, and a second province."""
    unit, township = facts.report.unit, facts.report.level == "township"
    seen: dict[str, list[tuple[str, str, Hit]]] = {}
    for ref, text in written(facts):
        for hit in _places(text, unit, township, facts.settings.places):
            yield found(self, facts, ref, text, hit)
        for name, start in _provinces(text):
            hit = Hit(start, start + len(name), "", "核对是不是照抄了别处的话。", severity="note")
            seen.setdefault(name, []).append((ref, text, hit))
    own = next((name for name in PROVINCES if name in unit), max(seen, key=lambda n: len(seen[n]), default=""))
    for name, places in seen.items():
        if name != own:
            ref, text, hit = places[0]
            yield found(self, facts, ref, text, hit._replace(message=f"出现了“{name}”，别处写的是“{own}”"))


@lru_cache(maxsize=64)
def _provinces(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((name, at) for name in PROVINCES if (at := text.find(name)) >= 0)


KINDS = ("街道", "乡", "镇", "局")
_SELF = ("我街道", "本街道", "我乡", "本乡", "我镇", "本镇", "我局", "本局", "我单位", "本单位", "本机关", "我机关")


@lru_cache(maxsize=64)
def _self_names(text: str) -> tuple[tuple[str, int], ...]:
    """The first place of each of the words; 本乡镇, 我乡村, 基本局面 are other words."""
    flat = plain(text)
    return tuple((word, at) for word in _SELF if (at := _first(flat, word)) >= 0)


def _first(flat: str, word: str) -> int:
    at = flat.find(word)
    while at >= 0 and (flat[at - 1 : at] in tuple("基根日") or flat[at + 2 : at + 3] in tuple("村镇土面部")):
        at = flat.find(word, at + 1)
    return at


@rule(
    "R04",
    "本机关的称呼不一致",
    "warning",
    basis="公文写作习惯：第一次用全称，以后用同一个简称（惯例）",
    why="乡的报告里写着我镇，是照抄了别处的话。同一份报告里我乡、本单位、本机关混着用，只作提示。",
    failing=Example({PROACTIVE: "我镇坚持以公开为常态，全年公开信息162条。"}),
    passing=Example({PROACTIVE: "我乡坚持以公开为常态，全年公开信息162条。"}),
)
def self_name_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """我镇 in the report of a 乡; or three and more names for the body."""
    bare = facts.report.unit.removesuffix("人民政府").removesuffix("办事处")
    kind = next((k for k in KINDS if bare.endswith(k)), "")
    names: dict[str, tuple[str, str, int]] = {}
    for ref, text in written(facts):
        for word, start in _self_names(text):
            names.setdefault(word, (ref, text, start))
            if kind and word[1:] in KINDS and word[1:] != kind:
                hit = Hit(start, start + len(word), f"写着“{word}”，本机关是{kind}", f"改为我{kind}。", f"我{kind}")
                yield found(self, facts, ref, text, hit)
    yield from _misnamed(self, facts, kind)
    own = [word for word in names if not kind or word[1:] not in KINDS or word[1:] == kind]
    if len(own) > 2:
        ref, text, start = names[own[2]]
        hit = Hit(
            start,
            start + len(own[2]),
            f"本机关有{len(own)}种称呼：{'、'.join(own)}",
            "统一用一个简称。",
            severity="note",
        )
        yield found(self, facts, ref, text, hit)


_COMMON = ("城关", "城郊", "城厢", "城区", "开发区", "新区")
"""Names that a 镇 and a 街道 of one county may both have."""


def _misnamed(self: Rule, facts: Facts, kind: str) -> Iterator[Finding]:
    """青禾镇 in the report of 青禾乡."""
    own = town(facts.report.unit)
    for ref, text in written(facts) if len(own) > 1 and own not in _COMMON else ():
        for other in _TOWNS:
            at = text.find(own + other) if other != kind else -1
            if at >= 0:
                end = at + len(own + other)
                message = f"写着“{own}{other}”，本机关是{own}{kind}"
                yield found(self, facts, ref, text, Hit(at, end, message, f"改为{own}{kind}。", f"{own}{kind}"))


RULES = (citation_wrong, citation_outdated, place_foreign, self_name_differs)

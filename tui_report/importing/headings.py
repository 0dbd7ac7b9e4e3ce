"""Finds the headings of sections and passages, numbered anyhow, on lines of their own or run into the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from tui_report.form.model import Form, Ref
from tui_report.importing.flow import Flow
from tui_report.importing.labels import GAP, bare

NUMBER = r"(?:第?[一二三四五六七八九十]{1,2}部?分?\s*[、,.:)\s]|\d{1,2}\s*[、.])"
SUB = r"\([一二三四五六七八九十]{1,2}\)"
MOST_HEADINGS = 300
STOPS = "。;:,!?\n\x1f"

SECTIONS: dict[Ref, tuple[str, str]] = {
    "overview": (
        "总体情况",
        r"(?:20\d\d年度?)?(?:政府信息公开|政务公开)?(?:工作)?(?:总体|基本|总的)?(?:工作)?(?:概述|概况|基本情况|情况概述|总体情况|总体工作情况|工作开展情况|工作总体推进情况)",
    ),
    "disclosure": (
        "主动公开政府信息情况",
        r"(?:行政机关|本?机关|本?单位)?(?:政府信息(?:公开)?)?主动公开(?:政府信息)?(?:工作)?的?情况",
    ),
    "requests": (
        "收到和处理政府信息公开申请情况",
        r"(?:行政机关|本?机关|本?单位)?(?:收到和处理)?(?:政府信息)?(?:依?申请公开(?:政府信息)?|公开申请)(?:的?处理|办理)?(?:工作)?的?情况|(?:行政机关|本?机关|本?单位)?收到和处理政府信息公开申请",
    ),
    "disputes": (
        "政府信息公开行政复议、行政诉讼情况",
        r"(?:因?政府信息公开(?:工作)?)?(?:被?申请|的|引起的?)?(?:行政.{0,2})?复议.{0,3}(?:提起)?(?:行政)?诉讼的?情况",
    ),
    "problems": (
        "存在的主要问题及改进情况",
        r"(?:政府信息公开)?(?:工作)?(?:中|中?存在)?的?(?:主要)?(?:困难|不足)?[和与及]?(?:问题|不足)[及和与、,]?(?:下一步)?(?:改进|整改|工作)(?:的?情况|的?措施|思考|打算|建议)?",
    ),
    "others": (
        "其他需要报告的事项",
        r"(?:其[他它]需?要?(?:报告|说明)?的?(?:其他)?(?:事项|情况)|需要?(?:报告|说明)的其[他它](?:事项|情况))",
    ),
}
"""By section: the form's title, and the pattern of its other wordings."""

ORDINALS = dict(zip(SECTIONS, "一二三四五六", strict=True))
_ABOUT: dict[Ref, str] = {
    "overview": "总体|概[况述]",
    "disclosure": "主动公开",
    "requests": "公开申请|申请公开",
    "disputes": "复议|诉讼",
    "problems": "问题|不足|改进",
    "others": "其他|其它",
}
_SPOKEN = frozenset("一二三四五六七八九十")
PASSAGES: dict[Ref, str] = {
    "overview.proactive": "主动公开",
    "overview.on_request": "依申请公开|依法申请公开|申请公开|公开申请",
    "overview.management": "信息管理|信息制作与管理|信息资源",
    "overview.platform": "平台|载体",
    "overview.supervision": "监督|保障",
    "problems.problems": "问题|不足|困难",
    "problems.improvements": "改进|整改|下一步|下步|打算|措施",
}
"""By passage: words of which one stands in its heading."""

_TAIL = r"(?:工作)?(?:建设|管理)?(?:的?情况|方面|措施|工作(?!的?情况|方面)|问题)"
_RUN_IN = {
    "overview": re.compile(rf"[^{STOPS}]{{2,22}}?{_TAIL}(?:方面|工作)?(?=[。:\s]|[^的及和与等一]|一是|一方面)"),
    "problems": re.compile(
        r"(?:工作中?)?(?:存在|面临)?的?(?:主要)?(?:困难和|不足和)?(?:问题|不足)(?:情况)?|(?:下一步)?(?:改进|整改|工作)(?:和提升)?(?:情况|措施|方面|打算|方向)?"
    ),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A heading in the text."""

    ref: Ref
    """Section key or passage ref it was taken for; empty where it fits none."""
    start: int
    end: int
    """Behind the heading, where its text begins."""
    text: str
    """As printed."""
    sub: bool = False


def sections(flow: Flow, form: Form) -> list[Found]:
    """Returns the headings of sections in order, each section taken at most once.

    A title in the form's own words goes before another wording of it. Where a title stands behind 二、, the same words
    behind 1. head an aspect of 一. A section without any of its titles is looked for by its number and a word.
    """
    found = list(_titles(flow))
    spoken = {item.ref for item, _ in found if item.text[:1] in _SPOKEN}
    found = [(item, exact) for item, exact in found if item.ref not in spoken or not item.text[:1].isdecimal()]
    best: dict[Ref, Found] = {}
    for exact in (True, False):
        for item, is_exact in found:
            if is_exact == exact and item.ref not in best and form_has(form, item.ref):
                best[item.ref] = item
    for ref in ORDINALS:
        if ref not in best and form_has(form, ref) and (numbered := _by_number(flow, ref)):
            best[ref] = numbered
    known = set(best.values())
    rest = [Found("", f.start, f.end, f.text) for f, _ in found if f not in known]
    out = _apart([*known, *rest, *_unknown(flow, known)])
    return sorted(out, key=lambda f: f.start)


def _by_number(flow: Flow, ref: Ref) -> Found | None:
    """The heading of a section that only its number and a word of its title tell: 三、受理公开申请和答复情况."""
    words = rf"{ORDINALS[ref]}、(?:20\d\d年度?)?[^{STOPS}\d]{{0,20}}?(?:{_ABOUT[ref]})"
    line = rf"(?m:^)[ \t\u3000#*]*({words}[^\n\x1f。;]{{0,20}})(?m:$)"
    glued = rf"(?<=[\d。)\s])({words}[^{STOPS}\d\s(]{{0,12}}?(?:情况|事项|措施|整改|统计|(?<=概[况述])))"
    for pattern in (line, glued):
        for match in re.finditer(pattern, flow.text):
            if not _is_row(match[1]):
                return _found(flow, ref, match.start(1), match.end(1))
    return None


def form_has(form: Form, ref: Ref) -> bool:
    """Tells whether a form has a section."""
    return any(section.key == ref for section in form.sections)


def _apart(items: Iterable[Found]) -> list[Found]:
    out: list[Found] = []
    for item in islice(items, MOST_HEADINGS):
        if all(item.end <= other.start or other.end <= item.start for other in out):
            out.append(item)
    return out


def _titles(flow: Flow) -> Iterator[tuple[Found, bool]]:
    text = flow.text
    for ref, (title, pattern) in SECTIONS.items():
        spread = GAP.join(map(re.escape, bare(title)))
        for match in re.finditer(rf"({NUMBER}[ \t]*)(?:({spread})|{pattern})", text):
            if _heads(text, match.start(), match.end(), exact=bool(match[2]), own=match[1][:1] == ORDINALS[ref]):
                yield _found(flow, ref, match.start(), match.end()), bool(match[2])
        for match in re.finditer(rf"(?m)^[ \t\x1f#*]*({spread})[ \t:*]*$", text):
            yield _found(flow, ref, match.start(1), match.end()), True


def _heads(text: str, start: int, end: int, *, exact: bool, own: bool) -> bool:
    """A number with a title is a heading unless it counts something in a sentence; `own` is the number of the form."""
    opens = (
        start == 0
        or (own and text[start - 1] in "0123456789元件")
        or text[start - 1] in "\n\x1f \t\u3000#*。;)"
        or not text[:start].strip()
    )
    ordinal = re.match("[一二三四五六七八九十]{1,2}、", text[start:])
    if exact or end - start >= 13:
        return opens or bool(ordinal and text[start - 1] not in "表第图附“《")
    closes = end == len(text) or text[end] in "\n\x1f \t"
    return opens and (closes or own)


def _found(flow: Flow, ref: Ref, start: int, end: int) -> Found:
    return Found(ref, start, end, flow.quote(start, end))


def _unknown(flow: Flow, known: set[Found]) -> Iterator[Found]:
    """Yields numbered lines that head nothing the form has, and numbers that go on where a heading was due."""
    text = flow.text
    for match in re.finditer(r"(?m)^[ \t\u3000#*]*([一二三四五六七八九十]{1,2}、[^\n\x1f。;]{2,28})[ \t*]*$", text):
        if not _is_row(match[1]):
            yield _found(flow, "", match.start(1), match.end(1))
    ends = [f for f in known if f.ref == "disputes"]
    for heading in ends:
        for match in re.finditer(
            rf"(?<=[\d。\s])[五六七八]、[^{STOPS}\d]{{4,14}}?(?:情况|事项|问题|措施)", text[heading.end :]
        ):
            yield _found(flow, "", heading.end + match.start(), heading.end + match.end())


ROW_WORDS = (
    *("本年新收", "上年结转", "结转下", "办理结果", "本年度办", "总计"),
    *("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"),
)


def _is_row(text: str) -> bool:
    plain = re.sub(r"\s", "", text)
    broken = re.match(r"三、本年?(?:$|\(|度$)", plain)
    return bool(broken or re.search(r"\s\d{1,2}[.、]|\d(?:\s+\d){2}", text)) or any(w in plain for w in ROW_WORDS)


def passages(flow: Flow, section: Ref, start: int, end: int) -> list[Found]:
    """Returns the headings within a section, in order.

    Args:
        flow: The text.
        section: Section key, `overview` or `problems`.
        start: Where the section's text begins.
        end: Where it ends.
    """
    out: list[Found] = []
    pattern = re.compile(
        rf"(?:(?<=[\n\x1f\s。;!?])|(?<=[^\d\(]))({SUB})\s*|(?m:^)[ \t\u3000]*(\d\s*[、.]|[一二三四五六七]、)\s*"
    )
    at = start
    while match := pattern.search(flow.text, at, end):
        at = match.end()
        stop = _heading_end(flow.text, section, match, end)
        if stop is None:
            continue
        first = match.start() + len(match[0]) - len(match[0].lstrip())
        ref = passage_of(section, flow.text[match.end() : stop])
        out.append(Found(ref, first, stop, flow.quote(first, stop), sub=True))
        at = stop
    return _once(out)


def _once(found: list[Found]) -> list[Found]:
    """A passage has one heading; a second one of the same kind is no heading of the form."""
    seen: set[Ref] = set()
    out = []
    for item in found:
        out.append(Found("", item.start, item.end, item.text, item.sub) if item.ref in seen else item)
        seen |= {item.ref} - {""}
    return out


_NAMED = re.compile(
    "(?:主动公开|依申请公开|政府信息管理|(?:政府信息公开)?平台建设|监督保障)"
    r"(?=20\d\d|我|本|全[年乡镇县市区局]|今年|未|没有|截至|严格|认真|坚持|积极|按照|通过|依托|加强|一是)"
)
"""The bare name of an aspect with its text right behind it: （一）主动公开2024年，我局…"""
_HEADS = ("情况", "方面", "工作", "措施", "说明", "建设", "保障", "管理", "问题")
"""What a heading ends with; other words behind （二）依申请公开情况 are its text: 2024年未收到申请。"""


def _heading_end(text: str, section: Ref, number: re.Match[str], end: int) -> int | None:
    at = number.end()
    line_end = min(end, text.find("\n", at) if "\n" in text[at:end] else end)
    stop = re.search(f"[{STOPS}]", text[at:line_end])
    phrase_end = at + stop.start() if stop else line_end
    short = phrase_end - at <= 26 and "一是" not in text[at:phrase_end]
    run_in = _RUN_IN[section].match(text, at, line_end)
    bare_name = _NAMED.match(text, at, line_end) if section == "overview" else None
    words = text[at:phrase_end]
    heads = run_in is not None and run_in[0].endswith(("情况", "方面")) and passage_of(section, run_in[0])
    if short and run_in and heads and number[1] and not words.strip().endswith(_HEADS):
        return run_in.end()
    if bare_name and number[1]:
        return bare_name.end()
    if short and (phrase_end == line_end or text[phrase_end] in "。:"):
        if phrase_end < line_end and text[phrase_end] in "。:":
            named = passage_of(section, words) and words.strip().endswith(("情况", "方面"))
            return phrase_end + 1 if number[1] or named else None
        return phrase_end if number[1] or passage_of(section, words) else None
    begun = run_in or re.compile(rf"[^{STOPS}\s]{{2,16}}(?=[ \t])").match(text, at, line_end)
    return begun.end() if begun and number[1] and passage_of(section, begun[0]) else None


def passage_of(section: Ref, words: str) -> Ref:
    """Returns the only passage of a section whose words stand in a heading, else the empty text."""
    plain = re.sub(r"\s", "", words)
    hits = [ref for ref, pattern in PASSAGES.items() if ref.startswith(section + ".") and re.search(pattern, plain)]
    if len(hits) > 1 and "overview.platform" in hits and "平台建设" in plain:
        return "overview.platform"
    if len(hits) > 1 and "overview.on_request" in hits and "申请" in plain:
        return "overview.on_request"
    if hits == ["problems.problems", "problems.improvements"]:
        return ""
    return hits[0] if len(hits) == 1 else ""

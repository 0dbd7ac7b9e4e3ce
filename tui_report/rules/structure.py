"""S: the structure of an imported document, and what a template left behind in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from tui_report.figures import references
from tui_report.form.model import Form, Ref, Section
from tui_report.report import Heading, Remark, Report, Source
from tui_report.rules.model import Example, Facts, Finding, Mend, Rule, by_the_form, rule
from tui_report.rules.passages import written
from tui_report.rules.quantities import holds

SIX_PARTS = "报告格式（国办公开办函〔2021〕30号）的六个部分"
NUMERALS = "一二三四五六七八九十"
_NUMBER = rf"\s*(?:([{NUMERALS}]{{1,2}})|(\d{{1,2}}))\s*[、.．,，:：]\s*"
_SUB = rf"\s*[（(]([{NUMERALS}]{{1,2}})[）)]"
_OPENS = frozenset("。；;：:！，,、")
"""Marks behind which a part of a list may begin."""
_OTHER_WORDS = frozenset("之唯第统万")
"""Before 一是: 之一是, 唯一是, 第一是, 统一是, 万一是 open no list."""


def _value(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    tens, mark, ones = numeral.rpartition("十")
    if not mark:
        return NUMERALS.index(numeral) + 1
    return (NUMERALS.index(tens) + 1 if tens else 1) * 10 + (NUMERALS.index(ones) + 1 if ones else 0)


def _section_headings(facts: Facts) -> list[tuple[Heading, Section | None]]:
    """Returns the headings at the level of sections as an imported document prints them."""
    sections = {s.key: s for s in facts.form.sections}
    headings = facts.report.source.headings if facts.report.source else ()
    aspects = [h for h in headings if "." in h.ref and h.text.lstrip()[:1].isdecimal()]  # 1.主动公开情况, below 一
    numbered = [h for h in headings if h.ref in sections or (h not in aspects and re.match(_NUMBER, h.text))]
    return [(h, sections.get(h.ref)) for h in numbered]


def _words(text: str) -> str:
    return re.sub(r"[\s、，,（）()：:。]", "", text)


def _place(facts: Facts, heading: Heading) -> tuple[Ref, ...]:
    """Where a heading belongs; one that fits nothing in the form stands in the text of a passage, if anywhere."""
    if heading.ref:
        return (heading.ref,)
    return tuple(ref for ref, text in facts.prose.items() if heading.text in text)[:1]


def _where(heading: Heading) -> str:
    return f"（{heading.place}）" if heading.place else ""


def _by_the_form(facts: Facts) -> Mend:
    """What is printed has the form's headings, whatever the source had; a stray one is printed as part of a passage."""
    return by_the_form(facts.report, "标题、序号和次序由本程序按格式印，不再核对原件的", headings=())


def _headings(*texts: tuple[str, str]) -> Callable[[Report], Report]:
    """Returns a change that makes a report one imported with these headings, each with its ref."""
    headings = tuple(Heading(ref, text) for ref, text in texts)
    return lambda report: report.but(source=Source(file="上年.docx", edition="2021", headings=headings))


RIGHT = (
    ("overview", "一、总体情况"),
    ("disclosure", "二、主动公开政府信息情况"),
    ("requests", "三、收到和处理政府信息公开申请情况"),
    ("disputes", "四、政府信息公开行政复议、行政诉讼情况"),
    ("problems", "五、存在的主要问题及改进情况"),
    ("others", "六、其他需要报告的事项"),
)


@rule(
    "S01",
    "六个部分不全或者顺序不对",
    "error",
    basis=SIX_PARTS,
    why="报告要有六个部分，顺序不能变。缺一个部分或者次序颠倒必改；标题的字句与格式不同，须看。只核对导入的文件：本程序生成的标题总是对的。",
    failing=Example(change=_headings(*RIGHT[:5])),
    passing=Example(change=_headings(*RIGHT)),
)
def sections_missing(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Sections without a heading, out of order, or under another title, in an imported document."""
    found = [(h, s) for h, s in _section_headings(facts) if s is not None]
    if not found:
        return
    present = {section.key for _, section in found}
    for section in facts.form.sections:
        if section.key not in present:
            message = f"原件没有第{section.number}部分“{section.title}”的标题"
            yield self.finding((section.key,), message, "补上这个部分和它的标题。", mend=_by_the_form(facts))
    order = [s.key for s in facts.form.sections]
    for (before, one), (after, other) in pairwise(found):
        if order.index(other.key) < order.index(one.key):
            message = f"“{after.text}”排在“{before.text}”之后{_where(after)}"
            yield self.finding((other.key,), message, "按格式的顺序排列六个部分。", mend=_by_the_form(facts))
    for heading, section in found:
        if _words(re.sub(_NUMBER, "", heading.text, count=1)) != _words(section.title):
            message = f"标题写作“{heading.text}”{_where(heading)}，格式是“{section.heading}”"
            mend = _by_the_form(facts)
            yield self.finding((section.key,), message, "改用格式的标题。", severity="warning", mend=mend)


@rule(
    "S02",
    "部分的编号不对",
    "error",
    basis=SIX_PARTS,
    why="六个部分依次编为一、至六、。编号重新开始、错位，或者用了3、这样的编号，都会让人找不到该看的部分。小标题和“一是、二是”跳号的，须看。",
    failing=Example(change=_headings(*RIGHT[:2], ("requests", "3、收到和处理政府信息公开申请情况"))),
    passing=Example(change=_headings(*RIGHT)),
)
def numbering_broken(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Numbers of sections in an imported document; numbers of sub-headings and lists in any."""
    last = 0
    for heading, section in _section_headings(facts):
        number = re.match(_NUMBER, heading.text)
        if number is None:
            continue
        value, refs = _value(number[1] or number[2]), _place(facts, heading)
        where = _where(heading)
        if section and number[2]:
            message = f"“{heading.text}”{where}：编号“{number[0].strip()}”应为“{section.number}、”"
            yield self.finding(refs, message, f"改为“{section.heading}”。", mend=_by_the_form(facts))
        elif section and value != _value(section.number):
            message = f"“{heading.text}”{where}：编号应为“{section.number}、”"
            yield self.finding(refs, message, f"改为“{section.heading}”。", mend=_by_the_form(facts))
        elif value <= last and not section:
            message = f"“{heading.text}”{where}：编号重复或者倒退"
            yield self.finding(refs, message, "按顺序重新编号。", mend=_by_the_form(facts))
        last = value
    yield from _subheadings(self, facts)
    yield from _lists(self, facts)


def _subheadings(self: Rule, facts: Facts) -> Iterator[Finding]:
    """（一）（二） below a section of an imported document must count up by one."""
    headings = facts.report.source.headings if facts.report.source else ()
    last, keys = 0, {s.key for s in facts.form.sections}
    for heading in headings:
        number = re.match(_SUB, heading.text)
        if heading.ref in keys or number is None:
            last = 0
            continue
        value = _value(number[1])
        if value not in (last + 1, 1):
            message = f"小标题“{heading.text}”{_where(heading)}：前面没有第{last + 1}个"
            mend = _by_the_form(facts)
            yield self.finding(_place(facts, heading), message, "按顺序重新编号。", severity="warning", mend=mend)
        last = value


@lru_cache(maxsize=64)
def _listed(text: str) -> tuple[tuple[str, int], ...]:
    """The numerals of 一是, 二是 that open the parts of a list, and where they stand."""
    found, end = [], 0
    for part in text.split("是")[:-1]:
        ahead, numeral = part[:-1], part[-1:]
        before = ahead.rstrip()
        begins = before[-1:] in _OPENS or "\n" in ahead[len(before) :] or (end == 0 and not before)
        end += len(part) + 1
        if numeral in (*NUMERALS,) and (begins or (numeral == "一" and ahead[-1:] not in _OTHER_WORDS)):
            found.append((numeral, end - 2))
    return tuple(found)


def _lists(self: Rule, facts: Facts) -> Iterator[Finding]:
    """一是, 二是 within a passage must count up by one."""
    for ref, text in written(facts):
        last = 0
        for numeral, at in _listed(text):
            value = _value(numeral)
            if value not in (last + 1, 1):
                message = f"{facts.form.describe(ref)}：“{numeral}是”前面没有“{(*NUMERALS, '十一')[last]}是”"
                yield self.finding(
                    (ref,), message, "按顺序编号。", severity="warning", span=(at, at + 2), quote=f"{numeral}是"
                )
            last = value


def _edition(edition: str) -> Callable[[Report], Report]:
    return lambda report: report.but(source=Source(file="上年.docx", edition=edition))


@rule(
    "S07",
    "用了2019年的旧格式",
    "error",
    basis="国办公开办函〔2021〕30号，2021年度起施行",
    why="从2021年度的报告起要用2021年格式。旧格式的第二部分统计的是另外的东西，不能改个名称就用；第三部分（六）其他处理要分三行填。",
    failing=Example(change=_edition("2019")),
    passing=Example(change=_edition("2021")),
)
def old_form(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Tables of 2019 in a report of 2021 or later; one row where the form in force has three."""
    source = facts.report.source
    if source is None or (facts.report.year or 2021) < 2021:
        return
    if source.edition == "2019":
        mend = by_the_form(
            facts.report, "表格由本程序按2021年格式印；第二部分没有导入，要重新填", edition="2021", missing=()
        )
        hint = "改用2021年格式的表格，重新填写第二部分。"
        yield self.finding(("disclosure",), "原件的表格是2019年的格式", hint, mend=mend)
    three = [ref for ref in source.missing if ref.startswith("requests.other_")]
    if source.edition == "2021" and len(three) == 3:
        mend = by_the_form(facts.report, "（六）由本程序按格式印成三行；各行的数没有导入，要重新填", missing=())
        message = "第三部分（六）其他处理没有分成三行，是2019年的格式"
        yield self.finding(three, message, "分三行填写。", severity="warning", mend=mend)


LEFT_OVER = (
    r"\[bookmark:[^\]\n]{0,60}\]"
    r"|\{\s*(?:HYPERLINK|PAGEREF|MERGEFIELD|REF|TOC)\b[^}\n]{0,80}\}|\b(?:MERGEFIELD|HYPERLINK|PAGEREF)\b"
    r"|(?<![A-Za-z])[Xx]{2,}(?![A-Za-z])|[×Ｘ]{2,}|(?<![\d*＊])[*＊]{3,}(?![\d*＊])|_{2,}|＿{2,}|[?？]{3,}"
    r"|[〔\[【（(]\s*[〕\]】）)](?:第?\s*号)?|〔\d{4}〕\s*号"
    r"|[（(](?:具体(?:网址|日期|时间|名称|地址|数量|数字|内容|情况)|(?:此处|请?填写|请填|请注明|请补充)[^）)\n]{0,20}|单位(?:名称|全称)|机关名称)[）)]|此处填写|此处插入|待补充|待填写"
    r"|(?:(?:信息|动态|解读|稿件)\s*[条篇]|共\s*[条件篇])(?=[，。；、])"
    r"|(?:以|用)?表格形式报告。?|表格如下[：:]?"
)
_EMPTY = tuple(one + other for one in "〔[【（(" for other in "〕]】）)")
# fmt: off
_SIGNS = (
    "bookmark", "HYPERLINK", "PAGEREF", "MERGEFIELD", "{REF", "{TOC", "XX", "Xx", "xX", "xx", "××", "×Ｘ", "Ｘ×", "ＸＸ",
    "**", "*＊", "＊*", "＊＊", "__", "＿＿", "???", "？？？", "单位名称", "单位全称", "机关名称", "待补充", "待填写",
    "信息条", "信息篇", "动态条", "动态篇", "解读条", "解读篇", "稿件条", "稿件篇", "共条", "共件", "共篇", *_EMPTY, "〕号", "（具体", "(具体", "此处", "（填写", "(填写", "（请", "(请",
    "表格形式报告", "表格如下",
)
# fmt: on
"""One of them stands in whatever LEFT_OVER finds, blanks left out."""
IN_BRACES = r"\{\{[^{}\n]{0,80}\}\}"


@lru_cache(maxsize=64)
def _left_over(text: str) -> tuple[re.Match[str], ...]:
    return tuple(re.finditer(LEFT_OVER, text)) if holds("".join(text.split()), _SIGNS) else ()


def _residue(text: str) -> Callable[[Report], Report]:
    return lambda report: report.edited({"others.others": report.text("others.others") + text})


@rule(
    "S09",
    "留有模板说明、占位符或者域代码",
    "error",
    basis="公开的报告不能留有模板的说明文字（惯例）",
    why="XX、××、（具体网址）、表格如下、[bookmark: ...]这样的文字是模板或者软件留下的，公开前要删掉或者填上。",
    failing=Example(change=_residue("[bookmark: _GoBack]")),
    passing=Example(change=_residue("报告在县政府网站公布。")),
)
def residue_left(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Residue in the passages, and in text of an imported document that has no place in the form."""
    for ref, text in written(facts):
        for hit in _left_over(text):
            yield self.finding(
                (ref,),
                f"{facts.form.describe(ref)}：“{hit[0]}”像是模板或者软件留下的",
                "删掉，或者填上该填的内容。",
                span=hit.span(),
                quote=hit[0],
                mend=_without(ref, text, hit) if hit[0].startswith("[bookmark") else None,
            )
        yield from _broken_references(self, facts, ref, text)
    for remark in _dropped(facts.form, facts.report.remarks):
        for left in _left_over(remark.quote)[:1]:
            place = f"（{remark.place}）" if remark.place else ""
            message = f"{facts.form.describe(remark.ref)}{place}：“{left[0]}”像是模板留下的"
            kept = tuple(other for other in facts.report.remarks if other is not remark)
            mend = Mend("这段文字没有导入，不会印出来，不再核对", records={"remarks": kept})
            yield self.finding((remark.ref,), message, "在原件里删掉。", quote=left[0], mend=mend)


def _broken_references(self: Rule, facts: Facts, ref: str, text: str) -> Iterator[Finding]:
    """What stands in braces and is no figure of the form; it would be printed as it is written."""
    if "{{" not in text:
        return
    known = {found.start for found in references(text) if found.ref in facts.form.figures}
    for hit in re.finditer(IN_BRACES, text):
        if hit.start() not in known:
            message = f"{facts.form.describe(ref)}：“{hit[0]}”引用的数，表格里没有"
            yield self.finding((ref,), message, "改为引用表格里的数，或者直接写数。", span=hit.span(), quote=hit[0])


def _without(ref: str, text: str, hit: re.Match[str]) -> Mend:
    return Mend(f"删去“{hit[0]}”", {ref: text[: hit.start()] + text[hit.end() :]})


def _dropped(form: Form, remarks: Sequence[Remark]) -> Iterator[Remark]:
    """Yields what an importer found in a section of tables and could not take."""
    keys = {s.key for s in form.sections if s.tables}
    yield from (remark for remark in remarks if remark.ref in keys)


RULES = (sections_missing, numbering_broken, old_form, residue_left)

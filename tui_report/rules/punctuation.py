"""L: numbering, punctuation, brackets: the marks that a proof-reader sets right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from tui_report.rules.model import Example, Facts, Finding, Rule, rule
from tui_report.rules.passages import Hit, first_of_each, report_hits
from tui_report.rules.quantities import FIGURE, covered, document_numbers, holds, is_chinese

PROACTIVE, MANAGEMENT, PLATFORM = "overview.proactive", "overview.management", "overview.platform"
PUNCTUATION = "标点符号用法（GB/T 15834）"
HAN = r"[^\W\dA-Za-z_]"
"""A letter that is neither Latin nor a digit: in these texts a Chinese character. A range of characters is slow to compile."""
_ORDINAL = "一二三四五六七八九十"
_CLOSED = tuple(bracket + mark for bracket in "）)" for mark in "、，.．")


@lru_cache(maxsize=64)
def _numbering(text: str) -> tuple[Hit, ...]:
    flat = covered(text)
    hits: list[Hit] = []
    for at, mark in enumerate(flat) if holds(flat, _CLOSED) else ():
        if mark in "、，.．" and flat[at - 1 : at] in ("）", ")"):
            start = max(flat.rfind("（", 0, at), flat.rfind("(", 0, at))
            inside = flat[start + 1 : at - 1]
            if 0 < len(inside) < 4 and (inside.isdigit() or all(c in _ORDINAL for c in inside)) and start >= 0:
                shown = flat[start : at + 1]
                hits.append(Hit(start, at + 1, f"序号写作“{shown}”", "括号的序号后面不加标点。", swap=shown[:-1]))
    if holds(flat, (digit + "、" for digit in "0123456789")):
        hits += [
            Hit(*m.span(1), f"序号写作“{m[1]}”", "阿拉伯数字的序号后面用圆点。", swap=m[1][:-1] + ".")
            for m in re.finditer(f"(?:^|[\n。；])\\s*(\\d{{1,2}}、)(?={HAN})", flat)
        ]
    if "." in flat or "．" in flat:
        hits += [
            Hit(*m.span(1), f"序号写作“{m[1]}”", "汉字的序号后面用顿号。", swap=m[1][:-1] + "、")
            for m in re.finditer(f"(?:^|\n)\\s*([{_ORDINAL}]{{1,3}}[.．])", flat)
        ]
    return tuple(sorted(hits))


@rule(
    "L01",
    "序号的标点不对",
    "note",
    basis="公文序号：一、（一）1.（1）（GB/T 9704）",
    why="四级序号依次是一、（一）1.（1）。括号后面不加标点，阿拉伯数字后面用圆点，汉字后面用顿号。",
    failing=Example({PROACTIVE: "（1）、公开政策文件。（2）、公开办事指南。"}),
    passing=Example({PROACTIVE: "（1）公开政策文件。（2）公开办事指南。"}),
)
def numbering_marks(self: Rule, facts: Facts) -> Iterator[Finding]:
    """（一）、 and 1、 and 一."""
    yield from first_of_each(self, facts, _numbering, "改正这一段的序号标点")


@lru_cache(maxsize=64)
def _document_numbers(text: str) -> tuple[Hit, ...]:
    hits = []
    for cited in document_numbers(text):
        ours = cited.series.endswith(("国办公开办函", "国办函"))
        if ours or not cited.left or not cited.right or not cited.series.endswith(("函", "发", "办", "字", "规")):
            continue
        if cited.left + cited.right != "〔〕" or cited.surplus or len(cited.year) != 4:
            year = cited.year if len(cited.year) == 4 else "20" + cited.year[-2:]
            swap = f"〔{year}〕{cited.number}号"
            shown = text[cited.start : cited.end]
            hits.append(Hit(cited.start, cited.end, f"文号写作“{cited.series}{shown}”", f"改为{swap}。", swap=swap))
    return tuple(hits)


@rule(
    "L02",
    "文号写法不对",
    "note",
    basis="党政机关公文格式（GB/T 9704）：年份标全称，用六角括号，不编虚位，不加第字",
    why="文号里的年份用六角括号〔〕，四位数写全，序号前面不加第字和0。条例、格式、收费办法三个文号另由R01检查。",
    failing=Example({PROACTIVE: "落实云办发[2024]第05号文件要求。"}),
    passing=Example({PROACTIVE: "落实云办发〔2024〕5号文件要求。"}),
)
def document_number(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Brackets, 第, leading zeros and short years of document numbers."""
    yield from first_of_each(self, facts, _document_numbers, "改正这一段的文号写法")


_WIDE_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}


def _beside_chinese(flat: str, at: int, mark: str) -> bool:
    before, behind = flat[at - 1 : at], flat[at + 1 : at + 2]
    return (
        is_chinese(before)
        or before in ("”", "》", "）")
        or (mark != ":" and (is_chinese(behind) or behind in ("“", "《", "（")))
    )


@lru_cache(maxsize=64)
def _narrow(text: str) -> tuple[Hit, ...]:
    flat = covered(text)
    hits = [
        Hit(at, at + 1, f"用了半角的“{mark}”", "中文里用全角标点。", swap=_WIDE_MARKS[mark])
        for at, mark in enumerate(flat if holds(flat, _WIDE_MARKS) else "")
        if mark in _WIDE_MARKS and _beside_chinese(flat, at, mark)
    ]
    for m in re.finditer(r"\(([^()（）]*)\)", flat) if "(" in flat else ():
        if any(map(is_chinese, m[1])):
            hits.append(Hit(m.start(), m.start() + 1, "用了半角的“(”", "中文里用全角标点。", swap="（"))
            hits.append(Hit(m.end() - 1, m.end(), "用了半角的“)”", "中文里用全角标点。", swap="）"))
    return tuple(sorted(hits))


@rule(
    "L03",
    "用了半角标点",
    "note",
    basis=PUNCTUATION,
    why="中文的逗号、冒号、括号用全角。数字里的分节号、小数点和网址里的标点不算。",
    failing=Example({PROACTIVE: "坚持应公开尽公开,全年公开信息162条。"}),
    passing=Example({PROACTIVE: "坚持应公开尽公开，全年公开信息1,162条，详见www.qinghe.gov.cn。"}),
)
def narrow_marks(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Half-width punctuation beside Chinese characters."""
    yield from first_of_each(self, facts, _narrow, "把这一段的半角标点改为全角")


@lru_cache(maxsize=64)
def _enumeration(text: str) -> tuple[Hit, ...]:
    if "》、《" not in text and "”、“" not in text:
        return ()
    return tuple(
        Hit(m.start() + 1, m.start() + 2, f"“{m[0]}”中间用了顿号", "并列的书名号、引号之间通常不用顿号。", swap="")
        for m in re.finditer("》、(?=《)|”、(?=“)", text)
    )


@rule(
    "L04",
    "书名号或者引号之间用了顿号",
    "note",
    basis=f"{PUNCTUATION}4.5.3.5：通常不用",
    why="并列的书名号之间、引号之间通常不用顿号；中间插有别的成分时可以用。",
    failing=Example({PROACTIVE: "解读了《防汛预案》、《低保办法》两份文件。"}),
    passing=Example({PROACTIVE: "解读了《防汛预案》《低保办法》两份文件。"}),
)
def needless_commas(self: Rule, facts: Facts) -> Iterator[Finding]:
    """》、《 and ”、“."""
    yield from first_of_each(self, facts, _enumeration, "删去这一段书名号、引号之间的顿号")


_ENDINGS = "。！？：；…”》）)." + FIGURE


@lru_cache(maxsize=64)
def _unended(text: str) -> tuple[Hit, ...]:
    hits = []
    flat = covered(text)
    for m in re.finditer("[^\n]+", flat):
        line = m[0].rstrip()
        end = m.start() + len(line)
        last = not flat[m.end() :].strip()
        if len(line) >= 15 and line[-1] not in _ENDINGS and (last or "。" in line):
            hits.append(Hit(end - 1, end, "段落末尾没有句号", "补上句号。", swap=(line[-1] + "。").lstrip("，、")))
    return tuple(hits)


@lru_cache(maxsize=64)
def _ended_headings(text: str) -> tuple[Hit, ...]:
    """（一）抓培训。 on a line of its own, with the text below it."""
    hits, start = [], 0
    for line, below in pairwise(text.split("\n")):
        bare = line.strip()
        heading = 4 < len(bare) < 20 and bare.endswith("。") and not holds(bare[:-1], "，。；：")
        numbered = bare.lstrip("（(").lstrip(_ORDINAL + "0123456789")[:1] in tuple("）)、.．")
        if heading and numbered and len(below) > 30:
            end = start + len(line.rstrip())
            hits.append(
                Hit(end - 1, end, f"小标题“{bare[:-1]}”后面有句号", "小标题单独成行的，末尾不用句号。", swap="")
            )
        start += len(line) + 1
    return tuple(hits)


_TWO_MARKS = tuple(one + two for one in "，、；：。" for two in "，。；、：")


@lru_cache(maxsize=64)
def _repeated_marks(text: str) -> tuple[Hit, ...]:
    if not holds(text, _TWO_MARKS):
        return ()
    return tuple(
        Hit(*m.span(), f"标点重复：“{m[0]}”", "只留一个标点。", swap="。" if "。" in m[0] else m[0][0])
        for m in re.finditer("[，、；：][，。；、：]|。[，。；、：]", text)
    )


@rule(
    "L09",
    "标点缺少、重复或者多余",
    "note",
    basis=PUNCTUATION,
    why="一段话说完要有句号，单独成行的小标题不要句号；逗号后面又是句号，多半是删字留下的。",
    failing=Example({PLATFORM: "政务公开栏每月更新一次，便民服务中心设有信息查阅点"}),
    passing=Example({PLATFORM: "政务公开栏每月更新一次，便民服务中心设有信息查阅点。"}),
)
def marks_missing(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Paragraphs without an end mark; two marks in a row; headings with one."""
    yield from report_hits(self, facts, _unended)
    yield from report_hits(self, facts, _repeated_marks)
    yield from report_hits(self, facts, _ended_headings)


_PAIRS = {"）": "（", "》": "《", "”": "“", "〕": "〔", "』": "『", "」": "「"}
_BRACKETS = frozenset([*_PAIRS, *_PAIRS.values()])


@lru_cache(maxsize=64)
def _unmatched(text: str) -> tuple[Hit, ...]:
    flat = covered(text).replace("(", "（").replace(")", "）")
    waiting: list[tuple[str, int]] = []
    hits = []
    for at, mark in enumerate(flat):
        if mark not in _BRACKETS:
            continue
        if mark not in _PAIRS:
            waiting.append((mark, at))
        elif waiting and waiting[-1][0] == _PAIRS[mark]:
            waiting.pop()
        elif not (
            mark == "）" and re.search(r"(?:^|[\s。；：，])[\d一二三四五六七八九十]{1,2}$", flat[max(0, at - 4) : at])
        ):
            hits.append(Hit(at, at + 1, f"“{mark}”没有配对", "补上另一半，或者删去。"))
    hits += [Hit(at, at + 1, f"“{mark}”没有配对", "补上另一半，或者删去。") for mark, at in waiting]
    return tuple(sorted(hits)[:1])


@rule(
    "L11",
    "引号或者括号不配对",
    "warning",
    basis=PUNCTUATION,
    why="引号、括号、书名号都要成对。一段只提出第一处，因为后面的往往是连带的。",
    failing=Example({MANAGEMENT: "落实“谁公开、谁审查的要求。"}),
    passing=Example({MANAGEMENT: "落实“谁公开、谁审查”的要求。"}),
)
def marks_unmatched(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Quotes, brackets and title marks by a stack."""
    yield from report_hits(self, facts, _unmatched)


RULES = (
    numbering_marks,
    document_number,
    narrow_marks,
    needless_commas,
    marks_missing,
    marks_unmatched,
)

"""Where the labels of the form stand in a text, however they are broken, numbered or shortened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tui_report.form.cn_2019 import LABELS_2019
from tui_report.form.model import Form, Ref, Row
from tui_report.importing.document import ImportFault
from tui_report.importing.flow import Flow, narrow

MARKS = r"\s\x1f()\[\]【】<>《》“”\"‘’'「」、,.。:;·・*_`#|\-"
"""Signs that may stand inside a label without changing it."""
GAP = f"[{MARKS}]*"
HAN = r"\u3400-\u9fff"

SHORTER: Mapping[Ref, tuple[str, ...]] = {
    "disclosure.normative": ("规范性文件",),
    "disclosure.fees": ("行政事业收费",),
    "requests.new": ("本年新收政府信息公开申请", "本年新收申请数量", "本年新收"),
    "requests.carried_in": ("上年结转政府信息公开申请", "上年结转申请数量", "上年结转"),
    "requests.partial": ("部分公开",),
    "requests.deny_secret": ("国家秘密",),
    "requests.deny_law": ("法律行政法规禁止公开", "其他法律法规禁止公开", "法律法规禁止公开"),
    "requests.deny_safety": ("三安全一稳定",),
    "requests.deny_third_party": ("第三方合法权益",),
    "requests.deny_internal": ("三类内部事务信息", "内部事务信息"),
    "requests.deny_process": ("四类过程性信息", "过程性信息"),
    "requests.deny_enforcement": ("行政执法案卷",),
    "requests.deny_query": ("行政查询事项",),
    "requests.none_not_held": ("本机关不掌握", "不掌握相关政府信息"),
    "requests.none_to_create": ("没有现成信息",),
    "requests.none_unclear": ("补正后仍不明确",),
    "requests.reject_petition": ("信访举报投诉类", "信访举报投诉"),
    "requests.reject_publication": ("提供公开出版物", "公开出版物"),
    "requests.reject_excessive": ("大量反复申请",),
    "requests.reject_reconfirm": ("确认或重新出具已获取信息",),
    "requests.other_no_correction": ("申请人无正当理由逾期不补正", "逾期不补正"),
    "requests.other_no_fee": (
        "申请人逾期未按收费通知要求缴纳费用",
        "逾期未按收费通知要求缴纳费用",
        "逾期不缴费",
        "逾期未缴费",
    ),
    "requests.total": ("合计",),
    "requests.carried_out": ("结转下年度", "结转下年继续办理"),
}
"""Other wordings that offices print for a row."""

MOST_MARKS = 3_000
"""Labels that are looked at; a report prints some eighty."""
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
HEADS = ("申请人情况", "法人或其他组织", "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和", "信息内容")
RESULT_HEADS = ("本年度办理结果", "不予公开", "无法提供", "不予处理", "其他处理")
_FIGURE = r"[\d,./—-]+件?"
_FIGURE_LINE = re.compile(rf"(?m)(?:^[ \t\x1f]*+|(?<=[ \t\x1f])){_FIGURE}(?:[ \t\x1f]+{_FIGURE}){{2,60}}[ \t\x1f]*$")
_NAMED = re.compile(rf"[{MARKS}为]*\d[\d,]*[ \t]*件?[{MARKS}]*")
"""What stands between two columns that are named with their figures."""
_DASH = re.compile(r"[ \t]*[-:—][ \t]*")
CAPTION = rf"第{GAP}二{GAP}十{GAP}条{GAP}第{GAP}(?:[一五六八九]{GAP})?项?"


@dataclass(frozen=True, slots=True)
class Mark:
    """A label found in a text."""

    ref: Ref
    """Row ref, `column:` and key, `head:` and words, or `section:` and key."""
    start: int
    """Offset of the label with its number."""
    body: int
    """Offset of the label's own words."""
    end: int
    exact: bool
    """Whether it is worded as the form words it."""
    ordinal: str = ""
    """The Arabic number in front that is certainly part of the label."""
    loose: str = ""
    """A digit in front that may be the label's number or the last figure before it."""

    @property
    def is_row(self) -> bool:
        """Whether it names a row of figures."""
        return ":" not in self.ref


def bare(text: str) -> str:
    """Returns a label without spaces, brackets, quotes, marks and numbers in front."""
    plain = re.sub(f"[{MARKS}]", "", narrow(text))
    return (
        re.sub(r"^([一二三四五六七]|\d(?!\d))(?=[^一二三四五六七八九十安类])", "", plain) if len(plain) > 2 else plain
    )


def _spread(words: str) -> str:
    return GAP.join(re.escape(c) for c in re.sub(f"[{MARKS}]", "", narrow(words)))


_HEAD_BEGINS = r"(?:\([三四五六]\)|[三四五六]、)\s?(?:不予?公?|不予处|无法?提?|其他?处?)|公开|处理|提供|[开供]"
_HEAD_GOES_ON = "[予他]处理|予公开|法提供|三、?(?:本年?)?|本?年度?办?|度办?理?|办理结?果?|理?结果?|果"
_HEAD_REST = re.compile(
    rf"(?m)^[ \t\x1f]*+(?!三?{GAP}{_spread('本年度办理结果')})"
    rf"(?:(?:{_HEAD_BEGINS})(?=[ \t\x1f]+\S)|(?:{_HEAD_GOES_ON})(?=[ \t\x1f]+\S|[ \t\x1f]*$))"
)
"""Part of a head that goes over several lines, beside the end of a label or alone in its line."""


def without_head_parts(text: str) -> str:
    """Returns a text of the same length without parts of heads that stand among the labels."""
    return _HEAD_REST.sub(lambda rest: re.sub(r"[^\x1f]", " ", rest[0]), text)


def _ordinal(label: str) -> str:
    """Returns the number in front of a printed label as an Arabic digit, else the empty text."""
    found = re.match(r"[(]?([1-9一二三四五六七八九])[)、.]", narrow(label))
    return found[1].translate(_DIGITS) if found else ""


def row_words(row: Row) -> str:
    """Returns a row's own label without its number and marks."""
    return bare(row.label)


class Labels:
    """Finds the labels of one form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._rows = {f"{t.key}.{r.key}": r for t in form.tables for r in t.rows}
        words: dict[str, tuple[Ref, bool]] = {}
        for table in form.tables:
            for column in table.columns:
                for head in column.path:
                    words.setdefault(bare(head), (f"column:{table.key}.{column.key}", True))
        for head in HEADS + RESULT_HEADS:
            words[bare(head)] = (f"head:{head}", True)
        for label in LABELS_2019:
            words[bare(label)] = (f"head:2019:{label}", True)
        for ref, row in self._rows.items():
            for word in SHORTER.get(ref, ()):
                words[bare(word)] = (ref, False)
            if row_words(row) not in ("其他", "总计"):
                words[row_words(row)] = (ref, True)
            for head in row.path[:-1]:
                words.setdefault(bare(head), (f"head:{head}", True))
        printed = {ref: row.label for ref, row in self._rows.items()}
        printed |= {f"head:{bare(head)}": head for row in self._rows.values() for head in row.path[:-1]}
        self._ordinals = {ref: number for ref, label in printed.items() if (number := _ordinal(label))}
        self._arabic = {ref for ref in self._ordinals if printed[ref][0].isdigit()}
        self._words = words
        ordered = sorted(words, key=len, reverse=True)
        groups = "|".join(f"({_spread(word)})" for word in ordered)
        self._order = [words[word] for word in ordered]
        begins = "".join(sorted({word[0] for word in ordered} | {"第"}))
        self._pattern = re.compile(f"(?=[{begins}])(?:{groups}|({CAPTION}))")

    def marks(self, flow: Flow) -> list[Mark]:
        """Returns every label in a text, in order, prose included."""
        text = without_head_parts(flow.text)
        found = list(self._found(text))
        if len(found) > MOST_MARKS:
            raise ImportFault("项目名称太多，不像一份年度报告；请只留下年度报告的部分再导入。")
        for mark, rest in self._interrupted(text):
            found = [m for m in found if m.end <= mark.start or m.start >= rest.end] + [mark, rest]
        return list(self._short_rows(flow.text, sorted(found, key=lambda m: m.start)))

    def _found(self, text: str) -> Iterator[Mark]:
        for match in self._pattern.finditer(text):
            if match.lastindex is not None:
                at = match.lastindex - 1
                ref, exact = self._order[at] if at < len(self._order) else ("head:第二十条", True)
                yield self._numbered(text, ref, match.start(), match.end(), exact)

    def _interrupted(self, text: str) -> Iterator[tuple[Mark, Mark]]:
        """Yields labels of several lines in whose middle the row's figures stand, as two marks around them."""
        lines = [line.span() for line in _FIGURE_LINE.finditer(text)]
        if not lines:
            return
        blanked = _FIGURE_LINE.sub(lambda line: " " * len(line[0]), text)
        for mark in self._found(blanked):
            inside = [line for line in lines if mark.body < line[0] and line[1] < mark.end]
            if len(inside) == 1:
                start, end = inside[0]
                first = len(text[:start].rstrip())
                second = len(text) - len(text[end:].lstrip())
                yield replace(mark, end=first), Mark("head:", second, second, mark.end, True)

    def _numbered(self, text: str, ref: Ref, start: int, end: int, exact: bool) -> Mark:
        """Takes the number in front of a label into the mark."""
        before = text[max(0, start - 12) : start]
        head = re.search(r"[(\s]*[一二三四五六七]\s*[)、,.]{0,2}\s*$", before)
        if head:
            return Mark(ref, start - len(head[0].lstrip()), start, end, exact)
        number = self._ordinals.get(ref, "")
        digit = re.search(r"(\(?)(\d)(\s*[.、,:)]?)\s*$", before) if number else None
        if digit is None or digit[2] != number or not (digit[3].strip() or ref in self._arabic):
            return Mark(ref, start, start, end, exact)
        at = start - (len(before) - digit.start())
        opens = at == 0 or text[at - 1] in "\n\x1f" or not text[max(0, at - 4) : at].strip() or digit[1] == "("
        if opens or digit[3].strip():
            return Mark(ref, at, start, end, exact, ordinal=number)
        return Mark(ref, start, start, end, exact, loose=number)

    def _short_rows(self, text: str, marks: list[Mark]) -> Iterator[Mark]:
        """Tells 3.其他 and （七）总计 from the column heads of the same name."""
        last: Mark | None = None
        for at, mark in enumerate(marks):
            following = marks[at + 1].ref if at + 1 < len(marks) else ""
            named = last is not None and mark.ref.startswith("column:") and _named(text, last, mark)
            short = mark if named else self._short_row(text, mark, last.ref if last else "", following)
            if short is not None:
                yield short
                last = short

    def _short_row(self, text: str, mark: Mark, last: Ref, following: Ref) -> Mark | None:
        word = re.sub(f"[{MARKS}]", "", text[mark.body : mark.end])
        before = text[max(0, mark.body - 6) : mark.body]
        if word in ("总计", "合计", "总"):  # the figures may stand between its letters
            numbered = re.search(r"(?:七\s*[)、,.]{0,2}|7\s*[)、.]{1,2})\s*$", before)
            between = last == "requests.other_other" and following == "requests.carried_out"
            if numbered or (between and _among_figures(text, mark)):
                start = mark.body - len(numbered[0]) if numbered and "7" in numbered[0] else mark.start
                return Mark("requests.total", start, mark.body, mark.end, word != "合计")
        elif word == "其他" and (digit := re.search(r"\(?3\s*[.、,)]?\s*$", before)):
            at = mark.body - len(digit[0])
            sure = len(digit[0].strip()) > 1 or at == 0 or text[at - 1] in "\n\x1f"
            ordinal, loose = ("3", "") if sure else ("", "3")
            return Mark("requests.other_other", at if sure else mark.body, mark.body, mark.end, True, ordinal, loose)
        elif word == "其他" and last == "requests.other_no_fee" and _among_figures(text, mark):
            return Mark("requests.other_other", mark.body, mark.body, mark.end, True)
        return mark if mark.ref != "requests.total" else None


def _named(text: str, before: Mark, mark: Mark) -> bool:
    """Tells whether the name of a column follows a row's label, or another column and its figure, as in a list."""
    between = text[before.end : min(mark.start, before.end + 60)]
    return mark.start == mark.body and bool((_NAMED if before.ref.startswith("column:") else _DASH).fullmatch(between))


def _among_figures(text: str, mark: Mark) -> bool:
    """Tells whether figures stand on both sides of a word."""
    before = text[max(0, mark.body - 12) : mark.body].rstrip(" \t\n\x1f|")[-1:]
    after = text[mark.end : mark.end + 12].lstrip(" \t\n\x1f|")[:1]
    return bool(re.match(r"[\d/—-]", before) and re.match(r"[\d/—-]", after))

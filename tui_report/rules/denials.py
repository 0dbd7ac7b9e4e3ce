"""What the sentences of a passage deny or close: 未收到申请, 未发生行政复议, 均已办结."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tui_report.rules.claims import ELSEWHERE, OTHER_REQUESTS, REQUEST
from tui_report.rules.quantities import Sentence, holds, sentences, starts, until
from tui_report.tuples import NamedTuple


class Denial(NamedTuple):
    """Words of a passage that say that there was nothing, or that all is done."""

    kind: str
    """`none`: no requests; `review`, `suits`, `disputes`, `carried_in`, `carried_out`: none; `done`: all settled."""
    start: int
    end: int
    year: int | None = None
    """A year named before it, None where there is none."""


_NO = ("未", "没有", "无")
# fmt: off
_CAME = (
    "新收到", "收到", "接到", "接收", "受理", "发生", "出现", "产生", "涉及", "存在", "被", "因", "有", "引发", "引起", "导致",
)
_THINGS = (
    "新收", "申请件", "行政复议", "诉讼", "行政诉讼", "依申请", "公开申请", "信息公开申请", "政府信息公开申请", "政府信息公开行政",
)
# fmt: on
_RECEIVED = ("收到", "接到", "接收", "受理")
# fmt: off
_ALLOWED = (
    "通过", "公民", "个人", "单位", "形式", "法人", "其他组织", "以及", "或者", "和", "或", "及", "、", "任何", "有关", "关于", "要求",
    "提出", "提交", "提起", "被", "政府", "政务", "信息", "公开", "依申请", "申请", "事宜", "事项",
    "案件", "办件", "来件", "件", "情况", "情形", "收到", "接到", "受理", "到", "过", "我单位", "我乡",
    "我镇", "我局", "群众", "一例", "一起", "案", "工作", "相关", "方面", "人", "因", "由", "引起",
    "引发", "导致", "而", "行政", "复议", "诉讼", "发生", "产生", "有", "现象", "问题", "纠纷", "本年度",
    "此", "的", "等", "方式", "渠道", "途径", "新收", "新增", "上年结转", "上年度结转", "结转",
)
# fmt: on
_CHANNELS = ("信函", "邮寄", "传真", "网络", "网上", "当面", "现场", "邮件", "电话", "书面", "口头")
"""Several of them mean any way at all; one alone says nothing of the others."""
_NOBODY = r"(?:无|没有|未有)(?:人|群众|公民|任何)[^，。；]{0,24}申请|(?:申请|依申请公开)[^，。；]{0,6}(?:均|都)?为[零0〇](?![\d.]|\s*[件份宗例条%])|零申请(?!人)"
_NOBODY_AT_ALL = ("零申请", "无人", "无公民", "无群众", "有人", "群众", "没有公民", "没有任何", "为零", "为0", "为〇")
_OTHER_TIME = ("月", "季度", "半年", "近两年", "近三年", "近几年", "连续", "去年", "上年")
_SETTLED = ("办结", "答复完毕", "办理完毕", "办理完成")
_ALL = ("均", "全部", "都")
_DULY = ("按要求", "予以", "依法", "及时", "按时", "按期", "如期")


@lru_cache(maxsize=64)
def denials(text: str, about_requests: bool) -> tuple[Denial, ...]:
    """Returns the sentences of a passage that deny or close: 未收到申请, 未发生行政复议, 均已办结."""
    out = []
    for sentence in sentences(text):
        words = sentence.text
        if holds(words, _NO):
            out += [d for span in _nothings(words) if (d := _nothing(sentence, *span, about_requests))]
        if not any(d.kind == "none" and d.start >= sentence.start for d in out):
            out += _nobody(sentence, about_requests)
            out += _not_carried(sentence) if about_requests else ()
        if holds(words, _ALL) and holds(words, _SETTLED) and (about_requests or holds(words, REQUEST)):
            out += [
                Denial("done", sentence.start + start, sentence.start + end)
                for start, end in _all_settled(words)
                if not holds(words, (*OTHER_REQUESTS, "延长", "延期", "补正", "征求意见"))
            ]
    return tuple(out)


def _nothings(words: str) -> Iterator[tuple[int, int]]:
    """Yields where 未收到, 没有发生 and the like begin and end."""
    for at, no in sorted((at, one) for one in _NO for at in starts(words, one)):
        end = at + len(no) + words.startswith("曾", at + len(no))
        came = next((came for came in _CAME if words.startswith(came, end)), "")
        if came or words.startswith(_THINGS, end):
            yield at - (no == "未" and words[max(0, at - 1) : at] in ("尚", "从", "均")), end + len(came)


def _all_settled(words: str) -> Iterator[tuple[int, int]]:
    """Yields where 均已按时办结 and the like begin and end."""
    end = 0
    for at, each in sorted((at, one) for one in _ALL for at in starts(words, one)):
        start = at + len(each)
        ends = [(there, there + len(done)) for done in _SETTLED if (there := words.find(done, start)) >= 0]
        between = words[start : min(ends)[0]] if ends and at >= end else "，"
        for duly in _DULY:
            between = between.replace(duly, "已")
        if len(between) <= 14 and not holds(between, "，。；不未"):
            end = min(ends)[1]
            yield at, end


_CARRIED = (
    ("carried_in", ("上年结转", "上年度结转", "上一年结转", "上一年度结转")),
    ("carried_out", ("结转下", "结转至下", "结转到下", "转入下")),
)


def _not_carried(sentence: Sentence) -> Iterator[Denial]:
    """没有上年结转, 无结转下年度."""
    for kind, words in _CARRIED:
        for no in ("没有", "无"):
            at = next((at for word in words if (at := sentence.text.find(no + word)) >= 0), -1)
            if at >= 0 and not holds(sentence.text[at : at + 20], ("复议", "诉讼")):
                yield Denial(kind, sentence.start + at, sentence.start + at + len(no) + 4)


def _nobody(sentence: Sentence, about_requests: bool) -> Iterator[Denial]:
    """无人申请, 申请数量为零."""
    if not about_requests or not holds(sentence.text, _NOBODY_AT_ALL) or holds(sentence.text, OTHER_REQUESTS):
        return
    for match in re.finditer(_NOBODY, sentence.text):
        before = _clause(sentence.text, match.start())
        if not holds(before + match[0], _OTHER_TIME + ELSEWHERE):
            yield Denial("none", sentence.start + match.start(), sentence.start + match.end(), _year(before + match[0]))


def _clause(words: str, end: int) -> str:
    """The words before a place, back to a comma."""
    return words[max(words.rfind(mark, 0, end) for mark in "，,；;") + 1 : end]


def _year(words: str) -> int | None:
    year = re.search(r"(20\d\d)年", words)
    return int(year[1]) if year else None


def _nothing(sentence: Sentence, start: int, end: int, about_requests: bool) -> Denial | None:
    words = sentence.text
    before, said = _clause(words, start), words[start:end]
    if holds(before, _OTHER_TIME + ELSEWHERE):
        return None
    rest = until(words[end : end + 160], "，,；;。！？.")
    channels = [word for word in _CHANNELS if word in rest]
    if len(channels) == 1:
        return None
    bare = rest
    for word in (*channels, *_ALLOWED):
        bare = bare.replace(word, "")
    if bare.strip("（）() 　"):
        return None
    if ("法人" in rest or "其他组织" in rest) != ("公民" in rest or "自然人" in rest):
        return None
    where = (sentence.start + start, sentence.start + end + len(rest), _year(before))
    review, suit = "复议" in rest or "复议" in said, "诉讼" in rest
    if review or suit:
        return Denial("disputes" if review and suit else "review" if review else "suits", *where)
    received = holds(said, _RECEIVED)
    if received and (
        holds(rest, ("申请", "要求公开")) or "依申请" in before or (about_requests and not rest and "申请" in words)
    ):
        return Denial("none", *where)
    if said.endswith(("发生", "出现", "产生", "有", "无")) and holds(
        rest, ("申请公开", "公开申请", "依申请公开", "信息申请", "申请件" if about_requests else "信息申请")
    ):
        return Denial("none", *where)
    return None

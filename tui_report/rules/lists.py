"""Lists of counted things in a passage: 共79条，其中A7条、B72条."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from tui_report.rules.quantities import Quantity, Sentence, holds, quantities, sentences, until
from tui_report.tuples import NamedTuple


class Parts(NamedTuple):
    """A total with the parts that a sentence lists after it."""

    total: Quantity
    parts: tuple[Quantity, ...]
    """All of the total's unit, from the total on, as far as the list may reach; backwards where the total ends the list."""
    certain: int
    """How many of them certainly belong to it: up to the first one that opens a new statement."""
    ends: tuple[int, ...]
    """After how many parts the list may end: a part behind a 、 always goes on with the list."""
    nested: bool
    """A second 其中 follows, so that some of the parts are parts of parts."""
    mixed: bool
    """Something with another unit is counted between the parts: 解读9篇，其中图解4篇、视频2条、问答3篇."""
    earlier: tuple[Quantity, ...]
    """Other numbers of the total's unit before it in the sentence: 解读12篇，涉及文件5篇，其中图解8篇、视频4篇.

    One that it is added to is among them, too: 收到9件，上年结转1件，其中网上5件、信函5件."""
    complete: bool
    """The list ends with 其他, names every part or runs from 予以公开 to 结转, so that the parts must make up the total."""


# fmt: off
_OPENINGS = (
    "其中", "分别为", "分别是", "分别", "包括", "包含", "依次为", "具体为", "具体是", "具体包括", "具体包含", "涵盖", "涉及", "含", ":", "：", "（", "(",
)
# fmt: on
_MARKS = ("其中", "分别", "包括", "含", "依次", "具体", "涵盖", "涉及", "中，", ":", "：", "（", "(")
_LOOSE = ("涵盖", "涉及", "。其中")
"""What opens a list only where one follows that names every part: 发布信息90条，涉及教育30条、医疗20条、其他40条."""
_OF_THESE = ("中", "…其中")
"""38件申请中，…; 公开信息90条，内容涉及甲、乙。其中…: a list opens, that may leave parts out."""
_TELLING = ("内容", "公开内容", "涵盖", "涉及", "主要", "覆盖", "均", "已", "全部")
# fmt: off
_NEW = (
    *("全" + one for one in "年省市县区州"), "各", "共", "累计", "合计", "总计", "同时", "此外", "另", "还", "并", "通过", "利用",
    "依托", "我", "本", "今年", "20", "接", "受理", "收到", "收办", "答复", "办结", "比", "较", "同比", "占", "阅读", "点击", "浏览",
    "粉丝", "最", "连续", "平均", "每", "人均", "超额", "截至", "未", "无", "均", "全部", "已",
)
_ACTED = (
    "发布", "公开", "举办", "召开", "开展", "组织", "印发", "制发", "制定", "解读", "回应", "推送", "编发", "报送",
)
# fmt: on


def _new_statement(label: str) -> bool:
    """Whether the words before a number begin to tell of something else: ，全年解读; not 解读类."""
    bare = label.lstrip("，,；;、 　")
    acted = next((word for word in _ACTED if bare.startswith(word)), "")
    kind = "类" in until(bare[len(acted) : len(acted) + 7], "，。；") or bare.startswith("公开栏")
    return bare.startswith(_NEW) or (acted != "" and not kind)


@lru_cache(maxsize=64)
def lists(text: str) -> tuple[Parts, ...]:
    """Returns the totals of a passage with the parts listed after them."""
    counted = quantities(text)
    out: list[Parts] = []
    for sentence in sentences(text):
        here = _within(sentence, counted)
        out += (*_of_sentence(sentence, here), *_added_up(sentence, here))
    return tuple(out)


def _within(sentence: Sentence, counted: tuple[Quantity, ...]) -> list[Quantity]:
    end = sentence.start + len(sentence.text)
    return [q for q in counted if sentence.start <= q.start < end and q.unit != "%"]


def _of_sentence(sentence: Sentence, counted: list[Quantity]) -> list[Parts]:
    out: list[Parts] = []
    words, offset = sentence.text, sentence.start
    brackets = _bracketed(words)
    for total in counted[:-1]:
        if not total.exact:
            continue
        start = total.end - offset
        aside = next((b for b in brackets if b[0] >= start and not words[start : b[0]].strip()), None)
        inside = next((b for b in brackets if b[0] < start <= b[1]), None)
        if aside:
            out += _list_behind(sentence, counted, total, start, aside[1])
        out += _list_behind(sentence, counted, total, aside[1] if aside else start, inside[1] if inside else len(words))
    return out


def _list_behind(
    sentence: Sentence, counted: list[Quantity], total: Quantity, start: int, stop: int
) -> Iterator[Parts]:
    """Yields the list between two places of a sentence, if one opens right at the first of them."""
    words, offset = sentence.text, sentence.start
    following = [q for q in counted if start <= q.start - offset < stop]
    start, following = _past_others(words, offset, total, following, start)
    between = words[start : following[0].start - offset] if following else ""
    if not holds(between, _MARKS) or holds(between, _NO_PARTS):
        return
    opening, opened = _opening(between)
    if not opening:
        return
    earlier = [q for q in counted if q.start < total.start]
    if "。" in between[:opened] and any(q.unit == total.unit for q in earlier):
        return
    if opening in ":：" and "，" in between:
        return
    same = tuple(q for q in earlier if q.unit == total.unit and q.exact)
    if same and "转" in words[same[-1].end - offset : total.start - offset] and same[-1].value and total.value:
        same = (*same, same[-1]._replace(value=same[-1].value + total.value))
    bracket = opening in ("（", "(") or between[:opened].lstrip()[:1] in ("（", "(")
    if (bracket or opening == "含") and holds(between, ("结转", "转结", "不含")):
        return
    if bracket:
        stop = _closing(words, start + opened)
        following = [q for q in following if q.start < offset + stop]
    found = _parts(words, offset, total, following, bracket)
    if found:
        last = found.parts[max(found.certain, 1) - 1]
        more = words[start + opened : last.end - offset]
        if opening in _LOOSE and not found.complete:
            return
        mixed = found.mixed or (opening in _OF_THESE and not found.complete)
        yield found._replace(earlier=() if bracket else same, nested="其中" in more, mixed=mixed)


def _past_others(
    words: str, offset: int, total: Quantity, following: list[Quantity], start: int
) -> tuple[int, list[Quantity]]:
    """Goes past numbers of other things to the list: 活动36场，参与4210人次，其中市级12场."""
    skip = next((at for at, q in enumerate(following) if q.unit == total.unit), 0)
    if not 0 < skip < 3:
        return start, following
    end = following[skip - 1].end - offset
    goes_on = words[end : following[skip].start - offset].lstrip("，,。；").startswith("其中")
    return (end, following[skip:]) if goes_on and not holds(words[start:end], _MARKS) else (start, following)


def _opening(between: str) -> tuple[str, int]:
    """Returns the word that opens a list and where it ends: behind the first mark, or else the last one before it."""
    mark = min(16, len(until(between, "，,。；;、")))
    of_these = mark == 1 or (2 < mark < 15 and between[mark - 2] not in "其程当集年期作会")
    if of_these and between.startswith(("中，", "中,"), mark - 1):
        return ("其中" if between.startswith("其中", mark + 1) else "中"), mark + 1
    for start in range(mark + between.startswith(("，", ",", "、", "。", " "), mark), -1, -1):
        at = start + next((len(lead) for lead in ("主动公开", "主要") if between.startswith(lead, start)), 0)
        if opening := next((word for word in _OPENINGS if between.startswith(word, at)), ""):
            end = at + len(opening)
            return opening, end + 2 * (opening in "（(" and between.startswith("其中", end))
    if between.lstrip("，,").startswith(_TELLING) and "其中" in between:
        return "…其中", between.rindex("其中") + 2
    if "。其中" in between:
        return "。其中", between.rindex("其中") + 2
    return "", 0


def _closing(words: str, start: int) -> int:
    ends = [at for mark in "）)" if (at := words.find(mark, start)) >= 0]
    return min(ends, default=len(words))


_SUM_WORDS = ("共计", "合计", "总计", "总共")


def _added_up(sentence: Sentence, counted: list[Quantity]) -> Iterator[Parts]:
    """Yields the lists whose total stands behind them: 图解6篇、音频2篇，共计8篇."""
    if not holds(sentence.text, _SUM_WORDS):
        return
    told = [q for q in counted if not _of_items(sentence, q)]
    for at, total in enumerate(told):
        first = at
        while first and told[first - 1].unit == total.unit and told[first - 1].exact:
            first -= 1
        parts = tuple(told[first:at])
        if len(parts) < 2 or not total.exact:
            continue
        words = sentence.text[parts[0].end - sentence.start : parts[-1].end - sentence.start]
        if _adds_up(words_between(sentence, parts[-1], total)) and not holds(words, _NOT_ADDED):
            yield Parts(total, parts[::-1], len(parts), tuple(range(2, len(parts) + 1)), False, False, (), True)


def _of_items(sentence: Sentence, quantity: Quantity) -> bool:
    """三项合计: how many parts a sum has."""
    return quantity.unit in "项类" and sentence.text.startswith(_SUM_WORDS, quantity.end - sentence.start)


def _adds_up(linking: str) -> bool:
    """Whether the words before a number say that it is a sum: 三项合计, 全年共计公开信息."""
    mark = next((word for word in _SUM_WORDS if word in linking), "")
    head, _, tail = linking.strip("、；; ").partition(mark) if mark else ("?", "", "")
    for word in ("公开", "发布", "各类", "政府", "信息", "为"):
        tail = tail.replace(word, "")
    return not tail and (
        head in ("", "全年", "以上") or (len(head.removeprefix("以上")) < 4 and head.endswith(("项", "类")))
    )


_NOT_ADDED = (*_MARKS, "均", "已", "占", "比", "增", "减", "上年", "去年", "结", "转", "。")
_NO_PARTS = ("占", "增长", "同比", "比上", "较上")


def _parts(words: str, offset: int, total: Quantity, following: list[Quantity], bracket: bool) -> Parts | None:
    depth = [] if bracket else [b for b in _bracketed(words) if b[0] >= total.end - offset]
    outside = [q for q in following if not any(a <= q.start - offset < b for a, b in depth)]
    parts = [q for q in outside if q.unit == total.unit]
    if (
        not parts
        or not all(q.exact for q in parts)
        or holds(words[total.end - offset : parts[-1].end - offset], "各每")
    ):
        return None
    ends = [len(parts)]
    certain, before = len(parts), total.end
    opening = _last_piece(words[total.end - offset : parts[0].start - offset])[:2]
    marks: set[str] = set()
    for position, part in enumerate(parts):
        label = words[before - offset : part.start - offset].lstrip()
        if position and not label.lstrip("，,").startswith(("、", "和", "及", "以及")):
            ends.append(position)
            other_mark = label[:1] in ("；", ";") and marks - {label[:1]}
            summed_up = words.startswith(("均", "全部", "都"), part.end - offset)
            parallel = opening != "" and label.lstrip("，,；; ").startswith(opening)  # 其中通过网站公开4条，通过广播…
            new = other_mark or summed_up or (not parallel and _new_statement(label))
            if not bracket and certain > position and new:
                certain = position
        if position:
            marks.add(label[:1])
        before = part.end
    span = words[total.end - offset : parts[certain - 1].end - offset] if certain else ""
    last = words[(parts[certain - 2].end if certain > 1 else total.end) - offset : parts[certain - 1].start - offset]
    outcomes = "予以公开" in span and ("结转" in last or "转下" in last or "转入" in last)
    rest = last.lstrip("，,；;、和及以 　")
    complete = certain > 1 and (
        (rest.startswith(_REST) and ("予以公开" in span or not rest.startswith("其他处理")))
        or "分别" in span
        or outcomes
    )
    until = parts[certain - 1].end if certain else total.end
    mixed = any(q.unit != total.unit and q.end <= until for q in following)
    listed = Parts(total, tuple(parts), certain, tuple(ends), False, mixed, (), complete)
    return _up_to_the_rest(words, offset, listed, outside) or listed


_ITEMS = "条件篇份"
_REST = ("其他", "其它", "其余")


def _up_to_the_rest(words: str, offset: int, listed: Parts, outside: list[Quantity]) -> Parts | None:
    """The list as far as a part named 其他, items of any unit alike: 会议220条，文件3302件，解读12篇，其他72条.

    None where the list ends there anyway, where a shorter one makes up the total, or where this one is far from it.
    """
    total, before, reach = listed.total, listed.total.end, 0
    for at, part in enumerate(outside):
        alike = part.unit == total.unit or (total.unit in _ITEMS and part.unit in _ITEMS)
        if not alike or not part.exact or part.value is None:
            break
        label = words[before - offset : part.start - offset].strip("，,；;、和及以 　")
        if len(label) < 15 and holds(label, _REST) and "其他处理" not in label:
            reach = at + 1
        before = part.end
    parts, certain = tuple(outside[:reach]), listed.parts[: listed.certain]
    if reach < 3 or total.value is None or parts == certain[:reach]:
        return None
    shorter = accumulate(q.value for q in listed.parts if q.value is not None)
    far = abs(sum(q.value or 0 for q in parts) - total.value) > total.value / 2
    return None if far or total.value in shorter else Parts(total, parts, reach, (reach,), False, False, (), True)


def _last_piece(words: str) -> str:
    """What stands behind the last mark or 其中: the name of the first part of a list."""
    for mark in "，,；;：:。（(":
        words = words.rpartition(mark)[2]
    return words.rpartition("其中")[2].strip()


def _bracketed(words: str) -> list[tuple[int, int]]:
    """Where brackets without others inside begin and end."""
    out, start = [], -1
    for at, mark in enumerate(words if holds(words, "（(") else ""):
        if mark in "（(":
            start = at
        elif mark in "）)" and start >= 0:
            out.append((start, at + 1))
            start = -1
    return out


def words_between(sentence: Sentence, one: Quantity, other: Quantity) -> str:
    """The words between two numbers of a sentence, without the marks around them."""
    return sentence.text[one.end - sentence.start : other.start - sentence.start].strip(" ，,（(")

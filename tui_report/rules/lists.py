"""Lists of counted things in a passage: 共79条，其中A7条、B72条; and percentages beside them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from tui_report.rules.quantities import Quantity, Sentence, holds, quantities, sentences


class Parts(NamedTuple):
    """A total with the parts that a sentence lists after it."""

    total: Quantity
    parts: tuple[Quantity, ...]
    """All of the total's unit, in order, as far as the list may reach."""
    certain: int
    """How many of them certainly belong to it: up to the first one that opens a new statement."""
    ends: tuple[int, ...]
    """After how many parts the list may end: a part behind a 、 always goes on with the list."""
    nested: bool
    """A second 其中 follows, so that some of the parts are parts of parts."""
    complete: bool
    """The list ends with 其他 or names every part, so that the parts must make up the total."""


_OPENING = "其中|分别[为是]?|包括|包含|依次为|[:：（(]"
_MARKS = ("其中", "分别", "包括", "包含", "依次", ":", "：", "（", "(")
_NEW_STATEMENT = (
    "^[，,；;、 　]*(?:全年|共|累计|合计|总计|同时|此外|另|还|并|通过|利用|依托|我|本|今年|20|接|受理|收到|收办|答复|办结|比|较|同比"
    "|(?:发布|公开(?!栏)|举办|召开|开展|组织|印发|制发|制定|解读|回应|推送|编发|报送)(?![^，。；]{0,6}类)|占|阅读|点击|浏览|粉丝|最|连续|平均|每|人均|超额|共计|截至|未|无|均|全部|已)"
)


@lru_cache(maxsize=64)
def lists(text: str) -> tuple[Parts, ...]:
    """Returns the totals of a passage with the parts listed after them."""
    counted = quantities(text)
    return tuple(p for s in sentences(text) for p in _of_sentence(s, _within(s, counted)))


def _within(sentence: Sentence, counted: tuple[Quantity, ...]) -> list[Quantity]:
    end = sentence.start + len(sentence.text)
    return [q for q in counted if sentence.start <= q.start < end and q.unit != "%"]


def _of_sentence(sentence: Sentence, counted: list[Quantity]) -> list[Parts]:
    out: list[Parts] = []
    words, offset = sentence.text, sentence.start
    for at, total in enumerate(counted[:-1]):
        between = words[total.end - offset : counted[at + 1].start - offset]
        if not holds(between, _MARKS):
            continue
        opening = re.match(f"[^，,。；;、]{{0,16}}[，,、。 ]?(?:主动公开|主要)?({_OPENING})", between)
        if not opening or not total.exact or holds(between, ("占", "增长", "同比", "比上", "较上")):
            continue
        if "。" in opening[0] and any(q.unit == total.unit for q in counted[:at]):
            continue
        bracket = opening[1] in "（("
        if opening[1] in ":：" and "，" in between:
            continue
        stop = _closing(words, total.end - offset + opening.end()) if bracket else len(words)
        parts = [q for q in counted[at + 1 :] if q.start < offset + stop]
        found = _parts(words, offset, total, parts, bracket)
        if found:
            out.append(found)
    return out


def _closing(words: str, start: int) -> int:
    ends = [at for mark in "）)" if (at := words.find(mark, start)) >= 0]
    return min(ends, default=len(words))


def _parts(words: str, offset: int, total: Quantity, following: list[Quantity], bracket: bool) -> Parts | None:
    depth = [] if bracket else _bracketed(words)
    parts = [q for q in following if q.unit == total.unit and not any(a <= q.start - offset < b for a, b in depth)]
    if (
        not parts
        or not all(q.exact for q in parts)
        or holds(words[total.end - offset : parts[-1].end - offset], "各每")
    ):
        return None
    ends = [len(parts)]
    certain, before = len(parts), total.end
    for position, part in enumerate(parts):
        label = words[before - offset : part.start - offset].lstrip()
        if position and label[:1] not in ("、", "和", "及"):
            ends.append(position)
            if not bracket and certain > position and re.search(_NEW_STATEMENT, label):
                certain = position
        before = part.end
    span = words[total.end - offset : parts[certain - 1].end - offset] if certain else ""
    last = words[(parts[certain - 2].end if certain > 1 else total.end) - offset : parts[certain - 1].start - offset]
    complete = certain > 1 and (bool(re.match("[，,；;、和及以 　]*其[他它余]", last)) or "分别" in span)
    return Parts(total, tuple(parts), certain, tuple(ends), span.count("其中") > 1, complete)


def _bracketed(words: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer("[（(][^（()）]*[）)]", words)]


class Share(NamedTuple):
    """A percentage with the two numbers it was computed from."""

    percent: Quantity
    part: Decimal
    whole: tuple[Decimal, ...]
    """All numbers that may be the whole."""
    kind: str
    """`share`: part of whole; `growth`: from whole to part; `fall`."""


@lru_cache(maxsize=64)
def shares(text: str) -> tuple[Share, ...]:
    """Returns the percentages of a passage whose part and whole stand beside them."""
    counted = quantities(text)
    if not any(q.unit == "%" for q in counted):
        return ()
    return tuple(s for sentence in sentences(text) for s in _shares(text, sentence, counted))


def _shares(text: str, sentence: Sentence, counted: tuple[Quantity, ...]) -> list[Share]:
    end = sentence.start + len(sentence.text)
    here = [q for q in counted if sentence.start <= q.start < end]
    out = []
    for at, percent in enumerate(here):
        before = [q for q in here[:at] if q.unit != "%" and q.value is not None]
        if percent.unit != "%" or not before or not percent.exact or percent.value is None or not before[-1].exact:
            continue
        part = before[-1]
        between = sentence.text[part.end - sentence.start : percent.start - sentence.start]
        earlier = _wholes(text, part, [q for q in counted if q.start < part.start], sentence.start)
        if (
            "占" in between
            and re.fullmatch("[，,（( ]*占(?:比|总数的?|全部的?|总量的?|比为)?(?:为|达|约)?", between.strip())
            and earlier
            and part.value is not None
        ):
            out.append(Share(percent, part.value, earlier, "share"))
        out += _growth(sentence, before, percent, between)
    return out


def _wholes(text: str, part: Quantity, before: list[Quantity], start: int) -> tuple[Decimal, ...]:
    """Numbers that may be the whole of a part; none where its own sentence (from `start`) names no whole."""
    same = [
        (q.start, q.value)
        for q in before
        if q.unit == part.unit and q.value and part.value is not None and q.value >= part.value
        if not text[q.end : q.end + 3].lstrip("，,（( ").startswith("占")
    ]
    return tuple(value for _, value in same) if any(at >= start for at, _ in same) else ()


def _growth(sentence: Sentence, before: list[Quantity], percent: Quantity, between: str) -> list[Share]:
    change = holds(between, "增上提减下降") and re.fullmatch(
        "[，,（( ]*(?:同比)?(增长|增加|上升|提高|减少|下降|降低)了?", between.strip()
    )
    if not change or len(before) < 2:
        return []
    now, other = before[-2], before[-1]
    if now.unit != other.unit or now.value is None or not now.exact or other.value is None:
        return []
    linking = sentence.text[now.end - sentence.start : other.start - sentence.start]
    kind = "growth" if change[1] in ("增长", "增加", "上升", "提高") else "fall"
    if re.fullmatch(r"[，, ]*(?:比|较|相?对?比)(?:上一?年|去年|20\d\d年)度?同?期?的?", linking.strip()):
        return [Share(percent, now.value, (other.value,), kind)]
    if re.fullmatch(
        r"[，, ]*(?:同比|(?:比|较)(?:上一?年|去年|20\d\d年)度?同?期?)?(?:增加|减少|增长|下降)了?", linking.strip()
    ):
        base = now.value - other.value if kind == "growth" else now.value + other.value
        return [Share(percent, now.value, (base,), kind)]
    return []

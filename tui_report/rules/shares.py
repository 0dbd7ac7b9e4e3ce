"""Percentages of a passage with the numbers beside them that they were computed from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from tui_report.rules.lists import words_between
from tui_report.rules.quantities import Quantity, Sentence, holds, quantities, sentences
from tui_report.tuples import NamedTuple


class Share(NamedTuple):
    """A percentage with the two numbers it was computed from."""

    percent: Quantity
    part: Decimal
    whole: tuple[Decimal, ...]
    """All numbers that may be the whole."""
    kind: str
    """`share`: part of whole; `growth`: from whole to part; `fall`."""
    slack: Decimal = Decimal(0)
    """Percentage points that the percentage may be off because its numbers are rounded: 4217万次, 3865万次."""


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
        out += _growth(sentence, before, percent, between) or _growth_ahead(sentence, part, percent, here[at + 1 :])
        if part.slack:
            continue
        if _of_whole(sentence, part, between) and earlier and part.value is not None:
            out.append(Share(percent, part.value, earlier, "share"))
        out += _rate(sentence, before, percent, between)
    return out


def _of_whole(sentence: Sentence, part: Quantity, between: str) -> bool:
    """Whether words say that a number is a share of one before it: 占比, 占总数的, 占处罚总数的 where 处罚 was counted."""
    ahead, mark, named = between.strip(" ，,、（(").partition("占")
    if not mark or ahead:
        return False
    named = named.removesuffix("约").removesuffix("达").removesuffix("为").removesuffix("的")
    if named in ("", "比", "总数", "全部", "总量"):
        return True
    whose = named.removesuffix("总数").removesuffix("总量")
    return whose not in ("", named) and whose in sentence.text[: part.start - sentence.start]


def _rate(sentence: Sentence, before: list[Quantity], percent: Quantity, between: str) -> Iterator[Share]:
    """A share whose whole stands right before it: 占总数840条的61.9%, or that is named by its part: 采纳19条，采纳率67.9%."""
    part = before[-1]
    if between.strip() == "的" and len(before) > 1 and before[-2].unit == part.unit:
        linking = words_between(sentence, before[-2], part)
        one = before[-2].value
        if re.fullmatch("占[^，。；]{0,10}", linking) and one is not None and part.value and not before[-2].slack:
            yield Share(percent, one, (part.value,), "share")
    named = re.fullmatch(r"[，,、（( ]*(\w{2,4})率(?:为|达到?)?", between)
    label = re.split("[，,；;、。（(]", sentence.text[: part.start - sentence.start])[-1]
    if (
        not named
        or part.value is None
        or not re.fullmatch(f"(?:其中|已|均|共)*(?:{named[1]}|{named[1][::-1]})[了共]?", label)
    ):
        return
    whole = next((q for q in reversed(before[:-1]) if q.unit == part.unit), None)
    if whole and whole.exact and not whole.slack and whole.value and whole.value >= part.value:
        yield Share(percent, part.value, (whole.value,), "share")


def _wholes(text: str, part: Quantity, before: list[Quantity], start: int) -> tuple[Decimal, ...]:
    """Numbers that may be the whole of a part; none where its own sentence (from `start`) names no whole."""
    same = [
        (q.start, q.value)
        for q in before
        if q.unit == part.unit and not q.slack and q.value and part.value is not None and q.value >= part.value
        if not text[q.end : q.end + 3].lstrip("，,（( ").startswith("占")
    ]
    return tuple(value for _, value in same) if any(at >= start for at, _ in same) else ()


_THAN = r"(?:比|较|相?对?比|与)(?:上一?年|去年|20\d\d年)度?同?期?的?"
_BEFORE = r"(?:上一?年|去年|20\d\d年)(?:度|同期)?[^，。；\d]{0,12}"
"""今年公开426条，上年同期380条: what stands before last year's number."""
_BY = r"(?:同比|(?:比|较)(?:上一?年|去年|20\d\d年)度?同?期?)?(?:增加|减少|增长|下降)了?"


def _growth(sentence: Sentence, before: list[Quantity], percent: Quantity, between: str) -> list[Share]:
    change = holds(between, "增上提减下降") and re.fullmatch(
        "[，,、（( ）)]*(?:同比)?(增长|增加|上升|提高|减少|下降|降低)了?", between.strip()
    )
    if not change or len(before) < 2:
        return []
    now, other = before[-2], before[-1]
    if now.unit != other.unit or not now.value or not now.exact or not other.value:
        return []
    kind = "growth" if change[1] in ("增长", "增加", "上升", "提高") else "fall"
    linking = words_between(sentence, now, other)
    if re.fullmatch(_THAN, linking) or (re.fullmatch(_BEFORE, linking) and _is_before(sentence, now, linking)):
        return [_rounded(percent, now, other, kind)]
    if linking[-1:] in ("至", "到", "为") and linking[:-1] in _GROWN:
        return [_rounded(percent, other, now, kind)]
    if not re.fullmatch(_BY, linking) or now.slack or other.slack:
        return []
    first = before[-3] if len(before) > 2 else None
    if first and first.unit == now.unit and first.value and re.fullmatch(_THAN, words_between(sentence, first, now)):
        return [_rounded(percent, first, now, kind)]
    change_by = other.value if kind == "growth" else -other.value
    if re.search(f"{_THAN}$", sentence.text[: now.start - sentence.start]):  # 较上年的41件减少3件，下降7.3%
        return [Share(percent, now.value + change_by, (now.value,), kind)]
    base = now.value - change_by
    return [Share(percent, now.value, (base,), kind)]


def _growth_ahead(sentence: Sentence, now: Quantity, percent: Quantity, behind: list[Quantity]) -> list[Share]:
    """120条，同比增长20%，比上年的100条增加20条: last year's number stands behind the percentage."""
    other = behind[0] if behind else percent
    if other.unit != now.unit or not other.value or not other.exact or not now.value:
        return []
    change = words_between(sentence, now, percent).removeprefix("同比").removesuffix("了")
    grown = change in _GROWN and re.fullmatch(_THAN, words_between(sentence, percent, other))
    return [_rounded(percent, now, other, "fall" if change[0] in "减下降" else "growth")] if grown else []


_GROWN = ("增", "增加", "增长", "上升", "升", "提高", "提升", "减", "减少", "下降", "降", "降低")


def _rounded(percent: Quantity, now: Quantity, other: Quantity, kind: str) -> Share:
    """From one number to another, either of which may be rounded."""
    part, whole = now.value or Decimal(0), other.value or Decimal(1)
    slack = 50 * part / whole * (now.slack / part + other.slack / whole) if part else Decimal(0)
    return Share(percent, part, (whole,), kind, slack)


def _is_before(sentence: Sentence, now: Quantity, linking: str) -> bool:
    """Whether the year that a second number is of is the one before that of the first."""
    years = re.findall(r"(20\d\d)年", sentence.text[: now.start - sentence.start])
    other = re.match(r"20\d\d", linking)
    return not other or (bool(years) and int(years[-1]) == int(other[0]) + 1)

"""Numbers and counted things in Chinese prose, with the characters where they stand."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from tui_report.figures import references
from tui_report.form.model import Ref
from tui_report.tuples import NamedTuple

FIGURE = "\ue000"
"""Stands for each character of a figure reference, so that places in the text stay what they are."""

_WIDE = "０１２３４５６７８９％．"
_NARROWED = str.maketrans(_WIDE, "0123456789%.")
_DIGITS = {"〇": 0, "零": 0, "两": 2, **{c: i for i, c in enumerate("一二三四五六七八九", 1)}}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_BIG_SCALES = {"万": 10_000, "亿": 100_000_000}
_HAN = "〇零一二两三四五六七八九十百千万亿"
_NUMBER = (
    rf"[\d{_HAN}{FIGURE}](?:(?<=\d)(?<![\d.]\d)(?:\d{{0,2}}(?:[,，]\d{{3}})+(?!\d)|\d*)(?:\.\d+)?"
    rf"|(?<=[{_HAN}])(?<![{_HAN}\d].)[{_HAN}]*|(?<={FIGURE})(?<!{FIGURE}.){FIGURE}*)"
)
"""A first character that may begin a number, by which the rest of a passage is passed over quickly; then what it begins."""
_UNIT = "人次|件次|余元|条次|[元件条份篇次期场个项起宗例则家部页%户名人批类种处块张本封通轮笔册幅套台]"
_QUANTITY = rf"({_NUMBER})\s*([余多几来]?)\s*([百千]?[万亿]?)\s*([余多几+＋]?)\s*({_UNIT})(?!百分点|(?<=一件)事)"
_DOCUMENT = r"(（?)\s*(\d{2,4})\s*年?\s*(）?)\s*(第?0*)(\d+)\s*号"
_ALIKE = (
    "〇零一两二三四五六七八九十 百 千 万亿 余 多 几 来 元 件 人 次 条份篇期场个项起宗例则家部页户名批类种处块张本封通轮笔册幅套台 分 点 事 "
    f"年 号 第 （〔[【(［ ）〕]】)］ {FIGURE}"
)
"""Groups of characters that the expressions above need not tell apart; each group has a letter of its own in `small`."""
_LETTERS = {
    ord(one): letter for letter, group in zip(string.ascii_letters, _ALIKE.split(), strict=False) for one in group
}
_IN_SMALL = {code: letter for code, letter in _LETTERS.items() if code > 127} | {ord("，"): ",", ord("＋"): "+"}


class _Small(dict[int, str]):
    def __missing__(self, code: int) -> str:
        one = chr(code)
        self[code] = one if one in "0123456789.,%+" else " " if one.isspace() else "0" if one.isdecimal() else "_"
        return self[code]


_SMALL = _Small(_IN_SMALL | _LETTERS)
_PERCENT = "百分之([〇零一二两三四五六七八九十百点]+)"
_NO_COUNT = "第统唯之每逐任同另某进万单专合划归"
"""Before a Chinese numeral: it belongs to another word, as in 第一项, 统一, 逐一."""
_ONES = "一二两三四五六七八九"
_TO = "-－–—~～至到/"
ABOUT = ("超过", "大约", "近", "约", "约为", "约有", "超", "逾", "多达", "不少于", "不低于", "不到", "不足", "至少")
ABOUT_AFTER = ("左右", "上下", "不等", "以上", "以内")


class Quantity(NamedTuple):
    """A counted thing: 162条, 三件, 12.5万元, 78.80%."""

    start: int
    end: int
    """Behind the unit."""
    number_end: int
    """Behind the number and its scale, before the unit."""
    value: Decimal | None
    """Scale included (12.5万元 is 125000元); None for a figure reference, and where no one number is meant: 两三件, 几十件."""
    unit: str
    exact: bool
    """False for 80余条, 近百条, 10万+, 数百次, 3至5件."""
    places: int
    """Decimal places as printed."""
    slack: Decimal = Decimal(0)
    """What the last digit of a number before 百, 千, 万 or 亿 is worth, since such a number is rounded; 0 of others."""
    ref: Ref = ""
    """The figure referred to, where the number is a reference."""


@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """Returns a passage of the same length with figure references covered and full-width digits narrowed."""
    flat = covered(text)
    return flat.translate(_NARROWED) if holds(flat, _WIDE) else flat


@lru_cache(maxsize=64)
def small(text: str) -> str:
    """Returns a passage in a small alphabet, place for place.

    An expression that is brought into the alphabet by `_IN_SMALL` compiles there in a third of the time: classes of
    Chinese characters are what makes one slow.
    """
    return plain(text).translate(_SMALL)


def covered(text: str) -> str:
    """Returns a passage of the same length with its figure references covered."""
    if "{{" not in text:
        return text
    for found in references(text):
        text = text[: found.start] + FIGURE * (found.end - found.start) + text[found.end :]
    return text


def is_chinese(text: str) -> bool:
    """Tells whether a text consists of Chinese characters and is not empty."""
    return text != "" and all("一" <= c <= "鿿" for c in text)


def holds(text: str, words: Iterable[str]) -> bool:
    """Tells whether a text holds one of some words. Cheaper than compiling an expression that is used once."""
    for word in words:  # noqa: SIM110  a third of what `any` with a generator takes, some thousand times in a check
        if word in text:
            return True
    return False


def chinese_number(text: str) -> int | None:
    """Reads 三, 十二, 一百零五, 一百二, 二〇二四; None where it is no one number, as 两三 and a bare 百 are not."""
    if not text or any(c not in _HAN for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) == 1 or len(text) > 3 else None
    if text[0] in "百千万亿" or any(one in _ONES and two in _ONES for one, two in pairwise(text)):
        return None  # 两三件, 四五十件: two numbers that mean somewhere between them
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SCALES:
            section += (digit or 1) * _SCALES[c]
            digit = 0
        else:
            total = (total + section + digit) * _BIG_SCALES[c]
            section = digit = 0
    if len(text) > 1 and text[-2] in "百千万亿":  # 一百二 is 120
        digit *= int(_scale(text[-2])) // 10
    return total + section + digit


@lru_cache(maxsize=64)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Returns the counted things of a passage in order.

    Args:
        text: The passage as stored, figure references included.
    """
    flat = plain(text)
    refs = {found.start: found.ref for found in references(text)} if "{{" in text else {}
    matches = re.finditer(_QUANTITY.translate(_IN_SMALL), small(text))
    found = [q for match in matches if (q := _quantity(flat, match, refs))]
    if "百分之" in flat:
        found += [q for match in re.finditer(_PERCENT, flat) if (q := _spoken_percent(match))]
        found.sort()
    return tuple(found)


def _quantity(flat: str, match: re.Match[str], refs: dict[int, Ref]) -> Quantity | None:
    start, end, number_end = (
        match.start(),
        match.end(),
        match.end(4 if match[4] else 3 if match[3] else 2 if match[2] else 1),
    )
    number, scale, unit = flat[start : match.end(1)], flat[match.start(3) : match.end(3)], flat[match.start(5) : end]
    before = flat[max(0, start - 3) : start]
    ref, spoken = refs.get(start, ""), number[0] in _HAN
    if not ref and (before[-1:] == "第" or (spoken and before[-1:] and before[-1] in _NO_COUNT)):
        return None
    value = None if ref else _value(number)
    if spoken and before[-1:] in ("几", "数"):
        value = None
    about = before.endswith(ABOUT) or flat.startswith(ABOUT_AFTER, end) or _from(before)
    exact = not (match[2] or match[4] or unit == "余元" or about) and (value is not None or ref != "")
    places = len(number.partition(".")[2]) if number[0].isdigit() else 0
    slack = Decimal(0)
    if value is not None and scale:
        slack = _scale(scale)
        value, slack = _whole(value * slack), slack / 10**places
    shown = unit[-1] if unit == "余元" else unit[0] if unit[1:] == "次" and unit[0] not in "人件" else unit
    return Quantity(start, end, number_end, value, shown, exact, places, slack, ref)


def _from(before: str) -> bool:
    """Whether a number goes on from another one: 3至, 三-."""
    ahead = before.rstrip()
    if ahead[-1:] not in _TO:
        return False
    number = ahead.rstrip(_TO)
    last = number.rstrip()[-1:]
    return last != "" and (last.isdecimal() or last in _HAN)


def _scale(words: str) -> Decimal:
    worth = Decimal(1)
    for word in words:
        worth *= _SCALES.get(word) or _BIG_SCALES[word]
    return worth


def _whole(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == int(value) else value


def _value(number: str) -> Decimal | None:
    if number[0].isdigit():
        return Decimal(number.replace(",", "").replace("，", ""))
    spoken = chinese_number(number)
    return None if spoken is None else Decimal(spoken)


def _spoken_percent(match: re.Match[str]) -> Quantity | None:
    whole, _, places = match[1].partition("点")
    value = chinese_number(whole)
    after = "".join(str(_DIGITS.get(c, "")) for c in places)
    if value is None:
        return None
    number = Decimal(f"{value}.{after}") if after else Decimal(value)
    return Quantity(match.start(), match.end(), match.end(), number, "%", True, len(after))


class DocumentNumber(NamedTuple):
    """国办函〔2020〕109号, however it is written."""

    start: int
    """Of the opening bracket."""
    end: int
    series: str
    """Up to eight letters before the bracket."""
    left: str
    year: str
    right: str
    surplus: str
    """第 and leading zeros before the number, which do not belong there."""
    number: str


@lru_cache(maxsize=64)
def document_numbers(text: str) -> tuple[DocumentNumber, ...]:
    """Returns the document numbers of a passage."""
    flat = plain(text)
    if "号" not in flat:
        return ()
    out = []
    for match in re.finditer(_DOCUMENT.translate(_IN_SMALL), small(text)):
        start, end = match.span()
        at = start
        while at > max(0, start - 8) and is_chinese(flat[at - 1]):
            at -= 1
        parts = (flat[slice(*match.span(group))] for group in range(1, 6))
        out.append(DocumentNumber(start, end, flat[at:start], *parts))
    return tuple(out)


def until(text: str, marks: str) -> str:
    """Returns a text up to the first of some characters."""
    for mark in marks:
        text = text.partition(mark)[0]
    return text


def starts(text: str, word: str) -> Iterator[int]:
    """Yields where a word stands in a text."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def between(text: str, marks: str) -> Iterator[tuple[int, int]]:
    """Yields where the pieces between some characters begin and end, empty ones left out."""
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    start = 0
    for piece in text.split(marks[0]):
        end = start + len(piece)
        if piece:
            yield start, end
        start = end + 1


class Sentence(NamedTuple):
    """A piece of a passage between full stops."""

    start: int
    text: str


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[Sentence, ...]:
    """Returns the sentences of a passage, figure references covered and digits narrowed; 。其中 goes on."""
    flat = plain(text)
    out: list[Sentence] = []
    for start, end in between(flat, "。！？\n"):
        words = flat[start : end + 1].rstrip("\n")
        last = out[-1] if out else Sentence(0, "")
        if last.text and last.start + len(last.text) == start and last.text[-1] == "。" and words.startswith("其中"):
            out[-1] = Sentence(last.start, last.text + words)
        else:
            out.append(Sentence(start, words))
    return tuple(out)

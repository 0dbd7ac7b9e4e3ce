"""The automatic numbers of Word paragraphs: 一、 and （一） that stand nowhere in the text."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "〇一二三四五六七八九"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting")


class Numbering:
    """Counts numbered paragraphs in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, Element] = {}
        if numbering is not None:
            self._read(numbering)
        for style in styles.iter(f"{W}style") if styles is not None else ():
            given = style.find(f"{W}pPr/{W}numPr")
            if given is not None:
                self._styles[style.get(f"{W}styleId", "")] = given

    def _read(self, numbering: Element) -> None:
        abstract = {a.get(f"{W}abstractNumId", ""): a for a in numbering.iter(f"{W}abstractNum")}
        for number in numbering.iter(f"{W}num"):
            link = number.find(f"{W}abstractNumId")
            source = abstract.get(link.get(f"{W}val", "")) if link is not None else None
            for level in source.iter(f"{W}lvl") if source is not None else ():
                depth = level.get(f"{W}ilvl", "0")
                kind, text, start = (_value(level, name) for name in ("numFmt", "lvlText", "start"))
                key = (number.get(f"{W}numId", ""), int(depth) if depth.isdigit() else 0)
                self._levels[key] = (kind, text, int(start) if start.isdigit() else 1)

    def label(self, paragraph: Element) -> str:
        """Returns the number that Word prints before a paragraph, empty for bullets and plain text."""
        given = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if given is None and style is not None:
            given = self._styles.get(style.get(f"{W}val", ""))
        if given is None:
            return ""
        list_id, depth = _value(given, "numId"), _value(given, "ilvl")
        level = int(depth) if depth.isdigit() else 0
        if (list_id, level) not in self._levels:
            return ""
        counts = self._counts.setdefault(list_id, {})
        counts[level] = counts.get(level, self._levels[list_id, level][2] - 1) + 1
        for deeper in [d for d in counts if d > level]:
            del counts[deeper]
        if self._levels[list_id, level][0] in ("bullet", "none"):
            return ""
        return re.sub(r"%(\d)", lambda m: self._written(list_id, int(m[1]) - 1), self._levels[list_id, level][1])

    def _written(self, list_id: str, level: int) -> str:
        kind, _, start = self._levels.get((list_id, level), ("decimal", "", 1))
        count = self._counts[list_id].get(level, start)
        return chinese(count) if kind in _CHINESE else str(count)


def _value(parent: Element, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def chinese(number: int) -> str:
    """Returns a number from 1 to 99 in Chinese, others in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")

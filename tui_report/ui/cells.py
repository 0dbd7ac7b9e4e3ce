"""The cells of a screen: what stands in each, and the pen that draws it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain, compress, count
from operator import ne
from typing import NamedTuple

from rich.cells import get_character_cell_size, split_graphemes
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.strip import Strip

from tui_report.characters import unseen


class Pen(NamedTuple):
    """How a cell is drawn.

    Attributes:
        ink: SGR parameters of the foreground; empty for the terminal's own.
        paper: The same of the background.
        marks: SGR parameters that are switched on, such as ("1", "7").
    """

    ink: str = ""
    paper: str = ""
    marks: tuple[str, ...] = ()


PLAIN = Pen()

_MARKS = (
    ("bold", "1"),
    ("dim", "2"),
    ("italic", "3"),
    ("underline", "4"),
    ("blink", "5"),
    ("blink2", "6"),
    ("reverse", "7"),
    ("conceal", "8"),
    ("strike", "9"),
    ("underline2", "21"),
    ("overline", "53"),
)
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29"}
_OFF |= {"21": "24", "53": "55"}
_SEEN_ON_BLANKS = frozenset(("4", "7", "9", "21", "53"))
_SUBSTITUTE = "\u2426"
_SIMPLE = re.compile("[ -~\u3001-\u3020\u4e00-\u9fff\uff01-\uff5e]*")
"""Texts of which each character stands for itself: ASCII, and Chinese in two cells."""


class Row:
    """One line of a screen: as many texts and pens as it has columns.

    Attributes:
        texts: What stands in each cell; empty in the second cell of a wide character.
        pens: What draws each cell. That of a blank says only what can be seen of it.
    """

    __slots__ = ("pens", "texts")

    def __init__(self, width: int) -> None:
        self.texts = [" "] * width
        self.pens = [PLAIN] * width

    def copy_from(self, other: Row) -> None:
        """Makes this row the same as another of its width."""
        self.texts[:] = other.texts
        self.pens[:] = other.pens

    def put(self, x: int, strip: Strip, colours: ColorSystem) -> None:
        """Lays a strip over the row from a column on, cut at the end of the strip's room and of the row."""
        texts, pens = _cells_of_strip(strip, colours)
        room = min(strip.cell_length, len(self.texts) - x)
        if x < 0 or room <= 0:
            return
        if room < len(texts) and not texts[room]:
            texts[room - 1] = " "  # half of a wide character is not drawn
        del texts[room:], pens[room:]
        end = x + len(texts)
        if not texts:
            return
        if x and not self.texts[x]:
            self.texts[x - 1] = " "
        if end < len(self.texts) and not self.texts[end]:
            self.texts[end] = " "
        self.texts[x:end] = texts
        self.pens[x:end] = pens

    def differences(self, other: Row) -> list[tuple[int, int]]:
        """The spans (start, end) of columns in which this row is not what the other is; no character is cut by one."""
        unlike = set(compress(count(), map(ne, self.texts, other.texts)))
        if self.pens != other.pens:
            unlike.update(compress(count(), map(ne, self.pens, other.pens)))
        spans: list[tuple[int, int]] = []
        for x in sorted(unlike):
            end = x + 2 if x + 1 < len(self.texts) and not self.texts[x + 1] else x + 1
            if spans and spans[-1][1] >= x:
                spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
            else:
                spans.append((x, end))
        return spans

    def cost(self, spans: list[tuple[int, int]]) -> int:
        """About how many bytes it takes to draw spans of this row, each with a move."""
        return sum(7 + len("".join(self.texts[start:end]).encode()) for start, end in spans)

    def moved(self, x: int, by: int) -> Row | None:
        """The row after `by` blanks have come in at a column, or after `-by` cells have gone from there.

        Returns:
            None where a wide character would be cut.
        """
        width = len(self.texts)
        edge = width - by if by > 0 else x - by
        if not 0 <= x < edge < width or not (self.texts[x] and self.texts[edge]):
            return None
        row = Row(width)
        blanks, pens = [" "] * abs(by), [PLAIN] * abs(by)
        if by > 0:
            row.texts = [*self.texts[:x], *blanks, *self.texts[x:edge]]
            row.pens = [*self.pens[:x], *pens, *self.pens[x:edge]]
        else:
            row.texts = [*self.texts[:x], *self.texts[edge:], *blanks]
            row.pens = [*self.pens[:x], *self.pens[edge:], *pens]
        return row

    def is_wide(self, x: int) -> bool:
        """Whether a cell is the first of a wide character."""
        return self.texts[x + 1 : x + 2] == [""]

    @property
    def can_move(self) -> bool:
        """Whether there is something to move, and terminals agree about the width of all of it."""
        return not ("".join(self.texts).isspace() or any(map(is_unsure, self.texts)))

    def ambiguous(self, end: int | None = None) -> int:
        """How many cells before a column, or in the whole row, hold an ambiguous character."""
        return sum(map(is_ambiguous, self.texts[:end]))

    def blank_tail(self) -> int:
        """The column from which on the row is blank and of one colour; its width if there is no such tail."""
        end = len(self.texts)
        if not end or self.texts[-1] != " " or not _SEEN_ON_BLANKS.isdisjoint(self.pens[-1].marks):
            return end
        pen = self.pens[-1]
        while end and self.texts[end - 1] == " " and self.pens[end - 1] == pen:
            end -= 1
        return end


def suits_blank(pen: Pen, blank: Pen) -> bool:
    """Whether a blank drawn with a pen looks like one drawn with another."""
    return pen == blank or (pen.paper == blank.paper and not blank.marks and _SEEN_ON_BLANKS.isdisjoint(pen.marks))


@lru_cache(maxsize=4096)
def change_pen(old: Pen, new: Pen) -> str:
    """The shortest text that makes a terminal draw with the new pen instead of the old one."""
    if new == old:
        return ""
    if new == PLAIN:
        return "\x1b[m"
    afresh = [*new.marks, *filter(None, (new.ink, new.paper))]
    dropped = {_OFF[mark] for mark in old.marks if mark not in new.marks}
    kept = {mark for mark in old.marks if mark in new.marks and _OFF[mark] not in dropped}
    steps = [*sorted(dropped), *(mark for mark in new.marks if mark not in kept)]
    if new.ink != old.ink:
        steps.append(new.ink or "39")
    if new.paper != old.paper:
        steps.append(new.paper or "49")
    return min((f"\x1b[{';'.join(steps)}m", f"\x1b[0;{';'.join(afresh)}m"), key=len)


@lru_cache(maxsize=4096)
def is_unsure(text: str) -> bool:
    """Whether terminals disagree about the width of what stands in a cell."""
    return not text.isascii() and (len(text) > 1 or ord(text) >= 0x1F000 or is_ambiguous(text))


@lru_cache(maxsize=4096)
def is_ambiguous(text: str) -> bool:
    """Whether what stands in a cell is two columns wide in terminals that are set so, such as “ or …."""
    return not text.isascii() and unicodedata.east_asian_width(text[0]) == "A"


def _cells_of_strip(strip: Strip, colours: ColorSystem) -> tuple[list[str], list[Pen]]:
    texts: list[str] = []
    pens: list[Pen] = []
    for text, style, control in strip:
        if control or not text:
            continue
        cells = cells_of(text)
        pen, blank = _pens_of(style, colours)
        texts.extend(cells)
        if pen == blank or " " not in text:
            pens.extend([pen] * len(cells))
        else:
            pens.extend([blank if cell == " " else pen for cell in cells])
    return texts, pens


@lru_cache(maxsize=4096)
def cells_of(text: str) -> tuple[str, ...]:
    """What a text puts into cells; what a terminal might obey or hide stands there as a visible substitute."""
    if text.isascii() and text.isprintable():
        return tuple(text)
    if _SIMPLE.fullmatch(text):
        return tuple(chain.from_iterable((c, "") if c > "~" else c for c in text))
    cells: list[str] = []
    for start, end, width in split_graphemes(text)[0]:
        cells += _cells_of_grapheme(text[start:end], width)
    return tuple(cells)


def _cells_of_grapheme(grapheme: str, width: int) -> list[str]:
    first = grapheme[0]
    if width == 0 or _steers(first):
        cells = [] if _joins(first) else [_substitute(first)]
    elif width == 2 and get_character_cell_size(first) == 2:
        cells = [first, ""]
    else:  # a selector makes some characters wide that most terminals leave narrow
        cells = [first, *" " * (width - 1)]
    for character in grapheme[1:]:
        if unicodedata.category(character) in ("Mn", "Me") and not _joins(character):
            if cells:
                cells[0] += character
        elif _steers(character) and not _joins(character):
            cells.append(_substitute(character))
    return cells


def _joins(character: str) -> bool:
    """A joiner or a selector: terminals differ in what they make of it, so it is left out."""
    return character == "\u200d" or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _steers(character: str) -> bool:
    return character in "\t\n" or unseen(character)


def _substitute(character: str) -> str:
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else _SUBSTITUTE


@lru_cache(maxsize=4096)
def _pens_of(style: Style | None, colours: ColorSystem) -> tuple[Pen, Pen]:
    """The pen of a style, and what of it can be seen on a blank."""
    if not style:
        return PLAIN, PLAIN
    marks = tuple(code for name, code in _MARKS if getattr(style, name))
    ink, paper = _colour(style.color, colours, True), _colour(style.bgcolor, colours, False)
    pen = Pen(ink, paper, marks)
    return pen, Pen("", paper) if _SEEN_ON_BLANKS.isdisjoint(marks) else pen


def _colour(colour: Color | None, colours: ColorSystem, foreground: bool) -> str:
    if colour is None:
        return ""
    code = ";".join(colour.downgrade(colours).get_ansi_codes(foreground))
    return "" if code in ("39", "49") else code

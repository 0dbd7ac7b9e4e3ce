"""Knows what the terminal shows, and sends only the cells that differ from what Textual wants shown.

A cell is a piece of text one column wide and the pen that draws it. A wide character takes two cells, the second with
empty text. What Textual renders is kept as the wanted screen; a frame is the short text that makes the terminal show
it, made when the terminal is ready for one. So a frame that nobody could read in time is never made.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TypeAlias

from rich.color import ColorSystem
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from tui_report.ui.cells import PLAIN, Pen, Row, change_pen, is_ambiguous, is_unsure, suits_blank

_STEPS = (1, -1, 2, -2, 3, -3, 4, -4, 6, -6, 8, -8, 10, -10, 12, -12, 14, -14, 16, -16)
"""By how many cells the end of a line is tried to be moved."""

Move: TypeAlias = tuple[int, int, Row]
"""A column, how many cells come in there (or go, below zero), and the line after that."""

_ALIKE = 6
"""Cells that must be what is wanted after a move, before it is looked at more closely."""

_MOVING = 12
"""About how many bytes a move of cells costs."""

_WORTH_MOVING = 28
"""Bytes from which on a line is looked at for a move of cells."""


class Painter:
    """The wanted screen, the shown screen, and the way from one to the other.

    Attributes:
        size: Columns and rows of the screen.
        ambiguous: How many columns the terminal gives to characters such as “ and …: 1, or 2 as many Chinese ones do.
            Textual counts 1; with 2 the rest of the line is shifted to the right. `forget` after a change.

    Args:
        colours: What the terminal can show.
        erases_in_colour: Whether erasing a line paints it in the current background.
        moves_cells: Whether it can make room in a line, and close it.
    """

    def __init__(self, colours: ColorSystem, *, erases_in_colour: bool = True, moves_cells: bool = True) -> None:
        self.size = (0, 0)
        self.ambiguous = 1
        self._colours = colours
        self._erases_in_colour = erases_in_colour
        self._moves_cells = moves_cells
        self._wanted: list[Row] = []
        self._shown: list[Row] | None = None
        self._changed: set[int] = set()
        self._pencil = Pencil()

    def forget(self) -> None:
        """What the terminal shows is not known any more: the next frame paints everything."""
        self._shown = None

    def take(self, update: LayoutUpdate | ChopsUpdate) -> None:
        """Puts what Textual rendered into the wanted screen: all of it, or the parts that changed."""
        if isinstance(update, LayoutUpdate):
            self._resize(update.region.width, update.region.height)
            strips = _strips_of_layout(update)
        else:
            strips = _strips_of_chops(update)
        for x, y, strip in strips:
            self.put(x, y, strip)

    def put(self, x: int, y: int, strip: Strip) -> None:
        """Puts one strip into the wanted screen."""
        if 0 <= y < len(self._wanted):
            self._wanted[y].put(x, strip, self._colours)
            self._changed.add(y)

    def frame(self, cursor: tuple[int, int]) -> str:
        """The text that makes the terminal show the wanted screen, with the cursor at column and row `cursor`.

        Empty when the terminal shows all that already. The caller has to send it: it counts as shown.
        """
        if not self._wanted:
            return ""
        if self._shown is None:
            self._shown = [Row(self.size[0]) for _ in self._wanted]
            self._changed = set(range(len(self._wanted)))
            self._pencil = Pencil()
            self._pencil.clear()
        for y in sorted(self._changed, key=lambda y: (y == cursor[1], y)):  # the cursor's line last: it ends there
            self._draw_row(y, self._wanted[y], self._shown[y])
        self._changed.clear()
        width, height = self.size
        y = min(max(cursor[1], 0), height - 1)
        x = max(cursor[0], 0)
        self._pencil.move(min(x + self._shift(self._wanted[y], x), width - 1), y)
        return self._pencil.give()

    def _resize(self, width: int, height: int) -> None:
        if (width, height) != self.size:
            self.size = (width, height)
            self._wanted = [Row(width) for _ in range(height)]
            self._changed.clear()
            self.forget()

    def _draw_row(self, y: int, wanted: Row, shown: Row) -> None:
        spans = wanted.differences(shown)
        while self._moves_cells and (moves := _moves_for(wanted, shown, spans)):
            for x, by, moved in moves:
                self._pencil.move(x, y)
                self._pencil.shove(by)
                shown.copy_from(moved)
            spans = wanted.differences(shown)
        if spans and (self._shift(wanted) or self._shift(shown)):
            self._draw_shifted(y, wanted, spans[0][0])
        elif spans:
            self._draw_spans(y, wanted, spans)
        shown.copy_from(wanted)

    def _draw_spans(self, y: int, wanted: Row, spans: list[tuple[int, int]]) -> None:
        last = spans[-1][1]
        tail = wanted.blank_tail()
        for start, end in spans:
            if end > tail and last - max(start, tail) > 3 and self._can_erase(wanted, tail):
                if start < tail:
                    self._draw_span(y, wanted, start, tail)
                self._pencil.move(max(start, tail), y)
                self._pencil.erase(wanted.pens[tail])
                break
            self._draw_span(y, wanted, start, end)

    def _draw_shifted(self, y: int, row: Row, start: int) -> None:
        """Draws a line from a column on, where characters are wider than Textual thinks; what has no room is cut."""
        pencil, width, tail = self._pencil, self.size[0], row.blank_tail()
        column = start + self._shift(row, start)
        if column >= width:
            return
        pencil.move(column, y)
        for x in range(start, tail):
            text = row.texts[x]
            room = 0 if not text else 2 if is_ambiguous(text) or row.is_wide(x) else 1
            if column + room > width:
                break
            pencil.draw(text, row.pens[x])
            column += room
        pen = row.pens[-1]
        if column < width and self._can_erase(row, tail):
            pencil.erase(pen)
        else:
            for _ in range(column, width):
                pencil.draw(" ", pen)
        pencil.lose()

    def _shift(self, row: Row, end: int | None = None) -> int:
        """How far what follows is to the right of where Textual thinks it is."""
        return row.ambiguous(end) if self.ambiguous > 1 else 0

    def _can_erase(self, wanted: Row, tail: int) -> bool:
        return tail < len(wanted.texts) and (self._erases_in_colour or not wanted.pens[tail].paper)

    def _draw_span(self, y: int, row: Row, start: int, end: int) -> None:
        pencil = self._pencil
        if not pencil.rewrite(row, y, start):
            pencil.move(start, y)
        for x in range(start, end):
            pencil.draw(row.texts[x], row.pens[x])
        if end == len(row.texts):
            pencil.lose()


class Pencil:
    """Where the terminal's cursor is and what its pen is, and the text that moves and changes them."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._x = 0
        self._y = 0
        self._sure = False
        self._pen = PLAIN

    def give(self) -> str:
        """The text collected since it was given last."""
        text = "".join(self._out)
        self._out.clear()
        return text

    def lose(self) -> None:
        """Where the cursor stands is not certain: the next move does not start from there."""
        self._sure = False

    def clear(self) -> None:
        """Makes the whole screen blank, whatever it shows and whatever the pen is."""
        self._out.append("\x1b[m\x1b[H\x1b[2J")
        self._pen = PLAIN
        self._x = self._y = 0
        self._sure = True

    def move(self, x: int, y: int) -> None:
        """Puts the cursor there, in as few bytes as can be."""
        if not self._sure or (x, y) != (self._x, self._y):
            self._out.append(self._way(x, y))
            self._x, self._y, self._sure = x, y, True

    def rewrite(self, row: Row, y: int, x: int) -> bool:
        """Gets to a column by writing again what stands before it, where that is shorter than a move."""
        if not self._sure or y != self._y or not 0 < x - self._x <= 6:
            return False
        texts, pens = row.texts[self._x : x], row.pens[self._x : x]
        text = "".join(texts)
        if not texts[0] or not text.isascii() or len(text) > len(self._way(x, y)) or not self._fits(texts, pens):
            return False
        self._out.append(text)
        self._x = x
        return True

    def draw(self, text: str, pen: Pen) -> None:
        """Draws one cell where the cursor is; the second cell of a wide character is drawn with the first."""
        self._x += 1
        if not text:
            return
        if pen != self._pen and not (text == " " and suits_blank(self._pen, pen)):
            self._out.append(change_pen(self._pen, pen))
            self._pen = pen
        self._out.append(text)
        if is_unsure(text):
            self.lose()

    def shove(self, by: int) -> None:
        """Makes room for cells where the cursor is, or takes so many away; what comes in is blank."""
        if not suits_blank(self._pen, PLAIN):
            self._out.append(change_pen(self._pen, PLAIN))
            self._pen = PLAIN
        self._out.append(_step("@" if by > 0 else "P", abs(by)))

    def erase(self, pen: Pen) -> None:
        """Makes the line blank from the cursor on."""
        if not suits_blank(self._pen, pen):
            self._out.append(change_pen(self._pen, pen))
            self._pen = pen
        self._out.append("\x1b[K")

    def _fits(self, texts: list[str], pens: list[Pen]) -> bool:
        return all(
            pen == self._pen or (text == " " and suits_blank(self._pen, pen))
            for text, pen in zip(texts, pens, strict=True)
        )

    def _way(self, x: int, y: int) -> str:
        absolute = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"
        if not self._sure:
            return absolute
        down = y - self._y
        vertical = _step("B", down) if down > 0 else _step("A", -down)
        return min(absolute, vertical + self._along(x), key=len)

    def _along(self, x: int) -> str:
        """The shortest way to a column of the same line."""
        right = x - self._x
        if right >= 0:
            return _step("C", right)
        return min("\r" + _step("C", x), "\b" * -right, _step("D", -right), key=len)


def _moves_for(wanted: Row, shown: Row, spans: list[tuple[int, int]]) -> list[Move]:
    """Moves of cells that bring a part of a line to where it is wanted; none where that would not help."""
    cost = wanted.cost(spans)
    if cost < _WORTH_MOVING or not shown.can_move:
        return []
    end = spans[-1][1]
    for x, by in product((x for x, _ in spans), _STEPS):
        to, source = (x + by, x) if by > 0 else (x, x - by)
        if wanted.texts[to : to + _ALIKE] == shown.texts[source : source + _ALIKE]:
            back = [(end - by, -by), (x, by)] if by > 0 else [(x, by), (end + by, -by)]
            for steps in ([(x, by)], back):
                moves = _follow(shown, steps)
                if moves and wanted.cost(wanted.differences(moves[-1][2])) + _MOVING * len(moves) < cost:
                    return moves
    return []


def _follow(row: Row, steps: list[tuple[int, int]]) -> list[Move]:
    """What a line is after each of some moves of cells; nothing where one of them cannot be made."""
    moves: list[Move] = []
    for x, by in steps:
        moved = row.moved(x, by)
        if moved is None:
            return []
        moves.append((x, by, moved))
        row = moved
    return moves


def _step(letter: str, count: int) -> str:
    return f"\x1b[{count}{letter}" if count > 1 else f"\x1b[{letter}" if count else ""


def _strips_of_layout(update: LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips of a whole screen: column, row, strip."""
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield x, y, strip
            x += strip.cell_length


def _strips_of_chops(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips of the parts that changed, cut to the spans that Textual says are due."""
    for y, start, end in update.spans:
        for stop, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x >= end or stop <= start:
                continue
            left, right = max(x, start), min(stop, end)
            yield left, y, strip if (left, right) == (x, stop) else strip.crop(left - x, right - x)

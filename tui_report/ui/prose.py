"""A passage under the cursor: text, cursor, selection and what keys do to them. Knows no widget and no session.

All positions are offsets: characters of the text as stored. A figure reference, a character that cannot be seen and
a character with its combining marks are one unit each; the cursor never stands inside one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right

from tui_report.figures import references
from tui_report.form.model import Ref
from tui_report.ui.wrapped import UNSEEN, Naming, Wrapped, changed
from tui_report.width import Ambiguous

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_WORD = "0-9０-９A-Za-z_%."
_RUNS = re.compile(
    rf"\{{\{{\s*[A-Za-z_.]+\s*\}}\}}|[{_HAN}]+|[{_WORD}]+|\s+|(?:(?!\{{\{{)[^\s{_HAN}{_WORD}])+|.", re.DOTALL
)
_NUMBER = re.compile(r"[0-9０-９]+(?:,[0-9]{3}(?![0-9]))*(?:[.．][0-9０-９]+)?")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class Prose:
    """A text with a cursor and a selection, laid out in lines."""

    def __init__(self, text: str = "", *, naming: Naming = str, width: int = 78, ambiguous: Ambiguous = 1) -> None:
        self.text = text
        self.cursor = 0
        self.anchor = 0
        """The other end of the selection; nothing is selected where it is the cursor."""
        self.trailing = False
        """Whether the cursor stands behind the last character of a line that goes on, not before the next one."""
        self.naming = naming
        self.wrapped = Wrapped(width, ambiguous)
        self._goal: int | None = None
        self.lay_out()

    def lay_out(self, width: int | None = None) -> None:
        """Wraps anew what changed: the text, a figure's value, or the width in columns."""
        self.wrapped.show(self.text, self.naming, width=width)

    @property
    def selection(self) -> tuple[int, int]:
        """Where the selected text begins and ends."""
        return min(self.cursor, self.anchor), max(self.cursor, self.anchor)

    @property
    def selected(self) -> str:
        """The selected text as stored."""
        start, end = self.selection
        return self.text[start:end]

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of the cursor."""
        return self.wrapped.place(self.cursor, trailing=self.trailing)

    # ------------------------------------------------------------------ editing

    def take(self, text: str) -> None:
        """Replaces the whole text from outside; the cursor goes to the end of what changed."""
        if text == self.text:
            return
        end = changed(self.text, text)[1]
        self.text = text
        self.lay_out()
        self.go_to(end)

    def replace(self, start: int, end: int, new: str) -> bool:
        """Puts a text in place of another one and the cursor behind it; returns whether anything changed."""
        differs = self.text[start:end] != new
        if differs:
            self.text = self.text[:start] + new + self.text[end:]
            self.lay_out()
        self.go_to(start + len(new))
        if new and self.cursor < start + len(new):
            self.go_to(self._after(self.cursor))
        return differs

    def insert(self, new: str) -> bool:
        """Puts a text in place of the selection, or at the cursor."""
        return self.replace(*self.selection, new)

    def erase_before(self) -> bool:
        """Removes the selection, or the unit before the cursor."""
        start, end = self.selection
        return self.replace(self._before(end) if start == end else start, end, "")

    def erase_after(self) -> bool:
        """Removes the selection, or the unit after the cursor."""
        start, end = self.selection
        return self.replace(start, self._after(start) if start == end else end, "")

    def break_paragraph(self) -> bool:
        """Begins a new paragraph at the cursor or in place of the selection."""
        return self.insert("\n")

    def cleaned(self, pasted: str, most: int) -> tuple[str, int]:
        """Returns a paste as it goes in at the selection, and how many characters of it had no room.

        Characters that draw nothing are dropped, as are blanks where a paragraph begins or ends: the indent is shown
        by itself. So are blank lines between paragraphs, of which terminals make more than there were.

        Args:
            pasted: As the terminal sent it.
            most: Characters that the whole text may have then.
        """
        start, end = self.selection
        lines = _LINE_ENDS.sub("\n", pasted).replace("\t", " ").split("\n")
        lines = [UNSEEN.sub("", line) for line in lines]
        lines = [line for i, line in enumerate(lines) if line.strip() or i in (0, len(lines) - 1)]
        at_start = start == 0 or self.text[start - 1] == "\n"
        at_end = self.text[end : end + 1] in ("", "\n")
        lines = [line.lstrip() if at_start or i else line for i, line in enumerate(lines)]
        lines = [line.rstrip() if at_end or i < len(lines) - 1 else line for i, line in enumerate(lines)]
        text = "\n".join(lines)
        room = max(0, most - len(self.text) + end - start)
        for reference in references(text):
            if reference.start < room < reference.end:
                room = reference.start
        return text[:room], max(0, len(text) - room)

    # ------------------------------------------------------------------ moving

    def go_to(self, offset: int, *, extend: bool = False, trailing: bool = False) -> None:
        """Puts the cursor at an offset, or before the unit that the offset is inside of.

        Args:
            offset: Where; beyond an end of the text counts as the end.
            extend: Whether the selection grows instead of going away.
            trailing: Whether the end of a line is meant where the next one begins.
        """
        self.cursor = self._unit(min(max(0, offset), len(self.text)))
        self.trailing = trailing
        self._goal = None
        if not extend:
            self.anchor = self.cursor

    def left(self, extend: bool = False) -> None:
        """To the unit before; without extending, a selection is left at its start."""
        start, end = self.selection
        self.go_to(self._before(self.cursor) if extend or start == end else start, extend=extend)

    def right(self, extend: bool = False) -> None:
        """To the unit after; without extending, a selection is left at its end."""
        start, end = self.selection
        self.go_to(self._after(self.cursor) if extend or start == end else end, extend=extend)

    def word_left(self, extend: bool = False) -> None:
        """To where the word, number, reference or run of Han before the cursor begins."""
        stops = self._stops(max(0, self.cursor - 1))
        at = bisect_left(stops, self.cursor)
        self.go_to(stops[at - 1] if at else max(0, self.cursor - 1), extend=extend)

    def word_right(self, extend: bool = False) -> None:
        """To where the next word, number, reference or run of Han begins, or to the paragraph's end."""
        paragraph, begin = self.wrapped.paragraph(self.cursor)
        end = begin + len(paragraph.stored)
        stops = self._stops(self.cursor)
        ahead = (s for s in stops[bisect_right(stops, self.cursor) :] if self._unit(s) == s)
        self.go_to(next(ahead, end if self.cursor < end else end + 1), extend=extend)

    def home(self, extend: bool = False) -> None:
        """To the start of the line; there already, to the start of the paragraph."""
        line = self.wrapped.line(self.place[0])
        start = line.begin + line.paragraph.offset(line.start)
        self.go_to(line.begin if self.cursor == start else start, extend=extend)

    def end(self, extend: bool = False) -> None:
        """To the end of the line; there already, to the end of the paragraph."""
        line = self.wrapped.line(self.place[0])
        end = line.begin + line.paragraph.offset(line.end)
        if self.cursor == end:
            self.go_to(line.begin + len(line.paragraph.stored), extend=extend)
        else:
            self.go_to(end, extend=extend, trailing=not line.last)

    def text_start(self, extend: bool = False) -> None:
        """To the start of the text."""
        self.go_to(0, extend=extend)

    def text_end(self, extend: bool = False) -> None:
        """To the end of the text."""
        self.go_to(len(self.text), extend=extend)

    def vertical(self, lines: int, extend: bool = False) -> None:
        """Some lines down, or up where negative; the column of the first such move is kept.

        Beyond the first or last line it goes to the start or the end of the text.
        """
        line, column = self.place
        goal = column if self._goal is None else self._goal
        target = min(max(0, line + lines), self.wrapped.height - 1)
        offset, trailing = self.wrapped.offset(target, goal)
        if target == line:
            offset, trailing = (0 if lines < 0 else len(self.text)), False
        self.go_to(offset, extend=extend, trailing=trailing)
        self._goal = goal
        if target != line and self.place[0] == line:
            self._past_unit(1 if lines > 0 else -1, extend)

    def _past_unit(self, way: int, extend: bool) -> None:
        """Leaves a unit that fills the line the cursor should have gone to."""
        self.go_to(self._after(self.cursor) if way > 0 else self._before(self.cursor), extend=extend)

    # ------------------------------------------------------------------ what stands where

    def number_at_cursor(self) -> tuple[int, int, str] | None:
        """Returns start, end and text of the number that the cursor stands in or beside."""
        paragraph, begin = self.wrapped.paragraph(self.cursor)
        held = [(s.start, s.end) for s in paragraph.stand_ins]
        for match in _NUMBER.finditer(paragraph.stored):
            start, end = match.start() + begin, match.end() + begin
            if start <= self.cursor <= end and not any(a <= match.start() < b for a, b in held):
                return start, end, match[0]
        return None

    def reference_at_cursor(self) -> Ref | None:
        """Returns the figure whose reference stands right after the cursor, or else right before it."""
        paragraph, begin = self.wrapped.paragraph(self.cursor)
        at = self.cursor - begin
        for found in (s.start for s in paragraph.stand_ins), (s.end for s in paragraph.stand_ins):
            for edge, stand_in in zip(found, paragraph.stand_ins, strict=True):
                if edge == at and stand_in.ref:
                    return stand_in.ref
        return None

    def _stops(self, offset: int) -> list[int]:
        """Returns where runs begin in the paragraph that holds an offset."""
        paragraph, begin = self.wrapped.paragraph(offset)
        return [begin + m.start() for m in _RUNS.finditer(paragraph.stored) if not m[0].isspace()]

    def _unit(self, offset: int) -> int:
        """Returns the start of the unit that an offset is inside of, or the offset where it is between two."""
        paragraph, begin = self.wrapped.paragraph(offset)
        at = offset - begin
        last = bisect_left(paragraph.stand_ins, at, key=lambda s: s.start) - 1
        if last >= 0 and at < paragraph.stand_ins[last].end:
            return begin + paragraph.stand_ins[last].start
        while 0 < at < len(paragraph.stored) and unicodedata.category(paragraph.stored[at])[0] == "M":
            at -= 1
        return begin + at if begin + at == offset else self._unit(begin + at)

    def _before(self, offset: int) -> int:
        return self._unit(max(0, offset - 1))

    def _after(self, offset: int) -> int:
        paragraph, begin = self.wrapped.paragraph(offset)
        at = offset - begin
        first = bisect_left(paragraph.stand_ins, at, key=lambda s: s.start)
        if first < len(paragraph.stand_ins) and paragraph.stand_ins[first].start == at:
            at = paragraph.stand_ins[first].end
        else:
            at += 1
        while at < len(paragraph.stored) and unicodedata.category(paragraph.stored[at])[0] == "M":
            at += 1
        return min(begin + at, len(self.text))

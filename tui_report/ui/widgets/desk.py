"""The desk: where the prose of a passage is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import ClassVar, NamedTuple, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip

from tui_report.figures import count_characters, figure_shown, reference
from tui_report.form.model import Ref
from tui_report.numbers import Number
from tui_report.rules.model import Finding
from tui_report.ui.prose import Prose
from tui_report.ui.session import Session
from tui_report.ui.widgets.drawn import Keyed
from tui_report.ui.wrapped import UNSEEN, Line, changed
from tui_report.width import Ambiguous

PAUSE = 1.5
"""Seconds without a key after which typing goes on as a new undo step."""

MOST = 50_000
"""Characters that a paste may bring a passage to. Typing is never stopped."""

Piece: TypeAlias = tuple[str, frozenset[str]]
"""Characters of a line and the names of their marks."""

MOVES: dict[str, Callable[[Prose, bool], None]] = {
    "left": Prose.left, "right": Prose.right, "ctrl+left": Prose.word_left, "ctrl+right": Prose.word_right,
    "home": Prose.home, "end": Prose.end, "ctrl+home": Prose.text_start, "ctrl+end": Prose.text_end,
}  # fmt: skip
EDITS: dict[str, tuple[str, Callable[[Prose], bool]]] = {
    "backspace": ("backspace", Prose.erase_before),
    "delete": ("delete", Prose.erase_after),
    "enter": ("enter", Prose.break_paragraph),
}
"""By key: the kind of edit, for joining what follows each other, and the edit."""


class _Run(NamedTuple):
    """Keys of one kind that follow each other and are taken back together."""

    kind: str
    token: str
    at: float
    """When the last key came, in seconds."""


class Desk(Keyed, can_focus=True):
    """An editor for one passage, on the lines it is given.

    Every edit goes to the session at once, which alone keeps what can be undone. After a change of the report, the desk's
    own included, call `refresh_from_session`; until then findings and figures stand as they were, so that a key does not
    wait for the rules. There is no scroll bar and nothing else at the right, since the width of “ ” … is
    uncertain. The cursor is the terminal's own; at the end of a full line it stands in the padding.

    Args:
        session: The open report.
        ref: The passage.
        ambiguous: Columns that a line leaves for each of “ ” … —; with 2 it has room in every terminal.
        clock: Seconds that never go back.
    """

    DEFAULT_CSS = """
    Desk { width: 1fr; height: 1fr; padding: 0 1; }
    Desk > .desk--figure { text-style: bold; }
    Desk > .desk--unseen { text-style: bold italic; }
    Desk > .desk--finding { text-style: underline; }
    Desk > .desk--selected { text-style: reverse; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"desk--figure", "desk--unseen", "desk--finding", "desk--selected"}

    class Refused(Message):
        """A key would have changed a report that is read-only.

        Attributes:
            reason: Why it cannot be changed.
        """

        def __init__(self, reason: str) -> None:
            super().__init__()
            self.reason = reason

    class Resized(Message):
        """Another part of the passage is in view since the desk has other lines or columns."""

    class Noted(Message):
        """Something about the last key to tell on the status line.

        Attributes:
            text: One sentence.
        """

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self,
        session: Session,
        ref: Ref,
        *,
        ambiguous: Ambiguous = 2,
        clock: Callable[[], float] = time.monotonic,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.session = session
        self.ref = ref
        self.ambiguous = ambiguous
        self._clock = clock
        self._run: _Run | None = None
        self._runs = 0
        self._top = 0
        self._drawn: list[tuple[Piece, ...]] = []
        self._laid_out = Size(0, 0)
        self._figures: Mapping[Ref, Number | None] = {}
        self._found: list[tuple[Finding, int, int]] = []
        self._look_up()
        self._prose = self._opened()

    # ------------------------------------------------------------------ the passage

    def show(self, ref: Ref) -> None:
        """Turns to another passage, cursor at its start."""
        self.ref = ref
        self._top = 0
        self._run = None
        self._look_up()
        self._prose = self._opened()
        self._update()
        self.moved()

    def refresh_from_session(self) -> None:
        """Shows what the session holds now; the cursor goes to what changed, or stays."""
        self._look_up()
        if self.current:
            self._prose.lay_out()
        else:
            self._run = None
            self._prose.take(self.session.report.text(self.ref))
        self._update()

    def go_to(self, offset: int) -> None:
        """Puts the cursor at a character of the passage as stored."""
        self._move(lambda prose: prose.go_to(offset))

    def select(self, start: int, end: int) -> None:
        """Selects the characters between two offsets, the cursor behind them."""
        self.go_to(start)
        self._move(lambda prose: prose.go_to(end, extend=True))

    def selected_words(self) -> str:
        """Returns what is selected where it is part of one line and holds no figure; else nothing."""
        selected = self._prose.selected
        return "" if "\n" in selected or "{{" in selected else selected.strip()

    def insert_reference(self, ref: Ref) -> bool:
        """Puts a figure reference at the cursor or in place of the selection; returns whether it did."""
        return self._edit("", lambda prose: prose.insert(reference(ref)))

    def insert_text(self, text: str) -> bool:
        """Puts a text at the cursor or in place of the selection as one step; returns whether it did."""
        return self._edit("", lambda prose: prose.insert(text))

    def replace_number_at_cursor(self, ref: Ref) -> bool:
        """Puts a figure reference in place of the number at the cursor; returns whether there was one."""
        number = self._prose.number_at_cursor()
        if number is None:
            return False
        start, end, _ = number
        return self._edit("", lambda prose: prose.replace(start, end, reference(ref)))

    def number_at_cursor(self) -> tuple[int, int, str] | None:
        """Returns start, end and text of the number that the cursor stands in or beside."""
        return self._prose.number_at_cursor()

    def reference_at_cursor(self) -> Ref | None:
        """Returns the figure whose reference stands beside the cursor."""
        return self._prose.reference_at_cursor()

    def findings_at_cursor(self) -> tuple[Finding, ...]:
        """Returns the open findings whose marked words the cursor stands in or beside."""
        cursor = self._prose.cursor
        return tuple(finding for finding, start, end in self._found if start <= cursor <= end)

    def character_count(self) -> int:
        """Returns how many characters of the passage are printed."""
        return count_characters(self.session.form, self._figures, self._prose.text)

    @property
    def cursor(self) -> int:
        """Where the cursor stands, in characters of the passage as stored."""
        return self._prose.cursor

    @property
    def out_of_view(self) -> tuple[int, int]:
        """How many lines there are above and below those that are shown."""
        return self._top, max(0, self._prose.wrapped.height - self._top - self.size.height) if self.size else 0

    @property
    def current(self) -> bool:
        """Whether the text is the one that the session holds now."""
        return self.session.report.text(self.ref) == (self._prose.text if self._prose.text.strip() else "")

    def _look_up(self) -> None:
        assessment = self.session.assessment
        self._figures = assessment.figures
        here = (f for f in assessment.by_ref.get(self.ref, ()) if f.span and f.refs[0] == self.ref)
        self._found = [(f, *f.span) for f in here if f.span]

    def _opened(self) -> Prose:
        return Prose(
            self.session.report.text(self.ref),
            naming=lambda ref: figure_shown(self.session.form, self._figures, ref),
            width=self.size.width or 78,
            ambiguous=self.ambiguous,
        )

    # ------------------------------------------------------------------ keys

    def press(self, event: events.Key) -> bool:
        """Moves, edits or types; False for keys that are left to the screen."""
        key = event.key.replace("shift+", "")
        extend = key != event.key
        if key in MOVES:
            self._move(lambda prose: MOVES[key](prose, extend))
        elif key in (lines := self._lines_by_key):
            self._move(lambda prose: prose.vertical(lines[key], extend))
        elif event.key in EDITS:
            self._edit(*EDITS[event.key])
        elif event.key == "ctrl+c":
            self._copy()
        elif event.key == "ctrl+x":
            self._edit("", lambda prose: self._copy() and prose.insert(""))
        elif event.key == "ctrl+v":
            self._paste(self.app.clipboard)
        elif (character := event.character) and character != "\n" and not UNSEEN.search(character):
            self._edit("type", lambda prose: prose.insert(character))
        else:
            return False
        return True

    def on_paste(self, event: events.Paste) -> None:
        """Takes what was pasted, cleaned, as one step."""
        event.stop()
        event.prevent_default()
        self._paste(event.text)

    @property
    def _lines_by_key(self) -> dict[str, int]:
        page = max(1, self.size.height - 1)
        return {"up": -1, "down": 1, "pageup": -page, "pagedown": page}

    def _paste(self, pasted: str) -> None:
        text, lost = self._prose.cleaned(pasted, MOST)
        if text:
            self._edit("", lambda prose: prose.insert(text))
        if lost and not self.session.readonly:
            self.post_message(self.Noted(f"一段最多{MOST}字，粘贴的后面{lost}字放不下，没有粘入：请分到别的段落里。"))

    def _copy(self) -> bool:
        if not self._prose.selected:
            self.post_message(self.Noted("还没有选中文字：按住shift再按方向键选中，然后复制或者剪切。"))
            return False
        self.app.copy_to_clipboard(self._prose.selected)
        return True

    def _move(self, how: Callable[[Prose], None]) -> None:
        self._run = None
        how(self._prose)
        self._update()
        self.moved()

    def _edit(self, kind: str, how: Callable[[Prose], bool]) -> bool:
        """Does an edit and hands it to the session; edits of the same kind in one run are one undo step."""
        if self.session.readonly:
            self.post_message(self.Refused(self.session.readonly))
            return False
        before = self._prose.text
        if not how(self._prose):
            self._update()
            return False
        self._shift_found(before)
        token = self._token(kind)
        text = self._prose.text
        self.session.set({self.ref: text if text.strip() else None}, merge=token, place=self.ref)
        self._update()
        return True

    def _shift_found(self, before: str) -> None:
        """Moves the marks of findings along with the words they stand on."""
        start, _ = changed(before, self._prose.text)
        longer = len(self._prose.text) - len(before)
        self._found = [
            (f, a if a < start else max(start, a + longer), b if b <= start else max(start, b + longer))
            for f, a, b in self._found
        ]

    def _token(self, kind: str) -> str:
        now, run = self._clock(), self._run
        follows = run is not None and run.kind == kind and now - run.at <= PAUSE
        if run is None or not follows or not kind:
            self._runs += 1
        token = f"{self.ref} {id(self)} {self._runs}" if kind else ""
        self._run = _Run("type" if kind == "enter" else kind, token, now) if kind else None
        return token

    # ------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """Draws one line."""
        if self._laid_out != self.size:
            self._lay_out()
        style = self.rich_style
        pieces = self._drawn[y] if y < len(self._drawn) else ()
        segments = [Segment(text, self._style(style, marks)) for text, marks in pieces]
        return Strip(segments).adjust_cell_length(self.size.width, style)

    def _style(self, style: Style, marks: frozenset[str]) -> Style:
        return Style.combine([style, *(self.get_component_rich_style(m, partial=True) for m in sorted(marks))])

    def on_resize(self) -> None:
        """Wraps to the new width and keeps the cursor in view."""
        self._update()
        self.post_message(self.Resized())

    def on_focus(self) -> None:
        """Puts the terminal's cursor where typing goes."""
        self.place_cursor()
        self.call_after_refresh(self.place_cursor)

    def _lay_out(self) -> None:
        self._laid_out = self.size
        self._prose.lay_out(width=self.size.width)
        self._scroll()
        self._drawn = self._draw()

    def _update(self) -> None:
        """Repaints the lines that differ from what was drawn last."""
        if not self.size:
            return
        before = self._drawn
        self._lay_out()
        rows = [y for y, pieces in enumerate(self._drawn) if y >= len(before) or pieces != before[y]]
        if rows:
            self.redraw(*(Region(0, y, self.size.width, 1) for y in rows))
        self.place_cursor()

    def _scroll(self) -> None:
        """Brings the cursor's line into view, with some lines more, so that not every new line repaints all."""
        height, lines, line = self.size.height, self._prose.wrapped.height, self._prose.place[0]
        more = height // 3
        if line < self._top:
            self._top = line - more
        elif line >= self._top + height:
            self._top = line - height + 1 + more
        self._top = 0 if lines <= height else max(0, min(self._top, lines - height + more))

    def place_cursor(self) -> None:
        """Puts the terminal's cursor where typing goes; input methods and Braille follow it."""
        if self.has_focus and self.size and self.screen is self.app.screen:
            line, column = self._prose.place
            position = Offset(min(column, self.size.width), line - self._top)
            self.app.cursor_position = self.content_region.offset + position

    def _draw(self) -> list[tuple[Piece, ...]]:
        spans = [(start, end, "desk--finding") for _, start, end in self._found]
        spans.append((*self._prose.selection, "desk--selected"))
        wrapped = self._prose.wrapped
        bottom = min(self._top + self.size.height, wrapped.height)
        drawn = [self._pieces(wrapped.line(number), spans) for number in range(self._top, bottom)]
        return drawn + [()] * (self.size.height - len(drawn))

    def _pieces(self, line: Line, spans: list[tuple[int, int, str]]) -> tuple[Piece, ...]:
        paragraph, stored = line.paragraph, len(line.paragraph.stored)
        marks = [(s.at, s.at + len(s.shown), "desk--figure" if s.ref else "desk--unseen") for s in paragraph.stand_ins]
        for start, end, name in spans:
            if start < line.begin + stored and end > line.begin and start < end:
                first, last = max(0, start - line.begin), min(end - line.begin, stored)
                marks.append((paragraph.index_of(first), paragraph.index_of(last), name))
        marks = [(max(a, line.start), min(b, line.end), n) for a, b, n in marks if a < line.end and b > line.start]
        cuts = sorted({line.start, line.end, *(m[0] for m in marks), *(m[1] for m in marks)})
        pieces: list[Piece] = [(" " * line.indent, frozenset())] if line.indent else []
        for a, b in pairwise(cuts):
            pieces.append((paragraph.shown[a:b], frozenset(n for x, y, n in marks if x <= a and b <= y)))
        start, end = self._prose.selection
        if line.last and start <= line.begin + stored < end:
            pieces.append((" ", frozenset({"desk--selected"})))
        return tuple(pieces)

"""The grid that shows and takes the figures of a section."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import count
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from tui_report.form.model import Ref, Section
from tui_report.numbers import shorten
from tui_report.report import Unread, Value
from tui_report.ui.entry import MOST_CHARACTERS, Entry, raw
from tui_report.ui.paste import lay, read_block
from tui_report.ui.session import Session
from tui_report.ui.sheet import At, Cursor, Grid, blanks, zeros
from tui_report.ui.sheet_layout import Face, Head, Layout, Line, faces, layout, touched
from tui_report.ui.widgets.drawn import Keyed
from tui_report.width import pad

BESIDE_FIGURE = 2
"""Blanks before a figure that the cursor covers too."""

COMPUTED = "这是自动计算的，不用填"

_MOVES: dict[str, Callable[[Cursor, int], str]] = {
    "left": lambda cursor, page: cursor.step(0, -1),
    "right": lambda cursor, page: cursor.step(0, 1),
    "up": lambda cursor, page: cursor.step(-1, 0),
    "down": lambda cursor, page: cursor.step(1, 0),
    "pageup": lambda cursor, page: cursor.step(-page, 0),
    "pagedown": lambda cursor, page: cursor.step(page, 0),
    "tab": lambda cursor, page: cursor.tab(),
    "shift+tab": lambda cursor, page: cursor.back(),
    "enter": lambda cursor, page: cursor.enter(),
    "home": lambda cursor, page: cursor.home(),
    "end": lambda cursor, page: cursor.end(),
    "ctrl+home": lambda cursor, page: cursor.first(),
    "ctrl+end": lambda cursor, page: cursor.last(),
}
_WITHIN = ("left", "right", "home", "end")


class Sheet(Keyed, can_focus=True):
    """All tables of a section under each other, with a cell to type in.

    What is typed reaches the session at each keystroke; one cell's keystrokes are one step of undo. A text that is no
    number stays in its cell as it is. After a change of the report, the sheet's own included, call
    `refresh_from_session`, so that a key does not wait for the rules.

    Args:
        session: The open report.
        section: A section that has tables.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--head",
        "sheet--label",
        "sheet--plain",
        "sheet--blank",
        "sheet--derived",
        "sheet--error",
        "sheet--warning",
        "sheet--entry",
        "sheet--cursor",
    }
    DEFAULT_CSS = """
    Sheet {
        width: 1fr;
        height: 1fr;
        & > .sheet--head, & > .sheet--derived { text-style: bold; }
        & > .sheet--error { text-style: bold; color: $error; }
        & > .sheet--warning { text-style: bold; }
        & > .sheet--entry { text-style: underline; }
        & > .sheet--cursor { text-style: reverse; }
    }
    """

    class Said(Message):
        """Something for the status line: how typing was understood, or why it was not."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self, session: Session, section: Section, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._session = session
        self._grid = Grid(section)
        self._cursor = Cursor(self._grid)
        self._entry: Entry | None = None
        self._tokens = count()
        self._start = 0
        self._layout: Layout = layout(self._grid, 80, 20)
        self._window: tuple[Line, ...] = ()
        self._faces: dict[At, Face] = {}
        self._known = (session.report, session.assessment)
        """What the faces were last made from."""
        self._typed: set[At] = set()
        """The cell that showed an entry."""
        self._redraw(*self._grid.places.values())

    # What a screen may ask and do

    @property
    def ref(self) -> Ref:
        """The cell under the cursor."""
        return self._cursor.cell.ref

    @property
    def typing(self) -> bool:
        """Whether a cell is being typed into, so that Esc and the arrows belong to it."""
        return self._entry is not None

    def go_to(self, ref: Ref) -> bool:
        """Moves the cursor to a cell, or to the first cell of a row or section; returns whether it is there."""
        at = self._grid.find(ref)
        if at is not None:
            self._leave()
            self._move(lambda cursor, page: cursor.go(*at))
        return at is not None

    def refresh_from_session(self) -> None:
        """Draws the cells anew that show something else than the report says now."""
        entry = self._entry
        if entry and self._session.report.values.get(entry.ref) != entry.value:
            self._entry = None  # something else has set the cell: an undo, or the file on disk
        before, self._known = self._known, (self._session.report, self._session.assessment)
        self._redraw(*touched(self._grid, before, self._known))

    def blank_count(self) -> int:
        """Returns how many cells `fill_zeros` would fill."""
        return len(blanks(self._grid, self._session.report))

    def fill_zeros(self) -> int:
        """Puts 0 into the blank cells as one step, and confirms the section where all of it is 0 then.

        Returns:
            How many cells were filled, to be said by the caller; why none could be is said here.
        """
        self._leave()
        step = zeros(self._grid, self._session)
        if self._refused() or not self._session.perform(step):
            return 0
        self._redraw()
        return len(step.after)

    # Keys and pastes. All keys are taken here, so that they are done in the order in which they were pressed.

    def on_paste(self, event: events.Paste) -> None:
        """Takes a single text as if it were typed, and a block as one step."""
        event.stop()
        block = read_block(event.text)
        if len(block) == len(block[0]) == 1:
            self._type(block[0][0])
        else:
            self._paste(event.text)

    def press(self, event: events.Key) -> bool:
        """Does what the keys of a spreadsheet do; False for all others."""
        key, entry = event.key, self._entry
        if entry and entry.inside and key in _WITHIN:
            self._become(entry.moved(key))
        elif key in _MOVES:
            self._leave()
            self._move(_MOVES[key])
        elif key in ("backspace", "delete"):
            self._erase(forward=key == "delete")
        elif key in ("f2", "ctrl+e"):
            self._edit()
        elif key == "escape" and entry:
            self._abandon(entry)
        elif event.character and event.is_printable:
            self._type(event.character)
        else:
            return False
        return True

    def _type(self, text: str) -> None:
        if not text or self._refused(COMPUTED):
            return
        if self._entry is None and text.isspace():
            self._say("空格不改动数字；要清空请按退格")
            return
        entry = self._entry or self._new_entry()
        longer = entry.typed(text)
        if longer is entry:
            self._say(f"一格最多{MOST_CHARACTERS}个字符，没有填入：{text[:20]}")
        else:
            self._become(longer)

    def _erase(self, forward: bool) -> None:
        if self._entry:
            self._become(self._entry.erased(forward))
        elif not self._refused(COMPUTED):
            self._set(self._new_entry())

    def _edit(self) -> None:
        if self._refused(COMPUTED):
            return
        entry = self._entry or self._new_entry()
        text = entry.text if self._entry else raw(entry.before)
        self._become(Entry(entry.ref, entry.decimals, entry.before, entry.token, text, len(text), inside=True))

    def _abandon(self, entry: Entry) -> None:
        self._entry = None
        self._session.set({entry.ref: entry.before}, place=entry.ref, merge=entry.token)
        self._redraw()
        self._say(f"已放弃，还是{raw(entry.before) or '空着'}")

    def _paste(self, text: str) -> None:
        self._leave()
        if self._refused():
            return
        laid = lay(self._grid, self._cursor.at, read_block(text))
        if laid.values:
            name = f"第{self._grid.section.number}部分 贴入{len(laid.values)}格"
            self._session.set(laid.values, name, place=self.ref)
        self._redraw()
        self._say(laid.said(self._session.form, self._session.report))

    def _refused(self, computed: str = "") -> bool:
        """Says why nothing can be typed here, and whether that is so."""
        why = self._session.readonly and f"只读，不能改：{self._session.readonly}"
        if not why and self._cursor.cell.derived:
            why = computed
        if why:
            self._say(why)
        return bool(why)

    # One cell's entry

    def _new_entry(self) -> Entry:
        cell = self._cursor.cell
        before = self._session.report.values.get(cell.ref)
        return Entry(cell.ref, cell.table.decimals, before, f"{cell.ref}#{next(self._tokens)}@{id(self)}")

    def _become(self, entry: Entry) -> None:
        """Takes over what the text is now, and says how it is understood."""
        changed = not self._entry or self._entry.text != entry.text
        self._entry = entry
        if changed:
            self._set(entry)
            meaning = entry.meaning
            if meaning.said and not meaning.unfinished:
                self._say(meaning.said)
        else:
            self._redraw()
        self.place_cursor()

    def _set(self, entry: Entry) -> None:
        """Puts the text's meaning into the report; repeated for one entry it stays one step of undo."""
        name = f"{self._session.form.describe(entry.ref)} 由{_short(entry.before)}改为{_short(entry.value)}"
        self._session.set({entry.ref: entry.value}, name, place=entry.ref, merge=entry.token)
        self._redraw()

    def _leave(self) -> None:
        """Ends an entry: what is no number stays in the cell, and is named."""
        entry, self._entry = self._entry, None
        if entry is None:
            return
        meaning = entry.meaning
        if isinstance(meaning.value, Unread):
            self._say(f"{self._grid[self._grid.places[entry.ref]].name} 原样留着，请改正：{meaning.said}")
        elif meaning.unfinished:
            self._say(meaning.said)
        self._redraw()

    def _say(self, text: str) -> None:
        self.post_message(self.Said(text))

    # Drawing

    def _move(self, way: Callable[[Cursor, int], str]) -> None:
        """Moves the cursor, keeps it in view, and says so."""
        before = self._cursor.at
        said = way(self._cursor, max(1, sum(isinstance(line, int) for line in self._window) - 1))
        if said:
            self._say(said)
        if self._cursor.at == before:
            return
        self.moved()
        if self._cursor.at[0] in self._window:
            self._refresh_cells(before, self._cursor.at)
        else:
            self._scroll()
        self.place_cursor()

    def _scroll(self) -> None:
        self._start = self._layout.start_for(self._cursor.at[0], self._start, self.size.height)
        self._window = self._layout.window(self._start, self.size.height)
        self.redraw()

    def _redraw(self, *places: At) -> None:
        """Refreshes those of the cell that is typed into and of some more that show something else than before.

        Sums and findings stand as they were until the sheet is told to `refresh_from_session`.
        """
        entry = self._entry
        typed = {self._grid.places[entry.ref]} if entry else set()
        shown = faces(self._layout, {*places, *self._typed, *typed}, self._session.report, self._known[1], entry)
        self._typed = typed
        changed = [at for at, face in shown.items() if self._faces.get(at) != face]
        self._faces.update(shown)
        self._refresh_cells(*changed)

    def _refresh_cells(self, *places: At) -> None:
        regions = [region for region in map(self._region, places) if region]
        if regions:
            self.redraw(*regions)

    def _region(self, at: At) -> Region | None:
        """Where a cell stands in the widget; None while it is out of view."""
        if at[0] not in self._window:
            return None
        left = self._layout.label + at[1] * self._layout.cell
        return Region(left, self._window.index(at[0]), self._layout.cell, 1)

    def on_resize(self) -> None:
        """Lays the lines out for the new size."""
        self._layout = layout(self._grid, self.size.width, self.size.height)
        self.refresh_from_session()
        self._redraw(*self._grid.places.values())
        self._scroll()
        self.call_after_refresh(self.place_cursor)

    def on_focus(self) -> None:
        """Shows the cursor; the terminal's own is set when the screen stands."""
        self._refresh_cells(self._cursor.at)
        self.call_after_refresh(self.place_cursor)

    def on_blur(self) -> None:
        """Leaves the cell as if the cursor had moved."""
        self._leave()
        self._refresh_cells(self._cursor.at)

    def place_cursor(self) -> None:
        """Puts the terminal's own cursor where the next character goes: input methods and Braille follow it."""
        region = self._region(self._cursor.at)
        if not region or not self.has_focus or self.screen is not self.app.screen:
            return
        back = self._entry.shown(self._layout.cell - 1)[1] + 1 if self._entry else 2
        x = max(region.x, region.right - back)
        self.app.cursor_position = self.content_region.offset + Offset(x, region.y)

    def render_line(self, y: int) -> Strip:
        """Returns one line of the sheet."""
        if y >= len(self._window):
            return Strip.blank(self.size.width, self._style("plain"))
        line = self._window[y]
        cells = len(self._grid.rows[line] if isinstance(line, int) else line.heads)
        segments = self._row(line) if isinstance(line, int) else self._head(line, y)
        return Strip(segments, self._layout.label + cells * self._layout.cell)

    def _head(self, head: Head, y: int) -> list[Segment]:
        width = self._layout.cell
        left = head.left
        if y == len(self._layout.heads[self._start]) - 1:
            left = pad(self._layout.hidden(self._window), self._layout.label)
        text = left + "".join(pad(text, width - 1, "right") + " " for text in head.heads)
        return [Segment(text, self._style("head"))]

    def _row(self, row: int) -> list[Segment]:
        segments = [Segment(self._layout.labels[row], self._style("label"))]
        for column in range(len(self._grid.rows[row])):
            face = self._faces[row, column]
            here = (row, column) == self._cursor.at and self.has_focus
            text, style = face.text, self._style(face.look)
            if here:  # the cursor is no wider than it has to be: each move paints it twice
                free = max(0, len(text) - len(text.lstrip()) - BESIDE_FIGURE)
                segments.append(Segment(text[:free], self._style("plain")))
                segments.append(Segment(text[free:-1], self._style(face.look, "cursor")))
                text, style = text[-1:], self._style("plain")
            segments.append(Segment(text, style))
        return segments

    def _style(self, *names: str) -> Style:
        return self.get_component_rich_style(*_classes(names))


@lru_cache
def _classes(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"sheet--{name}" for name in names)


def _short(value: Value | None) -> str:
    """A value in the name of a step."""
    return shorten(raw(value)) or "空"

"""Lines of text to read and to choose from: lists, pages, previews."""

from __future__ import annotations

from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.events import Key
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_report.width import cut, display_width

STYLES = {
    "": Style(),
    "head": Style(bold=True),
    "quiet": Style(dim=True),
    "error": Style(color="red", bold=True),
    "warning": Style(bold=True),
    "note": Style(),
    "bar": Style(reverse=True),
}
"""By name. Words say what is what; red alone of all colours can be read on white and on black, bright black on neither."""
CURSOR = Style(reverse=True)


class Line(NamedTuple):
    """One line; with a target it can be chosen."""

    text: str
    style: str = ""
    target: object = None
    indent: int = 0
    """Columns by which continuation lines of a wrapped text are set in."""


class Lines(Widget, can_focus=True):
    """A scrolling column of lines with a cursor on those that can be chosen."""

    DEFAULT_CSS = "Lines { width: 1fr; height: 1fr; }"

    class Chosen(Message):
        """Enter was pressed on a line."""

        def __init__(self, target: object) -> None:
            super().__init__()
            self.target = target

    class Moved(Message):
        """The cursor came to another line."""

        def __init__(self, target: object) -> None:
            super().__init__()
            self.target = target

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: tuple[Line, ...] = ()
        self.followed = False
        """Whether the cursor is shown while another widget has the focus."""
        self.cursor = 0
        self.top = 0

    def fill(self, lines: list[Line], *, at: object = None) -> None:
        """Replaces the lines; the cursor goes to the line with target `at`, else stays where it was."""
        self.lines = tuple(lines)
        wanted = [i for i, line in enumerate(lines) if at is not None and line.target == at]
        choices = self._choices()
        if wanted:
            self.cursor = wanted[0]
        elif choices and self.cursor not in choices:
            self.cursor = min(choices, key=lambda i: abs(i - self.cursor))
        self._keep_in_view()
        self.refresh()

    @property
    def target(self) -> object:
        """The target of the line under the cursor, or None."""
        return self.lines[self.cursor].target if self.cursor < len(self.lines) else None

    def _choices(self) -> list[int]:
        return [i for i, line in enumerate(self.lines) if line.target is not None]

    def render_line(self, y: int) -> Strip:
        """Draws one line: plain text, the chosen one reversed behind a `>`."""
        index, width = self.top + y, self.size.width
        if index >= len(self.lines):
            return Strip.blank(width, Style())
        line = self.lines[index]
        chosen = line.target is not None and index == self.cursor and (self.has_focus or self.followed)
        mark = ("> " if chosen else "  ") if self._choices() else ""
        text = cut(mark + line.text, width)
        style = CURSOR if chosen else STYLES[line.style]
        rest = Style() if not chosen else CURSOR
        left = width - display_width(text)
        more = self._more(y)
        if display_width(more) + 2 > left:
            more = ""
        gap = " " * (left - display_width(more))
        return Strip(
            [Segment(text, style), Segment(gap, rest), Segment(more, rest if chosen else STYLES["quiet"])], width
        )

    def _more(self, y: int) -> str:
        """What is said at the end of a row: how many lines there are beyond the edge."""
        above, below = self.top, len(self.lines) - self.top - self.size.height
        if y == 0 and above:
            return f"上面还有{above}行"
        return f"下面还有{below}行" if y == self.size.height - 1 and below > 0 else ""

    def on_key(self, event: Key) -> None:
        """Moves the cursor, or scrolls where nothing can be chosen."""
        page = max(1, self.size.height - 1)
        moves = {
            "up": -1,
            "down": 1,
            "pageup": -page,
            "pagedown": page,
            "home": -len(self.lines),
            "end": len(self.lines),
        }
        if event.key in moves:
            self._move(moves[event.key])
        elif event.key == "enter" and self.target is not None:
            self.post_message(self.Chosen(self.target))
        else:
            return
        event.stop()
        event.prevent_default()

    def _move(self, by: int) -> None:
        choices = self._choices()
        if choices and abs(by) == 1:
            ahead = [i for i in choices if (i > self.cursor if by > 0 else i < self.cursor)]
            to = (ahead[0] if by > 0 else ahead[-1]) if ahead else self.cursor
        elif choices:
            to = min(choices, key=lambda i: abs(i - (self.cursor + by)))
        else:
            self.top = max(0, min(self.top + by, len(self.lines) - self.size.height))
            self.refresh()
            return
        if to == self.cursor:
            if by < 0 and self.top:
                self.top = 0
                self.refresh()
            return
        before, top, self.cursor = self.cursor, self.top, to
        self.top += by if abs(by) > 1 else 0
        self._keep_in_view()
        self.refresh(*([Region(0, i - top, self.size.width, 1) for i in (before, to)] if top == self.top else []))
        self.post_message(self.Moved(self.target))

    def _keep_in_view(self) -> None:
        height = max(1, self.size.height)
        choices = self._choices()
        if not choices:
            self.top = max(0, min(self.top, len(self.lines) - height))
            return
        first = 0 if self.cursor == choices[0] else self.cursor
        self.top = max(0, min(self.top, first, len(self.lines) - height))
        last = min(self._end_of(self.cursor), self.cursor + height - 1)
        if last >= self.top + height:
            self.top = last - height + 1
        self.place_cursor()

    def _end_of(self, index: int) -> int:
        """The last of the lines that go on what a line begins: those before the next choice or empty line."""
        while index + 1 < len(self.lines) and self.lines[index + 1].target is None and self.lines[index + 1].text:
            index += 1
        return index

    def place_cursor(self) -> None:
        """Puts the terminal's own cursor on the line under the cursor: Braille and magnifiers follow it."""
        if self.has_focus and self.screen is self.app.screen:
            self.app.cursor_position = self.region.offset + Offset(0, max(0, self.cursor - self.top))

    def on_focus(self) -> None:
        """Draws the cursor and puts the terminal's own one on its line."""
        self.refresh()
        self.call_after_refresh(self.place_cursor)

    def on_blur(self) -> None:
        """Takes the cursor mark away."""
        self.refresh()

    def on_resize(self) -> None:
        """Keeps the cursor's line in view."""
        self._keep_in_view()
        self.refresh()

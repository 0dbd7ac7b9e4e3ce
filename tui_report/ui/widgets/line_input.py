"""One line to type into."""

from __future__ import annotations

from collections.abc import Callable
from inspect import isawaitable

from textual.events import Key
from textual.geometry import Offset
from textual.widgets import Input


class LineInput(Input, inherit_bindings=False):
    """Textual's Input without border, blinking and select-all, and with the terminal's own cursor in its place.

    It handles all its keys itself: as bindings they would be worked off apart from the letters, in another order than
    they were typed.
    """

    DEFAULT_CSS = """
    LineInput { height: 1; background: ansi_default; }
    LineInput:focus { background: ansi_default; text-style: underline; }
    """

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        super().__init__(value, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False

    async def _on_key(self, event: Key) -> None:
        """Works off one key; what is no key of the line goes on to the screen."""
        if act := self._acts().get(event.key):
            event.stop()
            event.prevent_default()
            result = act()
            if isawaitable(result):
                await result
        else:
            await super()._on_key(event)

    def _acts(self) -> dict[str, Callable[[], object]]:
        return {
            "left": self.action_cursor_left,
            "right": self.action_cursor_right,
            "home": self.action_home,
            "end": self.action_end,
            "backspace": self.action_delete_left,
            "delete": self.action_delete_right,
            "ctrl+u": self.action_delete_left_all,
            "enter": self.action_submit,
        }

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the next character goes; Textual's own answer is one column off at the end of the text."""
        x, y, _, _ = self.content_region
        return Offset(x + self._position_to_cell(self.cursor_position) - self.scroll_offset.x, y)

    def place_cursor(self) -> None:
        """Puts the terminal's own cursor where the next character goes."""
        if self.has_focus and self.screen is self.app.screen:
            self.app.cursor_position = self.cursor_screen_offset

    def on_focus(self) -> None:
        """The first focus comes before the line has its place on the screen."""
        self.call_after_refresh(self.place_cursor)

    def on_show(self) -> None:
        """Now the line has its place, however late after the focus."""
        self.place_cursor()

    on_resize = on_show

"""The yardstick: the smallest Textual app with a line to type into, as Textual's tutorial writes it."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input, Static


class OneInput(App[None]):
    """One line to type into."""

    def compose(self) -> ComposeResult:
        """Yields a word to wait for, and the line."""
        yield Static("READY")
        yield Input()

    def on_mount(self) -> None:
        """Nothing blinks: an idle app is to be silent."""
        self.query_one(Input).cursor_blink = False


if __name__ == "__main__":
    OneInput().run()

"""What the widgets have in common that a clerk types into or that answer each key: drawn at once, keys in order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from textual.events import Key
from textual.geometry import Region
from textual.widget import Widget

from tui_report.ui.floor import SafeApp


class Drawn(Widget):
    """A widget whose changed lines are sent with the key that changed them, without Textual's rounds and timers."""

    def redraw(self, *regions: Region) -> None:
        """Draws parts of the widget anew, or all of it: as `refresh`, but at once where the terminal allows it."""
        app = self.app
        if isinstance(app, SafeApp) and app.draws_at_once(self):
            lines = [region.line_range for region in regions] if regions else [range(self.size.height)]
            app.draw(self, chain.from_iterable(lines))
        else:
            self.refresh(*regions)


class Keyed(Drawn):
    """A widget that has done what a key says when `press` returns, so that the next one can follow at once.

    Attributes:
        moved: Called when the cursor came to another place without an edit.
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.moved: Callable[[], object] = lambda: None

    def press(self, key: Key) -> bool:
        """Does what a key says; False where it means nothing here."""
        raise NotImplementedError

    def on_key(self, event: Key) -> None:
        """Takes the keys that mean something here and lets all others pass."""
        if self.press(event):
            event.stop()
            event.prevent_default()

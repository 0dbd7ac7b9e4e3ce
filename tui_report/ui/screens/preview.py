"""The report as it will be printed; Enter on a line goes to where it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key

from tui_report.form.model import Ref
from tui_report.ui.keys import KEYS
from tui_report.ui.screens.over import OverScreen
from tui_report.ui.session import Session
from tui_report.ui.widgets.beside import Beside, left_of, nearest, printed_lines, shifted
from tui_report.ui.widgets.lines import Line
from tui_report.width import display_width

TITLE = "预览：印出来的样子"
MARK = 2
"""Columns of the mark in front of a line."""
SIDEWAYS = 20
"""Columns by which a key moves the tables."""


class PreviewScreen(OverScreen[Ref]):
    """The whole text, from where the clerk is; the same key again puts it under the work."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, "below", k.label, priority=True) for k in KEYS if k.action == "preview" for key in k.keys
    ]

    def __init__(self, session: Session, place: Ref, beside: Beside) -> None:
        super().__init__(TITLE)
        self.session = session
        self.place = place
        self.beside = beside
        self._shown = False
        self._left = 0
        """Columns of the tables that are out of view at the left."""
        self._beyond = 0
        """Columns of the widest table that the screen has no room for."""

    def key_line(self, width: int) -> str:
        """How to read, and how to get to what is read."""
        turn = "上下左右键翻看" if self._beyond else "上下键、PgUp、PgDn翻看"
        return f" {turn}  回车 去改这一行  F5 放在下面边填边看  Esc 返回"

    def content(self, width: int) -> Sequence[Line]:
        """The printed lines, each with the place that it prints; a table that is too wide can be moved sideways."""
        lines, room = printed_lines(self.session, width - MARK), width - MARK
        self._beyond = max(0, max(display_width(line.text) for line in lines) - room)
        self.heading = f"{TITLE}（表比屏幕宽，按左右键看）" if self._beyond else TITLE
        if not self._shown:
            self._left = left_of(self.session, lines, self.place, room)
        texts = shifted(lines, room, self._left)
        return [line._replace(text=text) for line, text in zip(lines, texts, strict=True)]

    def on_key(self, event: Key) -> None:
        """Moves the tables that are wider than the screen."""
        if event.key in ("left", "right"):
            event.stop()
            by = SIDEWAYS if event.key == "right" else -SIDEWAYS
            self._left = max(0, min(self._left + by, self._beyond))
            self.show()

    def show(self) -> None:
        """Shows the text; the first time at the clerk's place."""
        super().show()
        if not self._shown:
            self._shown = True
            self.lines.cursor = nearest(self.lines.lines, self.place)
            self.lines.top = max(0, self.lines.cursor - 1)
            self.lines.refresh()

    def action_below(self) -> None:
        """Puts the preview under the work."""
        self.beside.put("print")
        self.beside.follow(self.session, self.place, 0.0)
        self.dismiss(None)
        self.app.say("印出来的样子在下面，跟着填写变；再按F5收起")

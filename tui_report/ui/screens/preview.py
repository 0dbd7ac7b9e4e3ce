"""The report as it will be printed; Enter on a line goes to where it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui_report.form.model import Ref
from tui_report.ui.keys import KEYS
from tui_report.ui.screens.over import OverScreen
from tui_report.ui.session import Session
from tui_report.ui.widgets.beside import Beside, nearest, printed_lines
from tui_report.ui.widgets.lines import Line


class PreviewScreen(OverScreen[Ref]):
    """The whole text, from where the clerk is; the same key again puts it under the work."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, "below", k.label, priority=True) for k in KEYS if k.action == "preview" for key in k.keys
    ]

    def __init__(self, session: Session, place: Ref, beside: Beside) -> None:
        super().__init__("预览：印出来的样子")
        self.session = session
        self.place = place
        self.beside = beside
        self._shown = False

    def key_line(self, width: int) -> str:
        """How to read, and how to get to what is read."""
        return " 上下键、PgUp、PgDn翻看  回车 去改这一行  F5 放在下面边填边看  Esc 返回"

    def content(self, width: int) -> Sequence[Line]:
        """The printed lines, each with the place that it prints."""
        return printed_lines(self.session, width - 2)

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

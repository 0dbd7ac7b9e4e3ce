"""The page for new users, as a screen."""

from __future__ import annotations

from collections.abc import Sequence

from tui_report.ui.screens.over import PageScreen
from tui_report.ui.tour import TEXT, TITLE
from tui_report.ui.widgets.lines import Line


class TourScreen(PageScreen):
    """Enter or Esc goes on."""

    def __init__(self) -> None:
        super().__init__(TITLE, TEXT)

    def content(self, width: int) -> Sequence[Line]:
        """The page, and a line to go on with."""
        return [*super().content(width), Line(""), Line("知道了，开始", "head", "go on")]

    def key_line(self, width: int) -> str:
        """Enter goes on."""
        return " 回车 开始  Esc 返回"

    def choose(self, target: object) -> None:
        """Goes on."""
        self.dismiss(None)

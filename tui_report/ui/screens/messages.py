"""What the program has said lately, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from tui_report.ui.screens.over import OverScreen, paragraph
from tui_report.ui.widgets.lines import Line


class MessagesScreen(OverScreen[None]):
    """The last 30 messages with their times."""

    def __init__(self) -> None:
        super().__init__("最近的消息")

    def content(self, width: int) -> Sequence[Line]:
        """The messages, newest first."""
        lines = [line for said in reversed(self.app.messages) for line in paragraph(str(said), width)]
        return lines or [Line("还没有消息", "quiet")]

    def key_line(self, width: int) -> str:
        """There is nothing to choose."""
        return " 上下键、PgUp、PgDn翻看  Esc 返回"

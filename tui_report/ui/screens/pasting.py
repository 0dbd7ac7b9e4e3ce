"""A whole report by paste: what came so far, and when to read it."""

from __future__ import annotations

import time
from collections.abc import Sequence

from textual.events import Key, Paste

from tui_report.ui.screens.over import OverScreen, paragraph
from tui_report.ui.widgets.lines import Line
from tui_report.width import cut

READ, CLEAR = "read", "clear"
AFTERMATH = 0.5
"""Seconds after a piece of text in which Enter is still part of it: not every terminal marks pastes."""


class PasteScreen(OverScreen[str]):
    """Closes with the text; with None on Esc, and `pieces` keeps what was pasted for the next time."""

    def __init__(self, pieces: list[str]) -> None:
        super().__init__("粘贴一段")
        self.pieces = pieces
        self._last = 0.0
        """When the last piece came."""

    def content(self, width: int) -> Sequence[Line]:
        """How to paste; then how much there is, how it begins and ends, and what to do with it."""
        text = (
            "在网页、Word或者WPS里选中年度报告的全文（连同表格），复制，再到这里粘贴。"
            "终端里粘贴一般是ctrl+shift+V或者shift+Insert，也可以用鼠标右键。"
        )
        lines = [*paragraph(text, width), Line("")]
        pasted = [line.strip() for line in "".join(self.pieces).split("\n") if line.strip()]
        if not pasted:
            return [*lines, Line("还没有粘贴", "quiet")]
        lines.append(Line(f"已粘贴{sum(map(len, pasted))}字、{len(pasted)}行；再粘贴就接在后面", "head"))
        lines += [Line(cut(line, width - 6), "quiet", indent=2) for line in (*pasted[:2], *pasted[2:][-1:])]
        return [*lines, Line(""), Line("读成报告", "", READ), Line("清空，重新粘贴", "", CLEAR)]

    def key_line(self, width: int) -> str:
        """How to go on."""
        return " 粘贴  上下键选  回车 确定  Esc 返回"

    def on_paste(self, event: Paste) -> None:
        """Takes a piece."""
        event.stop()
        self._take(event.text)

    def on_key(self, event: Key) -> None:
        """What a terminal that marks no pastes sends as keys is text too."""
        if event.character and event.is_printable:
            event.stop()
            self._take(event.character)

    def choose(self, target: object) -> None:
        """Reads what there is, or begins anew."""
        if time.monotonic() < self._last + AFTERMATH:
            self._take("\n")
        elif target == CLEAR:
            self.pieces.clear()
            self.show()
        else:
            self.dismiss("".join(self.pieces))

    def action_leave(self) -> None:
        """What was pasted wants to be read, or given up, first."""

    def _take(self, text: str) -> None:
        self.pieces.append(text)
        self._last = time.monotonic()
        self.show()

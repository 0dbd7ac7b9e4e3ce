"""One or more lines of text that change often and cost little."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tui_report.ui.widgets.drawn import Drawn
from tui_report.ui.widgets.lines import STYLES
from tui_report.width import cut, display_width


class Bar(Drawn):
    """Shows some lines; only those that changed are drawn again."""

    DEFAULT_CSS = "Bar { width: 1fr; height: 1; }"

    def __init__(self, *, id: str | None = None, height: int = 1) -> None:
        super().__init__(id=id)
        self.styles.height = height
        self._lines = [("", "")] * height

    def show(self, *lines: str | tuple[str, str], at: int = 0) -> None:
        """Shows these lines, the first of them as line `at`; each is a text or a text with the name of its style."""
        changed = []
        for y, line in enumerate(lines, at):
            wanted = (line, "") if isinstance(line, str) else line
            if self._lines[y] != wanted:
                self._lines[y] = wanted
                changed.append(Region(0, y, max(1, self.outer_size.width), 1))
        if changed:
            self.redraw(*changed)

    def render_line(self, y: int) -> Strip:
        """Draws one line, cut at the screen's edge."""
        text, name = self._lines[y]
        style, width = STYLES[name], self.outer_size.width
        text = cut(text, width)
        fill = style if style.reverse else Style()
        return Strip([Segment(text, style), Segment(" " * (width - display_width(text)), fill)], width)

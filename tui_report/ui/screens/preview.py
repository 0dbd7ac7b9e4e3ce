"""The report as it will be printed; Enter on a line goes to where its text is written."""

from __future__ import annotations

from collections.abc import Sequence

from tui_report.form.model import Ref
from tui_report.ui.screens.over import OverScreen, paragraph
from tui_report.ui.session import Session
from tui_report.ui.steps import Step, steps
from tui_report.ui.widgets.lines import Line

WIDEST = 80
"""Columns of the tables; prose is broken at the same width."""


class PreviewScreen(OverScreen[Ref]):
    """The text report; starts where the clerk is."""

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__("预览：印出来的样子")
        self.session = session
        self.step = step
        self._shown = False

    def key_line(self, width: int) -> str:
        """How to read, and how to get to what is read."""
        return " 上下键、PgUp、PgDn翻看  回车 去改这一行  Esc 返回"

    def content(self, width: int) -> Sequence[Line]:
        """The rendered lines, each with the step that writes it."""
        from tui_report.rendering.environment import RenderError
        from tui_report.rendering.text import render_text

        session = self.session
        try:
            text = render_text(session.facts, session.assessment, draft=True, width=min(WIDEST, width - 2))
        except RenderError as fault:
            return paragraph(str(fault), width, "error")
        return [Line(line, "", target) for line, target in self._with_places(text)]

    def _with_places(self, text: str) -> Sequence[tuple[str, str]]:
        heads: dict[str, str] = {}
        for step in steps(self.session.form):
            if step.passage and step.passage.heading:
                heads[step.passage.heading] = step.key
            if step.section:
                heads.setdefault(step.section.heading, step.key)
        place, out = "facts", []
        for line in text.split("\n"):
            place = heads.get(line.strip().strip("\u3000"), place)
            if self.session.report.text("sign.name") and line.strip() == self.session.report.text("sign.name"):
                place = "sign.name"
            out.append((line, place))
        return out

    def show(self) -> None:
        """Shows the text; the first time at the clerk's step."""
        super().show()
        if not self._shown:
            self._shown = True
            self.lines.fill(list(self.lines.lines), at=self.step.key)
            self.lines.top = max(0, self.lines.cursor - 1)
            self.lines.refresh()

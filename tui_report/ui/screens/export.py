"""Choosing the papers, and saying where they lie and how to fetch them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui_report.rendering.environment import RenderError
from tui_report.store.faults import StoreError
from tui_report.ui.export import FOLDER, PAPERS, Paper, export, words_of
from tui_report.ui.screens.over import OverScreen, paragraph
from tui_report.ui.session import Session
from tui_report.ui.widgets.lines import Line

if TYPE_CHECKING:
    from tui_report.ui.app import ReportApp


class ExportScreen(OverScreen[None]):
    """One line a paper; Enter makes it, and the screen stays for the next."""

    def __init__(self, session: Session) -> None:
        super().__init__("导出")
        self.session = session
        self._said: list[str] = []
        self._busy = ""
        self._seconds = 0
        """How long the paper has been in the making."""

    def on_mount(self) -> None:
        """Counts the seconds of a slow paper."""
        super().on_mount()
        self.set_interval(1, self._tick)

    def _tick(self) -> None:
        if self._busy:
            self._seconds += 1
            self.show()

    def content(self, width: int) -> Sequence[Line]:
        """The papers, and what has been made."""
        lines = [*paragraph(self._about(), width), Line("")]
        lines += [Line(paper.name, "", paper) for paper in self._papers()]
        lines.append(Line(""))
        if self._busy:
            lines += paragraph(f"正在生成{self._busy}，已经{self._seconds}秒；可以按Esc先去做别的", width)
        return lines + [line for said in self._said for line in paragraph(said, width)]

    def _about(self) -> str:
        errors = self.session.assessment.count("error")
        if errors:
            return f"还有{errors}处必改或者未填，只能导出草稿，开头印草稿二字。"
        return f"文件写在报告旁边的{FOLDER}文件夹；导出过的版本不会被覆盖，改动后再导出是新的一版，并附更正说明。"

    @staticmethod
    def _papers() -> Sequence[Paper]:
        """A restricted session starts no other program, so it gets no PDF."""
        return [p for p in PAPERS if p.key != "pdf" or "SSH_ORIGINAL_COMMAND" not in os.environ]

    def choose(self, target: object) -> None:
        """Makes a paper in a thread of its own: Word and PDF take their time."""
        assert isinstance(target, Paper)
        if self._busy:
            return
        self._busy = target.name.split("，")[0]
        self._seconds = 0
        self.show()
        app = self.app  # the screen may be gone when the paper is made
        app.run_worker(lambda: self._make(target, app), thread=True)

    def _make(self, paper: Paper, app: ReportApp) -> None:
        try:
            written = export(self.session, paper, app.now())
            said = words_of(written, os.environ)
        except (RenderError, StoreError) as fault:
            said = [f"没有写成：{fault}"]
        app.call_from_thread(self._made, said, app)

    def _made(self, said: list[str], app: ReportApp) -> None:
        self._busy = ""
        self._said = said
        for words in said:
            app.say(words)
        if self.is_attached:
            self.show()

"""Sentences to begin a passage with, to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui_report.figures import expand
from tui_report.form.model import Form, Ref
from tui_report.numbers import Number
from tui_report.ui.screens.over import OverScreen, paragraph
from tui_report.ui.starters import Starter
from tui_report.ui.widgets.lines import Line


class StartersScreen(OverScreen[str]):
    """Closes with the text of the chosen sentence, as it is stored."""

    def __init__(self, form: Form, starters: Sequence[Starter], figures: Mapping[Ref, Number | None]) -> None:
        super().__init__("放进现成的句子")
        self.form = form
        self.starters = starters
        self.figures = figures

    def content(self, width: int) -> Sequence[Line]:
        """Each sentence under its name, with the figures of now."""
        lines = [
            Line(""),
            *paragraph(
                "放进去以后可以随便改，按ctrl+f可以把年份一次换掉；引用的数来自表里，以后表改了跟着改。", width, "quiet"
            ),
        ]
        for starter in self.starters:
            lines += [Line(""), *paragraph(starter.name, width, "head")]
            lines += paragraph(expand(self.form, self.figures, starter.text), width, target=starter.text)
        return lines

    def key_line(self, width: int) -> str:
        """Enter puts the sentence in."""
        return " 上下键选  回车 放进去  Esc 返回"

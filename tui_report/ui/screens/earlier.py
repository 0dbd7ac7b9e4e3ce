"""Where a new report may come from: last year's file, a document to import; and what it takes over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui_report.carry import Proposal, accepted, comparable, proposals, reminders
from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Form
from tui_report.report import Report, plain
from tui_report.sources import keep_beside, named_beside
from tui_report.ui.screens.over import OverScreen, paragraph
from tui_report.ui.widgets.lines import Line
from tui_report.width import cut, pad

if TYPE_CHECKING:
    from tui_report.ui.app import ReportApp

NONE = ""
"""The answer of a clerk who has no such file."""
TAKE = "take"
"""The line that takes over what is on."""


def name_beside(folder: Path, source: Path, last: Report) -> str:
    """Returns the name by which a report in a folder speaks of last year's file.

    A document is first written beside it as a report file; raises StoreError where that cannot be.
    """
    return named_beside(folder, source) or keep_beside(folder, comparable(FORM, last), FORM)


def offer_carried(app: ReportApp, last: Report) -> None:
    """Offers the open report what last year's leaves to cells that are still blank."""
    session = app.session
    if not session:
        return
    carried = [p for p in proposals(FORM, last) if p.ref in FORM.figures and p.ref not in session.report.values]

    def carry(chosen: tuple[Proposal, ...] | None) -> None:
        if chosen:
            session.set(accepted(list(chosen)), f"填入上年结转的{len(chosen)}项")
            app.say(f"已填入上年结转的{len(chosen)}项；ctrl+z可以撤销")

    if carried:
        app.push_screen(ProposalScreen(FORM, carried, list(reminders(FORM, last))), carry)


def show_remarks(app: ReportApp) -> None:
    """Shows what the import of the open report left open, dropped or took with doubt; F4 shows it again."""
    from tui_report.ui.screens.problems import REMARKS
    from tui_report.ui.screens.walk import WalkScreen

    if app.session and app.session.report.remarks and isinstance(app.screen, WalkScreen):
        app.screen.action_problems(REMARKS)


class FileScreen(OverScreen[str]):
    """Files to choose one from: closes with its path, with NONE where that may be skipped, with None on Esc."""

    def __init__(
        self, title: str, text: str, reports: Sequence[tuple[Path, Report]], documents: Sequence[Path], skip: str = ""
    ) -> None:
        super().__init__(title)
        self.text = text
        self.reports = reports
        self.documents = documents
        self.skip = skip

    def content(self, width: int) -> Sequence[Line]:
        """Skipping first, then the reports, then the documents; the cursor is on the first that is no skipping."""
        lines = [*paragraph(self.text, width), Line("")]
        if self.skip:
            lines += [Line(self.skip, "", NONE), Line("")]
        for path, report in self.reports:
            words = pad(cut(f"{report.year or ''} {report.unit or '单位未填'}", 44), 44)
            lines.append(Line(f"{words} {path.name}", "", str(path)))
        lines += [Line(path.name, "", str(path)) for path in self.documents]
        if not self.reports and not self.documents:
            lines.append(Line("这个文件夹里没有能用的文件", "quiet"))
        return lines

    def on_mount(self) -> None:
        """Begins at the first file: the newest report."""
        super().on_mount()
        first = next((str(path) for path in (*(path for path, _ in self.reports), *self.documents)), None)
        self.lines.fill(list(self.lines.lines), at=first)

    def key_line(self, width: int) -> str:
        """How to choose."""
        return " 上下键选  回车 选定  Esc 返回"


class ProposalScreen(OverScreen[tuple[Proposal, ...]]):
    """What may be taken over from last year, each line on or off; closes with the proposals that are on."""

    def __init__(self, form: Form, proposals: Sequence[Proposal], reminders: Sequence[str]) -> None:
        super().__init__("接着上年的报告：上年结转")
        self.form = form
        self.proposals = proposals
        self.reminders = reminders
        self.taken = set(proposals)

    def content(self, width: int) -> Sequence[Line]:
        """The proposals with their sources, how to end, and figures to remember."""
        lines = [
            *paragraph(
                "上年报告里结转下年度的数，就是今年的上年结转。看过没有错，按回车填入；哪一行不要，移上去按回车。",
                width,
            ),
            Line(""),
        ]
        for proposal in self.proposals:
            mark = "取  " if proposal in self.taken else "不取"
            words = f"{mark} {self.form.describe(proposal.ref)} {plain(proposal.value)}"
            lines += [Line(words, "", proposal), Line(f"     取自{proposal.origin}", "quiet")]
        lines += [Line(""), Line(f"填入取的{len(self.taken)}项（可以撤销）", "head", TAKE)]
        if self.reminders:
            lines += [Line(""), *(line for text in self.reminders for line in paragraph(text, width, "quiet"))]
        return lines

    def on_mount(self) -> None:
        """Begins at the line that takes what is on."""
        super().on_mount()
        self.lines.fill(list(self.lines.lines), at=TAKE)

    def key_line(self, width: int) -> str:
        """How to go through the list."""
        return " 上下键选  回车 取或不取  Esc 都不取"

    def choose(self, target: object) -> None:
        """Changes one line, or closes with what is taken."""
        if isinstance(target, Proposal):
            self.taken ^= {target}
            self.show()
        else:
            self.dismiss(tuple(proposal for proposal in self.proposals if proposal in self.taken))

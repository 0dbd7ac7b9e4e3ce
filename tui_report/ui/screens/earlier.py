"""Where a new report may come from: last year's file, a document to import; and what it takes over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tui_report.carry import Proposal
from tui_report.form.model import Form
from tui_report.report import Report, plain
from tui_report.sources import importable
from tui_report.ui.screens.over import OverScreen, paragraph
from tui_report.ui.widgets.lines import Line
from tui_report.width import cut, pad

MOST = 200
"""Files that are listed."""
NONE = ""
"""The answer of a clerk who has no such file."""


def documents_in(folder: Path) -> list[Path]:
    """Returns the Word, web and text files of a folder, by name."""
    return [path for path in sorted(folder.iterdir()) if importable(path) and path.is_file()][:MOST]


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
        """Skipping first, then the reports, then the documents."""
        lines = [*paragraph(self.text, width), Line("")]
        if self.skip:
            lines += [Line(self.skip, "", NONE), Line("")]
        for path, report in self.reports:
            words = pad(cut(f"{report.year or ''} {report.unit or '单位未填'}", 44), 44)
            lines.append(Line(f"{words} {path.name}", "", str(path)))
        lines += [Line(path.name, "", str(path)) for path in self.documents]
        if not self.reports and not self.documents:
            lines.append(Line("这个文件夹里没有能导入的文件", "quiet"))
        return lines

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
                "上年报告里结转下年度的数，就是今年的上年结转。回车改变一行取不取；都看过了，选最后一行。", width
            ),
            Line(""),
        ]
        for proposal in self.proposals:
            mark = "取  " if proposal in self.taken else "不取"
            words = f"{mark} {self.form.describe(proposal.ref)} {plain(proposal.value)}"
            lines += [Line(words, "", proposal), Line(f"     取自{proposal.origin}", "quiet")]
        lines += [Line(""), Line(f"填入取的{len(self.taken)}项（可以撤销）", "head", NONE)]
        if self.reminders:
            lines += [Line(""), Line("上年的数，供核对，不会填入：", "quiet")]
            lines += [Line(text, "quiet") for text in self.reminders]
        return lines

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

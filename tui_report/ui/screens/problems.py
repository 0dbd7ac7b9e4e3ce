"""The problems of the whole report in one list, the page of each, its reason and its quick mend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui_report.assess import unlooked
from tui_report.form.model import Ref
from tui_report.report import Remark, write_remark
from tui_report.rules import rule_of
from tui_report.rules.model import Finding, Mend
from tui_report.rules.page import rule_page
from tui_report.ui import chrome
from tui_report.ui.keys import keys_of
from tui_report.ui.remedies import NEVER, explain, what_explains, what_mends, withdraw
from tui_report.ui.screens.kinds import READONLY
from tui_report.ui.screens.over import AskScreen, OverScreen, PageScreen, TypeScreen, if_yes, paragraph
from tui_report.ui.session import Session
from tui_report.ui.widgets.lines import Line
from tui_report.width import wrap

INDENT = " " * 7
"""How far what to do stands in under what is wrong."""

REMARKS = "导入时的说明"
"""Where the list begins for someone who has just imported a document."""


def rule_screen(finding: Finding) -> PageScreen:
    """Returns the page that tells why there is a finding's rule, and on what it rests."""
    return PageScreen(f"规则 {finding.rule}", rule_page(rule_of(finding.rule)))


class ProblemsScreen(OverScreen[Ref | Finding]):
    """By section, errors first, then what an import left open; Enter goes to the place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(name, key.action, key.label, priority=True) for key in keys_of("problems") for name in key.keys
    ]
    own_keys = ("problems", "list")

    def __init__(self, session: Session, start: str = "") -> None:
        super().__init__("")
        self.session = session
        self.start = start
        """Where the list begins: how bad the first finding is, in a word; its place; or the remarks."""

    def on_mount(self) -> None:
        """Begins where it was asked for; at the section's first finding where the place has none."""
        super().on_mount()
        assessment, section_of = self.session.assessment, self.session.form.section_of
        section = section_of(self.start)
        wanted = [
            *(self.session.report.remarks if self.start == REMARKS else ()),
            *(f for f in assessment.open if self.start in (assessment.word(f), *f.refs)),
            *(f for f in assessment.open if section and section_of(f.place) == section),
        ]
        self.lines.fill(list(self.lines.lines), at=next(iter(wanted), None))

    def content(self, width: int) -> Sequence[Line]:
        """Open findings under their sections, then the explained and the unchecked ones."""
        form, findings = self.session.form, self.session.assessment.findings
        self.heading = f"问题：{chrome.counts(self.session.assessment)}"
        lines: list[Line] = []
        for section in (None, *form.sections):
            mine = [f for f in findings if f.open and form.section_of(f.place) == section]
            if mine:
                lines.append(Line(section.heading if section else "基本信息和整份报告", "head"))
                lines += [line for f in mine for line in self._lines(f, width)]
        waived = [f for f in findings if f.outcome == "waived"]
        if waived:
            lines.append(Line("已写说明的", "head"))
            lines += [line for f in waived for line in self._lines(f, width)]
        lines += [line for words in unlooked(findings) for line in paragraph(words, width, "quiet")]
        if remarks := self.session.report.remarks:
            lines.append(Line(f"{REMARKS}：请对照原件看一遍（不印进报告）", "head"))
            lines += [line for r in remarks for line in paragraph(write_remark(form, r), width, "", r)]
        return lines or [Line("没有发现问题")]

    def _lines(self, finding: Finding, width: int) -> list[Line]:
        assessment = self.session.assessment
        word = assessment.word(finding) if finding.open else "已说明"
        style = finding.severity if finding.open and finding not in assessment.unfilled else "quiet"
        text = f"{word} {finding.rule} {finding.message}" + (f"（{finding.reason}）" if finding.reason else "")
        lines = paragraph(text, width, style, finding)
        quick = "（F9快速改好）" if finding.mend else ""
        advice = wrap(finding.hint + quick, max(10, width - 4 - len(INDENT)), 2) if finding.open else []
        return lines + [Line(INDENT + line, "quiet") for line in advice if line]

    def key_line(self, width: int) -> str:
        """What can be done with a problem."""
        mend = "  F9 快速改好" if any(f.mend for f in self.session.assessment.open) else ""
        return f" 回车 去那里  F1 为什么  F2 写说明或撤回{mend}  Esc 返回"

    def choose(self, target: object) -> None:
        """Closes with a finding, or with the place of a remark."""
        self.dismiss(target.ref if isinstance(target, Remark) else target)  # type: ignore[arg-type]

    def _finding(self) -> Finding | None:
        target = self.lines.target
        return target if isinstance(target, Finding) else None

    def about(self) -> str:
        """What the list holds, and what can be done with a line."""
        return (
            "必改的改好才能正式导出；须看的请看一眼，确实没有问题的可以写一条说明；提示不改也行。\n"
            "停在一个问题上：回车到那里去改，F1看为什么，F2写说明（已经写了的是撤回），写着F9的可以快速改好。\n"
            "导入时的说明：读原件时没有读准的、没有收进来的，对照原件看一遍就行。"
        )

    def action_explain(self) -> None:
        """Shows the rule's page; on any other line what the list is for."""
        if finding := self._finding():
            self.app.push_screen(rule_screen(finding))
        else:
            self.action_help()

    def action_reason(self) -> None:
        """Asks for a reason where the rule may be waived, or takes a reason back."""
        finding = self._finding()
        if finding is None:
            return
        if finding.outcome == "waived":
            self._done(withdraw(self.session, finding), "已撤回说明")
        elif ask := what_explains(finding):
            text = f"{finding.message}\n\n{ask}说明留在文件里给县里看，不印进报告；数值一改，说明自动失效。"
            self.app.push_screen(TypeScreen("写一条说明", text), lambda reason: self._explain(finding, reason))
        else:
            self.app.push_screen(PageScreen("不能用说明代替", f"{finding.message}\n\n{NEVER}"))

    def _explain(self, finding: Finding, reason: str | None) -> None:
        if reason:
            self._done(explain(self.session, finding, reason), "已记下说明")

    def action_mend(self) -> None:
        """Shows the quick mend and does it when agreed; goes to the place where there is none."""
        finding = self._finding()
        if finding is None:
            return
        if finding.mend is None:
            self.dismiss(finding)  # it can only be mended where it is
            return
        mend, ref = finding.mend, finding.place
        text = "\n\n".join(what_mends(self.session, finding))
        question = AskScreen("这样改好吗", text, [("yes", "照这样改（可以撤销）"), ("no", "不改")])
        self.app.push_screen(question, if_yes(lambda: self._mend(mend, ref)))

    def _mend(self, mend: Mend, ref: Ref) -> None:
        self._done(self.session.mend(mend, ref), f"已改好：{mend.name}")

    def _done(self, done: bool, words: str) -> None:
        """Shows the list anew, and says what was done for when it is closed; a read-only report stays as it is."""
        self.app.say(f"{words}；ctrl+z可以撤销" if done else READONLY)
        self.show()

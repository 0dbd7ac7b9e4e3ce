"""Earlier versions of the report: what differs, and taking one back as one undoable step."""

from __future__ import annotations

from collections.abc import Sequence

from tui_report.differences import differences
from tui_report.report import Report, becoming
from tui_report.store.faults import StoreError
from tui_report.store.files import Version, history
from tui_report.store.reading import read_report
from tui_report.ui.screens.over import AskScreen, OverScreen, if_yes, paragraph
from tui_report.ui.session import Session
from tui_report.ui.widgets.lines import Line


class HistoryScreen(OverScreen[None]):
    """The kept versions, newest first."""

    def __init__(self, session: Session) -> None:
        super().__init__("历史版本（每次打开后第一次改动之前留一份）")
        self.session = session
        self._filled: dict[Version, str] = {}

    def content(self, width: int) -> Sequence[Line]:
        """One line a version."""
        try:
            versions = history(self.session.file.path)
        except StoreError as fault:
            return paragraph(f"历史版本的文件夹{fault}", width, "error")
        lines = [Line(f"{v.when:%Y-%m-%d %H:%M}  {self._words(v)}", "", v) for v in versions]
        return lines or [Line("还没有历史版本", "quiet")]

    def key_line(self, width: int) -> str:
        """Nothing is taken back before what differs has been seen."""
        return " 上下键选  回车 看有什么不同  Esc 返回"

    def _words(self, version: Version) -> str:
        """How far the report was."""
        if version not in self._filled:
            form = self.session.form
            try:
                old = read_report(version.path, form)
            except StoreError:
                self._filled[version] = "读不了"
            else:
                written = sum(bool(old.text(p.ref).strip()) for p in form.passages if not p.optional)
                figures = sum(ref in old.values for ref in form.entered)
                self._filled[version] = f"已填{figures}个数、{written}段"
        return self._filled[version]

    def choose(self, target: object) -> None:
        """Shows what differs and asks whether to take the version back."""
        assert isinstance(target, Version)
        try:
            old = read_report(target.path, self.session.form)
        except StoreError as fault:
            self.app.say(str(fault))
            return
        found = [line for d in differences(self.session.form, self.session.report, old) for line in d.lines()]
        room = max(3, self.app.size.height - 9)
        more = [f"另有{len(found) - room}处，这里不列"] if len(found) > room else []
        text = "\n".join([*found[:room], *more]) or "数字和文字与现在完全相同。"
        answers = [("no", "不恢复"), ("yes", "恢复成这一版（可以撤销）")]
        screen = AskScreen(f"恢复成 {target.when:%Y-%m-%d %H:%M} 的版本，会这样变", text, answers)
        self.app.push_screen(screen, if_yes(lambda: self._restore(target, old)))

    def _restore(self, version: Version, old: Report) -> None:
        self.session.perform(becoming(self.session.report, old, f"恢复{version.when:%m月%d日%H:%M}的版本"))
        self.app.say("已恢复；ctrl+z可以撤销")
        self.dismiss(None)

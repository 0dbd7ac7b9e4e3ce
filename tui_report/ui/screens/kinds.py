"""What the keys do that hold on one kind of step only, on the facts, a table or a passage; and what only lies over it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui_report.form.model import Ref
from tui_report.report import Report
from tui_report.ui.panes import FactsPane, Pane, PassagePane, TablePane
from tui_report.ui.session import Session
from tui_report.ui.steps import Step, step_of
from tui_report.ui.widgets.beside import Beside

if TYPE_CHECKING:
    from tui_report.rules.model import Finding
    from tui_report.ui.app import ReportApp
    from tui_report.ui.widgets.desk import Desk
    from tui_report.ui.wording import Place, Sought

READONLY = "只读，不能改"


class KindKeys(Screen[None]):
    """The actions of single kinds of steps; the screen of the walk says which step is shown."""

    app: ReportApp
    session: Session
    step: Step
    _back: Step | None = None
    """The step whose line led to the facts."""
    _sought: Sought | None = None
    """What was last looked for in the prose."""

    @property
    def pane(self) -> Pane:
        """What is being worked on."""
        raise NotImplementedError

    async def go(self, step: Step, ref: Ref = "") -> None:
        """Shows a step."""
        raise NotImplementedError

    @property
    def _desk(self) -> Desk:
        assert isinstance(self.pane, PassagePane)
        return self.pane.widget

    # The facts

    async def action_next_fact(self) -> None:
        """Down or Enter among the facts; after the last, back to where one came from to fill it in."""
        assert isinstance(self.pane, FactsPane)
        if self.pane.widget.walk(1):
            if self._back:
                await self.go(self._back, self.pane.place)
            else:
                self.app.say("这是最后一项；按F8到下一步")

    def action_previous_fact(self) -> None:
        """Up among the facts."""
        assert isinstance(self.pane, FactsPane)
        self.pane.widget.walk(-1)

    def action_pick_last(self) -> None:
        """Offers the files of the folder as last year's report."""
        from tui_report.sources import documents_in, reports_in
        from tui_report.ui.screens.earlier import FileScreen

        if self.session.readonly:
            self.app.say(READONLY)
            return
        own = self.session.file.path
        reports = [found for found in reports_in(own.parent, self.session.form) if found[0].name != own.name]
        text = "选上年的报告，用来核对结转和对照文字；它不会改动。没有看到的，请先把它放进这个文件夹。"
        self.app.push_screen(FileScreen("上年的报告", text, reports, documents_in(own.parent)), self._take_last)

    def _take_last(self, name: str | None) -> None:
        from tui_report.ui.screens.reading import read_for

        if name:
            take = partial(self._name_last, Path(name))
            read_for(self.app, Path(name), take, lambda fault: self.app.say(f"没有用它：{fault}"))

    def _name_last(self, path: Path, last: Report) -> None:
        from tui_report.store.faults import StoreError
        from tui_report.ui.screens.earlier import name_beside, offer_carried

        try:
            named = name_beside(self.session.file.path.parent, path, last)
        except StoreError as fault:
            self.app.say(f"没有用它：{fault}")
            return
        self.session.set({"last_year": named}, "上年报告", place="last_year")
        self.app.say(f"上年报告：{named}")
        offer_carried(self.app, last)

    # Tables

    def action_fill_zeros(self) -> None:
        """Fills the blank cells of the section with 0, or confirms that all of it is 0, after one question."""
        from tui_report.ui.screens.over import AskScreen, if_yes
        from tui_report.ui.sheet import ALL_ZERO

        pane = self.pane
        assert isinstance(pane, TablePane)
        count = pane.widget.blank_count()
        unsure = any(f.rule == ALL_ZERO for f in self.session.assessment.by_ref.get(pane.step.key, ()))
        if self.session.readonly or not (count or unsure):
            self.app.say(READONLY if self.session.readonly else "没有空格可填；已填的数不会动")
            return
        title, what, do, done = (
            "空格都填0",
            f"把还空着的{count}格都填成0，已经填的数不动。",
            f"填{count}个0",
            f"已填{count}个0",
        )
        if not count:
            title, what, do, done = "确认全部是0", "这里填的全部是0。", "确认", "已确认全部是0"
        text = f"{self.step.title}\n\n{what}确认这些项目本年确实没有发生。"
        answers = [("yes", f"{do}（可以撤销）"), ("no", "不填" if count else "不确认")]

        def fill() -> None:
            pane.widget.fill_zeros()
            self.app.say(f"{done}，ctrl+z撤销{self._sentences(pane.step.key)}")

        self.app.push_screen(AskScreen(title, text, answers), if_yes(fill))

    def _sentences(self, section: str) -> str:
        """Where a passage can now say that there was nothing."""
        from tui_report.ui.starters import starters

        offered = {
            name: passage.name
            for passage in self.session.form.passages
            for name in (starter.name for starter in starters(self.session.facts, passage.ref))
        }
        about = {"requests": "没有申请", "disputes": "没有复议诉讼", "disclosure": "没有规范性文件"}[section]
        return f"；{offered[about]}按F9有样句（{about}）" if about in offered else ""

    def action_note(self) -> None:
        """Takes a note on the cell under the cursor."""
        from tui_report.ui.screens.over import TypeScreen

        ref = self.pane.place
        if self.session.readonly:
            self.app.say(READONLY)
            return

        def noted(text: str | None) -> None:
            if text is not None and self.session.note(ref, text):
                self.app.say("已记下备注，这一格后面有*号；备注不会印出来" if text else "已取消备注")

        where = self.session.form.describe(ref)
        text = "写给自己和同事看的，例如数从哪里来、还要找谁核对；不会印出来。清空就是取消。"
        self.app.push_screen(TypeScreen(f"备注：{where}", text, self.session.report.notes.get(ref, "")), noted)

    # Passages

    def action_insert_figure(self) -> None:
        """Puts a figure of the report into the prose, or in place of the same number at the cursor."""
        from tui_report.ui.figures import equal_to, read_figure
        from tui_report.ui.screens.find import FigureScreen

        desk = self._desk
        number = read_figure(desk.number_at_cursor())
        same = equal_to(self.session.assessment.figures, number)
        if len(same) == 1:
            self._put(same[0])
        else:
            self.app.push_screen(FigureScreen(self.session, number if same else None), self._put)

    def _put(self, ref: Ref | None) -> None:
        from tui_report.ui.figures import equal_to, read_figure

        if not ref:
            return
        typed = self._desk.number_at_cursor()
        if ref in equal_to(self.session.assessment.figures, read_figure(typed)):
            if typed and self._desk.replace_number_at_cursor(ref):
                self.app.say(f"{typed[2]}换成了表里的数，以后表改了跟着改；ctrl+z可以撤销")
        else:
            self._desk.insert_reference(ref)

    def action_insert_starter(self) -> None:
        """Offers sentences made from the figures."""
        from tui_report.ui.screens.starters import StartersScreen
        from tui_report.ui.starters import starters

        offered = starters(self.session.facts, self.step.key)
        if not offered:
            self.app.say("这一段没有现成的句子：表里的数还没有填，或者这一段不由数字说")
            return

        def chosen(text: str | None) -> None:
            if text:
                self._desk.insert_text(text)

        self.app.push_screen(StartersScreen(self.session.form, offered, self.session.assessment.figures), chosen)

    def action_edit_outside(self) -> None:
        """Hands the passage to the editor that the system names, where the office allows it; else the key is F2's second."""
        from tui_report.ui.outside import edit_outside, why_not

        if not self.session.settings.editor:
            self.action_insert_figure()
            return
        refusal = READONLY if self.session.readonly else why_not()
        if refusal:
            self.app.say(refusal)
            return
        text = self.session.report.text(self.step.key)
        with self.app.suspend():
            edited, said = edit_outside(text)
        if edited is not None:
            self.session.set({self.step.key: edited or None}, place=self.step.key)
        self.app.say(said)

    def action_last_year(self) -> None:
        """Shows or hides last year's passage under this one."""
        from tui_report.ui.screens.over import paragraph

        beside = self.query_one(Beside)
        text = self.session.last_text(self.step.key)
        if beside.shows == "last year" or not text:
            self.hide_last_year()
            if not text:
                self.app.say("上年没有这一段，或者还没有上年报告（在基本信息里按F2选）")
        else:
            beside.put("last year")
            beside.fill(paragraph("上年：" + text, self.size.width, "quiet"))

    def hide_last_year(self) -> None:
        """Gives the lines of last year's passage back to the work."""
        beside = self.query_one(Beside)
        if beside.shows == "last year":
            beside.put("")

    # Words of all passages

    def action_find(self) -> None:
        """Finds words in all passages, those that are selected or those of before, and puts others in their place."""
        from tui_report.ui.screens.wording import WordingScreen
        from tui_report.ui.wording import Place, Sought

        self._sought, here = self._sought or Sought(), None
        if isinstance(self.pane, PassagePane):
            self._sought.words = self._desk.selected_words() or self._sought.words
            here = Place(self.step.key, self._desk.cursor, self._desk.cursor)
        self.app.push_screen(WordingScreen(self.session, self._sought, here), self._go_to_words)

    async def _go_to_words(self, place: Place | None) -> None:
        if place:
            await self.go(step_of(self.session.form, place.ref), place.ref)
            self._desk.select(place.start, place.end)

    # Screens that only lie over any step

    def open_rule(self, finding: Finding) -> None:
        """Why there is such a rule, and on what it rests."""
        from tui_report.ui.screens.problems import rule_screen

        self.app.push_screen(rule_screen(finding))

    def action_tour(self) -> None:
        """The page for new users."""
        self.app.show_tour()

    def action_history(self) -> None:
        """Earlier versions."""
        from tui_report.ui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.session))

    def action_messages(self) -> None:
        """What was said lately."""
        from tui_report.ui.screens.messages import MessagesScreen

        self.app.push_screen(MessagesScreen())

    def action_export(self) -> None:
        """The papers in which the report leaves."""
        from tui_report.ui.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.session))

    # The file

    def action_save_now(self) -> None:
        """Saves without waiting."""
        if self.session.readonly:
            self.app.say(f"只读，不会保存：{self.session.readonly}")
        elif self.app.keeper.flush(2):
            self.app.say("已保存")
        else:
            self.app.ask_about_conflict()

    def action_leave(self) -> None:
        """Saves and ends the program."""
        self.app.leave()

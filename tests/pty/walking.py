"""Entering a whole report by keyboard, as a clerk does, with every key counted."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.pty.harness import Terminal
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, plain, write_fact
from tui_report.ui.steps import steps

F8, F9, F10, TAB, ENTER = "\x1b[19~", "\x1b[20~", "\x1b[21~", "\t", "\r"
UP, DOWN = "\x1b[A", "\x1b[B"
CLEAR = "\x15"


class Walk:
    """One clerk at one terminal.

    Attributes:
        keys: Keys pressed so far; a character typed through an input method counts as one.
    """

    def __init__(self, folder: Path, *, size: tuple[int, int] = (80, 24), arguments: tuple[str, ...] = ()) -> None:
        state = folder / ".local" / "state" / "tui-report"
        state.mkdir(parents=True, exist_ok=True)
        (state / "tour-seen").touch()  # this clerk is no new user
        self.terminal = Terminal([sys.executable, "-m", "tui_report", *arguments], size=size, folder=folder)
        self.started = time.monotonic()
        self.keys = 0

    def press(self, *keys: str) -> None:
        """Presses keys one after the other."""
        for key in keys:
            self.keys += 1
            self.terminal.send(key)

    def type(self, text: str) -> None:
        """Types a text; Enter parts its paragraphs."""
        self.keys += len(text)
        self.terminal.send(text.replace("\n", ENTER))

    def sees(self, text: str, seconds: float = 30.0) -> None:
        """Waits until a text is on the screen."""
        self.terminal.wait_for(text, seconds)

    def new_report(self, report: Report) -> None:
        """From the start screen of a folder to the task list of a new report."""
        self.sees("新建一份报告")
        self.press(ENTER)
        self.sees("新建报告：单位全称")
        self.type(report.unit)
        self.press(ENTER)
        self.sees("新建报告：报告年度")
        self.press(CLEAR)
        self.type(str(report.year))
        self.press(ENTER)
        self.sees("新建报告：单位级别")
        levels = [value for value, _ in next(f for f in FORM.facts if f.ref == "unit.level").choices]
        self.press(str(levels.index(report.level) + 1))
        self.sees("任务清单")

    def fill(self, report: Report) -> None:
        """From the task list through all steps to the finish."""
        for step in steps(FORM)[1:]:
            self.press(F8)
            if step.kind == "facts":
                self.sees("单位全称  ")
                self.facts(report)
            elif step.section and step.kind == "table":
                self.sees(" / ")
                self.sees(f"[{step.section.number}")
                self.figures(report, step.key)
            elif step.kind == "passage":
                self.sees(f"第{[p.ref for p in FORM.passages].index(step.key) + 1}段，")
                self.type(report.text(step.key))
            else:
                self.sees("核对结果")

    def facts(self, report: Report) -> None:
        """Types the facts that a new report lacks."""
        facts = {fact.ref: fact for fact in FORM.facts}
        self.type(write_fact(facts["sign.date"], report.values.get("sign.date")))  # the cursor is at the first blank
        if report.text("last_year"):
            self.press(UP, UP)
            self.type(report.text("last_year"))

    def figures(self, report: Report, section: str) -> None:
        """Types the figures of a section, row by row; one key fills what is zero where all is."""
        refs = [ref for t in FORM.tables if t.key == section for ref in t.entered]
        if not any(report.values.get(ref) for ref in refs):
            self.press(F9)
            self.sees("空格都填0")
            self.press("1")
            self.sees("可以撤销")
            return
        for ref in refs:
            self.type(plain(report.values.get(ref)))
            self.press(TAB)

    def leave(self) -> int:
        """Leaves by F10; returns the exit status."""
        self.press(F10)
        status = self.terminal.wait()
        assert status is not None, self.terminal.text()
        return status

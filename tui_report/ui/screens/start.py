"""The start screen: the reports of the folder, a new one, samples to try on a copy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Value
from tui_report.resources import samples
from tui_report.store.faults import StoreError
from tui_report.store.files import create, file_name
from tui_report.store.reading import read_report
from tui_report.ui.facts import read_fact
from tui_report.ui.screens.over import AskScreen, OverScreen, TypeScreen, paragraph
from tui_report.ui.widgets.lines import Line
from tui_report.width import pad

MOST = 200
"""Reports that are looked into; a folder with more is no clerk's folder."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the start screen."""

    kind: Literal["new", "open", "sample", "leave"]
    path: Path | None = None


def reports_in(folder: Path) -> Iterator[tuple[Path, Report]]:
    """Yields the reports of a folder, newest year first; what is no report is passed over."""
    found = []
    for path in sorted(folder.glob("*.toml"))[:MOST]:
        try:
            report = read_report(path, FORM)
        except StoreError:
            continue
        if report.values and not report.unknown[3:]:
            found.append((path, report))
    return iter(sorted(found, key=lambda pair: (-(pair[1].year or 0), pair[0].name)))


class StartScreen(OverScreen[None]):
    """What there is to open; Esc leaves the program."""

    def __init__(self, folder: Path) -> None:
        super().__init__("政府信息公开工作年度报告")
        self.folder = folder
        self._facts: dict[str, Value] = {}

    def content(self, width: int) -> Sequence[Line]:
        """New, the folder's reports, the samples."""
        lines = [
            *paragraph("选一项，按回车。第一次用，可以先拿样例练一练：练习用的是副本，不会弄坏什么。", width),
            Line(""),
            Line("新建一份报告", "", Choice("new")),
            Line(""),
            Line(f"这个文件夹里的报告（{self.folder}）", "head"),
        ]
        mine = [self._line(path, report, "open") for path, report in reports_in(self.folder)]
        lines += mine or [Line("还没有报告", "quiet")]
        lines += [Line(""), Line("样例（打开的是副本）", "head")]
        lines += [self._line(path, report, "sample") for path, report in reports_in(samples())]
        return [*lines, Line(""), Line("退出", "", Choice("leave"))]

    @staticmethod
    def _line(path: Path, report: Report, kind: Literal["open", "sample"]) -> Line:
        return Line(
            pad(f"{report.year or ''} {report.unit or '单位未填'}", 44) + " " + path.name, "", Choice(kind, path)
        )

    def key_line(self, width: int) -> str:
        """How to choose."""
        return " 上下键选  回车 打开  Esc 退出"

    def action_close(self) -> None:
        """Leaves the program."""
        self.app.exit(0)

    def choose(self, target: object) -> None:
        """Opens, copies or makes a report."""
        assert isinstance(target, Choice)
        if target.kind == "leave":
            self.app.exit(0)
        elif target.kind == "new":
            self._facts = {}
            self._ask_unit()
        elif target.kind == "open" and target.path:
            self._open(target.path)
        elif target.path:
            self._try_sample(target.path)

    def _open(self, path: Path) -> None:
        try:
            self.app.open_report(path)
        except StoreError as fault:
            self.app.push_screen(AskScreen("打不开", str(fault), [("ok", "知道了")]))

    def _try_sample(self, sample: Path) -> None:
        copy = self.folder / f"练习-{sample.name}"
        try:
            if not copy.exists():
                for path in (sample, *samples().glob("*.toml")):
                    target = self.folder / (f"练习-{path.name}" if path == sample else path.name)
                    if path == sample or path.name in sample.read_text("utf-8"):
                        target.exists() or target.write_bytes(path.read_bytes())
        except OSError as fault:
            self.app.push_screen(AskScreen("写不了副本", f"{copy}：{fault.strerror}", [("ok", "知道了")]))
            return
        self._open(copy)

    def _ask_unit(self) -> None:
        text = "写单位全称，例如某某县某某乡人民政府。题目和署名都用它，以后可以改。"
        self.app.push_screen(TypeScreen("新建报告：单位全称", text), self._ask_year)

    def _ask_year(self, unit: str | None) -> None:
        if unit is None:
            return
        self._facts = {"unit.name": unit, "sign.name": unit} if unit else {}
        year = str(self.app.now().year - 1)
        text = "报告哪一年的工作，写四位数。每年1月写的是上一年的报告。"
        self.app.push_screen(TypeScreen("新建报告：报告年度", text, year), self._ask_level)

    def _ask_level(self, year: str | None) -> None:
        if year is None:
            return
        fact = next(f for f in FORM.facts if f.ref == "year")
        value, fault = read_fact(fact, year)
        if fault:
            self.app.push_screen(
                AskScreen("年度不对", fault, [("ok", "重新填")]), lambda _: self._ask_year(self._unit())
            )
            return
        if value is not None:
            self._facts["year"] = value
        level = next(f for f in FORM.facts if f.ref == "unit.level")
        self.app.push_screen(AskScreen("新建报告：单位级别", level.help, level.choices), self._make)

    def _unit(self) -> str:
        return str(self._facts.get("unit.name", ""))

    def _make(self, level: str | None) -> None:
        if level is None:
            return
        self._facts["unit.level"] = level
        report = Report(self._facts)
        try:
            path = create(self.folder / file_name(report.unit, report.year), report, FORM)
        except StoreError as fault:
            self.app.push_screen(AskScreen("建不了文件", str(fault), [("ok", "知道了")]))
            return
        self._open(path)

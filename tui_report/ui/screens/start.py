"""The start screen: the reports of the folder, a new one, samples to try on a copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, Literal, NamedTuple

from textual.binding import Binding, BindingType
from textual.events import Paste

from tui_report.carry import Proposal, accepted, proposals
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Value
from tui_report.resources import samples
from tui_report.sources import documents_in, import_words, keep_beside, reports_in
from tui_report.store.faults import StoreError
from tui_report.store.files import create, file_name
from tui_report.ui.facts import read_fact
from tui_report.ui.screens.earlier import NONE, FileScreen, name_beside, offer_carried, show_remarks
from tui_report.ui.screens.over import AskScreen, OverScreen, TypeScreen, paragraph
from tui_report.ui.screens.pasting import PasteScreen
from tui_report.ui.screens.reading import read_for, read_paste
from tui_report.ui.widgets.lines import Line
from tui_report.width import cut, display_width, pad

SAMPLES = {
    "all-zero-township-2024": "全年没有申请的乡：最常见，先看这个",
    "busy-township-2024": "业务多的乡：表里有数，文字引用表里的数",
    "problems-township-2024": "有毛病的报告：练习查错、改错",
    "busy-township-2023": "上面业务多的乡的上年报告",
}
"""What each sample is for."""
PRACTICE = "练习-"
"""How the names of copies of samples begin."""


class Choice(NamedTuple):
    """A line of the start screen."""

    kind: Literal["new", "import", "paste", "open", "sample", "leave"]
    path: Path | None = None


def _columns(found: Sequence[tuple[Report, str, Choice]], width: int) -> list[Line]:
    """Year and unit, and behind all of them what there is to say."""
    heads = [f"{report.year or '    '} {report.unit or '单位未填'}" for report, _, _ in found]
    room = min(max(map(display_width, heads), default=0), width // 2)
    return [
        Line(f"{pad(cut(head, room), room)}  {words}", "", choice)
        for head, (_, words, choice) in zip(heads, found, strict=True)
    ]


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _copy(sample: Path, folder: Path, names: Mapping[str, str]) -> None:
    """Copies a sample, and the report of last year that it names, under their names as copies; raises OSError."""
    text = sample.read_text("utf-8")
    for old in names:
        target = folder / names[old]
        if (old == sample.name or old in text) and not target.exists():
            copy = (samples() / old).read_text("utf-8")
            for name, new in names.items():
                copy = copy.replace(f'"{name}"', f'"{new}"')
            target.write_bytes(copy.encode())


class StartScreen(OverScreen[None]):
    """What there is to open; Esc leaves the program, and so does the key that leaves it elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10", "close", priority=True)]

    def __init__(self, folder: Path) -> None:
        super().__init__("政府信息公开工作年度报告")
        self.folder = folder
        self._facts: dict[str, Value] = {}
        self._last: tuple[Path, Report] | None = None
        self._skipped = False
        """Whether last year's report was offered and not wanted."""
        self._pasted: list[str] = []

    def on_mount(self) -> None:
        """Begins at the report of this round that was changed last, which is most likely wanted again."""
        super().on_mount()
        mine = [p for p, report in reports_in(self.folder, FORM) if (report.year or 0) >= self.app.now().year - 1]
        mine = [path for path in mine if not path.name.startswith(PRACTICE)]
        if mine:
            self.lines.fill(list(self.lines.lines), at=Choice("open", max(mine, key=_changed_at)))

    def content(self, width: int) -> Sequence[Line]:
        """New, the folder's reports, the samples."""
        lines = [
            *paragraph("选一项，按回车。第一次用，可以先拿样例练一练：练习用的是副本，不会弄坏什么。", width),
            Line(""),
            Line("新建一份报告", "", Choice("new")),
            Line("导入一份Word、网页或者文本", "", Choice("import")),
            Line("粘贴一段：把别处复制的全文读成报告", "", Choice("paste")),
            Line(""),
            Line(f"这个文件夹里的报告（{self.folder}）", "head"),
        ]
        mine = [(report, path.name, Choice("open", path)) for path, report in reports_in(self.folder, FORM)]
        lines += _columns(mine, width) or [Line("还没有报告", "quiet")]
        lines += [Line(""), Line("样例（打开的是副本）", "head")]
        found = dict(reports_in(samples(), FORM))
        order = sorted(found, key=lambda path: [*SAMPLES, path.stem].index(path.stem))
        lines += _columns([(found[p], SAMPLES.get(p.stem, p.name), Choice("sample", p)) for p in order], width)
        return [*lines, Line(""), Line("退出", "", Choice("leave"))]

    def about(self) -> str:
        """What each line leads to."""
        return (
            "新建一份报告：先选上年的报告（有的话），再定单位和年度，然后一步一步填。\n"
            "导入：把已有的Word、网页或者文本变成可以核对、接着填的报告，原来的文件不动。\n"
            "粘贴一段：和导入一样，全文从别处复制来；直接在这里粘贴也行。\n"
            "这个文件夹里的报告：回车打开，从上次停下的地方接着填。\n"
            "样例：虚构的报告，打开的是副本，怎么改都行。"
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
            self._ask_last()
        elif target.kind == "import":
            self._ask_document()
        elif target.kind == "paste":
            self._ask_paste()
        elif target.kind == "open" and target.path:
            self._open(target.path)
        elif target.path:
            self._try_sample(target.path)

    def _open(self, path: Path) -> bool:
        try:
            self.app.open_report(path)
        except StoreError as fault:
            self._refuse("打不开", fault)
            return False
        return True

    def _refuse(self, title: str, fault: StoreError, advice: str = "") -> None:
        self.app.push_screen(AskScreen(title, f"{fault}\n{advice}".strip(), [("ok", "知道了")]))

    def _try_sample(self, sample: Path) -> None:
        names = {path.name: PRACTICE + file_name(r.unit, r.year) for path, r in reports_in(samples(), FORM)}
        copy = self.folder / names[sample.name]
        try:
            if not copy.exists():
                _copy(sample, self.folder, names)
        except OSError as fault:
            self.app.push_screen(AskScreen("写不了副本", f"{copy}：{fault.strerror}", [("ok", "知道了")]))
            return
        if self._open(copy):
            self.app.say(f"这是练习用的副本{copy.name}，随便改")

    def _ask_document(self) -> None:
        text = "选要导入的文件，原来的文件不会改动。没有看到的，请先把它放进这个文件夹。"
        self.app.push_screen(FileScreen("导入", text, (), documents_in(self.folder)), self._import)

    def _import(self, name: str | None) -> None:
        if name:
            read_for(self.app, Path(name), self._keep, lambda fault: self._refuse("导入不了", fault))

    def on_paste(self, event: Paste) -> None:
        """A paste on this screen can only be meant for that."""
        event.stop()
        self._pasted.append(event.text)
        self._ask_paste()

    def _ask_paste(self) -> None:
        def read(text: str | None) -> None:
            if text is not None:
                read_paste(self.app, text, self._keep, lambda fault: self._refuse("读不成报告", fault))

        self.app.push_screen(PasteScreen(self._pasted), read)

    def _keep(self, report: Report) -> None:
        """Writes what was read as a report file and opens it."""
        try:
            made = keep_beside(self.folder, report, FORM)
        except StoreError as fault:
            self._refuse("导入不了", fault)
            return
        self._pasted.clear()
        self.app.say(import_words(made, report, FORM))
        if self._open(self.folder / made):
            show_remarks(self.app)

    def _ask_last(self) -> None:
        """Offers what may be last year's report; where there is nothing to offer, nothing is asked."""
        self._facts, self._last, self._skipped = {}, None, False
        reports = [found for found in reports_in(self.folder, FORM) if not found[0].name.startswith(PRACTICE)]
        documents = documents_in(self.folder)
        if not reports and not documents:
            self._ask_unit()
            return
        text = "有上年的报告就选它：单位、署名、结转的数从它来，填写时还能对照上年的文字。"
        skip = "跳过，从空白开始"
        self.app.push_screen(FileScreen("新建报告：上年的报告", text, reports, documents, skip), self._take_last)

    def _take_last(self, name: str | None) -> None:
        self._skipped = name == NONE
        if name:
            read = partial(self._begin_with, Path(name))
            read_for(self.app, Path(name), read, self._refuse_last)
        elif name == NONE:
            self._ask_unit()

    def _refuse_last(self, fault: StoreError) -> None:
        """Another file may do."""
        question = AskScreen("上年的报告读不了", str(fault), [("ok", "知道了，另选一份")])
        self.app.push_screen(question, lambda _: self._ask_last())

    def _begin_with(self, path: Path, last: Report) -> None:
        self._last = path, last
        self._facts = {ref: value for ref, value in accepted(self._offered()).items() if ref in FORM.texts}
        self._ask_unit()

    def _offered(self) -> list[Proposal]:
        return proposals(FORM, self._last[1]) if self._last else []

    def _ask_unit(self) -> None:
        text = "写单位全称，例如某某县某某乡人民政府。题目和署名都用它；可以先空着，以后在基本信息里改。"
        self.app.push_screen(TypeScreen("新建报告：单位全称", text, self._unit(), guessed=True), self._ask_year)

    def _ask_year(self, unit: str | None) -> None:
        if unit is None:
            if self._last or self._skipped:
                self._ask_last()
            return
        if unit and unit != self._unit():
            self._facts |= {"unit.name": unit, "sign.name": unit}
        year = str(self._facts.get("year", self.app.now().year - 1))
        self._type_year("报告哪一年的工作，写四位数，直接打就换掉。每年1月写的是上一年的报告。", year)

    def _type_year(self, text: str, year: str) -> None:
        self.app.push_screen(TypeScreen("新建报告：报告年度", text, year, guessed=True), self._ask_level)

    def _ask_level(self, year: str | None) -> None:
        if year is None:
            self._ask_unit()
            return
        fact = next(f for f in FORM.facts if f.ref == "year")
        value, fault = read_fact(fact, year)
        if fault:
            self._type_year(f"年度不对：{fault}", year)
            return
        if value is not None:
            self._facts["year"] = value
        if "unit.level" in self._facts:
            self._make(str(self._facts["unit.level"]))
            return
        level = next(f for f in FORM.facts if f.ref == "unit.level")
        self.app.push_screen(AskScreen("新建报告：单位级别", level.help, level.choices), self._make)

    def _unit(self) -> str:
        return str(self._facts.get("unit.name", ""))

    def _make(self, level: str | None) -> None:
        if level is None:
            self._ask_year(self._unit())
            return
        self._facts["unit.level"] = level
        report = Report(self._facts)
        path = self.folder / file_name(report.unit, report.year)
        try:
            create(path, report if path.exists() else self._with_last(report), FORM)
        except StoreError as fault:
            self._refuse("建不了文件", fault, "这个文件夹写不了的话，退出后换一个文件夹，再运行。")
            return
        if self._open(path) and self._last:
            offer_carried(self.app, self._last[1])

    def _with_last(self, report: Report) -> Report:
        """Names last year's file in the report; a document is first written beside it as a report file."""
        if self._last is None:
            return report
        return report.edited({"last_year": name_beside(self.folder, *self._last)})

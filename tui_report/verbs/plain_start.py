"""The start screen on plain lines: which report of the folder, a new one, or one that is read from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

from tui_report.characters import narrowed
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, write_remark
from tui_report.sources import PASTE, documents_in, import_words, keep_beside, lent, read_source, reports_in
from tui_report.store.faults import StoreError
from tui_report.ui.facts import choices, read_fact
from tui_report.ui.plain_commands import DOTS
from tui_report.verbs.new import make
from tui_report.verbs.opening import today

Read = Callable[[str], str | None]
Say = Callable[[str], None]


class Left(Exception):
    """The input ended, or the clerk wants to leave."""


def choose(folder: Path, read: Read, say: Say) -> Path | None:
    """Asks which report is wanted and returns its path; None where the clerk leaves."""
    found = reports_in(folder, FORM)
    names = [f"{report.year or ''} {report.unit or '单位未填'}  {path.name}" for path, report in found]
    ways: dict[str, Callable[[], Path | None]] = {
        "新建一份报告": lambda: _new(folder, [path for path, _ in found], read, say),
        "导入一份Word、网页或者文本": lambda: _import(folder, read, say),
        "粘贴一段：把别处复制的全文读成报告": lambda: _paste(folder, read, say),
    }
    say(f"政府信息公开工作年度报告。文件夹：{folder.absolute()}")
    try:
        while (number := _number(read, say, [*names, *ways], "打编号；直接回车是退出：")) is not None:
            if number < len(found):
                return found[number][0]
            try:
                if path := list(ways.values())[number - len(found)]():
                    return path
            except StoreError as fault:
                say(f"没有做成：{fault}")
    except Left:
        pass
    return None


def _import(folder: Path, read: Read, say: Say) -> Path | None:
    """Asks for a document and makes a report file of it; None where there is none."""
    files = documents_in(folder)
    if not files:
        say("这个文件夹里没有能导入的文件。")
        return None
    number = _number(read, say, [path.name for path in files], "打编号；直接回车是返回：")
    return None if number is None else _kept(folder, read_source(files[number], FORM), say)


def _paste(folder: Path, read: Read, say: Say) -> Path | None:
    """Takes a whole text line by line and makes a report file of it; None where nothing came."""
    say("请粘贴全文（连同表格）；完了在新的一行只打一个点，再按回车。")
    lines: list[str] = []
    while (line := read("> ")) is not None and line.strip() not in tuple(DOTS):
        lines.append(line.rstrip("\n"))
    if not "".join(lines).strip():
        return None
    with lent("\n".join(lines).encode("utf-8", "replace"), PASTE) as path:
        return _kept(folder, read_source(path, FORM), say)


def _kept(folder: Path, report: Report, say: Say) -> Path:
    path = folder / keep_beside(folder, report, FORM)
    for remark in report.remarks:
        say(write_remark(FORM, remark))
    say(import_words(path.name, report, FORM) + "。")
    return path


def _number(read: Read, say: Say, names: Sequence[str], prompt: str) -> int | None:
    """Says numbered lines and returns the number that is chosen, from 0; None for an empty answer."""
    for number, name in enumerate(names, 1):
        say(f"{number} {name}")
    while answer := _answer(read, prompt):
        if answer.isdecimal() and 0 < int(answer) <= len(names):
            return int(answer) - 1
        say(f"没有这个编号：{answer}。请打1到{len(names)}。")
    return None


def _answer(read: Read, prompt: str) -> str:
    line = read(prompt)
    if line is None:
        raise Left
    return narrowed(line).strip()


def _new(folder: Path, reports: Sequence[Path], read: Read, say: Say) -> Path:
    """Asks for last year's report, unit, year and level, and makes the file; asks again where that cannot be."""
    while True:
        try:
            return make(_facts(folder, reports, read, say))
        except StoreError as fault:
            say(f"没有新建：{fault}")


def _facts(folder: Path, reports: Sequence[Path], read: Read, say: Say) -> SimpleNamespace:
    files = [*reports, *documents_in(folder)]
    args = SimpleNamespace(file=None, source=None, last=None, unit=None, level=None, year=None, json=False)
    unit, year = "", today().year - 1
    if files:
        number = _number(read, say, [path.name for path in files], "上年的报告打编号；没有就直接回车：")
        if number is not None:
            args.source = str(files[number])
            last = read_source(files[number], FORM)
            unit, year = last.unit, (last.year or year - 1) + 1
    args.unit = _answer(read, f"单位全称（现在：{unit or '空'}）：") or None
    args.year = _year(read, say, year)
    if args.source is None:
        level = next(fact for fact in FORM.facts if fact.ref == "unit.level")
        said = _answer(read, f"{level.label}（直接回车是1）  {choices(level)}：")
        value, fault = read_fact(level, said)
        args.level = None if fault else value
    return args


def _year(read: Read, say: Say, year: int) -> int:
    fact = next(fact for fact in FORM.facts if fact.ref == "year")
    while answer := _answer(read, f"{fact.label}（现在：{year}）："):
        value, fault = read_fact(fact, answer)
        if isinstance(value, int):
            return value
        say(f"年度不对：{fault}")
    return year

"""The start screen on plain lines: which report of the folder, or a new one."""

from __future__ import annotations

import unicodedata
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from tui_report.form.cn_2021 import FORM
from tui_report.sources import documents_in, read_source, reports_in
from tui_report.store.faults import StoreError
from tui_report.ui.facts import choices, read_fact
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
    say(f"政府信息公开工作年度报告。文件夹：{folder}")
    try:
        number = _number(read, say, [*names, "新建一份报告"], "打编号；直接回车是退出：")
        if number is None:
            return None
        return found[number][0] if number < len(found) else _new(folder, [path for path, _ in found], read, say)
    except Left:
        return None


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
    return unicodedata.normalize("NFKC", line).strip()


def _new(folder: Path, reports: Sequence[Path], read: Read, say: Say) -> Path:
    """Asks for last year's report, unit, year and level, and makes the file; asks again where that cannot be."""
    while True:
        try:
            return make(_facts(folder, reports, read, say))
        except StoreError as fault:
            say(f"没有新建：{fault}")


def _facts(folder: Path, reports: Sequence[Path], read: Read, say: Say) -> Namespace:
    files = [*reports, *documents_in(folder)]
    args = Namespace(file=None, source=None, last=None, unit=None, level=None, year=None, json=False)
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

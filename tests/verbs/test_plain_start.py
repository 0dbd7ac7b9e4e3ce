"""The start on plain lines: the reports of the folder by number, and a new one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tui_report.form.cn_2021 import FORM
from tui_report.resources import samples
from tui_report.store.reading import read_report
from tui_report.verbs.plain_start import choose

LAST = "busy-township-2023.toml"


def answering(*answers: str) -> Callable[[str], str | None]:
    left = iter(answers)
    return lambda prompt: next(left, None)


def test_a_report_is_chosen_by_its_number(tmp_path):
    shutil.copy(samples() / LAST, tmp_path)
    said: list[str] = []
    assert choose(tmp_path, answering("9", "１"), said.append) == tmp_path / LAST
    assert f"1 2023 青禾县东岭乡人民政府  {LAST}" in said
    assert "没有这个编号：9。请打1到2。" in said


def test_an_empty_answer_or_the_end_of_the_input_leaves(tmp_path):
    assert choose(tmp_path, answering(""), print) is None
    assert choose(tmp_path, answering("1", "某乡人民政府"), print) is None
    assert not list(tmp_path.iterdir())


def test_a_new_report_begins_with_last_years(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(samples() / LAST, tmp_path)
    path = choose(Path(), answering("2", "1", "", ""), print)
    assert path is not None
    report = read_report(path, FORM)
    assert (report.unit, report.year, report.text("last_year")) == ("青禾县东岭乡人民政府", 2024, LAST)
    assert report.number("requests.carried_in.person") == 2


def test_a_new_report_from_nothing_asks_for_unit_year_and_level(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    path = choose(Path(), answering("1", "某某乡人民政府", "24", "2024年", "2"), said.append)
    assert path is not None
    report = read_report(path, FORM)
    assert (report.unit, report.year, report.level) == ("某某乡人民政府", 2024, "department")
    assert any("年度不对" in line for line in said)


def test_a_name_that_is_taken_is_asked_for_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    assert choose(Path(), answering("1", "某乡", "2024", ""), said.append)
    assert choose(Path(), answering("2", "", "某乡", "2024", "", "", "某某乡", "2024", ""), said.append)
    assert any(line.startswith("没有新建：") for line in said)

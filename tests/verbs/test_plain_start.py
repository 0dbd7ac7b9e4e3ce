"""The start on plain lines: the reports of the folder by number, and a new one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.rendering.text import render_text
from tui_report.resources import samples
from tui_report.rules.model import Facts
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
    assert "没有这个编号：9。请打1到4。" in said


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


def whole(name: str) -> str:
    facts = Facts(FORM, read_report(samples() / name, FORM))
    return render_text(facts, assess(facts), draft=True)


def test_a_pasted_report_becomes_a_report_file(tmp_path):
    said: list[str] = []
    text = whole(LAST)
    path = choose(tmp_path, answering("3", *(line + "\n" for line in text.split("\n")), ".\n"), said.append)
    assert path is not None and path == tmp_path / "青禾县东岭乡人民政府-2023.toml"
    before, after = read_report(samples() / LAST, FORM), read_report(path, FORM)
    assert {ref: after.number(ref) for ref in FORM.entered} == {ref: before.number(ref) for ref in FORM.entered}
    assert said[-1] == f"已导入为{path.name}；各格都读到了，请核对。"


def test_a_document_is_imported_by_its_number_and_a_bad_one_is_told(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"broken")
    (tmp_path / "b.txt").write_text(whole(LAST), "utf-8")
    said: list[str] = []
    path = choose(tmp_path, answering("2", "1", "2", "", "2", "2"), said.append)
    assert path is not None and path.name == "青禾县东岭乡人民政府-2023.toml"
    assert any(line.startswith("没有做成：a.docx：") for line in said)


def test_an_empty_paste_and_an_empty_folder_lead_back(tmp_path):
    said: list[str] = []
    assert choose(tmp_path, answering("2", "3", ".", ""), said.append) is None
    assert "这个文件夹里没有能导入的文件。" in said
    assert not list(tmp_path.iterdir())

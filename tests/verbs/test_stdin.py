"""Standard input in the place of a file: a document of any kind, by its first bytes."""

from __future__ import annotations

import json

import pytest

from tests.verbs.conftest import CLEAN, LAST, PROBLEMS
from tui_report.form.cn_2021 import FORM
from tui_report.store.reading import read_report


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.docx", "a.md", CLEAN])
def test_import_reads_every_kind(verb, folder, given, name):
    if name != CLEAN:
        assert verb("render", CLEAN, "--to", name.partition(".")[2], "-o", name).code == 0
    given((folder / name).read_bytes())
    done = verb("import", "-", "-o", "out.toml")
    assert done.code == 0 and "标准输入  166格读到166格，空0格" in done.err
    report = read_report(folder / "out.toml", FORM)
    assert report.number("requests.new.person") == read_report(folder / CLEAN, FORM).number("requests.new.person")
    assert report.source is None or report.source.file == f"标准输入.{name.partition('.')[2]}".replace(".md", ".txt")


def test_import_writes_text_and_tells_what_a_broken_document_is(verb, folder, given):
    given("甲乡人民政府2024年政府信息公开工作年度报告\n一、总体情况\n公开3条。\n".encode("gb18030"))
    assert verb("import", "-", "--to", "txt", "-o", "out.txt").code == 1
    assert "甲乡人民政府2024年" in (folder / "out.txt").read_text("utf-8")
    given(b"%PDF-1.4 cut")
    done = verb("import", "-", "-o", "x.toml")
    assert done.code == 2 and "标准输入.pdf：" in done.err and not (folder / "x.toml").exists()
    given(b"")
    assert "文件是空的" in verb("import", "-").err


def test_without_a_name_the_report_is_called_after_standard_input(verb, folder, given):
    given("甲乡人民政府2024年政府信息公开工作年度报告\n一、总体情况\n公开3条。\n".encode())
    assert "写入 标准输入.toml" in verb("import", "-").err
    assert (folder / "标准输入.toml").exists()


def test_check_takes_a_list_of_names_or_a_report(verb, folder, given):
    given(f"{CLEAN}\n{PROBLEMS}\n".encode())
    assert len(json.loads(verb("check", "-", "--json").out)["reports"]) == 2
    given(f"{CLEAN}\0".encode())
    assert json.loads(verb("check", "-", "--json").out)["file"] == CLEAN
    given(b"gone.docx\ngone.toml\n")
    done = verb("check", "-")
    assert done.code == 2 and "共2份，读不了2份" in done.out and "gone.toml" in done.out
    given((folder / PROBLEMS).read_bytes())
    one = json.loads(verb("check", "-", "--json").out)
    assert one["file"] == "标准输入" and one["year"] == 2024 and one["findings"]
    verb("render", CLEAN, "-o", "a.txt")
    given((folder / "a.txt").read_bytes())
    done = verb("check", "-", LAST)
    assert done.code == 0 and "标准输入" in done.out and "共2份" in done.out


def test_every_verb_that_reads_reports_reads_standard_input(verb, folder, given):
    given((folder / CLEAN).read_bytes())
    assert verb("diff", CLEAN, "-") == (0, "两份报告相同\n", "")
    given((folder / CLEAN).read_bytes())
    assert "报告年度：2024" in verb("show", "-").out
    given((folder / LAST).read_bytes())
    assert verb("new", "x.toml", "--from", "-").code == 0
    report = read_report(folder / "x.toml", FORM)
    assert report.number("requests.carried_in.person") == 2
    assert read_report(folder / report.text("last_year"), FORM).year == 2023


def test_endless_input_is_cut_off(verb, given, monkeypatch):
    monkeypatch.setattr("tui_report.verbs.opening.MOST", 1000)
    given(b"1" * 1001)
    done = verb("import", "-")
    assert done.code == 2 and "超过" in done.err

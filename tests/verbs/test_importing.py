from __future__ import annotations

import json

import pytest

from tests.verbs.conftest import CLEAN, PROBLEMS
from tui_report.form.cn_2021 import FORM
from tui_report.store.files import ReportFile, history
from tui_report.store.reading import read_report

LITTLE = "甲乡人民政府2024年政府信息公开工作年度报告\n一、总体情况\n公开3条。\n栏目：年报\n"


@pytest.fixture
def whole(verb, folder) -> str:
    """A text in which every cell can be read."""
    done = verb("render", CLEAN, "-o", "whole.txt")
    assert done.code == 0
    return "whole.txt"


def test_a_text_comes_back_as_the_report_it_was_made_of(verb, folder, whole):
    done = verb("import", whole, "-o", "back.toml")
    assert done.code == 0 and done.out == ""
    assert "whole.txt  166格读到166格，空0格" in done.err and "写入 back.toml" in done.err
    before, after = (read_report(folder / name, FORM) for name in (CLEAN, "back.toml"))
    assert {ref: before.values.get(ref) for ref in FORM.entered} == {r: after.values.get(r) for r in FORM.entered}
    assert after.source and after.source.file == "whole.txt" and after.stated


def test_cells_left_open_are_told_with_place_and_quote(verb, folder):
    (folder / "a.txt").write_text(LITTLE, "utf-8")
    done = verb("import", "a.txt", "-o", "a.toml")
    assert done.code == 1
    assert "第1行  单位全称：取自原件这一处（原文：甲乡人民政府2024年" in done.err
    assert "空着的格不等于0" in done.err
    assert read_report(folder / "a.toml", FORM).unit == "甲乡人民政府"


def test_an_existing_file_is_never_written_over_unless_forced(verb, folder):
    (folder / "a.txt").write_text(LITTLE, "utf-8")
    (folder / "a.toml").write_text("mine", "utf-8")
    done = verb("import", "a.txt")
    assert done.code == 2 and "已经有了" in done.err
    assert (folder / "a.toml").read_text("utf-8") == "mine"
    assert verb("import", "a.txt", "--force").code == 1
    assert read_report(folder / "a.toml", FORM).year == 2024


def test_a_bad_file_does_not_stop_the_rest(verb, folder):
    (folder / "bad.docx").write_bytes(b"no document")
    (folder / "a.txt").write_text(LITTLE, "utf-8")
    done = verb("import", "bad.docx", "a.txt", "none.html", "-o", "out")
    assert done.code == 2
    assert [line.split("  ")[0] for line in done.err.splitlines()] == ["bad.docx", "a.txt", "none.html"]
    assert [p.name for p in (folder / "out").iterdir()] == ["a.toml"]
    assert "bad.docx  没有导入：不是完整的Word文件" in done.err


def test_a_folder_keeps_its_folders_and_no_two_outputs_are_the_same(verb, folder):
    source = folder / "in/sub"
    source.mkdir(parents=True)
    for name in ("a.txt", "a.md"):
        (source / name).write_text(LITTLE, "utf-8")
    done = verb("import", "in", "-o", "out", "--json")
    files = json.loads(done.out)["files"]
    assert done.code == 1
    assert [one["output"] for one in files] == ["out/sub/a.toml", "out/sub/a.txt.toml"]
    assert all((folder / one["output"]).exists() and len(one["open"]) == 166 for one in files)


def test_files_of_one_name_are_told_apart_by_their_folders(verb, folder):
    for town in ("甲乡", "乙镇"):
        (folder / "in" / town).mkdir(parents=True)
        (folder / "in" / town / "年报.txt").write_text(LITTLE, "utf-8")
    lines = verb("import", "in", "-o", "out").err.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["in/乙镇/年报.txt", "in/甲乡/年报.txt"]


def test_one_file_as_json(verb, folder):
    (folder / "a.txt").write_text(LITTLE, "utf-8")
    data = json.loads(verb("import", "a.txt", "-o", "x.toml", "--json").out)
    assert (data["unit"], data["year"], data["output"]) == ("甲乡人民政府", 2024, "x.toml")
    assert {"ref", "text", "place", "quote"} == set(data["remarks"][0])


def test_text_of_the_program_s_own_is_made_too(verb, folder, whole):
    assert verb("import", whole, "-o", "again.txt", "--to", "txt").code == 0
    again = (folder / "again.txt").read_text("utf-8")
    assert "一、总体情况" in again and "青禾县东岭乡人民政府2024年" in again.replace("\n", "")


def test_a_report_file_can_be_imported_and_the_source_never_changes(verb, folder):
    before = (folder / PROBLEMS).read_bytes()
    assert verb("import", PROBLEMS, "-o", "copy.toml").code == 1
    assert (folder / PROBLEMS).read_bytes() == before


def test_several_files_need_a_folder(verb, folder):
    for name in ("a.txt", "b.txt", "c.toml"):
        (folder / name).write_text(LITTLE, "utf-8")
    done = verb("import", "a.txt", "b.txt", "-o", "c.toml")
    assert done.code == 2 and "文件夹" in done.err


def test_a_report_that_is_written_over_goes_to_the_history(verb, folder):
    (folder / "a.txt").write_text(LITTLE, "utf-8")
    before = (folder / CLEAN).read_bytes()
    assert verb("import", "a.txt", "-o", CLEAN, "--force").code == 1
    assert read_report(folder / CLEAN, FORM).unit == "甲乡人民政府"
    assert [version.path.read_bytes() for version in history(folder / CLEAN)] == [before]


def test_a_report_that_somebody_has_open_is_not_written_over(verb, folder):
    (folder / "a.txt").write_text(LITTLE, "utf-8")
    before = (folder / CLEAN).read_bytes()
    open_elsewhere = ReportFile.open(folder / CLEAN, FORM, who="王芳")
    done = verb("import", "a.txt", "-o", CLEAN, "--force")
    open_elsewhere.close()
    assert done.code == 2 and "正由 王芳 编辑" in done.err
    assert (folder / CLEAN).read_bytes() == before


@pytest.mark.parametrize("words", [["a.txt", "-o", "a.txt"], ["a.txt", "-o", "a.txt", "--to", "txt"]])
def test_a_source_is_never_written_over(verb, folder, words):
    """`import a.txt -o a.txt --force` put the report in the place of the document."""
    (folder / "a.txt").write_text(LITTLE, "utf-8")
    done = verb("import", *words, "--force")
    assert done.code == 2 and "就是原来的文件" in done.err
    assert (folder / "a.txt").read_text("utf-8") == LITTLE

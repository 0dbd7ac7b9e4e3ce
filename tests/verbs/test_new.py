from __future__ import annotations

import json

from tests.verbs.conftest import CLEAN, LAST
from tui_report.form.cn_2021 import FORM
from tui_report.store.reading import read_report

NEXT = "青禾县东岭乡人民政府-2024.toml"


def test_an_empty_report(verb, folder):
    done = verb("new", "--unit", "甲乡人民政府", "--year", "2024")
    report = read_report(folder / "甲乡人民政府-2024.toml", FORM)
    assert done.code == 0 and done.out == "" and "已新建" in done.err
    assert dict(report.values) == {
        "unit.name": "甲乡人民政府", "unit.level": "township", "sign.name": "甲乡人民政府", "year": 2024,
    }  # fmt: skip


def test_never_over_an_existing_file(verb, folder):
    before = (folder / CLEAN).read_bytes()
    for words in (["new", CLEAN], ["new", CLEAN, "--from", LAST]):
        done = verb(*words)
        assert done.code == 2 and "已经有了" in done.err
    assert (folder / CLEAN).read_bytes() == before


def test_last_year_is_taken_over_with_its_sources_said(verb, folder):
    done = verb("new", "--from", LAST)
    report = read_report(folder / NEXT, FORM)
    assert done.code == 0
    assert report.text("last_year") == LAST and report.year == 2024 and report.unit == "青禾县东岭乡人民政府"
    assert report.number("requests.carried_in.person") == 2
    assert sum(ref in report.values for ref in FORM.entered) == 6
    assert not any(report.text(p.ref) for p in FORM.passages)
    assert "自然人 2，取自2023年报告 第三部分 四、结转下年度继续办理/自然人" in done.err
    assert "上年 第二部分 行政规范性文件/现行有效件数 8，供核对，不填入" in done.err


def test_a_document_of_last_year_becomes_a_report_file_beside_the_new_one(verb, folder):
    verb("render", LAST, "-o", "last.txt")
    (folder / "new").mkdir()
    done = verb("new", f"new/{NEXT}", "--from", "last.txt", "--json")
    data = json.loads(done.out)
    assert data["last_year"] == "青禾县东岭乡人民政府-2023.toml"
    last = read_report(folder / "new" / data["last_year"], FORM)
    assert last.year == 2023 and last.source is not None
    assert {p["ref"] for p in data["taken"]} >= {"year", "unit.name", "requests.carried_in.business"}
    checked = json.loads(verb("check", f"new/{NEXT}", "--json").out)["findings"]
    assert not any(f["rule"] == "Y01" and f["outcome"] == "not_evaluated" for f in checked)


def test_a_report_file_in_another_folder_is_named_where_it_is(verb, folder):
    (folder / "2024").mkdir()
    assert verb("new", "2024/x.toml", "--from", LAST).code == 0
    assert read_report(folder / "2024/x.toml", FORM).text("last_year") == f"../{LAST}"


def test_what_the_command_line_says_goes_before_last_year(verb, folder):
    verb("new", "x.toml", "--from", LAST, "--unit", "乙镇人民政府", "--year", "2026", "--level", "county")
    report = read_report(folder / "x.toml", FORM)
    assert (report.unit, report.year, report.level) == ("乙镇人民政府", 2026, "county")
    assert report.text("sign.name") == "乙镇人民政府"


def test_a_last_year_that_cannot_be_read_makes_nothing(verb, folder):
    before = sorted(folder.iterdir())
    done = verb("new", "x.toml", "--from", "none.docx")
    assert done.code == 2 and "none.docx" in done.err
    assert sorted(folder.iterdir()) == before


def test_last_and_from_exclude_each_other(verb):
    assert verb("new", "x.toml", "--from", LAST, "--last", LAST).code == 2

from __future__ import annotations

import json
import os
import re
import sys

import pytest

from tests.verbs.conftest import CLEAN, LAST, PROBLEMS
from tui_report.assess import unlooked
from tui_report.rules import CATALOGUE
from tui_report.rules.model import Finding
from tui_report.verbs.check import named

NAMES = ("a\x1b[2J\u202eb.toml", "a\nb.toml", "-rf.toml", "'%s'.toml", "甲" * 80 + ".toml")


def test_a_clean_report_passes(verb):
    done = verb("check", CLEAN)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].startswith("共：必改 0，须看 0，提示")


def test_a_report_with_errors_fails_and_says_where_and_what_to_do(verb):
    done = verb("check", PROBLEMS)
    assert done.code == 1
    assert "必改 T01  自然人：一(5)+二(1)=6，三（七）(4)+四(1)=5，差1\n           核对这一列" in done.out


def test_reasons_why_rules_did_not_run_stand_at_the_end_in_a_line_each(verb):
    lines = verb("check", PROBLEMS).out.splitlines()
    unrun = [line for line in lines if line.startswith("未核对")]
    assert lines[-len(unrun) - 1 : -1] == unrun
    reasons = [line.partition("：")[2] for line in unrun]
    assert len(set(reasons)) == len(reasons)
    assert any(re.fullmatch(r"未核对 \d条规则（(Y\d\d、)+Y\d\d）：没有上年报告", line) for line in unrun)


def test_a_rule_is_named_once_with_a_reason():
    found = [Finding(rule, "note", (), "", outcome="not_evaluated", reason="甲") for rule in ("T01", "T01", "T02")]
    assert list(unlooked(found)) == ["未核对 2条规则（T01、T02）：甲"]


def test_strict_lets_warnings_count(verb, folder):
    text = (folder / CLEAN).read_text("utf-8").replace("fees        = [1.85]", "fees        = [18500]")
    (folder / "x.toml").write_text(text, "utf-8")
    found = [f["severity"] for f in json.loads(verb("check", "x.toml", "--json").out)["findings"]]
    assert "warning" in found
    if "error" not in found:
        assert verb("check", "x.toml").code == 0
    assert verb("check", "x.toml", "--strict").code == 1


def test_one_file_as_json_has_its_findings_at_the_top(verb):
    done = verb("check", PROBLEMS, "--json")
    data = json.loads(done.out)
    assert done.code == 1 and data["unit"]["name"] == "青禾县沙梁乡人民政府" and data["year"] == 2024
    assert {"rule", "severity", "outcome", "refs", "message", "hint", "span", "quote", "reason", "word"} == set(
        data["findings"][0]
    )
    assert {f["rule"] for f in data["findings"] if f["outcome"] == "fail"} >= {"T01", "T02", "T05"}


def test_many_files_end_with_tables_of_units_and_rules(verb):
    done = verb("check", CLEAN, PROBLEMS)
    assert done.code == 1
    assert re.search(r"青禾县沙梁乡人民政府 2024  problems-t\S* +6 +4 +1 +1\n    T07 ", done.out)
    assert re.search(r"T05 必改 \S+ +1 +2\n", done.out)
    assert done.out.splitlines()[-1] == "共2份，读不了0份；必改 6，须看 4，提示 1，未填 1"


def test_passages_shared_by_two_offices_are_named(verb, folder):
    text = (folder / CLEAN).read_text("utf-8").replace('name = "青禾县东岭乡人民政府"', 'name = "青禾县西岭乡人民政府"')
    (folder / "west.toml").write_text(text, "utf-8")
    reports = json.loads(verb("check", CLEAN, "west.toml", "--json").out)["reports"]
    shared = [f["message"] for f in reports[0]["findings"] if f["rule"] == "Y06"]
    assert shared and all("与青禾县西岭乡人民政府的报告相同" in message for message in shared)
    assert not [f for f in json.loads(verb("check", CLEAN, "--json").out)["findings"] if f["rule"] == "Y06"]


def test_what_is_only_not_filled_in_is_counted_apart_as_on_the_screens(verb, folder):
    done = verb("check", PROBLEMS)
    assert "\n未填 T05  " in done.out and done.out.splitlines()[-1].endswith("，未填 1")


def test_a_narrow_terminal_gets_messages_that_go_on_below_themselves(verb, folder, monkeypatch):
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    from tui_report.width import display_width

    lines = verb("check", PROBLEMS).out.splitlines()
    assert all(display_width(line) < 60 for line in lines)
    assert any(line.startswith(" " * 11) for line in lines)


def test_a_bad_file_is_a_row_of_its_own_and_the_rest_go_on(verb, folder):
    (folder / "bad.toml").write_text("year = = 2", "utf-8")
    done = verb("check", "bad.toml", "none.toml", CLEAN, "--json")
    reports = json.loads(done.out)["reports"]
    assert done.code == 2
    assert "第1行" in reports[0]["unreadable"] and "没有这个文件" in reports[1]["unreadable"]
    assert reports[2]["year"] == 2024 and "unreadable" not in reports[2]
    assert "读不了" in verb("check", "bad.toml", CLEAN).out


def test_one_worker_gives_the_same_as_two(verb):
    assert verb("check", CLEAN, PROBLEMS, "--jobs", "1") == verb("check", CLEAN, PROBLEMS)


def test_a_single_bad_file_is_said_on_standard_error(verb, folder):
    done = verb("check", "none.toml")
    assert done.code == 2 and "没有这个文件" in done.err and "Traceback" not in done.err


def test_that_last_year_could_not_be_read_is_said_where_it_matters(verb, folder):
    (folder / LAST).unlink()
    alone, among = verb("check", CLEAN), verb("check", CLEAN, PROBLEMS)
    assert "上年报告没有读到" in alone.err and "上年报告没有读到" not in alone.out
    assert among.err == "" and f"== {CLEAN}\n上年报告没有读到" in among.out
    assert "上年报告没有读到" in json.loads(verb("check", CLEAN, "--json").out)["notice"]


def test_annotations_name_file_line_and_rule(verb):
    lines = verb("check", PROBLEMS, "--format", "github").out.splitlines()
    assert all(
        re.match(r"::(error|warning|notice) file=problems-township-2024.toml,(line=\d+,)?title=", x) for x in lines
    )
    at = next(int(line.partition("line=")[2].partition(",")[0]) for line in lines if "title=T07" in line)
    with open(PROBLEMS, encoding="utf-8") as file:
        assert file.read().splitlines()[at - 1].startswith("regulations")


def test_documents_are_imported_for_this_one_time(verb, folder):
    (folder / "a.txt").write_text("甲乡人民政府2024年政府信息公开工作年度报告\n一、总体情况\n公开3条。\n", "utf-8")
    done = verb("check", "a.txt", "--json")
    assert done.code == 1 and json.loads(done.out)["unit"]["name"] == "甲乡人民政府"
    assert sorted(os.listdir(folder)) == sorted([CLEAN, LAST, PROBLEMS, "a.txt"])


def test_a_folder_is_searched_below_but_not_where_no_reports_are(folder):
    for name in (
        ".history/a.toml",
        "出件/b.txt",
        "sub/c.toml",
        "sub/.d.toml",
        "sub/~$e.docx",
        "county.toml",
        "sub/f.jpg",
    ):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", "utf-8")
    outside = folder.parent / "outside.toml"
    outside.write_text("", "utf-8")
    (folder / "sub/link.toml").symlink_to(outside)
    (folder / "sub/inside.toml").symlink_to(folder / CLEAN)
    (folder / "around").symlink_to(folder)
    found = [os.path.relpath(name, folder) for name in named([str(folder)])]
    assert found == [LAST, CLEAN, PROBLEMS, "sub/c.toml", "sub/inside.toml"]


@pytest.mark.parametrize("mark", ["\n", "\0"])
def test_names_come_from_standard_input(mark, verb, given):
    given((mark.join((CLEAN, PROBLEMS)) + mark).encode())
    done = verb("check", "-", "--json")
    assert [r["file"] for r in json.loads(done.out)["reports"]] == [CLEAN, PROBLEMS]


def test_a_pattern_that_the_shell_left_is_matched(folder):
    assert list(named(["*-2024.toml"])) == [CLEAN, PROBLEMS]
    assert list(named(["nothing-*.toml"])) == ["nothing-*.toml"]


def test_an_empty_folder_is_no_pass(verb, folder):
    (folder / "empty").mkdir()
    done = verb("check", "empty")
    assert done.code == 2 and "没有找到" in done.err


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_are_read_and_shown_safely(name, verb, folder):
    (folder / name).write_bytes((folder / PROBLEMS).read_bytes())
    for words in (["check", "--", name, CLEAN], ["check", "."], ["check", "--format", "github", "--", name]):
        done = verb(*words)
        assert done.code == 1
        assert not set("\x1b\u202e") & set(done.out + done.err)


def test_hostile_text_is_written_out(verb, folder):
    text = (folder / PROBLEMS).read_text("utf-8").replace("青禾县沙梁乡", "青禾县\\u001b[2J\\u202e沙梁乡")
    (folder / "x.toml").write_text(text, "utf-8")
    for words in (["check", "x.toml"], ["check", "x.toml", CLEAN], ["show", "x.toml"], ["diff", "x.toml", PROBLEMS]):
        assert not set("\x1b\u202e") & set(verb(*words).out)
    assert "<U+001B>[2J<U+202E>" in verb("show", "x.toml").out


def test_every_rule_has_a_name_that_fits_into_the_table():
    from tui_report.width import display_width

    assert all(display_width(f"{rule.id} 必改 {rule.name}") <= 50 for rule in CATALOGUE)


@pytest.mark.parametrize("style", ["plain", "github"])
def test_a_file_with_endless_findings_does_not_flood_the_terminal(verb, tmp_path, style):
    many = "".join(f"[z{number}]\n" for number in range(9000))
    (tmp_path / "many.toml").write_text((tmp_path / CLEAN).read_text("utf-8") + many, "utf-8")
    done = verb("check", "many.toml", "--format", style)
    assert len(done.out) < 60_000
    assert style == "github" or re.search("还有8[0-9]{3}处没有列出，加--json看全部", done.out)

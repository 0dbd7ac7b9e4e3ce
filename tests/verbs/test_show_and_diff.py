from __future__ import annotations

import json

from tests.verbs.conftest import CLEAN, LAST, PROBLEMS
from tui_report.form.cn_2021 import FORM
from tui_report.width import display_width


def test_all_200_figures_and_every_passage_are_shown_as_json(verb):
    data = json.loads(verb("show", CLEAN, "--json").out)
    assert set(data["values"]) == {*FORM.texts, *FORM.figures}
    assert data["values"]["requests.new.total"] == 19 and data["values"]["disclosure.fees.amount"] == 1.85
    assert data["year"] == 2024 and data["unit"] == {"name": "青禾县东岭乡人民政府", "level": "township"}


def test_a_blank_cell_is_null_and_a_wrong_one_is_shown_as_it_is(verb):
    values = json.loads(verb("show", PROBLEMS, "--json").out)["values"]
    assert values["requests.reject_repeat.legal"] is None
    assert values["requests.granted.business"] == "/"


def test_the_text_fits_into_80_columns(verb):
    lines = verb("show", CLEAN).out.splitlines()
    assert max(map(display_width, lines)) <= 80
    assert "单位级别：乡镇、街道" in lines


def test_rows_are_shown_with_their_figures_under_the_columns(verb):
    out = verb("show", PROBLEMS).out
    assert "（五）不予处理 2.重复申请                  0     0     0     0    空     0     0" in out
    assert "行政处罚、行政强制都是0" in out
    assert "其余18行都是0" in out


def test_figures_stand_in_the_sentences(verb):
    out = verb("show", CLEAN).out
    assert "{{" not in out and "本乡本年新收政府信息公开申请19件" in out.replace("\n", "")


def test_two_years_are_compared_cell_by_cell_and_sentence_by_sentence(verb):
    done = verb("diff", LAST, CLEAN)
    assert done.code == 1
    assert done.out.startswith(f"- {LAST}（青禾县东岭乡人民政府2023年）\n+ {CLEAN}（青禾县东岭乡人民政府2024年）\n")
    assert "报告年度：2023 变为 2024" in done.out and "成文日期：2024年1月17日 变为 2025年1月14日" in done.out
    assert "{{" not in done.out and LAST not in done.out.partition("\n")[2]
    assert "\n  - " in done.out and "\n  + " in done.out
    assert done.out.splitlines()[-1].endswith("处不同")


def test_differences_as_json(verb):
    found = {d["ref"]: d for d in json.loads(verb("diff", LAST, CLEAN, "--json").out)["differences"]}
    assert (found["year"]["one"], found["year"]["other"]) == (2023, 2024)
    assert found["sign.date"]["other"] == "2025-01-14"
    assert found["overview.platform"]["gone"] and found["overview.platform"]["come"]
    assert "requests.new.total" in found


def test_a_document_is_the_same_as_the_report_it_was_made_of(verb, tmp_path):
    for kind in ("docx", "html", "txt"):
        verb("render", CLEAN, "--to", kind, "-o", f"a.{kind}")
        assert verb("diff", CLEAN, f"a.{kind}") == (0, "两份报告相同\n", ""), kind


def test_cells_that_could_not_be_read_are_told(verb, tmp_path):
    (tmp_path / "a.txt").write_text("甲乡人民政府2024年政府信息公开工作年度报告\n一、总体情况\n公开3条。\n", "utf-8")
    done = verb("diff", CLEAN, "a.txt")
    assert done.code == 1 and "a.txt：有166格没有读准，按空着比较" in done.err


def test_a_report_is_the_same_as_itself(verb):
    assert verb("diff", CLEAN, CLEAN) == (0, "两份报告相同\n", "")


def test_a_file_that_is_not_there(verb):
    for words in (["show", "none.toml"], ["diff", CLEAN, "none.toml"]):
        done = verb(*words)
        assert done.code == 2 and done.out == "" and "没有这个文件" in done.err


def test_two_endless_passages_do_not_flood_the_terminal(verb, tmp_path):
    text = (tmp_path / CLEAN).read_text("utf-8")
    long = "字" * 200_000 + "。" + "".join(f"第{number}句。" for number in range(5000))
    (tmp_path / "other.toml").write_text(text.replace("本乡全年主动公开", long + "本乡全年主动公开"), "utf-8")
    done = verb("diff", CLEAN, "other.toml")
    assert done.code == 1
    assert len(done.out) < 20_000
    assert "句没有列出" in done.out

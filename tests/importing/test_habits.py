"""Habits of single offices, each put into layouts that are otherwise read exactly."""

from __future__ import annotations

import re

import pytest

from tests.importing import layouts
from tests.importing.test_recognise import compared, imported
from tui_report.form.cn_2021 import FORM


def with_units(text: str) -> str:
    return re.sub(r"(?<=[ |])(\d+)(?=[ |\n])", r"\1件", text)


@pytest.mark.parametrize(("name", "source"), [("units.txt", layouts.spaces), ("units.md", layouts.pipes)])
def test_units_inside_cells(tmp_path, name, source):
    made = layouts.made(2)
    text = with_units(source(made))
    assert "0件" in text
    assert compared(made, imported(tmp_path, name, text)) == (200, [], [])


def test_a_fee_in_yuan_is_not_taken_for_ten_thousands(tmp_path):
    made = layouts.made(2)
    text = layouts.pipes(made)
    amount = made.figures["disclosure.fees.amount"]
    ten_thousands = imported(tmp_path, "fee.md", text.replace(f"| {amount} |\n三", f"| {amount}万元 |\n三"))
    assert compared(made, ten_thousands)[0] == 200
    yuan = imported(tmp_path, "fee.md", text.replace(f"| {amount} |\n三", f"| {amount}元 |\n三"))
    assert yuan.number("disclosure.fees.amount") is None


@pytest.mark.parametrize("source", [layouts.one_line, layouts.cell_a_line, layouts.spaces, layouts.pipes])
@pytest.mark.parametrize(
    ("printed", "habit"),
    [
        ("（七）总计", "总计"),
        ("（七）总计", "七、总计"),
        ("3.其他", "其他"),
        ("三、本年度办理结果", "3、本年度办理结果"),
        ("（一）予以公开", "1.予以公开"),
    ],
)
def test_numbers_of_labels_left_out_or_of_another_kind(tmp_path, source, printed, habit):
    made = layouts.made(2)
    text = source(made).replace(printed, habit)
    assert habit in text
    assert compared(made, imported(tmp_path, "habit.txt", text)) == (200, [], [])


def test_arabic_number_of_a_heading_is_no_digit_of_the_glued_row_before_it(tmp_path):
    made = layouts.made(1, small=True)
    before = imported(tmp_path, "glued.txt", layouts.glued(made))
    text = (
        layouts.glued(made).replace("三、本年度办理结果", "3、本年度办理结果").replace("（一）予以公开", "1.予以公开")
    )
    assert compared(made, imported(tmp_path, "glued.txt", text)) == compared(made, before)


def test_glued_strokes_are_never_taken_for_figures(tmp_path):
    for seed in range(3):
        made = layouts.made(seed)
        made.figures = {ref: "—" if text == "0" else text for ref, text in made.figures.items()}
        report = imported(tmp_path, "strokes.txt", layouts.glued(made))
        for ref, text in made.figures.items():
            got = report.stated.get(ref, report.values.get(ref))
            assert got is None or str(got) == text, ref


def test_figures_in_the_middle_line_of_a_label(tmp_path):
    made = layouts.made(2)
    text = layouts.spaces(made)
    for words in ("信息公开申请数量", "过程性信息", "相关政府信息", "申请内容仍不明确"):
        text = re.sub(rf"(?m){words}((?:  \d+)+)$", rf"\n\1\n{words}", text)
    assert "过程性信息" in re.findall(r"(?m)^\S+$", text)
    assert compared(made, imported(tmp_path, "middle.txt", text)) == (200, [], [])


def test_numbers_of_a_source_that_parts_them_are_never_split(tmp_path):
    made = layouts.made(2)
    row = {"person": "10", "business": "0", "research": "", "welfare": "0", "legal": "0", "other": "0", "total": "10"}
    made.figures.update({f"requests.none_not_held.{column}": text for column, text in row.items()})
    report = imported(tmp_path, "parted.txt", layouts.spaces(made))
    assert not compared(made, report)[2]
    assert report.number("requests.none_not_held.person") in (None, 10)


def test_page_number_inside_a_label_is_no_figure(tmp_path):
    made = layouts.made(2)
    made.figures["requests.deny_safety.person"] = ""
    text = layouts.spaces(made).replace("保护第三方合法权益", "保护第三方\n3\n\n合法权益")
    report = imported(tmp_path, "page.txt", text)
    assert not compared(made, report)[2]


def test_one_table_a_group_with_heads_that_say_nothing(tmp_path):
    made = layouts.made(3)
    head = "| 类别 | 数据1 | 数据2 | 数据3 | 数据4 | 数据5 | 数据6 | 总计 |\n|---|---|---|---|---|---|---|---|"

    def tables(rows: layouts.Rows) -> list[str]:
        if rows[0][0] == "行政复议":
            outcome = [c.label for c in layouts.DISPUTES.columns]
            names = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
            figures = [rows[3][at : at + 5] for at in (0, 5, 10)]
            return [
                line
                for name, cells in zip(names, figures, strict=True)
                for line in (f"### {name}", _bars(outcome), "|---" * 5 + "|", _bars(cells), "")
            ]
        if len(rows) < 15:
            return [f"### {rows[0][0]}", _bars(rows[1]), "|---" * len(rows[1]) + "|", *map(_bars, rows[2:]), ""]
        out = []
        for row in FORM.tables[-2].rows:
            if row.path[-1] == row.label and not (len(row.path) == 3 and not row.label.startswith("1.")):
                out += ["", f"### {row.path[-2] if len(row.path) == 3 else row.label}", *head.split("\n")]
            out.append(_bars([re.sub("^[一二四]、|^（.）", "", row.label), *made.cells(layouts.REQUESTS, row.key)]))
        return out

    text = "\n".join(layouts.whole(made, tables))
    assert compared(made, imported(tmp_path, "groups.md", text)) == (200, [], [])


def _bars(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


@pytest.mark.parametrize("blank_line", ["", "\t"])
def test_a_blank_cell_of_one_cell_a_line_keeps_its_place(tmp_path, blank_line):
    made = layouts.made(2)
    row = {"person": "4", "business": "", "research": "0", "welfare": "", "legal": "0", "other": "0", "total": "4"}
    made.figures.update({f"requests.deny_query.{column}": text for column, text in row.items()})
    text = "\n".join(layouts.whole(made, lambda rows: [cell or blank_line for row in rows for cell in row]))
    right, blank, wrong = compared(made, imported(tmp_path, "lines.txt", text))
    assert (right, blank, wrong) == (198, [], [])


def test_figures_at_the_end_of_the_first_line_of_a_label(tmp_path):
    made = layouts.made(2)
    text = re.sub(r"(?m)禁止公开((?:  \d+)+)$", r"禁\1\n止公开", layouts.spaces(made))
    assert "\n止公开\n" in text
    assert compared(made, imported(tmp_path, "first.txt", text)) == (200, [], [])


def test_glued_strokes_count_one_cell_each(tmp_path):
    made = layouts.made(1, small=True)
    made.figures = {ref: "/" if text == "0" else text for ref, text in made.figures.items()}
    right, blank, wrong = compared(made, imported(tmp_path, "strokes.txt", layouts.glued(made)))
    assert not wrong
    assert right > len(blank)

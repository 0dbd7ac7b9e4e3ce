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


@pytest.mark.parametrize("page", ["- 3 -", "3", "第3页 共6页", "\n3 / 6\n", "https://www.qh.gov.cn/a.html 3/6"])
def test_the_number_of_a_page_cuts_no_paragraph_and_is_named(tmp_path, page):
    made = layouts.made(2)
    said = made.prose["overview.opening"] = "本报告由办公室汇总，村里报来的底数逐条核过，" * 4 + "到此为止。"
    made.prose["overview.platform"] = "有公开栏十处，每月初更换一次内容。\n另有广播一套。"
    text = layouts.spaces(made).replace(said, f"{said[:30]}\n{page}\n{said[30:]}")
    text = text.replace("内容。\n另有", f"内容。\n{page}\n另有")
    report = imported(tmp_path, "page.txt", text)
    assert {ref: report.text(ref) for ref in made.prose} == made.prose
    assert sum(remark.quote == page.strip() for remark in report.remarks) == 2


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_line_ends_of_every_kind_end_a_line(tmp_path, end):
    made = layouts.made(2)
    report = imported(tmp_path, "ends.txt", layouts.spaces(made).replace("\n", end))
    assert compared(made, report) == (200, [], [])
    assert {ref: report.text(ref) for ref in made.prose} == made.prose


def test_radicals_that_a_pdf_shows_are_the_characters_they_stand_for(tmp_path):
    made = layouts.made(2)
    text = layouts.spaces(made).replace("自然人", "⾃然⼈").replace("月", "⽉").replace("长", "⻓")
    report = imported(tmp_path, "radicals.txt", text)
    assert compared(made, report) == (200, [], [])
    assert {ref: report.text(ref) for ref in made.prose} == made.prose


def test_short_name_of_a_commission_is_written_out_and_said(tmp_path):
    made = layouts.made(2)
    made.unit = "云岭市科委"
    report = imported(tmp_path, "short.txt", layouts.spaces(made))
    assert report.unit == "云岭市科学技术委员会"
    assert any(remark.ref == "unit.name" and "云岭市科委" in remark.text for remark in report.remarks)


def test_a_sign_behind_a_backslash_is_no_markup(tmp_path):
    made = layouts.made(2)
    made.prose["overview.platform"] = "[栏目]有a_b|c两个。"
    text = layouts.pipes(made).replace("[栏目]有a_b|c", "\\[栏目\\]有a\\_b\\|c").replace("1.属于", "1\\.属于")
    report = imported(tmp_path, "escaped.md", text)
    assert compared(made, report) == (200, [], [])
    assert report.text("overview.platform") == made.prose["overview.platform"]


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


@pytest.mark.parametrize("place", ["first", "own", "last"])
def test_heads_of_several_lines_stand_beside_the_lines_of_a_label(tmp_path, place):
    made = layouts.made(2)
    vertical = iter(["三、本年", "度办理结", "果"])

    def tables(rows: layouts.Rows) -> list[str]:
        out = []
        for row in rows:
            if len(row) < 8 or len(row) > 10 or len(row[-8]) <= 10:
                out.append("  ".join(row))
                continue
            label, figures = row[-8], "  ".join(row[-7:])
            above, below = [next(vertical, ""), "（三）不", label[:10]], ["予公开", label[10:]]
            if place == "own":
                out += ["  ".join(above), figures, "  ".join(below)]
            else:
                out += ["  ".join([*above, figures][: 4 if place == "first" else 3])]
                out += ["  ".join([*below, figures][: 3 if place == "last" else 2])]
        return out

    report = imported(tmp_path, "halves.txt", "\n".join(layouts.whole(made, tables)))
    assert compared(made, report) == (200, [], [])


@pytest.mark.parametrize("row", [",".join, lambda row: ",".join(f'"{cell}"' for cell in row)])
def test_rows_that_commas_part(tmp_path, row):
    made = layouts.made(2)
    text = "\n".join(layouts.whole(made, lambda rows: [row(cells) for cells in rows]))
    assert compared(made, imported(tmp_path, "commas.txt", text)) == (200, [], [])


def test_blank_cells_between_commas_stay_blank(tmp_path):
    made = layouts.made(2)
    made.figures.update(dict.fromkeys(("disputes.review.upheld", "disputes.suit_direct.total"), ""))
    text = "\n".join(layouts.whole(made, lambda rows: [",".join(cells) for cells in rows]))
    text = text.replace("未经复议直接起诉,", "未经复议直接起诉,\n,,1,\n")
    assert not compared(made, imported(tmp_path, "commas.txt", text))[2]


def test_disputes_in_several_lines_of_figures(tmp_path):
    made = layouts.made(2)

    def tables(rows: layouts.Rows) -> list[str]:
        if rows[0][0] == "行政复议":
            heads = rows[1][:5]
            rows = [["行政复议"], heads, rows[3][:5], ["行政诉讼"], rows[1][5:], [*heads, *heads], rows[3][5:]]
        return ["  ".join(row) for row in rows]

    text = "\n".join(layouts.whole(made, tables))
    assert compared(made, imported(tmp_path, "parts.txt", text)) == (200, [], [])


@pytest.mark.parametrize("source", [layouts.spaces, layouts.pipes])
def test_counts_with_zeros_behind_a_point(tmp_path, source):
    made = layouts.made(2)
    printed = {ref: f"{text}.0" if "fees" not in ref else text for ref, text in made.figures.items()}
    text = source(layouts.Made(made.unit, made.year, printed, prose=made.prose))
    assert compared(made, imported(tmp_path, "point.md", text)) == (200, [], [])


def test_a_total_in_front_is_not_taken_for_natural_persons(tmp_path):
    made = layouts.made(2)

    def tables(rows: layouts.Rows) -> list[str]:
        if len(rows) > 15:
            moved = [[*row[:-7], row[-1], *row[-7:-1]] for row in rows[3:]]
            rows = [rows[0], ["总计", "自然人", "法人或其他组织"], rows[2], *moved]
        return ["  ".join(row) for row in rows]

    report = imported(tmp_path, "front.txt", "\n".join(layouts.whole(made, tables)))
    assert not compared(made, report)[2]
    assert report.number("requests.new.person") is None


@pytest.mark.parametrize("source", [layouts.spaces, layouts.glued])
def test_notes_under_tables(tmp_path, source):
    made = layouts.made(1, small=True)
    before = compared(made, imported(tmp_path, "plain.txt", source(made)))
    text = source(made)
    for number in "三四五":
        head = next(s.heading for s in FORM.sections if s.heading.startswith(number))
        text = text.replace(
            head, f"注：1.数据截至12月31日。2.共2件。\n{head}" if "\n" in text else f"注：数据截至12月。{head}"
        )
    assert compared(made, imported(tmp_path, "notes.txt", text)) == before


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


def test_a_stroke_behind_a_label_is_not_the_first_of_the_figures_in_the_line_below(tmp_path):
    made = layouts.made(2)
    row = {"person": "4", "business": "1", "research": "", "welfare": "0", "legal": "0", "other": "0", "total": "5"}
    made.figures.update({f"requests.deny_query.{column}": text for column, text in row.items()})
    text = layouts.label_then_figures(made).replace("行政查询事项\n4 1  0 0 0 5", "行政查询事项—\n4 1 0 0 0 5")
    assert "事项—\n" in text
    assert not compared(made, imported(tmp_path, "stroke.txt", text))[2]


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

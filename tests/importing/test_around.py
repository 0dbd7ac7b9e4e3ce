"""Labels broken over the lines around their figures, as the text of a PDF shows narrow cells."""

from __future__ import annotations

import pytest

from tests.importing import layouts
from tests.importing.test_recognise import compared, imported

GROUPS = {"requests.granted": "三、本", "requests.deny_law": "（三）不", "requests.deny_internal": "予公开"}


def broken(made: layouts.Made, width: int, figures: str = " ") -> str:
    """The report as a PDF text with labels of a few letters a line, the figures beside the middle one."""
    lines = []
    for row in layouts.REQUESTS.rows:
        label = made.label(row.key, row.label)
        pieces = [label[at : at + width] for at in range(0, len(label), width)]
        middle = (len(pieces) - 1) // 2
        pieces[middle] += " " + figures.join(made.cells(layouts.REQUESTS, row.key))
        head = GROUPS.get(f"requests.{row.key}", "")
        lines += [f"{head} {pieces[0]}".strip(), *pieces[1:]]
    text = layouts.spaces(made)
    start, end = text.index("一、本年新收"), text.index("四、政府信息公开行政复议")
    return text[:start] + "\n".join(lines) + "\n" + text[end:]


@pytest.mark.parametrize("width", [4, 6, 9])
@pytest.mark.parametrize("seed", [1, 2])
def test_labels_around_their_figures(tmp_path, seed, width):
    made = layouts.made(seed)
    assert compared(made, imported(tmp_path, "pdf.txt", broken(made, width))) == (200, [], [])


def test_figures_one_a_line_inside_a_broken_label(tmp_path):
    made = layouts.made(3)
    assert compared(made, imported(tmp_path, "pdf.txt", broken(made, 6, "\n"))) == (200, [], [])


def test_a_row_of_figures_more_or_less_is_not_told_by_its_place(tmp_path):
    made = layouts.made(1)
    text = broken(made, 4)
    row = " ".join(made.cells(layouts.REQUESTS, "deny_secret"))
    for changed in (text.replace(f" {row}\n", "\n", 1), text.replace("予公开", f"{row}\n予公开", 1)):
        assert changed != text
        assert not compared(made, imported(tmp_path, "pdf.txt", changed))[2]


def test_a_figure_that_its_cell_breaks_is_not_cut_short(tmp_path):
    made = layouts.made(1)
    for column, figure in (("person", "1234"), ("total", "1234")):
        made.figures[f"requests.granted.{column}"] = figure
    for column in ("business", "research", "welfare", "legal", "other"):
        made.figures[f"requests.granted.{column}"] = "0"
    cut = broken(made, 4).replace("1234 0 0 0 0 0 1234", "1234 0 0 0 0 0 123\n4")
    report = imported(tmp_path, "pdf.txt", cut)
    assert "requests.granted.total" not in report.stated
    assert not compared(made, report)[2]


def test_a_total_of_the_disputes_that_its_cell_breaks_is_not_cut_short(tmp_path):
    made = layouts.made(1)
    made.figures.update({ref: "0" for ref in made.figures if ref.startswith("disputes.")})
    made.figures.update({"disputes.suit_after_review.upheld": "268", "disputes.suit_after_review.total": "268"})
    text = layouts.spaces(made).replace("268  0  0  0  268", "268  0  0  0  26\n8")
    assert "26\n8" in text
    assert not compared(made, imported(tmp_path, "pdf.txt", text))[2]


def test_the_title_at_the_head_of_each_page_begins_no_second_report(tmp_path):
    made = layouts.made(1)
    text = layouts.spaces(made).replace("3.其他", f"3/6\n{made.title}\n3.其他", 1)
    assert compared(made, imported(tmp_path, "pdf.txt", text)) == (200, [], [])


def test_a_label_without_figures_does_not_take_those_of_the_broken_label_below(tmp_path):
    made = layouts.made(6, small=True)
    for row in ("partial", "deny_third_party", "total"):
        made.figures.update({f"requests.{row}.{column.key}": "" for column in layouts.REQUESTS.columns})
    for width in (3, 6):
        for between in (" ", "\n"):
            report = imported(tmp_path, "pdf.txt", broken(made, width, between))
            assert not compared(made, report)[2]


def test_a_short_label_found_in_a_broken_one_does_not_take_the_figures_of_the_next(tmp_path):
    made = layouts.made(109)
    made.figures["requests.granted.total"] += "1"
    assert not compared(made, imported(tmp_path, "pdf.txt", broken(made, 3, "\n")))[2]


def test_a_stroke_above_the_row_of_disputes_is_not_its_first_cell(tmp_path):
    made = layouts.made(1)
    row = "0 0 0 12 12 0 2 1 1 4 12 0 1 0"
    text = layouts.spaces(made)
    start, end = text.index("四、政府信息公开行政复议"), text.index("五、存在的主要问题")
    lines = text[start:end].rstrip().split("\n")
    report = imported(tmp_path, "pdf.txt", text[:start] + "\n".join([*lines[:-1], "—", row]) + "\n" + text[end:])
    assert not [ref for ref in (*report.values, *report.stated) if ref.startswith("disputes.")]

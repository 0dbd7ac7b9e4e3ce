"""Tables written out as a list in which every figure follows the name of its column."""

from __future__ import annotations

import pytest

from tests.importing import layouts
from tests.importing.test_recognise import compared, imported

NAMES = [column.label for column in layouts.REQUESTS.columns]


def listed(made: layouts.Made, row: str, between: str) -> str:
    """The report with the table of requests as a list: `row` for each label, with its named figures in it."""
    lines = []
    for each in layouts.REQUESTS.rows:
        cells = zip(NAMES, made.cells(layouts.REQUESTS, each.key), strict=True)
        lines.append(
            row.format(label=each.label, cells=between.format(label=each.label).join(f"{n}{c}" for n, c in cells))
        )
    text = layouts.spaces(made)
    start, end = text.index(layouts.CORNER), text.index("四、政府信息公开行政复议")
    return text[:start] + "\n".join(lines) + "\n" + text[end:]


@pytest.mark.parametrize(
    ("row", "between"),
    [
        ("{label}：{cells}。", "，"),
        ("{label}：{cells}件；", "件，"),
        ("{label}\n{cells}", "\n"),
        ("{label}-{cells}", "\n{label}-"),
        ("- {label}：{cells}", "；"),
    ],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_behind_the_names_of_their_columns(tmp_path, seed, row, between):
    made = layouts.made(seed)
    assert compared(made, imported(tmp_path, "list.txt", listed(made, row, between))) == (200, [], [])


def test_names_in_another_order_still_say_which_figure_is_whose(tmp_path):
    made = layouts.made(2)
    text = listed(made, "{label}：{cells}", "，")
    for line in [line for line in text.split("\n") if "：自然人" in line]:
        label, _, cells = line.partition("：")
        text = text.replace(line, f"{label}：{'，'.join(reversed(cells.split('，')))}")
    assert compared(made, imported(tmp_path, "list.txt", text)) == (200, [], [])


def test_a_row_that_lacks_a_name_stays_blank(tmp_path):
    made = layouts.made(1)
    text = listed(made, "{label}：{cells}", "，")
    legal = made.figures["requests.granted.legal"]
    start = text.index("予以公开：")
    changed = text[:start] + text[start:].replace(f"法律服务机构{legal}，", "", 1)
    right, blank, wrong = compared(made, imported(tmp_path, "list.txt", changed))
    assert (right, wrong) == (193, [])
    assert {ref.rpartition(".")[0] for ref in blank} == {"requests.granted"}


def test_a_list_of_disputes(tmp_path):
    made = layouts.made(1)
    lines = []
    for row in layouts.DISPUTES.rows:
        cells = zip(layouts.DISPUTES.columns, made.cells(layouts.DISPUTES, row.key), strict=True)
        lines += [f"{row.label}-{column.label}：{figure}件" for column, figure in cells]
    text = layouts.spaces(made)
    start, end = text.index("行政复议  行政诉讼"), text.index("五、存在的主要问题")
    assert compared(made, imported(tmp_path, "list.txt", text[:start] + "\n".join(lines) + "\n" + text[end:]))[2] == []


@pytest.mark.parametrize(("before", "part", "behind"), [('"', '","', '"'), ("", ";", ""), ("", "；", "")])
def test_cells_that_quotes_or_semicolons_part(tmp_path, before, part, behind):
    made = layouts.made(2)
    made.figures = {ref: f"{int(text):,}" if text.isdigit() and before else text for ref, text in made.figures.items()}
    lines = [line for line in layouts.spaces(made).split("\n")]
    text = "\n".join(before + part.join(line.split("  ")) + behind if "  " in line else line for line in lines)
    assert compared(made, imported(tmp_path, "list.txt", text)) == (200, [], [])

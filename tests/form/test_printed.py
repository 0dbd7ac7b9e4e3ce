from __future__ import annotations

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Column, Row, Section, Table
from tui_report.form.printed import printed

SECTIONS = {s.key: s for s in FORM.sections}
TABLED = ("disclosure", "requests", "disputes")


def by_text(key, text):
    """Where a label stands: row, column, rows, columns."""
    cells = printed(SECTIONS[key]).cells
    return [(c.row, c.column, c.rows, c.columns) for c in cells if c.ref is None and c.text == text]


@pytest.mark.parametrize("key", TABLED)
def test_the_cells_cover_every_place_once_and_hold_every_figure_in_order(key):
    grid = printed(SECTIONS[key])
    places = [
        (row, column)
        for c in grid.cells
        for row in range(c.row, c.row + c.rows)
        for column in range(c.column, c.column + c.columns)
    ]
    assert len(places) == len(set(places)) == grid.row_count * grid.column_count
    assert [c.ref for c in grid.cells if c.ref] == [r for t in SECTIONS[key].tables for r in t.refs()]


def test_a_section_of_prose_has_no_cells():
    assert printed(SECTIONS["overview"]).cells == ()


def test_section_two_is_one_table_of_four_columns():
    grid = printed(SECTIONS["disclosure"])
    assert (grid.row_count, grid.column_count, grid.head_rows, grid.label_columns) == (14, 4, 0, 1)
    captions = [c for c in grid.cells if c.text.startswith("第二十条")]
    assert [(c.row, c.column, c.columns, c.head) for c in captions] == [(r, 0, 4, True) for r in (0, 4, 7, 11)]
    assert by_text("disclosure", "现行有效件数") == [(1, 3, 1, 1)]
    assert by_text("disclosure", "本年处理决定数量") == [(5, 1, 1, 3), (8, 1, 1, 3)]
    assert [(c.column, c.columns) for c in grid.cells if c.ref == "disclosure.fees.amount"] == [(1, 3)]


def test_section_three_merges_the_heads_of_the_form():
    grid = printed(SECTIONS["requests"])
    assert (grid.row_count, grid.column_count, grid.head_rows, grid.label_columns) == (28, 10, 3, 3)
    (corner,) = (c for c in grid.cells if c.text.startswith("（本列数据"))
    assert (corner.row, corner.column, corner.rows, corner.columns) == (0, 0, 3, 3)
    assert by_text("requests", "申请人情况") == [(0, 3, 1, 7)]
    assert by_text("requests", "法人或其他组织") == [(1, 4, 1, 5)]
    assert by_text("requests", "自然人") == [(1, 3, 2, 1)]
    assert by_text("requests", "总计") == [(1, 9, 2, 1)]
    assert by_text("requests", "三、本年度办理结果") == [(5, 0, 22, 1)]
    assert by_text("requests", "（一）予以公开") == [(5, 1, 1, 2)]
    assert by_text("requests", "（三）不予公开") == [(7, 1, 8, 1)]
    assert by_text("requests", "（四）无法提供") == [(15, 1, 3, 1)]
    assert by_text("requests", "（五）不予处理") == [(18, 1, 5, 1)]
    assert by_text("requests", "（六）其他处理") == [(23, 1, 3, 1)]
    assert by_text("requests", "（七）总计") == [(26, 1, 1, 2)]
    assert by_text("requests", "四、结转下年度继续办理") == [(27, 0, 1, 3)]


def test_section_four_is_one_row_of_fifteen():
    grid = printed(SECTIONS["disputes"])
    assert (grid.row_count, grid.column_count, grid.head_rows, grid.label_columns) == (4, 15, 3, 0)
    assert by_text("disputes", "行政复议") == [(0, 0, 1, 5)]
    assert by_text("disputes", "行政诉讼") == [(0, 5, 1, 10)]
    assert by_text("disputes", "未经复议直接起诉") == [(1, 5, 1, 5)]
    assert by_text("disputes", "结果维持") == [(1, 0, 2, 1), (2, 5, 1, 1), (2, 10, 1, 1)]
    assert sum(bool(c.ref) and c.row == 3 for c in grid.cells) == 15


def test_equal_last_heads_are_not_merged():
    columns = (Column("a", ("甲", "其他")), Column("b", ("乙", "其他")))
    grid = printed(Section("s", "一", "某", tables=(Table("t", columns, (Row("r", ("行",)),)),)))
    assert sum(c.text == "其他" for c in grid.cells) == 2

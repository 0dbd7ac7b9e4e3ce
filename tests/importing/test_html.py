from __future__ import annotations

import pytest

from tests.importing.test_readers import grid_of, read, texts
from tui_report.importing import ImportFault
from tui_report.importing.html import MOST_DEPTH


def test_hidden_things_inside_hidden_things_stay_hidden(tmp_path):
    page = "<div hidden>一<div>二</div><p>三</p>四</div>五<input hidden>六"
    document = read(tmp_path, "a.html", page)
    assert texts(document) == ["五六"]
    assert [remark.text for remark in document.remarks] == ["网页里有1处隐藏的内容，没有导入"]


def test_a_menu_that_is_never_closed_does_not_take_the_page_with_it(tmp_path):
    page = "<p>一</p><select><option>二<p>三</p><style>四</style><script>五</script>"
    read_in = "".join(texts(read(tmp_path, "a.html", page)))
    assert "三" in read_in
    assert not {"四", "五"} & set(read_in)


def test_cells_without_a_row_are_a_row_and_closing_tags_of_nothing_are_passed_over(tmp_path):
    document = read(tmp_path, "a.html", "</td></tr></table><p>一<table><td>行政许可<td>9</table></table>")
    assert texts(document) == ["一"]
    assert grid_of(document) == [["行政许可", "9"]]


def test_an_empty_row_is_no_row(tmp_path):
    assert grid_of(read(tmp_path, "a.html", "<table><tr><tr><td>行政许可<td>9<tr></table>")) == [["行政许可", "9"]]


def test_tables_nested_beyond_reason_are_refused(tmp_path):
    assert texts(read(tmp_path, "a.html", "<table><tr><td>" * MOST_DEPTH + "字")) == ["字"]
    with pytest.raises(ImportFault, match="嵌套太深"):
        read(tmp_path, "b.html", "<table><tr><td>" * (MOST_DEPTH + 1) + "字")


def test_a_table_inside_a_text_file_names_the_line_where_it_begins(tmp_path):
    document = read(tmp_path, "a.md", "一\n<table><tr><td><p>说明</p></td></tr></table>\n二\n")
    assert [(block.text, block.place) for block in document.blocks if block.text] == [
        ("一", "第1行"),
        ("说明", "第2行"),
        ("二", "第3行"),
    ]


def test_a_text_may_end_with_the_line_of_a_drawn_table(tmp_path):
    assert grid_of(read(tmp_path, "a.txt", "+---+---+\n|甲|乙|\n+---+---+")) == [["甲", "乙"]]

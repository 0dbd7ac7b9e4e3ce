"""Numbers as Chinese prose writes them."""

from decimal import Decimal

import pytest

from tui_report.rules.quantities import (
    FIGURE,
    between,
    chinese_number,
    document_numbers,
    plain,
    quantities,
    sentences,
    small,
    starts,
    until,
)

REFERENCE = "{{ requests.new.total }}"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("公开162条", 162, "条"),
        ("阅读1,032次", 1032, "次"),
        ("阅读30，000次", 30000, "次"),
        ("收费12.5万元", 125000, "元"),
        ("收到三件", 3, "件"),
        ("完成两项", 2, "项"),
        ("共一百零五件", 105, "件"),
        ("共十二件", 12, "件"),
        ("收到 34 件", 34, "件"),
        ("收到２３件", 23, "件"),
        ("占百分之五", 5, "%"),
        ("占百分之九十九点五", Decimal("99.5"), "%"),
        ("占78.80％", Decimal("78.80"), "%"),
        ("参加68人次", 68, "人次"),
        ("收到3千件", 3000, "件"),
        ("阅读2千万次", 20_000_000, "次"),
        ("阅读1.2亿次", 120_000_000, "次"),
        ("发放3百份", 300, "份"),
        ("公开两百零五条", 205, "条"),
        ("公开一百二条", 120, "条"),
        ("公开一万二千条", 12_000, "条"),
        ("办理二十万件", 200_000, "件"),
    ],
)
def test_a_counted_thing_is_read(text, value, unit):
    (found,) = quantities(text)
    assert found.value == value
    assert (found.unit, found.exact) == (unit, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("80余条", 80), ("十余条", 10), ("约30件", 30), ("100多份", 100), ("超过50次", 50), ("50次左右", 50),
        ("2千余份", 2000), ("3百余份", 300), ("3万余次", 30_000), ("10万+次", 100_000), ("二十几件", 20),
        ("十来件", 10), ("近200条", 200), ("约为30件", 30), ("3至5件", 5), ("15—20件", 20), ("三到五件", 5),
    ],
)  # fmt: skip
def test_a_rough_number_is_not_exact(text, value):
    (found,) = quantities(text)
    assert (found.value, found.exact) == (value, False)


@pytest.mark.parametrize(
    "text",
    ["近百条", "百余条", "上百条", "数百条", "上千件", "几十件", "好几百件", "两三件", "三四十件", "百万次", "数十份"],
)
def test_what_means_no_one_number_has_no_value(text):
    (found,) = quantities(text)
    assert (found.value, found.exact) == (None, False)


@pytest.mark.parametrize(
    "text",
    [
        "第一项加第二项",
        "统一件数",
        "第3期",
        "第12次",
        "增长3个百分点",
        "约三成件件落实",
        "五分之一",
        "半数",
        "高效办成一件事",
        "2024年1月14日",
        "逐一条目",
        "0591-86177916",
        "唯一件",
    ],
)
def test_other_numbers_count_nothing(text):
    assert quantities(text) == ()


def test_a_number_of_ten_thousands_is_rounded():
    (found,) = quantities("公开1.28万件")
    assert (str(found.value), int(found.slack)) == ("12800", 100)


def test_a_year_before_a_comma_is_not_a_thousands_group():
    assert [int(q.value or 0) for q in quantities("2023，124件")] == [124]


def test_spans_hold_the_number_and_its_unit():
    text = "全年公开1,032条，收费12.5万元。"
    assert [text[q.start : q.end] for q in quantities(text)] == ["1,032条", "12.5万元"]
    assert [text[q.start : q.number_end] for q in quantities(text)] == ["1,032", "12.5万"]


def test_a_figure_reference_is_a_number_without_a_value():
    text = f"收到申请{REFERENCE}件，答复3件。"
    first, second = quantities(text)
    assert (first.ref, first.value) == ("requests.new.total", None)
    assert text[first.start : first.end] == f"{REFERENCE}件"
    assert second.value == 3
    assert text[second.start : second.end] == "3件"


def test_a_covered_passage_keeps_every_place():
    text = f"共{REFERENCE}件，１２条"
    assert len(plain(text)) == len(text)
    assert plain(text).endswith("12条")
    assert FIGURE in plain(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("二十", 20),
        ("一百二十三", 123),
        ("三万五千", 35000),
        ("二〇二四", 2024),
        ("两百", 200),
        ("甲", None),
    ],
)
def test_chinese_numbers(text, value):
    assert chinese_number(text) == value


def test_sentences_end_at_full_stops_but_not_before_the_parts_of_a_list():
    assert [s.text for s in sentences("公开3条。其中政策1条。没有申请！")] == ["公开3条。其中政策1条。", "没有申请！"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("国办函〔2020〕109号", ("国办函", "〔", "2020", "〕", "", "109")),
        ("国办函[2020]第0109号", ("国办函", "[", "2020", "]", "第0", "109")),
        ("云办发（24）5号", ("云办发", "（", "24", "）", "", "5")),
    ],
)
def test_document_numbers(text, parts):
    (found,) = document_numbers(text)
    assert (found.series, found.left, found.year, found.right, found.surplus, found.number) == parts


def test_a_passage_in_the_small_alphabet_keeps_its_places():
    text = f"（２０２４）年X公开 三百\t条，12.5% {REFERENCE}［٣］"
    assert len(small(text)) == len(text)
    assert small(text).isascii()
    assert small("〔【[") == small("（（（")
    assert small("条") == small("份") != small("件")
    assert small("２，٣ a") == "2,0 _"


def test_pieces_and_words_are_told_by_their_places():
    assert list(between("甲。。乙！丙", "。！")) == [(0, 1), (3, 4), (5, 6)]
    assert list(starts("无无人无", "无")) == [0, 1, 3]
    assert until("甲，乙。丙", "。，") == "甲"

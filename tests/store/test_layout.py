from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report
from tui_report.resources import samples
from tui_report.store.editing import roundtrip_fault
from tui_report.store.layout import is_plain, new_text

WORD = st.sampled_from(["a", "b", "c1", "new", "x-y"])
SPACE = st.sampled_from(["", " ", "   "])
SCRAP = st.sampled_from(["0", '""', '"甲#"', '"\\n"', "'x'", "[1, 2,3]", '[ "a", "" ]', "[[1], 2]", "{a = 1}", "true"])
LONG = st.text(alphabet='甲"\n#[]=\\ ', max_size=12).map(lambda text: f'"""\n{text}"""')
ENTRY = st.builds("{}{}={}{}{}{}".format, WORD, SPACE, SPACE, SCRAP | LONG, SPACE, st.sampled_from(["", "# 说明"]))
HEAD = st.builds("[{}]".format, WORD | st.just("a.b")) | st.builds("[[{}]]".format, WORD)
TEXT = st.lists(ENTRY | HEAD | st.sampled_from(["", "# 一行", "a.b = 1"]), max_size=8).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)


@given(TEXT)
def test_editing_a_plain_text_moves_no_line(text):
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert not is_plain(text) or not roundtrip_fault(text)


@pytest.mark.parametrize("name", ["all-zero-township-2024", "busy-township-2024", "busy-township-2023"])
def test_the_reports_we_write_are_plain(name):
    assert is_plain((samples() / f"{name}.toml").read_text("utf-8"))
    assert is_plain(new_text(Report(), FORM))


@pytest.mark.parametrize(
    "line", ["a.b = 1", "[a.b]", "[[a]]", "a = {b = 1}", 'a = "\\u0041"', "a = [\n1]", "'a' = 1", "a = 1\r"]
)
def test_what_tomlkit_might_stumble_over_is_not_plain(line):
    assert not is_plain(f"{line}\n")


def test_a_long_value_stands_apart_from_its_comment():
    text = new_text(Report(values={"last_year": "a" * 30 + ".toml"}), FORM)
    assert f'last_year = "{"a" * 30}.toml" # 上年报告\n' in text

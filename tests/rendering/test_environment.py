from __future__ import annotations

import os

import pytest

from tui_report.rendering import environment
from tui_report.rendering.environment import RenderError, read_template, render


@pytest.fixture
def folder(tmp_path):
    def write(text, name="t.j2"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return [tmp_path]

    return write


def refused(folders, context=None, name="t.j2"):
    with pytest.raises(RenderError) as error:
        render(name, context or {}, "txt", folders)
    message = str(error.value)
    assert "\n" not in message
    return message


def test_markup_is_escaped_for_pages_and_left_alone_in_text(folder):
    folders = folder("{{ a }}")
    assert render("t.j2", {"a": "<b>"}, "txt", folders) == "<b>"
    assert render("t.j2", {"a": "<b>"}, "html", folders) == "&lt;b&gt;"


def test_the_first_folder_goes_in_front_and_parts_come_from_either(tmp_path):
    own, ours = tmp_path / "own", tmp_path / "ours"
    for place in (own, ours):
        place.mkdir()
    (ours / "page.j2").write_text("我们的{% include 'part.j2' %}")
    (ours / "part.j2").write_text("部分")
    (own / "part.j2").write_text("县里的部分")
    assert render("page.j2", {}, "txt", [own, ours]) == "我们的县里的部分"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("一\n{{ foo }}", "第2行：没有“foo”这个名称"),
        ("一\n\n{{ a.foo }}", "第3行：没有“foo”这个名称"),
        ("{% for x in %}", "第1行写法不对：花括号里没有写完"),
        ("一\n{% for x in a %}", "第2行写法不对：“for”没有结束，少了“endfor”"),
        ("一\n{{ a b }}", "第2行写法不对：“b”这里写法不对"),
        ("一\n{% frob %}", "第2行写法不对：没有“frob”这种写法"),
        ("{# 一", "第1行写法不对：注释没有写完"),
        ("一\n{{ a|nothing }}", "第2行写法不对：没有“nothing”这个名称"),
        ("一\n{{ ''.__class__ }}", "第2行：不允许这样做（不能用“__class__”）"),
        ("一\n{{ 2 ** 9 }}", "第2行：不允许这样做"),
        ("一\n{{ 'x' * 999 }}", "第2行：不允许这样做"),
        ("一\n{{ '%999d' % 1 }}", "第2行：不允许这样做"),
        ("一\n{{ b.append(1) }}", "第2行：不允许这样做"),
        ("一\n{{ 1 // 0 }}", "第2行：运行出错"),
        ("{% include 'none.j2' %}", "找不到模板“none.j2”"),
        ("{% include '../secret' %}", "找不到模板“../secret”"),
        ("{% include '/etc/passwd' %}", "找不到模板“/etc/passwd”"),
        ("{% include 't.j2' %}", "层次太多"),
        (b"\xe4\xb8\x80\n\xb9\xab", "第2行不是UTF-8编码"),
    ],
)
def test_a_fault_is_named_with_file_and_line_in_one_sentence(folder, text, says):
    assert says in refused(folder(text), {"a": {}, "b": []})


def test_the_part_that_fails_is_the_one_named(folder):
    folder("一\n{{ foo }}", "part.j2")
    message = refused(folder("{% include 'part.j2' %}"))
    assert "part.j2第2行" in message


def test_whole_numbers_may_be_multiplied(folder):
    assert render("t.j2", {}, "txt", folder("{{ 3 * 4 }} {{ 7 % 4 }}")) == "12 3"


def test_a_missing_template_is_named(tmp_path):
    assert "none.j2" in refused([tmp_path], name="none.j2")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret").write_text("秘密")
    try:
        (inside / "t.j2").symlink_to(tmp_path / "secret")
    except OSError:
        pytest.skip("this system makes no links")
    assert "指向模板文件夹以外" in refused([inside])


def test_a_byte_order_mark_does_not_reach_the_output(folder):
    assert render("t.j2", {}, "txt", folder(b"\xef\xbb\xbfabc")) == "abc"


def test_a_template_that_is_too_large_is_refused(folder, monkeypatch):
    monkeypatch.setattr(environment, "LARGEST_TEMPLATE", 10)
    assert "太大" in refused(folder("x" * 11))


def test_output_without_end_is_stopped(folder, monkeypatch):
    monkeypatch.setattr(environment, "LARGEST_OUTPUT", 1000)
    assert "超过" in refused(folder("{% for x in range(10000) %}一二三{% endfor %}"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system makes no pipes")
def test_what_is_no_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.docx")
    with pytest.raises(RenderError, match="不是普通文件"):
        read_template(tmp_path / "pipe.docx")
    with pytest.raises(RenderError, match=r"不是普通文件|读不出来"):
        read_template(tmp_path)


def test_no_more_is_read_than_a_template_may_hold(tmp_path):
    with (tmp_path / "a.docx").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(RenderError, match="太大"):
        read_template(tmp_path / "a.docx")

from __future__ import annotations

import zipfile

import pytest

from tui_report import resources
from tui_report.form.cn_2021 import FORM
from tui_report.rendering import checking
from tui_report.rendering.checking import check_template
from tui_report.rendering.environment import RenderError
from tui_report.rendering.word_package import pack, unpack

OURS = sorted(path.name for path in resources.templates().iterdir() if path.suffix in (".j2", ".docx"))


@pytest.fixture
def office(tmp_path):
    """Writes one of our templates, with some texts replaced, as a template of an office."""

    def office(name, *changes):
        content = (resources.templates() / name).read_bytes()
        parts = unpack(content) if name.endswith(".docx") else {"": content}
        part = "word/document.xml" if name.endswith(".docx") else ""
        text = parts[part].decode()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_bytes(pack({**parts, part: text.encode()}) if part else text.encode())
        return path

    return office


def found(path, *kinds):
    return [str(place) for place in check_template(path) if place.kind in kinds]


@pytest.mark.parametrize("name", OURS)
def test_our_own_templates_are_in_order(name):
    assert found(resources.templates() / name, "broken", "unknown", "missing") == []


def test_our_word_template_holds_every_figure_and_passage():
    from tui_report.rendering.checking import _standard

    wanted = {*FORM.figures, *(passage.ref for passage in FORM.passages), "title", "draft", "sign.name", "sign.date"}
    assert _standard("report.docx") == wanted


def test_an_unknown_name_is_named_with_its_paragraph(office):
    path = office("report.docx", ("{{ requests.new.person }}", "{{ requests.new.persons }}"))
    (unknown,) = found(path, "unknown")
    assert unknown.startswith("第") and unknown.endswith("段 没有这个名称：requests.new.persons")
    assert found(path, "missing") == ["缺少：requests.new.person"]


def test_an_unknown_name_is_named_with_its_line(office):
    path = office(
        "report.txt.j2", ("{{ section.table }}", "{{ sektion.table }}\n{{ figures['requests.new.persons'] }}")
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "sektion" in line)
    assert found(path, "unknown") == [
        f"第{number}行 没有这个名称：sektion.table",
        f"第{number + 1}行 没有这个名称：requests.new.persons",
    ]


def test_what_a_template_leaves_out_is_listed_in_the_order_of_the_form(office):
    path = office(
        "report.docx", ("{{ requests.new.legal }}", ""), ("{{ requests.new.person }}", ""), ("others.others", "title")
    )
    assert found(path, "missing") == ["缺少：requests.new.person", "缺少：requests.new.legal", "缺少：others.others"]


def test_a_figure_by_its_ref_in_brackets_counts_as_there(office):
    path = office("report.docx", ("{{ requests.new.person }}", "{{ figures[“requests.new.person”] }}"))
    assert found(path, "unknown", "broken") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [("{{ sign.name", "花括号没有成对"), ("{{ sign..name }}", "写法不对"), ("{% frob %}{{ }}", "写法不对")],
)
def test_broken_places_of_a_word_template_are_named_with_their_paragraph(office, text, says):
    path = office("report.docx", ("{{ sign.name }}", text))
    assert any(says in line and line.startswith("第") for line in found(path, "broken"))


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / "report.html.j2"
    path.write_text("一\n{% for x %}\n", encoding="utf-8")
    assert found(path, "broken")[0].startswith("第2行 写法不对：")
    path.write_bytes("一\n中".encode() + "文".encode("gbk"))
    assert found(path, "broken") == ["第2行 写法不对：不是UTF-8编码，请另存为UTF-8"]


@pytest.mark.parametrize("content", [b"", b"PK", pack({"word/document.xml": b"<!DOCTYPE a><a/>"})])
def test_what_is_no_word_file_is_refused(tmp_path, content):
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    with pytest.raises(RenderError, match=r"report\.docx"):
        check_template(path)


def test_a_word_file_that_is_torn_is_refused(tmp_path):
    path = tmp_path / "report.docx"
    path.write_bytes(pack({"word/document.xml": b"<w:document"}))
    with pytest.raises(RenderError, match=r"report\.docx"):
        check_template(path)


def with_flags(package: bytes, flags: int) -> bytes:
    """The package with flags set for its only part, where it stands and in the list at the end."""
    at = package.index(b"PK\x01\x02") + 8
    return package[:6] + bytes([flags]) + package[7:at] + bytes([flags]) + package[at + 1 :]


@pytest.mark.parametrize(
    "content",
    [
        pack({"word/document.xml": '<?xml version="1.0" encoding="gbk"?><a>\u4e2d</a>'.encode("gbk")}),
        pack({"word/document.xml": b'<?xml version="1.0" encoding="x-none"?><a/>'}),
        pack({"word/document.xml": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16")}),
        with_flags(pack({"word/document.xml": b"<a/>"}), 1),
    ],
    ids=["encoding", "unknown encoding", "declaration in UTF-16", "encrypted"],
)
def test_a_word_file_that_cannot_be_read_is_refused_and_no_fault_of_ours(tmp_path, content):
    """`template check` ended with exit code 70."""
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    with pytest.raises(RenderError, match=r"report\.docx"):
        check_template(path)


def test_a_word_file_packed_in_a_way_that_unpacks_all_at_once_is_refused(tmp_path):
    """A part of 700 MB was unpacked whole before its size was looked at."""
    path = tmp_path / "report.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as package:
        package.writestr("word/document.xml", "<a/>")
    with pytest.raises(RenderError, match="不是完好的"):
        check_template(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(RenderError, match="读不出来"):
        check_template(tmp_path / "none.docx")


@pytest.mark.parametrize("text", ["{{ " + "(" * 3000, "{% if a %}" * 3000, "{{ 1" + " + 1" * 9000 + " }}"])
def test_a_template_too_deep_to_read_is_refused(tmp_path, text):
    path = tmp_path / "report.txt.j2"
    path.write_text(text, "utf-8")
    with pytest.raises(RenderError, match="层次太多"):
        check_template(path)


def test_a_filter_that_there_is_not_is_named(tmp_path):
    path = tmp_path / "report.txt.j2"
    path.write_text("一\n{{ unit.name|nothing }}", "utf-8")
    assert found(path, "broken") == ["第2行 写法不对：没有“nothing”这个名称"]


@pytest.mark.parametrize("encoding", ["gbk", "shift-jis", "none-such"])
def test_a_word_file_in_another_encoding_is_refused(tmp_path, encoding):
    path = tmp_path / "report.docx"
    path.write_bytes(pack({"word/document.xml": f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()}))
    with pytest.raises(RenderError, match=r"report\.docx"):
        check_template(path)


def test_a_part_that_unpacks_without_end_is_refused(tmp_path):
    path = tmp_path / "report.docx"
    path.write_bytes(pack({"word/document.xml": b" " * (checking.LARGEST_PART + 1)}))
    with pytest.raises(RenderError, match="解开以后太大"):
        check_template(path)

from __future__ import annotations

import io
import zipfile

import pytest

from tui_report.rendering.concerns import concerns


def word(**parts: str) -> bytes:
    """Returns a Word file with these parts, `_` for `/`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def field(words: str) -> str:
    return f'<w:p><w:r><w:instrText xml:space="preserve"> {words} </w:instrText></w:r></w:p>'


@pytest.mark.parametrize(
    "name", ["word__vbaProject_dot_bin", "word__embeddings__a_dot_xlsx", "word__activeX__b_dot_xml"]
)
def test_macros_and_embedded_things_of_a_word_file_are_named(name):
    named = name.replace("__", "/").replace("_dot_", ".")
    assert concerns(word(**{name: "x", "word__document_dot_xml": "<w:p/>"})) == [f"有宏或者嵌入的对象：{named}"]


def test_what_a_word_file_fetches_is_named_and_a_link_to_be_clicked_is_not():
    relations = (
        '<Relationship Id="1" Type="x/image" Target="http://a.cn/1.png" TargetMode="External"/>'
        '<Relationship Id="2" Type="x/hyperlink" Target="http://b.cn/" TargetMode="External"/>'
        '<Relationship Id="3" Type="x/image" Target="media/1.png"/>'
        '<Relationship Id="4" Type="x/attachedTemplate" TargetMode="External"/>'
    )
    assert concerns(word(word___rels__document_dot_xml_dot_rels=relations)) == [
        "引用外部地址：http://a.cn/1.png",
        "引用外部地址：",
    ]


@pytest.mark.parametrize("kind", ["DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "IMPORT"])
def test_fields_that_fetch_are_named(kind):
    assert concerns(word(word__footer1_dot_xml=field(f"{kind} x"))) == [f"有会取外部内容的域：{kind}"]
    simple = f'<w:fldSimple w:instr=" {kind} x "><w:r/></w:fldSimple>'
    assert concerns(word(word__document_dot_xml=simple)) == [f"有会取外部内容的域：{kind}"]


def test_page_numbers_text_and_pictures_of_a_word_file_are_no_concern():
    text = "<w:p><w:r><w:t>LINK DDE INCLUDETEXT</w:t></w:r></w:p>"
    assert (
        concerns(word(word__document_dot_xml=text + field("PAGE") + field("HYPERLINK x"), word__a_dot_png="LINK")) == []
    )

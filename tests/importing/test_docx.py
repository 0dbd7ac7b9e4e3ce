from __future__ import annotations

import io
import zipfile

import pytest

from tests.importing.layouts import WORD, paragraph, table, table_cell, word_file
from tests.importing.test_readers import grid_of, read, texts
from tui_report.importing import ImportFault
from tui_report.importing.document import MOST_CELLS
from tui_report.importing.docx import MOST_DEPTH, MOST_MEMBERS

BROKEN = "不是完整的Word文件"


def packed(parts: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def word(body: str) -> str:
    return f"<w:document {WORD}><w:body>{body}</w:body></w:document>"


def remarks(document) -> list[str]:
    return sorted(remark.text for remark in document.remarks)


def test_the_text_is_found_where_the_relations_say(tmp_path):
    relations = (
        '<Relationships><Relationship Type="http://x/styles" Target="styles.xml"/>'
        '<Relationship Type="http://x/officeDocument" Target="/office/text.xml"/></Relationships>'
    )
    content = packed({"_rels/.rels": relations, "office/text.xml": word(paragraph("正文"))})
    assert texts(read(tmp_path, "a.docx", content)) == ["正文"]


@pytest.mark.parametrize(
    "parts",
    [
        {"_rels/.rels": '<Relationships><Relationship Type="http://x/styles" Target="s.xml"/></Relationships>'},
        {"_rels/.rels": '<Relationships><Relationship Type="x/officeDocument" Target="gone.xml"/></Relationships>'},
        {"word/document.xml": f"<w:document {WORD}></w:document>"},
        {"word/document.xml": "<w:document"},
        {"other.txt": "一张表"},
    ],
    ids=["no text named", "text not there", "no body", "cut off", "no Word file"],
)
def test_a_package_without_a_text_is_no_word_file(tmp_path, parts):
    with pytest.raises(ImportFault, match=BROKEN):
        read(tmp_path, "a.docx", packed(parts))


def test_a_package_in_a_compression_that_word_does_not_write_is_not_unpacked(tmp_path):
    with pytest.raises(ImportFault, match=BROKEN):
        read(tmp_path, "a.docx", packed({"word/document.xml": word(paragraph("字"))}, zipfile.ZIP_BZIP2))


def test_a_file_with_a_password_says_so(tmp_path):
    content = bytearray(word_file(paragraph("字")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        local = archive.getinfo("word/document.xml").header_offset
    central = content.index(b"PK\x01\x02", content.rindex(b"word/document.xml") - 46)
    content[local + 6] |= 1
    content[central + 8] |= 1
    with pytest.raises(ImportFault, match="密码"):
        read(tmp_path, "a.docx", bytes(content))


@pytest.mark.parametrize(
    "content",
    [
        packed({f"part{number}": "" for number in range(MOST_MEMBERS + 1)}),
        packed({"word/document.xml": word("<w:p>" * MOST_DEPTH + "</w:p>" * MOST_DEPTH)}),
    ],
    ids=["very many parts", "very deep"],
)
def test_a_package_made_to_exhaust_is_refused(tmp_path, content):
    with pytest.raises(ImportFault, match="太大"):
        read(tmp_path, "a.docx", content)


def test_a_table_of_too_many_cells_is_refused(tmp_path):
    with pytest.raises(ImportFault, match="表格太大"):
        read(tmp_path, "a.docx", word_file("<w:tbl><w:tr>" + "<w:tc/>" * (MOST_CELLS + 1) + "</w:tr></w:tbl>"))


def test_moved_and_deleted_paragraphs_rows_and_cells_are_left_out_and_named(tmp_path):
    body = (
        f"<w:moveFrom>{paragraph('旧处')}</w:moveFrom><w:moveTo>{paragraph('新处')}</w:moveTo>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{table_cell('删')}{table_cell('8')}</w:tr>"
        f"<w:del><w:tr>{table_cell('删')}{table_cell('7')}</w:tr></w:del><w:unknown><w:tr/></w:unknown>"
        f"<w:ins><w:tr>{table_cell('行政许可')}<w:sdt><w:sdtContent>{table_cell('9')}</w:sdtContent></w:sdt></w:tr></w:ins>"
        "</w:tbl>"
    )
    document = read(tmp_path, "a.docx", word_file(body))
    assert texts(document) == ["新处"]
    assert grid_of(document) == [["行政许可", "9"]]
    assert remarks(document) == [
        "Word文件里有1处删除的修订，没有导入",
        "Word文件里有1处删除的表格行，没有导入",
        "Word文件里有1处移走的修订，没有导入",
    ]


def test_of_two_forms_of_the_same_blocks_the_first_is_taken(tmp_path):
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{}'
        "</mc:AlternateContent>"
    )
    choice = f"<mc:Choice>{paragraph('新版')}</mc:Choice><mc:Fallback>{paragraph('旧版')}</mc:Fallback>"
    body = both.format(choice) + both.format("") + f"<w:p><w:r><w:t>尾</w:t>{both.format('')}</w:r></w:p>"
    assert texts(read(tmp_path, "a.docx", word_file(body))) == ["新版", "尾"]


def test_marks_inside_a_line_are_kept(tmp_path):
    body = (
        "<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t><w:noBreakHyphen/><w:t>尾</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r></w:p>'
    )
    assert texts(read(tmp_path, "a.docx", word_file(body))) == ["上", "下 右-尾可见"]


def test_a_row_that_begins_to_the_right_keeps_its_columns(tmp_path):
    rows = table([[table_cell("结果"), table_cell("自然人"), table_cell("1")]]).removesuffix("</w:tbl>")
    late = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + table_cell("法人") + table_cell("2") + "</w:tr></w:tbl>"
    assert grid_of(read(tmp_path, "a.docx", word_file(rows + late))) == [["结果", "自然人", "1"], ["", "法人", "2"]]


def test_a_strict_word_file_is_read_alike(tmp_path):
    transitional = word(paragraph("正文"))
    strict = transitional.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert strict != transitional
    assert texts(read(tmp_path, "a.docx", packed({"word/document.xml": strict}))) == ["正文"]

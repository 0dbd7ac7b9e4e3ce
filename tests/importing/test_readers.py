from __future__ import annotations

import base64
import quopri
import zipfile
from pathlib import Path

import pytest

from tests.importing.layouts import paragraph, table, table_cell, word_file
from tui_report.form.cn_2021 import FORM
from tui_report.importing import ImportFault, import_report, pdf, read_document
from tui_report.importing.document import Grid, Paragraph, Span, expanded
from tui_report.importing.numbering import chinese
from tui_report.importing.text import decode


def read(folder: Path, name: str, content: bytes | str):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_document(path)


def texts(document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph) and block.text]


def grid_of(document) -> list[list[str]]:
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    return [[cell.text for cell in row] for row in grid.rows]


def grid_rows(document) -> list[list[str]]:
    return [[c.text for c in row] for block in document.blocks if isinstance(block, Grid) for row in block.rows]


def test_spans_are_expanded_like_html():
    grid = expanded([[Span("a", 2, 2), Span("b")], [Span("c")], [Span("d"), Span("e"), Span("f")]])
    assert [[c.text for c in row] for row in grid] == [["a", "a", "b"], ["a", "a", "c"], ["d", "e", "f"]]
    assert [[c.covered for c in row] for row in grid[:2]] == [[False, True, False], [True, True, False]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_the_encodings_of_offices(tmp_path, encoding):
    document = read(tmp_path, "a.txt", "某县年报\r\n第二行".encode(encoding))
    assert texts(document) == ["某县年报", "第二行"]


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(ImportFault, match="编码"):
        decode(b"\xff\xff\xff\x81")


def test_tracked_changes_content_controls_and_hidden_text(tmp_path):
    body = (
        '<w:p><w:r><w:t>公开</w:t></w:r><w:ins w:id="1"><w:r><w:t>62</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>26</w:delText></w:r></w:del><w:r><w:t>条</w:t></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>秘</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{table([[table_cell('行政许可'), table_cell('9')]])}</w:sdtContent></w:sdt>"
    )
    document = read(tmp_path, "a.docx", word_file(body))
    assert texts(document) == ["公开62条"]
    assert grid_of(document) == [["行政许可", "9"]]
    assert sorted(remark.text for remark in document.remarks) == [
        "Word文件里有1处删除的修订，没有导入",
        "Word文件里有1处隐藏的文字，没有导入",
    ]


def test_nested_table_text_box_and_alternative_content(tmp_path):
    inner = table([[table_cell("行政处罚"), table_cell("3")]])
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:txbxContent>{paragraph('框内')}</w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent>{paragraph('框内')}</w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    body = f"<w:tbl><w:tr><w:tc>{paragraph('版式')}{inner}</w:tc></w:tr></w:tbl>{box}"
    document = read(tmp_path, "a.docx", word_file(body))
    assert texts(document) == ["版式", "框内"]
    assert grid_of(document) == [["行政处罚", "3"]]


def test_vertical_merges_of_word(tmp_path):
    rows = [
        [table_cell("结果", 1, "restart"), table_cell("（一）"), table_cell("1")],
        [table_cell("", 1, "continue"), table_cell("（二）"), table_cell("2")],
    ]
    assert grid_of(read(tmp_path, "a.docx", word_file(table(rows)))) == [
        ["结果", "（一）", "1"],
        ["结果", "（二）", "2"],
    ]


def test_automatic_numbers_of_word_become_text(tmp_path):
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    head = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )
    body = head.format("总体情况") + paragraph("正文。") + head.format("主动公开政府信息情况")
    document = read(tmp_path, "a.docx", word_file(body, {"word/numbering.xml": numbering}))
    assert texts(document) == ["一、总体情况", "正文。", "二、主动公开政府信息情况"]
    assert [chinese(n) for n in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]


def test_html_with_unclosed_cells_spans_and_layout_table(tmp_path):
    page = (
        "<html><head><title>t</title><script>var a='<td>9</td>'</script></head><body><table><tr><td><div>导航</div>"
        "<td><p>正文第一段。<p>第二段。<table border=1><tr><td rowspan=2>结果<td colspan=2>（一）"
        "<tr><td>自然人<td>1</table></table><div style='display:none'>看不见</div>"
    )
    document = read(tmp_path, "a.html", page)
    assert texts(document) == ["导航", "正文第一段。", "第二段。"]
    assert grid_of(document) == [["结果", "（一）", "（一）"], ["结果", "自然人", "1"]]
    assert any("隐藏" in remark.text for remark in document.remarks)


def test_page_that_declares_gb2312(tmp_path):
    page = '<meta charset="gb2312"><p>某县某镇</p>'.encode("gb18030")
    assert texts(read(tmp_path, "a.htm", page)) == ["某县某镇"]


def test_markdown_rows_and_drawn_tables(tmp_path):
    drawn = "+----+---+\n|2.其|  0|  0|  0|  0|  0|\n|  他|   |   |   |   |   |\n+----+---+\n"
    source = f"## 标题\n| 甲 | 乙 |\n|---|---|\n| **一** | 1 |\n\n{drawn}"
    document = read(tmp_path, "a.md", source)
    assert grid_rows(document) == [["甲", "乙"], ["一", "1"], ["2.其他", "0", "0", "0", "0", "0"]]
    assert texts(document) == ["标题"]


def test_strokes_below_a_head_are_a_rule_and_elsewhere_cells(tmp_path):
    head = "| 甲 | 乙 |\n| - | - |\n"
    assert grid_rows(read(tmp_path, "a.md", f"{head}| - | - |\n\n| - | 3 |")) == [["甲", "乙"], ["-", "-"], ["-", "3"]]
    assert grid_rows(read(tmp_path, "a.md", "行政许可\n\n| - | - |\n|---|---|\n")) == [["-", "-"]]
    assert texts(read(tmp_path, "a.txt", "行政许可|\n-|\n")) == ["行政许可", "-"]


def test_rows_that_a_drawn_line_parts_are_not_joined(tmp_path):
    document = read(tmp_path, "a.txt", "+---+\n|行政处罚|3|\n+---+\n|行政强制||\n+---+\n")
    assert grid_rows(document) == [["行政处罚", "3"], ["行政强制", ""]]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xyz", b"x", "不认识"),
        ("a.txt", b"", "空的"),
        ("a.docx", b"PK\x03\x04 broken", "不是完整的Word文件"),
        ("b.docx", b"<html><p>x</p></html>", "不是完整的Word文件"),
        ("a.pdf", b"hello", "不是PDF"),
        ("a.txt", b"\x00\x01\x02", "不是文本"),
        ("a.txt", "字\n".encode() * 50_000, "太大"),
        ("a.txt", b"1" * 20_000_000, "超过"),
        ("a.html", b"<p title='" + b"x<p " * 9000, "不完整"),
    ],
)
def test_faults_are_one_chinese_sentence(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportFault, match=words) as fault:
        import_report(path, FORM)
    assert "\n" not in str(fault.value)
    assert path.read_bytes() == content


def test_missing_file_and_folder(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(ImportFault):
            read_document(path if path.suffix else tmp_path / "d.txt")


def test_word_file_with_document_type_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')
    with pytest.raises(ImportFault, match="声明"):
        read_document(path)


def test_zip_bomb_is_cut_off(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(40):
            part.write(b"<x>" + b" " * 1_000_000)
    with pytest.raises(ImportFault, match="太大"):
        read_document(path)


def test_table_of_a_hundred_thousand_cells_is_refused(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<table>" + ("<tr>" + "<td>0" * 100) * 1000)
    with pytest.raises(ImportFault, match="太大"):
        read_document(path)
    path.write_text("<table>" + "<tr><td colspan=100 rowspan=100>0" * 10 + "<tr><td>1</table>")
    with pytest.raises(ImportFault, match="太大"):
        read_document(path)


def test_older_word_file_without_libreoffice(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)
    path = tmp_path / "a.doc"
    path.write_bytes(OLE + b"\0" * 100)
    with pytest.raises(ImportFault, match="LibreOffice"):
        read_document(path)


def test_pdf_with_text_layer(tmp_path):
    pytest.importorskip("pypdf")
    path = tmp_path / "a.pdf"
    content = b"BT /F1 12 Tf 72 720 Td (Report 2024) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    path.write_bytes(out)
    document = read_document(path)
    assert texts(document) == ["Report 2024"]
    assert [getattr(block, "place", "") for block in document.blocks] == ["第1页第1行"]


def test_broken_pdf(tmp_path):
    pytest.importorskip("pypdf")
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing")
    with pytest.raises(ImportFault, match="PDF"):
        read_document(path)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(("name", "content", "kind"), [
    ("a.wps", OLE, ".doc"), ("a.docx", OLE, ".doc"), ("a.doc", b"{\\rtf1", ".rtf"),
    ("a.docx", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", ".odt"),
])  # fmt: skip
def test_an_older_word_file_is_converted_as_what_it_is(tmp_path, monkeypatch, name, content, kind):
    """A .doc that was called .docx was converted onto itself."""
    monkeypatch.setenv("PATH", str(tmp_path))
    program = tmp_path / "soffice"
    whole = word_file(paragraph("正文"))
    (tmp_path / "made").write_bytes(whole)
    program.write_text(
        f'#!/bin/sh\nfor last; do :; done\ncase "$last" in *{kind}) ;; *) exit 1;; esac\n'
        f'/bin/cp {tmp_path / "made"} "${{last%{kind}}}.docx"\n'
    )
    program.chmod(0o755)
    document = read(tmp_path, name, content)
    assert texts(document) == ["正文"]
    assert [remark.text for remark in document.remarks] == [f"{name[1:]}文件，经LibreOffice转换后导入"]


def test_a_word_file_with_a_password_is_said_so_with_or_without_libreoffice(tmp_path):
    with pytest.raises(ImportFault, match="加了密码"):
        read(tmp_path, "a.docx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))


def test_figures_that_are_struck_through_are_not_read(tmp_path):
    """The deleted 99 of a page with changes marked stood beside the 2 that was put in its place: 299."""
    page = "<table><tr><td>甲<td><ins>2</ins><del>99</del></td><td><s>1</s>3</td><td><span style='text-decoration: line-through'>7</span></table>"
    document = read(tmp_path, "a.html", page)
    assert grid_of(document) == [["甲", "2", "3", ""]]
    assert [remark.text for remark in document.remarks] == ["网页里有3处画掉的文字，没有导入"]
    struck = (
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>99</w:t></w:r><w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>2</w:t></w:r>"
    )
    document = read(tmp_path, "a.docx", word_file(f"<w:p>{struck}</w:p>"))
    assert texts(document) == ["2"]
    assert [remark.text for remark in document.remarks] == ["Word文件里有1处画掉的文字，没有导入"]


def test_what_is_left_out_of_a_cell_and_never_closed_ends_with_the_cell(tmp_path):
    page = "<table><tr><td>甲</td><td>2<s>9</td><td>3</td></tr><tr><td>乙</td><td>4</td><td>5</td></tr></table><p>后文"
    document = read(tmp_path, "a.html", page)
    assert grid_of(document) == [["甲", "2", "3"], ["乙", "4", "5"]]
    assert texts(document) == ["后文"]


def test_page_heads_in_the_html_of_libreoffice_are_left_out(tmp_path):
    page = "<body><div title='header'><p>内部资料</p></div><p>正文</p><div title='footer'><p>第 3 页</p></div>"
    document = read(tmp_path, "a.html", page)
    assert texts(document) == ["正文"]
    assert [remark.text for remark in document.remarks] == ["网页里有2处页眉页脚，没有导入"]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
@pytest.mark.parametrize("way", ["quoted-printable", "base64"])
@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.doc"])
def test_a_page_saved_as_one_file(tmp_path, charset, way, name):
    """Its page is written in quoted-printable or base64; every cell stayed blank."""
    page = f"<html><meta charset={charset}><p>某县某镇政府信息公开</p><table><tr><td>行政许可<td>9</table>".encode(
        charset
    )
    encoded = quopri.encodestring(page) if way == "quoted-printable" else base64.encodebytes(page)
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
    part = f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {way}\r\n\r\n"
    document = read(tmp_path, name, f"{head}{part}".encode() + encoded + b"\r\n--B--\r\n")
    assert texts(document) == ["某县某镇政府信息公开"]
    assert grid_of(document) == [["行政许可", "9"]]


def test_one_file_without_a_page_or_with_parts_in_parts_for_ever(tmp_path):
    with pytest.raises(ImportFault, match="没有网页内容"):
        read(tmp_path, "a.mht", "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx")
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3000))
    with pytest.raises(ImportFault):
        read(tmp_path, "b.mht", "MIME-Version: 1.0\r\n" + deep)


def test_what_only_begins_like_an_old_word_file_never_reaches_libreoffice(tmp_path, monkeypatch):
    """LibreOffice pondered over such bytes for as long as it was let."""
    monkeypatch.setattr("shutil.which", lambda _: "/bin/false")
    with pytest.raises(ImportFault, match="不是完整的Word文件"):
        read(tmp_path, "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 100)


def test_a_page_of_endless_tags_is_refused(tmp_path):
    with pytest.raises(ImportFault, match="网页太大"):
        read(tmp_path, "a.html", "<div>" * 300_000)
    with pytest.raises(ImportFault, match="不完整"):
        read(tmp_path, "b.html", "<p " + "a=x " * 100_000 + ">")


def test_pictures_in_a_page_do_not_make_it_too_large(tmp_path):
    page = f"<p>前<img src='data:image/png;base64,{'A' * 1_000_000}'>后"
    assert texts(read(tmp_path, "a.html", page)) == ["前后"]


def test_parts_and_groups_without_end_are_refused(tmp_path):
    with pytest.raises(ImportFault, match="太大"):
        read(tmp_path, "a.mht", "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n" * 6_000)
    with pytest.raises(ImportFault, match="太大"):
        read(tmp_path, "a.rtf", "{\\rtf1" + "{" * 100_001)


def test_labels_without_end_are_refused(tmp_path):
    """Each label was compared with every other."""
    (tmp_path / "a.txt").write_text("行政许可 1\n" * 3_001)
    with pytest.raises(ImportFault, match="项目名称太多"):
        import_report(tmp_path / "a.txt", FORM)


def test_tables_that_are_never_closed_are_looked_for_once(tmp_path):
    """Each of them was looked for to the end of the text."""
    document = read(tmp_path, "a.md", "<table>" * 60_000)
    assert len(document.blocks) == 1
    document = read(tmp_path, "b.md", "前\n<TABLE><tr><td>甲<td>1</TABLE >\n后")
    assert texts(document) == ["前", "后"] and grid_of(document) == [["甲", "1"]]
    assert [block.place for block in document.blocks if isinstance(block, Paragraph) and block.text] == [
        "第1行",
        "第3行",
    ]


def test_what_each_page_of_a_pdf_repeats_is_left_out(monkeypatch, tmp_path):
    """Date and title that a browser prints above each page stood in the middle of sentences."""
    pytest.importorskip("pypdf")
    head = "11/24/26, 12:47 PM 甲乡2024年政府信息公开工作年度报告"
    words = ["甲段正文", "乙段正文", "丙段正文", "丁段正文"]
    pages = [f"{head}\n{word}\n复议 0 0 0\n0 0 0\nhttp://portal/a.html {n}/4" for n, word in enumerate(words, 1)]
    monkeypatch.setattr(pdf, "_pages", lambda path: pages)
    document = read(tmp_path, "a.pdf", b"%PDF")
    assert texts(document)[0] == head
    assert texts(document)[1:] == [line for word in words for line in (word, "复议 0 0 0", "0 0 0")]
    assert [(r.text, r.quote) for r in document.remarks] == [
        ("每页重复的页眉页脚，没有导入", "http://portal/a.html 1/4"),
        ("每页重复的页眉页脚，没有导入", head),
    ]
    monkeypatch.setattr(pdf, "_pages", lambda path: pages[:2])
    assert head in texts(read(tmp_path, "a.pdf", b"%PDF"))[4:]


def test_words_that_a_pdf_sets_apart_are_closed():
    (block,) = pdf._blocks(["依 据 《 政 府 信 息 公 开 》（ 国 办 函〔2020〕109号），没有收费。"])
    assert isinstance(block, Paragraph) and block.text == "依据《政府信息公开》（国办函〔2020〕109号），没有收费。"
    (block,) = pdf._blocks(["自然人 商业企业 科研机构 1 2"])
    assert isinstance(block, Paragraph) and block.text == "自然人 商业企业 科研机构 1 2"

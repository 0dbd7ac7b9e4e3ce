from __future__ import annotations

import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from datetime import date

import pytest
from docx import Document

from tui_report import resources
from tui_report.form.cn_2021 import FORM
from tui_report.form.printed import printed
from tui_report.importing import import_report
from tui_report.rendering.environment import OpenErrors, RenderError
from tui_report.rendering.word import render_docx
from tui_report.rendering.word_package import pack, unpack
from tui_report.rendering.word_template import word_template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNIT = "青禾县东岭乡人民政府"

# What may follow what inside these properties (ECMA-376), as far as we use them.
ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl autoSpaceDE autoSpaceDN snapToGrid spacing ind jc outlineLvl",
    "rPr": "rFonts spacing sz szCs lang",
    "tblPr": "tblW jc tblBorders tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vMerge vAlign",
    "sectPr": "headerReference footerReference pgSz pgMar docGrid",
    "style": "name basedOn qFormat pPr rPr",
}


def opened(content):
    return Document(io.BytesIO(content))


def xml_of(content, part="word/document.xml"):
    return unpack(content)[part].decode()


def figures(document):
    """The numbers of the tables, each merged cell once."""
    cells = [cell for table in document.element.body.iter(f"{W}tbl") for cell in table.iter(f"{W}tc")]
    texts = ("".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in cells)
    return [text for text in texts if re.fullmatch(r"[\d.]+", text)]


def test_the_shipped_template_is_the_one_the_form_makes():
    shipped = (resources.templates() / "report.docx").read_bytes()
    assert unpack(shipped) == unpack(word_template(FORM)), "python -m tui_report.rendering.word_template"


def test_all_two_hundred_figures_stand_in_order(rendered, numbered):
    values, expected = numbered
    assert figures(opened(rendered(render_docx, values, draft=True))) == expected


def test_the_tables_are_merged_as_printed(rendered):
    document = opened(rendered(render_docx))
    for table, section in zip(document.tables, (s for s in FORM.sections if s.tables), strict=True):
        grid = printed(section)
        rows = table._tbl.tr_lst
        assert len(rows) == grid.row_count
        assert sum("tblHeader" in ET.tostring(row).decode() for row in map(plain, rows)) == grid.head_rows
        assert all(plain(row).find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        for number, owners in enumerate(grid.owners):
            for column, cell in enumerate(owners):
                assert cell.ref or table.cell(number, column).text == cell.text


def plain(element):
    return ET.fromstring(element.xml)


def test_what_word_holds_can_be_read_back(rendered, facts_of, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(rendered(render_docx))
    back, facts = import_report(path, FORM), facts_of()
    assert {ref: back.values.get(ref) for ref in FORM.entered} == {
        ref: facts.report.values[ref] for ref in FORM.entered
    }
    assert {p.ref: back.text(p.ref).strip() for p in FORM.passages} == {k: v.strip() for k, v in facts.prose.items()}


def test_the_same_report_gives_the_same_bytes(rendered):
    first = rendered(render_docx)
    assert first == rendered(render_docx)
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_nothing_that_a_clerk_types_becomes_word(rendered, hostile):
    refs = ("overview.proactive", "others.others", "unit.name", "sign.name")
    content = rendered(render_docx, dict.fromkeys(refs, hostile), draft=True)
    parts = unpack(content)
    for name, part in parts.items():
        if name.endswith(".xml"):
            ET.fromstring(part)
    assert [t.text for t in ET.fromstring(parts["word/document.xml"]).iter(f"{W}instrText")] == []
    shown = [p.text for p in opened(content).paragraphs]
    written = hostile.replace("\x1b", "<U+001B>").replace("\u202e", "<U+202E>").replace("\x07", "<U+0007>")
    # docxtpl reads {_{ as an escaped brace, which only changes how it looks
    assert written.replace("{_{", "{{").replace("}_}", "}}") in shown
    assert not any(ord(c) < 32 and c != "\n" for text in shown for c in text)


def test_the_paragraphs_of_a_passage_stay_paragraphs(rendered):
    texts = [p.text for p in opened(rendered(render_docx, {"others.others": "第一段。\n\n　　第二段。"})).paragraphs]
    assert texts[texts.index("第一段。") + 1] == "第二段。"


def test_the_title_breaks_between_words(rendered):
    document = opened(rendered(render_docx))
    assert [p.text for p in document.paragraphs if p.style.name == "题目"] == [
        f"{UNIT}2024年",
        "政府信息公开工作年度报告",
    ]


def placed(content, style):
    return next(p for p in opened(content).paragraphs if p.style.name == style and p.text).paragraph_format


def at(content, style):
    return placed(content, style).left_indent.twips


CHARACTER = 315


def test_the_signature_stands_by_the_rule(rendered):
    content = rendered(render_docx)
    assert at(content, "署名") == (28 - 2 - len(UNIT)) * CHARACTER
    assert at(content, "成文日期") == at(content, "署名") + 2 * CHARACTER


def test_a_date_that_is_counted_to_the_last_column_has_room_for_the_gaps_between_han_and_digits(rendered):
    content = rendered(render_docx)
    assert placed(content, "成文日期").right_indent.twips <= -2 * CHARACTER


def test_with_a_seal_the_date_keeps_four_characters_and_the_name_is_centred_over_it(rendered):
    content = rendered(render_docx, settings={"seal": True})
    name, day = (placed(content, style) for style in ("署名", "成文日期"))
    assert str(name.alignment) == str(day.alignment) == "RIGHT (2)"
    assert day.right_indent.twips == 4 * CHARACTER
    middle = 4 + 6.5 / 2  # 2025年1月14日 is six and a half characters wide
    assert abs(name.right_indent.twips / CHARACTER + len(UNIT) / 2 - middle) <= 0.5


def test_the_signature_is_never_alone_on_a_page(rendered):
    paragraphs = opened(rendered(render_docx)).paragraphs
    name = next(i for i, p in enumerate(paragraphs) if p.text == UNIT and p.style.name == "署名")
    assert paragraphs[name - 1].text == "" and paragraphs[name - 2].text.endswith("公开。")
    assert paragraphs[name - 2].paragraph_format.keep_with_next
    assert all(p.style.paragraph_format.keep_with_next for p in paragraphs[name - 1 : name + 1])


def test_a_report_without_signature_has_none(rendered):
    document = opened(rendered(render_docx, {"sign.name": None, "sign.date": None}, draft=True))
    assert not [p for p in document.paragraphs if p.style.name in ("署名", "成文日期")]


def test_open_errors_let_only_a_draft_out_and_it_says_so_on_every_page(rendered):
    with pytest.raises(OpenErrors, match="必改"):
        rendered(render_docx, {"requests.new.person": None})
    draft = opened(rendered(render_docx, {"requests.new.person": None}, draft=True))
    heads = [draft.sections[0].header, draft.sections[0].even_page_header]
    assert ["草稿" in head.paragraphs[0].text for head in heads] == [True, True]
    clean = opened(rendered(render_docx))
    assert [head.paragraphs[0].text for head in (clean.sections[0].header, clean.sections[0].even_page_header)] == [
        "",
        "",
    ]


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_properties_stand_in_the_order_of_the_schema(rendered, part):
    seen = 0
    for element in ET.fromstring(xml_of(rendered(render_docx), part)).iter():
        order = ORDER.get(element.tag.removeprefix(W))
        if order is not None:
            places = [order.split().index(child.tag.removeprefix(W)) for child in element]
            assert places == sorted(places)
            seen += 1
    assert seen > 10


def test_a_machine_without_the_library_gets_a_sentence(rendered, monkeypatch):
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(RenderError, match="install docxtpl"):
        rendered(render_docx)


@pytest.fixture
def office(tmp_path):
    """Writes our template, with one text replaced, as the template of an office."""

    def office(old, new):
        parts = unpack((resources.templates() / "report.docx").read_bytes())
        text = parts["word/document.xml"].decode()
        assert old in text
        path = tmp_path / "report.docx"
        path.write_bytes(pack({**parts, "word/document.xml": text.replace(old, new, 1).encode()}))
        return path

    return office


def test_a_template_of_the_office_goes_in_front_and_marks_the_file(rendered, office):
    path = office("三、收到和处理", "三、本县收到和处理")
    content = rendered(render_docx, settings={"templates": path.parent})
    document = opened(content)
    assert any("本县收到" in p.text for p in document.paragraphs)
    assert document.core_properties.comments == "非标准模板"
    assert content == rendered(render_docx, template=path)
    assert opened(rendered(render_docx)).core_properties.comments == ""


def test_curly_quotes_of_an_office_template_are_understood(rendered, office):
    path = office("{{ requests.new.person }}", "{{ figures[“requests.new.person”] }}")
    assert figures(opened(rendered(render_docx, template=path))) == figures(opened(rendered(render_docx)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ nothing }}", "没有“nothing”这个名称"),
        ("{{ title.__class__.__mro__ }}", "不允许"),
        ("{% if x %}", "“if”没有结束"),
        ("{{ 'x'.center(9999999999) }}", "循环|内存"),
    ],
)
def test_a_bad_template_is_refused_with_a_sentence(rendered, office, text, says):
    with pytest.raises(RenderError, match=says) as error:
        rendered(render_docx, template=office("{{ sign.name }}", text))
    assert "report.docx" in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"no zip", pack({"a.txt": b"1"})])
def test_what_is_no_word_file_is_refused(rendered, tmp_path, content):
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    with pytest.raises(RenderError, match=r"report\.docx"):
        rendered(render_docx, template=path)


def test_a_date_before_a_name_that_is_short(rendered):
    content = rendered(render_docx, {"sign.name": "东岭乡", "sign.date": date(2025, 12, 14)}, draft=True)
    assert at(content, "成文日期") == at(content, "署名") + 2 * 315


@pytest.fixture
def fonts(tmp_path, monkeypatch):
    """Stands free fonts in for those that GB/T 9704 names; without, LibreOffice takes any that it finds."""
    stand_in = {
        "仿宋_GB2312": "Serif",
        "楷体_GB2312": "Serif",
        "方正小标宋简体": "Serif",
        "宋体": "Serif",
        "黑体": "Sans",
    }
    rules = "".join(
        f'<match><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>Noto {kind} CJK SC</string></edit></match>'
        for name, kind in stand_in.items()
    )
    path = tmp_path / "fonts.conf"
    path.write_text(
        f"<fontconfig><include>/etc/fonts/fonts.conf</include><cachedir>{tmp_path}</cachedir>{rules}</fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(path))


@pytest.mark.big
def test_libreoffice_prints_it_with_28_characters_22_lines_and_whole_tables(
    rendered, numbered, programs, fonts, tmp_path
):
    programs("soffice", "pdftotext")
    from tui_report.rendering.pdf import to_pdf

    values, expected = numbered
    prose = {"overview.proactive": "这一段全是汉字用来数每行的字数" * 80}
    path = tmp_path / "a.pdf"
    path.write_bytes(to_pdf(rendered(render_docx, {**values, **prose}, draft=True)))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    pages = text.split("\f")[:-1]
    body = [line.strip() for line in pages[1].splitlines() if line.strip()]
    full = [line for line in body if len(line) == 28 and "全是汉字" in line]
    assert len(full) == 22, "22 lines of 28 characters"
    assert [number for number, page in enumerate(pages, 1) if f"—{number}—" not in page.replace(" ", "")] == []
    raw = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True).stdout
    drawn = re.findall(r"(?<![\d年第〔.])\d{3,5}(?![\d年号])", raw[raw.index("第二十条第（一）项") :])
    assert drawn[: len(expected)] == expected
    three = next(page for page in pages if "三、收到和处理" in page)
    assert "四、结转下年度继续办理" in three and "申请人情况" in three

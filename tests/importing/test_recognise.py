from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from tests.importing import layouts
from tui_report.form.cn_2021 import FORM
from tui_report.importing import import_report
from tui_report.report import Report, Source

PARTED = [name for name in layouts.TEXT if not name.startswith(("glued", "stray"))]
GLUED = [name for name in layouts.TEXT if name.startswith(("glued", "stray"))]


def imported(folder: Path, name: str, content: str | bytes) -> Report:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_report(path, FORM)


def source_of(report: Report) -> Source:
    assert report.source is not None
    return report.source


def compared(made: layouts.Made, report: Report) -> tuple[int, list[str], list[str]]:
    """Returns how many cells are right, which are blank though printed, and which are wrong."""
    right, blank, wrong = 0, [], []
    for ref, text in layouts.expected(made).items():
        got = report.stated.get(ref, report.values.get(ref))
        if got is None:
            blank += [ref] if text else []
        elif text and Decimal(str(got)) == Decimal(text):
            right += 1
        else:
            wrong.append(f"{ref}: {got} for {text or 'blank'}")
    return right, blank, wrong


@pytest.mark.parametrize("name", PARTED)
def test_parted_cells_come_back_exactly(tmp_path, name):
    for seed in (0, 2, 4):
        made = layouts.made(seed)
        report = imported(tmp_path, name, layouts.TEXT[name](made))
        assert compared(made, report) == (200, [], [])
        assert (report.unit, report.year, report.text("sign.name")) == (made.unit, made.year, made.unit)
        assert {ref: report.text(ref) for ref in made.prose} == made.prose
        assert [h.ref for h in source_of(report).headings if "." not in h.ref] == [s.key for s in FORM.sections]
        assert not source_of(report).labels
        assert not source_of(report).missing


@pytest.mark.parametrize("name", PARTED)
@pytest.mark.parametrize("kind", ["total", "blank", "slash", "label", "row", "thousands", "wide"])
def test_faults_of_the_source_are_kept_and_nothing_is_guessed(tmp_path, name, kind):
    made = layouts.made(9)
    layouts.mutated(made, 5, kinds=kind)
    report = imported(tmp_path, name, layouts.TEXT[name](made))
    right, blank, wrong = compared(made, report)
    assert not wrong
    rows_with_blanks = {ref.rpartition(".")[0] for ref, text in made.figures.items() if text in ("", "/")}
    assert {ref.rpartition(".")[0] for ref in blank} <= rows_with_blanks
    assert right + len(blank) == sum(bool(text) for text in layouts.expected(made).values())
    if made.left_out:
        assert made.left_out <= set(source_of(report).missing)
    if kind == "label":
        assert source_of(report).labels["disclosure.normative"] == "规范性文件"
    if rows_with_blanks:
        assert any("空着" in remark.text and remark.quote and remark.place for remark in report.remarks)


@pytest.mark.parametrize("name", GLUED)
def test_figures_without_borders_are_read_only_where_one_reading_adds_up(tmp_path, name):
    right = printed = 0
    for seed in range(12):
        made = layouts.made(seed)
        if seed % 2:
            layouts.mutated(made, seed)
        good, _, wrong = compared(made, imported(tmp_path, name, layouts.TEXT[name](made)))
        assert not wrong
        right += good
        printed += sum(bool(text) for text in layouts.expected(made).values())
    assert right / printed > 0.94


def test_a_last_row_that_is_missing_does_not_give_its_figures_to_the_row_before(tmp_path):
    made = layouts.made(3, small=True)
    made.left_out.add("requests.carried_out")
    report = imported(tmp_path, "glued.txt", layouts.glued(made))
    assert not compared(made, report)[2]
    assert report.number("requests.total.person") is None
    assert report.stated["requests.total.person"] == int(made.figures["requests.total.person"])


@pytest.mark.parametrize("name", GLUED)
def test_small_figures_without_borders_come_back_nearly_all(tmp_path, name):
    made = layouts.made(1, small=True)
    right, blank, wrong = compared(made, imported(tmp_path, name, layouts.TEXT[name](made)))
    assert not wrong
    assert not [ref for ref in blank if ref.startswith("requests.")]
    assert right >= 175


def test_figures_above_their_labels_are_read_where_the_table_adds_up_so_and_never_for_the_row_below(tmp_path):
    for seed in (3, 4):
        made = layouts.made(seed)
        text = layouts.figures_then_label(made)
        assert compared(made, imported(tmp_path, "above.txt", text)) == (200, [], [])
        made.figures["requests.granted.total"] += "1"
        report = imported(tmp_path, "above.txt", layouts.figures_then_label(made))
        assert not compared(made, report)[2]


def test_word_file_with_every_merge_of_the_form(tmp_path):
    for seed in range(4):
        made = layouts.made(seed)
        report = imported(tmp_path, "last.docx", layouts.word(made))
        assert compared(made, report) == (200, [], [])
        assert {ref: report.text(ref) for ref in made.prose} == made.prose


def test_run_together_row_is_read_by_its_sum(tmp_path):
    made = layouts.made(0, small=True)
    text = layouts.spaces(made)
    row = next(line for line in text.splitlines() if "（一）予以公开" in line)
    report = imported(tmp_path, "run.txt", text.replace(row, "三、本年度办理结果 （一）予以公开 160 02 0 018"))
    figures = [report.number(f"requests.granted.{c}") for c in layouts.APPLICANTS]
    assert figures == [16, 0, 0, 2, 0, 0]
    assert report.stated["requests.granted.total"] == 18


def test_ambiguous_row_stays_blank_and_is_quoted(tmp_path):
    text = layouts.spaces(layouts.made(0, small=True))
    row = next(line for line in text.splitlines() if line.startswith("行政规范性文件"))
    report = imported(tmp_path, "doubt.txt", text.replace(row, "行政规范性文件 20 155"))
    assert report.number("disclosure.normative.made") is None
    remark = next(r for r in report.remarks if r.ref == "disclosure.normative")
    assert "20 155" in remark.quote
    assert remark.place.startswith("第")


def test_rows_that_nothing_proves_are_withdrawn_where_the_source_parts_its_rows_or_prints_blanks(tmp_path):
    made = layouts.made(15)
    figures = {"disclosure.normative.made": "13", "disclosure.normative.repealed": "2"}
    made.figures.update(figures | {"disclosure.normative.in_force": ""})
    assert not compared(made, imported(tmp_path, "parted.txt", layouts.spaces(made)))[2]
    made.figures.update({"requests.deny_secret.person": "", "requests.deny_secret.total": ""})
    report = imported(tmp_path, "glued.txt", layouts.glued(made))
    assert not compared(made, report)[2]
    assert report.number("disclosure.normative.made") is None
    assert any(remark.ref.startswith("disclosure.normative") and "空着" in remark.text for remark in report.remarks)


@pytest.mark.parametrize("source", [layouts.spaces, layouts.one_line])
def test_of_two_reports_in_a_file_the_first_is_taken_and_the_other_named(tmp_path, source):
    made, other = layouts.made(2), layouts.made(3)
    other.year = made.year - 1
    made.figures["disclosure.regulations.made"] = ""
    report = imported(tmp_path, "two.txt", f"{source(made)}\n{source(other)}")
    assert not compared(made, report)[2]
    assert (report.unit, report.year, report.text("sign.name")) == (made.unit, made.year, made.unit)
    assert {ref: report.text(ref) for ref in made.prose} == made.prose
    assert any("不止一份" in remark.text and other.title in remark.quote for remark in report.remarks)


def test_row_printed_twice_with_other_figures_is_not_taken(tmp_path):
    made = layouts.made(2)
    text = layouts.spaces(made)
    row = next(line for line in text.splitlines() if "2.重复申请" in line)
    report = imported(tmp_path, "twice.txt", text.replace(row, f"{row}\n2.重复申请  7  0  0  0  0  0  7"))
    assert all(report.number(f"requests.reject_repeat.{c}") is None for c in layouts.APPLICANTS)


def test_form_of_2019_is_recognised_and_its_section_two_not_taken(tmp_path):
    text = (
        layouts.spaces(layouts.made(4))
        .replace("本年制发件数", "本年新制作数量")
        .replace("本年废止件数", "本年新公开数量")
    )
    report = imported(tmp_path, "old.txt", text.replace("现行有效件数", "对外公开总数量"))
    assert source_of(report).edition == "2019"
    assert not [ref for ref in report.values if ref.startswith("disclosure.")]
    assert report.number("requests.carried_out.person") is not None
    assert any("2019" in remark.text for remark in report.remarks)


def test_prose_between_tables_and_navigation_is_named_not_lost(tmp_path):
    made = layouts.made(6)
    text = layouts.spaces(made)
    text = "发布时间：2024-01-05\n" + text.replace(
        "三、收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开申请情况\n全年只收到邮寄的申请，均已登记在册。"
    )
    report = imported(tmp_path, "extra.txt", text)
    quotes = [remark.quote for remark in report.remarks]
    assert any("发布时间：2024-01-05" in quote for quote in quotes)
    assert any("全年只收到邮寄的申请" in quote for quote in quotes)
    assert compared(made, report)[0] == 200


def test_section_five_without_subheadings_is_parted_where_the_text_turns(tmp_path):
    made = layouts.made(8)
    text = layouts.spaces(made).replace("（一）存在的主要问题。", "").replace("（二）改进情况。", "下一步，")
    report = imported(tmp_path, "turn.txt", text)
    assert report.text("problems.problems") == made.prose["problems.problems"]
    assert report.text("problems.improvements") == "下一步，" + made.prose["problems.improvements"]
    assert any(remark.ref == "problems.improvements" for remark in report.remarks)


def test_every_remark_is_one_line(tmp_path):
    made = layouts.made(8)
    text = layouts.spaces(made).replace("（一）存在的主要问题。", "").replace("（二）改进情况。", "\n下一步，\n")
    report = imported(tmp_path, "turn.txt", f"上一页\n\n下一页\n{text}")
    assert len(report.remarks) > 5
    assert not [remark for remark in report.remarks if "\n" in remark.text + remark.quote]


@pytest.mark.parametrize(
    ("unit", "level"),
    [
        ("云岭县青禾乡人民政府", "township"),
        ("云岭县人民政府城关街道办事处", "township"),
        ("云岭县人民政府", "county"),
        ("云岭县水务局", "department"),
        ("云岭县图书馆", ""),
    ],
)
def test_level_is_taken_only_from_a_certain_name(tmp_path, unit, level):
    made = layouts.made(10)
    made.unit = unit
    report = imported(tmp_path, "level.txt", layouts.spaces(made))
    assert (report.unit, report.level) == (unit, level)


def test_columns_in_another_order_are_not_taken(tmp_path):
    made = layouts.made(2)
    text = layouts.spaces(made).replace("商业企业  科研机构", "科研机构  商业企业")
    report = imported(tmp_path, "columns.txt", text)
    assert not [ref for ref in report.values if ref.startswith("requests.")]
    assert any("次序" in remark.text for remark in report.remarks)
    assert not compared(made, report)[2]


def test_footer_of_a_page_is_not_taken_for_prose(tmp_path):
    made = layouts.made(2)
    page = layouts.html(made).replace("</body>", "<p>打印 关闭</p><p>主办：某县人民政府</p><p>版权所有</p></body>")
    report = imported(tmp_path, "page.html", page)
    assert report.text("others.others") == made.prose["others.others"]
    assert report.text("sign.name") == made.unit
    assert any("版权所有" in remark.quote for remark in report.remarks)


def test_menus_between_two_prints_of_the_title_are_no_prose(tmp_path):
    made = layouts.made(2)
    menus = f"<div>标题：{made.title}-某局</div><div>单位：某局</div><div>星期二</div><ul><li>无障碍</li></ul>"
    report = imported(tmp_path, "page.html", layouts.html(made).replace("<body>", f"<body>{menus}"))
    assert (report.unit, report.year) == (made.unit, made.year)
    assert report.text("overview.opening") == made.prose["overview.opening"]
    assert any("无障碍" in remark.quote for remark in report.remarks)


def test_unit_and_year_without_a_full_title(tmp_path):
    made = layouts.made(2)
    text = layouts.spaces(made).replace(made.title, f"{made.year}年政府信息公开工作年度报告")
    report = imported(tmp_path, "title.txt", text)
    assert (report.unit, report.year) == (made.unit, made.year)
    assert any(remark.ref == "unit.name" and "署名" in remark.text for remark in report.remarks)


@pytest.mark.parametrize(
    "title",
    [
        "云岭县青禾乡人民政府政府信息公开工作年度报告（2024年度）",
        "云岭县青禾乡人民政府政府信息公开工作2024年度报告",
        "云岭县青禾乡人民政府2024年度政府信息公开年报",
        "云岭县青禾乡人民政府二〇二四年政府信息公开工作年度报告",
        "云岭县青禾乡人民政府2 0 2 4年政府信息公开工作年度报告",
        "2024年云岭县青禾乡人民政府政府信息公开工作年度报告",
        "云岭县青禾乡人民政府关于报送2024年政府信息公开工作年度报告的函 云岭县青禾乡人民政府2024年政府信息公开工作年度报告",
        "标题：云岭县青禾乡人民政府2024年政府信息公开工作年度报告-某网 云岭县青禾乡人民政府2024年政府信息公开工作年度报告",
        "云岭县青禾乡人民政府2024年政府信息公开工作年度报告 发布时间：2025-01-14 08:30 来源：青禾乡 字体：大 中 小",
    ],
)
def test_titles_and_what_stands_around_them_in_a_text_of_one_line(tmp_path, title):
    made = layouts.made(2)
    text = layouts.one_line(made).replace(made.title, "@").replace(made.unit, "").replace("@", title)
    report = imported(tmp_path, "title.txt", text)
    assert (report.unit, report.year) == ("云岭县青禾乡人民政府", 2024)
    assert report.text("overview.opening") == made.prose["overview.opening"]


@pytest.mark.parametrize(
    ("ref", "title"),
    [
        ("overview", "一、工作开展情况"),
        ("disclosure", "二、主动公开政府信息的情况"),
        ("disclosure", "二、政府信息主动公开情况"),
        ("requests", "三、收到和处理政府信息公开申请的情况"),
        ("requests", "三、依申请公开政府信息情况"),
        ("requests", "三 收到和处理政府信息公开申请情况"),
        ("disputes", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        ("disputes", "四、政府信息公开行政复议和行政诉讼情况"),
        ("problems", "五、政府信息公开工作存在的主要问题及改进情况"),
        ("problems", "五、存在问题和改进措施"),
        ("others", "六、需要报告的其他事项"),
        ("others", "六、其他事项"),
    ],
)
def test_titles_in_other_words_are_taken_for_their_section(tmp_path, ref, title):
    made = layouts.made(14)
    section = next(s for s in FORM.sections if s.key == ref)
    report = imported(tmp_path, "titles.txt", layouts.spaces(made).replace(section.heading, title))
    assert (ref, title) in [(h.ref, h.text) for h in source_of(report).headings]
    assert compared(made, report) == (200, [], [])
    assert {ref: report.text(ref) for ref in made.prose} == made.prose


@pytest.mark.big
@pytest.mark.parametrize("kind", ["doc", "docx", "html", "pdf", "rtf"])
def test_files_that_libreoffice_makes(tmp_path, kind):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    made = layouts.made(1)
    source = tmp_path / "source.docx"
    source.write_bytes(layouts.word(made))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    out = tmp_path / "out"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    report = import_report(out / f"source.{kind}", FORM)
    assert compared(made, report) == (200, [], [])
    assert {ref: report.text(ref) for ref in made.prose} == made.prose


@pytest.mark.parametrize("elsewhere", ["requests.granted.other", "disputes.review.other"])
def test_a_glued_row_without_sums_is_not_read_where_the_source_shows_a_blank(tmp_path, elsewhere):
    made = layouts.made(1, small=True)
    for column, figure in (("made", "13"), ("repealed", "5"), ("in_force", "")):
        made.figures[f"disclosure.normative.{column}"] = figure
    made.figures[elsewhere] = "/"
    report = imported(tmp_path, "glued.txt", layouts.glued(made))
    assert not [ref for ref in report.values if ref.startswith("disclosure.normative")]


def test_a_glued_row_without_sums_is_read_with_a_remark(tmp_path):
    made = layouts.made(1, small=True)
    for column, figure in (("made", "7"), ("repealed", "0"), ("in_force", "5")):
        made.figures[f"disclosure.normative.{column}"] = figure
    report = imported(tmp_path, "glued.txt", layouts.glued(made))
    assert [report.values[f"disclosure.normative.{c}"] for c in ("made", "repealed", "in_force")] == [7, 0, 5]
    assert any(r.ref == "disclosure.normative" and "每格一位数" in r.text for r in report.remarks)

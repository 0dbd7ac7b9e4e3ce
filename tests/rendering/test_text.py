from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.rendering.environment import OpenErrors, RenderError
from tui_report.rendering.text import INDENT, encode, places, render_text
from tui_report.report import Report
from tui_report.rules.model import Facts
from tui_report.settings import Settings
from tui_report.width import NEVER_FIRST, display_width

UNIT = "青禾县柳河乡人民政府"
VALUES = {
    **dict.fromkeys(FORM.entered, 0),
    "requests.new.person": 3,
    "requests.granted.person": 2,
    "requests.carried_out.person": 1,
    "disclosure.fees.amount": Decimal("2.580"),
    "overview.opening": "开头。",
    "overview.proactive": "第一段。\n\n\u3000\u3000第二段，收到{{ requests.new.total }}件。",
    "problems.problems": "公开栏换得慢，图解的字太小。",
    "problems.improvements": "每月初换一次公开栏，图解改用大字。",
    "others.others": "没有收取信息处理费。",
    "unit.name": UNIT,
    "unit.level": "township",
    "year": 2024,
    "sign.name": UNIT,
    "sign.date": date(2025, 1, 4),
}


def facts_with(values, settings=None):
    report = Report({k: v for k, v in {**VALUES, **(values or {})}.items() if v is not None})
    return Facts(FORM, report, settings=settings or Settings())


def text_of(values=None, settings=None, **wishes):
    facts = facts_with(values, settings)
    return render_text(facts, assess(facts), **wishes)


def test_the_report_stands_in_the_order_of_the_form():
    text = text_of()
    marks = [f"{UNIT}2024年政府信息公开工作年度报告", "开头。", *(s.heading for s in FORM.sections), "2025年1月4日"]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)
    assert all(text.count(p.heading) == 1 for p in FORM.passages if p.heading)


def test_a_paragraph_is_one_line_with_two_characters_in_front():
    lines = text_of().splitlines()
    assert INDENT + "第一段。" in lines
    assert INDENT + "第二段，收到3件。" in lines
    assert INDENT + "（一）主动公开情况" in lines


def test_all_two_hundred_figures_stand_in_order():
    numbers = {ref: number for number, ref in enumerate(FORM.entered, 100)}
    text = text_of(numbers, draft=True)
    facts = Facts(FORM, Report(numbers))
    drawn = [cell.strip() for line in text.splitlines() if line.startswith("|") for cell in line.split("|")]
    figures = [str(value) for value in facts.figures.values()]
    assert [cell for cell in drawn if cell.isdigit()] == figures


def test_decimals_are_printed_as_they_were_typed():
    assert "2.580 |" in text_of()


def test_prose_is_wrapped_by_chinese_rules_where_a_width_is_asked_for():
    prose = "本乡坚持“以公开为常态、不公开为例外”，全年主动公开（含转载）1234条。" * 9
    lines = text_of({"overview.proactive": prose}, width=40).splitlines()
    start = lines.index(INDENT + "（一）主动公开情况") + 1
    end = lines.index(INDENT + "（二）依申请公开情况")
    assert "".join(lines[start:end]) == INDENT + prose
    assert all(display_width(line) <= 40 and line[0] not in NEVER_FIRST for line in lines[start:end])


def test_the_title_keeps_its_words_whole_and_stands_in_the_middle():
    (line,) = (line for line in text_of().splitlines() if "年度报告" in line)
    assert len(line) - len(line.lstrip()) == (80 - display_width(line.strip())) // 2
    lines = [line.strip() for line in text_of(width=40).splitlines()[:2]]
    assert lines == [f"{UNIT}2024年", "政府信息公开工作年度报告"]


def tail(**wishes):
    return text_of(**wishes).splitlines()[-2:]


def test_without_a_seal_the_date_starts_two_characters_right_of_the_name():
    name, day = tail()
    assert display_width(name) == 80 - 4
    assert day.index("2025") - name.index(UNIT) == 4


def test_a_date_longer_than_the_name_keeps_the_two_characters_itself():
    name, day = tail(values={"sign.name": "柳河乡", "sign.date": date(2025, 12, 14)})
    assert display_width(day) == 80 - 4
    assert day.index("2025") - name.index("柳河乡") == 4


def test_with_a_seal_the_name_is_centred_over_the_date():
    name, day = tail(settings=Settings(seal=True))
    assert display_width(day) == 80 - 8
    left, right = name.index(UNIT), display_width(name)
    assert abs((left + right) - (day.index("2025") + display_width(day))) <= 1


def test_with_a_seal_a_long_name_stays_on_the_page():
    long = "某某" * 15
    name, _ = tail(values={"sign.name": long}, settings=Settings(seal=True))
    assert display_width(name) <= 80


def test_open_errors_let_only_a_draft_out():
    with pytest.raises(OpenErrors, match="还有1处必改的问题"):
        text_of({"requests.new.person": None})
    text = text_of({"requests.new.person": None}, draft=True)
    assert text.startswith("【草稿：还有1处必改的问题】")
    assert "草稿" not in text_of()


def test_a_blank_cell_of_a_draft_is_empty():
    line = next(row for row in text_of({"requests.new.person": None}, draft=True).splitlines() if "一、本年新收" in row)
    assert line.split("|")[2].strip() == ""


def test_one_section_comes_without_title_and_signature():
    text = text_of(section="disputes")
    assert text.startswith(INDENT + "四、政府信息公开行政复议、行政诉讼情况\n\n+---")
    assert UNIT not in text and text.rstrip().endswith("+")
    with pytest.raises(RenderError, match="overview、disclosure"):
        text_of(section="nothing")


def test_nothing_that_steers_a_terminal_gets_out():
    hostile = "甲\x1b[2J\u202e乙\x9b\u200b\ufeff"
    values = {ref: hostile for ref in ("overview.proactive", "others.others", "unit.name", "sign.name")}
    text = text_of(values, draft=True)
    assert not any(ord(c) < 32 and c != "\n" for c in text)
    assert not set(text) & set("\x9b\u202e\u200b\ufeff")
    assert text.count("<U+202E>") == 4


def test_template_language_in_prose_stays_prose():
    assert "{% for %} {{ 7 * 7 }} [nothing.here 无此数字]" in text_of(
        {"others.others": "{% for %} {{ 7 * 7 }} {{ nothing.here }}"}, draft=True
    )


def test_a_template_of_the_office_goes_in_front(tmp_path):
    (tmp_path / "report.txt.j2").write_text(
        "{{ unit.name }} {{ figures['requests.new.total'] }}\n{% for s in sections %}{{ s.key }} {% endfor %}",
        encoding="utf-8",
    )
    text = text_of(settings=Settings(templates=tmp_path))
    assert text == f"{UNIT} 3\noverview disclosure requests disputes problems others "


def test_an_office_without_a_template_of_its_own_gets_ours(tmp_path):
    assert text_of(settings=Settings(templates=tmp_path)) == text_of()


def test_the_fault_of_an_office_template_is_named_with_its_line(tmp_path):
    (tmp_path / "report.txt.j2").write_text("一\n{{ tilte }}", encoding="utf-8")
    with pytest.raises(RenderError, match=r"report\.txt\.j2第2行：没有“tilte”这个名称"):
        text_of(settings=Settings(templates=tmp_path))


@pytest.mark.parametrize(
    ("encoding", "start", "end"),
    [
        ("utf-8", "“甲”".encode(), b"\n"),
        ("utf-8-sig", b"\xef\xbb\xbf", b"\r\n"),
        ("gb18030", "“甲”".encode("gb18030"), b"\r\n"),
    ],
)
def test_files_for_windows_have_its_line_ends(encoding, start, end):
    content = encode("“甲”\n乙\n", encoding)
    assert content.startswith(start) and content.endswith(end)
    assert content.decode(encoding).replace("\r\n", "\n") == "“甲”\n乙\n"


def test_a_line_end_may_be_asked_for():
    assert encode("a\n", "gb18030", "\n") == b"a\n"


def test_a_date_that_is_no_date_is_not_printed():
    assert text_of({"sign.date": "一月"}).rstrip().endswith(UNIT)


def test_each_line_is_known_by_what_it_prints():
    prose = {"overview.opening": "开头。", "others.others": "其他" * 50, "overview.proactive": "主动。"}
    facts = facts_with(prose)
    lines = render_text(facts, assess(facts), draft=True, width=80).splitlines()
    found = places(facts, assess(facts), 80)
    assert [line for line in lines if line.strip(" +-|") and line not in found and line[0] not in "+|"] == ["【草稿】"]
    known = {ref for line in lines for ref in found.get(line, ())}
    assert {p.ref for p in FORM.passages} | {"unit.name", "sign.name", "sign.date"} <= known
    rows = {f"{table.key}.{row.key}" for table in FORM.tables for row in table.rows if not table.in_one_row}
    assert rows <= {ref.rpartition(".")[0] for ref in known}
    (row,) = [line for line in lines if "1.属于国家秘密" in line]
    assert found[row] == ["requests.deny_secret.person"]
    only = places(facts, assess(facts), 80, "disputes")
    assert row not in only and ["disputes.review.upheld"] in only.values()


def test_a_line_that_stands_there_twice_has_both_places_in_order():
    prose = {"overview.proactive": "内答复。", "overview.on_request": "内答复。"}
    facts = facts_with(prose)
    (line,) = {
        line for line in render_text(facts, assess(facts), draft=True, width=80).splitlines() if "内答复" in line
    }
    assert places(facts, assess(facts), 80)[line] == ["overview.proactive", "overview.on_request"]


def test_a_template_of_the_office_steers_no_terminal(tmp_path):
    (tmp_path / "report.txt.j2").write_text("\x1b[2J{{ unit.name }}\x9b1m\t{{ '\u202e' }}\n", encoding="utf-8")
    assert text_of(settings=Settings(templates=tmp_path)) == f"[2J{UNIT}1m\t\n"

"""A foreign file, edited where it stands: what `write_report` does where a text is not ours to the last byte."""

from __future__ import annotations

from datetime import date

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.report import Remark, Report, Waiver
from tui_report.store.faults import StoreError
from tui_report.store.reading import parse_report
from tui_report.store.writing import write_report

PASSAGE = "overview.opening"


def parse(text: str) -> Report:
    return parse_report(text, FORM, "r.toml")


def written(text: str, report: Report) -> str:
    """Returns the text edited to hold the report; both of them read back as each other."""
    after = write_report(text, report, FORM)
    assert parse(after) == report
    return after


def with_passage(written_as: str, value: str) -> str:
    """Returns how a passage that stood there in some quotes is written with another value."""
    text = f"# 手工写的\n[overview]\nopening = {written_as}\n"
    after = written(text, parse(text).edited({PASSAGE: value}))
    return after.partition("opening = ")[2].removesuffix("\n")


def foreign(text: str) -> str:
    """Returns a text of ours as somebody would leave it who wrote a comment into it."""
    return text.replace("format = 1", "format = 1  # 我的", 1)


def test_records_of_a_file_with_comments_come_and_go_one_by_one(text, report):
    waivers = [Waiver(f"T{n:02}", ("year",), f"sha256:{n}", f"第{n}条") for n in range(4)]
    began = written(foreign(text), report.but(waivers=tuple(waivers[:3])))
    kept = began.replace('rule = "T02"', 'rule = "T02" # 注')
    after = written(kept, parse(kept).but(waivers=(waivers[2], waivers[3])))
    assert "T00" not in after and "T01" not in after
    assert 'rule = "T02" # 注' in after
    assert after.index("T02") < after.index("T03")
    none = written(after, parse(after).but(waivers=(), remarks=(), source=None, notes={}, stated={}))
    assert not any(head in none for head in ("[[waiver]]", "[[remark]]", "[source"))
    assert "# 我的" in none
    again = written(none, parse(none).but(remarks=(Remark("year", "又来了"),), source=report.source))
    assert again.count("[[remark]]") == 1


def test_the_first_record_of_an_empty_file_stands_without_a_blank_line_before_it():
    assert written("", Report(waivers=(Waiver("T10", ("year",), "sha256:1", "有", on=date(2025, 1, 2)),))).startswith(
        "[[waiver]]\n"
    )


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ('"一句"', "两句", '"两句"'),
        ('"一句"', "一\n二", '"""\n一\n二\n"""'),
        ('""', "一", '"""\n一\n"""'),
        ('"""一"""', "\n一", '"""\n\n一"""'),
        ("'''一\n二'''", "一\n三\\n", "'''一\n三\\n'''"),
        ('"一句"', '三"句', '"三\\"句"'),
        ('"""一\n二"""', '一\n"二"', '"""一\n"二\\""""'),
        ('"""\n一\n二"""', '一\n"', '"""\n一\n\\""""'),
        ('"""一\n二"""', '一\n\\"', '"""一\n\\\\""""'),
        ('"""一\n二\n"""', '一\n"二"', '"""一\n"二"\n"""'),
        ("'''一\n二'''", "一\n三", "'''一\n三'''"),
        ("'''一\n二'''", "一\n三'", '"""一\n三\'"""'),
        ("'''一\n二'''", "'''\n二", '"""\'\'\'\n二"""'),
        ("'''一\n二'''", "一\u202e\n二", '"""一\\u202e\n二"""'),
        ("'''\n一\\n\n二'''", "一\\n\n三", "'''\n一\\n\n三'''"),
    ],
)
def test_a_passage_keeps_its_quotes_as_long_as_they_can_hold_it(before, value, after):
    assert with_passage(before, value) == after


def test_lines_of_a_passage_that_did_not_change_stay_as_they_are_written():
    before = '"""\n\\u4E00行\n二\\\n  行\n三\u202e行\n四\\t行\n"""'
    after = with_passage(before, "一行\n二行\n三\u202e行\n四\t行\n五\n")
    assert after.startswith('"""\n\\u4E00行\n')
    assert "三\\u202e行\n四\\t行\n五\n" in after


def test_an_empty_line_is_not_taken_for_one_that_goes_on_in_the_next():
    """It was written as the line with the backslash, and so every save was refused."""
    assert with_passage('"""\n二\\\n  行\n"""', "一\n\n二行") == '"""\n一\n\n二行\n"""'


def test_a_note_that_changes_keeps_its_place_and_its_comment():
    text = '# 手\n[notes]\n"year" = "甲" # 注\n"sign.name" = "乙"\n'
    after = written(text, parse(text).but(notes={"year": "丙", "sign.name": "乙"}))
    assert after == text.replace("甲", "丙")


def test_what_stands_in_the_source_stays_where_it_did_not_change(text, report):
    began = foreign(text).replace("[source]", "[source] # 从哪来", 1)
    assert "[source] # 从哪来" in written(began, report.edited({"year": 2023}).but(notes={}))


def test_a_hundred_dots_are_not_too_many():
    text = "year = 2024\n" + "".join(f"a{number}.b = 1\n" for number in range(100))
    assert write_report(text, parse(text).edited({"year": 2023}), FORM) == text.replace("2024", "2023")
    with pytest.raises(StoreError, match="带点的键太多"):
        write_report(text + "c.d = 1\n", parse(text).edited({"year": 2023}), FORM)


DOTTED = (
    '# 手\n[notes]\n"requests.new.person" = "甲"\nrequests.new.legal = "乙"\nrequests.granted.person = "丙"\n'
    'year = "丁"\nrequests.new.other = "戊"\nunit = {name = "己"}\n[notes.sign]\nname = "庚" # 注\ndate = "辛"\n'
)
"""Keys in quotes, dotted keys that do not stand together, a table inside braces, a table of its own."""


@pytest.mark.parametrize("ref", list(parse(DOTTED).notes))
def test_an_entry_of_any_writing_is_changed_and_taken_out_alone(ref):
    """Dotted keys that do not stand together could neither be changed nor taken out: every save was refused."""
    notes = parse(DOTTED).notes
    gone = written(DOTTED, parse(DOTTED).but(notes={r: note for r, note in notes.items() if r != ref}))
    assert sum(note in gone for note in notes.values()) == len(notes) - 1
    assert ("# 注" in gone) == (ref != "sign.name")
    changed = written(DOTTED, parse(DOTTED).but(notes={**notes, ref: "新"}))
    assert sum(note in changed for note in notes.values()) == len(notes) - 1


def test_all_entries_are_taken_out():
    assert "甲" not in written(DOTTED, parse(DOTTED).but(notes={}))


@pytest.mark.parametrize("notes", [{"year": "新", "unit.name": "乙"}, {"year": "甲"}, {}])
def test_notes_inside_braces_become_a_table(notes):
    text = '# 手\nnotes = {year = "甲", "unit.name" = "乙"} # 注\n'
    assert written(text, parse(text).but(notes=notes)).startswith("# 手\n")


def test_notes_that_are_no_table_stay_until_one_is_written():
    text = '# 手\nyear = 2024\nnotes = "不是表"\n'
    report = parse(text)
    assert report.unknown == ("notes",)
    assert 'notes = "不是表"' in write_report(text, report.edited({"year": 2023}), FORM)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n", "\n\n"])
def test_what_is_added_has_the_line_ends_of_the_file(report, mark, end, last):
    """Records and tables that were new came with LF into files with CRLF."""
    began = mark + ("# 手\nyear = 2024 # 注\n[mine]\nx = 1 # 尾" + last).replace("\n", end)
    after = write_report(began, report, FORM)
    assert parse(after) == report.but(unknown=("mine",))
    assert after.startswith(began.rstrip("\r\n"))
    assert after.count("\n") == after.count(end)
    assert after.startswith(began.rstrip("\r\n") + end * (3 if last == "\n\n" else 2) + "[")
    assert "regulations = [  0,   0,   0]  # 规章" in after
    one = Waiver("T10", ("year",), "sha256:1", "又一条")
    more = write_report(after, parse(after).but(waivers=(*report.waivers, one, one)), FORM)
    assert more.count("\n") == more.count(end)
    assert f'{end}{end}[[waiver]]{end}rule = "T10"' in more


def test_a_file_of_both_line_ends_keeps_those_it_has():
    text = '# 手\r\nyear = 2024\n[overview]\r\nopening = "一"\n'
    after = written(text, parse(text).edited({"overview.opening": "二"}))
    assert after == text.replace("一", "二")

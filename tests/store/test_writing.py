import difflib
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_report.characters import unseen
from tui_report.form.cn_2021 import FORM
from tui_report.report import Heading, Remark, Report, Source, Unread, Waiver
from tui_report.store.arrays import spans, with_values
from tui_report.store.editing import edited as with_tomlkit
from tui_report.store.editing import roundtrip_fault
from tui_report.store.faults import StoreError
from tui_report.store.layout import new_text
from tui_report.store.reading import parse_report
from tui_report.store.writing import write_report

EXAMPLES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

LETTERS = st.characters(codec="utf-8") | st.sampled_from("\"'\\\n\t\r#[]{}=,，。“”\u202e\u200b\x1b\x9b\x00")
PROSE = st.text(LETTERS, max_size=60)
RAW = st.one_of(
    st.integers(-5, -1),
    st.booleans(),
    st.sampled_from(["/", "无", "-3", "x\ny", Decimal("2.5"), date(2024, 5, 6), [], [1, 2], {"a": 1}]),
)


def cells(ref):
    number: st.SearchStrategy = st.integers(0, 10**12 - 1)
    if ref == "disclosure.fees.amount":
        number = st.decimals(0, 99_999, places=6) | st.decimals(0, 999, places=1) | number
    return st.none() | number | RAW.map(Unread).filter(lambda u: u.raw != Decimal("2.5") or "fees" not in ref)


VALUES = {
    **{ref: cells(ref) for ref in FORM.entered},
    **{passage.ref: st.none() | PROSE for passage in FORM.passages},
    "unit.name": st.none() | PROSE,
    "unit.level": st.sampled_from([None, "township", "county", Unread("村"), Unread(3)]),
    "year": st.sampled_from([None, 2024, 1999, Unread("去年"), Unread(-2)]),
    "last_year": st.none() | PROSE,
    "sign.date": st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1)) | st.just(Unread("元旦")),
}
CHANGES = st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=8, unique=True).flatmap(
    lambda refs: st.fixed_dictionaries({ref: VALUES[ref] for ref in refs})
)

FOREIGN = """\
# 手工写的文件
year = 2024 # 年度
mystery = 1   # 保留我
"unit"."name" = '柳河乡人民政府'

[requests] # 注
  new = [3,0]# 紧挨着
granted=[ 1, 20, # 说明 ] 里有括号, 和逗号
    "１２",
    "/", [1,2],   # 尾
]

carried_in = 5
total = [1]

[overview]
opening = "一句话"
proactive = '''
原样\\n的
第二行
'''
on_request = \"\"\"第一行\\u3000
第二行 \\
    接着
第三行\"\"\"

[future]
thing = "未来" # 也保留我
"""


def parse(text):
    return parse_report(text, FORM, "r.toml")


def edited(report, values):
    return report.edited(values)


def as_read(report):
    """What the text of a report gives back: no CR, no lone surrogates, no empty texts."""

    def plain(value):
        return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value

    kept = {ref: plain(v) for ref, v in report.values.items()}
    facts = {"unit.name", "last_year"}
    return {ref: v for ref, v in kept.items() if v != "" and not (ref in facts and not str(v).strip())}


def changed_lines(before, after):
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and not line.startswith(("---", "+++"))]


def test_a_new_text_reads_back(report, text):
    assert parse(text) == report
    assert not roundtrip_fault(text)
    assert write_report(text, report, FORM) is text


def test_a_new_text_looks_as_designed(text):
    lines = text.split("\n")
    assert "format = 1" in lines[2]
    assert "new                 = [  3,   0,   0,   0,   0,   0]  # 一、本年新收政府信息公开申请数量" in lines
    assert "fees        = [12.50]  # 行政事业性收费" in lines
    assert lines[lines.index("[disputes]") + 2] == "# 结果维持 结果纠正 其他结果 尚未审结"
    assert 'opening = ""' in lines
    blank = new_text(Report(), FORM)
    assert 'review            = [ "",  "",  "",  ""]  # 行政复议' in blank
    assert parse(blank) == Report()


@EXAMPLES
@given(values=CHANGES)
def test_a_file_of_ours_written_anew_says_what_editing_it_makes(report, text, values):
    wanted = parse(new_text(edited(report, values), FORM))
    assert parse(write_report(text, wanted, FORM)) == parse(with_tomlkit(text, report, wanted, FORM)) == wanted


def test_a_file_of_ours_is_saved_without_tomlkit(report, text):
    code = (
        "import sys\nfrom tui_report.form.cn_2021 import FORM\n"
        "from tui_report.store.reading import parse_report\nfrom tui_report.store.writing import write_report\n"
        "text = sys.stdin.read()\nreport = parse_report(text, FORM, '').edited({'requests.new.person': 7})\n"
        "assert write_report(text, report, FORM) != text\nprint('tomlkit' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=text, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == "False\n", done.stderr


@EXAMPLES
@given(values=CHANGES)
def test_any_values_written_anew_read_back(report, values):
    wanted = edited(report, values)
    assert dict(parse(new_text(wanted, FORM)).values) == as_read(wanted)


@EXAMPLES
@given(values=CHANGES, ending=st.sampled_from(["\n", "\r\n"]), bom=st.sampled_from(["", "\ufeff"]))
def test_any_values_edited_in_read_back_and_back_again(report, text, values, ending, bom):
    before = bom + text.replace("\n", ending)
    wanted = edited(report, values)
    after = write_report(before, wanted, FORM)
    found = parse(after)
    assert dict(found.values) == as_read(wanted)
    assert found.but(values={}) == report.but(values={})
    assert after.startswith(bom) and after.count("\r\n") == (after.count("\n") if ending == "\r\n" else 0)
    assert write_report(before, parse(before), FORM) == before
    assert not unseen(after.replace("\r\n", "\n").removeprefix("\ufeff"))


@pytest.mark.parametrize("blank", [" ", "\u3000", "\x85", "\u2028"])
@pytest.mark.parametrize("ours", [True, False])
def test_a_fact_of_nothing_but_blanks_hinders_no_saving(report, text, blank, ours):
    """It did: the file gave it back as nothing, and the saving was refused for that."""
    before = text if ours else text + "# theirs\n"
    after = write_report(before, report.edited({"unit.name": blank, "requests.new.person": 8}), FORM)
    assert parse(after) == report.edited({"unit.name": None, "requests.new.person": 8})


@EXAMPLES
@given(ref=st.sampled_from(FORM.entered), number=st.integers(0, 99_999), ending=st.sampled_from(["\n", "\r\n"]))
def test_one_figure_is_one_line(report, text, ref, number, ending):
    before = text.replace("\n", ending)
    after = write_report(before, report.edited({ref: number}), FORM)
    lines = changed_lines(before, after)
    same = report.values[ref] == number
    assert len(lines) == (0 if same else 2)
    if not same:
        assert lines[0].partition("#")[2] == lines[1].partition("#")[2]
        assert lines[0].partition("=")[0][1:] == lines[1].partition("=")[0][1:]
        assert number > 999 or len(lines[0]) == len(lines[1]) or "fees" in ref


@EXAMPLES
@given(line=st.text(LETTERS.filter(lambda c: c not in "\r\n"), min_size=1, max_size=30))
def test_one_paragraph_is_one_line(text, report, line):
    wanted = report.edited({"overview.proactive": "全年公开信息四十条。\n" + line})
    lines = changed_lines(text, write_report(text, wanted, FORM))
    assert [entry[0] for entry in lines] == ["-", "+"] or not lines


@EXAMPLES
@given(values=CHANGES)
def test_a_foreign_file_keeps_what_nobody_edited(values):
    before = parse(FOREIGN)
    after = write_report(FOREIGN, before.edited(values), FORM)
    assert dict(parse(after).values) == as_read(before.edited(values))
    for kept in (
        "# 手工写的文件\n",
        "mystery = 1   # 保留我\n",
        "[requests] # 注\n",
        '[future]\nthing = "未来" # 也保留我\n',
    ):
        assert kept in after
    assert parse(after).unknown == before.unknown
    assert "total = [1]\n" in after


def test_a_foreign_file_line_by_line():
    report = parse(FOREIGN)
    assert report.values["requests.granted.research"] == 12

    def change(**values):
        refs = {ref.replace("__", "."): value for ref, value in values.items()}
        return changed_lines(FOREIGN, write_report(FOREIGN, report.edited(refs), FORM))

    assert change(requests__new__person=12) == ["-  new = [3,0]# 紧挨着", "+  new = [12,0]# 紧挨着"]
    assert change(requests__new__research=7) == ["-  new = [3,0]# 紧挨着", "+  new = [3,0, 7]# 紧挨着"]
    assert change(requests__granted__research=5) == ['-    "１２",', "+       5,"]
    assert change(requests__carried_in__business=2)[1] == '+carried_in = [[5],   2,  "",  "",  "",  ""]'
    assert change(unit__name="柳河镇") == ['-"unit"."name" = \'柳河乡人民政府\'', '+"unit"."name" = "柳河镇"']
    assert change(overview__opening="另一句") == ['-opening = "一句话"', '+opening = "另一句"']
    assert change(overview__proactive="原样\\n的\n改了") == ["-第二行", "+改了"]
    assert change(overview__on_request="第一行\u3000\n第二行 接着\n第三行改") == [
        "-第二行 \\",
        "-    接着",
        '-第三行"""',
        "+第二行 接着",
        '+第三行改"""',
    ]


@pytest.mark.parametrize("count", [100, pytest.param(1000, marks=pytest.mark.nightly)])
def test_any_number_of_saves_changes_nothing_else(count):
    now = FOREIGN.replace("\n", "\r\n")
    for number in range(1, count + 1):
        values = {
            "requests.new.person": number % 7,
            "requests.granted.person": number,
            "overview.opening": f"第{number}次",
        }
        now = write_report(now, parse(now).edited(values), FORM)
    assert changed_lines(FOREIGN, now.replace("\r\n", "\n")) == [
        "-  new = [3,0]# 紧挨着",
        "-granted=[ 1, 20, # 说明 ] 里有括号, 和逗号",
        f"+  new = [{count % 7},0]# 紧挨着",
        f"+granted=[{count}, 20, # 说明 ] 里有括号, 和逗号",
        '-opening = "一句话"',
        f'+opening = "第{count}次"',
    ]
    assert now.count("\n") == now.count("\r\n") == FOREIGN.count("\n")


def test_odd_characters_are_escaped_in_the_file():
    text = new_text(Report({"unit.name": "a\u202eb", "overview.opening": "x\x1by\x9b\u200b\ufeff\U000e0041\tz"}), FORM)
    assert not unseen(text)
    assert "\\u202e" in text and "\\u001b" in text and "\\U000e0041" in text and "\tz" in text


def test_a_lone_surrogate_becomes_a_replacement_character(text, report):
    after = write_report(text, report.edited({"overview.opening": "a\ud800b"}), FORM)
    assert parse(after).text("overview.opening") == "a\ufffdb"
    after.encode()


def test_the_texts_of_records_too_have_line_feeds_and_no_lone_surrogate(text, report):
    odd = report.but(waivers=(Waiver("Y\ud800", (), "", "一\r\n二"),), remarks=(Remark("", "三\r四"),))
    after = parse(write_report(text, odd, FORM))
    assert (after.waivers, after.remarks) == ((Waiver("Y\ufffd", (), "", "一\n二"),), (Remark("", "三\n四"),))


def test_records_come_and_go(text, report):
    waiver = Waiver("T10", ("year",), "sha256:1", "新的", on=date(2025, 1, 2))
    added = report.but(waivers=(*report.waivers, waiver), notes={"year": "注\u202e", "sign.date": "二"})
    after = write_report(text, added, FORM)
    assert parse(after) == added
    assert '\n\n[[waiver]]\nrule = "T10"' in after
    none = report.but(waivers=(), remarks=report.remarks[1:], stated={}, notes={}, source=None)
    assert parse(write_report(after, none, FORM)) == none
    assert parse(write_report(new_text(Report(), FORM), report, FORM)) == report
    swapped = report.but(remarks=(*report.remarks[::-1], Remark("", "三")))
    assert parse(write_report(text, swapped, FORM)) == swapped


def test_an_empty_text_is_written_as_a_blank(text, report):
    emptied = report.but(values={**report.values, "overview.opening": "", "unit.name": ""})
    assert parse(write_report(text, emptied, FORM)) == report.edited({"overview.opening": None, "unit.name": None})


def test_what_stands_in_the_place_of_a_section_gives_way_to_it():
    text = "requests = 1 # 旧\n[mine]\nx = 1\n"
    assert parse(text).unknown == ("requests", "mine")
    after = parse(write_report(text, parse(text).edited({"requests.new.person": 3}), FORM))
    assert (after.values, after.unknown) == ({"requests.new.person": 3}, ("mine",))


def test_of_a_record_only_what_it_has_is_written():
    records = Report(
        waivers=(Waiver("Y02", (), "", ""),), notes={"year": ""}, source=Source("a", headings=(Heading("", "一"),))
    )
    text = write_report(new_text(Report(), FORM), records, FORM)
    assert parse(text) == records.but(notes={})
    assert not {"by", "place"} & {line.partition(" = ")[0] for line in text.splitlines()}
    assert "[source.labels]" not in text and "[notes]" not in text


def test_records_reach_a_bare_file_without_final_newline(report):
    after = write_report("# 头\nyear = 2024\n[mine]\nx = 1 # 尾", report, FORM)
    assert parse(after) == report.but(unknown=("mine",))
    assert after.startswith("# 头\nyear = 2024\n") and "x = 1 # 尾\n" in after


def test_surplus_goes_when_the_report_has_none():
    text = "[disputes]\nreview = [1, 2, 3, 4, 5, 6]  # 注\n"
    report = parse(text)
    assert "[1, 2, 3, 9, 5, 6]  # 注" in write_report(text, report.edited({"disputes.review.pending": 9}), FORM)
    assert "review = [  1,   2,   3,   4]  # 注\n" in write_report(text, report.but(surplus={}), FORM)


def test_dotted_notes_are_changed_where_they_stand():
    text = '[notes]\nrequests.new.person = "旧"\nyear = "留"\n'
    after = write_report(text, parse(text).but(notes={"requests.new.person": "新", "year": "留"}), FORM)
    assert parse(after).notes == {"requests.new.person": "新", "year": "留"}


def test_a_split_list_of_tables_is_a_round_trip_fault():
    assert roundtrip_fault('[[waiver]]\nrule = "A"\n[between]\nx = 1\n[[waiver]]\nrule = "B"\n')
    assert not roundtrip_fault(FOREIGN)
    assert not roundtrip_fault(FOREIGN.replace("\n", "\r\n"))


def test_a_file_with_very_many_dotted_keys_is_not_edited():
    text = "[z]\n" + "".join(f"a.b.c.k{number} = 1\n" for number in range(800))
    with pytest.raises(StoreError, match="带点的键太多"):
        roundtrip_fault(text)


def test_a_derived_cell_is_never_written(text, report):
    with pytest.raises(StoreError, match="没有动"):
        write_report(text, report.edited({"requests.total.person": 3}), FORM)


@pytest.mark.parametrize(
    ("array", "values"),
    [
        ("[]", []),
        ("[ 1,2 ]", ["1", "2"]),
        (
            '["a,b", \'c]\', """d\n,"e""", [1, 2], {x = [3]}, # f, ]\n 5,\n]',
            ['"a,b"', "'c]'", '"""d\n,"e"""', "[1, 2]", "{x = [3]}", "5"],
        ),
    ],
)
def test_spans_of_an_array(array, values):
    assert [array[a:b] for a, b in spans(array)] == values


def test_values_stay_aligned():
    assert with_values("[  3,   0]", {0: "12", 1: "1234"}) == "[ 12, 1234]"
    assert with_values("[ 12, 120]", {1: "5"}) == "[ 12,   5]"
    assert with_values("[3, 12]", {1: "5"}) == "[3, 5]"
    assert with_values("[3,  0]", {1: "12"}) == "[3, 12]"
    assert with_values("[3,  0]", {1: "123"}) == "[3, 123]"
    assert with_values("[]", {0: "1", 1: "2"}) == "[  1,   2]"
    assert with_values("[  3,   0]", {0: "12", 2: "7"}) == "[ 12,   0,   7]"

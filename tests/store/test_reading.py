import os
import socket
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Unread
from tui_report.store import toml
from tui_report.store.faults import StoreError
from tui_report.store.reading import form_of, parse_report, read_report
from tui_report.store.toml import at_line, lines_of, loads, loads_again, read_bytes


def read(text):
    return parse_report(text, FORM, "r.toml")


def cell(written):
    return read(f"[requests]\nnew = [{written}]").values.get("requests.new.person")


def fee(written):
    return read(f"[disclosure]\nfees = [{written}]").values.get("disclosure.fees.amount")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("12", 12),
        ('"１２"', 12),
        ('"12,000"', 12000),
        ('" 7 "', 7),
        ('""', None),
        ('"  "', None),
        ("-1", Unread(-1)),
        ("true", Unread(True)),
        ("3.0", Unread(Decimal("3.0"))),
        ("1e999", Unread(Decimal("1e999"))),
        ("nan", Unread("nan")),
        ("-inf", Unread("-inf")),
        ("9999999999999", Unread(9999999999999)),
        ('"/"', Unread("/")),
        ('"无"', Unread("无")),
        ('"十二"', Unread("十二")),
        ("2024-01-02", Unread(date(2024, 1, 2))),
        ("{a = 1}", Unread({"a": 1})),
        ("[5]", Unread(5)),
        ("[]", Unread([])),
    ],
)
def test_a_cell_is_a_number_blank_or_kept_as_found(written, value):
    found = cell(written)
    assert (found, type(found)) == (value, type(value))


def test_a_fee_is_exact_and_may_have_six_places():
    found = fee("0.10")
    assert isinstance(found, Decimal) and str(found) == "0.10"
    assert fee('"７２，７０１．２５"') == Decimal("72701.25")
    assert fee("0.1234567") == Unread(Decimal("0.1234567"))


def test_numbers_that_cannot_be_printed_are_kept_by_their_beginning():
    assert cell("0x" + "f" * 100_000) == Unread("0x" + "f" * 38)
    assert cell("0x" + "f" * 2500) == Unread((1 << 10_000) - 1)
    assert cell("0x1" + "0" * 2500) == Unread("0x1" + "0" * 37)


@pytest.mark.parametrize("written", ["", "[requests]", '[requests]\nnew = ""', '[unit]\nname = "  "', "[overview]"])
def test_what_is_not_there_is_blank(written):
    assert read(written) == Report()


def test_a_text_and_a_choice_are_kept_as_written_and_line_ends_are_line_feeds():
    values = read('[unit]\nname = "乡"\nlevel = "township"\n').values
    assert values == {"unit.name": "乡", "unit.level": "township"}
    assert read('[unit]\nlevel = "a\\r\\nb"\n').values == {"unit.level": Unread("a\nb")}


def test_a_table_in_the_place_of_a_fact_is_its_value_and_not_unknown():
    report = read("[year]\na = 1\n")
    assert (report.values, report.unknown) == ({"year": Unread({"a": 1})}, ())


def test_rows_too_short_too_long_or_no_rows():
    report = read('[requests]\nnew = [1, 2]\ngranted = [1,2,3,4,5,6,7,"x"]\npartial = 5\n')
    assert report.values["requests.new.business"] == 2
    assert "requests.new.research" not in report.values
    assert report.surplus == {"requests.granted": (7, "x")}
    assert report.values["requests.partial.person"] == Unread(5)
    assert "requests.partial.business" not in report.values


def test_unknown_keys_are_named_and_derived_rows_are_unknown():
    report = read('mystery = 1\nunit = 5\n[requests]\nnwe = [1]\ntotal = [1]\n[future]\nx = 1\n[waiver]\nrule = "x"\n')
    assert report.unknown == ("mystery", "unit", "requests.nwe", "requests.total", "future", "waiver")


def test_texts_dates_and_years():
    report = read(
        'year = "２０２４年"\n[unit]\nname = 5\nlevel = "village"\n[sign]\ndate = "2025年1月14日"\n[overview]\nopening = 3\n'
        'proactive = """\n一\r\n二\n"""\n'
    )
    assert report.year == 2024
    assert report.values["unit.name"] == Unread(5)
    assert report.values["unit.level"] == Unread("village")
    assert report.values["sign.date"] == date(2025, 1, 14)
    assert report.values["overview.opening"] == Unread(3)
    assert report.values["overview.proactive"] == "一\n二"


def signed(written):
    return read(f'[sign]\ndate = "{written}"\n').values.get("sign.date")


@pytest.mark.parametrize("written", ["2025-1-14", "2025.01.14", "２０２５/１/１４", "2025 年 1 月 14 日", "20250114"])
def test_dates_as_clerks_write_them(written):
    assert signed(written) == date(2025, 1, 14)


@pytest.mark.parametrize("written", ["2025年2月30日", "今天", "1月14日", "2025-13-1"])
def test_what_is_no_certain_date_is_not_guessed(written):
    assert signed(written) == Unread(written)


def test_a_timestamp_is_no_date():
    assert isinstance(read("[sign]\ndate = 2025-01-14T08:00:00Z\n").values["sign.date"], Unread)


def test_records_of_another_shape_stay_unknown():
    report = read(
        '[[waiver]]\nrule = "Y"\n[[waiver]]\nrule = "Y"\nrefs = []\nvalues = ""\nreason = "r"\n[notes]\na = 1\n'
    )
    assert [w.rule for w in report.waivers] == ["Y"]
    assert report.unknown == ("waiver.1", "notes.a")
    report = read(
        'source = "上年.docx"\nnotes = 1\nstated = [2]\nremark = ["x"]\n'
        '[[waiver]]\nrule = "Y"\nrefs = ["year", 3]\nvalues = ""\nreason = "r"\n'
    )
    assert report.unknown == ("source", "waiver.1", "remark.1", "notes", "stated")
    assert (report.source, report.waivers, report.remarks) == (None, (), ())


@pytest.mark.parametrize("wrong", ["rule = 1", "values = 1", "reason = 1", "refs = 1"])
def test_a_waiver_with_something_else_where_text_belongs_is_none(wrong):
    lines = {"rule": 'rule = "Y"', "refs": "refs = []", "values": 'values = ""', "reason": 'reason = "r"'}
    text = "\n".join(["[[waiver]]", *(lines | {wrong.split()[0]: wrong}).values()])
    assert (read(text).waivers, read(text).unknown) == ((), ("waiver.1",))


@pytest.mark.parametrize(
    ("on", "day"), [("2025-01-02", date(2025, 1, 2)), ("2025-01-02T08:00:00", None), ('"昨天"', None), ("1", None)]
)
def test_a_waiver_is_of_a_day_or_of_none(on, day):
    (waiver,) = read(f'[[waiver]]\nrule = "Y"\nrefs = []\nvalues = ""\nreason = "r"\non = {on}\n').waivers
    assert waiver.on == day


def test_a_stated_total_has_at_most_six_places():
    report = read("[stated]\na = 1.123456\nb = 1.1234567\n")
    assert (report.stated, report.unknown) == ({"a": Decimal("1.123456")}, ("stated.b",))


def test_a_remark_without_words_is_none():
    assert read('[[remark]]\nref = "year"\n').unknown == ("remark.1",)


def test_a_source_keeps_of_odd_shapes_what_is_text():
    source = read('[source]\nfile = "a"\nlabels = 1\nmissing = "x"\nheading = 5\n').source
    assert source is not None
    assert (source.file, dict(source.labels), source.missing, source.headings) == ("a", {}, (), ())
    source = read('[source]\nheading = [1, {text = "一"}]\n').source
    assert source is not None
    assert [heading.text for heading in source.headings] == ["一"]


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path):
    path = tmp_path / "r.toml"
    path.write_bytes('\ufeffyear = 2024\r\n[unit]\r\nname = "乡"\r\n'.encode())
    assert read_report(path, FORM).unit == "乡"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = 1\nformat = 2\n", "r.toml 第2行：文件是 format 2，这个程序只认得 format 1，请用能读 format 2 的新版"),
        ("format = 1" + "0" * 60, "文件是 format 1" + "0" * 39 + "，"),
        ('form = "' + "x" * 60 + '"', "格式“" + "x" * 40 + "”"),
        ('format = "1"\n', "r.toml 第1行：format 应为 1"),
        ("format = true\n", "第1行：format 应为 1"),
        ("format = 0\n", "第1行：format 应为 1"),
        ('year = 1\nform = "cn-2019"\n', "r.toml 第2行：格式“cn-2019”这里读不了，应为“cn-2021”"),
        ("a = 1\nb =\n", "r.toml 第2行：等号后面"),
        ("a = 1\nb =\nc = 3\n", "r.toml 第2行：等号后面"),
        ("a = 1\n单位 = 2\n", "第2行：这里要写一个键"),
        ("a = 1\nb ＝ 2\n", "第2行：键的后面要有半角等号"),
        ('a = "x\n', "第1行：引号没有关上"),
        ("a = 1\na = 2\n", "第2行：同一个键写了两次"),
        ('a = """x\ny\n', "第2行：引号没有关上"),
        ("a = 2023-02-30\n", "第1行"),
        ("a = 1\nb = " + "9" * 5000 + "\n", "第2行：数字太长"),
        ("\n#" + "9" * 4300 + "\nb = " + "9_" * 5000 + "9\n", "第3行：数字太长"),
        ("a = " + "{a = " * 100 + "1" + "}" * 100, "最多100层"),
        ("a = " + "[" * 200 + "]" * 200 + "\n", "最多100层"),
        ("a = " + "[" * 100_000 + "\n", "层"),
        ("x = 1\n" + "a." * 100_000 + "b = 1\n", "第2行：键的层次太多"),
        ("x = {" + "a." * 100_000 + "b = 1}\n", "第1行：键的层次太多"),
        ("[" + '"项".' * 100_000 + "b]\n", "第1行：键的层次太多"),
        ("a." * 100 + "b = 1\n", "第1行：键的层次太多"),
        ("a = [" + "0," * 100_000 + "]", "内容太多"),
        ("#" + "长" * 1_000_000, "第1行：一行太长"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line_and_soon(text, says):
    begin = time.process_time()
    with pytest.raises(StoreError) as fault:
        read(text)
    assert says in str(fault.value)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "text", ["a." * 99 + "b = 1\n", "a = [" + "0," * 99_999 + "]", "#" + "长" * 999_999, "a = " + "9" * 4300]
)
def test_what_just_fits_is_read(text):
    loads(text, "r.toml")


def test_long_prose_with_dots_is_no_deep_key():
    prose = "a.b " * 3000 + "1.5" * 500
    assert read(f'[overview]\nopening = """\n{prose}\n"""\n').text("overview.opening") == prose


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("乡镇".encode("gbk"), "第1行：不是 UTF-8"),
        (b"\n# \xff\n", "第2行：不是 UTF-8"),
        ("a = 1".encode("utf-16"), "不是 UTF-8"),
    ],
)
def test_other_encodings_are_named(tmp_path, data, says):
    path = tmp_path / "r.toml"
    path.write_bytes(data)
    with pytest.raises(StoreError, match=says):
        read_report(path, FORM)


@pytest.mark.parametrize("at_once", [5, 1000])
def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch, at_once):
    read = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, most: read(descriptor, min(most, at_once)))
    monkeypatch.setattr("tui_report.store.toml._demand_regular", lambda status, path: None)
    monkeypatch.setattr("tui_report.store.toml.MOST_BYTES", 10)
    path = tmp_path / "r.toml"
    path.write_bytes(b"# " + b"x" * 9)
    with pytest.raises(StoreError, match="超过"):
        read_report(path, FORM)


def test_a_file_of_five_megabytes_is_read_and_a_larger_one_is_not_even_begun(tmp_path, monkeypatch):
    path = tmp_path / "r.toml"
    path.touch()
    os.truncate(path, 5_000_000)
    assert len(read_bytes(path)) == 5_000_000
    os.truncate(path, 5_000_001)
    monkeypatch.delattr(os, "read")
    with pytest.raises(StoreError, match="超过5MB"):
        read_bytes(path)


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_a_pipe_that_takes_the_place_of_the_file_meanwhile_is_neither_read_nor_waited_for(tmp_path, monkeypatch):
    path, opened, really = tmp_path / "r.toml", [], os.open
    path.touch()

    def swapped(*arguments):
        path.unlink()
        os.mkfifo(path)
        opened.append(really(*arguments))
        return opened[0]

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(StoreError, match="特殊文件"):
        read_bytes(path)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(opened[0])


def test_a_number_beyond_all_reckoning_is_kept_as_it_is_written():
    found = read("[disclosure]\nfees = [1e99999999999999999999]\n").values["disclosure.fees.amount"]
    assert found == Unread("1e99999999999999999999")


def test_what_is_no_regular_file_is_refused_at_once(tmp_path):
    (tmp_path / "big").touch()
    os.truncate(tmp_path / "big", 2 << 30)
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "none").symlink_to("nowhere")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "socket"))
    try:
        for name in ("fifo", "socket", ".", "loop", "none", "big", "absent", "a\0b"):
            with pytest.raises(StoreError):
                read_report(tmp_path / name, FORM)
    finally:
        server.close()
    with pytest.raises(StoreError, match="是文件夹，"):
        read_report(tmp_path, FORM)
    with pytest.raises(StoreError, match="特殊文件"):
        read_report(tmp_path / ".." / ".." / ".." / ".." / ".." / "dev" / "zero", FORM)


def test_names_are_shown_without_control_characters(tmp_path):
    with pytest.raises(StoreError) as fault:
        read_report(tmp_path / "a\x1b[2J\n\u202e.toml", FORM)
    assert "\x1b" not in str(fault.value) and "\n" not in str(fault.value) and "\u202e" not in str(fault.value)


def test_form_of():
    assert form_of("cn-2021") is FORM
    with pytest.raises(StoreError, match="cn-2021"):
        form_of("cn-2019")


def test_reading_needs_no_tomlkit(path):
    code = (
        "import sys; from pathlib import Path; from tui_report.form.cn_2021 import FORM;"
        "from tui_report.store import reading, settings, files; reading.read_report(Path(sys.argv[1]), FORM);"
        "settings.settings_for(Path(sys.argv[1])); print({'tomlkit'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        'a = 1\n[b]\nc = [ 1, "", -2.5] # 一\nd = """\n一\n[x]\n"""\n\n[e]\nf = "汉"\n',
        'a = 1\n[[waiver]]\nrule = "Y02"\n[[waiver]]\nrule = "Y03"\n',
        '[a]\nb = "\\u6c49"\nc = 2\n',
        "[a]\nb = 2024-01-02\n[c]\nd = 1\n",
    ],
)
def test_a_text_read_again_is_what_it_was(text):
    assert loads_again(text, "") == loads_again(text, "") == loads(text, "")


@pytest.mark.parametrize(
    "text", ["a = 1\na = 2\n", "[a]\n[a]\n", "[a]\nb = 1\n[c]\n[a.b]\n", "[a]\nb = 1\nb = 2\n", "[a]\nb = 01\n", "a\n"]
)
def test_what_is_wrong_in_a_text_read_again_is_said_as_at_first(text):
    with pytest.raises(StoreError) as first:
        loads(text, "甲.toml")
    with pytest.raises(StoreError) as again:
        loads_again(text, "甲.toml")
    assert str(again.value) == str(first.value)


def test_of_a_text_read_again_only_what_is_new_is_parsed(monkeypatch):
    parsed: list[str] = []

    def counted(text, name):
        parsed.append(text)
        return loads(text, name)

    monkeypatch.setattr(toml, "loads", counted)
    text = 'n = 1\n[b]\nn = 2 # 二\nc = 3\n\n[[waiver]]\nrule = "Y02"\n'
    loads_again(text, "")
    parsed.clear()
    loads_again(text.replace("3", "4"), "")
    assert parsed == ["c = 4\n", '[[waiver]]\nrule = "Y02"\n']
    parsed.clear()
    loads_again(text.partition("[[")[0], "")
    assert parsed == [""]


def test_a_cell_stands_on_the_line_of_its_row():
    text = '\n[ "requests" ]\nnew = [1]\n[a.b]\nc.d = 1\n'
    assert lines_of(text, ["requests.new.person", "a.b.c.d", "requests.none"]) == {
        "requests.new.person": 3,
        "a.b.c.d": 5,
    }
    assert at_line("r.toml", text, "requests.new") == "r.toml 第3行"
    assert at_line("r.toml", text, "requests") == "r.toml"

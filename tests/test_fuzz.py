"""Whatever comes in, a reader gives a result or one of its own faults, and never anything else."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_report.form.cn_2021 import FORM
from tui_report.importing.document import ImportFault, document
from tui_report.importing.html import blocks_of_html
from tui_report.importing.recognise import recognise
from tui_report.importing.text import blocks_of
from tui_report.numbers import NumberFault, number_fault, read_number, write_number
from tui_report.report import Report
from tui_report.resources import samples
from tui_report.store.faults import StoreError
from tui_report.store.layout import new_text
from tui_report.store.reading import parse_report
from tui_report.width import display_width, wrap

ROOT = Path(__file__).parent.parent
EVERYDAY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
BY_NIGHT = settings(EVERYDAY, max_examples=3000)

MARKS = [
    "一、",
    "（二）",
    "(1)",
    "1.",
    "合计",
    "总计",
    "——",
    "\t",
    "|",
    "\n",
    "　",
    " ",
    "“",
    "”",
    "{{ ",
    " }}",
    "年",
    "件",
]
LABELS = [row.full_label for table in FORM.tables for row in table.rows] + [s.heading for s in FORM.sections]
LABELS += [c.label for table in FORM.tables for c in table.columns] + [p.heading for p in FORM.passages]
FIGURES = ["0", "3", "１２", "1,234", "-1", "/", "无", "1.5", "十二", "99999999999999", ""]
PIECES = st.sampled_from(MARKS + LABELS + FIGURES) | st.text(max_size=8)
TEXTS = st.lists(PIECES, max_size=80).map("".join)
TAGS = [
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    '<td rowspan="3">',
    '<td colspan="99999">',
    "<p>",
    "</p>",
    "<br>",
]
TAGS += ["<style>", "</style>", "<script>", "<!--", "-->", "<![CDATA[", "&#x0;", "&nbsp;", "<div><div>", "<td", "<"]
PAGES = st.lists(st.sampled_from(TAGS) | PIECES, max_size=80).map("".join)
LINES = (samples() / "busy-township-2024.toml").read_text("utf-8").split("\n")
SCRAPS = st.sampled_from(
    ['"', '"""', "'''", "[", "]", "{", "}", "=", ",", "#", ".", "\\", "\\u", "nan", "1e999", "0x", "\n", "[[waiver]]"]
)
TOML = st.lists(st.sampled_from(LINES) | SCRAPS | st.text(max_size=5), max_size=40).map("\n".join)
NUMBERS = st.lists(
    st.sampled_from("0123456789０１９.,，．+-±%万元件一十百千 　\t①½٣二〇") | st.characters(), max_size=25
).map("".join)


def reads_numbers(text: str, decimals: int) -> None:
    with suppress(NumberFault):
        reading = read_number(text, decimals)
        if reading is not None:
            assert not number_fault(reading.value, decimals)
            again = read_number(write_number(reading.value), decimals)
            assert again is not None and again.value == reading.value


def breaks_lines(text: str, width: int) -> None:
    text = text.replace("\n", " ")
    lines = wrap(text, width)
    assert "".join(lines) == text
    assert all(display_width(line) <= width or len(line) == 1 for line in map(str.rstrip, lines))


def reads_toml(text: str) -> None:
    with suppress(StoreError):
        report = parse_report(text, FORM, "x.toml")
        again = parse_report(new_text(report, FORM), FORM, "x.toml")
        assert again.values == report.values


def recognises(text: str, pages: bool) -> None:
    with suppress(ImportFault):
        blocks = blocks_of_html(text) if pages else blocks_of(text)
        report = recognise(document(blocks), FORM, "x")
        assert isinstance(report, Report)
        assert not [ref for ref in FORM.entered if number_fault(report.values.get(ref, 0), 2)]
        parse_report(new_text(report, FORM), FORM, "x.toml")


@EVERYDAY
@given(NUMBERS, st.sampled_from([0, 2, 6]))
def test_any_text_is_a_number_blank_or_refused(text, decimals):
    reads_numbers(text, decimals)


@EVERYDAY
@given(TEXTS, st.integers(2, 100))
def test_any_text_is_broken_into_lines_that_fit(text, width):
    breaks_lines(text, width)


@EVERYDAY
@given(TOML)
def test_any_toml_is_a_report_or_refused(text):
    reads_toml(text)


@EVERYDAY
@given(TEXTS)
def test_any_text_is_imported_or_refused(text):
    recognises(text, pages=False)


@EVERYDAY
@given(PAGES)
def test_any_page_is_imported_or_refused(text):
    recognises(text, pages=True)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("check", "made"),
    [
        (reads_numbers, (NUMBERS, st.sampled_from([0, 2, 6]))),
        (breaks_lines, (TEXTS, st.integers(2, 100))),
        (reads_toml, (TOML,)),
        (recognises, (TEXTS, st.just(False))),
        (recognises, (PAGES, st.just(True))),
    ],
)
def test_by_night(check, made):
    BY_NIGHT(given(*made)(check))()


GUIDED = """
import sys
import atheris
sys.path.insert(0, {root!r})
with atheris.instrument_imports(include=["tui_report"]):
    from tests import test_fuzz

def one(data):
    text = data.decode("utf-8", "replace")
    {call}

atheris.Setup([sys.argv[0], "-max_total_time={seconds}", "-max_len=4000", "-timeout=10", "-rss_limit_mb=500", *sys.argv[1:]], one)
atheris.Fuzz()
"""


@pytest.mark.nightly
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="needs atheris")
@pytest.mark.parametrize("call", ["test_fuzz.reads_toml(text)", "test_fuzz.recognises(text, True)"])
def test_guided_by_coverage(call, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, sample in enumerate(samples().glob("*.toml")):
        (corpus / str(number)).write_bytes(sample.read_bytes()[:4000])
    (corpus / "page").write_text("<table><tr><td>" + "</td><td>".join(LABELS[:60]) + "</td></tr></table>", "utf-8")
    program = tmp_path / "program.py"
    program.write_text(GUIDED.format(root=str(ROOT), call=call, seconds=60), "utf-8")
    command = [sys.executable, str(program), str(corpus), f"-artifact_prefix={tmp_path}/"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]

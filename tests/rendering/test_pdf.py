from __future__ import annotations

import sys

import pytest

from tui_report.rendering import pdf
from tui_report.rendering.environment import RenderError
from tui_report.rendering.pdf import render_pdf, to_pdf

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs are played by shell scripts")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with no programs but those given, each a shell script."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def machine(**programs):
        for name, script in programs.items():
            path = folder / name
            path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
            path.chmod(0o755)

    return machine


OFFICE = 'while [ "$1" != --outdir ]; do shift; done; printf office > "$2/report.pdf"'
BROWSER = 'for a; do case $a in --print-to-pdf=*) printf browser > "${a#--print-to-pdf=}";; esac; done'


def test_a_machine_without_both_programs_says_how_to_print(machine, rendered):
    for document in (b"", ""):
        with pytest.raises(RenderError, match="打印成PDF"):
            to_pdf(document)
    with pytest.raises(RenderError, match=r"没有LibreOffice，也没有Chromium浏览器.*--to docx或者html"):
        rendered(render_pdf)


def test_word_goes_through_the_office_and_a_page_through_the_browser(machine):
    machine(soffice=OFFICE, chromium=BROWSER)
    assert to_pdf(b"PK") == b"office" and to_pdf("<p>") == b"browser"


@pytest.mark.parametrize("space", ["", " "])
def test_when_it_was_made_is_not_in_it(machine, tmp_path, space):
    made = []
    for second, mark in (("01", "A1"), ("02", "B2")):
        text = f"%PDF /CreationDate{space}(D:202601020304{second}Z') <{mark * 16}> Tj trailer /ID [ <{mark * 16}>\n<{mark * 16}> ]"
        (tmp_path / "made.pdf").write_text(f"{text} /DocChecksum /{mark * 16} >>")
        machine(soffice=OFFICE.replace("printf office", f"cat {tmp_path / 'made.pdf'}"))
        made.append(to_pdf(b"PK"))
        assert len(made[-1]) == (tmp_path / "made.pdf").stat().st_size and f"<{mark * 16}> Tj".encode() in made[-1]
    assert made[0].replace(b"A1", b"B2") == made[1] and b"A1" not in made[0].partition(b"trailer")[2]


def test_the_office_comes_first(machine, rendered):
    machine(chromium=BROWSER)
    assert rendered(render_pdf) == b"browser"
    machine(libreoffice=OFFICE)
    assert rendered(render_pdf) == b"office"


def test_without_the_library_for_word_the_browser_prints(machine, rendered, monkeypatch):
    machine(soffice=OFFICE, chromium=BROWSER)
    monkeypatch.setattr("tui_report.rendering.word.installed", lambda: False)
    assert rendered(render_pdf) == b"browser"


def test_a_program_that_makes_nothing_is_named(machine):
    machine(soffice="exit 1")
    with pytest.raises(RenderError, match="soffice没有生成PDF"):
        to_pdf(b"PK")


def test_a_program_that_hangs_is_ended_with_its_children(machine, monkeypatch, tmp_path):
    alive = tmp_path / "alive"
    machine(chromium=f"(sleep 2; touch {alive}) & sleep 60")
    monkeypatch.setattr(pdf, "PATIENCE", 0.5)
    with pytest.raises(RenderError, match="已停止"):
        to_pdf("<p>")
    import time

    time.sleep(2.5)
    assert not alive.exists()

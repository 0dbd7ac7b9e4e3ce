from __future__ import annotations

import io
import json
import zipfile

import pytest

from tui_report import resources
from tui_report.cli import main

NAME = "busy-township-2024.toml"


@pytest.fixture
def run(tmp_path, monkeypatch, capfdbinary):
    """Runs a verb in a folder with the clean sample; returns exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    for name in (NAME, "problems-township-2024.toml"):
        (tmp_path / name).write_bytes((resources.samples() / name).read_bytes())

    def run(*words):
        try:
            code = main(words)
        except SystemExit as left:
            code = int(left.code or 0)
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ((), "  "),
        (("--to", "html"), "<!DOCTYPE html>"),
        (("--fragment",), "<p>根据"),
        (("--to", "md"), "# 青禾县"),
        (("--poster", "--paper", "A4"), "<!DOCTYPE html>"),
    ],
)
def test_each_shape_goes_to_standard_output_or_to_a_file(run, tmp_path, words, start):
    code, out, _ = run("render", NAME, *words)
    assert code == 0 and out.decode().lstrip("\n").startswith(start)
    code, nothing, told = run("render", NAME, *words, "-o", "out")
    assert (code, nothing) == (0, b"") and "已写入 out" in told
    assert (tmp_path / "out").read_bytes() == out


def test_a_word_file_goes_through_a_pipe(run):
    code, out, _ = run("render", NAME, "--to", "docx")
    assert code == 0 and "word/document.xml" in zipfile.ZipFile(io.BytesIO(out)).namelist()


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.docx", b"PK"), ("a.html", b"<!DOCTYPE"), ("a.MD", b"# "), ("a.out", b" "), ("a.poster", b" ")],
)
def test_the_name_of_the_output_tells_the_format(run, tmp_path, name, start):
    assert run("render", NAME, "-o", name)[0] == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_fragment_or_a_poster_may_have_any_name(run, tmp_path):
    for word in ("--fragment", "--poster"):
        assert run("render", NAME, word, "-o", "a.txt")[0] == 0
        assert b"<table" in (tmp_path / "a.txt").read_bytes()


def test_one_section_is_for_pasting(run):
    assert run("render", NAME, "--section", "disputes")[1].decode().startswith("　　四、")
    code, out, told = run("render", NAME, "--section", "nothing")
    assert (code, out) == (2, b"") and "overview、disclosure" in told


@pytest.mark.parametrize(
    "words",
    [
        ("--fragment", "--to", "md"),
        ("--fragment", "--poster"),
        ("--poster", "--to", "docx"),
        ("--to", "docx", "--section", "others"),
        ("--to", "docx", "--json"),
    ],
)
def test_what_does_not_go_together_is_refused(run, words):
    code, out, told = run("render", NAME, *words)
    assert (code, out) == (2, b"") and told.startswith("tui-report: ")


def test_open_errors_let_only_a_draft_out(run):
    code, out, told = run("render", "problems-township-2024.toml", "--to", "docx", "-o", "a.docx")
    assert (code, out) == (1, b"") and "草稿" in told
    assert run("render", "problems-township-2024.toml", "--to", "docx", "-o", "a.docx", "--draft")[0] == 0


def test_json_names_the_file_or_holds_the_text(run):
    shown = json.loads(run("render", NAME, "--to", "md", "--json")[1])
    assert shown["to"] == "md" and shown["text"].startswith("# ")
    assert json.loads(run("render", NAME, "--to", "docx", "-o", "a.docx", "--json")[1])["output"] == "a.docx"


def test_the_page_says_what_the_portal_lacks(run, tmp_path):
    assert "SiteName、SiteDomain" in run("render", NAME, "--to", "html")[2]
    (tmp_path / "county.toml").write_text('[portal]\nSiteName = "甲"\n', encoding="utf-8")
    _, out, told = run("render", NAME, "--to", "html")
    assert '<meta name="SiteName" content="甲">' in out.decode() and "上SiteDomain、" in told


def test_an_office_template_is_named_with_what_it_brings_along(run, tmp_path):
    (tmp_path / "own.html.j2").write_text("<script>a()</script>{{ unit.name }}", encoding="utf-8")
    code, out, told = run("render", NAME, "--to", "html", "--template", "own.html.j2")
    assert code == 0 and "非标准模板：own.html.j2" in told and "第1行有<script>" in told
    (tmp_path / "own.html.j2").write_text("一\n{{ nothing }}", encoding="utf-8")
    code, out, told = run("render", NAME, "--to", "html", "--template", "own.html.j2")
    assert (code, out) == (2, b"") and "第2行：没有“nothing”这个名称" in told


def test_an_old_output_stays_when_a_template_fails(run, tmp_path):
    (tmp_path / "out.html").write_text("旧")
    (tmp_path / "own.html.j2").write_text("{{ nothing }}", encoding="utf-8")
    assert run("render", NAME, "--to", "html", "--template", "own.html.j2", "-o", "out.html")[0] == 2
    assert (tmp_path / "out.html").read_text() == "旧"


@pytest.mark.parametrize("output", [NAME, "other.toml", "problems-township-2024.toml"])
def test_a_rendering_never_takes_the_place_of_a_report(run, tmp_path, output):
    """`render a.toml -o a.toml` destroyed the report."""
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    code, _, err = run("render", NAME, "-o", output)
    assert code == 2 and "是报告文件的名字" in err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_rendering_never_takes_the_place_of_its_template(run, tmp_path):
    template = tmp_path / "own.txt.j2"
    template.write_text("{{ unit.name }}", "utf-8")
    code, _, err = run("render", NAME, "--template", "own.txt.j2", "-o", "own.txt.j2")
    assert code == 2 and "就是原来的文件" in err
    assert template.read_text("utf-8") == "{{ unit.name }}"

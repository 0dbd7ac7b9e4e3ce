from __future__ import annotations

import json
import os

import pytest

from tui_report import resources
from tui_report.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def run(*words):
        try:
            code = main(("template", *words))
        except SystemExit as left:
            code = int(left.code or 0)
        return code, *capsys.readouterr()

    return run


def test_a_template_is_copied_once_and_found_in_order(run, tmp_path):
    code, _, told = run("copy", "report.docx")
    assert code == 0 and "template check report.docx" in told
    assert (tmp_path / "report.docx").read_bytes() == (resources.templates() / "report.docx").read_bytes()
    assert run("check", "report.docx")[0] == 0
    code, _, told = run("copy", "report.docx")
    assert code == 2 and "已经有了" in told


def test_a_copy_that_was_killed_leaves_nothing_after_the_next_one(run, tmp_path, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(os, "unlink", lambda *name, **where: None)
        killed.setattr(os, "getpid", lambda: 2**22 + 1)  # beyond all processes
        run("copy", "report.docx")
    assert len(list(tmp_path.iterdir())) == 2
    run("copy", "report.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["report.docx"]


def test_only_what_there_is_can_be_copied(run):
    code, _, told = run("copy", "letter.docx")
    assert code == 2 and "report.docx" in told and "report.html.j2" in told


def test_faults_are_listed_and_counted_against_it(run, tmp_path):
    (tmp_path / "report.txt.j2").write_text("{{ draft }}\n{{ tilte }}\n", encoding="utf-8")
    code, out, _ = run("check", "report.txt.j2")
    assert code == 1
    assert out.splitlines()[:2] == ["第2行 没有这个名称：tilte", "缺少：title"]
    places = json.loads(run("check", "report.txt.j2", "--json")[1])["places"]
    assert places[0] == {"kind": "unknown", "name": "tilte", "where": "第2行", "message": "第2行 没有这个名称：tilte"}


def test_an_unreadable_file_is_refused(run):
    code, _, told = run("check", "none.docx")
    assert code == 2 and "读不出来" in told


def test_of_very_many_faults_the_first_are_listed(run, tmp_path):
    (tmp_path / "report.txt.j2").write_text("{{ x }}\n" * 5000, encoding="utf-8")
    code, out, _ = run("check", "report.txt.j2")
    assert code == 1 and out.count("\n") == 201
    assert out.splitlines()[-1].startswith("还有")

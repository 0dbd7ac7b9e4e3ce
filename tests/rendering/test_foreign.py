from __future__ import annotations

import base64
import io
import json
import sys

import pytest

from tui_report.rendering import foreign, word
from tui_report.rendering.environment import RenderError
from tui_report.rendering.foreign import render_apart


@pytest.fixture
def run(tmp_path):
    def run(text, **context):
        (tmp_path / "t.j2").write_text(text, encoding="utf-8")
        return render_apart("t.j2", context, "txt", [tmp_path])

    return run


def test_a_template_of_an_office_gives_the_same_text_as_in_this_process(run):
    assert run("{{ a.b }}：{{ c|join('、') }}\n", a={"b": "数“1”"}, c=["甲", "乙"]) == "数“1”：甲、乙\n"


def test_its_faults_come_back_with_file_and_line(run):
    with pytest.raises(RenderError, match=r"t\.j2第2行：没有“foo”这个名称"):
        run("一\n{{ foo }}")


@pytest.mark.skipif(sys.platform == "win32", reason="only patience bounds a child there")
@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ 'x'.center(9999999999) }}",
        "{% set x = namespace(s='0123456789') %}{% for i in range(60) %}{% set x.s = x.s ~ x.s %}{% endfor %}",
        "{{ 'x'|center(9999999999) }}",
    ],
)
def test_a_template_that_takes_all_is_stopped(run, text):
    """By the processor time it took: the clock told of the load of the machine, and stopped templates without a loop."""
    with pytest.raises(RenderError, match=r"用的(时间或者)?内存(或者层次)?太多"):
        run(text)
    assert foreign.PATIENCE >= 10 * foreign.SECONDS


@pytest.fixture
def child(monkeypatch):
    """Does in this process what the child does, but for its bounds; returns its answer and the bounds it set."""

    def child(task, platform="linux"):
        resource = pytest.importorskip("resource")
        bounds: dict[int, tuple[int, int]] = {}
        monkeypatch.setattr(resource, "setrlimit", bounds.__setitem__)
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(task).encode())))
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(answer := io.BytesIO()))
        foreign.main()
        return json.loads(answer.getvalue()), {name: bounds.get(getattr(resource, name)) for name in BOUNDS}

    return child


BOUNDS = ("RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE", "RLIMIT_AS")


def task(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return {"template": name, "context": {"a": "甲"}, "format": "txt", "folders": [str(folder)]}


def test_the_child_bounds_itself_before_it_looks_at_the_template(tmp_path, child):
    memory, seconds = foreign.MEMORY, foreign.SECONDS
    answer, bounds = child(task(tmp_path, "a.j2", "{{ a }}\n"))
    assert answer == {"text": "甲\n"}
    assert list(bounds.values()) == [(seconds, seconds), (0, 0), (0, 0), (memory, memory)]
    answer, bounds = child(task(tmp_path, "b.j2", "{{ b }}\n"), "darwin")
    assert "没有“b”这个名称" in answer["fault"]
    assert list(bounds.values()) == [(seconds, seconds), (0, 0), (0, 0), None]


def test_the_child_fills_word_templates_and_marks_them(tmp_path, child, monkeypatch):
    monkeypatch.setattr(word, "fill", lambda *arguments: repr(arguments).encode())
    answer, _ = child({"word": str(tmp_path / "a.docx"), "context": {"a": 1}})
    assert base64.b64decode(answer["text"]).decode() == repr((tmp_path / "a.docx", {"a": 1}, word.MARK))


def test_a_child_that_is_still_there_after_all_patience_is_ended(run, monkeypatch):
    monkeypatch.setattr(foreign, "PATIENCE", 0.01)
    with pytest.raises(RenderError, match=r"t\.j20\.01秒还没有运行完，已停止"):
        run("一")


def test_a_system_without_bounds_renders_all_the_same(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    foreign._bind()

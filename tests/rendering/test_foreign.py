from __future__ import annotations

import sys

import pytest

from tui_report.rendering import foreign
from tui_report.rendering.environment import RenderError
from tui_report.rendering.foreign import render_apart


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(foreign, "PATIENCE", 4)

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
    with pytest.raises(RenderError) as error:
        run(text)
    assert "循环" in str(error.value) or "内存" in str(error.value)

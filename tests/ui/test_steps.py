from __future__ import annotations

from tui_report.form.cn_2021 import FORM
from tui_report.ui.steps import step_of, steps


def test_the_walk_follows_the_printed_form():
    titles = [step.title for step in steps(FORM)]
    assert titles[0] == "任务清单"
    assert titles[1] == "基本信息"
    assert titles[-1] == "定稿"
    assert [s.kind for s in steps(FORM)].count("table") == 3
    assert [s.kind for s in steps(FORM)].count("passage") == len(FORM.passages)
    assert [s.section.key for s in steps(FORM) if s.section] == sorted(
        (s.section.key for s in steps(FORM) if s.section), key=[s.key for s in FORM.sections].index
    )


def test_every_ref_has_its_step():
    for ref in FORM.figures:
        assert step_of(FORM, ref).key == ref.split(".")[0]
    for passage in FORM.passages:
        assert step_of(FORM, passage.ref).passage == passage
    for fact in FORM.facts:
        assert step_of(FORM, fact.ref).key == "facts"
    assert step_of(FORM, "finish").kind == "finish"
    assert step_of(FORM, "overview").passage == FORM.passages[0]
    assert step_of(FORM, "gone.with.it").kind == "tasks"

from __future__ import annotations

from datetime import date

from tui_report.assess import assess, tied, without_waiver
from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Ref
from tui_report.report import Heading, Report, Source, Value, Waiver, change, digest
from tui_report.rules.example import base, base_last
from tui_report.rules.model import Facts

ZEROS: dict[Ref, Value] = dict.fromkeys(FORM.entered, 0)


def assessed(report: Report):
    return assess(Facts(FORM, report))


def test_the_empty_report_has_everything_to_fill_in():
    found = assessed(Report())
    whole = found.progress[""]
    assert (whole.figures, whole.figures_of) == (0, 166)
    assert {key: p.state for key, p in found.progress.items() if key in ("disclosure", "requests", "disputes")} == {
        "disclosure": "empty", "requests": "empty", "disputes": "empty",
    }  # fmt: skip


def test_a_broken_column_marks_its_section():
    found = assessed(Report({**ZEROS, "requests.new.person": 3}))
    assert found.progress["requests"].state == "faulty"
    assert found.progress["disputes"].state == "done"
    (broken,) = [f for f in found.open if f.rule == "T01"]
    assert found.by_ref["requests.carried_out.person"] == (broken,)


def test_findings_come_by_section_then_severity():
    values: dict[Ref, Value] = {
        **ZEROS,
        "unit.level": "township",
        "disclosure.regulations.made": 1,
        "requests.new.person": 3,
    }
    found = [f for f in assessed(Report(values)).findings if f.rule.startswith("T")]
    keys = [s.key for s in FORM.sections]
    sections = [keys.index(section.key) for f in found if (section := FORM.section_of(f.refs[0]))]
    assert sections == sorted(sections)
    assert [f.rule for f in found][:2] == ["T07", "T10"]


def test_a_waiver_holds_exactly_while_its_values_do():
    report = Report(ZEROS)
    waiver = Waiver("T08", ("requests",), digest(report, ("requests",)), "已确认", "王芳", date(2025, 1, 6))
    waived = Report(ZEROS, waivers=(waiver,))
    (finding,) = [f for f in assessed(waived).findings if f.refs == ("requests",)]
    assert (finding.outcome, finding.reason) == ("waived", "已确认；王芳，2025年1月6日")

    changed = waived.edited({"requests.new.person": 1, "requests.granted.person": 1})
    assert not [f for f in assessed(changed).findings if f.rule == "T08" and f.refs == ("requests",)]
    back = changed.edited({"requests.new.person": 0, "requests.granted.person": 0})
    assert [f.outcome for f in assessed(back).findings if f.refs == ("requests",)] == ["waived"]


def test_a_lapsed_waiver_is_said():
    values: dict[Ref, Value] = {
        **ZEROS,
        "unit.level": "township",
        "disclosure.regulations.made": 1,
        "disclosure.regulations.in_force": 1,
    }
    refs = ("disclosure.regulations.made", "disclosure.regulations.in_force")
    report = Report(values)
    waived = Report(values, waivers=(Waiver("T07", refs, digest(report, refs), "代市政府统计"),))
    (finding,) = [f for f in assessed(waived).findings if f.rule == "T07"]
    assert finding.outcome == "waived"
    (finding,) = [f for f in assessed(waived.edited({"disclosure.regulations.made": 2})).findings if f.rule == "T07"]
    assert finding.open and "失效" in finding.reason


def test_an_identity_cannot_be_waived():
    values: dict[Ref, Value] = {**ZEROS, "requests.new.person": 3}
    report = Report(values)
    (finding,) = [f for f in assessed(report).findings if f.rule == "T01"]
    waived = Report(values, waivers=(Waiver("T01", finding.refs, digest(report, finding.refs), "就这样"),))
    assert [f.outcome for f in assessed(waived).findings if f.rule == "T01"] == ["fail"]


def test_a_missing_aspect_is_unfilled_while_others_are_written():
    found = assessed(Report({"overview.proactive": "全年公开信息162条，都在公开栏张贴。"}))
    assert {found.word(f) for f in found.open if f.rule == "S03"} == {"未填"}


def test_a_wrong_heading_of_an_imported_report_is_a_mistake_and_not_unfilled():
    source = Source("a.docx", "2021", headings=(Heading("requests", "3、收到和处理政府信息公开申请情况"),))
    found = assessed(Report(ZEROS, source=source))
    assert {found.word(f) for f in found.open if f.rule == "S02"} == {"必改"}
    assert found.progress["requests"].state == "faulty"


def test_a_total_printed_wrong_is_mended_and_not_explained():
    report = Report(ZEROS, stated={"requests.new.total": 5})
    (finding,) = [f for f in assessed(report).open if f.rule == "T03"]
    waived = report.but(waivers=(Waiver("T03", finding.refs, tied(report, finding), "原件写错了"),))
    assert [f.outcome for f in assessed(waived).findings if f.rule == "T03"] == ["fail"]
    assert finding.mend is not None
    step = change(report, finding.mend.name, finding.mend.values)
    assert [f for f in assessed(step.apply(report)).open if f.rule == "T03"] == []
    assert step.revert(step.apply(report)) == report


def test_a_reason_lapses_when_last_years_figure_changes():
    def found(before: int, *waivers: Waiver):
        last = base_last().edited({"disclosure.normative.in_force": before})
        report = base().edited({"disclosure.normative.in_force": 5}).but(waivers=waivers)
        (finding,) = [f for f in assess(Facts(FORM, report, last)).findings if f.rule == "Y02"]
        return report, finding

    report, finding = found(3)
    waiver = Waiver("Y02", finding.refs, tied(report, finding), "机构划转")
    assert found(3, waiver)[1].outcome == "waived"
    assert "失效" in found(2, waiver)[1].reason


def test_a_reason_lapses_when_the_cells_below_a_compared_total_change():
    text = "全年收到政府信息公开申请3件，均按时答复。"
    report = base().edited({"requests.new.person": 1, "requests.granted.person": 1, "overview.on_request": text})
    (finding,) = [f for f in assessed(report).open if f.rule == "X01"]
    waived = report.but(waivers=(Waiver("X01", finding.refs, tied(report, finding), "另两件当面答复"),))
    assert [f.outcome for f in assessed(waived).findings if f.rule == "X01"] == ["waived"]
    more = waived.edited({"requests.new.person": 2, "requests.granted.person": 2})
    (finding,) = [f for f in assessed(more).findings if f.rule == "X01"]
    assert finding.open
    assert "失效" in finding.reason


def test_a_reason_is_for_one_of_several_faults_of_a_passage():
    text = "及时公开补贴补贴发放情况和干部干部名单。"
    report = base().edited({"overview.platform": text})
    first, second = (f for f in assessed(report).open if f.rule == "L10")
    waived = report.but(waivers=(Waiver("L10", first.refs, tied(report, first), "引文如此"),))
    after = [f for f in assessed(waived).findings if f.rule == "L10"]
    assert [(f.outcome, f.reason) for f in after] == [("waived", "引文如此"), ("fail", "")]
    both = waived.but(waivers=(*waived.waivers, Waiver("L10", first.refs, tied(report, second), "也是")))
    left = without_waiver(both, assessed(both).findings, assessed(both).findings[0]._replace(**after[0]._asdict()))
    assert [w.reason for w in left] == ["也是"]

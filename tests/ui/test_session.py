from __future__ import annotations

import threading
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report
from tui_report.settings import Settings
from tui_report.ui.session import Session


class Disk:
    """Stands for the report's file."""

    def __init__(self, report: Report = Report(), readonly: str = "") -> None:  # noqa: B008
        self.report = report
        self.readonly = readonly
        self.written: list[Report] = []
        self.fail: Exception | None = None

    def save(self, report: Report) -> None:
        if self.fail:
            raise self.fail
        self.written.append(report)


def session(disk: Disk | None = None) -> Session:
    return Session(FORM, disk or Disk(), last=None, settings=Settings(), today=date(2025, 1, 10))  # type: ignore[arg-type]


def test_every_change_is_assessed_at_once():
    s = session()
    seen = []
    s.changed = lambda: seen.append(s.assessment.figures["requests.new.total"])
    s.set({"requests.new.person": 3})
    s.set({"requests.new.other": 2})
    assert seen == [3, 5]


def test_a_note_is_one_step_and_an_empty_one_is_none():
    s = session()
    ref = "requests.new.person"
    assert s.note(ref, " 台账第3页 ")
    assert s.unsaved
    assert dict(s.report.notes) == {ref: "台账第3页"}
    assert not s.note(ref, "台账第3页")
    assert s.note(ref, "")
    assert dict(s.report.notes) == {}
    step = s.undo()
    assert step is not None and step.place == ref and step.name.endswith("取消备注")
    assert dict(s.report.notes) == {ref: "台账第3页"}
    s.set({ref: 3})
    s.undo()
    assert dict(s.report.notes) == {ref: "台账第3页"}


def test_undo_and_redo_cross_saves_and_name_the_place():
    s = session()
    s.set({"requests.new.person": 3})
    s.save()
    s.set({"requests.new.person": 4})
    step = s.undo()
    assert step is not None and step.place == "requests.new.person"
    assert step.name == "第三部分 一、本年新收政府信息公开申请数量/自然人 由3改为4"
    s.undo()
    assert s.report == Report()
    assert s.undo() is None
    s.redo()
    s.redo()
    assert s.report.number("requests.new.person") == 4
    assert s.redo() is None


def test_keystrokes_with_one_token_are_one_step():
    s = session()
    for text in ("本", "本年", "本年度"):
        s.set({"overview.proactive": text}, merge="typed1", place="overview.proactive")
    s.set({"overview.proactive": "本年度收"}, merge="typed2", place="overview.proactive")
    s.undo()
    assert s.report.text("overview.proactive") == "本年度"
    s.undo()
    assert s.report.text("overview.proactive") == ""


def test_a_new_change_ends_what_could_be_redone():
    s = session()
    s.set({"requests.new.person": 3})
    s.undo()
    s.set({"requests.new.person": 5})
    assert s.redo() is None


def test_after_undo_a_keystroke_starts_a_new_step():
    s = session()
    s.set({"overview.proactive": "甲"}, merge="t", place="overview.proactive")
    s.undo()
    s.redo()
    s.set({"overview.proactive": "甲乙"}, merge="t", place="overview.proactive")
    s.undo()
    assert s.report.text("overview.proactive") == "甲"


def test_nothing_is_written_while_nothing_changed():
    disk = Disk()
    s = session(disk)
    s.save()
    s.set({"requests.new.person": None})
    s.save()
    assert disk.written == []
    s.set({"requests.new.person": 1})
    s.save()
    s.save()
    assert len(disk.written) == 1


def test_a_failed_save_leaves_the_report_unsaved():
    disk = Disk()
    s = session(disk)
    s.set({"requests.new.person": 1})
    disk.fail = OSError("disk full")
    with pytest.raises(OSError, match="disk full"):
        s.save()
    assert s.unsaved
    disk.fail = None
    s.save()
    assert not s.unsaved


def test_a_change_made_while_saving_is_still_to_be_saved():
    disk = Disk()
    s = session(disk)
    s.set({"requests.new.person": 1})
    writing, go_on = threading.Event(), threading.Event()
    save = disk.save

    def slow(report: Report) -> None:
        writing.set()
        go_on.wait(5)
        save(report)

    disk.save = slow  # type: ignore[method-assign]
    thread = threading.Thread(target=s.save)
    thread.start()
    writing.wait(5)
    s.set({"requests.new.person": 2})
    go_on.set()
    thread.join(5)
    assert s.unsaved
    assert disk.written[0].number("requests.new.person") == 1
    s.save()
    assert disk.written[-1].number("requests.new.person") == 2


def test_a_readonly_report_is_never_changed_or_written():
    disk = Disk(Report({"year": 2024}), "正由王芳编辑")
    s = session(disk)
    assert not s.set({"year": 2023})
    assert s.report.year == 2024
    s.save()
    assert disk.written == []


def test_what_was_typed_can_be_fetched_back_after_taking_the_file_of_someone_else():
    s = session(Disk(Report({"year": 2024})))
    s.set({"requests.new.person": 3})
    theirs = Report({"year": 2023})
    s.reload(theirs)
    assert s.report is theirs and not s.unsaved
    s.undo()
    assert s.report.number("requests.new.person") == 3
    assert s.report.year == 2024


edits = st.lists(
    st.tuples(
        st.sampled_from([*FORM.entered[:12], "overview.proactive", "year"]),
        st.one_of(st.none(), st.integers(0, 99)),
        st.sampled_from(["", "a"]),
    ),
    max_size=60,
)


@given(edits)
def test_all_edits_undone_give_the_first_report_and_redone_the_last(steps):
    first = Report({"year": 2024, FORM.entered[0]: 0})
    s = session(Disk(first))
    for ref, value, token in steps:
        s.set({ref: value}, merge=token)
    last = s.report
    while s.undo():
        pass
    assert s.report == first
    while s.redo():
        pass
    assert s.report == last


def test_a_reason_is_signed_with_the_login_name_where_no_other_was_given(monkeypatch):
    monkeypatch.setattr("tui_report.store.lock.login", lambda uid: "wangfang")
    assert session().who == "wangfang"

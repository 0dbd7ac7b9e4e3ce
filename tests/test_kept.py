"""What is kept of a report, whatever a clerk, a disk and other people do: a session on a real file."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import tempfile
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Value, Waiver
from tui_report.resources import samples
from tui_report.store.faults import ChangedOnDisk, StoreError
from tui_report.store.reading import read_report
from tui_report.ui.screens.conflict import resolve
from tui_report.ui.session import Session, open_session

TODAY = date(2025, 1, 14)
NUMBERS = sorted(FORM.entered)
PASSAGES = [passage.ref for passage in FORM.passages]
TEXTS = [
    "",
    "一句话。",
    "一句话。\n又一句“话”。",
    '三个引号"""和\\反斜杠\\',
    "尾\n",
    "{{ requests.new.total }}件",
    "\u202e\x1b[2J",
    "　空格 ",
]


def random_edit(session: Session, chance: random.Random) -> None:
    """Does one step of any kind; some change nothing."""
    kind = chance.randrange(12)
    if kind == 0:
        session.note(chance.choice(NUMBERS), chance.choice(["", "数从台账来", "#[]"]))
    elif kind == 1:
        waiver = Waiver("T07", (chance.choice(NUMBERS),), "sha256:0", "有批准文件")
        keep = session.report.waivers[: chance.randrange(3)]
        session.waive((*keep, waiver), "写说明", "", {chance.choice(NUMBERS): chance.randrange(9)})
    elif kind < 5:
        text = chance.choice(TEXTS)
        session.set({chance.choice(PASSAGES): text if text.strip() else None}, merge=chance.choice(["", "打字"]))
    elif kind == 5:
        session.set(dict.fromkeys(chance.sample(NUMBERS, 30), 0))
    else:
        value: Value | None = chance.choice([None, 0, chance.randrange(10**6)])
        session.set({chance.choice(NUMBERS): value})


@pytest.mark.parametrize("name", ["busy-township-2024", "problems-township-2024"])
def test_ten_thousand_edits_all_undone_give_the_first_file_byte_by_byte(name, tmp_path):
    chance = random.Random(name)
    path = tmp_path / f"{name}.toml"
    shutil.copy(samples() / path.name, path)
    first = path.read_bytes()
    session = open_session(path, TODAY)
    saved: list[Report] = []
    for number in range(10_000):
        random_edit(session, chance)
        if number % 1000 == 999:
            session.save()
            saved.append(session.report)
            assert read_report(path, FORM).values == session.report.values
    assert saved.pop() == session.report
    last, steps = session.report, 0
    while session.undo():
        steps += 1
        if saved and session.report == saved[-1]:
            saved.pop()
    assert steps > 5000
    assert not saved, "each of them is come by again, the latest first"
    session.save()
    assert path.read_bytes() == first
    while session.redo():
        steps -= 1
    assert steps == 0
    assert session.report == last
    session.file.close()


def test_a_thousand_edits_are_remembered_in_little_room(tmp_path):
    path = tmp_path / "report.toml"
    shutil.copy(samples() / "busy-township-2024.toml", path)
    session, chance = open_session(path, TODAY), random.Random(1)
    random_edit(session, chance)
    tracemalloc.start()
    for _ in range(1000):
        random_edit(session, chance)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    session.file.close()


class Clerk(RuleBasedStateMachine):
    """A clerk who edits and saves, a disk that fails, and another one who writes into the same file."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "报告.toml"
        shutil.copy(samples() / "all-zero-township-2024.toml", self.path)
        self.theirs = 0
        self.open()

    def open(self) -> None:
        self.session = open_session(self.path, TODAY)
        assert not self.session.readonly

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.file.close()
            shutil.rmtree(self.folder)

    @rule(seed=st.integers(0, 10**6), steps=st.integers(1, 5))
    def edit(self, seed: int, steps: int) -> None:
        for step in range(steps):
            random_edit(self.session, random.Random(seed + step))

    @rule(steps=st.integers(1, 4))
    def undo(self, steps: int) -> None:
        for _ in range(steps):
            self.session.undo()

    @rule(steps=st.integers(1, 4))
    def redo(self, steps: int) -> None:
        for _ in range(steps):
            self.session.redo()

    @rule()
    def save(self) -> None:
        before, unsaved = self.path.read_bytes() if self.path.exists() else None, self.session.unsaved
        try:
            self.session.save()
        except ChangedOnDisk:
            assert (self.path.read_bytes() if self.path.exists() else None) == before
            self.kept()
        else:
            assert not unsaved or same(read_report(self.path, FORM), self.session.report)

    @rule(
        call=st.sampled_from(["write", "fsync", "replace", "open", "fchmod"]),
        after=st.integers(0, 3),
        number=st.sampled_from([errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES]),
    )
    def save_on_a_bad_disk(self, call: str, after: int, number: int) -> None:
        before = self.path.read_bytes() if self.path.exists() else None
        real, left = getattr(os, call), [after]

        def fails(*arguments, **options):
            left[0] -= 1
            if left[0] < 0:
                raise OSError(number, "injected")
            return real(*arguments, **options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, call, fails)
            with contextlib.suppress(StoreError):
                self.session.save()
        now = self.path.read_bytes() if self.path.exists() else None
        assert now == before or same(read_report(self.path, FORM), self.session.report)
        assert not [*self.folder.glob(".*.tmp")]

    @rule()
    def another_one_writes(self) -> None:
        if self.path.exists():
            self.theirs += 1
            text = self.path.read_text("utf-8") + f"# 别人的第{self.theirs}次改动\n"
            self.path.write_text(text, "utf-8")

    @rule()
    def another_one_removes_it(self) -> None:
        self.path.unlink(missing_ok=True)

    @precondition(lambda self: self.session.unsaved)
    @rule(answer=st.sampled_from(["mine", "theirs", "both", None]))
    def decide(self, answer: str | None) -> None:
        report, there = self.session.report, self.path.exists()
        theirs = self.path.read_bytes() if there else b""
        try:
            resolve(self.session, answer)
        except StoreError:  # there is nothing on the disk to be taken
            assert not there
            return
        if answer == "mine":
            assert same(read_report(self.path, FORM), report)
            versions = [path.read_bytes() for path in (self.folder / ".history").glob("*.toml")]
            assert not there or theirs in versions
        elif answer is not None:
            assert self.path.read_bytes() == theirs
            assert same(read_report(self.path, FORM), self.session.report)
            assert answer == "theirs" or any(
                same(read_report(p, FORM), report) for p in self.folder.glob("*.mine-*.toml")
            )

    @precondition(lambda self: self.path.exists())
    @rule()
    def leave_and_come_back(self) -> None:
        self.save()
        report, saved = self.session.report, not self.session.unsaved
        self.session.file.close()
        self.open()
        assert not saved or same(self.session.report, report)

    def kept(self) -> None:
        """What could not be saved stands in a file of its own."""
        mine = self.session.file.mine
        assert mine is not None
        assert same(read_report(mine, FORM), self.session.report)

    @invariant()
    def the_file_is_whole(self) -> None:
        if hasattr(self, "path") and self.path.exists():
            read_report(self.path, FORM)


def same(one: Report, other: Report) -> bool:
    """Whether two reports say the same once characters that no file holds are out of both."""
    from tui_report.store.writing import _storable

    plain = one.but(unknown=(), source=None, remarks=())
    return plain == _storable(other, other, FORM).but(unknown=(), source=None, remarks=())


EVERYDAY = settings(max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
TestClerk = Clerk.TestCase
TestClerk.settings = EVERYDAY


@pytest.mark.nightly
def test_a_clerk_by_night():
    run_state_machine_as_test(Clerk, settings=settings(EVERYDAY, max_examples=400, stateful_step_count=40))

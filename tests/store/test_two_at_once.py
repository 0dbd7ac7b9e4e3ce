"""Two people, or a person and a program, at one report: where locks, clocks and caches cannot be relied on."""

import errno
import os
import shutil
import subprocess

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.store.faults import ChangedOnDisk, StoreError
from tui_report.store.files import ReportFile, history
from tui_report.store.history import keep_version
from tui_report.store.reading import read_report

CELL = "requests.granted.person"


def with_figure(file, number):
    return file.report.edited({CELL: number})


@pytest.fixture
def no_locks(monkeypatch):
    """A network folder without locks, as the system call itself answers."""
    fcntl = pytest.importorskip("fcntl")

    def failing(*arguments):
        raise OSError(errno.ENOLCK, "injected")

    monkeypatch.setattr(fcntl, "flock", failing)


def test_without_locks_the_second_to_save_is_told_and_both_versions_stay(path, no_locks):
    one, other = ReportFile.open(path, FORM), ReportFile.open(path, FORM)
    assert (one.readonly, other.readonly) == ("", "") and "不支持锁" in one.notice
    one.save(with_figure(one, 1))
    with pytest.raises(ChangedOnDisk):
        other.save(with_figure(other, 2))
    mine = other.keep_mine(with_figure(other, 2))
    assert [read_report(p, FORM).number(CELL) for p in (path, mine)] == [1, 2]


def test_whoever_was_overwritten_because_a_rename_was_seen_late_is_told_at_the_next_save(path, no_locks, monkeypatch):
    one, other = ReportFile.open(path, FORM), ReportFile.open(path, FORM)
    stale = path.read_bytes()
    one.save(with_figure(one, 1))
    with monkeypatch.context() as late:
        late.setattr("tui_report.store.disk.Folder.read", lambda folder, name: stale)
        other.save(with_figure(other, 2))
    with pytest.raises(ChangedOnDisk):
        one.save(with_figure(one, 3))
    assert read_report(one.keep_mine(with_figure(one, 3)), FORM).number(CELL) == 3
    assert read_report(path, FORM).number(CELL) == 2


def test_a_handle_that_went_stale_saves_nothing_and_the_next_save_looks_again(path, monkeypatch):
    file, real, left = ReportFile.open(path, FORM), os.open, [1]

    def stale(name, *arguments, **options):
        if name == path.name and left and left.pop():
            raise OSError(errno.ESTALE, "injected")
        return real(name, *arguments, **options)

    before = path.read_bytes()
    monkeypatch.setattr(os, "open", stale)
    with pytest.raises(StoreError, match="网络文件夹断开过"):
        file.save(with_figure(file, 1))
    assert path.read_bytes() == before
    file.save(with_figure(file, 1))
    assert read_report(path, FORM).number(CELL) == 1
    file.close()


def test_a_change_with_the_old_time_and_size_is_noticed(path):
    file, status = ReportFile.open(path, FORM), path.stat()
    path.write_bytes(path.read_bytes().replace(b"2024", b"2022", 1))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(ChangedOnDisk):
        file.save(with_figure(file, 1))
    file.close()


def test_a_file_from_the_future_is_saved_like_any_other(path):
    os.utime(path, (2**32, 2**32))
    file = ReportFile.open(path, FORM)
    file.save(with_figure(file, 1))
    assert read_report(path, FORM).number(CELL) == 1
    file.close()


def test_where_the_clock_was_set_back_the_later_version_is_still_the_newer(path, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    keep_version(path, b"one", path.stat())
    for version in history(path):  # as if it had been kept tomorrow
        version.path.rename(version.path.with_name(version.path.name.replace(f"{version.when:%Y%m%d}", "21001231")))
    keep_version(path, b"two", path.stat())
    assert [version.path.read_bytes() for version in history(path)] == [b"two", b"one"]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_checkout_beside_an_open_editor_loses_neither_side(path):
    def git(*words):
        who = ["-c", "user.name=a", "-c", "user.email=a@example.invalid"]
        subprocess.run(["git", *who, *words], cwd=path.parent, check=True, capture_output=True)

    git("init", "-q", "-b", "one")
    git("add", path.name)
    git("commit", "-q", "-m", "one")
    git("checkout", "-q", "-b", "two")
    path.write_bytes(path.read_bytes().replace(b"2024", b"2022", 1))
    git("commit", "-q", "-a", "-m", "two")
    file = ReportFile.open(path, FORM)
    git("checkout", "-q", "one")
    theirs = path.read_bytes()
    with pytest.raises(ChangedOnDisk):
        file.save(with_figure(file, 1))
    assert path.read_bytes() == theirs
    assert read_report(file.keep_mine(with_figure(file, 1)), FORM).year == 2022
    git("checkout", "-q", "two")
    file.save(with_figure(file, 1))
    assert read_report(path, FORM).number(CELL) == 1
    file.close()

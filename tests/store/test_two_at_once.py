"""Two people, or a person and a program, at one report: where locks, clocks and caches cannot be relied on."""

import errno
import os
import shutil
import subprocess

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.store.disk import Folder
from tui_report.store.faults import ChangedOnDisk, StoreError
from tui_report.store.files import ReportFile, history, write_over
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
    assert (one.readonly, other.readonly) == ("", "") and "看不出别人" in one.notice
    one.save(with_figure(one, 1))
    with pytest.raises(ChangedOnDisk):
        other.save(with_figure(other, 2))
    mine = other.keep_mine(with_figure(other, 2))
    assert [read_report(p, FORM).number(CELL) for p in (path, mine)] == [1, 2]


@pytest.fixture
def late(monkeypatch):
    """A client of a network folder that remembers files by their names until something in the folder becomes another.

    Returns the remembered bytes by name; a name that is not in it is looked up.
    """
    remembered: dict[str, bytes] = {}
    read, opened = Folder.read, os.open

    def remembering(folder, name):
        return remembered[name] if name in remembered else read(folder, name)

    def forgetting(name, flags, *arguments, **options):
        if flags & os.O_CREAT:
            remembered.clear()
        return opened(name, flags, *arguments, **options)

    monkeypatch.setattr(Folder, "read", remembering)
    monkeypatch.setattr(os, "open", forgetting)
    return remembered


def test_a_version_whose_writer_has_closed_is_not_overwritten_where_its_rename_is_seen_late(path, no_locks, late):
    """It was: nobody was left who could be told."""
    one, other = ReportFile.open(path, FORM), ReportFile.open(path, FORM)
    other.save(with_figure(other, 4))
    one.accept()
    stale = path.read_bytes()
    one.save(with_figure(one, 1))
    one.close()
    late[path.name] = stale
    with pytest.raises(ChangedOnDisk):
        other.save(with_figure(other, 2))
    assert read_report(path, FORM).number(CELL) == 1
    assert read_report(other.keep_mine(with_figure(other, 2)), FORM).number(CELL) == 2
    assert not list(path.parent.glob(".*.tmp"))


def test_a_version_that_comes_while_the_other_is_looked_at_is_not_overwritten_either(path, no_locks, late):
    one, other = ReportFile.open(path, FORM), ReportFile.open(path, FORM)
    one.save(with_figure(one, 1))
    stale = path.read_bytes()
    one.save(with_figure(one, 3))
    late[path.name] = stale
    with pytest.raises(ChangedOnDisk):
        other.overwrite(with_figure(other, 2))
    assert read_report(path, FORM).number(CELL) == 3


def test_an_import_over_a_report_stops_where_another_version_comes_in(path, monkeypatch):
    theirs, data = path.read_bytes().replace(b"2024", b"2022"), path.read_bytes()
    monkeypatch.setattr("tui_report.store.files.keep_version", lambda *version: path.write_bytes(theirs))
    with pytest.raises(ChangedOnDisk):
        write_over(path, data + b"# other\n")
    assert path.read_bytes() == theirs
    assert not list(path.parent.glob(".*.tmp"))


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

import os
import stat

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.store.disk import _host
from tui_report.store.faults import StoreError
from tui_report.store.files import ReportFile
from tui_report.store.history import KEPT, clean_history, history, keep_version, last_place, remember_place


def keep(path, number):
    keep_version(path, b"version %d" % number, path.stat())


def test_the_last_twenty_are_kept_newest_first(path):
    for number in range(KEPT + 5):
        keep(path, number)
    versions = history(path)
    assert [v.number for v in versions] == list(range(KEPT + 5, 5, -1))
    assert versions[0].path.read_bytes() == b"version 24"
    assert versions[0].size == 10
    assert versions[0].path.name.startswith("柳河.0025.") and versions[0].path.suffix == ".toml"


def test_the_same_version_is_kept_once(path):
    keep(path, 1)
    keep(path, 1)
    keep(path, 2)
    keep(path, 1)
    assert [v.path.read_bytes()[-1:] for v in history(path)] == [b"1", b"2", b"1"]


def test_each_session_keeps_the_version_it_began_with(path):
    for number in (1, 2, 3):
        file = ReportFile.open(path, FORM)
        file.save(file.report.edited({"requests.granted.person": number}))
        file.save(file.report.edited({"requests.granted.legal": number}))
        file.close()
    assert len(history(path)) == 3


def test_other_reports_and_strange_names_are_not_counted(path):
    keep(path, 1)
    folder = path.parent / ".history"
    for name in ("柳河.2.0001.20250101-000000.toml", "柳河.0009.20251399-000000.toml", "柳河.toml.place", "x"):
        (folder / name).write_text("x")
    (folder / "柳河.0008.20250101-000000.toml").mkdir()
    assert [v.number for v in history(path)] == [1]


def test_there_may_be_no_history(path, tmp_path):
    assert history(path) == []
    (tmp_path / ".history").write_text("a file")
    remember_place(path, "requests.new.person")
    assert last_place(path) == ""


def test_a_history_that_cannot_be_read_is_not_called_empty(path, tmp_path):
    (tmp_path / ".history").write_text("a file")
    with pytest.raises(StoreError, match=r"\.history 打不开：路径中有一段不是文件夹"):
        history(path)


def test_the_place_is_remembered(path):
    assert last_place(path) == ""
    remember_place(path, "requests.new.person")
    assert last_place(path) == "requests.new.person"
    remember_place(path, "")
    assert last_place(path) == ""
    (path.parent / ".history" / "柳河.toml.place").write_bytes(b"\x1b[2J")
    assert last_place(path) == ""
    (path.parent / ".history" / "柳河.toml.place").write_bytes(b"\xff")
    assert last_place(path) == ""


@pytest.mark.skipif(os.name != "posix", reason="modes of folders")
@pytest.mark.parametrize(("mode", "made"), [(0o2777, 0o2775), (0o750, 0o750), (0o775, 0o775), (0o701, 0o701)])
def test_the_folder_is_made_like_its_parent_but_never_writable_for_all(path, mode, made):
    mask = os.umask(0o077)
    path.parent.chmod(mode)
    try:
        keep(path, 1)
    finally:
        os.umask(mask)
    assert stat.S_IMODE((path.parent / ".history").stat().st_mode) == made


def test_the_place_waits_for_no_disk(path, monkeypatch):
    def refused(descriptor):
        raise OSError

    monkeypatch.setattr(os, "fsync", refused)
    remember_place(path, "year")
    assert last_place(path) == "year"


def test_what_a_dead_process_left_unfinished_in_the_history_is_cleaned_away(path):
    keep(path, 1)
    left = path.parent / ".history" / f".x.{_host()}-999999999-00000000.tmp"
    for clean in (lambda: keep(path, 2), lambda: clean_history(path)):
        left.write_bytes(b"")
        clean()
        assert not left.exists()

import re

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.store.beside import _own_stem, beside, write_beside
from tui_report.store.disk import _host
from tui_report.store.faults import AlreadyThere, StoreError
from tui_report.store.files import ReportFile


@pytest.fixture(autouse=True)
def own(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "tui-report" / "mine"


def test_versions_are_numbered_and_never_written_over(path):
    assert [write_beside(path, data).name for data in (b"1", b"2")] == ["柳河.mine-1.toml", "柳河.mine-2.toml"]
    assert [found.read_bytes() for found in beside(path)] == [b"1", b"2"]


def test_numbers_count_and_other_files_do_not(path):
    for name in ("柳河.mine-10.toml", "柳河.mine-9.toml", "柳河.mine-x.toml", "柳河.mine-3.txt", "甲.mine-1.toml"):
        path.with_name(name).write_bytes(b"")
    assert [found.name for found in beside(path)] == ["柳河.mine-9.toml", "柳河.mine-10.toml"]


def test_where_the_folder_takes_nothing_the_persons_own_does(tmp_path, own):
    one, other = tmp_path / "甲" / "报告.toml", tmp_path / "乙" / "报告.toml"
    kept = write_beside(one, b"1")
    assert kept.parent == own
    assert re.fullmatch(r"报告-[0-9a-f]{8}\.mine-1\.toml", kept.name)
    assert own.stat().st_mode & 0o777 == 0o700
    assert beside(one) == [kept]
    assert beside(other) == []
    assert write_beside(other, b"2") != kept


def test_where_nothing_can_be_written_the_first_reason_is_told(tmp_path, own):
    own.parent.mkdir(parents=True)
    own.write_bytes(b"")
    with pytest.raises(StoreError, match="没有存下：没有这个文件或文件夹"):
        write_beside(tmp_path / "gone" / "报告.toml", b"1")
    assert beside(tmp_path / "gone" / "报告.toml") == []


def test_without_a_home_nothing_is_found_and_the_reason_is_told(tmp_path, monkeypatch):
    def nowhere():
        raise RuntimeError

    monkeypatch.setattr("tui_report.store.beside.state_folder", nowhere)
    with pytest.raises(StoreError):
        write_beside(tmp_path / "gone" / "报告.toml", b"1")
    assert beside(tmp_path / "gone" / "报告.toml") == []


def test_there_is_an_end_to_them(path, monkeypatch):
    monkeypatch.setattr("tui_report.store.beside.MOST", 3)
    write_beside(path, b"1")
    write_beside(path, b"2")
    with pytest.raises(AlreadyThere, match="太多"):
        write_beside(path, b"3")


def test_mine_is_written_again_and_goes_with_the_next_save(path, report):
    file = ReportFile.open(path, FORM)
    theirs = path.read_bytes()
    path.write_bytes(theirs + b"# x\n")
    changed = report.edited({"requests.new.person": 7})
    mine = file.keep_mine(changed)
    before = mine.stat().st_mtime_ns
    assert file.keep_mine(changed) == mine
    assert mine.stat().st_mtime_ns == before
    assert file.keep_mine(report.edited({"requests.new.person": 8})) == mine
    assert "[  8," in mine.read_text("utf-8")
    path.write_bytes(theirs)
    file.save(changed)
    assert not mine.exists()
    assert file.mine is None
    file.close()


def test_mine_stays_when_theirs_is_taken_and_goes_when_theirs_is_written_over(path, report):
    file = ReportFile.open(path, FORM)
    path.write_bytes(path.read_bytes() + b"# x\n")
    mine = file.keep_mine(report.edited({"requests.new.person": 7}))
    file.accept()
    assert mine.exists()
    path.write_bytes(path.read_bytes() + b"# y\n")
    other = file.keep_mine(report.edited({"requests.new.person": 9}))
    assert other != mine
    file.overwrite(report.edited({"requests.new.person": 9}))
    assert mine.exists()
    assert not other.exists()
    file.close()


def test_the_next_opening_names_them(path):
    kept = write_beside(path, b"")
    file = ReportFile.open(path, FORM)
    assert f"在 {kept.name}，" in file.notice
    file.close()


def test_what_a_dead_process_left_unfinished_is_cleaned_away(path):
    left = path.with_name(f".x.{_host()}-999999999-00000000.tmp")
    left.write_bytes(b"")
    write_beside(path, b"1")
    assert not left.exists()


def test_the_next_opening_names_what_lies_elsewhere_by_its_whole_path(path, own):
    own.mkdir(parents=True)
    kept = own / f"{_own_stem(path)}.mine-1.toml"
    kept.write_bytes(b"")
    file = ReportFile.open(path, FORM)
    assert f"在 {kept}，" in file.notice
    file.close()

import errno
import os
import stat
import subprocess
import sys
import threading

import pytest
import tomlkit

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report
from tui_report.store import disk, editing, files, layout, writing
from tui_report.store import lock as locks
from tui_report.store.faults import AlreadyThere, ChangedOnDisk, NotWritable, StoreError
from tui_report.store.files import ReportFile, create, file_name, history, write_over, write_whole
from tui_report.store.reading import parse_report, read_report

POSIX_ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to act as others")


@pytest.fixture
def file(path):
    file = ReportFile.open(path, FORM, who="王芳")
    assert file.readonly == ""
    yield file
    file.close()


def with_figure(report, number, ref="requests.granted.person"):
    return report.edited({ref: number})


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def as_nobody(code, *arguments):
    """Runs code in a child that has given up being root; returns what it prints."""
    reading, written = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(written, 1)
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        try:
            sys.stdout = os.fdopen(1, "w")
            code(*arguments)
            sys.stdout.flush()
        finally:
            os._exit(0)
    os.close(written)
    os.waitpid(child, 0)
    with os.fdopen(reading) as output:
        return output.read()


def test_saving_changes_one_line_and_keeps_the_version_before(file, path, text):
    file.save(with_figure(file.report, 2))
    assert read_report(path, FORM) == file.report
    assert file.report.number("requests.granted.person") == 2
    [version] = history(path)
    assert version.path.read_text("utf-8") == text and version.size == len(text.encode())
    file.save(with_figure(file.report, 5))
    assert len(history(path)) == 1
    assert names(path.parent) == [".history", ".柳河.toml.lock", "柳河.toml"]


def test_nothing_is_written_when_nothing_changed(file, path, monkeypatch):
    before = path.stat()
    file.save(file.report)
    file.save(
        Report(
            dict(file.report.values),
            **{k: getattr(file.report, k) for k in ("stated", "waivers", "notes", "remarks", "source")},
        )
    )
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert history(path) == []


def test_taking_a_change_back_gives_the_same_bytes(file, path):
    before = path.read_bytes()
    report = file.report
    file.save(report.edited({"overview.opening": "一\n二", "requests.new.legal": 123456, "sign.date": None}))
    assert path.read_bytes() != before
    file.save(report)
    assert path.read_bytes() == before


@pytest.mark.parametrize("how", ["edited", "replaced", "removed", "emptied", "link"])
def test_what_somebody_else_wrote_is_never_overwritten(file, path, text, how):
    other = text.replace("year = 2024", "year = 2023")
    if how == "edited":
        path.write_text(other, "utf-8")
    elif how == "replaced":
        beside = path.with_name("x")
        beside.write_text(other, "utf-8")
        beside.replace(path)
    elif how == "removed":
        path.unlink()
    elif how == "emptied":
        path.write_text("")
    else:
        path.unlink()
        path.symlink_to("elsewhere")
    says = {"removed": "不见了", "link": "没有存下|读不了|链接"}.get(how, "改过，没有覆盖")
    with pytest.raises(ChangedOnDisk if how != "link" else StoreError, match=says):
        file.save(with_figure(file.report, 2))
    assert path.is_symlink() if how == "link" else how == "removed" or path.read_text("utf-8") in (other, "")
    assert history(path) == [] and ".tmp" not in "".join(names(path.parent))


def test_the_same_bytes_from_somebody_else_are_no_change(file, path):
    beside = path.with_name("x")
    beside.write_bytes(path.read_bytes())
    beside.replace(path)
    file.save(with_figure(file.report, 2))
    assert read_report(path, FORM).number("requests.granted.person") == 2


def changed_by_another(path, text):
    path.write_text(text.replace("year = 2024", "year = 2023"), "utf-8")


def test_overwriting_keeps_the_other_version_first(file, path, text):
    changed_by_another(path, text)
    mine = with_figure(file.report, 2)
    with pytest.raises(ChangedOnDisk):
        file.save(mine)
    assert file.on_disk().year == 2023
    with pytest.raises(ChangedOnDisk):
        file.save(mine)
    file.overwrite(mine)
    assert read_report(path, FORM) == mine
    assert read_report(history(path)[0].path, FORM).year == 2023
    file.save(with_figure(file.report, 3))


def test_overwriting_is_refused_when_the_other_version_cannot_be_kept(file, path, text):
    changed_by_another(path, text)
    (path.parent / ".history").write_text("im Weg")
    with pytest.raises(StoreError):
        file.overwrite(with_figure(file.report, 2))
    assert read_report(path, FORM).year == 2023


def test_a_removed_file_can_be_written_again(file, path):
    path.unlink()
    file.overwrite(file.report)
    assert read_report(path, FORM) == file.report


def test_keeping_mine_beside_and_going_on_with_theirs(file, path, text):
    (path.parent / "柳河.mine-1.toml").write_text("taken")
    changed_by_another(path, text)
    mine = with_figure(file.report, 2)
    beside = file.keep_mine(mine)
    assert beside.name == "柳河.mine-2.toml" and read_report(beside, FORM) == mine
    assert file.accept().year == 2023
    file.save(with_figure(file.report, 9))
    assert (read_report(path, FORM).year, file.on_disk().number("requests.granted.person")) == (2023, 9)


FAULTS = [
    ("write", errno.ENOSPC, "磁盘满了"),
    ("write", errno.EDQUOT, "配额"),
    ("write", errno.EFBIG, "大小"),
    ("fsync", errno.EIO, "读写出错"),
    ("close", errno.EIO, "读写出错"),
    ("fchmod", errno.EPERM, "没有权限"),
    ("replace", errno.EACCES, "没有权限"),
    ("replace", errno.EROFS, "只读"),
]


@pytest.mark.parametrize(("call", "number", "says"), FAULTS)
def test_a_fault_leaves_the_old_file_and_no_temporary_one(file, path, text, monkeypatch, call, number, says):
    file._kept = True
    real = getattr(os, call)
    opened = []

    def temporary(descriptor):
        try:
            return ".tmp" in os.readlink(f"/proc/self/fd/{descriptor}")
        except (OSError, TypeError):
            return call == "replace"

    def failing(*arguments, **keywords):
        if temporary(arguments[0]) or call == "fsync":
            opened.append(arguments)
            if call == "close":
                real(*arguments)
            raise OSError(number, "injected")
        return real(*arguments, **keywords)

    os.chmod(path, 0o640)
    monkeypatch.setattr(os, call, failing)
    mine = with_figure(file.report, 2)
    with pytest.raises(StoreError, match=says) as fault:
        file.save(mine)
    assert opened and isinstance(fault.value, NotWritable) == (number in (errno.EPERM, errno.EACCES, errno.EROFS))
    assert path.read_text("utf-8") == text
    assert names(path.parent) == [".柳河.toml.lock", "柳河.toml"]
    monkeypatch.undo()
    file.save(mine)
    assert read_report(path, FORM) == mine


def test_short_writes_are_gone_on_with(file, path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data)[:100]))
    file.save(with_figure(file.report, 2))
    assert read_report(path, FORM) == file.report


def test_an_unsure_save_is_done_again(file, path, monkeypatch):
    """The folder's fsync fails after the file is in place: not saved, yet no change by somebody else."""
    real = os.fsync

    def failing(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "injected")
        real(descriptor)

    file._kept = True
    monkeypatch.setattr(os, "fsync", failing)
    mine = with_figure(file.report, 2)
    with pytest.raises(StoreError):
        file.save(mine)
    assert read_report(path, FORM) == mine
    with pytest.raises(StoreError):
        file.save(mine)
    monkeypatch.undo()
    os.utime(path, (0, 0))
    file.save(mine)
    assert path.stat().st_mtime > 0 and read_report(path, FORM) == mine
    os.utime(path, (0, 0))
    file.save(mine)
    assert path.stat().st_mtime == 0


def test_a_rename_that_happened_though_it_failed_is_not_somebody_elses(file, path, monkeypatch):
    real = os.replace

    def lying(*arguments, **keywords):
        real(*arguments, **keywords)
        raise OSError(errno.EIO, "injected")

    monkeypatch.setattr(os, "replace", lying)
    mine = with_figure(file.report, 2)
    with pytest.raises(StoreError):
        file.save(mine)
    monkeypatch.undo()
    file.save(with_figure(mine, 3))
    assert read_report(path, FORM).number("requests.granted.person") == 3


def test_a_history_that_cannot_be_kept_is_said_and_stops_nothing(file, path):
    (path.parent / ".history").symlink_to("nowhere")
    file.save(with_figure(file.report, 2))
    assert "改动前的版本没有留下" in file.notice
    assert read_report(path, FORM) == file.report


def test_saves_from_many_threads_end_with_a_whole_file(file, path):
    reports = [with_figure(file.report, number) for number in range(24)]
    threads = [threading.Thread(target=file.save, args=(report,)) for report in reports]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read_report(path, FORM) == file.report and file.report in reports


def test_text_that_would_not_read_back_is_never_written(file, path, text, monkeypatch):
    for module in (layout, editing):
        monkeypatch.setattr(module, "value_text", lambda value: '"anders"')
    with pytest.raises(StoreError, match="没有动"):
        file.save(file.report.edited({"unit.name": "柳河镇"}))
    assert path.read_text("utf-8") == text


def test_a_file_that_cannot_be_edited_is_read_only(path, monkeypatch):
    def failing(text):
        raise ValueError("injected")

    monkeypatch.setattr(tomlkit, "parse", failing)
    path.write_text(path.read_text("utf-8") + "# 我的话\n", "utf-8")
    file = ReportFile.open(path, FORM)
    assert "不敢改" in file.readonly and file.report.year == 2024


def test_a_text_is_read_once_from_the_look_at_it_to_the_first_save(path, monkeypatch):
    """It was read three times."""
    read: list[str] = []

    def noting(text, form, name, *how):
        read.append(name)
        return parse_report(text, form, name, *how)

    writing.known.cache_clear()
    monkeypatch.setattr(writing, "parse_report", noting)
    ReportFile.open(path, FORM, edit=False)
    file = ReportFile.open(path, FORM)
    file.save(with_figure(file.report, 9))
    file.close()
    assert read == [path.name, "存盘前核对"]
    assert read_report(path, FORM).number("requests.granted.person") == 9


def test_a_text_that_has_changed_meanwhile_is_read_again(path):
    looked_at = ReportFile.open(path, FORM, edit=False)
    path.write_text(path.read_text("utf-8").replace("2024", "2023", 1), "utf-8")
    file = ReportFile.open(path, FORM)
    assert (looked_at.report.year, file.report.year) == (2024, 2023)
    file.close()


@pytest.mark.parametrize(("more", "loaded"), [("", "set()"), ("# 我的话\n", "{'tomlkit'}")])
def test_what_saving_needs_is_loaded_with_the_report(path, more, loaded):
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    code = (
        "import sys; from pathlib import Path; from tui_report.form.cn_2021 import FORM;"
        "from tui_report.store.files import ReportFile; file = ReportFile.open(Path(sys.argv[1]), FORM);"
        "print({'tomlkit'} & set(sys.modules)); before = set(sys.modules);"
        "file.save(file.report.edited({'year': 2022}));"
        "print({name for name in set(sys.modules) - before if name.startswith('tui_report')})"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout == f"{loaded}\nset()\n"
    assert read_report(path, FORM).year == 2022


def test_keeping_mine_works_where_editing_does_not(file, path, monkeypatch):
    monkeypatch.setattr(writing, "_holds", lambda *arguments: False)
    mine = with_figure(file.report, 2)
    with pytest.raises(StoreError):
        file.save(mine)
    assert read_report(file.keep_mine(mine), FORM) == mine


def test_a_file_that_moves_lines_when_edited_is_said_at_opening(path, text):
    path.write_text('[[waiver]]\nrule = "A"\n[between]\nx = 1\n[[waiver]]\nrule = "B"\n', "utf-8")
    file = ReportFile.open(path, FORM)
    assert "挪动" in file.notice and file.readonly == ""
    file.close()


def test_reading_only_takes_no_lock_and_saves_nothing(path):
    file = ReportFile.open(path, FORM, edit=False)
    assert file.readonly and names(path.parent) == ["柳河.toml"]
    with pytest.raises(NotWritable):
        file.save(with_figure(file.report, 1))
    file.close()


def test_a_broken_file_is_left_alone_and_unlocked(path):
    path.write_text("a =\n")
    with pytest.raises(StoreError, match="第1行"):
        ReportFile.open(path, FORM)
    assert names(path.parent) == ["柳河.toml"]
    with pytest.raises(StoreError, match="没有这个文件"):
        ReportFile.open(path.with_name("absent.toml"), FORM)


def test_links_are_read_but_not_saved_through(path):
    link = path.with_name("link.toml")
    link.symlink_to(path.name)
    file = ReportFile.open(link, FORM)
    assert "链接" in file.readonly and file.report.unit == "柳河乡人民政府"
    os.link(path, path.with_name("hard.toml"))
    file = ReportFile.open(path, FORM)
    assert "硬链接" in file.readonly
    locks.take(path, locks.myself("")).release()


def test_after_closing_nothing_is_saved_and_the_lock_is_free(path):
    first = ReportFile.open(path, FORM)
    first.close()
    first.close()
    with pytest.raises(NotWritable):
        first.save(with_figure(first.report, 1))
    second = ReportFile.open(path, FORM)
    assert second.readonly == ""
    second.close()


def test_mode_is_kept_and_new_files_are_not_for_everyone(path, tmp_path):
    old = os.umask(0)
    try:
        os.chmod(path, 0o604)
        file = ReportFile.open(path, FORM)
        file.save(with_figure(file.report, 2))
        file.close()
        new = create(tmp_path / "new.toml", file.report, FORM)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o604
    assert stat.S_IMODE(history(path)[0].path.stat().st_mode) == 0o604
    assert stat.S_IMODE(new.stat().st_mode) == 0o660


@POSIX_ROOT
def test_owner_and_group_are_kept(path):
    os.chown(path, 1234, 4321)
    os.chmod(path, 0o660)
    file = ReportFile.open(path, FORM)
    file.save(with_figure(file.report, 2))
    file.close()
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 4321, 0o660)


@POSIX_ROOT
def test_without_permission_the_reason_is_told_at_opening(path, tmp_path):
    def open_and_tell(path):
        file = ReportFile.open(path, FORM, who="李")
        print(file.readonly)
        file.close()

    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o005)
    tmp_path.chmod(0o755)
    path.chmod(0o644)
    assert "没有权限" in as_nobody(open_and_tell, path)
    tmp_path.chmod(0o777)
    assert as_nobody(open_and_tell, path) == "这个文件您没有写权限\n"
    path.chmod(0o666)
    assert as_nobody(open_and_tell, path) == "\n"
    tmp_path.chmod(0o755)
    assert as_nobody(open_and_tell, path) == "这个文件夹您没有写权限\n"
    tmp_path.chmod(0o1777)
    os.chown(path, 1234, -1)
    (tmp_path / ".柳河.toml.lock").unlink()
    assert "只有本人能替换它" in as_nobody(open_and_tell, path)


def test_what_our_dead_processes_left_is_removed_and_nothing_else(path):
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    host, pid = disk._host(), dead.stdout.strip()
    folder = path.parent / ".history"
    folder.mkdir()
    ours = [
        path.with_name(f".柳河.toml.{host}-{pid}-00aa00aa.tmp"),
        folder / f".柳河.0001.x.toml.{host}-{pid}-00aa00aa.tmp",
    ]
    others = [
        path.with_name(f".柳河.toml.otherhost-{pid}-00aa00aa.tmp"),
        path.with_name(f".柳河.toml.{host}-{os.getppid()}-00aa00aa.tmp"),
        path.with_name("柳河.toml.tmp"),
    ]
    for left in ours + others:
        left.write_text("x")
    ReportFile.open(path, FORM).close()
    assert [left.exists() for left in ours] == [False, False]
    assert all(left.exists() for left in others)


def test_creating_never_replaces(tmp_path):
    path = tmp_path / "r.toml"
    assert create(path, Report({"year": 2024}), FORM) == path
    with pytest.raises(AlreadyThere, match="已经有了"):
        create(path, Report(), FORM)
    (tmp_path / "dangling.toml").symlink_to("nowhere")
    with pytest.raises(AlreadyThere):
        create(tmp_path / "dangling.toml", Report(), FORM)
    with pytest.raises(StoreError, match="没有这个文件或文件夹"):
        create(tmp_path / "absent" / "r.toml", Report(), FORM)
    assert read_report(path, FORM).year == 2024
    assert names(tmp_path) == ["dangling.toml", "r.toml"]


def test_creating_where_there_are_no_hard_links(tmp_path, monkeypatch):
    def failing(*arguments, **keywords):
        raise OSError(errno.EPERM, "injected")

    monkeypatch.setattr(os, "link", failing)
    path = create(tmp_path / "r.toml", Report({"year": 2024}), FORM)
    assert read_report(path, FORM).year == 2024
    with pytest.raises(AlreadyThere):
        create(path, Report(), FORM)
    assert names(tmp_path) == ["r.toml"]


def test_outputs_are_written_whole(tmp_path):
    path = tmp_path / "out.txt"
    write_whole(path, b"one")
    path.chmod(0o600)
    write_whole(path, b"two")
    assert path.read_bytes() == b"two" and stat.S_IMODE(path.stat().st_mode) == 0o600
    for wrong in (tmp_path, tmp_path / "absent" / "x", tmp_path / "a\0b"):
        with pytest.raises(StoreError):
            write_whole(wrong, b"x")
    assert names(tmp_path) == ["out.txt"]


@pytest.mark.parametrize(
    "unit",
    [
        "柳河乡人民政府",
        "../../etc/passwd",
        "-rf",
        "CON",
        "a\0b",
        "很" * 300,
        "e\u0301",
        "..",
        "",
        "a/b\\c",
        "\u202e",
        "𠮷",
    ],
)
def test_file_names_are_safe(unit):
    name = file_name(unit, 2024)
    assert name.endswith("2024.toml") and len(name.encode()) <= 80
    assert name[0] not in "-." and "/" not in name and "\\" not in name and "\0" not in name and "\u202e" not in name
    assert file_name("柳河乡人民政府", None) == "柳河乡人民政府.toml"
    assert file_name("x" * 90, 2024) == "x" * 70 + "-2024.toml"
    assert not file_name("con", None).startswith("con.")


def test_two_reports_with_the_same_values_but_other_records_differ(file, path):
    file.save(file.report.but(notes={"year": "核过"}))
    assert read_report(path, FORM).notes == {"year": "核过"}


def test_that_the_file_is_gone_is_noticed_though_nothing_is_to_be_written(file, path):
    path.unlink()
    with pytest.raises(ChangedOnDisk, match="不见了"):
        file.save(file.report)


def test_a_session_whose_place_another_one_took_meanwhile_stays_read_only(path, monkeypatch):
    first, second = ReportFile.open(path, FORM, who="甲"), ReportFile.open(path, FORM, who="乙")
    monkeypatch.setattr(locks, "end_own_process", lambda path, wait: True)
    with pytest.raises(NotWritable, match="甲"):
        second.take_over()
    assert "甲" in second.readonly
    assert second.holder
    first.close()


@pytest.mark.parametrize("left", [b"a =\n", None], ids=["broken", "gone"])
def test_a_file_that_breaks_while_it_is_locked_is_not_opened_and_left_unlocked(path, monkeypatch, left):
    real = locks.take

    def breaks(*arguments):
        held = real(*arguments)
        path.unlink() if left is None else path.write_bytes(left)
        return held

    monkeypatch.setattr(locks, "take", breaks)
    with pytest.raises(StoreError, match="柳河") as fault:
        ReportFile.open(path, FORM)
    assert fault.tb  # it holds the file that was being opened, and that held the lock
    real(path, locks.myself("")).release()


def test_a_folder_that_cannot_be_opened_is_said_and_nothing_is_saved(file, path, monkeypatch):
    def refused(folder):
        raise PermissionError(errno.EACCES, "injected")

    before = path.read_bytes()
    monkeypatch.setattr(files, "Folder", refused)
    with pytest.raises(StoreError, match="没有权限"):
        file.save(with_figure(file.report, 2))
    assert path.read_bytes() == before


def test_closing_does_not_wait_for_ever_for_a_save_that_hangs(file, monkeypatch):
    monkeypatch.setattr(files, "CLOSE_WAIT", 0.01)
    with file._saving:
        file.close()
        assert file.readonly == "已经关闭"
        assert file._saving.locked()


def test_writing_over_makes_a_new_file_where_none_is(tmp_path):
    write_over(tmp_path / "new.toml", b"x")
    assert (tmp_path / "new.toml").read_bytes() == b"x"


def test_writing_over_keeps_the_other_one_and_says_where_that_fails(path, text, monkeypatch):
    write_over(path, b"new")
    assert path.read_bytes() == b"new"
    assert [version.path.read_text("utf-8") for version in history(path)] == [text]

    def refused(folder):
        raise PermissionError(errno.EACCES, "injected")

    monkeypatch.setattr(files, "Folder", refused)
    with pytest.raises(StoreError, match="没有权限") as fault:
        write_over(path, b"newer")
    assert fault.tb
    assert path.read_bytes() == b"new"
    locks.take(path, locks.myself("")).release()


def test_a_folder_that_was_swapped_for_a_link_is_not_written_into(path, tmp_path):
    """Somebody in a shared folder puts a link to another place under the name of the folder that was opened."""
    place, other = tmp_path / "shared", tmp_path / "other"
    place.mkdir()
    other.mkdir()
    report = place / path.name
    path.rename(report)
    file = ReportFile.open(report, FORM)
    (other / path.name).write_bytes(report.read_bytes())
    before = (other / path.name).read_bytes()
    place.rename(tmp_path / "moved")
    place.symlink_to(other)
    with pytest.raises(StoreError):
        file.save(file.report.edited({"requests.granted.person": 7}))
    assert (other / path.name).read_bytes() == before
    assert [found.name for found in other.iterdir()] == [path.name]
    file.close()


def test_overwriting_needs_the_right_to_write_too(path, text):
    file = ReportFile.open(path, FORM, edit=False)
    with pytest.raises(NotWritable):
        file.overwrite(with_figure(file.report, 1))
    assert path.read_text("utf-8") == text


def test_a_plain_file_is_opened_without_asking_how_it_could_be_edited(path, monkeypatch):
    path.write_text(layout.new_text(Report({"year": 2024}), FORM), "utf-8")
    monkeypatch.delattr(editing, "roundtrip_fault")
    file = ReportFile.open(path, FORM)
    assert (file.readonly, file.notice) == ("", "")
    file.close()


def test_a_file_with_comments_of_its_own_opens_without_a_word(path, text):
    path.write_text(text + "  # 我的 \n[other]\na.b = [ # 注\n 1 ]\n", "utf-8")
    file = ReportFile.open(path, FORM)
    assert (file.readonly, file.notice) == ("", "")
    file.close()


def test_what_is_said_twice_is_shown_once(file):
    file._say("一")
    file._say("二")
    file._say("一")
    file._say("")
    assert file.notice == "一；二"


def test_a_version_that_cannot_be_put_aside_is_said_in_chinese(file, path, monkeypatch):
    def failing(error):
        def keep(*_):
            raise error

        return keep

    monkeypatch.setattr(files, "keep_version", failing(OSError(errno.ENOSPC, "injected")))
    file.save(with_figure(file.report, 1))
    assert file.notice.startswith("改动前的版本没有留下：柳河.toml")
    assert "injected" not in file.notice
    file.notice, file._kept = "", False
    monkeypatch.setattr(files, "keep_version", failing(StoreError("太大")))
    file.save(with_figure(file.report, 2))
    assert file.notice == "改动前的版本没有留下：太大"


@POSIX_ROOT
def test_root_may_replace_what_belongs_to_another_one_in_a_shared_folder(path):
    path.parent.chmod(0o1777)
    os.chown(path, 1234, -1)
    os.chown(path.parent, 1234, -1)
    file = ReportFile.open(path, FORM)
    assert file.readonly == ""
    file.close()
    path.parent.chmod(0o755)

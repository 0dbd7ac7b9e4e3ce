import contextlib
import errno
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.store.faults import NotWritable
from tui_report.store.files import ReportFile
from tui_report.store.lock import Held, Holder, end_own_process, lock_path, login, own_process, read_holder, take

HOLD = """
import sys, time
from pathlib import Path
from tui_report.form.cn_2021 import FORM
from tui_report.store.files import ReportFile
file = ReportFile.open(Path(sys.argv[1]), FORM, who="王芳")
print(repr(file.readonly), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(path):
    """Another process that has the report open; it says so before the test goes on."""
    child = subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=-1, stdout=-1, text=True)
    assert child.stdout and child.stdout.readline() == "''\n"
    yield child
    child.kill()
    child.communicate()


def test_the_second_reads_only_and_is_told_who_and_since_when(path, holder):
    file = ReportFile.open(path, FORM, who="李强")
    assert file.holder and file.holder.since
    since = file.holder.since.astimezone()
    assert file.readonly == f"正由 王芳 编辑（自 {since:%H:%M} 起）"
    assert (file.holder.who, file.holder.pid) == ("王芳", holder.pid)
    with pytest.raises(NotWritable, match="王芳"):
        file.save(file.report.edited({"year": 2023}))


def test_the_lock_of_a_killed_process_is_free(path, holder):
    holder.kill()
    holder.wait()
    assert "王芳" in lock_path(path).read_text("utf-8")
    file = ReportFile.open(path, FORM, who="李强")
    assert file.readonly == ""
    assert read_holder(lock_path(path)).who == "李强"
    file.close()


def test_two_openings_in_one_process(path):
    first = ReportFile.open(path, FORM, who="甲")
    second = ReportFile.open(path, FORM, who="乙")
    assert "甲" in second.readonly
    second.close()
    assert "甲" in ReportFile.open(path, FORM).readonly
    first.close()
    assert lock_path(path).exists()


def test_a_lock_taken_in_one_thread_is_given_back_in_another(path):
    file = ReportFile.open(path, FORM)
    thread = threading.Thread(target=file.close)
    thread.start()
    thread.join()
    again = ReportFile.open(path, FORM)
    assert again.readonly == ""
    again.close()


@pytest.mark.parametrize("kind", ["folder", "link", "fifo"])
def test_a_lock_that_cannot_be_made_means_reading_only(path, kind):
    place = lock_path(path)
    if kind == "folder":
        place.mkdir()
    elif kind == "link":
        place.symlink_to(path.name)
    else:
        os.mkfifo(place)
    before = path.read_bytes()
    file = ReportFile.open(path, FORM)
    assert file.readonly and path.read_bytes() == before


def test_a_hard_link_in_the_place_of_the_lock_is_not_written_to(path):
    mine = path.with_name("mine.txt")
    mine.write_text("kept")
    os.link(mine, lock_path(path))
    take(path, Holder("甲")).release()
    assert mine.read_text() == "kept"


@pytest.mark.parametrize("left", [b"", b"\nx", b"\xff\xfe" * 50, b"\n1\n2\nthree\nfour\n", b"\x1b[2J" * 100])
def test_whatever_stands_in_the_lock_file_blocks_nobody(path, left):
    lock_path(path).write_bytes(left)
    assert read_holder(lock_path(path)) == Holder("", "", 0, None)
    file = ReportFile.open(path, FORM)
    assert file.readonly == ""
    file.close()


posix = pytest.mark.skipif(os.name != "posix", reason="modes, owners, pipes and links")


@posix
@pytest.mark.parametrize("mask", [0, 0o022, 0o077])
def test_a_lock_file_can_be_used_by_the_whole_group_and_is_not_for_all(path, mask):
    before = os.umask(mask)
    try:
        take(path, Holder("李")).release()
    finally:
        os.umask(before)
    assert stat.S_IMODE(lock_path(path).stat().st_mode) == 0o664


@posix
def test_a_lock_file_of_somebody_else_keeps_its_mode(path):
    lock_path(path).touch()
    lock_path(path).chmod(0o640)
    take(path, Holder("李")).release()
    assert stat.S_IMODE(lock_path(path).stat().st_mode) == 0o640


@posix
def test_the_lock_file_that_a_colleague_left_stops_nobody_in_a_folder_where_each_owns_what_he_made(path, monkeypatch):
    """It did: who had only looked at a report kept its owner from editing it."""
    lock_path(path).touch()
    path.parent.chmod(0o1777)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    take(path, Holder("李", since=datetime.now(UTC))).release()
    assert read_holder(lock_path(path)).who == "李"


@posix
@pytest.mark.parametrize("number", [errno.EAGAIN, errno.EACCES])
def test_both_answers_that_networks_give_mean_held(path, monkeypatch, number):
    import fcntl

    def refusing(*arguments):
        raise OSError(number, "injected")

    monkeypatch.setattr(fcntl, "flock", refusing)
    lock_path(path).write_text("\n王芳\nh\n7\n2025-01-14T10:42:00+00:00\n", "utf-8")
    with pytest.raises(Held, match="王芳"):
        take(path, Holder("李"))
    assert read_holder(lock_path(path)).who == "王芳"


@posix
def test_a_lock_file_that_is_taken_away_while_it_is_locked_guards_nothing(path, monkeypatch):
    import fcntl

    lock = fcntl.flock

    def too_late(file, how):
        lock(file, how)
        lock_path(path).unlink()

    monkeypatch.setattr(fcntl, "flock", too_late)
    with pytest.raises(Held):
        take(path, Holder("李"))
    monkeypatch.undo()
    take(path, Holder("李")).release()


@posix
@pytest.mark.parametrize("number", [0, errno.EAGAIN, errno.EIO, errno.ENOLCK])
def test_nothing_stays_open_after_a_lock(path, monkeypatch, number):
    import fcntl

    lock, before = fcntl.flock, len(os.listdir("/dev/fd"))

    def answering(file, how):
        if number:
            raise OSError(number, "injected")
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", answering)
    with contextlib.suppress(NotWritable):
        take(path, Holder("李")).release()
    assert len(os.listdir("/dev/fd")) == before


def test_giving_a_lock_back_twice_closes_nothing_else(path):
    lock = take(path, Holder("李"))
    lock.release()
    with path.open("rb") as other:
        lock.release()
        assert other.read(1)


def test_a_child_process_does_not_keep_the_lock(path):
    lock = take(path, Holder("李"))
    with subprocess.Popen([sys.executable, "-S", "-c", "import sys; sys.stdin.read()"], stdin=-1) as child:
        lock.release()
        take(path, Holder("王")).release()
        child.communicate()


def test_where_there_are_no_locks_it_is_said(path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")

    def failing(*arguments):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", failing)
    file = ReportFile.open(path, FORM)
    assert file.readonly == "" and "看不出别人" in file.notice
    file.save(file.report.edited({"year": 2023}))
    file.close()


def test_a_holder_of_another_day_is_told_with_the_day():
    since = datetime.now(UTC) - timedelta(days=2)
    local = since.astimezone()
    assert str(Holder("甲", since=since)) == f"正由 甲 编辑（自 {local.month}月{local.day}日 {local:%H:%M} 起）"


def test_names_in_the_lock_are_shown_safely(path):
    lock = take(path, Holder("a\x1b[2J\n\u202eb", "h", 1, datetime.now(UTC)))
    with pytest.raises(Held) as held:
        take(path, Holder("乙"))
    assert not set("\x1b\n\u202e") & set(str(held.value))
    assert not stat.S_IMODE(lock_path(path).stat().st_mode) & 0o002
    lock.release()


linux = pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux who holds a lock")


@linux
def test_the_own_session_elsewhere_is_ended_and_taken_over(path, holder):
    file = ReportFile.open(path, FORM)
    assert file.readonly and file.is_my_own and own_process(path) == holder.pid
    path.write_text(path.read_text("utf-8").replace("2024", "2022", 1), "utf-8")  # what the other one saved last
    file.take_over("王芳")
    assert holder.wait() == -signal.SIGTERM
    assert (file.readonly, file.holder, file.is_my_own) == ("", None, False)
    assert file.report.year == 2022
    file.save(file.report.edited({"year": 2021}))
    assert read_holder(lock_path(path)).pid == os.getpid()
    file.close()


@linux
def test_a_session_that_does_not_end_is_not_taken_over(path, holder, monkeypatch):
    monkeypatch.setattr("tui_report.store.files.TAKE_OVER_WAIT", 0.05)
    holder.send_signal(signal.SIGSTOP)
    file = ReportFile.open(path, FORM)
    with pytest.raises(NotWritable, match="还没有结束"):
        file.take_over()
    assert "王芳" in file.readonly
    holder.send_signal(signal.SIGCONT)


@pytest.fixture
def bystander():
    """A process that has nothing to do with the report."""
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


@linux
def test_the_text_in_a_lock_file_ends_no_process(path, bystander):
    lock_path(path).write_text(f"\n王芳\nhere\n{bystander.pid}\n2024-01-01T00:00:00+08:00\n")
    assert own_process(path) == 0
    assert end_own_process(path, 0.05) is False
    assert bystander.poll() is None


@linux
def test_the_session_of_somebody_else_is_not_ended(path, holder, monkeypatch):
    file = ReportFile.open(path, FORM)
    mine = [file.is_my_own]
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    mine.append(file.is_my_own)
    assert mine == [True, False]
    assert own_process(path) == 0
    assert end_own_process(path, 0.05) is False
    assert holder.poll() is None


@linux
def test_a_process_that_ends_by_itself_meanwhile_counts_as_ended(path, monkeypatch):
    def gone(pid):
        raise ProcessLookupError

    holders = [4711, 0]
    monkeypatch.setattr("tui_report.store.lock.own_process", lambda path: holders.pop(0))
    monkeypatch.setattr(os, "pidfd_open", gone)
    assert end_own_process(path, 0.05)


@linux
def test_a_process_that_only_got_the_number_of_the_holder_is_let_live(path, bystander, monkeypatch):
    holders = [bystander.pid, 0]
    monkeypatch.setattr("tui_report.store.lock.own_process", lambda path: holders.pop(0))
    assert end_own_process(path, 0.05) is False
    assert bystander.poll() is None


@linux
def test_a_process_that_may_not_be_ended_is_not_taken_over(path, holder, monkeypatch):
    def refused(*_):
        raise PermissionError

    monkeypatch.setattr(signal, "pidfd_send_signal", refused)
    assert end_own_process(path, 0.05) is False
    assert holder.poll() is None


@linux
def test_elsewhere_the_kernel_is_not_asked(path, holder, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert own_process(path) == 0
    assert end_own_process(path, 0.05) is False


def test_a_user_without_a_name_is_told_by_number(monkeypatch):
    assert login(2**31 - 7) == "用户2147483641"


def test_the_lock_file_says_of_the_last_holder_only_what_is_true_of_this_one(path):
    lock_path(path).write_text("\n" + "王芳" * 40 + "\nmachine\n1\n2024-01-01T00:00:00+08:00\n", "utf-8")
    since = datetime(2025, 1, 14, 10, 42, tzinfo=UTC)
    take(path, Holder("李", "h", 7, since)).release()
    assert lock_path(path).read_text("utf-8") == "\n李\nh\n7\n2025-01-14T10:42:00+00:00\n"
    assert read_holder(lock_path(path)) == Holder("李", "h", 7, since)


def test_a_file_of_that_name_that_is_no_lock_file_of_ours_keeps_its_content(path):
    lock_path(path).write_bytes(b"x" * 1001)
    take(path, Holder("李", "h", 7)).release()
    assert lock_path(path).read_bytes() == b"x" * 1001
    lock_path(path).write_bytes(b"x" * 1000)
    take(path, Holder("李", "h", 7)).release()
    assert lock_path(path).read_bytes() == "\n李\nh\n7\n\n".encode()


def test_a_holder_is_told_by_as_much_as_is_known():
    assert str(Holder("王芳")) == "正由 王芳 编辑"
    assert str(Holder()) == "正由另一人编辑"


def test_a_long_name_in_the_lock_file_is_cut(path):
    take(path, Holder("名" * 25, since=datetime.now(UTC))).release()
    assert read_holder(lock_path(path)).who == "名" * 20


@posix
def test_a_pipe_or_a_link_in_the_place_of_the_lock_file_tells_nothing_and_is_not_waited_for(path):
    said = f"\n王芳\nh\n1\n{datetime.now(UTC).isoformat()}\n"
    path.with_name("other").write_text(said, "utf-8")
    lock_path(path).symlink_to("other")
    assert read_holder(lock_path(path)) == Holder()
    lock_path(path).unlink()
    os.mkfifo(lock_path(path))
    assert read_holder(lock_path(path)) == Holder()


def test_a_second_opening_in_this_process_is_no_session_elsewhere(path):
    first, second = ReportFile.open(path, FORM), ReportFile.open(path, FORM)
    assert second.readonly
    assert own_process(path) == 0
    assert not second.is_my_own
    first.close()
    assert lock_path(path).exists()


def test_a_lock_may_be_given_back_by_another_thread(path):
    opened: list[ReportFile] = []
    thread = threading.Thread(target=lambda: opened.append(ReportFile.open(path, FORM)))
    thread.start()
    thread.join()
    opened[0].close()
    held = take(path, Holder("李"))
    thread = threading.Thread(target=held.release)
    thread.start()
    thread.join()
    take(path, Holder("李")).release()


def test_a_lock_that_somebody_has_is_not_waited_for(path, monkeypatch):
    held = take(path, Holder("李"))
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with pytest.raises(Held):
        take(path, Holder("王"))
    held.release()
    assert waits == []


@linux
def test_who_locks_another_file_or_in_another_way_has_not_the_report_open(path):
    lock_path(path).touch()
    code = (
        "import fcntl, sys; one, other = (open(name, 'r+') for name in sys.argv[1:]);"
        "fcntl.lockf(one, fcntl.LOCK_EX); fcntl.flock(other, fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen([sys.executable, "-S", "-c", code, lock_path(path), path], stdin=-1, stdout=-1, text=True)
    assert child.stdout and child.stdout.readline() == "\n"
    assert own_process(path) == 0
    child.communicate()


@linux
def test_asking_leaves_nothing_open(path, holder):
    before = os.listdir("/proc/self/fd")
    assert read_holder(lock_path(path)).pid == holder.pid
    assert end_own_process(path, 10)
    assert os.listdir("/proc/self/fd") == before

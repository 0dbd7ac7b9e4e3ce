"""Files put in place, where owners, access lists, links and kinds of disks get in the way."""

import errno
import os
import re
import stat
import struct

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.store import disk
from tui_report.store.disk import Folder, create_whole, write_whole
from tui_report.store.faults import AlreadyThere, StoreError
from tui_report.store.files import ReportFile

ACL = "system.posix_acl_access"
posix = pytest.mark.skipif(os.name != "posix", reason="owners, groups and links")


@pytest.fixture
def out(tmp_path):
    path = tmp_path / "out.txt"
    path.write_bytes(b"old")
    path.chmod(0o664)
    return path


def refused(*arguments, **options):
    raise PermissionError(errno.EPERM, "injected")


def like(path, **other):
    """The status of a file with another owner or group."""
    fields = dict(zip(("st_mode", "_", "_", "_", "st_uid", "st_gid"), path.stat(), strict=False)) | other
    return os.stat_result((fields["st_mode"], 0, 0, 1, fields["st_uid"], fields["st_gid"], 0, 0, 0, 0))


@posix
@pytest.mark.parametrize(("mode", "left"), [(0o664, 0o644), (0o775, 0o755), (0o660, 0o600), (0o676, 0o666)])
def test_where_the_group_cannot_be_kept_its_rights_shrink_to_those_of_all(out, monkeypatch, mode, left):
    monkeypatch.setattr(os, "fchown", refused)
    out.chmod(mode)
    with Folder(out.parent) as folder:
        notice = folder.replace(out.name, b"new", like(out, st_gid=out.stat().st_gid + 1))
    assert notice == "文件的用户组没能保持，请告诉管理员"
    assert stat.S_IMODE(out.stat().st_mode) == left


@posix
def test_where_owner_and_group_can_be_kept_nothing_is_said(out, monkeypatch):
    asked, real, other = [], os.fstat, like(out, st_uid=out.stat().st_uid + 1, st_gid=out.stat().st_gid + 1)
    monkeypatch.setattr(os, "fchown", lambda _, uid, gid: asked.append((uid, gid)))
    monkeypatch.setattr(os, "fstat", lambda descriptor: other if len(asked) == 2 else real(descriptor))
    with Folder(out.parent) as folder:
        assert folder.replace(out.name, b"new", other) == ""
    assert asked == [(-1, other.st_gid), (other.st_uid, -1)]


@posix
def test_the_rights_of_a_file_are_kept_and_a_new_one_is_not_for_all(out):
    out.chmod(0o751)
    write_whole(out, b"new")
    assert stat.S_IMODE(out.stat().st_mode) == 0o751
    mask = os.umask(0)
    try:
        write_whole(out.with_name("new"), b"new")
    finally:
        os.umask(mask)
    assert stat.S_IMODE(out.with_name("new").stat().st_mode) == 0o660


@posix
def test_while_it_is_being_written_a_file_in_the_place_of_another_is_for_its_owner_only(out, monkeypatch):
    modes, write, mask = [], os.write, os.umask(0)

    def told(descriptor, data):
        modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", told)
    try:
        write_whole(out, b"new")
    finally:
        os.umask(mask)
    assert modes == [0o600]


@posix
def test_where_the_owner_cannot_be_kept_it_is_said(out, monkeypatch):
    monkeypatch.setattr(os, "fchown", refused)
    with Folder(out.parent) as folder:
        notice = folder.replace(out.name, b"new", like(out, st_uid=out.stat().st_uid + 1))
    assert notice == "文件的所有者变成了您"
    assert stat.S_IMODE(out.stat().st_mode) == 0o664


def with_access_list(path):
    """Gives a file an access list that lets user 1234 write; skips where the disk knows none."""
    entries = [(1, 6, -1), (2, 6, 1234), (4, 4, -1), (16, 6, -1), (32, 0, -1)]
    access = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
    try:
        os.setxattr(path, ACL, access)
    except (AttributeError, OSError):
        pytest.skip("no access lists here")
    return access


def test_an_access_list_is_kept(out):
    access = with_access_list(out)
    write_whole(out, b"new")
    assert os.getxattr(out, ACL) == access
    assert out.read_bytes() == b"new"


def test_an_access_list_that_cannot_be_kept_is_said(out, monkeypatch):
    with_access_list(out)
    monkeypatch.setattr(os, "setxattr", refused)
    with Folder(out.parent) as folder:
        assert "访问控制列表没能保持" in folder.replace(out.name, b"new", out.stat())


def test_a_system_without_access_lists_is_no_fault(out, monkeypatch):
    monkeypatch.delattr(os, "getxattr", raising=False)
    with Folder(out.parent) as folder:
        assert folder.replace(out.name, b"new", out.stat()) == ""


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_folder_that_cannot_be_synced_is_no_fault(out, monkeypatch, number):
    real = os.fsync

    def failing(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(number, "injected")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    write_whole(out, b"new")
    assert out.read_bytes() == b"new"


def test_without_folder_descriptors_files_are_found_by_their_path(out, monkeypatch):
    monkeypatch.setattr(disk, "_BY_DESCRIPTOR", False)
    real = os.open

    def opens_no_folder(path, flags, *mode, **options):
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "as on Windows")
        return real(path, flags, *mode, **options)

    monkeypatch.setattr(os, "open", opens_no_folder)
    write_whole(out, b"new")
    create_whole(out.with_name("more.txt"), b"more")
    with Folder(out.parent) as folder:
        assert sorted(folder.names()) == ["more.txt", "out.txt"]
        assert folder.read("out.txt") == b"new"
        folder.permit(0o750)
        folder.sync()
    assert stat.S_IMODE(out.parent.stat().st_mode) == 0o750


@posix
def test_what_this_process_or_a_strangers_is_writing_is_not_cleaned_away(out, monkeypatch):
    mine, strangers = (f".x.{disk._host()}-{pid}-00000000.tmp" for pid in (os.getpid(), 1))
    monkeypatch.setattr(disk, "_unfinished", {mine})
    monkeypatch.setattr(os, "kill", refused)
    for name in (mine, strangers):
        out.with_name(name).write_bytes(b"")
    with Folder(out.parent) as folder:
        folder.clean()
        assert {mine, strangers} < set(folder.names())
        disk._unfinished.clear()
        folder.clean()
        assert mine not in folder.names()


@posix
def test_an_output_is_not_written_through_a_link_that_somebody_planted(out):
    """It went through, and replaced whatever file the link named."""
    link = out.with_name("planted.txt")
    link.symlink_to(out)
    with pytest.raises(StoreError, match="是链接，不能写到那里"):
        write_whole(link, b"new")
    assert out.read_bytes() == b"old" and link.is_symlink()


def test_an_output_never_takes_the_place_of_what_it_was_made_from(out):
    with pytest.raises(StoreError, match="就是原来的文件"):
        write_whole(out, b"new", sources=[out.with_name("other"), out.parent / "." / out.name])
    assert out.read_bytes() == b"old"


def test_a_name_that_is_taken_is_not_written_over(out):
    with pytest.raises(AlreadyThere):
        create_whole(out, b"new")
    with pytest.raises(StoreError, match="不能用的字符"):
        create_whole(out.with_name("a\0b"), b"new")
    assert out.read_bytes() == b"old"


def saved(path, data):
    """A save of a report in the place of the version before, which goes to the history first."""
    create_whole(path, b"")
    file = ReportFile.open(path, FORM)
    file.save(file.report.edited({"unit.name": data.decode()}))
    file.close()


@pytest.mark.parametrize("write", [write_whole, create_whole, saved])
def test_file_and_folder_are_synced_in_the_order_that_makes_it_true(tmp_path, monkeypatch, write):
    """First the content, then its name, then the folder that holds the name."""
    calls: list[str] = []

    def told(name, call):
        def real(*arguments, **options):
            directory = name == "fsync" and stat.S_ISDIR(os.fstat(arguments[0]).st_mode)
            calls.append("folder" if directory else "content" if name == "fsync" else "name")
            return call(*arguments, **options)

        return real

    for name in ("fsync", "replace", "link"):
        monkeypatch.setattr(os, name, told(name, getattr(os, name)))
    write(tmp_path / "new.txt", b"new")
    times = 3 if write is saved else 1
    assert calls == ["content", "name", "folder"] * times


@posix
def test_links_are_followed_neither_to_a_file_nor_to_a_folder(out):
    (out.parent / "link").symlink_to(out)
    (out.parent / "folder").mkdir()
    (out.parent / "way").symlink_to(out.parent / "folder")
    with Folder(out.parent) as folder, pytest.raises(OSError):
        folder.read("link")
    for no_folder in ("way", "link", "out.txt"):
        with pytest.raises(OSError):
            Folder(out.parent / no_folder)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts the open files of this process")
def test_nothing_stays_open(out):
    before = os.listdir("/proc/self/fd")
    write_whole(out, b"1")
    create_whole(out.with_name("new"), b"2")
    with Folder(out.parent) as folder:
        folder.read("new")
        with pytest.raises(FileNotFoundError):
            folder.read("absent")
    with pytest.raises(AlreadyThere):
        create_whole(out, b"3")
    assert os.listdir("/proc/self/fd") == before


def test_what_is_being_written_is_known_until_it_is_done(out, monkeypatch):
    """So that no other thread of this process cleans it away."""
    seen: list[set[str]] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: seen.append(set(disk._unfinished)))
    write_whole(out, b"1")
    create_whole(out.with_name("new"), b"2")
    assert [len(names) for names in seen] == [1, 0, 1, 0]
    [name] = seen[0]
    assert re.fullmatch(rf"\.out\.txt\.{disk._host()}-{os.getpid()}-[0-9a-f]{{8}}\.tmp", name)
    monkeypatch.setattr(os, "write", refused)
    with pytest.raises(StoreError):
        write_whole(out, b"3")
    assert not disk._unfinished


def test_a_file_may_be_like_one_that_is_gone(out):
    with Folder(out.parent) as folder:
        assert folder.replace("new", b"1", out.stat()) == ""
    assert stat.S_IMODE((out.parent / "new").stat().st_mode) == 0o664


def test_only_letters_and_digits_of_the_machines_name_stand_in_file_names(monkeypatch):
    monkeypatch.setattr("platform.node", lambda: "办公室-PC.local" + "x" * 30)
    assert disk._host() == "PClocal" + "x" * 13
    monkeypatch.setattr("platform.node", lambda: "办公室")
    assert disk._host() == "host"


@posix
def test_only_plain_files_of_ones_own_whose_process_is_dead_are_cleaned_away(out, monkeypatch):
    name, asked = f".x.{disk._host()}-999999999-0000000{{}}.tmp", []
    (out.parent / name.format(1)).mkdir()
    out.with_name(name.format(2)).write_bytes(b"")
    with Folder(out.parent) as folder:
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
        folder.clean()
        assert {name.format(1), name.format(2)} < set(folder.names())
        monkeypatch.undo()
        folder.clean()
        assert name.format(1) in folder.names() and name.format(2) not in folder.names()
        out.with_name(name.format(3)).write_bytes(b"")
        monkeypatch.setattr(os, "kill", lambda pid, number: asked.append((pid, number)))
        folder.clean()
        assert name.format(3) in folder.names()
        assert asked == [(999999999, 0)]


@posix
def test_names_are_looked_up_in_the_open_folder_whatever_becomes_of_its_path(out):
    there, moved = out.parent / "there", out.parent / "moved"
    there.mkdir()
    out.rename(there / "out.txt")
    with Folder(there) as folder:
        there.rename(moved)
        assert folder.names() == ["out.txt"]
        assert folder.read("out.txt") == b"old"
        folder.replace("out.txt", b"new", None)
        folder.permit(0o750)
    assert (moved / "out.txt").read_bytes() == b"new"
    assert stat.S_IMODE(moved.stat().st_mode) == 0o750


def test_what_is_a_comfort_only_waits_for_no_disk(out, monkeypatch):
    monkeypatch.setattr(os, "fsync", refused)
    with Folder(out.parent) as folder:
        folder.replace("place", b"x", None, sync=False)
    assert out.with_name("place").read_bytes() == b"x"


@posix
def test_a_name_is_not_given_in_another_way_where_the_disk_fails(tmp_path, monkeypatch):
    def failing(*arguments, **options):
        raise OSError(errno.EIO, "injected")

    monkeypatch.setattr(os, "link", failing)
    with pytest.raises(StoreError, match="没有存下"):
        create_whole(tmp_path / "new", b"x")
    assert os.listdir(tmp_path) == []


def test_other_sources_stop_no_output(out):
    other = out.with_name("other.txt")
    write_whole(other, b"1", sources=[out, out.with_name("absent")])
    write_whole(other, b"2", sources=[out, out.with_name("absent")])
    assert (other.read_bytes(), out.read_bytes()) == (b"2", b"old")


@pytest.mark.parametrize("write", [write_whole, create_whole])
def test_whoever_writes_cleans_away_what_dead_processes_left(out, write):
    left = out.with_name(f".x.{disk._host()}-999999999-00000000.tmp")
    left.write_bytes(b"")
    write(out.with_name("new"), b"x")
    assert not left.exists()


def test_no_output_takes_the_place_of_a_folder(out):
    with pytest.raises(StoreError, match="是文件夹或者特殊文件，不能写到那里"):
        write_whole(out.parent, b"new")


def test_an_output_that_cannot_be_written_is_said_to_be_not_saved(out, monkeypatch):
    monkeypatch.setattr(os, "write", refused)
    with pytest.raises(StoreError, match="没有存下"):
        write_whole(out, b"new")
    assert os.listdir(out.parent) == ["out.txt"]

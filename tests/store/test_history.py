from tui_report.form.cn_2021 import FORM
from tui_report.store.files import ReportFile
from tui_report.store.history import KEPT, history, keep_version, last_place, remember_place


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
    assert history(path) == []
    remember_place(path, "requests.new.person")
    assert last_place(path) == ""


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

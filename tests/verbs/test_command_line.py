from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.verbs.conftest import CLEAN, PROBLEMS
from tui_report import __version__
from tui_report.cli import VERBS
from tui_report.width import display_width

ROOT = Path(__file__).parent.parent.parent
ENGLISH = ("usage", "positional", "optional", "options", "show this", "error:")


@pytest.mark.parametrize("width", [60, 100])
@pytest.mark.parametrize("words", [["-h"], *([name, "-h"] for name in VERBS)], ids=lambda words: words[0])
def test_help_is_chinese_and_fits_the_terminal(words, width, verb, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    done = verb(*words)
    assert done.code == 0 and done.err == ""
    assert max(map(display_width, done.out.splitlines())) <= width
    assert not any(word in done.out for word in ENGLISH)


def test_the_version(verb):
    assert verb("--version").out == f"tui-report {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check"], "还缺少：文件"),
        (["check", "--what", "x"], "不认识：--what"),
        (["show", "a", "\x1b[2Jb"], "不认识：<U+001B>[2Jb"),
        (["import", "a", "--to", "xls"], "没有'xls'，可以用"),
        (["check", "a", "--jobs", "many"], "不是整数"),
        (["rules", "Z99"], "没有编号是Z99的规则"),
        (["--what"], "不认识：--what"),
    ],
)
def test_wrong_usage_is_said_in_chinese(words, said, verb):
    done = verb(*words)
    assert done.code == 2 and done.out == ""
    assert said in done.err and "\x1b" not in done.err


def test_every_rule_is_listed_and_has_a_page(verb):
    done = verb("rules")
    assert done.code == 0 and "T01  必改  勾稽不平" in done.out
    assert verb("rules", "t01").out.startswith("T01 勾稽不平\n")


def test_a_folder_that_cannot_be_written_is_locked(verb, folder):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (folder / "shut").mkdir(mode=0o500)
    assert verb("new", "shut/x.toml").code == 3


def test_not_writable_is_three(verb, monkeypatch):
    from tui_report.store import files
    from tui_report.store.faults import NotWritable

    def refuse(*_: object) -> None:
        raise NotWritable("x.toml 没有存下：磁盘是只读的")

    monkeypatch.setattr(files, "create", refuse)
    done = verb("new", "x.toml")
    assert done.code == 3 and done.err == "tui-report: x.toml 没有存下：磁盘是只读的\n"


def program(*words: str) -> list[str]:
    return [sys.executable, "-m", "tui_report", *words]


@pytest.mark.parametrize(
    "words", [["show", CLEAN], ["check", CLEAN, PROBLEMS], ["rules"], ["check", PROBLEMS, "--json"]]
)
def test_a_reader_that_goes_away_is_no_fault(words, folder):
    with subprocess.Popen(program(*words), cwd=folder, env=_env(), stdout=-1, stderr=-1) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in (0, 1)


def test_verbs_work_in_the_plainest_locale(folder):
    done = subprocess.run(
        program("check", PROBLEMS), cwd=folder, env=_env(LC_ALL="C"), capture_output=True, check=False
    )
    assert done.returncode == 1
    assert "必改 T01  自然人" in done.stdout.decode()


def test_names_that_are_not_utf_8(folder):
    name = b"\xff\xfe.toml"
    with open(bytes(folder) + b"/" + name, "wb") as file:
        file.write((folder / PROBLEMS).read_bytes())
    done = subprocess.run([*program("check"), name], cwd=folder, env=_env(), capture_output=True, check=False)
    assert done.returncode == 1 and done.stderr == b""
    done = subprocess.run(program("check", "."), cwd=folder, env=_env(), capture_output=True, check=False)
    assert done.returncode == 1 and done.stderr == b""


def _env(**others: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **others}

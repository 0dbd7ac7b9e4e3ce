"""How a call is read, and the ends of a verb that nobody planned: a fault of our own, an output that nobody takes."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tui_report.cli import VERBS, Words
from tui_report.resources import samples
from tui_report.verbs.chinese_help import ChineseParser

ROOT = Path(__file__).parent.parent
SAMPLE = samples() / "busy-township-2024.toml"
BREAK = """
import sys
sys.path.insert(0, {root!r})
import tui_report.verbs.show as show

def run(args):
    secret = "机密的正文"
    raise {kind}(secret)

show.run = run
from tui_report.cli import main
sys.exit(main(["show", "report.toml"]))
"""


def run(*words: str, home: Path, stdout=subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd=ROOT,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )


@pytest.mark.parametrize(
    "kind", ["ValueError", "RecursionError", "MemoryError", "AssertionError", "UnicodeEncodeError"]
)
def test_a_fault_of_our_own_is_one_line_with_a_number_and_tells_nothing_of_the_report(kind, tmp_path):
    code = BREAK.format(root=str(ROOT), kind=kind)
    done = run("-c", code, home=tmp_path)
    assert done.returncode == 70
    assert done.stdout == ""
    assert re.fullmatch(r"tui-report: 程序出错，已停止。出错编号 \S+，记录在 \S+，请把它交给维护人员。\n", done.stderr)
    log = tmp_path / ".local/state/tui-report/faults.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "机密" not in log.read_text("utf-8") + done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [["show", str(SAMPLE)], ["show", str(SAMPLE), "--json"], ["rules"]])
def test_a_full_disk_under_standard_output_is_said_in_one_line(words, tmp_path):
    with open("/dev/full", "w") as full:
        done = run("-m", "tui_report", *words, home=tmp_path, stdout=full)
    assert done.returncode == 3
    assert done.stderr == "tui-report: 结果没有写完：磁盘满了，或者接收它的地方写不进去\n"


@pytest.mark.parametrize("words", [["show", str(SAMPLE)], ["rules"], ["show", str(SAMPLE), "--json"]])
def test_a_reader_that_has_enough_is_no_fault(words, tmp_path):
    command = f"{sys.executable} -m tui_report {' '.join(words)} | head -c 10 > /dev/null"
    done = run("-c", f"import subprocess, sys; sys.exit(subprocess.call({command!r}, shell=True))", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("words", "code"), [(["show", "nowhere.toml"], 2), (["show", str(SAMPLE)], 3), (["import", str(SAMPLE)], 3)]
)
def test_where_nothing_can_be_said_the_exit_code_says_it(words, code, tmp_path):
    command = [sys.executable, "-m", "tui_report", *words]
    with open("/dev/full", "w") as full:
        environ = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, stdout=full, stderr=full, check=False, cwd=tmp_path, env=environ)
    assert done.returncode == code


@pytest.mark.parametrize("words", [[], ["a.toml"], ["-"], ["a.toml", "-", ""], ["check", "a"]])
@pytest.mark.parametrize("name", VERBS)
def test_a_call_without_options_is_taken_as_argparse_takes_it(name, words):
    quick, plain = SimpleNamespace(verb=name), Words()
    VERBS[name].arguments(plain)
    taken = plain.taken(words, quick)
    thorough = ChineseParser(prog=name)
    VERBS[name].arguments(thorough)
    try:
        expected = thorough.parse_args(words, SimpleNamespace(verb=name))
    except SystemExit:
        assert not taken
    else:
        assert not taken or quick == expected
        assert taken or name in ("diff", "template")


@pytest.mark.parametrize("words", [["--json", "a"], ["a", "-x"], ["--", "-a"], ["--help"]])
def test_options_are_left_to_argparse(words):
    plain = Words()
    VERBS["check"].arguments(plain)
    assert not plain.taken(words, SimpleNamespace())


def test_a_check_without_options_loads_neither_argparse_nor_threads():
    shows = (
        "import sys; from tui_report.cli import main; main(); print(sorted({'argparse', 'threading'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", shows, "check", SAMPLE], text=True, capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"

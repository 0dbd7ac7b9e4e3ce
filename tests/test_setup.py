"""The two commands, the lock files, and the wheel."""

from __future__ import annotations

import ast
import hashlib
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import launch
from tui_report import __version__, resources

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = (launch.RUN_LOCK, launch.TEST_LOCK)
PIP = "pip-99.0-py3-none-any.whl"


def locked(lock: str) -> dict[str, tuple[str, list[str]]]:
    """Returns name → (version, hashes) of a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    entries = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {
        words[0].split("==")[0]: (words[0].split("==")[1], [w for w in words if w.startswith("--hash=sha256:")])
        for words in entries
    }


def unmet(requirements: list[str], lock: str) -> list[str]:
    """Returns the requirements that the lock does not name in a version that suits them."""
    versions = {name: version for name, (version, _) in locked(lock).items()}
    wanted = [Requirement(text) for text in requirements]
    return [str(r) for r in wanted if not r.specifier.contains(versions.get(canonicalize_name(r.name), "0.dev0"))]


def test_the_locks_agree_with_the_project_page():
    project, setup = PROJECT["project"], PROJECT["dependency-groups"]["setup"]
    for lock in LOCKS:
        assert unmet(project["dependencies"] + setup, lock) == []
    extras = project["optional-dependencies"]
    assert unmet(extras["test"], launch.TEST_LOCK) == []
    assert unmet([*extras["pdf"], *extras["poster"], *extras["word"]], launch.RUN_LOCK) == [], "./run prints all papers"
    assert locked(launch.RUN_LOCK).items() <= locked(launch.TEST_LOCK).items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_a_hash_for_each_package_and_no_address(lock):
    assert all(hashes for _, hashes in locked(lock).values())
    assert not re.search(r"://|^--|@", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("file", ["run", "test", "launch.py"])
def test_an_old_python_can_read_the_commands(file):
    ast.parse((ROOT / file).read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_refused_with_a_sentence():
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.version_info = (3, 10, 2); import launch"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "需要 Python 3.11 或更新的版本，这台机器上的是 3.10。\nPython 3.11 or newer is needed; this one is 3.10.\n"
    )


def write_wheel(path: Path, files: dict[str, str]) -> str:
    """Writes a wheel of some Python files and returns a lock entry for it."""
    name, version = path.name.split("-")[:2]
    about = f"{name}-{version}.dist-info"
    files = files | {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
        wheel.writestr(f"{about}/RECORD", "".join(f"{file},,\n" for file in [*files, f"{about}/RECORD"]))
    return f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A small program with one dependency, and the folder `stick` that holds it; no network, no uv, an empty home."""
    root, stick, home = tmp_path / "乡 镇", tmp_path / "stick", tmp_path / "home"
    for folder in (root / "tui_report", stick, home):
        folder.mkdir(parents=True)
    for file in ("run", "launch.py"):
        shutil.copy(ROOT / file, root)
    (root / "tui_report/__init__.py").touch()
    (root / "tui_report/__main__.py").write_text("import sys, tiny\nprint(tiny.WORD, *sys.argv[1:], tiny.__cached__)")
    entry = write_wheel(stick / "tiny-1.0-py3-none-any.whl", {"tiny.py": "WORD = 'one'\n"})
    (root / launch.RUN_LOCK).write_text(entry)
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    variables = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(stick), "PIP_CONFIG_FILE": os.devnull, "HOME": str(home)}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    return root


def run(root: Path, *words: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *options, str(root / "run"), *words]
    return subprocess.run(command, cwd=root.parent, capture_output=True, encoding="utf-8", check=False)


def test_the_first_start_sets_up_and_the_second_says_nothing(checkout, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", str(checkout))
    first = run(checkout, "check", "甲.toml")
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("one check 甲.toml ")
    assert first.stderr.count("\n") == 1
    assert Path(first.stdout.split(maxsplit=3)[3].strip()).is_file(), "the byte-code is compiled beforehand"
    again = run(checkout, "check", "甲.toml")
    assert (again.stdout, again.stderr) == (first.stdout, "")


def test_two_starts_at_once_and_then_a_broken_environment(checkout):
    command = [sys.executable, str(checkout / "run"), "x"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    assert [(process.communicate()[0][:5], process.returncode) for process in both] == [(b"one x", 0)] * 2
    (checkout / ".venv/bin/python").unlink()
    repaired = run(checkout, "again")
    assert repaired.stdout.startswith("one again "), repaired.stderr


def test_a_set_up_that_cannot_be_done_ends_with_a_sentence(checkout, tmp_path):
    (tmp_path / "stick/tiny-1.0-py3-none-any.whl").unlink()
    failed = run(checkout)
    assert failed.returncode == 2
    assert failed.stdout == ""
    assert "所需的程序包没有装上。" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not launch._is_ready(str(checkout / ".venv"), launch.RUN_LOCK)


def put_pip(checkout: Path, folder: Path) -> None:
    """Puts a pip into a folder and the lock: one that unpacks the stick's wheel where it is told to run."""
    installer = "import glob, os, sys, zipfile\nfor w in glob.glob(os.environ['STICK'] + '/tiny*'):\n"
    installer += "    zipfile.ZipFile(w).extractall([p for p in sys.path if p.endswith('site-packages')][0])\n"
    folder.mkdir(parents=True, exist_ok=True)
    entry = write_wheel(folder / PIP, {"pip/__main__.py": installer})
    with (checkout / launch.RUN_LOCK).open("a") as lock:
        lock.write(entry)


def test_without_pip_the_stick_brings_it(checkout, tmp_path, monkeypatch):
    monkeypatch.setenv("STICK", str(tmp_path / "stick"))
    put_pip(checkout, tmp_path / "stick")
    done = run(checkout, "bare", options=("-I", "-S"))
    assert done.stdout.startswith("one bare "), done.stderr


@pytest.fixture
def index(tmp_path):
    """The address of a package index on this machine, served from the folder `index`."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, directory=str(tmp_path / "index"), **kwargs)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/simple/"
    server.shutdown()
    server.server_close()


def test_without_pip_the_index_of_pips_own_settings_brings_it_and_a_wrong_one_is_refused(
    checkout, tmp_path, monkeypatch, index
):
    put_pip(checkout, tmp_path / "index/files")
    (tmp_path / "index/simple/pip").mkdir(parents=True)
    page = f'<a href="../../files/{PIP}.metadata">m</a> <a href="../../files/{PIP}#sha256=00">{PIP}</a>'
    (tmp_path / "index/simple/pip/index.html").write_text(page)
    (tmp_path / "home/.pip").mkdir()
    (tmp_path / "home/.pip/pip.conf").write_text(f"[global]\nindex-url = {index}\n")
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("STICK", str(tmp_path / "stick"))
    good = (tmp_path / "index/files" / PIP).read_bytes()
    (tmp_path / "index/files" / PIP).write_bytes(good + b" ")
    refused = run(checkout, options=("-I", "-S"))
    assert refused.returncode == 2
    assert f"{PIP} 的校验值不对，没有使用。" in refused.stderr
    (tmp_path / "index/files" / PIP).write_bytes(good)
    done = run(checkout, "bare", options=("-I", "-S"))
    assert done.stdout.startswith("one bare "), done.stderr


def test_an_environment_is_ready_only_for_what_it_was_made_of(tmp_path, monkeypatch):
    monkeypatch.setattr(launch, "ROOT", str(tmp_path))
    venv = str(tmp_path / ".venv")
    lock = tmp_path / launch.RUN_LOCK
    lock.write_text("tiny==1.0\n")
    launch._create(venv)
    assert not launch._is_ready(venv, launch.RUN_LOCK)
    (tmp_path / ".venv" / launch.RUN_LOCK).write_bytes(launch._stamp(launch.RUN_LOCK))
    assert launch._is_ready(venv, launch.RUN_LOCK)
    assert not launch._is_ready(venv, launch.TEST_LOCK)
    lock.write_text("tiny==1.1\n")
    assert not launch._is_ready(venv, launch.RUN_LOCK)
    lock.write_text("tiny==1.0\n")
    shutil.copytree(tmp_path, tmp_path / "copy", symlinks=True)
    monkeypatch.setattr(launch, "ROOT", str(tmp_path / "copy"))
    assert not launch._is_ready(str(tmp_path / "copy/.venv"), launch.RUN_LOCK), "it leads to the first checkout"


@pytest.mark.big
@pytest.mark.parametrize("options", [(), ("-I", "-S")], ids=["with pip", "without pip"])
def test_a_fresh_clone_starts_from_a_stick(tmp_path, monkeypatch, options):
    """`-S` hides pip from the first Python, as on a Debian that has only python3."""
    stick, clone = tmp_path / "stick", tmp_path / "clone"
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-r", str(ROOT / launch.RUN_LOCK)]
    subprocess.run([*pip, "-d", str(stick)], check=True)
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    variables = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(stick), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    done = run(clone, "--version", options=options)
    assert done.stdout == f"tui-report {__version__}\n", done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The Python of an environment with the built wheel, and with this environment's packages for the rest."""
    place = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    build = [*pip, "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(place), str(ROOT)]
    subprocess.run(build, check=True, cwd=place)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place / "venv")], check=True)
    python = place / "venv/bin/python"
    wheel = next(place.glob("tui_report-*.whl"))
    install = ["--python", str(python), "install", "-q", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*pip, *install], check=True)
    packages = next((place / "venv/lib").glob("python*/site-packages"))
    (packages / "parent.pth").write_text("\n".join(path for path in sys.path if path.endswith("site-packages")))
    return python


def answer(python: Path, *words: str, cwd: Path) -> str:
    done = subprocess.run([str(python), "-I", *words], cwd=cwd, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_renders_its_samples_from_anywhere(installed, tmp_path):
    where = "from tui_report import resources; print(resources.samples()); print(resources.templates())"
    samples, templates = map(Path, answer(installed, "-c", where, cwd=tmp_path).split())
    assert samples.is_relative_to(installed.parent.parent)
    assert templates.is_relative_to(installed.parent.parent)
    for folder, original in ((samples, resources.samples()), (templates, resources.templates())):
        assert {p.name for p in folder.rglob("*")} == {p.name for p in original.rglob("*")}
    sample = next(samples.glob("*.toml"))
    unit = tomllib.loads(sample.read_text(encoding="utf-8-sig"))["unit"]["name"]
    text = answer(installed, "-m", "tui_report", "render", str(sample), "--draft", cwd=tmp_path)
    assert unit in text
    assert "政府信息公开工作年度报告" in text
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_brings_the_command(installed, tmp_path):
    command = [str(installed.parent / "tui-report"), "--version"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == f"tui-report {__version__}\n"

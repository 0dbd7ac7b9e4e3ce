"""Who may import whom, what each verb loads, and the limits of size and naming."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tui_report"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A room imports itself and rooms of the rows above its own.
ROOMS = [
    {"tuples", "characters"},
    {"form", "numbers", "width", "terminal", "resources", "programs"},
    {"report", "settings", "figures", "fault_log"},
    {"totals"},
    {"carry", "differences"},
    {"rules"},
    {"recall"},
    {"assess"},
    {"store", "importing", "rendering"},
    {"sources"},
    {"office"},
    {"ui"},
    {"cli", "verbs", "__main__"},
]
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}
OUTSIDE = {"tomlkit": "store", "jinja2": "rendering", "textual": "ui", "rich": "ui"}
BANNED = re.compile(
    r"(Manager|Handler|Utils?|Helpers?|Data|Info)(?![a-z])|^(process|do_\w+|manager|handler|utils?|helpers?|data|info)$"
)

REPORT = """\
format = 1
form = "cn-2021"
year = 2024

[unit]
name = "某某乡人民政府"
level = "township"
"""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Yields the dotted names that a module imports; of `from tui_report import x` also x."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno} imports by dots"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_imports_only_the_rooms_below_it(path):
    own = room(path)
    assert own == "__init__" or own in RANK, f"{own} has no place in the layers"
    for parts in (dotted.split(".") for dotted in imported(path)):
        if parts[0] == "tui_report" and parts[1] in RANK:
            allowed = parts[1] == own or RANK[parts[1]] < RANK[own] or {own, parts[1]} <= ROOMS[-1]
            assert allowed, f"{own} imports {'.'.join(parts)}"
        assert OUTSIDE.get(parts[0], own) == own, f"{own} imports {parts[0]}"


def loaded_by(*words: str, cwd: Path) -> tuple[int, set[str]]:
    """Runs a verb in a process of its own; returns its exit code and the names of all modules that it loaded."""
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from tui_report.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "import json; print('\\n' + json.dumps([code, sorted(sys.modules)]))"
    )
    command = [sys.executable, "-I", "-c", program, *words]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True, encoding="utf-8")
    code, modules = json.loads(done.stdout.splitlines()[-1])
    return code, set(modules)


@pytest.mark.parametrize(
    ("words", "without"),
    [
        (["check", "report.toml"], {"tomlkit", "jinja2", "textual", "rich", "dataclasses", "inspect", "pathlib"}),
        (["show", "report.toml"], {"tomlkit", "jinja2", "textual", "rich"}),
        (["render", "report.toml", "--draft"], {"textual", "rich"}),
        (["new", "another.toml", "--unit", "某某镇人民政府", "--year", "2025"], {"textual", "rich"}),
        (["new", "next.toml", "--from", "page.txt"], {"textual", "rich", "jinja2"}),
        (["import", "page.txt"], {"tomlkit", "jinja2", "textual", "rich"}),
        (["check", "page.txt"], {"tomlkit", "jinja2", "textual", "rich"}),
        (["diff", "report.toml", "page.txt"], {"tomlkit", "jinja2", "textual", "rich"}),
        (["rules"], {"tomlkit", "jinja2", "textual", "rich"}),
    ],
    ids=["check", "show", "render", "new", "from", "import", "document", "diff", "rules"],
)
def test_a_verb_loads_no_more_than_it_needs(words, without, tmp_path):
    (tmp_path / "report.toml").write_text(REPORT, encoding="utf-8")
    (tmp_path / "page.txt").write_text(
        "某某乡人民政府2023年政府信息公开工作年度报告\n一、总体情况\n公开三条。\n", encoding="utf-8"
    )
    code, modules = loaded_by(*words, cwd=tmp_path)
    assert code in (0, 1)
    assert not without & modules


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_stay_short(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    functions = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions if f.end_lineno and f.end_lineno - f.lineno >= 40}
    assert not long


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_is_named_by_a_word_that_says_nothing(path):
    defined = [path.stem]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            defined.append(node.name)
    assert [word for word in defined if BANNED.search(word)] == []

"""A report written by somebody who means harm, in every verb and on every screen."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.pty.harness import Terminal, python
from tests.ui.screens import press, running, shown
from tui_report.characters import unseen
from tui_report.cli import VERBS
from tui_report.form.cn_2021 import FORM
from tui_report.resources import samples

ROOT = Path(__file__).parent.parent
NAME = "hostile.toml"
STEERING = (
    "\x1b]0;OWNED\x07\x1b]52;c;UFdO\x07\x1b[2J\x1bPq\x1b\\\x9b31m\x9d0;OWNED\x9c\x08\x7f\u202e\u2066\u200b\ufeff\u2028"
)
MARKUP = '[/x][red][@click=app.quit]点[/] <script>alert(1)</script>" onload="x {{ 7*7 }}{% raw %}{0.__class__}%s%n$(id)'
HOSTILE = STEERING + MARKUP
LITERAL = "[/x][red][@click=app.quit]点[/]"


def quoted(text: str) -> str:
    """A TOML string that says a text, odd characters as escapes."""
    return '"' + "".join(f"\\U{ord(c):08x}" if unseen(c) or c in '"\\' else c for c in text) + '"'


@pytest.fixture
def report(tmp_path) -> Path:
    """A report with the text in every place that holds text."""
    text = (samples() / "problems-township-2024.toml").read_text("utf-8")
    evil = quoted(HOSTILE)
    text = re.sub(r'^name = ".*?"', lambda _: f"name = {evil}", text, flags=re.M)
    text = re.sub(r'^(\w+) = """\n', lambda m: f'{m[1]} = """\n{evil[1:-1]}', text, flags=re.M)
    text = text.replace("granted        = [  2", f"granted = [{evil}").replace('"/"', evil)
    text += f"\n[notes]\n{quoted('requests.new.person')} = {evil}\n\n[{quoted('x' + STEERING)}]\nkey = {evil}\n"
    text += (
        f'\n[[waiver]]\nrule = "T07"\nrefs = ["disclosure.regulations.made"]\nvalues = "sha256:0"\nreason = {evil}\n'
    )
    text += f'\n[[remark]]\nref = "requests.new.person"\ntext = {evil}\nplace = {evil}\nquote = {evil}\n'
    path = tmp_path / NAME
    path.write_text(text, "utf-8")
    return path


def verb(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tui_report", *words]
    environ = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environ)


CALLS = [
    ["check", NAME],
    ["check", NAME, "--json"],
    ["check", NAME, "--format", "github"],
    ["check", "."],
    ["show", NAME],
    ["show", NAME, "--json"],
    ["diff", NAME, "problems-township-2024.toml"],
    ["diff", NAME, "problems-township-2024.toml", "--json"],
    ["render", NAME, "--draft"],
    ["render", NAME, "--draft", "--json"],
    ["render", NAME, "--draft", "--to", "md"],
    ["render", NAME, "--draft", "--to", "html"],
    ["new", "--from", NAME],
    ["new", "--from", NAME, "--json"],
    ["import", NAME, "-o", "out.toml", "--json"],
]


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_no_verb_sends_what_a_terminal_obeys(words, report):
    assert words[0] in VERBS
    (report.parent / "problems-township-2024.toml").write_bytes(
        (samples() / "problems-township-2024.toml").read_bytes()
    )
    done = verb(report.parent, *words)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout + done.stderr
    assert not [hex(ord(c)) for c in done.stdout + done.stderr if unseen(c)]
    if "--json" in words:
        json.loads(done.stdout)


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))


@pytest.mark.parametrize("more", [[], ["--fragment"], ["--poster"]], ids=["page", "fragment", "poster"])
def test_markup_in_a_report_is_text_on_every_page(more, report):
    page = verb(report.parent, "render", NAME, "--draft", "--to", "html", *more).stdout
    assert "&lt;script&gt;" in page
    tags = Tags()
    tags.feed(page)
    assert "script" not in {tag for tag, _ in tags.found}
    assert not [name for _, names in tags.found for name in names if name.startswith("on")]


def test_a_report_never_chooses_where_a_file_goes(report):
    text = re.sub(r"^name = .*$", 'name = "../../../etc/x"', report.read_text("utf-8"), flags=re.M)
    report.write_text(text, "utf-8")
    before = {path for path in report.parent.parent.rglob("*") if report.parent not in path.parents}
    assert verb(report.parent, "new", "--from", NAME).returncode == 0
    after = {path for path in report.parent.parent.rglob("*") if report.parent not in path.parents}
    assert after == before
    assert [path.name for path in report.parent.glob("*2025.toml")] == ["etc-x-2025.toml"]


async def test_markup_in_a_report_is_text_on_every_screen(report):
    seen = 0
    async with running(report, report.parent) as pilot:
        for _ in range(len(FORM.passages) + len(FORM.sections) + 3):
            for key in ("down", "ctrl+t", "escape", "f6"):
                await press(pilot, key)
                seen += LITERAL[:12] in shown(pilot)
            await press(pilot, "escape", "f8")
        for key in ("ctrl+p", "ctrl+r", "ctrl+g", "ctrl+f", "ctrl+l"):
            await press(pilot, key)
            seen += LITERAL[:12] in shown(pilot)
            await press(pilot, "down", "escape")
    assert seen > 10


async def test_markup_in_a_report_is_text_on_the_start_screen(report):
    async with running(None, report.parent, (160, 24)) as pilot:
        assert LITERAL[:12] in shown(pilot)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_no_screen_sends_what_a_terminal_obeys(report):
    with Terminal(python("-m", "tui_report", "edit", NAME), folder=report.parent, size=(100, 30)) as terminal:
        terminal.wait_for("任务清单")
        for _ in range(len(FORM.passages) + 6):
            terminal.send("\x1b[19~")
            terminal.settle(0.1)
        for key in ("\x10", "\x12", "\x07", "\x06", "\x0c", "\x14"):
            terminal.send(key)
            terminal.settle(0.1)
            terminal.send("\x1b")
            terminal.settle(0.3)
        terminal.send("\x1b[21~")
        terminal.wait(15)
        sent = bytes(terminal.output).decode("utf-8")
    assert "OWNED" in sent
    assert not [hex(ord(c)) for c in sent if unseen(c) and c not in "\x1b\r\b\x07"]
    assert "\x07" not in sent
    assert not re.search("\x1b(?!\\[)", sent)  # no title, no clipboard: only what moves, paints and sets modes
    assert sent.count("\x1b[6n") <= 1  # the only question: how wide the terminal draws a quotation mark
    assert not re.search("\x1b\\[[0-9;?]*[^0-9;?mHJKGCDABhlXdGabcdef@PLMSTrn]", sent)

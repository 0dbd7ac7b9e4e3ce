"""What one start of the program costs, as ratios to the bare libraries in the same run.

Run: python -m benchmarks.start [--runs N] [WORD …]; a word chooses the cases that have it in their names.

The two processes of a case run in turn, so that the noise of the machine meets both. Milliseconds are processor time,
user and system; the ratio is the median of the pairs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.terminal import make_report, program, running, yardstick
from tui_report.resources import samples

ROOT = Path(__file__).parent.parent
BUSY = samples() / "busy-township-2024.toml"
"""Names last year's report, which is read too."""
ALONE = samples() / "all-zero-township-2024.toml"

PARSE = "import sys, tomllib\nwith open(sys.argv[1], 'rb') as file: tomllib.load(file)"
JINJA = """
from jinja2.sandbox import ImmutableSandboxedEnvironment as Environment
template = "{% for line in lines %}{{ line }}\\n{% endfor %}"
print(Environment().from_string(template).render(lines=["x" * 80] * 300))
"""
DOCX = """
import io
from docx import Document
document = Document()
for rows, columns in ((13, 4), (28, 10), (4, 15)):
    table = document.add_table(rows, columns, "Table Grid")
    for row in table.rows:
        for cell in row.cells:
            cell.text = "0"
    table.cell(0, 0).merge(table.cell(1, 1))
for _ in range(40):
    document.add_paragraph("字" * 60)
document.save(io.BytesIO())
"""
RULES = """
import sys, time
from pathlib import Path
from tui_report.assess import assess
from tui_report.verbs.opening import open_facts
facts = open_facts(sys.argv[1])
begun = time.process_time()
assess(facts)
print((time.process_time() - begun) * 1000)
"""


class Case(NamedTuple):
    """What we do, what the bare library does in its place, and how many times as much ours may cost; 0 is no limit."""

    name: str
    ours: Callable[[], float]
    theirs: Callable[[], float]
    limit: float


def python(*words: str) -> list[str]:
    """The command that runs this Python as `./run` does."""
    return [sys.executable, "-I", *words]


def milliseconds(command: list[str]) -> Callable[[], float]:
    """Returns what runs a command and gives its processor time."""
    quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]

    def spent() -> float:
        _, status, usage = os.wait4(os.posix_spawn(command[0], command, os.environ, file_actions=quiet), 0)
        assert os.waitstatus_to_exitcode(status) in (0, 1), command
        return (usage.ru_utime + usage.ru_stime) * 1000

    return spent


def cases(folder: Path) -> list[Case]:
    """Returns the verbs that have a limit, and the screen, each with its yardstick."""
    verb, path = python("-m", "tui_report"), make_report(folder)
    render, jinja = [*verb, "render", str(BUSY)], milliseconds(python("-c", JINJA))

    def screen(command: list[str], text: str, memory: bool = False) -> Callable[[], float]:
        def spent() -> float:
            with running(command, text, folder) as (terminal, start):
                return terminal.memory() if memory else start.cpu

        return spent

    ours, theirs = (program(path), "任务清单"), (yardstick(), "READY")
    return [
        *(
            Case(
                f"check, {name}",
                milliseconds([*verb, "check", str(file)]),
                milliseconds(python("-c", PARSE, str(file))),
                1.6,
            )
            for name, file in (("with last year", BUSY), ("alone", ALONE))
        ),
        Case("text", milliseconds(render), jinja, 1.5),
        Case("docx", milliseconds([*render, "--to", "docx"]), milliseconds(python("-c", DOCX)), 2),
        Case("html", milliseconds([*render, "--to", "html"]), jinja, 0),
        Case("screen, painted", screen(*ours), screen(*theirs), 1.15),
        Case("screen, memory in MiB", screen(*ours, True), screen(*theirs, True), 1.15),
        Case(
            "run, over python -m",
            milliseconds([sys.executable, str(ROOT / "run"), "rules", "--help"]),
            milliseconds([*verb, "rules", "--help"]),
            0,
        ),
    ]


def compare(case: Case, runs: int) -> None:
    """Prints the medians of both and of their ratio; the first pair is not counted."""
    pairs = [(case.ours(), case.theirs()) for _ in range(runs + 1)][1:]
    us, them = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    print(f"{case.name:24}{us:8.1f}{them:9.1f}{ratio:8.2f}{case.limit or '':>8}", flush=True)


def rules(runs: int) -> None:
    """Prints what all rules cost the first time in a process."""
    command = python("-c", RULES, str(BUSY))
    times = [float(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(runs)]
    print(f"{'all rules, first time':24}{statistics.median(times):8.1f}{'limit: 20 ms':>25}")


def main() -> None:
    """Prints one line a case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    words = arguments.words or [""]
    print(f"{'':24}{'ours':>8}{'theirs':>9}{'ratio':>8}{'limit':>8}")
    with tempfile.TemporaryDirectory() as name:
        for case in cases(Path(name)):
            if any(word in case.name for word in words):
                compare(case, arguments.runs)
    if any(word in "rules" for word in words):
        rules(arguments.runs)


if __name__ == "__main__":
    main()

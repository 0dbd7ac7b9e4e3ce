"""How long the assessment takes at a keystroke, as a ratio to one parse of the report by tomllib in the same run.

Run: python benchmarks/assess.py [REPORT.toml]
"""

from __future__ import annotations

import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path

from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Ref
from tui_report.recall import Recall
from tui_report.report import Value
from tui_report.resources import samples
from tui_report.rules.model import Facts
from tui_report.store.reading import read_report
from tui_report.store.settings import last_year_of

ROUNDS = 60


def milliseconds(work: Callable[[], object]) -> float:
    """The median processor time of one call."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent)


def main() -> None:
    """Prints one line a case: milliseconds and the ratio to the baseline."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else samples() / "busy-township-2024.toml"
    text, report = path.read_text("utf-8"), read_report(path, FORM)
    last, today, number = last_year_of(path, report, FORM).report, date(2025, 1, 10), count(1)
    passage, last_figures = report.text("overview.proactive"), Facts(FORM, report, last).last_figures

    def changed(ref: Ref, value: Value) -> Facts:
        facts = Facts(FORM, report.edited({ref: value}), last, today=today)
        facts.last_figures = last_figures  # as a session does
        return facts

    def key_in_cell(recall: Recall | None) -> None:
        assess(changed("requests.new.person", next(number)), recall=recall)

    def key_in_passage(recall: Recall | None) -> None:
        assess(changed("overview.proactive", passage + "字" * next(number)), recall=recall)

    cases: dict[str, Callable[[], object]] = {
        "tomllib parse (baseline)": lambda: tomllib.loads(text),
        "a key in a cell": partial(key_in_cell, Recall()),
        "the same afresh, in a cell": partial(key_in_cell, None),
        "a key in a passage": partial(key_in_passage, Recall()),
        "the same afresh, in a passage": partial(key_in_passage, None),
    }
    baseline = 0.0
    for name, work in cases.items():
        work()
        spent = milliseconds(work)
        baseline = baseline or spent
        print(f"{name:28} {spent:7.2f} ms  {spent / baseline:5.2f}")


if __name__ == "__main__":
    main()

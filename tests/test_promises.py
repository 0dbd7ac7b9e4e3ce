"""docs/promises.md: every promise has its row, and every test that a row names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROWS = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for line in (ROOT / "docs/promises.md").read_text("utf-8").splitlines()
    if re.match(r"\| P\d+ \|", line)
]


def test_every_promise_has_one_row():
    assert sorted(int(row[0][1:]) for row in ROWS) == list(range(1, 59))


def test_what_is_said_to_hold_names_tests_that_there_are():
    for number, _, _, holds, tried in ROWS:
        words, file = re.findall(r"`([^`]+)`", tried), ""
        assert words or holds.startswith(("尚未", "不适用")), number
        for word in words:
            if word.startswith("tests/"):
                file = (ROOT / word).read_text("utf-8")
            else:
                assert f"def {word}(" in file, (number, word)

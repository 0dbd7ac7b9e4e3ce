"""The keys that docs/effort.md counts are pressed in a real terminal, and the report is the same."""

from __future__ import annotations

import sys

import pytest

from tests.pty.effort import PAGE, page, walks
from tests.pty.walking import Walk
from tui_report.form.cn_2021 import FORM
from tui_report.store.files import create
from tui_report.store.reading import read_report

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

ZERO, BUSY, EVERY = walks()


def test_the_budgets_hold():
    assert len(ZERO.keys) - ZERO.prose_keys <= 40
    assert len(BUSY.keys) <= 1.15 * BUSY.data
    assert len(EVERY.keys) <= 1.15 * EVERY.data
    assert all(len(walk.keys) < walk.word_keys for walk in walks())


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("walk", [ZERO, BUSY], ids=["zero", "busy"])
def test_the_counted_keys_make_the_report(walk, tmp_path):
    last = create(tmp_path / f"{walk.report.text('last_year') or 'last.toml'}", walk.last, FORM)
    clerk = Walk(tmp_path)
    with clerk.terminal as terminal:
        for seen, keys in walk.turns():
            clerk.sees(seen)
            clerk.press(*keys)
        assert terminal.wait() == 0, terminal.text()
        assert clerk.keys == len(walk.keys)
    (path,) = set(tmp_path.glob("*.toml")) - {last}
    typed = read_report(path, FORM)
    wanted = walk.report.edited({"last_year": last.name})
    for ref in [*FORM.texts, *FORM.figures]:
        assert typed.values.get(ref) == wanted.values.get(ref), ref

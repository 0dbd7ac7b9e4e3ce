"""The main job, end to end, in a real terminal: from an empty folder to a report that holds the same."""

from __future__ import annotations

import sys

import pytest

from tests.pty.walking import Walk
from tui_report.form.cn_2021 import FORM
from tui_report.resources import samples
from tui_report.store.reading import read_report

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.mark.parametrize("name", ["all-zero-township-2024", "busy-township-2024"])
def test_a_report_entered_by_keyboard_holds_the_same(name, tmp_path):
    wanted = read_report(samples() / f"{name}.toml", FORM)
    walk = Walk(tmp_path)
    with walk.terminal:
        walk.new_report(wanted)
        walk.fill(wanted)
        assert walk.leave() == 0
    (path,) = tmp_path.glob("*.toml")
    typed = read_report(path, FORM)
    for ref in [*FORM.texts, *FORM.figures]:
        assert typed.values.get(ref) == wanted.values.get(ref), ref

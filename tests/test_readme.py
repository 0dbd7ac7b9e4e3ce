from __future__ import annotations

from pathlib import Path

import pytest

from tui_report.ui.keys import key_table

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_key_table_of_the_readme_is_the_programs(name):
    text = (ROOT / name).read_text("utf-8")
    printed = text.partition("<!-- keys -->\n")[2].partition("<!-- /keys -->")[0]
    assert printed == key_table()

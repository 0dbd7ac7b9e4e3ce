from __future__ import annotations

import shutil

import pytest

from tui_report import resources
from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.rules.model import Facts
from tui_report.settings import Settings
from tui_report.store.reading import read_report


@pytest.fixture
def facts_of():
    """The clean sample report with some values replaced (None clears one) and the office's settings."""

    def facts_of(values=None, **settings):
        report = read_report(resources.samples() / "busy-township-2024.toml", FORM)
        return Facts(FORM, report.edited(values or {}), settings=Settings(**settings))

    return facts_of


@pytest.fixture
def rendered(facts_of):
    """Calls a renderer with such a report."""

    def rendered(render, values=None, settings=None, **wishes):
        facts = facts_of(values, **(settings or {}))
        return render(facts, assess(facts), **wishes)

    return rendered


NUMBERED = {ref: number for number, ref in enumerate(FORM.entered, 100)}
"""Every typed figure another one, so that each can be found again."""


@pytest.fixture
def numbered():
    """Values that can be told apart, and what the 200 cells then print, in order."""
    facts = Facts(FORM, read_report(resources.samples() / "busy-township-2024.toml", FORM).edited(NUMBERED))
    return NUMBERED, [str(value) for value in facts.figures.values()]


HOSTILE = (
    "甲<b>乙</b>&amp;<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {% for %}{{ 7*7 }} "
    "{ PAGE } {_{x}_} ]]> --> \x1b[31m\u202e\x07 PAGEREF \\* MERGEFORMAT [甲](javascript:1) # * _ | `"
)


@pytest.fixture
def hostile():
    """Prose that tries every language an output could speak."""
    return HOSTILE


@pytest.fixture(scope="session")
def programs():
    """Skips a test where a program that it needs is not installed; `.ci/run` installs them."""

    def programs(*names):
        missing = [name for name in names if shutil.which(name) is None]
        if missing:
            pytest.skip(f"not installed: {', '.join(missing)}")

    return programs

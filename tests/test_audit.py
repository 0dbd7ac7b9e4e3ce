"""What the search for known faults of the packages makes of an answer, and of none."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path

import pytest

FILE = Path(__file__).parent.parent / ".ci" / "audit.py"


@pytest.fixture
def audit():
    spec = importlib.util.spec_from_file_location("audit", FILE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def package(name, *faults):
    return {"name": name, "version": "1.0", "vulns": [{"id": fault, "fix_versions": ["1.1"]} for fault in faults]}


def test_a_known_fault_fails_and_is_named_once(audit):
    status, said = audit.judge({"dependencies": [package("a", "CVE-1"), package("a", "CVE-1"), package("b")]})
    assert status == 1
    assert said == ["Known faults were looked up for 2 packages: 1 found.", "a 1.0: CVE-1, mended in 1.1"]


def test_what_could_not_be_looked_up_is_never_taken_for_clean(audit):
    status, said = audit.judge({"dependencies": [{"name": "a", "skip_reason": "not found"}]})
    assert status == 0
    assert said[0].startswith("Known faults were looked up for 0 packages")
    assert "NOT looked up" in said[1] and "a" in said[1]


@pytest.mark.parametrize("fault", [subprocess.TimeoutExpired("pip", 1), OSError(), ValueError()])
def test_without_the_tool_or_an_answer_it_says_so_and_fails_nothing(audit, fault, monkeypatch, capsys):
    def failing(folder):
        raise fault

    monkeypatch.setattr(audit, "ask", failing)
    assert audit.main() == 0
    assert "NOT looked up" in capsys.readouterr().out

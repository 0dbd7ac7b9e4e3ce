"""The packages that are needed to run: all of them locked, fitting together, none with a known fault."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import launch
from tests.test_setup import PROJECT, locked

SAFE = {"jinja2": "3.1.6", "tomlkit": "0.15.2", "textual": "8.2.8"}
"""Lowest versions without a known fault that matters here."""


def needed(requirements: list[str]) -> Iterator[Requirement]:
    """Yields requirements, and what the packages that are installed for them need in turn."""
    todo, seen = [Requirement(text) for text in requirements], set()
    while todo:
        requirement = todo.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        yield requirement
        name = canonicalize_name(requirement.name)
        if name not in seen:
            seen.add(name)
            todo += [Requirement(text) for text in distribution(name).requires or ()]


def test_what_is_installed_fits_together():
    found = list(needed(PROJECT["project"]["dependencies"]))
    assert found
    assert [str(r) for r in found if not r.specifier.contains(distribution(r.name).version)] == []


def test_all_that_is_needed_is_locked():
    wanted = {canonicalize_name(r.name) for r in needed(PROJECT["project"]["dependencies"])}
    assert wanted <= set(locked(launch.RUN_LOCK))


def test_versions_with_known_faults_are_not_locked():
    versions = locked(launch.TEST_LOCK)
    low = {
        name: versions[name][0]
        for name, least in SAFE.items()
        if not Requirement(f"x>={least}").specifier.contains(versions[name][0])
    }
    assert low == {}

"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: many tests wait for a terminal to fall silent."""
    return (os.cpu_count() or 1) + 1

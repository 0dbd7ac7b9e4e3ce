"""The program's own files while it runs: where somebody puts another version in their place, the two are not mixed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from types import ModuleType

_ROOT = os.path.dirname(os.path.dirname(__file__))
_PACKAGE = __name__.partition(".")[0]


class Replaced(Exception):
    """A module that is wanted now is not of the version that runs."""

    def __init__(self) -> None:
        super().__init__("程序已经更新；请重新打开，接着填。")


class _OneVersion:
    """Finds no module, but refuses those of ours whose file changed since this was made."""

    def __init__(self) -> None:
        files = (os.path.join(folder, name) for folder, _, names in os.walk(_ROOT) for name in names)
        self._stamps = {file: _stamp(file) for file in files if file.endswith(".py")}

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> None:
        """Raises Replaced."""
        if path and name.startswith(f"{_PACKAGE}."):
            place = os.path.join(path[0], name.rpartition(".")[2])
            for file in (f"{place}.py", os.path.join(place, "__init__.py")):
                if _stamp(file) != self._stamps.get(file):
                    raise Replaced


def stay_as_it_is() -> None:
    """From now on loads none of the program's files that another version replaced; what saving needs came with the report."""
    sys.meta_path.insert(0, _OneVersion())


def _stamp(file: str) -> tuple[int, int, int] | None:
    """What tells a file from the one that was there before; None where there is none."""
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns

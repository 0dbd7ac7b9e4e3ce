"""The zip file that a Word document is, written so that the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every part: the earliest that a zip file can hold."""


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Returns the package of some parts, in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, content)
    return out.getvalue()


def unpack(package: bytes) -> dict[str, bytes]:
    """Returns the parts of a package; raises zipfile.BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}

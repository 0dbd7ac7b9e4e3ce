"""What an office decides once, read from `county.toml`. Absent by default."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from tui_report.tuples import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

HOUR = 3600.0
"""Seconds."""


class Settings(NamedTuple):
    """The office's decisions; defaults hold where there is no file."""

    deadline: date | None = None
    """Local date by which the report is due."""
    seal: bool = False
    """Whether the paper report is sealed, which moves signature and date (GB/T 9704)."""
    word_limits: Mapping[str, int] = MappingProxyType({})
    """Most characters per section key or passage ref."""
    portal: Mapping[str, str] = MappingProxyType({})
    """Meta values of the county portal's page."""
    places: tuple[str, ...] = ()
    """Names of neighbouring places that have no business in this report."""
    editor: bool = False
    """Whether an outside editor may be started."""
    idle_hours: int = 0
    """Hours without a key, or on plain lines without an answer, after which the report is saved and given back; 0 is never."""
    templates: Path | None = None
    """The office's own templates folder, in front of ours."""

    @property
    def idle_seconds(self) -> float:
        """`idle_hours` in seconds."""
        return self.idle_hours * HOUR

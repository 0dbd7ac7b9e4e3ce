"""Figure references in prose: `{{ requests.new.total }}` stands for that figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tui_report.form.model import Ref
from tui_report.numbers import Number, write_number
from tui_report.tuples import NamedTuple

_REFERENCE = r"\{\{\s*([A-Za-z_]+(?:\.[A-Za-z_]+)*)\s*\}\}"


class Reference(NamedTuple):
    """One figure reference in a text."""

    ref: Ref
    start: int
    end: int


@lru_cache(maxsize=64)
def references(text: str) -> tuple[Reference, ...]:
    """Returns the figure references of a text in order."""
    if "{{" not in text:
        return ()
    return tuple(Reference(match[1], match.start(), match.end()) for match in re.finditer(_REFERENCE, text))


def reference(ref: Ref) -> str:
    """Returns a ref as it is written in prose."""
    return "{{ " + ref + " }}"


def expand(text: str, figures: Mapping[Ref, Number | None]) -> str:
    """Puts the figures in place of their references.

    A reference to a blank or unknown figure stays as it is written, so that nobody overlooks it.
    """

    def figure(match: re.Match[str]) -> str:
        value = figures.get(match[1])
        return match[0] if value is None else write_number(value)

    return re.sub(_REFERENCE, figure, text) if "{{" in text else text


def count_characters(text: str, figures: Mapping[Ref, Number | None]) -> int:
    """Returns how many characters of a text are printed: figures in place of their references, blanks not counted."""
    return len("".join(expand(text, figures).split()))

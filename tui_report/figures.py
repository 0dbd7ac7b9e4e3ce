"""Figure references in prose: `{{ requests.new.total }}` stands for that figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tui_report.form.model import Form, Ref
from tui_report.numbers import Number, write_number
from tui_report.tuples import NamedTuple

_REFERENCE = r"\{\{\s*([A-Za-z_]+(?:\.[A-Za-z_]+)*)\s*\}\}"
_NUMBERING = r"(?:[一二三四] |三?（[一二三四五六]）)?(?:\d\.)?"


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


def expand(form: Form, figures: Mapping[Ref, Number | None], text: str) -> str:
    """Puts the figures in place of their references.

    A blank or unknown figure is named, so that nobody overlooks it and everybody understands: [行政许可/本年决定 未填].
    """

    def figure(match: re.Match[str]) -> str:
        value = figures.get(match[1])
        return figure_shown(form, figures, match[1]) if value is None else write_number(value)

    return re.sub(_REFERENCE, figure, text) if "{{" in text else text


def figure_name(form: Form, ref: Ref) -> str:
    """Returns a figure's name for the middle of a sentence: 本年新收/总计; empty for an unknown ref."""
    try:
        _, _, row, column = form.place(ref)
    except KeyError:
        return ""
    label = re.sub(_NUMBERING, "", (row.short or row.label).strip(), count=1)
    return label + "/" + (column.short.replace("\n", "") or column.label)


def figure_shown(form: Form, figures: Mapping[Ref, Number | None], ref: Ref) -> str:
    """Returns what stands on the screen for a reference: [本年新收/总计 3].

    A blank figure is 未填; a ref that the form does not know is shown as it is written.
    """
    name = figure_name(form, ref)
    if not name:
        return f"[{ref} 无此数字]"
    value = figures.get(ref)
    return f"[{name} {'未填' if value is None else write_number(value)}]"


def count_characters(form: Form, figures: Mapping[Ref, Number | None], text: str) -> int:
    """Returns how many characters of a text are printed: figures in place of their references, blanks not counted."""
    return len("".join(expand(form, figures, text).split()))

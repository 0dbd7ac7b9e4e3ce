"""Words in the prose: where they stand in the passages, and what these become when others take their place.

Full and half width, capital and small letters are the same; a number is found only as a whole, so that 3 never
changes 13. Figure references are no words: nothing inside one is found, and no place reaches into one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tui_report.characters import visible
from tui_report.form.model import Form, Ref
from tui_report.report import Report
from tui_report.rules.quantities import FIGURE, covered
from tui_report.ui.session import Session
from tui_report.width import Ambiguous, cut, display_width

_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SMALL = {capital: capital + 0x20 for capital in range(0x41, 0x5B)}
WIDEST: Ambiguous = 2
"""Columns that “ ” … — may take at most."""

FAR = 4
"""Characters as stored that are looked at for each column: a reference is longer than its figure."""


class Place(NamedTuple):
    """Where the words stand, in characters of a passage as stored."""

    ref: Ref
    start: int
    end: int


class Sought:
    """What is looked for and what shall stand instead, as long as the report is open."""

    def __init__(self, words: str = "") -> None:
        self._words = words
        self.instead: str | None = None
        """What takes the place of the words; empty to take them out, None where they are only looked for."""

    @property
    def words(self) -> str:
        """What is looked for; other words than before are only looked for."""
        return self._words

    @words.setter
    def words(self, words: str) -> None:
        if words != self._words:
            self._words, self.instead = words, None


def prose_of(form: Form, report: Report) -> dict[Ref, str]:
    """Returns the passages that hold anything, in the form's order."""
    texts = {passage.ref: report.text(passage.ref) for passage in form.passages}
    return {ref: text for ref, text in texts.items() if text}


def find(texts: Mapping[Ref, str], words: str, instead: str | None = None) -> list[Place]:
    """Returns the places of words, in the order of the texts.

    Args:
        texts: The passages.
        words: What is looked for; blanks around it do not count.
        instead: What shall take its place. Where that stands already the words are not found again: 乡 for which
            乡镇 shall stand is not found in 乡镇.
    """
    wanted = _alike(words.strip())
    if not wanted or FIGURE in wanted:
        return []
    before = r"(?<![0-9])" if wanted[0].isdecimal() else ""
    after = r"(?![0-9])" if wanted[-1].isdecimal() else ""
    pattern = re.compile(before + re.escape(wanted) + after)
    found = []
    for ref, text in texts.items():
        places = [Place(ref, m.start(), m.end()) for m in pattern.finditer(_alike(covered(text)))]
        found += [place for place in places if instead is None or not _stands(text, place, instead, wanted)]
    return found


def outside_titles(texts: Mapping[Ref, str], places: Sequence[Place]) -> list[Place]:
    """Returns the places that are not in 《》 or 〔〕: the names and numbers of documents stay what they are."""
    return [place for place in places if not _in_title(texts[place.ref], place.start)]


def replaced(texts: Mapping[Ref, str], places: Sequence[Place], instead: str) -> dict[Ref, str]:
    """Returns the passages that change, with other words at some places."""
    out: dict[Ref, str] = {}
    for place in sorted(places, reverse=True):
        text = out.get(place.ref, texts[place.ref])
        out[place.ref] = text[: place.start] + instead + text[place.end :]
    return {ref: out[ref] for ref in texts if ref in out}


def put(session: Session, places: Sequence[Place], words: str, instead: str) -> str:
    """Puts other words at some places as one step.

    Returns:
        What was done, for the clerk; the empty text where nothing was changed.
    """
    done, texts = said_of(places, words, instead), prose_of(session.form, session.report)
    values = {ref: text if text.strip() else None for ref, text in replaced(texts, places, instead).items()}
    return done if session.set(values, done, place=places[0].ref) else ""


def around(text: str, place: Place, words: str, written: Callable[[str], str], width: int) -> str:
    """Returns words in brackets with as much of their paragraph around them as a line of some columns holds.

    Args:
        text: The passage.
        place: Where in it.
        words: What to show there: what stands there or what shall.
        written: Puts the figures into a piece of the passage.
        width: Columns.
    """
    far = FAR * width
    before = text[max(0, place.start - far) : place.start].rpartition("\n")[2]
    after = text[place.end : place.end + far].partition("\n")[0]
    if "}}" in before.partition("{{")[0]:  # the piece begins inside a reference
        before = before.partition("}}")[2]
    if "{{" in after.rpartition("}}")[2]:
        after = after.rpartition("{{")[0]
    before, after = visible(written(before))[-width:], visible(written(after))[:width]
    middle = f"【{visible(words)}】"
    room = width - _columns(middle)
    side = max(room // 3, room - _columns(after))
    if _columns(before) > side:
        before = ".." + cut(before[::-1], max(0, side - 2), WIDEST)[::-1]
    room -= _columns(before)
    if _columns(after) > room:
        after = cut(after, max(0, room - 2), WIDEST) + ".."
    return before + middle + after


def said_of(places: Sequence[Place], words: str, instead: str | None = None) -> str:
    """Says how often and where words stand: 3处“2023”换成“2024”（2段）."""
    change = "" if instead is None else f"换成“{instead}”" if instead else "删去"
    return f"{len(places)}处“{words}”{change}（{len({place.ref for place in places})}段）"


def _alike(text: str) -> str:
    """A text of the same length in which all forms of a character are one."""
    return text.translate(_PLAIN).translate(_SMALL)


def _in_title(text: str, at: int) -> bool:
    return any(text.rfind(begin, 0, at) > text.rfind(end, 0, at) for begin, end in ("《》", "〔〕"))


def _stands(text: str, place: Place, instead: str, wanted: str) -> bool:
    """Whether the words at a place are already part of what shall stand there."""
    at = _alike(instead).find(wanted)
    while at >= 0:
        if text.startswith(instead, place.start - at) and place.start >= at:
            return True
        at = _alike(instead).find(wanted, at + 1)
    return False


def _columns(text: str) -> int:
    return display_width(text, WIDEST)

"""Finds the printed rows of a table and the figures that belong to each label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tui_report.form.model import Form, Ref
from tui_report.importing.flow import CELL, Flow
from tui_report.importing.labels import HAN, MARKS, Mark, without_head_parts
from tui_report.importing.search import Agreed
from tui_report.importing.splits import Pieces
from tui_report.numbers import MOST_DIGITS, Number, NumberFault, read_number

_TOKEN = re.compile(
    r"(?P<number>\d+(?:,\d+)*(?:\.\d+)?)"
    r"|(?<![^\s\x1f\d])(?P<blank>[/\\—–−_-]+|无|空|[A-Za-z?□○]+)(?![^\s\x1f\d])"
)
_TOKEN_IN_LIST = re.compile(r"(?P<number>\d+(?:\.\d+)?)|(?<=,)[ \t]*(?P<blank>[/\\]+|[-—–−_]+|无|空)?[ \t]*(?=,|$)")
_LISTED = re.compile(r"\d,\d{1,2}(?!\d)")
_NUMBER = r"\d[\d,]{0,15}[ \t]?"
_COUNTS = re.compile(
    rf"(?<=\d)[ \t]?(?:件|万元)(?=[ \t]*(?:[\n\x1f]|$)|[ \t]+[\d/—-])"
    rf"|{_NUMBER}件(?:[ \t,;\"]*{_NUMBER}件){{2,}}|(?<=\x1e)[ \t]?{_NUMBER}(?:件|万元)(?=[ \t]*\x1e)"
)
"""Figures with their unit: at the end of a cell, several in a row, or one between two labels."""
_PAGE = re.compile(r"^\s*(?:[-—–−]+\s*\d{1,3}\s*[-—–−]+|第\s*\d{1,3}\s*页.*)\s*$")
_NO_HEAD = "(?!第|(?:备?注|说明)\\s*[:\\d]|[一二三四五六七八九十]、)"
_WHOLE = re.compile(r"^(\d+)\.0+$")
_RULE = re.compile(r"^[\s\x1f:\-—=+|]*$")
FILLER = "\x1e"
MOST_GLUED = 60
"""Digits of a row beyond which nobody can part them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A number or a sign for an empty cell, as printed."""

    text: str
    start: int
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """Figures as a source prints them for one row."""

    tokens: tuple[Token, ...]
    start: int
    end: int
    cells: tuple[str, ...] = ()
    """The cells of the row where the source parts them; blank ones included."""
    loose: str = ""
    """A digit at the end that may be the number of the next label."""
    words: str = ""
    """Chinese in front of the figures, or without any, that is no label: part of one, or a label in other words."""

    @property
    def numbers(self) -> list[str]:
        """The tokens that are numbers."""
        return [t.text for t in self.tokens if not t.blank]


@dataclass(slots=True)
class Line:
    """One row of a table on its way from print to figures."""

    ref: Ref
    mark: Mark | None
    printed: Printed | None = None
    weak: bool = False
    """Whether label and figures were brought together by their order alone."""
    regular: bool = False
    """Whether the figures stand in the line below the label, with no other label or figures in between."""
    exact: tuple[Number | None, ...] | None = None
    doubt: frozenset[int] = frozenset()
    """Columns that can be read in several ways and stay blank."""
    pieces: list[Pieces] = field(default_factory=list)
    """The digits of a row without clear borders, in one way or two."""

    def take(self, agreed: Agreed) -> None:
        """Takes over what is certain of a doubtful row."""
        self.exact, self.doubt = agreed.figures, agreed.doubt


class Reader:
    """Reads rows of figures out of one text."""

    def __init__(self, flow: Flow, form: Form, marks: Sequence[Mark], stops: Sequence[int]) -> None:
        self.flow = flow
        self.marks = marks
        self._stops = sorted(stops)
        self._words = form_characters(form)
        self._masked = self._mask()

    def _mask(self) -> str:
        text = list(without_head_parts(self.flow.text))
        for mark in self.marks:
            at = mark.start
            text[at : mark.end] = [c if c in "\n\x1f" else FILLER for c in text[at : mark.end]]
        for line, start in enumerate(self.flow.starts):
            end = self.flow.end(line)
            if _PAGE.match(self.flow.text[start:end]):
                text[start:end] = " " * (end - start)
        return _COUNTS.sub(lambda found: re.sub("[件万元]", " ", found[0]), "".join(text))

    def admissible(self, mark: Mark) -> bool:
        """Tells a label in a table from the same words in a sentence."""
        if mark.exact and mark.end - mark.body >= 6:
            return True
        before = self._masked[: mark.start].rstrip(' .、,\t"')[-1:]
        after = re.match(rf"[{MARKS}{FILLER}]*([{HAN}])", self._masked[mark.end : mark.end + 20])
        if after and after[1] not in self._words:
            return False
        counted = re.match(rf"\s*\d+[ \t]*{_NO_HEAD}[{HAN}]", self._masked[mark.end : mark.end + 20])
        return not counted and (not before or before in "\n\x1f" + FILLER or before.isdigit() or before in ")|/—-")

    def masked(self, start: int, end: int) -> str:
        """Returns a stretch in which labels are blotted out."""
        return self._masked[start:end]

    def stop(self, after: int) -> int:
        """Returns where the next section heading, or the text, ends a table."""
        return next((s for s in self._stops if s > after), len(self.flow.text))

    def tokens(self, start: int, end: int) -> tuple[Token, ...]:
        """Returns the figures of a stretch, up to the first word that is foreign to the form."""
        text = self._masked[start:end]
        foreign = next((m.start() for m in re.finditer(f"[{HAN}]+", text) if not set(m[0]) <= self._words), len(text))
        counted = re.search(rf"\d[\d.,]{{0,30}}[ \t]{{0,9}}{_NO_HEAD}[{HAN}%]", text[: foreign + 4])
        cut = min(foreign, counted.start()) if counted else foreign
        listed = text.lstrip(FILLER + ')"”’').startswith(",") or _LISTED.search(text[:cut])
        pattern = _TOKEN_IN_LIST if listed else _TOKEN
        found = (m for m in pattern.finditer(text[:cut]))
        return tuple(Token(m[0].strip(), start + m.start(), m["number"] is None) for m in found)

    def between(self, mark: Mark, end: int, following: Mark | None) -> list[Printed]:
        """Returns what is printed between a label and the next, a row of figures or several.

        The first is the label's own if it begins in the label's line or has one figure a line.
        """
        flow = self.flow
        pieces: list[Printed] = []
        line = flow.line(mark.end)
        at = mark.end
        while at < end:
            stop = min(end, flow.end(line))
            loose = following.loose if following and stop == end else ""
            pieces.append(self._printed(at, stop, loose, own=line == flow.line(mark.end)))
            line += 1
            if line >= len(flow.starts):
                break
            at = flow.starts[line]
        return pieces

    def _printed(self, start: int, end: int, loose: str, *, own: bool) -> Printed:
        raw = self._masked[start:end]
        cells: tuple[str, ...] = ()
        if CELL in raw and not _RULE.match(raw):
            parts = [p.strip() for p in raw.split(CELL)]
            parts = parts[1:] if own else parts
            if end < self.flow.end(self.flow.line(start)) and parts and not parts[-1].strip(FILLER + " 、.()"):
                parts = parts[:-1]
            cells = tuple(p for p in parts if not p or FILLER not in p)
        tokens = self.tokens(start, end)
        words = "".join(re.findall(f"[{HAN}]", self._masked[start : tokens[0].start if tokens else end]))
        return Printed(tokens, start, end, cells, loose, words)


def form_characters(form: Form) -> frozenset[str]:
    """Returns the Chinese characters of which the form's labels consist."""
    labels = (h for t in form.tables for path in [p.path for p in t.rows] + [c.path for c in t.columns] for h in path)
    captions = (t.caption + t.corner for t in form.tables)
    return frozenset(c for text in (*labels, *captions) for c in text if re.match(f"[{HAN}]", c)) - {"件", "元"}


def exact_cells(printed: Printed, count: int, decimals: int) -> tuple[Number | None, ...] | None:
    """Returns the figures of a row whose cells the source parts, None for blank ones; None if it does not fit."""
    cells = _inner(list(printed.cells), count)
    if len(cells) != count or not any(cells):
        return None
    return tuple(number_of(cell, decimals) for cell in cells)


def _inner(cells: list[str], count: int) -> list[str]:
    """Leaves out blank cells at one end that belong to no column, such as a second column of labels."""
    surplus = len(cells) - count
    if surplus > 0 and not cells[0]:
        return _inner(cells[1:], count)
    if surplus <= 0:
        return cells
    leading = next((i for i, c in enumerate(cells) if c), len(cells))
    trailing = next((i for i, c in enumerate(reversed(cells)) if c), len(cells))
    if leading + trailing == surplus:
        return cells[leading : len(cells) - trailing]
    if leading >= surplus and not trailing:
        return cells[surplus:]
    return cells[:count] if trailing >= surplus and not leading else cells


def number_of(text: str, decimals: int) -> Number | None:
    """Returns a printed number, None for a blank, a stroke, or what is no number the form allows; 1.0 is one."""
    text = _WHOLE.sub(r"\1", text) if not decimals else text
    try:
        reading = read_number(text, decimals) if len(text) <= MOST_DIGITS * 2 else None
    except NumberFault:
        return None
    return reading.value if reading else None


def exact_tokens(printed: Printed, count: int, decimals: int) -> tuple[Number | None, ...] | None:
    """Returns the figures of a row with as many separate numbers as columns; None if it does not fit."""
    tokens = printed.tokens
    if len(tokens) != count or printed.loose or _touching(tokens) or any(_runs_on(t.text) for t in tokens):
        return None
    return tuple(None if t.blank else number_of(t.text, decimals) for t in tokens)


def pieces(printed: Printed, *, parted: bool) -> list[Pieces]:
    """Returns the digits of a row that is printed without clear borders, with and without a doubtful last one.

    Args:
        printed: The row.
        parted: Whether the source parts the numbers of most rows; then it does so here, unless a zero in front of
            a digit tells that it does not.
    """
    tokens = printed.tokens
    if sum(len(t.text) for t in tokens) > MOST_GLUED or not printed.numbers:
        return []
    whole = parted and not _touching(tokens) and not any(_runs_on(t.text) for t in tokens if not t.blank)
    out = []
    for length in (1, 2):
        chunks = _chunks(tokens, length)
        if chunks is None or (length == 2 and chunks == _chunks(tokens, 1)):
            continue
        out.append(Pieces(chunks, whole))
        if printed.loose and (chunks[-1] or "").endswith(printed.loose):
            out.append(Pieces((*chunks[:-1], *filter(None, [(chunks[-1] or "")[:-1]])), whole))
    return out


def _chunks(tokens: Sequence[Token], length: int) -> tuple[str | None, ...] | None:
    """Returns the pieces of a row, of signs for no figure one for so many characters; None where they do not go up."""
    out: list[str | None] = []
    for token in tokens:
        if not token.blank:
            out.append(token.text)
        elif len(token.text) < 2:
            out.append(None)
        elif token.text[0].isalpha() or len(set(token.text)) > 1 or len(token.text) % length:
            return None
        else:
            out += [None] * (len(token.text) // length)
    return tuple(out)


def _touching(tokens: Sequence[Token]) -> bool:
    return any(one.start + len(one.text) == other.start for one, other in pairwise(tokens))


def _runs_on(text: str) -> bool:
    """Tells whether a piece of digits is certainly more than one number."""
    return len(text) > 1 and text[0] == "0" and text[1].isdigit()


def printed_label(flow: Flow, mark: Mark) -> str:
    """Returns a row's label as the source prints it, in one line."""
    return flow.raw[mark.body : mark.end].replace(CELL, "").replace("\n", "").strip()

"""The lines under the work: last year's passage, or the report as it will be printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tui_report.form.model import Ref
from tui_report.ui.session import Session
from tui_report.ui.widgets.lines import Line, Lines
from tui_report.width import display_width, wrap

WIDEST = 80
"""Columns of the printed tables; prose is broken at the same width."""


class Beside(Lines):
    """Shows one of the two, or nothing; the printed lines follow what is typed and where the clerk is."""

    DEFAULT_CSS = "Beside { height: 30%; min-height: 8; border-top: ascii; display: none; }"

    shows: Literal["", "last year", "print"] = ""
    _at: tuple[Session, Ref, float] | None = None

    def put(self, what: Literal["", "last year", "print"]) -> None:
        """Shows something else."""
        self.shows = what
        self.display = bool(what)
        self.top = 0

    def follow(self, session: Session, place: Ref, share: float) -> None:
        """Prints the section of a place as it is now; shows nothing where the place is in no text.

        Args:
            session: The open report.
            place: The line of this place is brought into view.
            share: How much of a passage stands before the cursor, 0 to 1.
        """
        if self.shows == "print":
            self._at = session, place, share
            self.display = bool(session.form.section_of(place)) or place in session.form.texts
            self._print()

    def on_resize(self) -> None:
        """Breaks the lines anew."""
        super().on_resize()
        self._print()

    def _print(self) -> None:
        """Scrolls by some lines, so that it does so seldom; an office's own template takes too long for each key."""
        width, height = self.size
        if self.shows != "print" or not self._at or not width:
            return
        session, place, share = self._at
        section = session.form.section_of(place)
        lines = printed_lines(session, width, section.key if section else None, ours=True)
        at = nearest(lines, place) + int(share * sum(line.target == place for line in lines))
        if not self.top <= at < self.top + height:
            self.top = max(0, at - height // 3)
        self.fill([Line(text) for text in shifted(lines, width, left_of(session, lines, place, width))])


def printed_lines(session: Session, width: int, section: str | None = None, *, ours: bool = False) -> Sequence[Line]:
    """Returns the text of the report, or of one section, as lines that have the places they print for targets.

    Args:
        session: The open report.
        width: Columns that there are.
        section: Key of the only section wanted.
        ours: Whether our template is taken though the office has its own.
    """
    from tui_report.rendering.environment import RenderError
    from tui_report.rendering.text import places, render_text

    facts, width = session.facts, min(WIDEST, width)
    if ours:
        facts = facts._replace(settings=facts.settings._replace(templates=None))
    draft = bool(session.assessment.count("error"))  # as it will leave
    try:
        text = render_text(facts, session.assessment, draft=draft, width=width, section=section)
    except RenderError as fault:
        return [Line(line, "error", "unit.name") for line in wrap(str(fault), width, 2)]
    found, place, lines = places(facts, session.assessment, width, section), "unit.name", []
    for line in text.split("\n"):
        if refs := found.get(line):
            place = refs.pop(0) if len(refs) > 1 else refs[0]
        lines.append(Line(line, "", place))
    return lines


def left_of(session: Session, lines: Sequence[Line], place: Ref, width: int) -> int:
    """Returns how many columns of the printed tables go out of view at the left so that a place is in view.

    The column after it is, too: there may be the sum.
    """
    from tui_report.form.printed import printed

    section = session.form.section_of(place)
    widest = max((display_width(line.text) for line in lines), default=0)
    if section is None or widest <= width:
        return 0
    grid = printed(section)
    column = next((cell.column + 2 for cell in grid.cells if cell.ref == place), 0)
    return max(0, widest * column // max(1, grid.column_count) - width)


def shifted(lines: Sequence[Line], width: int, left: int) -> list[str]:
    """Returns the texts of lines without some columns at the left; a line that has no more to show at the right keeps them."""
    return [_without(line.text, min(left, display_width(line.text) - width)) for line in lines]


def _without(text: str, columns: int) -> str:
    """A text without its first columns; a blank stands for half a wide character."""
    start = gone = 0
    while gone < columns:
        gone += display_width(text[start])
        start += 1
    return " " * (gone - columns if columns > 0 else 0) + text[start:]


def nearest(lines: Sequence[Line], place: Ref) -> int:
    """Returns the first line that prints a place, else its row, else the first row of its table, else its section."""
    section = place.split(".")[0]
    for beginning in (place, place.rpartition(".")[0] + ".", section + ".", section):
        for index, line in enumerate(lines):
            if str(line.target).startswith(beginning):
                return index
    return 0

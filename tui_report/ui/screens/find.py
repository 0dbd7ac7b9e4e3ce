"""Finding by typing: a place to jump to, a figure to put into the prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui_report.form.model import Ref
from tui_report.numbers import Number, write_number
from tui_report.ui.figures import offered
from tui_report.ui.initials import initials, matches
from tui_report.ui.screens.over import OverScreen
from tui_report.ui.session import Session
from tui_report.ui.steps import names
from tui_report.ui.widgets.line_input import LineInput
from tui_report.ui.widgets.lines import Line
from tui_report.width import cut, display_width, pad

EDGES = 5
"""Columns of a line that neither the name nor what stands behind it has."""


def _fitting(name: str, room: int) -> str:
    """A name that fits; the column of a figure, behind the stroke, is what tells it from its neighbours."""
    if display_width(name) <= room:
        return name
    row, stroke, column = name.rpartition("/")
    end = f"..{stroke}{column}" if stroke else ".."
    return cut(row or column, max(0, room - display_width(end))) + end if stroke else cut(name, room - 2) + ".."


def _begins(name: str, query: str) -> bool:
    """Whether a name begins with what was typed, or its pinyin initials do."""
    return name.startswith(query) or initials(name).startswith(query.lower())


class FindScreen(OverScreen[Ref]):
    """A list that shrinks while one types: any words of the name, or pinyin initials."""

    asks = "打名称里的字，或者拼音首字母"

    def __init__(self, title: str, session: Session) -> None:
        super().__init__(title)
        self.session = session

    def names(self) -> Iterator[tuple[Ref, str, str]]:
        """Yields what can be found: target, name, and what stands behind the name."""
        raise NotImplementedError

    def content(self, width: int) -> Sequence[Line]:
        """The names that fit what was typed."""
        query = self.query_one(LineInput).value
        names = list(self.names())
        widest = max(display_width(name) for _, name, _ in names)
        room = min(widest, width - EDGES - max(display_width(more) for _, _, more in names))
        named = [(ref, name, more) for ref, name, more in names if matches(query, name)]
        if query:
            named.sort(key=lambda found: not _begins(found[1].lstrip("0123456789 "), query))
        fitting = [Line(f"{pad(_fitting(name, room), room)} {more}", "", ref) for ref, name, more in named]
        return fitting or [Line(f"没有名称含有“{query}”的；退格改一改，几个词之间空一格", "quiet")]

    def key_line(self, width: int) -> str:
        """Typing filters."""
        return f" {self.asks}  上下键选  回车 选定  Esc 返回"


class JumpScreen(FindScreen):
    """Every step, passage, row and fact of the report."""

    def __init__(self, session: Session) -> None:
        super().__init__("跳转到", session)

    def names(self) -> Iterator[tuple[Ref, str, str]]:
        """Yields the steps with their numbers, then the rows of the tables."""
        for ref, name in names(self.session.form):
            yield ref, name, ""


class FigureScreen(FindScreen):
    """Every figure of the report by name and value, to be put into the prose."""

    def __init__(self, session: Session, number: Number | None = None) -> None:
        which = "把哪个数放进文字" if number is None else f"文字里的{write_number(number)}是表里哪个数"
        super().__init__(f"{which}（以后表里改了，文字跟着改）", session)
        self.number = number

    def names(self) -> Iterator[tuple[Ref, str, str]]:
        """Yields first those equal to the number at the cursor, then totals and what is not 0: prose speaks of them."""
        return offered(self.session.form, self.session.assessment.figures, self.number)

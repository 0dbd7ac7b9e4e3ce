"""Screens that lie over the walk: a title, lines to read or choose from, perhaps a line to type into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from tui_report.ui import chrome
from tui_report.ui.keys import KEYS, Where
from tui_report.ui.widgets.bars import Bar
from tui_report.ui.widgets.line_input import LineInput
from tui_report.ui.widgets.lines import Line, Lines
from tui_report.width import display_width, wrap

if TYPE_CHECKING:
    from tui_report.ui.app import ReportApp

Answer = TypeVar("Answer")


def fitting(keys: str, width: int) -> str:
    """Returns a key line that fits: whole items give way, the last one (how to get back) after all others."""
    items = keys.split("  ")
    while len(items) > 1 and display_width("  ".join(items)) > width:
        items.pop(-2)
    return "  ".join(items)


class OverScreen(Screen[Answer], Generic[Answer]):
    """Closes with the chosen line's target, or with None on Esc."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, k.action, k.label, priority=True)
        for k in KEYS
        if k.action and (k.where == "list" or k.action in ("help", "leave"))
        for key in k.keys
    ]
    app: ReportApp
    own_keys: ClassVar[tuple[Where, ...]] = ("list",)
    """Places of the key table whose keys hold here."""
    asks: str | None = None
    """What the line to type into is for; None for a screen without one."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> ComposeResult:
        """Yields title, line to type into, lines and key bar."""
        yield Bar(id="title")
        if self.asks is not None:
            yield LineInput(id="query")
        yield Lines(id="lines")
        yield Bar(id="keys")

    @property
    def lines(self) -> Lines:
        """The lines of the screen."""
        return self.query_one("#lines", Lines)

    def on_mount(self) -> None:
        """Fills the screen, so that the first key already finds its lines; once more when its size is known."""
        self.show()
        self.lines.followed = True
        self.set_focus(self.lines if self.asks is None else self.query_one(LineInput))
        self.call_after_refresh(self.show)

    def on_screen_resume(self) -> None:
        """Puts the terminal's own cursor back where it belongs when the screen above closes."""
        place = getattr(self.focused, "place_cursor", None)
        if place:
            self.call_after_refresh(place)

    def on_resize(self) -> None:
        """Breaks the lines anew."""
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Shows title, lines and keys."""
        width = self.app.size.width
        lines = list(self.content(width))
        self.query_one("#title", Bar).show((" " + self.heading + " " * width, "bar"))
        self.query_one("#keys", Bar).show(fitting(self.key_line(width), width))
        self.lines.fill(lines)

    def key_line(self, width: int) -> str:
        """The keys that hold here, parted by two spaces; on a narrow screen those before the last give way."""
        return chrome.key_bar(None, width)

    def content(self, width: int) -> Sequence[Line]:
        """The lines to show at a width."""
        raise NotImplementedError

    @on(Lines.Chosen)
    def chosen(self, event: Lines.Chosen) -> None:
        """Closes with what was chosen."""
        event.stop()
        self.choose(event.target)

    def choose(self, target: object) -> None:
        """Closes with a target; screens that do more override this."""
        self.dismiss(target)  # type: ignore[arg-type]

    def action_close(self) -> None:
        """Goes back without an answer."""
        self.dismiss(None)

    def action_help(self) -> None:
        """What this screen is for, and its keys."""
        from tui_report.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(f"帮助：{self.heading}", self.about(), self.own_keys), self._act)

    async def _act(self, action: str | None) -> None:
        if action:
            await self.run_action(action)

    def about(self) -> str:
        """What the help page says of this screen: what stands above its first choice."""
        lines = takewhile(lambda line: line.target is None, self.content(self.app.size.width))
        return "\n".join(line.text.strip() for line in lines if line.text)

    def action_tour(self) -> None:
        """The page for new users."""
        self.app.show_tour()

    def action_leave(self) -> None:
        """Saves and ends the program, where nothing has been asked or half typed."""
        if self.asks is None:
            self.app.leave()

    def on_key(self, event: Key) -> None:
        """While typing, the vertical keys move in the list and Enter chooses."""
        if self.asks is not None and event.key in ("up", "down", "pageup", "pagedown"):
            self.lines.on_key(event)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.take(event.value)

    def take(self, typed: str) -> None:
        """Enter was pressed in the line to type into: chooses the line under the cursor."""
        if self.lines.target is not None:
            self.choose(self.lines.target)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.show()


def if_yes(do: Callable[[], None]) -> Callable[[str | None], None]:
    """Returns what to do with an answer: `do` on "yes", nothing on any other."""

    def answered(answer: str | None) -> None:
        if answer == "yes":
            do()

    return answered


def paragraph(text: str, width: int, style: str = "", target: object = None) -> list[Line]:
    """Returns a text as lines no wider than any screen of that width draws them; only the first carries the target."""
    out: list[Line] = []
    for part in text.split("\n"):
        for line in wrap(part, max(10, width - 4), 2) or [""]:
            out.append(Line(line, style, target if not out else None))
    return out


class PageScreen(OverScreen[None]):
    """Text to read."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self.text = text

    def content(self, width: int) -> Sequence[Line]:
        """The text, broken by Chinese rules."""
        return paragraph(self.text, width)

    def key_line(self, width: int) -> str:
        """There is nothing to choose."""
        return " 上下键、PgUp、PgDn翻看  Esc 返回"


class AskScreen(OverScreen[str]):
    """A question with numbered answers; the first is the safe one. Esc answers nothing."""

    def __init__(self, title: str, text: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__(title)
        self.text = text
        self.answers = answers

    def content(self, width: int) -> Sequence[Line]:
        """The question and its answers."""
        lines = [Line(""), *paragraph(self.text, width), Line("")]
        return lines + [Line(f"{n} {words}", "head", key) for n, (key, words) in enumerate(self.answers, 1)]

    def key_line(self, width: int) -> str:
        """The digits answer too."""
        if len(self.answers) == 1:
            return " 按1或者回车  Esc 返回"
        return f" 按数字1到{len(self.answers)}，或者用方向键选好按回车  Esc 返回"

    def on_key(self, event: Key) -> None:
        """Answers by digit."""
        if event.character and event.character.isdecimal() and 0 < int(event.character) <= len(self.answers):
            event.stop()
            self.dismiss(self.answers[int(event.character) - 1][0])

    def action_leave(self) -> None:
        """What is asked wants an answer first."""


class TypeScreen(OverScreen[str]):
    """One line of text to type, under an explanation."""

    asks = ""

    def __init__(self, title: str, text: str, value: str = "", *, guessed: bool = False) -> None:
        super().__init__(title)
        self.text = text
        self.value = value
        self.guessed = guessed
        """Whether the text is only a guess, so that the first thing typed takes its place."""

    def on_mount(self) -> None:
        """Starts with the text as it is."""
        super().on_mount()
        line = self.query_one(LineInput)
        line.value = self.value
        if self.guessed:
            line.select_all()

    def content(self, width: int) -> Sequence[Line]:
        """The explanation, under the line that is typed."""
        return [Line(""), *paragraph(self.text, width, "quiet")]

    def key_line(self, width: int) -> str:
        """Enter takes the text."""
        return " 回车 确定  Esc 返回"

    def take(self, typed: str) -> None:
        """Closes with what was typed."""
        self.dismiss(typed.strip())

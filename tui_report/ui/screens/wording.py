"""Finding words in all passages, and putting others in their place: what will change is seen before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import ClassVar

from textual.binding import Binding, BindingType

from tui_report.figures import expand
from tui_report.form.model import Ref
from tui_report.ui.keys import keys_of
from tui_report.ui.screens.over import AskScreen, OverScreen, PageScreen, TypeScreen, paragraph
from tui_report.ui.session import Session
from tui_report.ui.widgets.line_input import LineInput
from tui_report.ui.widgets.lines import Line
from tui_report.ui.wording import Place, Sought, around, find, outside_titles, prose_of, put, said_of

HOW = (
    "打要找的字，六个部分的文字里每一处都列出来。回车到那里去；F2打换成什么，看过再换。\n"
    "全角半角、大写小写算一样；数按整个的找：找3，不会找到13；表里的数不在其内，用F2放进文字里的数也不会被改动。"
)
BEFORE, AFTER = "原来 ", "改成 "
"""In front of the two lines of a place where something shall take its place."""
MARGIN = 4
"""Columns of a line for its mark, and left free at its end."""


class WordingScreen(OverScreen[Place]):
    """Closes with the place to go to."""

    asks = "打要找的字"
    own_keys = ("find", "list")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(name, key.action, key.label, priority=True) for key in keys_of("find") for name in key.keys
    ]

    def __init__(self, session: Session, sought: Sought, here: Place | None) -> None:
        super().__init__("")
        self.session = session
        self.sought = sought
        self.here = here
        """Where the clerk is in the prose; the list begins behind it."""
        self.places: list[Place] = []
        self._shown: str | None = None

    def on_mount(self) -> None:
        """Starts with the words of before; the first thing typed takes their place."""
        super().on_mount()
        line = self.query_one(LineInput)
        line.value = self.sought.words
        line.select_all()
        self.show()

    def show(self) -> None:
        """Lists the places; other words begin at the first place behind the clerk's."""
        if self._shown is not None:
            self.sought.words = self.query_one(LineInput).value.strip()
        super().show()
        if self._shown != self.sought.words:
            self._shown = self.sought.words
            self._go_behind(self.here)

    def _go_behind(self, here: Place | None) -> None:
        order = [passage.ref for passage in self.session.form.passages]
        behind = self.places
        if here is not None:
            at = order.index(here.ref), here.start
            behind = [p for p in self.places if (order.index(p.ref), p.start) >= at] + behind
        self.lines.fill(list(self.lines.lines), at=next(iter(behind), None))

    def _texts(self) -> dict[Ref, str]:
        return prose_of(self.session.form, self.session.report)

    def content(self, width: int) -> Sequence[Line]:
        """Each place under the name of its passage, before and after the change where one is wanted."""
        words, instead, texts = self.sought.words, self.sought.instead, self._texts()
        self.places = find(texts, words, instead)
        self.heading = f"查找：{said_of(self.places, words, instead)}" if self.places else "查找和替换"
        if not words:
            return [Line(""), *paragraph(HOW, width, "quiet")]
        if not self.places:
            return [Line(""), *paragraph(self._nothing(texts), width, "quiet")]
        lines: list[Line] = []
        for ref, group in groupby(self.places, lambda place: place.ref):
            places = list(group)
            lines.append(Line(f"{self.session.form.describe(ref)}  {len(places)}处", "head"))
            lines += [line for place in places for line in self._lines(texts[ref], place, width)]
        return lines

    def _nothing(self, texts: dict[Ref, str]) -> str:
        words, instead = self.sought.words, self.sought.instead
        if instead is not None and find(texts, words):
            return f"“{words}”都已经是“{instead}”，没有要换的。"
        whole = words[-1:].isdecimal() or words[:1].isdecimal()
        return f"文字里没有“{words}”。" + ("数按整个的找，要打全；表里的数不在其内。" if whole else "")

    def _lines(self, text: str, place: Place, width: int) -> list[Line]:
        written = partial(expand, self.session.form, self.session.assessment.figures)
        room, instead = width - MARGIN, self.sought.instead
        old = text[place.start : place.end]
        if instead is None:
            return [Line(around(text, place, old, written, room), "", place)]
        room -= len(BEFORE) * 2
        return [
            Line(BEFORE + around(text, place, old, written, room), "", place),
            Line(AFTER + around(text, place, instead, written, room), "quiet"),
        ]

    def key_line(self, width: int) -> str:
        """What can be done next."""
        if not self.places:
            return f" {self.asks}  Esc 返回"
        if self.sought.instead is None:
            return " 上下键选  回车 去那里  F2 换成别的字  Esc 返回"
        return " F8 换这一处  F9 全部换  F2 换成别的字  回车 去那里  Esc 返回"

    def about(self) -> str:
        """What is found, and how."""
        return HOW

    # What the keys do

    def action_instead(self) -> None:
        """Asks what shall stand instead."""
        if self.session.readonly:
            self.app.push_screen(PageScreen("不能替换", f"只读，不能改：{self.session.readonly}"))
        elif self.places or self.sought.instead is not None:
            words, instead = self.sought.words, self.sought.instead
            text = "先列出每一处改成什么，看过再换。清空就是删去这几个字。"
            screen = TypeScreen(f"“{words}”换成", text, words if instead is None else instead, guessed=True)
            self.app.push_screen(screen, self._take_instead)

    def _take_instead(self, typed: str | None) -> None:
        if typed is not None:
            self.sought.instead = typed
            target = self.lines.target
            self.show()
            self._go_behind(target if isinstance(target, Place) else None)

    def action_replace(self) -> None:
        """Replaces at the place under the cursor and goes on to the next, after the last back to the work.

        First asks what shall stand there.
        """
        place, instead = self.lines.target, self.sought.instead
        if instead is None:
            self.action_instead()
        elif isinstance(place, Place):
            self._replace([place], instead)
            self.show()
            self._go_behind(place._replace(start=place.start + len(instead)))
            if not self.places:
                self.dismiss(None)

    def action_replace_all(self) -> None:
        """Replaces at all places as one step, after one question; first asks what shall stand there."""
        places, instead = list(self.places), self.sought.instead
        if instead is None:
            self.action_instead()
        elif places:
            chosen = {"outside": outside_titles(self._texts(), places), "all": places, "": []}
            titles = len(places) - len(chosen["outside"])
            text = f"{said_of(places, self.sought.words, instead)}\n\n可以一次撤销。"
            answers = [("all", f"换{len(places)}处"), ("", "不换")]
            if titles:
                text += f"其中{titles}处在书名号、文号里，是文件的名称，多半不该换。"
                answers[0] = "all", f"{len(places)}处都换"
                answers.insert(0, ("outside", f"换{len(places) - titles}处，书名号、文号里的不换"))
            ask = AskScreen("全部换吗", text, answers)
            self.app.push_screen(ask, lambda answer: self._all(chosen[answer or ""], instead))

    def _all(self, places: list[Place], instead: str) -> None:
        if places:
            self._replace(places, instead)
            self.dismiss(None)

    def _replace(self, places: list[Place], instead: str) -> None:
        if done := put(self.session, places, self.sought.words, instead):
            self.app.say(f"已换：{done}；ctrl+z可以撤销")

"""The basic facts as one field a line."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from tui_report.form.model import Fact, Ref
from tui_report.report import write_fact
from tui_report.ui.facts import choices, fact_values, read_fact
from tui_report.ui.session import Session
from tui_report.ui.widgets.line_input import LineInput

WIDE = 14


class Field(LineInput):
    """The field of one fact."""

    def __init__(self, fact: Fact, value: str) -> None:
        super().__init__(value)
        self.fact = fact
        self.handed = value
        """What the report has got of it; keys come faster than the news of them."""


class Facts(Vertical):
    """All basic facts; every keystroke goes to the session."""

    DEFAULT_CSS = """
    Facts { height: 1fr; padding: 1 2 0 2; layout: grid; grid-size: 2; grid-columns: 14 1fr; grid-rows: 2; }
    Facts Field:disabled { opacity: 0.7; }
    """

    class Moved(Message):
        """Another fact has the cursor."""

    class Said(Message):
        """Something to say about what was typed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.ref: Ref = session.form.facts[0].ref
        self._wrong: Ref = ""
        """The fact of which the last thing said is that it cannot be read."""

    def compose(self) -> ComposeResult:
        """Yields a label and a field for each fact."""
        for fact in self.session.form.facts:
            yield Static(fact.label, markup=False)
            field = Field(fact, self._text(fact))
            field.disabled = bool(self.session.readonly)
            yield field

    def _text(self, fact: Fact) -> str:
        return write_fact(fact, self.session.report.values.get(fact.ref))

    @property
    def fact(self) -> Fact:
        """The fact under the cursor."""
        return next(f for f in self.session.form.facts if f.ref == self.ref)

    def guide(self) -> str:
        """What to know about the fact under the cursor."""
        return self.fact.help + ("  " + choices(self.fact) if self.fact.choices else "")

    def go_to(self, ref: Ref) -> None:
        """Puts the cursor into a fact's field."""
        fields = {field.fact.ref: field for field in self.query(Field)}
        self.screen.set_focus(fields.get(ref) or fields[self.ref])

    def walk(self, by: int) -> bool:
        """Goes some fields down; at the end it stays. Returns whether it is at the end with nothing wrong."""
        fields = list(self.query(Field))
        at = next((i for i, f in enumerate(fields) if f is self.screen.focused), 0)
        wrong = self._wrong
        self._tidy()
        self.screen.set_focus(fields[max(0, min(at + by, len(fields) - 1))])
        return at + by == len(fields) and not wrong and not self._wrong

    def refresh_from_session(self) -> None:
        """Shows values that were changed elsewhere; what was just typed stands, and its news are under way."""
        for field in self.query(Field):
            value, _ = read_fact(field.fact, field.value)
            if field.value == field.handed and value != self.session.report.values.get(field.fact.ref):
                self._write(field)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        assert isinstance(event.input, Field)
        self._hand_over(event.input)

    def _hand_over(self, field: Field) -> None:
        """Puts what a field holds into the report."""
        field.handed = field.value
        value, _ = read_fact(field.fact, field.value)
        values = fact_values(self.session.report, field.fact, value)
        self.session.set(values, f"{field.fact.label}", place=field.fact.ref, merge="fact")

    def on_descendant_focus(self) -> None:
        """Says what the fact is for, and tidies the field that was left."""
        field = self.screen.focused
        if isinstance(field, Field) and field.fact.ref != self.ref:
            self._tidy()
            self.ref = field.fact.ref
            self.post_message(self.Moved())
        if isinstance(field, Field) and field.fact.choices:
            field.select_all()  # a digit takes the place of what was chosen

    def _tidy(self) -> None:
        for field in self.query(Field):
            if field.fact.ref == self.ref:
                self._hand_over(field)
                _, fault = read_fact(field.fact, field.value)
                self._write(field)
                if fault or self._wrong == field.fact.ref:
                    self.post_message(self.Said(fault or f"{field.fact.label}改好了：{field.value}"))
                    self._wrong = field.fact.ref if fault else ""

    def _write(self, field: Field) -> None:
        """Shows what the report holds."""
        with self.prevent(Input.Changed):
            field.value = field.handed = self._text(field.fact)

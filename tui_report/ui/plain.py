"""The form as questions on plain lines, for screen readers, serial lines, `TERM=dumb` and pipes.

`Dialogue` hears answers and says what comes of them; it neither reads nor prints. `run_plain` does.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from tui_report.figures import count_characters
from tui_report.form.model import Column, Fact, Ref, Table
from tui_report.numbers import write_number
from tui_report.report import Unread, Value
from tui_report.rules.model import SEVERITY_WORDS, Finding
from tui_report.store.faults import StoreError
from tui_report.store.files import last_place, remember_place
from tui_report.ui.chrome import counts
from tui_report.ui.context import balance_line, sum_line
from tui_report.ui.entry import meaning
from tui_report.ui.facts import fact_values, read_fact
from tui_report.ui.listener import Listener, long_lines
from tui_report.ui.plain_commands import DOTS, command_in
from tui_report.ui.questions import (
    Question,
    present_words,
    question_words,
    questions,
    remainder_words,
    row_words,
    step_words,
)
from tui_report.ui.replaced import Replaced, stay_as_it_is
from tui_report.ui.session import Session, open_session
from tui_report.ui.steps import step_of
from tui_report.ui.wording import Sought
from tui_report.ui.wrapped import UNSEEN

NOT_WRITABLE = 3
"""Exit code where the report may only be read, or standard output takes nothing."""

GREETING = "直接回车是不改、到下一个；打 .帮助 看这里要填什么、有哪些命令。每答一个就存一次。"
HOW = {
    "table": "一行可以一次答完，例如：3 0 0 0 0 0。打 全0 把这张表的空格都填成0。",
    "passage": "写一行或者几行，写完在新的一行只打一个点。直接回车是不改。",
}
OWN = "是您自己的另一个窗口，或者断了线还没有结束的连接；打 .接管 让那一边存好、结束，在这里接着填。"
LOST = "这一行有认不出的字，没有填入：终端的编码应该是UTF-8，请重新打。"
LONGEST_SLIP = 6
"""Characters of a line of prose that begins with a point and may still be a command that was not quite met."""
MOST_SAID = 2
"""Findings that are said by themselves after an answer."""


class Dialogue:
    """The walk as a conversation about an open report.

    Attributes:
        at: Number of the question, from 0.
        ended: Whether the clerk wants to leave.
        written: Paragraphs of the passage that is being written; each is in the report at once.
        sought: What was last looked for in the prose.
    """

    def __init__(self, session: Session, place: Ref = "") -> None:
        self.session = session
        self.questions = questions(session.form)
        self.ended = False
        self.written: list[str] = []
        self.sought = Sought()
        self.at = 0
        self._tokens = 0
        self._explained: set[str] = set()
        self._heads: tuple[str, Ref, tuple[Column, ...]] = ("", "", ())
        """Step, row and columns that were said last."""
        self._known = self._open()
        self._fault = ""
        self.go(place)

    @property
    def question(self) -> Question:
        """What is being asked."""
        return self.questions[self.at]

    @property
    def prompt(self) -> str:
        """The line behind which the answer is typed."""
        return question_words(self.session, self.question)

    @property
    def in_table(self) -> bool:
        """Whether a cell is asked for."""
        return self.question.step.kind == "table"

    def asked(self) -> list[str]:
        """Returns what is said before the next answer: the step and the row where they are new."""
        question, (step, row, columns) = self.question, self._heads
        said: list[str] = []
        if question.step.key != step:
            said += ["", *step_words(self.session, question.step)]
            said += self._introduction(question)
            row, columns = "", ()
        if self.in_table:
            _, table, _, _ = self.session.form.place(question.ref)
            if question.ref.rpartition(".")[0] != row:
                said.append(row_words(self.session, question.ref, columns=table.columns != columns))
            row, columns = question.ref.rpartition(".")[0], table.columns
        self._heads = question.step.key, row, columns
        return said

    def _introduction(self, question: Question) -> list[str]:
        kind, said = question.step.kind, []
        if question.step.passage:
            said += [question.step.passage.guide, present_words(self.session, question.ref)]
        if kind == "finish":
            said += [counts(self.session.assessment), "打 .问题 看清单，打 .导出 写出Word等文件，打 .退出 保存并退出。"]
        if kind in HOW and kind not in self._explained:
            self._explained.add(kind)
            said.append(HOW[kind])
        return said

    def hear(self, line: str) -> list[str]:
        """Takes an answer or a command; returns what comes of it."""
        if "\ufffd" in line or any("\ud800" <= character <= "\udfff" for character in line):
            return [LOST]
        line = UNSEEN.sub("", line.replace("\t", " "))
        text = line.strip()
        command, argument = command_in(text, bare=self.in_table or self.question.step.kind == "finish")
        if command:
            return command.do(self, argument)
        passage = self.question.step.kind == "passage"
        short = len(text) <= LONGEST_SLIP and text[1:].isalnum()
        if line[:1] in tuple(DOTS) and not text[1:2].isdigit() and (short or not passage):
            spaced = "；真要写这几个字，前面加一个空格" if passage else ""
            return [f"没有这个命令：{text}。打 .帮助 看有哪些{spaced}。"]
        if passage:
            return self._hear_paragraph(text)
        if not text or self.question.step.kind == "finish":
            return self.move(1)
        if self.session.readonly:
            return [f"只读，不能改：{self.session.readonly}"]
        return self._hear_row(text) if self.in_table else self._hear_fact(text)

    # ------------------------------------------------------------------ answers

    def _hear_fact(self, text: str) -> list[str]:
        fact = self.session.form.texts[self.question.ref]
        assert isinstance(fact, Fact)
        value, fault = read_fact(fact, text)
        if fault:
            return [f"没有填入：{fault}"]
        self.session.set(fact_values(self.session.report, fact, value), fact.label, place=fact.ref)
        self.move(1)
        return self.news()

    def _hear_row(self, text: str) -> list[str]:
        """Takes one number for the cell that is asked for, or several for it and those to its right."""
        ref, words = self.question.ref, text.replace("、", " ").split()
        _, table, row, column = self.session.form.place(ref)
        columns = table.columns[table.columns.index(column) :]
        if len(words) > len(columns):
            return [f"没有填入：这一行从这里起有{len(columns)}格，打了{len(words)}个。"]
        refs = [table.ref(row.key, c.key) for c in columns]
        read = [meaning(word, table.decimals) for word in words]
        wrong = [m.said for m in read if isinstance(m.value, Unread)]
        if wrong:
            return [f"没有填入：{wrong[0]}"]
        values = {at: m.value for at, m in zip(refs, read, strict=False) if at in table.entered}
        name = (
            f"{self.session.form.describe_part(f'{table.key}.{row.key}')} 填{len(values)}格"
            if values.keys() - {ref}
            else ""
        )
        self.session.set(values, name, place=ref)
        self.at = [q.ref for q in self.questions].index(list(values)[-1]) + 1
        stated = {at: m.value for at, m in zip(refs, read, strict=False) if at not in table.entered}
        return [*(m.said for m in read if m.said), *self._echo(table, list(values), stated), *self.news()]

    def _echo(self, table: Table, refs: list[Ref], stated: Mapping[Ref, Value | None]) -> list[str]:
        """The sums and what still misses after an answer."""
        session = self.session
        if len(refs) == 1 and not stated:
            said = [sum_line(session, refs[0]), balance_line(session, refs[0])]
            return [line for line in said if line]
        figures, row = session.assessment.figures, refs[0].rpartition(".")[0]
        totals = [(c.label, f"{row}.{c.key}") for c in table.columns if f"{row}.{c.key}" not in table.entered]
        said = [f"{label} {write_number(figures[at] or 0)}" for label, at in totals]
        said += [f"您打的总计是{value}，与算得的不同" for at, value in stated.items() if value != figures[at]]
        return [line for line in ("；".join(said), remainder_words(session, refs)) if line]

    def _hear_paragraph(self, text: str) -> list[str]:
        done = text in DOTS
        if done or not text:
            return self.move(1) if done or not self.written else []
        if self.session.readonly:
            return [f"只读，不能改：{self.session.readonly}"]
        first = not self.written and self.session.report.text(self.question.ref).strip()
        self.write([*self.written, text])
        return ["重新写这一段；原来的打 .撤销 可以找回，接着原来的写打 .续写。"] if first else []

    def write(self, paragraphs: Sequence[str]) -> None:
        """Puts paragraphs in place of the passage; what follows one another until it is left is one step."""
        if not self.written:
            self._tokens += 1
        ref = self.question.ref
        self.written = list(paragraphs)
        self.session.set({ref: "\n".join(paragraphs) or None}, place=ref, merge=f"plain {id(self)} {self._tokens}")

    # ------------------------------------------------------------------ going about

    def move(self, by: int) -> list[str]:
        """Goes some questions on or back; says what is new about a passage that was written."""
        written = self.session.report.text(self.question.ref) if self.written else ""
        self.written = []
        self.at = min(max(0, self.at + by), len(self.questions) - 1)
        if not written:
            return []
        length = count_characters(self.session.form, self.session.assessment.figures, written)
        return [f"写好了，{length}字。", *self.news()]

    def go(self, place: Ref) -> None:
        """Goes to the question of a ref, of a step, or else of the place nearest to it."""
        step = step_of(self.session.form, place)
        exact = [i for i, q in enumerate(self.questions) if q.ref == place]
        row = [i for i, q in enumerate(self.questions) if q.ref.startswith(place.rpartition(".")[0] + ".")]
        same = [i for i, q in enumerate(self.questions) if q.step == step]
        self.written = []
        self.at = (exact or (row if place.count(".") == 2 else []) or same or [0])[0]
        self._heads = ("", "", ())

    def news(self) -> list[str]:
        """Returns the errors and warnings that have come up since it was asked last."""
        before, self._known = self._known, self._open()
        new = [finding for key, finding in self._known.items() if key not in before]
        said = [f"{SEVERITY_WORDS[f.severity]} {f.rule} {f.message}" for f in new[:MOST_SAID]]
        return said + ([f"另有{len(new) - MOST_SAID}个问题，打 .问题 看。"] if len(new) > MOST_SAID else [])

    def _open(self) -> dict[tuple[str, tuple[Ref, ...]], Finding]:
        assessment = self.session.assessment
        found = [f for f in assessment.open if f.severity != "note" and f not in assessment.unfilled]
        return {(f.rule, f.refs): f for f in found}

    # ------------------------------------------------------------------ keeping

    def save(self) -> str:
        """Saves what is not saved; returns why it could not be, when that is new."""
        before, self._fault = self._fault, ""
        try:
            self.session.save()
        except StoreError as fault:
            self._fault = f"没有存上：{fault}；填的都还在，会再试。"
        return self._fault if self._fault != before else ""

    def leave(self) -> tuple[int, str]:
        """Saves, beside the file where it has to be, and gives the file back.

        Returns:
            The exit code, and what to say.
        """
        code, said = (NOT_WRITABLE, "只读，没有改动。") if self.session.readonly else (0, "已保存，已退出。")
        try:
            self.session.save()
        except StoreError as fault:
            kept = self.session.kept
            code, said = 1, f"没有存上：{fault}；" + (f"您填的存在 {kept}。" if kept else "您填的没有存下。")
        remember_place(self.session.file.path, self.question.ref)
        self.session.file.close()
        return code, said


def talk(dialogue: Dialogue, read: Callable[[str], str | None], say: Callable[[str], None]) -> None:
    """Asks, listens and saves until the clerk leaves or the input ends."""
    while not dialogue.ended:
        for line in dialogue.asked():
            say(line)
        answer = read(dialogue.prompt)
        if answer is None:
            return
        said = dialogue.hear(unicodedata.normalize("NFC", answer))
        for line in filter(None, (dialogue.save(), *said)):
            say(line)


def run_plain(path: Path, listener: Listener) -> int:
    """Lets the clerk answer the questions of a report; returns the exit code; raises StoreError where it cannot be opened."""
    session = open_session(path, datetime.now().astimezone().date())
    dialogue = Dialogue(session, last_place(path))
    stay_as_it_is()
    listener.patience = session.settings.idle_seconds
    title = f"{session.report.unit} {session.report.year or ''}年度报告"
    try:
        own = OWN if session.file.is_my_own else ""
        for line in filter(None, (title.strip(), session.readonly, own, session.file.notice, GREETING)):
            print(line)
        with long_lines():
            talk(dialogue, listener.read, lambda line: print(line, flush=True))
    except OSError:
        pass  # nobody reads any more: what was answered is saved below
    except Replaced as end:
        print(end)
    code, said = dialogue.leave()
    if listener.waited:
        said = f"\n{session.settings.idle_hours}小时没有回答，报告让出来了。{said}"
    try:
        print(said, flush=True)
    except OSError as fault:
        code = code or (0 if listener.status or isinstance(fault, BrokenPipeError) else NOT_WRITABLE)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that what is left in the buffer does not fail at the end
    return code or listener.status

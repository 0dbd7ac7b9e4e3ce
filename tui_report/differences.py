"""What differs between two reports: cell by cell, and sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from tui_report.form.model import Fact, Form, Ref
from tui_report.numbers import shorten
from tui_report.report import Report, Value, plain
from tui_report.totals import figures

_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’」』）)]*|\n|$)")

MOST = 100
"""Sentences of one passage that are listed; a passage in which more differ is another one."""

LONGEST = 500
"""Characters of a sentence that are listed."""


class Difference(NamedTuple):
    """One value in which two reports differ."""

    ref: Ref
    place: str
    """In the form's words: 第三部分（一）予以公开/自然人."""
    before: Value | None
    after: Value | None
    gone: tuple[str, ...] = ()
    """Of a passage: sentences that only the first report has."""
    come: tuple[str, ...] = ()
    """Of a passage: sentences that only the second report has."""

    @property
    def prose(self) -> bool:
        """Whether the value is a passage, compared by sentences."""
        return bool(self.gone or self.come)

    def lines(self) -> Iterator[str]:
        """Yields the difference as text: one line for a value; for a passage each sentence that goes or comes."""
        if not self.prose:
            yield str(self)
            return
        yield f"{self.place}："
        yield from _listed("-", self.gone)
        yield from _listed("+", self.come)

    def __str__(self) -> str:
        """Returns the difference as one line; of long texts only the beginning."""
        return f"{self.place}：{_short(plain(self.before))} 变为 {_short(plain(self.after))}"


def _listed(sign: str, sentences: tuple[str, ...]) -> Iterator[str]:
    yield from (f"  {sign} {shorten(sentence, LONGEST)}" for sentence in sentences[:MOST])
    if len(sentences) > MOST:
        yield f"  {sign} 还有{len(sentences) - MOST}句没有列出"


def differences(form: Form, one: Report, other: Report, *, computed: bool = False) -> Iterator[Difference]:
    """Yields every value in which two reports differ, in the form's order.

    Args:
        form: The form of both.
        one: The report before, or of the earlier year.
        other: The report after.
        computed: Whether totals that differ are named too.
    """
    for ref, text in form.texts.items():
        before, after = one.values.get(ref), other.values.get(ref)
        if before != after and isinstance(text, Fact):
            yield Difference(ref, form.describe(ref), before, after)
        elif before != after:
            yield Difference(ref, form.describe(ref), before, after, *_sentences_apart(plain(before), plain(after)))
    left, right = figures(form, one), figures(form, other)
    for ref in form.figures if computed else form.entered:
        before, after = one.values.get(ref, left[ref]), other.values.get(ref, right[ref])
        if before != after:
            yield Difference(ref, form.describe(ref), before, after)


def sentences(text: str) -> list[str]:
    """Returns the sentences of a text, each with its closing mark and without blanks around it."""
    return [part for part in (match.strip() for match in _SENTENCE.findall(text)) if part]


def _sentences_apart(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    one, other = sentences(before), sentences(after)
    steps = [s for s in SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if s[0] != "equal"]
    gone = tuple(sentence for _, start, end, _, _ in steps for sentence in one[start:end])
    return gone, tuple(sentence for _, _, _, start, end in steps for sentence in other[start:end])


def _short(text: str) -> str:
    flat = text.replace("\n", " ")
    return "空" if not flat else flat if len(flat) <= 24 else f"{flat[:20]}...共{len(text)}字"

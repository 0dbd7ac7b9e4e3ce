"""What differs between two reports: cell by cell, and sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from tui_report.figures import expand
from tui_report.form.model import Form, Ref
from tui_report.numbers import shorten
from tui_report.report import Report, Value, plain, write_fact
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
    words: str
    """What becomes of it, for people: 2023 变为 2024; of long texts only the beginning."""
    prose: bool = False
    """Whether the value is a passage, compared by sentences."""
    gone: tuple[str, ...] = ()
    """Of a passage: sentences that only the first report has, as they are printed."""
    come: tuple[str, ...] = ()
    """Of a passage: sentences that only the second report has, as they are printed."""

    def lines(self) -> Iterator[str]:
        """Yields the difference as text: one line for a value; for a passage each sentence that goes or comes."""
        if not self.gone and not self.come:
            yield str(self)
            return
        yield f"{self.place}："
        yield from _listed("-", self.gone)
        yield from _listed("+", self.come)

    def __str__(self) -> str:
        """Returns the difference as one line."""
        return f"{self.place}：{self.words}"


def _listed(sign: str, sentences: tuple[str, ...]) -> Iterator[str]:
    yield from (f"  {sign} {shorten(sentence, LONGEST)}" for sentence in sentences[:MOST])
    if len(sentences) > MOST:
        yield f"  {sign} 还有{len(sentences) - MOST}句没有列出"


def differences(form: Form, one: Report, other: Report, *, printed: bool = False) -> Iterator[Difference]:
    """Yields every value in which two reports differ, in the form's order.

    Args:
        form: The form of both.
        one: The report before, or of the earlier year.
        other: The report after.
        printed: Compares what readers see: totals too, figures that prose refers to in its words, and no file names.
    """
    left, right = figures(form, one), figures(form, other)
    for fact in form.facts:
        before, after = one.values.get(fact.ref), other.values.get(fact.ref)
        if before != after and not (printed and fact.kind == "file"):
            yield _valued(form, fact.ref, before, after, write_fact(fact, before), write_fact(fact, after))
    for section in form.sections:
        for passage in section.passages:
            before, after = one.values.get(passage.ref), other.values.get(passage.ref)
            pair = expand(form, left, plain(before)), expand(form, right, plain(after))
            if (pair[0] != pair[1]) if printed else (before != after):
                yield _worded(form, passage.ref, *pair)
        for ref in (ref for table in section.tables for ref in (table.refs() if printed else table.entered)):
            before, after = one.values.get(ref, left[ref]), other.values.get(ref, right[ref])
            if before != after:
                yield _valued(form, ref, before, after, plain(before), plain(after))


def _valued(form: Form, ref: Ref, before: Value | None, after: Value | None, old: str, new: str) -> Difference:
    return Difference(ref, form.describe(ref), before, after, f"{_short(old)} 变为 {_short(new)}")


def _worded(form: Form, ref: Ref, before: str, after: str) -> Difference:
    gone, come = _sentences_apart(before, after)
    words = f"{_short(before)} 变为 {_short(after)}"
    if not gone and not come:
        words = "印出来的字相同，取自表里的数不同" if before == after else "句子相同，分段不同"
    return Difference(ref, form.describe(ref), before or None, after or None, words, True, gone, come)


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

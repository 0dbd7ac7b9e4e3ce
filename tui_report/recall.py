"""What the rules found in the report as it was a key ago: a rule that is told the same again finds the same again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import is_
from types import MappingProxyType
from typing import Any, TypeAlias, cast

from tui_report.rules.model import Facts, Finding, Rule

Question: TypeAlias = tuple[bool, str, tuple[object, ...]]
"""Whether it was asked of the report or of the other facts; the name of a part or a method; what the method was given."""

_MAPPING = (dict, MappingProxyType)


class Recall:
    """What each rule found when it ran last, and what it had asked to find that.

    Rules are pure: one whose questions all have the very same answers as before need not be run again.
    """

    def __init__(self) -> None:
        self._answers: dict[Question, object] = {}
        self._found: dict[str, tuple[frozenset[Question], tuple[Finding, ...]]] = {}

    def findings(self, rules: Iterable[Rule], facts: Facts) -> Iterator[Finding]:
        """Yields what the rules find, as running them all would."""
        news = {q for q, answer in self._answers.items() if not _same(answer, _answer(facts, q))}
        self._found = {id: known for id, known in self._found.items() if known[0].isdisjoint(news)}
        for question in news:
            del self._answers[question]
        for rule in rules:
            if rule.id not in self._found:
                asked: dict[Question, object] = {}
                found = tuple(rule.run(cast(Facts, Asked(facts, asked))))
                self._answers |= asked
                self._found[rule.id] = frozenset(asked), found
            yield from self._found[rule.id][1]


class Asked:
    """Facts, or their report, that note what a rule asks of them and what they answer."""

    __slots__ = ("__dict__", "_asked", "_of", "_of_report")

    def __init__(self, of: object, asked: dict[Question, object], of_report: bool = False) -> None:
        self._of, self._asked, self._of_report = of, asked, of_report

    def __getattr__(self, name: str) -> object:
        """Returns a method that notes what it is asked, or a part; that one stands in `__dict__` from then on."""
        part = getattr(self._of, name)
        if callable(part):
            return self._noting(name, part)
        if name == "report":
            part = Asked(part, self._asked, of_report=True)
        else:
            self._asked[self._of_report, name, ()] = part
        self.__dict__[name] = part
        return part

    def _noting(self, name: str, method: Callable[..., object]) -> Callable[..., object]:
        def noting(*given: object) -> object:
            answer = self._asked[self._of_report, name, given] = method(*given)
            return answer

        return noting


def _answer(facts: Facts, question: Question) -> object:
    of_report, name, given = question
    part: Any = getattr(facts.report if of_report else facts, name)
    return part(*given) if given else part


def _same(one: object, other: object) -> bool:
    """Whether two answers are the same objects, or mappings to the same: 2.50 equals 2.5, and is written otherwise."""
    if one is other:
        return True
    if not (isinstance(one, _MAPPING) and isinstance(other, _MAPPING)):
        return False
    return list(one) == list(other) and all(map(is_, one.values(), other.values()))

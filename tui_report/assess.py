"""What a report amounts to: totals, findings and progress, anew at every change."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from tui_report.form.model import Form, Ref, Section
from tui_report.numbers import Number, write_date
from tui_report.report import Report, Waiver, digest
from tui_report.rules import CATALOGUE
from tui_report.rules.model import SEVERITY_WORDS, Facts, Finding, Rule, Severity
from tui_report.tuples import NamedTuple

if TYPE_CHECKING:
    from tui_report.recall import Recall

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
State: TypeAlias = Literal["empty", "begun", "faulty", "done"]


class Progress(NamedTuple):
    """How far a part of the report is: figures and passages filled in, of how many."""

    figures: int
    figures_of: int
    passages: int
    passages_of: int
    """Passages that must be written; optional ones are not counted."""
    errors: int = 0
    """Open errors, except those that only say that something is not filled in yet."""

    @property
    def state(self) -> State:
        """One word for the task list."""
        if self.errors:
            return "faulty"
        if self.figures + self.passages == 0:
            return "empty"
        return "done" if (self.figures, self.passages) == (self.figures_of, self.passages_of) else "begun"


class _Found(NamedTuple):
    totals: Mapping[Ref, Number | None]
    figures: Mapping[Ref, Number | None]
    """All numeric cells, entered and derived."""
    findings: tuple[Finding, ...]
    """By section, then severity, then place."""
    unfilled: tuple[Finding, ...]
    """Open findings that only say that something is not filled in yet; they are in `findings` too."""
    progress: Mapping[str, Progress]
    """By section key; the empty key is the whole report."""


class Assessment(_Found):
    """The result of `assess`."""

    @cached_property
    def open(self) -> tuple[Finding, ...]:
        """Findings that somebody still has to look at."""
        return tuple(f for f in self.findings if f.open)

    def word(self, finding: Finding) -> str:
        """How bad a finding is, in a word."""
        return word_of(finding, self.unfilled)

    def count(self, severity: Severity) -> int:
        """Returns how many findings of a severity are open."""
        return sum(f.severity == severity for f in self.open)

    @cached_property
    def by_ref(self) -> Mapping[Ref, tuple[Finding, ...]]:
        """Open findings by each ref they speak of."""
        out: dict[Ref, tuple[Finding, ...]] = {}
        for finding in self.open:
            for ref in finding.refs:
                out[ref] = (*out.get(ref, ()), finding)
        return out


def word_of(finding: Finding, unfilled: Collection[Finding]) -> str:
    """How bad a finding is, in a word; what is only not filled in yet is no mistake."""
    if not finding.open:
        return "已说明" if finding.outcome == "waived" else "未核对"
    return "未填" if finding in unfilled else SEVERITY_WORDS[finding.severity]


def assess(facts: Facts, rules: Iterable[Rule] = CATALOGUE, recall: Recall | None = None) -> Assessment:
    """Computes totals, findings and progress of a report, from all rules or some.

    What comes out is the same with a `recall` of earlier reports or without; a change that few rules ask about takes
    half the time with one.
    """
    found = recall.findings(rules, facts) if recall else (finding for rule in rules for finding in rule.run(facts))
    findings = in_order(facts.form, _explained(facts.report, found))
    unfilled = tuple(f for f in findings if f.open and _says_blank(facts, f))
    faults = [f for f in findings if f.open and f.severity == "error" and f not in unfilled]
    return Assessment(facts.totals, facts.figures, findings, unfilled, _progress(facts.form, facts.report, faults))


def _says_blank(facts: Facts, finding: Finding) -> bool:
    """Whether a finding only says that nothing is written at its refs; a row that an importer left open says more."""
    refs = finding.refs
    matters = finding.severity == "error" or (finding.severity == "warning" and refs and refs[0] in facts.form.texts)
    places = bool(refs) and all(ref in facts.form.texts or ref in facts.figures for ref in refs)
    return bool(matters) and places and not any(ref in facts.report.values or ref in facts.totals for ref in refs)


STOPPING = tuple(rule for rule in CATALOGUE if rule.worst == "error")
"""The rules whose findings can keep a report from leaving."""
WAIVABLE = {rule.id for rule in CATALOGUE if rule.waivable != "nobody"}


ACROSS = ("X", "Y", "T10")
"""Rules that compare with what does not stand at the refs of a finding: sums of cells, last year's report, settings."""


def tied(report: Report, finding: Finding) -> str:
    """Returns the digest that ties a waiver to a finding: the values at its refs, its quoted words, and what they were compared with.

    Both sides of a comparison are in the message; its numbers are taken, so that its wording may change.
    """
    numbers = re.findall(r"\d[\d.]*", finding.message) if finding.rule.startswith(ACROSS) else ()
    return digest(report, finding.refs, " ".join((finding.quote, *numbers)))


def without_waiver(report: Report, findings: Iterable[Finding], one: Finding) -> tuple[Waiver, ...]:
    """Returns the waivers of a report but the one of a finding, and those that its place has outlived."""
    key = one.rule, frozenset(one.refs)
    others = {tied(report, f) for f in findings if (f.rule, frozenset(f.refs)) == key and f.outcome == "waived"}
    others.discard(tied(report, one))
    return tuple(w for w in report.waivers if (w.rule, frozenset(w.refs)) != key or w.values in others)


def _explained(report: Report, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yields findings, those with a valid waiver as waived; a waiver that fits none at its place any more is named."""
    waivers: dict[tuple[str, frozenset[Ref]], list[Waiver]] = {}
    for waiver in report.waivers:
        waivers.setdefault((waiver.rule, frozenset(waiver.refs)), []).append(waiver)
    found = list(findings)
    open_ones = [f for f in found if f.open and f.rule in WAIVABLE] if waivers else []
    digests = {id(f): tied(report, f) for f in open_ones if (f.rule, frozenset(f.refs)) in waivers}
    for finding in found:
        if id(finding) in digests:
            given = waivers[finding.rule, frozenset(finding.refs)]
            yield _answered(finding, given, digests[id(finding)], set(digests.values()))
        else:
            yield finding


def _answered(finding: Finding, given: list[Waiver], digest: str, living: set[str]) -> Finding:
    waiver = next((w for w in given if w.values == digest), None)
    if waiver:
        signed = "，".join(filter(None, (waiver.by, write_date(waiver.on) if waiver.on else "")))
        return finding._replace(outcome="waived", reason="；".join(filter(None, (waiver.reason, signed))))
    lapsed = next((w for w in given if w.values not in living), None)
    return finding._replace(reason=f"原来的说明（{lapsed.reason}）因数值改变已失效") if lapsed else finding


def in_order(form: Form, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Returns findings by section, then severity, then place."""
    sections, places = _orders(form)

    def order(finding: Finding) -> tuple[int, int, int, int]:
        ref = finding.place
        section = form.section_of(ref)
        start = finding.span[0] if finding.span else 0
        rank = SEVERITIES.index(finding.severity)
        return sections[section.key] if section else -1, rank, places.get(ref, -1), start

    return tuple(sorted(findings, key=order))


@lru_cache(maxsize=4)
def _orders(form: Form) -> tuple[dict[str, int], dict[Ref, int]]:
    """The sections and the places of a form, each with its number in the form's order."""
    sections = {s.key: i for i, s in enumerate(form.sections)}
    return sections, {ref: i for i, ref in enumerate([*form.texts, *form.figures])}


def _progress(form: Form, report: Report, faults: list[Finding]) -> dict[str, Progress]:
    sections = [form.section_of(f.refs[0]) for f in faults if f.refs]
    parts = {s.key: _part(report, s, sections.count(s)) for s in form.sections}
    whole = Progress(
        figures=sum(p.figures for p in parts.values()),
        figures_of=len(form.entered),
        passages=sum(p.passages for p in parts.values()),
        passages_of=sum(p.passages_of for p in parts.values()),
        errors=len(faults),
    )
    return {**parts, "": whole}


def _part(report: Report, section: Section, errors: int) -> Progress:
    return Progress(
        figures=sum(map(report.values.__contains__, section.entered)),
        figures_of=len(section.entered),
        passages=sum(bool(report.text(ref).strip()) for ref in section.required),
        passages_of=len(section.required),
        errors=errors,
    )


def unlooked(findings: Iterable[Finding]) -> Iterator[str]:
    """Yields one line for each reason why rules could not be checked, with the rules."""
    rules: dict[str, set[str]] = {}
    for finding in findings:
        if finding.outcome == "not_evaluated":
            rules.setdefault(finding.reason, set()).add(finding.rule)
    for reason, found in rules.items():
        yield f"未核对 {len(found)}条规则（{'、'.join(sorted(found))}）：{reason}"

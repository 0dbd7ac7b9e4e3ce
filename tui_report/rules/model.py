"""What a rule is, what it is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal, TypeAlias

from tui_report.figures import expand
from tui_report.form.model import Form, Ref
from tui_report.numbers import Number
from tui_report.report import Report, Source, Value
from tui_report.settings import Settings
from tui_report.totals import figures, totals
from tui_report.tuples import NamedTuple

Severity: TypeAlias = Literal["error", "warning", "note"]
Outcome: TypeAlias = Literal["fail", "waived", "not_evaluated"]

SEVERITY_WORDS: Mapping[str, str] = {"error": "必改", "warning": "须看", "note": "提示"}


class _Given(NamedTuple):
    form: Form
    report: Report
    last: Report | None = None
    """Last year's report."""
    settings: Settings = Settings()
    today: date | None = None


class Facts(_Given):
    """All that a rule may look at. Rules read neither clock nor disk."""

    @cached_property
    def totals(self) -> dict[Ref, Number | None]:
        """Derived figures of this report."""
        return totals(self.form, self.report)

    @cached_property
    def figures(self) -> dict[Ref, Number | None]:
        """All 200 figures of this report; None where blank."""
        return figures(self.form, self.report, self.totals)

    @cached_property
    def whole(self) -> dict[Ref, Number | None]:
        """All figures, but None for a total of which a part is still blank."""
        out = self.figures
        blank = {ref for ref, value in out.items() if value is None}
        for table in self.form.tables if blank else ():
            for target, parts in table.totals:
                if not blank.isdisjoint(parts):
                    blank.add(target)
        return {**out, **dict.fromkeys(blank)} if blank else out

    @cached_property
    def last_figures(self) -> dict[Ref, Number | None]:
        """All figures of last year's report; all None where there is none."""
        return figures(self.form, self.last) if self.last else dict.fromkeys(self.form.figures)

    @cached_property
    def written(self) -> dict[Ref, str]:
        """The passages that hold text, by ref, as stored."""
        texts = ((passage.ref, self.report.values.get(passage.ref)) for passage in self.form.passages)
        return {ref: text for ref, text in texts if isinstance(text, str) and text.strip()}

    @cached_property
    def prose(self) -> dict[Ref, str]:
        """Written passages by ref, with figure references expanded."""
        texts = ((p.ref, self.report.text(p.ref)) for p in self.form.passages)
        return {ref: expand(self.form, self.figures, text) for ref, text in texts if text.strip()}


class Mend(NamedTuple):
    """A quick repair of a finding, offered and shown before it is done."""

    name: str
    """What it does, as an imperative: 把半角逗号改为全角."""
    values: Mapping[Ref, Value | None] = MappingProxyType({})
    records: Mapping[str, object] = MappingProxyType({})
    """Parts of the report besides its values, by name, each as it shall be."""


def by_the_form(report: Report, name: str, **printed: object) -> Mend:
    """Returns the mend that forgets how a source document writes what the program prints by the form itself.

    Args:
        report: The report that was imported.
        name: What the mend does.
        printed: Parts of `Source` by name, as they shall be.
    """
    return Mend(name, records={"source": (report.source or Source())._replace(**printed)})  # type: ignore[arg-type]


class Finding(NamedTuple):
    """One fault at one place, in the form's words."""

    rule: str
    severity: Severity
    refs: tuple[Ref, ...]
    message: str
    hint: str = ""
    """One imperative sentence: what to do."""
    outcome: Outcome = "fail"
    span: tuple[int, int] | None = None
    """For prose: characters of the passage `refs[0]` as stored."""
    quote: str = ""
    mend: Mend | None = None
    reason: str = ""
    """Why it is waived, or why the rule could not run."""

    @property
    def place(self) -> Ref:
        """Where it is; the empty text where it speaks of the whole report."""
        return self.refs[0] if self.refs else ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.outcome == "fail"


class Example(NamedTuple):
    """A report that shows a rule at work: the clean sample report with some values replaced."""

    values: Mapping[Ref, Value | None] = MappingProxyType({})
    last: Mapping[Ref, Value | None] | None = None
    """Last year's report, likewise; None where the rule needs none."""
    change: Callable[[Report], Report] | None = None
    """What values cannot say: stated totals, labels, headings."""


class Rule(NamedTuple):
    """One entry of the catalogue. Ids are never reused and carry no severity."""

    id: str
    name: str
    """The fault, as a noun phrase: 勾稽不平."""
    severity: Severity
    basis: str
    """What it rests on: an article, a standard, or practice (惯例)."""
    why: str
    """Two or three sentences for the rule's page."""
    waivable: Waivable
    failing: Example
    passing: Example
    check: Check
    worst: Severity
    """How bad a finding of the rule can be; mostly the same as `severity`."""

    def run(self, facts: Facts) -> Iterable[Finding]:
        """Returns what the rule finds in a report."""
        return self.check(self, facts)

    def finding(
        self,
        refs: Iterable[Ref],
        message: str,
        hint: str = "",
        *,
        severity: Severity | None = None,
        span: tuple[int, int] | None = None,
        quote: str = "",
        mend: Mend | None = None,
    ) -> Finding:
        """Returns a finding of this rule; its severity is the rule's unless one is given."""
        return Finding(self.id, severity or self.severity, tuple(refs), message, hint, "fail", span, quote, mend)

    def not_evaluated(self, refs: Iterable[Ref], why: str) -> Finding:
        """Returns the statement that the rule could not run, which is not a pass."""
        return Finding(self.id, self.severity, tuple(refs), f"未核对：{why}", outcome="not_evaluated", reason=why)


Check: TypeAlias = Callable[[Rule, Facts], Iterable[Finding]]
Waivable: TypeAlias = Literal["nobody", "clerk", "county"]
Declared: TypeAlias = Callable[[Check], Rule]


def rule(
    id: str,
    name: str,
    severity: Severity,
    *,
    basis: str,
    why: str,
    failing: Example,
    passing: Example,
    waivable: Waivable = "clerk",
    worst: Severity | None = None,
) -> Declared:
    """Declares the check function below it as a rule of the catalogue."""

    def declared(check: Check) -> Rule:
        return Rule(id, name, severity, basis, why, waivable, failing, passing, check, worst or severity)

    return declared

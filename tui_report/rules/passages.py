"""How a rule that reads prose reports what it saw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tui_report.form.model import Ref
from tui_report.numbers import shorten
from tui_report.rules.model import Facts, Finding, Mend, Rule, Severity
from tui_report.tuples import NamedTuple


class Hit(NamedTuple):
    """One place in a passage where a rule sees a fault. Depends on the text alone, so it can be remembered."""

    start: int
    end: int
    message: str
    """Without the place."""
    hint: str
    swap: str | None = None
    """What to put in place of the characters, where that mends it."""
    severity: Severity | None = None


Scan = Callable[[str], Iterable[Hit]]


def written(facts: Facts, *sections: str) -> Iterator[tuple[Ref, str]]:
    """Yields the passages that hold text, as stored; of some sections where any are named."""
    for ref, text in facts.written.items():
        if not sections or ref.partition(".")[0] in sections:
            yield ref, text


def report_hits(self: Rule, facts: Facts, scan: Scan) -> Iterator[Finding]:
    """Yields a finding for each hit in each passage."""
    for ref, text in written(facts):
        for hit in scan(text):
            yield found(self, facts, ref, text, hit)


def found(self: Rule, facts: Facts, ref: Ref, text: str, hit: Hit, *more: Ref, mend_name: str = "") -> Finding:
    """Returns the finding for a hit; `more` are cells that it was compared with, `mend_name` says what its swap does."""
    mend = None
    if hit.swap is not None:
        shown = text[hit.start : hit.end]
        name = f"把“{shorten(shown, 24)}”改为“{shorten(hit.swap, 24)}”" if hit.swap else f"删去“{shorten(shown, 24)}”"
        mend = Mend(mend_name or name, {ref: text[: hit.start] + hit.swap + text[hit.end :]})
    return self.finding(
        (ref, *more),
        f"{facts.form.describe(ref)}：{hit.message}",
        hit.hint,
        severity=hit.severity,
        span=(hit.start, hit.end),
        quote=text[hit.start : hit.end],
        mend=mend,
    )


def first_of_each(self: Rule, facts: Facts, scan: Scan, name: str) -> Iterator[Finding]:
    """Yields one finding a passage, at its first hit, with one mend for all of them.

    Args:
        self: The rule.
        facts: What it may look at.
        scan: Finds the hits; each must have a swap.
        name: What the mend does, as an imperative.
    """
    for ref, text in written(facts):
        hits = list(scan(text))
        if not hits:
            continue
        mended = text
        for hit in reversed(hits):
            mended = mended[: hit.start] + (hit.swap or "") + mended[hit.end :]
        first = hits[0]
        count = f"，这一段共{len(hits)}处" if len(hits) > 1 else ""
        yield self.finding(
            (ref,),
            f"{facts.form.describe(ref)}：{first.message}{count}",
            first.hint,
            severity=first.severity,
            span=(first.start, first.end),
            quote=text[first.start : first.end],
            mend=Mend(name, {ref: mended}),
        )

"""From a document to a report: values, printed totals, and every doubt by name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tui_report.form.model import Form, Ref, Table
from tui_report.importing.above import figures_above
from tui_report.importing.around import figures_around
from tui_report.importing.cell_lines import cell_lines
from tui_report.importing.disputes import read_one_row
from tui_report.importing.document import Document, Grid
from tui_report.importing.facts import facts_of, further_title, unread_facts
from tui_report.importing.figures import Taken, read_rows
from tui_report.importing.flow import Flow, flow_of
from tui_report.importing.headings import Found, passages, sections
from tui_report.importing.labels import Labels, Mark
from tui_report.importing.named import named_figures
from tui_report.importing.prose import read_prose
from tui_report.importing.rows import Reader
from tui_report.importing.splits import Figures
from tui_report.numbers import Number
from tui_report.report import Remark, Report, Source, Value

FEWEST_SECTIONS = 3
"""Sections by which a text shows that it is a report."""
_BREAK = re.compile(r"\s*\n\s*")


def recognise(document: Document, form: Form, file: str) -> Report:
    """Returns the report that a document holds.

    What has no single possible reading stays blank and is named in a remark.

    Args:
        document: What a reader made of the file.
        form: The form to read into.
        file: Name of the file, for the record.
    """
    flow, others = _first_report(flow_of(document), form)
    heads = sections(flow, form)
    marks = Labels(form).marks(flow)
    taken = _tables(flow, form, heads, marks)
    facts = facts_of(flow, heads[0].start if heads else len(flow.text), heads[-1].end if heads else 0)
    text = read_prose(flow, form, heads, facts, taken.spans, _width(document))
    edition = _edition(marks, taken)
    if edition == "2019":
        _only_requests(taken)
    values: dict[Ref, Value] = {**facts.values, **text.values}
    stated: dict[Ref, Number] = {}
    derived = {t.ref(r.key, c.key) for t in form.tables for r in t.rows for c in t.columns if t.derived(r.key, c.key)}
    for ref in form.figures:
        if ref in taken.values:
            (stated if ref in derived else values)[ref] = taken.values[ref]
    source = Source(file, edition, facts.title, tuple(text.headings), taken.labels, tuple(taken.missing))
    remarks = (*document.remarks, *others, *facts.remarks, *unread_facts(facts.values), *taken.remarks, *text.remarks)
    return Report(_ordered(form, values), stated, remarks=tuple(map(_in_one_line, remarks)), source=source)


def _first_report(flow: Flow, form: Form) -> tuple[Flow, list[Remark]]:
    """Leaves out a second report behind the first, such as that of another year on the same page."""
    heads = sections(flow, form)
    title = further_title(flow, heads[1].start) if len(heads) > 1 else None
    if title is None:
        return flow, []
    again = _sections_of(flow.until(title.start()), form) & _sections_of(flow.behind(title.start()), form)
    if len(again) < FEWEST_SECTIONS:  # a title at the head of each page begins no report
        return flow, []
    text = "文件里不止一份报告，只导入第一份；后面的请另存为一个文件再导入"
    quote = flow.quote(title.start(), title.end())
    return flow.until(title.start()), [Remark("", text, flow.place(title.start()), quote)]


def _sections_of(flow: Flow, form: Form) -> set[Ref]:
    return {head.ref for head in sections(flow, form)} - {""}


def _in_one_line(remark: Remark) -> Remark:
    return remark._replace(text=_BREAK.sub(" ", remark.text), quote=_BREAK.sub(" ", remark.quote))


def _ordered(form: Form, values: Mapping[Ref, Value]) -> dict[Ref, Value]:
    order = [*form.texts, *form.figures]
    return {ref: values[ref] for ref in order if ref in values}


def _tables(flow: Flow, form: Form, heads: list[Found], marks: list[Mark]) -> Taken:
    stops = [h.start for h in heads] + _late_passages(flow, heads)
    reader = Reader(flow, form, marks, stops)
    taken = Taken()
    ready = figures_above(reader, form)
    for table in form.tables:
        region = _region(flow, form, table.key, heads, taken, stops)
        if table.sums and not table.in_one_row:
            ready = figures_around(reader, table, *region) or ready
        ready = {**ready, **named_figures(reader, table, *region)}
    how = cell_lines(reader, form)

    def below(table: Table, mark: Mark) -> Figures | None:
        return how.figures(reader, table, mark) if how else None

    for table in form.tables:
        if table.in_one_row:
            region = _region(flow, form, table.key, heads, taken, stops)
            read_one_row(reader, form, table, region, taken, ready, below)
        else:
            read_rows(reader, form, table, taken, ready, below)
    taken.judge_unproved(form, reader)
    return taken


def _late_passages(flow: Flow, heads: list[Found]) -> list[int]:
    """Sub-headings of section five that follow the tables without its heading end the tables as well."""
    if any(h.ref == "problems" for h in heads):
        return []
    start = next((h.end for h in heads if h.ref == "disputes"), None)
    if start is None:
        return []
    end = next((h.start for h in heads if h.start > start), len(flow.text))
    return [f.start for f in passages(flow, "problems", start, end) if f.ref]


def _region(flow: Flow, form: Form, key: str, heads: list[Found], taken: Taken, stops: list[int]) -> tuple[int, int]:
    start = next((h.end for h in heads if h.ref == key), None)
    if start is None:
        start = max((end for _, end in taken.spans), default=0)
    return start, next((s for s in sorted(stops) if s > start), len(flow.text))


def _edition(marks: list[Mark], taken: Taken) -> str:
    old = {m.ref for m in marks if m.ref.startswith("head:2019:")}
    return "2019" if len(old) >= 2 else "2021" if taken.values else ""


def _only_requests(taken: Taken) -> None:
    """Figures of section two of the older form count other things."""
    held = [ref for ref in taken.values if ref.startswith("disclosure.")]
    for ref in held:
        del taken.values[ref]
    taken.missing[:] = [ref for ref in taken.missing if not ref.startswith("disclosure.")]
    taken.remarks[:] = [r for r in taken.remarks if not r.ref.startswith("disclosure")]
    taken.remarks.append(Remark("disclosure", "这是2019年的旧格式，第二部分的数口径不同，没有导入"))


def _width(document: Document) -> int:
    """Returns the length of a line where most long lines end in mid-sentence at the page's edge, else 0."""
    lines = [b.text.strip() for b in document.blocks if not isinstance(b, Grid)]
    long = [line for line in lines if len(line) >= 15]
    broken = sum(line[-1] not in "。！？；：”）;:" for line in long)
    usual = sorted(map(len, long))[len(long) // 2] if long else 0
    return usual if broken * 2 > len(long) and usual < 100 else 0

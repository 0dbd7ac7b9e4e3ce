"""`show`: prints what a report holds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace

from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Passage, Ref, Table
from tui_report.numbers import write_number
from tui_report.report import Report, plain
from tui_report.rules.model import Facts
from tui_report.totals import figures
from tui_report.verbs.opening import open_facts, print_json, put

LABEL = 38
"""Columns for the label of a row."""
CELL = 6
BLANK = "空"


def run(args: SimpleNamespace) -> int:
    """Prints all facts, passages and figures, as text or as JSON."""
    facts = open_facts(args.file)
    if args.json:
        print_json(as_json(facts.report))
    else:
        for line in lines_of(facts, _columns()):
            put(line)
    return 0


def as_json(report: Report) -> dict[str, object]:
    """Returns every value by ref, derived ones included; null is blank, which is not zero."""
    values: dict[str, object] = {ref: report.values.get(ref) for ref in FORM.texts}
    values |= {ref: report.values.get(ref) if v is None else v for ref, v in figures(FORM, report).items()}
    return {
        "form": FORM.key,
        "year": report.year,
        "unit": {"name": report.unit, "level": report.level},
        "values": values,
        "stated": dict(report.stated),
        "remarks": [remark._asdict() for remark in report.remarks],
    }


def _columns() -> int:
    import shutil

    return max(40, min(shutil.get_terminal_size().columns, 100)) if sys.stdout.isatty() else 80


def lines_of(facts: Facts, width: int) -> Iterator[str]:
    """Yields the report as text of a width: facts, passages, and of the tables the rows that hold other than zeros."""
    from tui_report.width import wrap

    report = facts.report
    for fact in FORM.facts:
        value = plain(report.values.get(fact.ref))
        yield f"{fact.label}：{dict(fact.choices).get(value, value) or '未填'}"
    for section in FORM.sections:
        yield from ("", section.heading)
        for passage in section.passages:
            for line in _paragraphs(facts, passage):
                yield from wrap(line, width)
        heads: list[str] = []
        for table in section.tables:
            above, heads = heads, list(_heads(table))
            yield from _table(table, facts, heads if heads != above else [])
    if report.remarks:
        yield from ("", f"导入时的说明{len(report.remarks)}条，用 --json 看全部")


def _paragraphs(facts: Facts, passage: Passage) -> Iterator[str]:
    if passage.heading:
        yield passage.heading
    yield from (f"　　{line}" for line in facts.prose.get(passage.ref, "未填").split("\n"))


def _table(table: Table, facts: Facts, heads: list[str]) -> Iterator[str]:
    """The rows with other than zeros, under their heads; how many are left out, because all of them are 0."""
    cells = {row: [_cell(facts, table.ref(row.key, column.key)) for column in table.columns] for row in table.rows}
    shown = {row: texts for row, texts in cells.items() if set(texts) != {"0"}}
    zero = [row.full_label for row in cells if row not in shown]
    if shown:
        yield from heads
    for row, texts in shown.items():
        yield from _row(row.full_label, texts, _wide(table))
    if zero:
        yield f"{'、'.join(zero) if len(zero) < 3 else f'其余{len(zero)}行' if shown else f'{len(zero)}行'}都是0"


def _cell(facts: Facts, ref: Ref) -> str:
    number = facts.figures[ref]
    return plain(facts.report.values.get(ref)) or BLANK if number is None else write_number(number)


def _wide(table: Table) -> int:
    return CELL if len(table.columns) > 3 else 2 * CELL


def _heads(table: Table) -> Iterator[str]:
    """The columns' short names, on as many lines as they have."""
    from tui_report.width import pad

    names = [(column.short or column.label).split("\n") for column in table.columns]
    for number in range(max(map(len, names))):
        parts = [name[number] if number < len(name) else "" for name in names]
        yield (" " * LABEL + "".join(pad(part, _wide(table), "right") for part in parts)).rstrip()


def _row(label: str, cells: list[str], wide: int) -> Iterator[str]:
    """A row: its label on as many lines as it needs, the figures on the last of them."""
    from tui_report.width import pad, wrap

    *above, last = wrap(label, LABEL)
    yield from above
    yield pad(last, LABEL) + "".join(pad(f" {cell}", wide, "right") for cell in cells)

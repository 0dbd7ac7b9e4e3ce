"""How a report file looks: one row a line, figures under each other, the printed labels as comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from tui_report.form.model import Fact, Form, Passage, Ref, Section, Table
from tui_report.numbers import write_number
from tui_report.report import Report, Unread, Value
from tui_report.store.literals import escaped_line, key, literal, quoted, storable
from tui_report.store.reading import FORMAT, read_cell
from tui_report.store.records import remark_lines, source_lines, waiver_lines

CELL_WIDTH = 3
HEAD = (
    "# 政府信息公开工作年度报告",
    '# 一行一项。没有的填 0，还不知道的留 ""：空着不等于 0。井号后面是说明，不算内容。',
)

_LINE = r'[^"\\\r\n]*'
_VALUE = rf'(?:"{_LINE}"|[\d.-]+|true|false|\[(?: *(?:"{_LINE}"|[\d.-]+),?)*\]|"""\n(?:(?!""")[^\\\r])*""")'
_PLAIN = re.compile(rf"(?:(?:#[^\r\n]*|\[\w+\]|\w+ *= *{_VALUE} *(?:#[^\r\n]*)?)?\n)*+", re.ASCII)


def is_plain(text: str) -> bool:
    """Whether a text is written as here: simple tables and keys, one a line, so that editing it moves no other line."""
    return _PLAIN.fullmatch(text) is not None


def new_text(report: Report, form: Form) -> str:
    """Returns the text of a new file that holds a report, blank values as `""`."""
    lines = [*HEAD, f"{f'format = {FORMAT}':<23} # 文件格式的版本", f"{f'form = {quoted(form.key)}':<24}# {form.name}"]
    facts = [fact for fact in form.facts if "." not in fact.ref]
    lines += [f"{f'{fact.ref} = {value_text(report.values.get(fact.ref))}':<23} # {fact.label}" for fact in facts]
    before, after = (tuple(f for f in form.facts if f.ref.startswith(head)) for head in ("unit.", "sign."))
    lines += _fact_lines(report, before)
    for section in form.sections:
        lines += ["", f"[{section.key}]", *_section_lines(report, section)]
    lines += [*_fact_lines(report, after), *_record_lines(report)]
    return "\n".join(lines) + "\n"


def value_text(value: Value | None) -> str:
    """Returns a value as TOML on one line; None, which is blank, as `""`."""
    match value:
        case None:
            return '""'
        case Unread():
            return literal(value.raw)
        case int() | Decimal():
            return write_number(value)
        case date():
            return value.isoformat()
    return quoted(storable(value))


def cell_text(value: Value | None, decimals: int) -> str:
    """Returns the value of a cell as TOML.

    What could be taken for a number goes into a list of its own where it is none, so that it reads back as it was.
    """
    if type(value) is int:  # nearly all
        return str(value)
    if isinstance(value, Unread) and read_cell(value.raw, decimals) != value:
        return f"[{literal(value.raw)}]"
    return value_text(value)


def row_text(cells: Sequence[str]) -> str:
    """Returns a row of TOML values, right-aligned."""
    return "[" + ", ".join(cell.rjust(CELL_WIDTH) for cell in cells) + "]"


def passage_text(value: Value | None) -> str:
    """Returns a passage as TOML: a string of several lines, each paragraph a line of its own."""
    if not isinstance(value, str):
        return value_text(value)
    lines = (escaped_line(line) for line in storable(value).split("\n"))
    return "\n".join(('"""', *lines, '"""'))


def row_cells(report: Report, table: Table, row: str) -> list[Value | None]:
    """Returns the entered cells of a row in the form's order."""
    return [report.values.get(table.ref(row, column.key)) for column in table.entered_columns]


def _fact_lines(report: Report, facts: Sequence[Fact]) -> Iterator[str]:
    head = facts[0].ref.partition(".")[0]
    yield from ("", f"[{head}]")
    for fact in facts:
        yield f"{fact.ref.partition('.')[2]} = {value_text(report.values.get(fact.ref))}  # {_about(fact)}"


def _about(fact: Fact) -> str:
    choices = "，".join(f"{value}={label}" for value, label in fact.choices)
    return f"{fact.label}：{choices}" if choices else fact.label


def _section_lines(report: Report, section: Section) -> Iterator[str]:
    yield f"# {section.heading}"
    for passage in section.passages:
        yield from _passage_lines(report, passage)
    width = max((len(row.key) for table in section.tables for row in table.rows), default=0)
    for heads, tables in groupby(section.tables, lambda table: " ".join(c.label for c in table.entered_columns)):
        yield f"# {heads}"
        for table in tables:
            for row in table.rows:
                if row.key not in table.derived_rows:
                    cells = [cell_text(cell, table.decimals) for cell in row_cells(report, table, row.key)]
                    extra = [literal(item) for item in report.surplus.get(f"{table.key}.{row.key}", ())]
                    yield f"{row.key:<{width}} = {row_text(cells + extra)}  # {row.label}"


def _passage_lines(report: Report, passage: Passage) -> Iterator[str]:
    if passage.heading:
        yield f"# {passage.heading}"
    yield f"{passage.ref.partition('.')[2]} = {passage_text(report.values.get(passage.ref))}"


def _record_lines(report: Report) -> Iterator[str]:
    for name, entries in (("stated", report.stated), ("notes", report.notes)):
        if entries:
            yield from ("", f"[{name}]", *(entry_line(ref, value) for ref, value in entries.items()))
    for waiver in report.waivers:
        yield from ("", "[[waiver]]", *waiver_lines(waiver))
    for remark in report.remarks:
        yield from ("", "[[remark]]", *remark_lines(remark))
    if report.source is not None:
        yield from ("", *source_lines(report.source))


def entry_line(ref: Ref, value: Value) -> str:
    """Returns a line of a table whose keys are refs."""
    return f"{key(ref)} = {value_text(value)}"

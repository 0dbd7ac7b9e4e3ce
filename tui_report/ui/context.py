"""What is said around the grid about the cell under the cursor. Plain texts of one line each; no widget.

Row and column are named once, by `place_line`; the other lines say 本行 and 本列, so that only their numbers change
when the cursor moves: behind a slow line every word that stays is a word less to wait for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from tui_report.form.model import Column, Form, Identity, Ref, Row, Sum, Table
from tui_report.numbers import Number, write_number
from tui_report.ui.session import Session
from tui_report.width import display_width, pad

Figures: TypeAlias = Mapping[Ref, Number | None]

GAP = "    "
ROOM_FOR_ROWS = 64
"""Columns that nearly all heads of rows have room in."""
CARRIED = ("carried_in", "carried_out")
"""Rows of which this year's first was last year's second."""
CHAIN = ("made", "repealed", "in_force")
"""Columns of which the third is last year's third plus the first less the second (惯例)."""


def place_line(form: Form, ref: Ref) -> str:
    """Returns the full printed heads of a cell: 三、本年度办理结果（三）不予公开 1.属于国家秘密  /  申请人情况 自然人."""
    _, table, row, column = form.place(ref)
    return f"{_row_heads(table, row)}  /  {' '.join(column.path)}"


def _row_heads(table: Table, row: Row, *, short: bool = False) -> str:
    heads = [table.caption, *row.path] if table.caption else list(row.path)
    if short and len(heads) > 1:
        del heads[0]
    text = heads[0]
    for head in heads[1:]:
        text += head if head.startswith("（") else f" {head}"
    return text


def title_line(form: Form, ref: Ref, width: int) -> str:
    """Returns the heads of a cell for a line of so many columns: the column's, then always at the same place the row's.

    So a move writes only one of the two anew. Where rows would have no room, only the column's own head is said, and the
    row's without the first of its own.
    """
    _, table, row, column = form.place(ref)
    head = f" {_column_heads(table, width)[column.key]} / "
    whole = head + _row_heads(table, row)
    return whole if display_width(whole) <= width else head + _row_heads(table, row, short=True)


@lru_cache
def _column_heads(table: Table, width: int) -> dict[str, str]:
    """By column: what a title calls it, all equally wide."""
    names = {column.key: " ".join(column.path) for column in table.columns}
    if width - max(map(display_width, names.values())) < ROOM_FOR_ROWS:
        names = {column.key: column.label for column in table.columns}
    widest = max(map(display_width, names.values()))
    return {key: pad(name, widest) for key, name in names.items()}


def help_line(form: Form, ref: Ref) -> str:
    """Returns the article to read and what belongs into the row: 参见条例第三十七条：能够区分处理的."""
    row = form.place(ref)[2]
    return f"参见{row.law}：{row.help}" if row.law else row.help


def sum_line(session: Session, ref: Ref) -> str:
    """Returns the sums a cell counts into with their values, or how a computed cell is made."""
    _, table, row, column = session.form.place(ref)
    found = session.assessment.figures
    if table.derived(row.key, column.key):
        total = next(s for s in table.sums if s.target == (row.key if s.axis == "row" else column.key))
        return f"自动计算，不用填：{_parts(table, total)}相加，得{_number(found[ref])}"
    sums = [s for s in table.sums if (row.key if s.axis == "row" else column.key) in s.parts]
    return "计入：" + "；".join(_named(table, s, row, column, found) for s in sums) if sums else ""


def _parts(table: Table, total: Sum) -> str:
    if total.axis == "row":
        labels, kind = {row.key: row.full_label for row in table.rows}, "行"
    else:
        labels, kind = {column.key: column.label for column in table.columns}, "列"
    return f"{labels[total.parts[0]]} 到 {labels[total.parts[-1]]} 共{len(total.parts)}{kind}"


def _named(table: Table, total: Sum, row: Row, column: Column, found: Figures) -> str:
    if total.axis == "row":
        return f"本列{table.row(total.target).full_label} {_number(found[table.ref(total.target, column.key)])}"
    label = next(c.label for c in table.columns if c.key == total.target)
    return f"本行{label} {_number(found[table.ref(row.key, total.target)])}"


def balance_line(session: Session, ref: Ref) -> str:
    """Returns the relation a cell has to hold to, in words, with the value that would satisfy it; empty without one.

    For 三 the identity of the cell's column; for the documents of 二 the chain from last year's figure to this year's.
    """
    _, table, row, column = session.form.place(ref)
    for identity in table.identities:
        return _identity(session, table, identity, row.key, column.key)
    if {c.key for c in table.columns} == set(CHAIN):
        return _chain(session, table, row.key)
    return ""


def _identity(session: Session, table: Table, identity: Identity, row: str, column: str) -> str:
    found, report = session.assessment.figures, session.report
    at = {key: found[table.ref(key, column)] for key in identity.left + identity.right}
    apart = _apart(identity, at)

    def term(key: str) -> str:
        unread = at[key] is None and table.ref(key, column) in report.values
        return identity.name(key) + ("(不是数字)" if unread else _number(at[key]))

    words = " = ".join(" + ".join(map(term, side)) for side in (identity.left, identity.right))
    blank = [r.key for r in table.rows if r.key not in table.derived_rows and found[table.ref(r.key, column)] is None]
    parts = [f"本列：{words}"]
    if apart:
        parts.append(f"差{write_number(max(apart, -apart))}")
    elif None not in at.values():
        parts.append("相等")
    if column not in table.derived_columns:
        if len(blank) > 1 or not at.keys() >= set(blank):
            parts.append(f"还有{len(blank)}格没有数")
        elif apart:
            parts += _mending(table, identity, at, blank[0] if blank else row)
    return GAP.join(parts)


def _apart(identity: Identity, at: Figures) -> Number:
    """What the left side has more than the right one; blank rows count nothing."""
    apart: Number = 0
    for key in identity.left:
        apart += at[key] or 0
    for key in identity.right:
        apart -= at[key] or 0
    return apart


def _mending(table: Table, identity: Identity, at: Figures, row: str) -> Iterator[str]:
    """The value that would balance a column: of one row, or where that cannot be of the last one that can."""
    apart = _apart(identity, at)
    typed = [key for key in reversed(identity.left + identity.right) if key not in table.derived_rows]
    for key in sorted(typed, key=lambda key: key != row):
        value = (at[key] or 0) + (apart if key in identity.right else -apart)
        if value >= 0:
            yield f"若{identity.name(key)}填{write_number(value)}则相等"
            return


def _chain(session: Session, table: Table, row: str) -> str:
    last = session.last_figures
    made, repealed, in_force = (session.assessment.figures[table.ref(row, key)] for key in CHAIN)
    before = last[table.ref(row, CHAIN[2])]
    if before is None:
        return ""
    due = before + (made or 0) - (repealed or 0)
    terms = f"上年现行有效{_number(before)} + 本年制发{_number(made)} - 本年废止{_number(repealed)}"
    words = f"{terms} = {write_number(due)}"
    if in_force == due:
        return GAP.join((words, "与现行有效相符"))
    if in_force is None:
        return GAP.join((words, f"若现行有效填{write_number(due)}则相符" if due >= 0 else "废止的比有的还多"))
    return GAP.join((words, f"现行有效{_number(in_force)}，差{write_number(max(in_force - due, due - in_force))}"))


def last_line(session: Session, ref: Ref) -> str:
    """Returns last year's figure to compare a cell with; empty where there is no report of last year.

    In 三 that is also the column's 四 of last year, which this year's 二 has to repeat.
    """
    if not session.last:
        return ""
    last = session.last_figures
    _, table, row, column = session.form.place(ref)
    if any(CARRIED[1] in identity.right for identity in table.identities):
        carried = _number(last[table.ref(CARRIED[1], column.key)])
        return f"上年四：{carried}" if row.key in CARRIED else f"上年{_number(last[ref])} 上年四{carried}"
    return f"上年本格：{_number(last[ref])}"


def below_line(session: Session, ref: Ref, width: int = 80) -> str:
    """Returns the line under the grid: the relation and last year's figure, closer together where `width` is short.

    What does not fit even then is left out whole, last year's figure first.
    """
    items = [item for line in (balance_line(session, ref), last_line(session, ref)) for item in line.split(GAP) if item]
    gap = GAP if display_width(GAP.join(items)) <= width else GAP[:2]
    while len(items) > 1 and display_width(gap.join(items)) > width:
        items.pop()
    return gap.join(items)


def note_line(session: Session, ref: Ref) -> str:
    """Returns the clerk's own note on a cell; empty where there is none."""
    note = session.report.notes.get(ref, "")
    return f"备注：{note}" if note else ""


def _number(value: Number | None) -> str:
    return "空" if value is None else write_number(value)

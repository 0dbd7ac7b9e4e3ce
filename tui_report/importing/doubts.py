"""Says why cells of a table stay blank, with the words of the source."""

from __future__ import annotations

from collections.abc import Mapping

from tui_report.form.model import Form, Ref
from tui_report.importing.flow import Flow
from tui_report.importing.rows import Line
from tui_report.report import Remark


def doubt(flow: Flow, form: Form, ref: Ref, line: Line, blank: Mapping[Ref, str]) -> Remark:
    """Returns the remark on the blank cells of a row. Its ref is the row where the reading is in doubt, else the first blank cell."""
    where = form.describe_part(ref)
    first = next(iter(blank))
    start = line.mark.start if line.mark else line.printed.start if line.printed else 0
    if line.printed is None:
        return Remark(first, f"{where}：没有找到这一行的数，空着", flow.place(start), flow.quote(start, start + 40))
    quote = flow.quote(start, line.printed.end)
    place = flow.place(line.printed.start)
    if line.doubt:
        names = "、".join(blank.values())
        return Remark(ref, f"{where}：原件的数有几种读法，{names}空着，请对照原件填写", place, quote)
    if line.exact is not None:
        return Remark(first, f"{where}：{'、'.join(blank.values())}原件没有填数，空着", place, quote)
    if line.pieces:
        return Remark(ref, f"{where}：原件的数有几种读法，整行空着，请对照原件填写", place, quote)
    found = len(line.printed.tokens)
    why = f"应有{len(blank)}个数，原件有{found}个" if found != len(blank) else "数读不准"
    return Remark(first, f"{where}：{why}，整行空着，请对照原件填写", place, quote)

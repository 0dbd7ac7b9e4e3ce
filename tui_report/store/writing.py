"""A Report written into the text of its file: only the lines whose values changed become others."""

from __future__ import annotations

from functools import lru_cache

from tui_report.form.model import Fact, Form
from tui_report.report import Report
from tui_report.store.faults import StoreError
from tui_report.store.layout import new_text
from tui_report.store.literals import storable
from tui_report.store.reading import parse_report
from tui_report.store.records import cleaned
from tui_report.store.toml import loads_again


def write_report(text_before: str, report: Report, form: Form, name: str = "原文件") -> str:
    """Returns the text of a file so edited that it holds a report; `name` is the file's, for messages.

    Comments, order, unknown keys, blank lines, line ends and a byte order mark stay. Where nothing changed the text
    is returned as it is. A text that is ours to the last byte holds nothing else to keep: it is written anew, which
    costs a tenth and needs no tomlkit.

    Raises:
        StoreError: The text is no report, or could not be edited so that it reads back as the report.
    """
    before, ours = known(text_before, form, name)
    wanted = _storable(report, before, form)
    if wanted == before:
        return text_before
    if ours and _holds(text := new_text(wanted, form), wanted, form):
        return text
    from tui_report.store.editing import edited

    text = edited(text_before, before, wanted, form)
    if not _holds(text, wanted, form):
        raise StoreError("存盘前核对不一致：文件的写法太特别，程序不敢改它，原文件没有动")
    return text


@lru_cache(maxsize=1)
def known(text: str, form: Form, name: str) -> tuple[Report, bool]:
    """Returns the report that a text holds, and whether it stands there as `new_text` writes it; raises StoreError.

    A text that is asked for again is not read again.
    """
    report = parse_report(text, form, name)
    return report, new_text(report, form) == text


def _holds(text: str, wanted: Report, form: Form) -> bool:
    """Whether a text reads back as a report and has lost nothing but what stood in the place of a section."""
    after = parse_report(text, form, "存盘前核对", loads_again)
    heads = {ref.partition(".")[0] for ref in (*form.texts, *form.figures)}
    return after.but(unknown=wanted.unknown) == wanted and set(wanted.unknown) - set(after.unknown) <= heads


def _storable(report: Report, before: Report, form: Form) -> Report:
    """The report as the file will give it back: a fact of nothing but blanks is none."""
    texts = {ref: storable(v) for ref, v in report.values.items() if isinstance(v, str)}
    empty = {
        ref for ref, text in texts.items() if not (text.strip() if isinstance(form.texts.get(ref), Fact) else text)
    }
    values = {ref: texts.get(ref, v) for ref, v in report.values.items() if ref not in empty}
    return cleaned(report).but(values=values, unknown=before.unknown)

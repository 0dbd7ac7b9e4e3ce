"""`show`: prints what a report holds."""

from __future__ import annotations

from argparse import Namespace

from tui_report.form.cn_2021 import FORM
from tui_report.numbers import write_number
from tui_report.report import Report, plain
from tui_report.totals import figures
from tui_report.verbs.opening import open_facts, print_json


def run(args: Namespace) -> int:
    """Prints all facts, passages and figures, as text or as JSON."""
    report = open_facts(args.file).report
    if args.json:
        print_json(as_json(report))
    else:
        _print(report)
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
        "remarks": [{"ref": r.ref, "text": r.text, "place": r.place, "quote": r.quote} for r in report.remarks],
    }


def _print(report: Report) -> None:
    for fact in FORM.facts:
        print(f"{fact.label}：{plain(report.values.get(fact.ref)) or '未填'}")
    numbers = figures(FORM, report)
    for section in FORM.sections:
        print(f"\n{section.heading}")
        for passage in section.passages:
            print(
                f"{passage.heading}\n{report.text(passage.ref) or '未填'}"
                if passage.heading
                else report.text(passage.ref) or "未填"
            )
        for table in section.tables:
            for row in table.rows:
                cells = [(c.label, numbers[table.ref(row.key, c.key)]) for c in table.columns]
                words = "  ".join(f"{label} {'未填' if v is None else write_number(v)}" for label, v in cells)
                print(f"{row.full_label}：{words}")

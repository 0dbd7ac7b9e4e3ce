"""`diff`: what differs between two reports, cell by cell and sentence by sentence."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from tui_report.differences import Difference, differences
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, plain
from tui_report.verbs.opening import called, print_json, put, read_any, tell


def run(args: SimpleNamespace) -> int:
    """Compares two files of any kind; 1 where they differ."""
    names = called(args.one), called(args.other)
    reports = read_any(Path(args.one)), read_any(Path(args.other))
    found = list(differences(FORM, *reports, printed=True))
    for name, report in zip(names, reports, strict=True):
        blank = sum(ref not in report.values for ref in FORM.entered)
        if report.source and blank:
            tell(f"{name}：有{blank}格没有读准，按空着比较")
    if args.json:
        print_json({"one": names[0], "other": names[1], "differences": [as_json(d) for d in found]})
        return int(bool(found))
    if not found:
        put("两份报告相同")
        return 0
    for sign, name, report in zip("-+", names, reports, strict=True):
        put(f"{sign} {name}（{_whose(report)}）")
    for difference in found:
        for line in difference.lines():
            put(line)
    put(f"共{len(found)}处不同")
    return 1


def _whose(report: Report) -> str:
    return f"{report.unit or '单位未填'}{report.year or '年度未填'}" + ("年" if report.year else "")


def as_json(difference: Difference) -> dict[str, object]:
    """Returns a difference as other programs read it; null is blank, which is not zero. Prose is as it is printed."""
    return {
        "ref": difference.ref,
        "place": difference.place,
        "one": _value(difference.before),
        "other": _value(difference.after),
        **({"gone": difference.gone, "come": difference.come} if difference.prose else {}),
        "text": str(difference),
    }


def _value(value: object) -> object:
    return plain(value) if isinstance(value, str) else value

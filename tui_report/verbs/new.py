"""`new`: an empty report in the current folder."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Value
from tui_report.verbs.opening import print_json, tell, today


def run(args: Namespace) -> int:
    """Makes the file; never over an existing one."""
    from tui_report.store.files import create, file_name

    year = args.year or today().year - 1
    report = Report(new_values(args.unit, args.level, year, args.last or ""))
    path = create(Path(args.file or file_name(args.unit, year)), report, FORM)
    if args.json:
        print_json({"file": str(path)})
    else:
        tell(f"已新建 {path}；运行 tui-report {path} 开始填写。")
    return 0


def new_values(unit: str, level: str, year: int, last: str = "") -> dict[str, Value]:
    """Returns the facts that a new report starts with; the body signs with its own name."""
    facts: dict[str, Value] = {
        "unit.name": unit,
        "unit.level": level,
        "year": year,
        "last_year": last,
        "sign.name": unit,
    }
    return {ref: value for ref, value in facts.items() if value}

"""`new`: an empty report in the current folder, or one that begins with what last year's left."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from tui_report.carry import Proposal, accepted, comparable, proposals, reminders
from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Fact
from tui_report.report import Report, Value, plain, write_fact
from tui_report.store.faults import AlreadyThere, shown
from tui_report.verbs.chinese_help import wrong_usage
from tui_report.verbs.opening import print_json, read_any, tell, today


def run(args: SimpleNamespace) -> int:
    """Makes the file; never over an existing one."""
    path = make(args)
    if not args.json:
        tell(f"已新建 {path}；运行 tui-report {path} 开始填写。")
    return 0


def make(args: SimpleNamespace) -> Path:
    """Makes the file, says what was taken over from last year, and returns the path; raises StoreError."""
    from tui_report.store.files import create, file_name

    if args.last and args.source:
        wrong_usage("--last和--from只写一个：--from已经包括了--last。")
    last = read_any(Path(args.source)) if args.source else None
    offered = proposals(FORM, last) if last else []
    values = {**accepted(offered), **_typed(args)}
    values.setdefault("unit.level", "township")
    values.setdefault("year", today().year - 1)
    if args.last:
        values["last_year"] = args.last
    begun = Report(values)
    path = Path(args.file or file_name(begun.unit, begun.year))
    if last:
        begun = _with_last(path, begun, Path(args.source), last)
    create(path, begun, FORM)
    _say(path, begun, [p for p in offered if begun.values.get(p.ref) == p.value], last, as_json=args.json)
    return path


def _typed(args: SimpleNamespace) -> dict[str, Value]:
    """What the command line says itself; the body signs with its own name."""
    facts = {"unit.name": args.unit, "sign.name": args.unit, "unit.level": args.level, "year": args.year}
    return {ref: value for ref, value in facts.items() if value}


def _with_last(path: Path, begun: Report, source: Path, last: Report) -> Report:
    """Names last year's file in the new report; what is no TOML file is written beside it as one first."""
    from tui_report.sources import keep_beside, named_beside

    if path.exists():
        raise AlreadyThere(f"{shown(path)} 已经有了，请换一个名字")
    name = named_beside(path.parent, source) or keep_beside(path.parent, comparable(FORM, last), FORM)
    return begun.edited({"last_year": name})


def _say(path: Path, begun: Report, taken: list[Proposal], last: Report | None, *, as_json: bool) -> None:
    seen = list(reminders(FORM, last)) if last else []
    if as_json:
        listed = [{"ref": p.ref, "value": p.value, "origin": p.origin} for p in taken]
        last_year = begun.text("last_year") or None
        print_json({"file": str(path), "last_year": last_year, "taken": listed, "remember": seen})
        return
    for proposal in taken:
        fact = FORM.texts.get(proposal.ref)
        value = write_fact(fact, proposal.value) if isinstance(fact, Fact) else plain(proposal.value)
        tell(f"{FORM.describe(proposal.ref)} {value}，取自{proposal.origin}")
    for line in seen:
        tell(line)
    if last:
        tell(f"上年报告：{begun.text('last_year')}")

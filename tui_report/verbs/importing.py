"""`import`: makes report files out of Word, web and text files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from tui_report.assess import assess
from tui_report.characters import visible
from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Ref
from tui_report.report import Remark, Report, write_remark
from tui_report.rules.model import Facts
from tui_report.store.faults import AlreadyThere, StoreError, shown, unsaved
from tui_report.verbs.batch import Progress, attempt, each
from tui_report.verbs.chinese_help import wrong_usage
from tui_report.verbs.opening import called, print_json, read_any, tell, today


class Imported(NamedTuple):
    """What became of one file."""

    file: str
    output: str
    unit: str = ""
    year: int | None = None
    open: tuple[Ref, ...] = ()
    """Cells that a person types and the importer left blank."""
    remarks: tuple[Remark, ...] = ()
    fault: str = ""
    """Why there is no output."""

    @property
    def needs_look(self) -> bool:
        """Whether cells, unit or year were left open."""
        return bool(self.open or not (self.unit and self.year))


def run(args: SimpleNamespace) -> int:
    """Imports each file; 1 where cells were left open, 2 where a file could not be read or written."""
    pairs = list(_outputs(args))
    if not pairs:
        tell("没有找到可以导入的文件")
        return 2
    done = list(_import_all(pairs, args))
    if args.json:
        print_json(as_json(done[0]) if len(done) == 1 else {"files": [as_json(one) for one in done]})
    return 2 if any(one.fault for one in done) else int(any(one.needs_look for one in done))


def _outputs(args: SimpleNamespace) -> Iterator[tuple[str, Path]]:
    """Yields each source with the file to write: no two the same, folders below a folder kept."""
    suffix = f".{args.to}"
    sources = [pair for word in args.files for pair in _sources(word)]
    target = Path(args.output) if args.output else None
    if target is not None and len(sources) == 1 and not Path(args.files[0]).is_dir() and not target.is_dir():
        yield str(sources[0][0]), target
        return
    if target is not None and target.exists() and not target.is_dir():
        wrong_usage(f"要导入几个文件，-o后面就要写文件夹；{shown(target)} 是一个文件。")
    taken: set[Path] = set()
    for source, below in sources:
        output = (target or Path()) / below.with_suffix(suffix)
        if output in taken:
            output = output.with_name(below.name + suffix)
        taken.add(output)
        yield str(source), output


def _sources(word: str) -> Iterator[tuple[Path, Path]]:
    from tui_report.sources import files_below, importable

    if not Path(word).is_dir():
        yield Path(word), Path(called(Path(word).name))
        return
    for path in files_below(Path(word)):
        if importable(path):
            yield path, path.relative_to(word)


def _import_all(pairs: list[tuple[str, Path]], args: SimpleNamespace) -> Iterator[Imported]:
    names, outputs = [name for name, _ in pairs], [output for _, output in pairs]
    progress = Progress("导入", len(names))
    progress.show(0, names[0])
    work = partial(import_file, to=args.to, force=args.force)
    for number, (one, fault) in enumerate(each(work, names, outputs, jobs=args.jobs)):
        done = one or Imported(names[number], str(outputs[number]), fault=fault)
        progress.clear()
        print("\n".join(map(visible, _lines(done, alone=len(pairs) == 1))), file=sys.stderr)
        progress.show(number + 1, names[min(number + 1, len(names) - 1)])
        yield done
    progress.clear()


def import_file(name: str, output: Path, *, to: str, force: bool) -> tuple[Imported | None, str]:
    """Reads a file of any kind and writes it as a report; returns what became of it, or why nothing did."""
    return attempt(name, lambda path: _imported(Path(path), output, to, force=force))


def _imported(path: Path, output: Path, to: str, *, force: bool) -> Imported:
    """A file that has the output's name already stays, unless it may be written over."""
    from tui_report.store.files import create_whole, write_over, write_whole

    report = read_any(path)
    text = _text(report, to)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        if force:
            (write_over if to == "toml" else write_whole)(output, text.encode(), sources=[path])
        else:
            create_whole(output, text.encode())
    except AlreadyThere:
        raise StoreError(f"{shown(output)} 已经有了，没有覆盖；要覆盖就加 --force") from None
    except OSError as error:
        raise unsaved(output.parent, error) from error
    blank = tuple(ref for ref in FORM.entered if ref not in report.values)
    return Imported(str(path), str(output), report.unit, report.year, blank, report.remarks)


def _text(report: Report, to: str) -> str:
    """The report as a file of one kind; text of a report with open errors is marked as a draft."""
    if to == "txt":
        from tui_report.rendering.text import render_text

        facts = Facts(FORM, report, today=today())
        assessment = assess(facts)
        return render_text(facts, assessment, draft=bool(assessment.count("error")))
    from tui_report.store.layout import new_text

    return new_text(report, FORM)


def _lines(one: Imported, *, alone: bool) -> Iterator[str]:
    """One line on the file, and under it what has to be looked at."""
    name = called(shown(one.file))
    if one.fault:
        yield f"{name}  没有导入：{one.fault.removeprefix(f'{shown(Path(one.file))}：')}"
        return
    cells = len(FORM.entered)
    yield f"{name}  {cells}格读到{cells - len(one.open)}格，空{len(one.open)}格，说明{len(one.remarks)}条，写入 {one.output}"
    if alone:
        yield from (f"  {write_remark(FORM, remark)}" for remark in one.remarks)
        if one.open:
            yield "空着的格不等于0：请对照原件填写。"


def as_json(one: Imported) -> dict[str, object]:
    """Returns what became of a file as other programs read it."""
    if one.fault:
        return {"file": one.file, "unreadable": one.fault}
    remarks = [{"ref": r.ref, "text": r.text, "place": r.place, "quote": r.quote} for r in one.remarks]
    return {
        "file": one.file,
        "output": one.output,
        "unit": one.unit,
        "year": one.year,
        "open": list(one.open),
        "remarks": remarks,
    }

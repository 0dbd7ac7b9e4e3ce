"""`render`: the report as it will be published, in the shape that is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

from tui_report.assess import STOPPING, Assessment, assess
from tui_report.rules.model import Facts
from tui_report.store.faults import shown
from tui_report.verbs.chinese_help import wrong_usage
from tui_report.verbs.opening import open_facts, print_json, tell

BINARY = ("docx", "pdf")


def run(args: SimpleNamespace) -> int:
    """Renders a report to standard output or to a file; 1 where open errors forbid it, 2 where it cannot be made."""
    from tui_report.rendering.environment import OpenErrors, RenderError

    to = _format(args)
    facts = open_facts(args.file)
    try:
        made = (_poster if args.poster else _MAKERS[to])(facts, assess(facts, STOPPING), args)
        _caution(facts, made, args, to)
    except OpenErrors as fault:
        tell(f"{fault}（草稿加 --draft；有哪些问题用 tui-report check 看）")
        return 1
    except RenderError as fault:
        tell(str(fault))
        return 2
    _deliver(made, args, to)
    return 0


def _format(args: SimpleNamespace) -> str:
    """Says which format is asked for, and refuses what does not go together."""
    named = Path(args.output).suffix.lower().removeprefix(".") if args.output else ""
    if not args.to:
        page = args.fragment or args.poster
        fitting = ("pdf",) if args.poster else () if page else _MAKERS
        args.to = named if named in fitting else "html" if page else "txt"
    to: str = args.to
    if args.fragment and (to != "html" or args.poster):
        wrong_usage("--fragment 是网页的片段，只能用于 --to html")
    if args.poster and to not in ("html", "pdf"):
        wrong_usage("--poster 只能用于 --to html 或者 --to pdf")
    if args.output and Path(args.output).suffix.lower() == ".toml":
        wrong_usage(f"{shown(Path(args.output))} 是报告文件的名字，请给-o换一个，例如 报告.{to}")
    if args.section and (to in BINARY or args.poster):
        wrong_usage("--section 只能用于 txt、html、md")
    if to in BINARY and not args.output and (args.json or sys.stdout.isatty()):
        wrong_usage(f"{to}不是文字，请加 -o 文件名")
    return to


def _txt(facts: Facts, assessment: Assessment, args: SimpleNamespace) -> str:
    from tui_report.rendering.text import render_text

    return render_text(
        facts,
        assessment,
        draft=args.draft,
        width=args.width,
        ambiguous=args.ambiguous,
        section=args.section,
        template=_template(args),
    )


def _docx(facts: Facts, assessment: Assessment, args: SimpleNamespace) -> bytes:
    from tui_report.rendering.word import render_docx

    return render_docx(facts, assessment, draft=args.draft, template=_template(args))


def _html(facts: Facts, assessment: Assessment, args: SimpleNamespace) -> str:
    from tui_report.rendering.html import render_html

    return render_html(
        facts,
        assessment,
        draft=args.draft,
        fragment=args.fragment,
        section=args.section,
        template=_template(args),
    )


def _md(facts: Facts, assessment: Assessment, args: SimpleNamespace) -> str:
    from tui_report.rendering.markdown import render_markdown

    return render_markdown(facts, assessment, draft=args.draft, section=args.section, template=_template(args))


def _pdf(facts: Facts, assessment: Assessment, args: SimpleNamespace) -> bytes:
    from tui_report.rendering.pdf import render_pdf

    return render_pdf(facts, assessment, draft=args.draft, template=_template(args))


def _poster(facts: Facts, assessment: Assessment, args: SimpleNamespace) -> str | bytes:
    from tui_report.rendering.poster import render_poster

    sheet = render_poster(facts, assessment, draft=args.draft, paper=args.paper, url=args.url, template=_template(args))
    if args.to != "pdf":
        return sheet
    from tui_report.rendering.pdf import to_pdf

    return to_pdf(sheet)


_MAKERS: Mapping[str, Callable[[Facts, Assessment, SimpleNamespace], str | bytes]] = {
    "txt": _txt,
    "docx": _docx,
    "html": _html,
    "md": _md,
    "pdf": _pdf,
}


def _template(args: SimpleNamespace) -> Path | None:
    return Path(args.template) if args.template else None


def _caution(facts: Facts, made: str | bytes, args: SimpleNamespace, to: str) -> None:
    """Says whose templates were used, what they brought along, and what the portal's page lacks."""
    from tui_report.rendering.outgoing import in_front

    front = in_front(facts, _template(args))
    if front:
        tell(f"用的是非标准模板：{'、'.join(map(str, front))}")
    if to == "html" and not args.fragment and not args.poster:
        from tui_report.rendering.html import missing_meta

        lacking = missing_meta(facts)
        if lacking:
            tell(f"网页缺少网站和栏目的元数据，请在county.toml的portal里写上{'、'.join(lacking)}")
    if front and to in ("html", "docx"):
        from tui_report.rendering.concerns import concerns

        for concern in concerns(made):
            tell(f"模板带来的内容请检查：{concern}")


def _deliver(made: str | bytes, args: SimpleNamespace, to: str) -> None:
    if args.output:
        from tui_report.store.files import write_whole

        sources = [Path(name) for name in (args.file, args.template) if name]
        write_whole(Path(args.output), _encoded(made, args, to), sources=sources)
        tell(f"已写入 {args.output}")
    if args.json:
        shown = {"output": args.output} if args.output else {"text": made}
        print_json({"file": args.file, "to": to, **shown})
    elif not args.output:
        sys.stdout.flush()
        sys.stdout.buffer.write(_encoded(made, args, to))


def _encoded(made: str | bytes, args: SimpleNamespace, to: str) -> bytes:
    if isinstance(made, bytes):
        return made
    if to != "txt":
        return made.encode()
    from tui_report.rendering.text import encode

    return encode(made, args.encoding)

"""`template`: checks a template of an office, or gives it ours to start from."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from tui_report.verbs.chinese_help import wrong_usage
from tui_report.verbs.opening import print_json, tell

MOST = 200
"""Places that are listed; a template with more is better mended from the top."""


def run(args: SimpleNamespace) -> int:
    """Does what the first word says."""
    return _check(args) if args.action == "check" else _copy(args)


def _check(args: SimpleNamespace) -> int:
    """Lists unknown, missing and unused places; 1 where one is unknown or missing."""
    from tui_report.rendering.checking import check_template
    from tui_report.rendering.environment import RenderError

    try:
        places = check_template(Path(args.file))
    except RenderError as fault:
        tell(str(fault))
        return 2
    if args.json:
        listed = [{"kind": p.kind, "name": p.name, "where": p.where, "message": str(p)} for p in places]
        print_json({"file": args.file, "places": listed})
    else:
        for place in places[:MOST]:
            print(place)
        if len(places) > MOST:
            print(f"还有{len(places) - MOST}处，改好上面的再检查")
        if not places:
            print("没有问题")
    return int(any(place.kind != "unused" for place in places))


def _copy(args: SimpleNamespace) -> int:
    """Writes the shipped template of that name into the current folder, never over a file."""
    from tui_report.resources import templates

    ours = {path.name: path for path in sorted(templates().iterdir()) if path.is_file()}
    source = ours.get(Path(args.file).name)
    if source is None:
        wrong_usage(f"没有这个模板，可以用的有{'、'.join(ours)}")
    target = Path(args.file)
    from tui_report.store.files import create_whole

    create_whole(target, source.read_bytes())
    tell(f"已写入 {target}；改好以后放进county.toml里templates写的文件夹，再用 tui-report template check {target} 检查")
    return 0

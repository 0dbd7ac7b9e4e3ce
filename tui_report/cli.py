"""The command line: verbs, exit codes, Chinese help. Loads of the program only what the verb needs."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING

from tui_report.tuples import NamedTuple

if TYPE_CHECKING:
    from typing import Any, Protocol

    from tui_report.verbs.chinese_help import ChineseParser

    class Parser(Protocol):
        """What arguments are declared to: argparse, or `Words`."""

        def add_argument(self, *names: str, **how: Any) -> object:  # noqa: ANN401, D102
            ...


CLEAN, FINDINGS, USAGE, LOCKED, OURS = 0, 1, 2, 3, 70
"""Exit codes: clean; open errors found; unreadable or wrong usage; locked or not writable; a fault of our own."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What writing to standard output meets where it leads to a full disk."""


class Words:
    """Takes the words of a call without options. argparse costs a check a twentieth of its time."""

    def __init__(self) -> None:
        self._places: list[tuple[str, str]] = []
        self._values: dict[str, object] = {}

    def add_argument(self, *names: str, **how: object) -> None:
        """Declares an argument as it is declared to argparse."""
        name = str(how.get("dest") or names[-1].lstrip("-"))
        self._values[name] = how.get("default", False if "action" in how else None)
        if not names[0].startswith("-"):
            self._places.append((name, "choices" if "choices" in how else str(how.get("nargs", "1"))))

    def taken(self, words: Sequence[str], args: SimpleNamespace) -> bool:
        """Puts the values into `args`, unless it takes argparse to read the words, or to say what is wrong with them."""
        if len(self._places) != 1 or any(word.startswith("-") and word != "-" for word in words):
            return False
        name, count = self._places[0]
        if len(words) not in {"1": (1,), "?": (0, 1), "+": range(1, len(words) + 1)}.get(count, ()):
            return False
        value = list(words) if count == "+" else next(iter(words), self._values[name])
        vars(args).update(self._values, **{name: value})
        return True


class Verb(NamedTuple):
    """One verb: its module under `tui_report.verbs` has `run(args) -> int`."""

    module: str
    help: str
    arguments: Callable[[Parser], None]


def _json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="结果写成JSON，给别的程序读")


def _jobs(parser: Parser) -> None:
    parser.add_argument("--jobs", type=int, default=2, metavar="个数", help="几个文件同时读；默认2")


def _edit(parser: Parser) -> None:
    parser.add_argument("file", nargs="?", metavar="文件", help="报告文件；不写就打开起始页")
    parser.add_argument("--plain", action="store_true", help="一问一答地填，适合读屏软件、串口和管道")


def _new(parser: Parser) -> None:
    parser.add_argument("file", nargs="?", metavar="文件", help="新文件的名称；不写就用单位和年度起名")
    parser.add_argument("--unit", default="", metavar="单位", help="单位全称")
    parser.add_argument(
        "--level",
        choices=("township", "department", "county"),
        help="级别：township乡镇街道（默认），department县级部门，county县级政府",
    )
    parser.add_argument("--year", type=int, metavar="年度", help="报告年度；不写就是去年，有--from就是上年报告的下一年")
    parser.add_argument(
        "--from", dest="source", metavar="上年报告", help="接着上年的报告（TOML、Word、网页、文本）：单位、署名、结转数"
    )
    parser.add_argument("--last", metavar="文件", help="只记下上年报告的文件名，用来核对和对照文字")
    _json(parser)


def _check(parser: Parser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="文件",
        help="报告、Word、网页、文本，或者文件夹；写-就从标准输入读：一行一个文件名，或者一份报告",
    )
    parser.add_argument("--strict", action="store_true", help="有须看的问题也算不通过")
    parser.add_argument(
        "--format", choices=("plain", "github"), default="plain", help="plain给人看；github是代码平台的行内批注"
    )
    _jobs(parser)
    _json(parser)


def _import(parser: Parser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="文件", help="Word、网页、文本、PDF文件，或者放着它们的文件夹；写-就从标准输入读"
    )
    parser.add_argument(
        "-o", "--output", metavar="文件", help="写到这个文件；导入几个文件时写文件夹；不写就写在当前文件夹"
    )
    parser.add_argument("--to", choices=("toml", "txt"), default="toml", help="写成报告文件toml（默认）或者文本txt")
    parser.add_argument("--force", action="store_true", help="已有同名的文件也覆盖")
    _jobs(parser)
    _json(parser)


def _diff(parser: Parser) -> None:
    parser.add_argument("one", metavar="甲", help="一份报告，或者上年的")
    parser.add_argument("other", metavar="乙", help="另一份报告，或者今年的")
    _json(parser)


def _show(parser: Parser) -> None:
    parser.add_argument("file", metavar="文件", help="要显示的报告")
    _json(parser)


def _render(parser: Parser) -> None:
    parser.add_argument("file", metavar="文件", help="要生成的报告")
    parser.add_argument(
        "--to", choices=("txt", "docx", "html", "md", "pdf"), help="格式；不写就看-o的文件名，看不出是txt"
    )
    parser.add_argument("-o", "--output", metavar="文件", help="写到文件；不写就写到标准输出")
    parser.add_argument("--draft", action="store_true", help="还有必改的问题也生成，印上草稿二字")
    parser.add_argument("--section", metavar="部分", help="只要一个部分，例如overview；用于txt、html、md")
    parser.add_argument("--template", metavar="文件", help="改用这个模板")
    parser.add_argument("--fragment", action="store_true", help="只要网页里的正文，粘贴到网站的编辑器里")
    parser.add_argument("--poster", action="store_true", help="政务公开栏张贴用的大字版，格式是html或者pdf")
    parser.add_argument("--paper", choices=("A3", "A4"), default="A3", help="大字版的纸，横排；默认A3")
    parser.add_argument("--url", default="", metavar="网址", help="电子版的网址，在大字版上印成二维码")
    parser.add_argument("--width", type=int, metavar="列数", help="正文按这个宽度折行；不写就一段一行")
    parser.add_argument(
        "--ambiguous", type=int, choices=(1, 2), default=1, help="引号、省略号等占几列：终端里是1，Windows的宋体里是2"
    )
    parser.add_argument(
        "--encoding", choices=("utf-8", "utf-8-sig", "gb18030"), default="utf-8", help="文件编码；后两种用Windows的换行"
    )
    _json(parser)


def _template(parser: Parser) -> None:
    parser.add_argument("action", choices=("check", "copy"), help="check检查模板；copy把自带的模板抄一份来改")
    parser.add_argument("file", metavar="文件", help="模板文件，例如report.docx")
    _json(parser)


def _rules(parser: Parser) -> None:
    parser.add_argument("id", nargs="?", metavar="编号", help="一条规则的编号，例如T01")
    _json(parser)


VERBS = {
    "edit": Verb("edit", "打开填报界面（可以省去edit）", _edit),
    "new": Verb("new", "新建一份报告，可以接着上年的", _new),
    "import": Verb("importing", "把Word、网页、文本导入成报告文件", _import),
    "check": Verb("check", "核对报告，列出问题", _check),
    "diff": Verb("diff", "比较两份报告，一格一格、一句一句；有不同时退出码是1", _diff),
    "show": Verb("show", "显示报告里的数字和文字", _show),
    "render": Verb("render", "生成报告正文", _render),
    "template": Verb("template", "检查单位自己的模板，或者抄一份来改", _template),
    "rules": Verb("rules", "列出核对规则，或者解释一条", _rules),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program and returns its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or (words[0] not in VERBS and not words[0].startswith("-")) or words[0] == "--":
        words.insert(0, "edit")
    try:
        return _run(_parsed(words))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return CLEAN
    except KeyboardInterrupt:
        return 130
    except Exception as fault:  # whatever it is: no traceback, and nothing of a report, reaches the terminal
        return _own_fault(fault)


def _own_fault(fault: Exception) -> int:
    """Says in one line that the program failed and where that is written down; nothing more goes to standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if isinstance(fault, OSError) and fault.filename is None and fault.errno in _NO_ROOM:
        return _refuse("结果没有写完：磁盘满了，或者接收它的地方写不进去", LOCKED)
    from tui_report.fault_log import write_down

    return _refuse(write_down(fault), OURS)


def _run(args: SimpleNamespace) -> int:
    from tui_report.store.faults import NotWritable, StoreError

    verb = importlib.import_module(f"tui_report.verbs.{VERBS[args.verb].module}")
    try:
        code = int(verb.run(args))
        sys.stdout.flush()
        return code
    except NotWritable as fault:
        return _refuse(str(fault), LOCKED)
    except StoreError as fault:
        return _refuse(str(fault), USAGE)


def _refuse(message: str, code: int) -> int:
    from tui_report.characters import visible

    try:
        print(f"tui-report: {visible(message)}", file=sys.stderr)
    except OSError:  # nobody can be told any more; the exit code still says it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    return code


def _parsed(words: list[str]) -> SimpleNamespace:
    """Returns the arguments of the verb that is called; other verbs cost nothing."""
    name, rest = words[0], words[1:]
    args, plain = SimpleNamespace(verb=name), Words()
    if name in VERBS:
        VERBS[name].arguments(plain)
        if plain.taken(rest, args):
            return args
    from tui_report.verbs.chinese_help import ChineseParser

    if name not in VERBS:
        overview = _overview()
        overview.parse_args(words)
        overview.error(f"不认识：{name}")
    parser = ChineseParser(prog=f"tui-report {name}", description=VERBS[name].help)
    VERBS[name].arguments(parser)
    return parser.parse_args(rest, args)


def _overview() -> ChineseParser:
    """Returns the parser that tells what verbs there are."""
    from tui_report.verbs.chinese_help import ChineseParser

    parser = ChineseParser(
        prog="tui-report",
        description="起草、核对、生成政府信息公开工作年度报告。直接运行，或者后面写上报告文件，就打开填报界面。",
        epilog="退出码：0通过，1有必改的问题，2读不了或者用法不对，3被占用或者不能写。",
    )
    parser.add_argument("--version", action="version", version=_version(), help="显示版本")
    verbs = parser.add_subparsers(dest="verb", metavar="命令", title="命令")
    for name, verb in VERBS.items():
        verbs.add_parser(name, help=verb.help, description=verb.help)
    return parser


def _version() -> str:
    from tui_report import __version__

    return f"tui-report {__version__}"

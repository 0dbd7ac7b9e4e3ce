"""argparse in Chinese: its own words translated, its lines broken by display width."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

from tui_report.characters import visible, visible_lines

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

COLUMNS = 80

WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这份帮助",
    "show program's version number and exit": "显示版本",
    "subcommands": "命令",
    "%(prog)s: error: %(message)s\n": "tui-report: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "the following arguments are required: %s": "还缺少：%s",
    "unrecognized arguments: %s": "不认识：%s",
    "expected one argument": "后面要跟一个值",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有%(value)r，可以用%(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r不是整数",
    "expected at least one argument": "后面至少要跟一个值",
}


argparse._ = lambda text: WORDS.get(text, text)  # type: ignore[attr-defined]

_ENTRY = r"^(  +\S.*?\S)(  +)(\S.*)$"


class ChineseHelp(argparse.HelpFormatter):
    """Breaks and aligns help texts by display width, a Han character counting two columns."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)

    def format_help(self) -> str:
        """Returns the help; argparse has padded the names by characters, so wide ones get fewer spaces."""
        return "\n".join(map(self._aligned, super().format_help().split("\n")))

    @staticmethod
    def _aligned(line: str) -> str:
        entry = re.match(_ENTRY, line)
        if not entry:
            return line
        from tui_report.width import display_width

        name, gap, text = entry.groups()
        column = len(name) + len(gap)
        above = f"{name}\n{' ' * column}" if display_width(name) + 2 > column else ""
        return (above or name + " " * (column - display_width(name))) + text

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Says how to call the program: the options stand below, one a line, and need not stand here too."""
        places = [self._format_args(action, str(action.metavar)) for action in actions if not action.option_strings]
        super().add_usage(usage or " ".join(("%(prog)s", "[选项]", *places)), (), (), prefix)

    def _format_action(self, action: argparse.Action) -> str:
        """Describes an option; the list of verbs stands under its heading, which says once what they are."""
        text = super()._format_action(action)
        if not isinstance(action, argparse._SubParsersAction):
            return text
        return "\n".join(line.removeprefix("  ") for line in text.split("\n")[1:])

    def _split_lines(self, text: str, width: int) -> list[str]:
        from tui_report.width import wrap

        return wrap(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))


def _columns() -> int:
    """The terminal's width; argparse's own way to it costs a check a tenth of its time."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns) or COLUMNS
    except (ValueError, OSError):
        return COLUMNS


class ChineseParser(argparse.ArgumentParser):
    """Speaks Chinese, and shows nothing that was typed in a way that a terminal would obey."""

    def __init__(
        self, prog: str | None = None, description: str | None = None, epilog: str | None = None, **others: object
    ) -> None:
        super().__init__(prog, description=description, epilog=epilog, formatter_class=ChineseHelp, allow_abbrev=False)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        super()._print_message(visible_lines(message), file)


def wrong_usage(message: str) -> NoReturn:
    """Ends the program with a sentence about how it was called."""
    print(f"tui-report: {visible(message)}", file=sys.stderr)
    raise SystemExit(2)

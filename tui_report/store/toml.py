"""TOML text: read within bounds, with Chinese faults that name the line."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from tui_report.store.faults import Place, StoreError, shown_file, unread

MOST_BYTES = 5_000_000
MOST_LINE = 1_000_000
MOST_KEYS = 100_000
MOST_LEVELS = 100
LONGEST_INT = 4300
"""Digits of a whole number; Python reads no longer one."""

READ_ONLY = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
"""Flags that open a file for reading and never wait, whatever kind of file it turns out to be."""

_PART = r'(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
_LONG_KEY = rf"(?:^|[{{,])[ \t\[]*{_PART}(?:[ \t]*\.[ \t]*{_PART}){{{MOST_LEVELS}}}"
_DIGITS = r"\d[\d_]*"
_HEADER = rf"\s*\[+\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]"
_KEY = rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*="
_WHERE = r" \(at (?:line (\d+), column \d+|end of document)\)$"
_SAYS = (
    ("Invalid statement", "这里要写一个键、半角等号和值；汉字的键要加半角引号"),
    ("Expected '=' after", "键的后面要有半角等号"),
    ("Invalid initial character for a key", "这里要写键：半角字母，汉字的键要加半角引号"),
    ("Expected newline or end of document", "一行只写一项，值的后面有多余的字"),
    ("Cannot overwrite", "同一个键写了两次"),
    ("Duplicate inline table key", "同一个键写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Cannot mutate", "同一个表写了两次"),
    ("Cannot redefine", "同一个表写了两次"),
    ("Unclosed array", "方括号没有关上，或者数之间少了半角逗号"),
    ("Unclosed inline table", "花括号没有关上"),
    ("Expected ']' at the end of a table", "表名后面要有半角方括号"),
    ("Expected ']]' at the end of an array", "表名后面要有两个半角方括号"),
    ("Unterminated string", "引号没有关上"),
    ("Expected \"'''\"", "三个引号没有关上"),
    ('Expected \'"""\'', "三个引号没有关上"),
    ("Illegal character '\\n'", "引号没有关上"),
    ("Illegal character", "有不能直接写的控制字符"),
    ("Found invalid character", "注释里有控制字符"),
    ("Unescaped '\\'", "反斜杠后面的字母不对"),
    ("Escaped character is not", "这不是一个字符的编码"),
    ("Invalid hex value", "这不是一个字符的编码"),
    ("Invalid date", "没有这个日期"),
    ("Invalid value", "等号后面要写数字，或者半角引号里的文字"),
)
_LINE = r'"[^"\\\r\n]*"'
_ENTRY = (
    rf"(?:#[^\r\n]*)?\n|\[([a-z_]+)\]\n|([a-z_]+) *= *"
    rf'(?:"""\n[^"\\\r]*"""|{_LINE}|[0-9.-]+|\[(?: *(?:{_LINE}|[0-9.-]+),?)*\]) *(?:#[^\r\n]*)?\n'
)
"""A line without content, the head of a table, or a key with its value."""


def read_bytes(path: Place) -> bytes:
    """Reads a whole regular file of at most 5 MB; raises StoreError at once for anything else."""
    try:
        _demand_regular(os.stat(path), path)
        descriptor = os.open(path, READ_ONLY)
        try:
            return read_descriptor(descriptor, path)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        raise unread(path, error) from error


def read_descriptor(descriptor: int, path: Place) -> bytes:
    """Reads an open file as `read_bytes` does."""
    _demand_regular(os.fstat(descriptor), path)
    pieces, size = [], 0
    while size <= MOST_BYTES and (piece := os.read(descriptor, 1 << 20)):
        pieces.append(piece)
        size += len(piece)
    if size > MOST_BYTES:
        raise _too_big(path)
    return b"".join(pieces)


def decoded(data: bytes, name: str) -> str:
    """Returns a file's text, its byte order mark included; raises StoreError where it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StoreError(f"{name} 第{line}行：不是 UTF-8 编码的文字，请另存为 UTF-8") from error


def loads(text: str, name: str) -> dict[str, object]:
    """Parses TOML text; floats become Decimal, `nan` and `inf` text. Raises StoreError with the line."""
    text = text.removeprefix("\ufeff")
    _demand_bounds(text, name)
    try:
        data: dict[str, object] = tomllib.loads(text, parse_float=_exact)
    except tomllib.TOMLDecodeError as error:
        raise _malformed(str(error), text, name) from error
    except RecursionError as error:
        raise StoreError(f"{name}：括号套得太深，最多{MOST_LEVELS}层") from error
    except ValueError as error:
        starts = (run.start() for run in re.finditer(_DIGITS, text) if len(run[0]) > LONGEST_INT)
        line = text.count("\n", 0, next(starts, 0)) + 1
        raise StoreError(f"{name} 第{line}行：数字太长") from error
    _demand_size(data, name)
    return data


def loads_again(text: str, name: str) -> dict[str, object]:
    """Parses a text as `loads` does; quicker where it is laid out as ours and most entries have been read before."""
    try:
        return _by_entry(text)
    except StoreError:
        return loads(text, name)


def _by_entry(text: str) -> dict[str, object]:
    data: dict[str, object] = {}
    table, at, pattern = data, 0, re.compile(_ENTRY)
    while entry := pattern.match(text, at):
        head, key = entry.groups()
        if (head or key) in (data if head else table):
            break
        if head:
            data[head] = table = {}
        elif key:
            table[key] = _value(entry[0])
        at = entry.end()
    rest = loads(text[at:], "")
    if rest and (text[at] != "[" or rest.keys() & data.keys()):
        raise StoreError
    return data | rest


@lru_cache(maxsize=128)
def _value(entry: str) -> object:
    """The value of one key, to be read only."""
    return next(iter(loads(entry, "").values()))


def line_of(text: str, ref: str) -> int:
    """Returns the line, from 1, on which the value of a dotted key stands; 0 where there is none."""
    return lines_of(text, [ref]).get(ref, 0)


def lines_of(text: str, refs: Iterable[str]) -> dict[str, int]:
    """Returns the lines of several dotted keys at once, without those that stand nowhere."""
    wanted: dict[str, list[str]] = {}
    for ref in refs:
        parts = ref.split(".")
        for count in range(1, len(parts) + 1):
            wanted.setdefault(".".join(parts[:count]), []).append(ref)
    found: dict[str, int] = {}
    head = ""
    for number, line in enumerate(text.split("\n"), 1):
        if match := re.match(_HEADER, line):
            head = _dotted(match[1]) + "."
        elif match := re.match(_KEY, line):
            for ref in wanted.get(head + _dotted(match[1]), ()):
                found.setdefault(ref, number)
    return found


def at_line(name: str, text: str, ref: str) -> str:
    """Returns the file with the line of a key, for the start of a message."""
    line = line_of(text, ref)
    return f"{name} 第{line}行" if line else name


def _dotted(written: str) -> str:
    return ".".join(part.strip("\"'") for part in re.findall(_PART, written))


def _demand_regular(status: os.stat_result, path: Place) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = "文件夹" if stat.S_ISDIR(status.st_mode) else "设备、管道之类的特殊文件"
        raise StoreError(f"{shown_file(path)} 是{kind}，这里要一个普通文件")
    if status.st_size > MOST_BYTES:
        raise _too_big(path)


def _too_big(path: Place) -> StoreError:
    return StoreError(f"{shown_file(path)} 超过{MOST_BYTES // 1_000_000}MB，不会是一份报告")


def _demand_bounds(text: str, name: str) -> None:
    """Keeps away from the parser what would take it minutes."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MOST_LINE:
            raise StoreError(f"{name} 第{number}行：一行太长，最多{MOST_LINE}个字")
        if line.count(".") >= MOST_LEVELS and re.search(_LONG_KEY, line):
            raise StoreError(f"{name} 第{number}行：键的层次太多，最多{MOST_LEVELS}层")


def _demand_size(data: dict[str, object], name: str) -> None:
    keys, level = 0, [data.values()]
    for _ in range(MOST_LEVELS):
        values = [value for inner in level for value in inner]
        keys += len(values)
        if keys > MOST_KEYS:
            raise StoreError(f"{name}：内容太多，最多{MOST_KEYS}项")
        level = [v.values() if isinstance(v, dict) else v for v in values if isinstance(v, dict | list)]  # type: ignore[misc]
        if not level:
            return
    raise StoreError(f"{name}：括号套得太深，最多{MOST_LEVELS}层")


def _exact(text: str) -> Decimal | str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() else text


def _malformed(says: str, text: str, name: str) -> StoreError:
    where = re.search(_WHERE, says)
    line = int(where[1]) if where and where[1] else text.rstrip("\n").count("\n") + 1
    what = next((words for start, words in _SAYS if says.startswith(start)), "写法不对")
    return StoreError(f"{name} 第{line}行：{what}")

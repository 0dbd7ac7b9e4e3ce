"""Templates: where they are looked for, what they may do, and how they are run."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

Format: TypeAlias = Literal["txt", "html"]
"""Autoescape is on for `html` and off for `txt`."""

Plain: TypeAlias = "str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None"
"""All that a template is given: texts, whole numbers, lists and dicts of them."""

LARGEST_TEMPLATE = 2 * 1024 * 1024
"""Bytes."""

LARGEST_OUTPUT = 20 * 1024 * 1024
"""Characters."""


class RenderError(Exception):
    """An output cannot be made; the message is one sentence for the clerk, with file and line of a template."""


def missing(package: str, purpose: str, instead: str) -> RenderError:
    """Returns the error for a library that is not there, with the command that puts it where this program looks."""
    command = f"python3 -m pip --python {sys.executable} install {package}"
    return RenderError(f"{purpose}要用{package}，这台机器上没有装；请维护人员运行 {command}，或者先{instead}")


class OpenErrors(RenderError):
    """The report still has findings that must be mended, so only a draft can be made."""


def render(template: str, context: Mapping[str, Plain], format: Format, folders: Sequence[Path]) -> str:
    """Runs a template in this process.

    Args:
        template: Name inside the folders, such as `report.txt.j2`.
        context: What the template may use.
        format: Decides about escaping.
        folders: Where templates are looked for, the first one first.

    Raises:
        RenderError: The template is missing, broken, does what is not allowed, or writes too much.
    """
    try:
        return _bounded(sandbox(format, tuple(folders)).get_template(template).generate(**context))
    except TemplateNotFound as error:
        raise RenderError(f"找不到模板“{error.name}”，请检查模板文件夹") from None
    except TemplateSyntaxError as error:
        raise RenderError(f"模板{error.filename or template}第{error.lineno}行写法不对：{fault_of(error)}") from None
    except RenderError:
        raise
    except (RecursionError, MemoryError):
        raise RenderError(f"模板{template}用的内存或者层次太多，请检查其中的循环和引用") from None
    except Exception as error:  # a template can raise whatever the filters it calls raise
        raise RenderError(f"模板{_place(error, folders) or template}：{fault_of(error)}") from None


@lru_cache(maxsize=8)
def sandbox(format: Format, folders: tuple[Path, ...]) -> Environment:
    """Returns the sandbox in which the templates of some folders run; it keeps what it has compiled."""
    return _Sandbox(
        loader=_Folders(folders),
        undefined=StrictUndefined,
        autoescape=format == "html",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox of Jinja2, without the operators that make much out of little."""

    intercepted_binops = frozenset({"**", "*", "%"})

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        """Multiplies and divides whole numbers; raises SecurityError for all else."""
        if operator == "**" or not (isinstance(left, int) and isinstance(right, int)):
            raise SecurityError(f"{operator} 只能用于整数相乘、取余")
        return left * right if operator == "*" else left % right


class _Folders(BaseLoader):
    """Templates of several folders, the first one first; never anything outside of them."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Returns text, path and a freshness check of a template; raises TemplateNotFound or RenderError."""
        pieces = split_template_path(template)
        for folder in self.folders:
            path = folder.joinpath(*pieces)
            if path.is_file():
                return _read(path, folder), str(path), lambda: True
        raise TemplateNotFound(template)


def _read(path: Path, folder: Path) -> str:
    if not path.resolve().is_relative_to(folder.resolve()):
        raise RenderError(f"模板{path}指向模板文件夹以外，不能使用")
    content = read_template(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RenderError(f"模板{path}第{line}行不是UTF-8编码，请另存为UTF-8") from None


def read_template(path: Path) -> bytes:
    """Reads a template, never waiting for what is no file; raises RenderError where it cannot be read or is too big."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise RenderError(f"模板{path}不是普通文件")
            content = file.read(LARGEST_TEMPLATE + 1)
    except (OSError, ValueError) as error:
        raise RenderError(f"模板{path}读不出来：{getattr(error, 'strerror', error)}") from None
    if len(content) > LARGEST_TEMPLATE:
        raise RenderError(f"模板{path}太大，最多2MB")
    return content


def _bounded(pieces: Iterator[str]) -> str:
    held, size = [], 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > LARGEST_OUTPUT:
            raise RenderError("模板写出的内容超过20MB，请检查其中的循环")
    return "".join(held)


def _place(error: BaseException, folders: Sequence[Path]) -> str:
    """Names the line of the template that an exception came from, the innermost one."""
    roots = tuple(str(folder) for folder in folders)
    place, step = "", error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name.startswith(roots):
            place = f"{name}第{step.tb_lineno}行"
        step = step.tb_next
    return place


_SAYS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"^'(.+)' is undefined$", "没有“{0}”这个名称"),
        (r"has no (?:attribute|element) '?([^']+?)'?$", "没有“{0}”这个名称"),
        (r"^No (?:filter|test) named '(.+?)'", "没有“{0}”这个名称"),
        (r"access to attribute '(.+?)'", "不允许这样做（不能用“{0}”）"),
        (r"^Encountered unknown tag '(.+?)'", "没有“{0}”这种写法，或者多了一个"),
        (r"^Unexpected end of template.* needs to be closed is '(.+?)'", "“{0}”没有结束，少了“end{0}”"),
        (r"^Unexpected end of template", "没有写完"),
        (r"^Missing end of comment tag", "注释没有写完"),
        (r"^(?:unexpected|Expected an expression, got) 'end of", "花括号里没有写完"),
        (r"^unexpected char (.+) at \d+", "不能写{0}"),
        (r"^expected token 'end of .+', got '(.+)'", "“{0}”这里写法不对，或者花括号没有写完"),
        (r"^expected token '(.+)', got '(.+)'", "应该是“{0}”，写的是“{1}”"),
        (r"^unexpected '(.+)'", "多了“{0}”"),
    )
)
"""What Jinja2 says, and what a clerk reads; other messages of it stay as they are."""


def fault_of(error: BaseException) -> str:
    """Says in Chinese what went wrong in a template."""
    message = str(getattr(error, "message", None) or error).rstrip(".")
    for pattern, words in _SAYS:
        match = pattern.search(message)
        if match and isinstance(error, TemplateError):
            return words.format(*match.groups())
    if isinstance(error, UndefinedError):
        return f"用了没有的名称（{message}）"
    if isinstance(error, SecurityError):
        return f"不允许这样做（{message}）"
    if isinstance(error, TemplateError):
        return message
    return f"运行出错（{type(error).__name__}：{message}）"

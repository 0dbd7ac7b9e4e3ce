"""What is wrong with a template before it is used: unknown, missing and unused places, with line or paragraph."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from jinja2 import TemplateSyntaxError, nodes

from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.rendering.environment import Plain, RenderError, fault_of, read_template, sandbox
from tui_report.rendering.outgoing import outgoing
from tui_report.report import Report
from tui_report.resources import templates
from tui_report.rules.model import Facts
from tui_report.tuples import NamedTuple

Kind: TypeAlias = Literal["broken", "unknown", "missing", "unused"]
WORDS: Mapping[Kind, str] = {"broken": "写法不对", "unknown": "没有这个名称", "missing": "缺少", "unused": "没有用到"}


class Place(NamedTuple):
    """One thing to look at in a template."""

    kind: Kind
    name: str
    """The name in question, or what is wrong."""
    where: str = ""
    """第3行, 第12段（页眉）; empty for what is not there."""

    def __str__(self) -> str:
        """Returns one line for the person who edits the template."""
        return f"{self.where + ' ' if self.where else ''}{WORDS[self.kind]}：{self.name}"


class _Use(NamedTuple):
    """A name that a template uses, at a place."""

    name: str
    where: str


def check_template(path: Path) -> list[Place]:
    """Returns the unknown, missing and unused places of a Word or text template, in order.

    Missing is what the form prints and our template holds, but this one does not; unused is what else a template
    may print.

    Raises:
        RenderError: The file cannot be read.
    """
    content = read_template(path)
    word = path.suffix.lower() == ".docx"
    try:
        uses, local, broken = _in_word(content, path) if word else _in_text(content, path)
    except (RecursionError, MemoryError):
        raise RenderError(f"模板{path}的层次太多，请检查其中的括号和嵌套") from None
    known = _given(path.name)
    used = {use.name for use in uses}
    unknown = [
        Place("unknown", use.name, use.where)
        for use in uses
        if use.name.split(".")[0] not in local and not _holds(known, use.name)
    ]
    wanted = _standard(path.name) - used
    unused = {name for name in known if name not in used | wanted and not isinstance(known[name], Mapping)}
    order = list(dict.fromkeys([*_flat(known), *sorted(wanted)]))
    missing = [Place("missing", name) for name in sorted(wanted, key=order.index)]
    return [*broken, *unknown, *missing, *(Place("unused", name) for name in known if name in unused)]


def _given(name: str) -> dict[str, Plain]:
    """What a template of a kind is given: the content of an empty report and what its renderer adds."""
    facts = Facts(FORM, Report())
    content = outgoing(facts, assess(facts), draft=True)
    more: dict[str, dict[str, Plain]] = {
        "txt": {"signature": []},
        "md": {"signature": []},
        "docx": {"seal": False},
        "html": {"seal": False, "meta": []},
    }
    kind = next((kind for kind in more if f".{kind}" in name), "txt")
    poster: dict[str, Plain] = {"paper": "", "url": "", "qr": None} if "poster" in name else {}
    if name.startswith("correction"):
        return {"title": "", "items": [], "reason": "", "name": "", "date": ""}
    return {**content, **more[kind], **poster}


def _standard(name: str) -> set[str]:
    """The names that our template of this name prints; nothing where we have none."""
    ours = templates() / (name if (templates() / name).is_file() else "report.docx" if name.endswith(".docx") else name)
    if not ours.is_file():
        return set()
    content = ours.read_bytes()
    uses, local, _ = _in_word(content, ours) if ours.suffix == ".docx" else _in_text(content, ours)
    return {use.name for use in uses if use.name.split(".")[0] not in local}


def _holds(known: Mapping[str, Plain], name: str) -> bool:
    value: Plain = dict(known)
    for key in name.split("."):
        if isinstance(value, Mapping):
            if key not in value:
                return False
            value = value[key]
    return True


def _flat(known: Mapping[str, Plain], head: str = "") -> Iterator[str]:
    for key, value in known.items():
        yield head + key
        if isinstance(value, Mapping):
            yield from _flat(value, f"{head}{key}.")


Found: TypeAlias = "tuple[list[_Use], set[str], list[Place]]"
"""Names used, names that the template itself defines, and what cannot be read."""


def _in_text(content: bytes, path: Path) -> Found:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [], set(), [Place("broken", "不是UTF-8编码，请另存为UTF-8", f"第{line}行")]
    try:
        tree = _parsed(text, path.parent, templates())
    except TemplateSyntaxError as error:
        return [], set(), [Place("broken", fault_of(error), f"第{error.lineno}行")]
    uses, local = _names(tree)
    return [_Use(name, f"第{line}行") for name, line in uses], local, []


def _parsed(text: str, *folders: Path) -> nodes.Template:
    """Reads a template as it will be run, filters included; raises TemplateSyntaxError."""
    reader = sandbox("txt", folders)
    reader.compile(text)
    return reader.parse(text)


_TAG = re.compile(r"\{\{[rp]?\s*(?P<shown>.*?)\s*\}\}|\{%(?:p|tr|tc|r)?[-\s]+(?P<done>.*?)\s*[-]?%\}", re.DOTALL)
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST_PART = 16 * 1024 * 1024
"""Bytes of an unpacked part."""

_PARTS = {"document": "", "header": "（页眉）", "footer": "（页脚）"}


def _in_word(content: bytes, path: Path) -> Found:
    uses: list[_Use] = []
    local: set[str] = set()
    broken: list[Place] = []
    for where, text in _word_paragraphs(content, path):
        for tag in _TAG.finditer(text):
            try:
                tree = _parsed(_alone(tag))
            except TemplateSyntaxError as error:
                broken.append(Place("broken", f"{tag[0]}：{fault_of(error)}", where))
                continue
            found, defined = _names(tree)
            uses += [_Use(name, where) for name, _ in found]
            local |= defined
        if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
            broken.append(Place("broken", f"花括号没有成对：{_cut(text)}", where))
    return uses, local, broken


def _cut(text: str) -> str:
    """The paragraph around its first brace, short enough to search for in Word."""
    start = max(0, text.find("{") - 10)
    return text[start : start + 30]


def _alone(tag: re.Match[str]) -> str:
    """A tag as a template of its own."""
    shown, done = (piece.translate(_QUOTES) if piece else "" for piece in (tag["shown"], tag["done"]))
    word, _, rest = done.partition(" ")
    if shown or word in ("if", "elif"):
        return f"{{{{ {shown or rest} }}}}"
    if word in ("else", "endif", "endfor", "endset"):
        return ""
    return f"{{% {done} %}}{{% endfor %}}" if word == "for" else f"{{% {done} %}}"


def _word_paragraphs(content: bytes, path: Path) -> Iterator[tuple[str, str]]:
    """Yields each paragraph of body, headers and footers with its place."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                part = re.fullmatch(r"word/(document|header|footer)\d*\.xml", name)
                if part is not None:
                    for number, text in enumerate(_paragraphs(package, name, path), 1):
                        yield f"第{number}段{_PARTS[part[1]]}", text
    except RecursionError:
        raise
    except (zipfile.BadZipFile, ET.ParseError, zlib.error, RuntimeError, LookupError, ValueError, EOFError, OSError):
        raise RenderError(f"模板{path}不是完好的.docx文件，请用Word或WPS另存为.docx") from None


def _paragraphs(package: zipfile.ZipFile, name: str, path: Path) -> Iterator[str]:
    if package.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RenderError(f"模板{path}不是完好的.docx文件，请用Word或WPS另存为.docx")  # others unpack all at once
    with package.open(name) as part:
        xml = part.read(LARGEST_PART + 1)
    if len(xml) > LARGEST_PART:
        raise RenderError(f"模板{path}解开以后太大，不能使用")
    if b"<!DOCTYPE" in xml.replace(b"\0", b""):  # in UTF-16 too
        raise RenderError(f"模板{path}里有不许用的声明（DOCTYPE），不能使用")
    for paragraph in ET.fromstring(xml).iter(f"{_MAIN}p"):  # noqa: S314 - without DOCTYPE there are no entities
        yield "".join(piece.text or "" for piece in paragraph.iter(f"{_MAIN}t"))


def _names(tree: nodes.Template) -> tuple[list[tuple[str, int]], set[str]]:
    """Returns the dotted names that a template reads, with their lines, and the names that it defines."""
    local = {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}
    local |= {macro.name for macro in tree.find_all(nodes.Macro)}
    for imported in tree.find_all(nodes.FromImport):
        local |= {name if isinstance(name, str) else name[1] for name in imported.names}
    local |= {"loop", "namespace", "range"}
    uses: list[tuple[str, int]] = []
    _walk(tree, uses)
    return uses, local


def _walk(node: nodes.Node, uses: list[tuple[str, int]]) -> None:
    name = _dotted(node)
    if name:
        uses.append((name.removeprefix("figures."), node.lineno))
        return
    for child in node.iter_child_nodes():
        _walk(child, uses)


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name if node.ctx == "load" else ""
    if isinstance(node, nodes.Getattr):
        outer = _dotted(node.node)
        return f"{outer}.{node.attr}" if outer else ""
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        outer = _dotted(node.node)
        return f"{outer}.{node.arg.value}" if outer else ""
    return ""

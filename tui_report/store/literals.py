"""Values as TOML text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from tui_report.characters import UNSEEN
from tui_report.numbers import write_number

_SURROGATE = "[\ud800-\udfff]"
_ESCAPED = f'[{UNSEEN}\\\\"]'
_ESCAPED_IN_LINES = f'[{UNSEEN}\\\\]|(?<="")"'
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_BARE = r"[A-Za-z0-9_-]+"


def storable(text: str) -> str:
    """Returns a text with line feeds as line ends, and U+FFFD for a lone surrogate, which TOML cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub(_SURROGATE, "\ufffd", text)
    return text


def escaped_line(line: str) -> str:
    """Returns one line of a text for a string in three double quotes."""
    return re.sub(_ESCAPED_IN_LINES, _escape, line)


def quoted(text: str) -> str:
    """Returns a text as a TOML string on one line."""
    return '"' + re.sub(_ESCAPED, _escape, text).replace("\n", "\\n").replace("\t", "\\t") + '"'


def key(name: str) -> str:
    """Returns a key, in quotes where it needs them."""
    return name if re.fullmatch(_BARE, name) else quoted(name)


def literal(value: object) -> str:
    """Returns any value that a TOML file can hold as TOML text; anything else as a string."""
    match value:
        case bool():
            return str(value).lower()
        case int():
            return hex(value) if value.bit_length() > 10_000 else str(value)
        case Decimal():
            return write_number(value) if -50 < value.adjusted() < 50 else str(value)
        case date() | time():
            return value.isoformat()
        case list() | tuple():
            return "[" + ", ".join(literal(item) for item in value) + "]"
        case Mapping():
            return "{" + ", ".join(f"{key(str(k))} = {literal(v)}" for k, v in value.items()) + "}"
    return quoted(storable(str(value)))


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    return _NAMED.get(character) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")

"""Characters that draw nothing or steer a terminal, and what is shown in their place."""

from __future__ import annotations

import re
from collections.abc import Callable

UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
"""As in a regex class: control, format and direction characters, line and paragraph separators, lone halves of pairs.

Tab and line feed are not among them: texts are made of these.
"""

_ANY = f"[{UNSEEN}]"


def _printable(text: str) -> bool:
    """Whether a text certainly holds nothing unseen; spares most texts the expression, which is slow to compile."""
    return text.replace("\n", "").replace("\t", "").replace("\u3000", "").isprintable()


def unseen(text: str) -> bool:
    """Tells whether a text holds a character that must not be sent to a terminal as it is."""
    return not _printable(text) and re.search(_ANY, text) is not None


def without_unseen(text: str, stand_in: str = "") -> str:
    """Returns a text with each unseen character replaced; tabs and line feeds stay."""
    return text if _printable(text) else re.sub(_ANY, stand_in, text)


def replace_unseen(text: str, stand_in: Callable[[str], str]) -> str:
    """Returns a text with each unseen character replaced by what a function makes of it; tabs and line feeds stay."""
    return text if _printable(text) else re.sub(_ANY, lambda match: stand_in(match[0]), text)


def visible(text: str) -> str:
    """Returns a text as one line with unseen characters written out: `<U+202E>`; a tab is a space."""
    if text.isprintable():
        return text
    return re.sub(_ANY, _written_out, text.replace("\t", " ").replace("\n", "<U+000A>"))


def visible_lines(text: str) -> str:
    """Returns a text of several lines, each as `visible` returns it."""
    return "\n".join(map(visible, text.split("\n")))


def narrowed(text: str) -> str:
    """Returns a text with full-width letters, digits and marks in their plain form."""
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFKC", text)


def _written_out(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"

"""What is decided before Textual is imported: is there a terminal, its encoding, its colours, its environment.

Textual reads its settings while it is imported, so everything here comes first. Nothing of ours is imported.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Mapping, MutableMapping
from io import TextIOWrapper
from typing import Literal, NamedTuple, TextIO

ENTER = "\x1b[?1049h\x1b[?2004h\x1b[?7l\x1b[?25h"
"""Sent when the screen opens: alternate screen, pastes in brackets, no wrap at the margin, cursor shown."""

ASK_WIDTH = "\x1b[2H“\x1b[6n"
"""Draws a character of uncertain width and asks where the cursor is then; the second line, since ESC [1;2R is a key."""

LEAVE = "\x1b[m\x1b[?7h\x1b[?2004l\x1b[?1049l\x1b[?25h"
"""Sent at every end: what ENTER changed, undone."""

_OURS_TO_SET = ("COLUMNS", "LINES", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "UNICODE_VERSION")
_COLOUR_SYSTEMS = ("standard", "256", "truecolor")
_INSTEAD = "核对用 tui-report check，生成文本用 tui-report render，逐题填报用 tui-report edit --plain"


def hung_up(fileno: int) -> bool:
    """Tells whether the terminal has gone; on Windows nobody knows."""
    if sys.platform == "win32":
        return False
    poll = select.poll()
    poll.register(fileno, 0)
    return any(event for _, event in poll.poll(0))


class Refusal(NamedTuple):
    """Why the screen cannot be opened here.

    Attributes:
        message: One Chinese line: what is wrong and what to do.
        status: Exit status.
    """

    message: str
    status: int = 2


def prepare(environ: MutableMapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> Refusal | None:
    """Makes the surroundings right for Textual, or says why the screen cannot be opened.

    Call it with `os.environ` and the three standard streams before the first import of Textual.

    Returns:
        None when all is well; otherwise the refusal, and nothing has been changed but the encoding of the streams.
    """
    other = _other_locale(environ)
    refusal = _no_terminal(stdin, stdout, stderr) or _no_usable_type(environ) or other
    encoded = other is not None or all([_speak_utf8(stdout), _speak_utf8(stderr)])  # the refusal has to be read there
    if refusal is not None:
        return refusal
    if not encoded:
        return Refusal("输出不是 UTF-8 编码，汉字会乱：请先执行 unset PYTHONIOENCODING，再重新运行。")
    for name, value in settings(environ).items():
        if value is None:
            environ.pop(name, None)
        else:
            environ[name] = value
    return None


def settings(environ: Mapping[str, str]) -> dict[str, str | None]:
    """The environment that Textual shall find: name to value, None for what has to go.

    Every TEXTUAL variable that comes from outside goes, since some import modules, write files or press keys; only
    a valid colour system stays.
    """
    wanted: dict[str, str | None] = {
        name: None for name in environ if name.startswith(("TEXTUAL", "JUPYTER_")) or name in _OURS_TO_SET
    }
    colours = environ.get("TEXTUAL_COLOR_SYSTEM", "")
    if colours in _COLOUR_SYSTEMS:
        del wanted["TEXTUAL_COLOR_SYSTEM"]
    if environ.get("NO_COLOR") == "":
        wanted["NO_COLOR"] = None  # an empty value means nothing, but Textual counts it
    wanted |= {
        "ESCDELAY": _escape_delay(environ),
        "TEXTUAL_ANIMATIONS": "none",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",  # else a long commit of an input method turns into escape codes
        "TEXTUAL_SMOOTH_SCROLL": "0",
        "TEXTUAL_THEME": "ansi-dark",  # the user's own palette: it is the one that can be read there, and costs least
    }
    return wanted


def erases_in_colour(term: str) -> bool:
    """Whether erasing a line paints it in the current background, by the type of the terminal."""
    return not term.startswith(("screen", "vt", "dec", "ansi"))


def moves_cells(term: str) -> bool:
    """Whether a terminal is known to insert and delete cells within a line, by its type."""
    known = (
        "xterm",
        "screen",
        "tmux",
        "linux",
        "rxvt",
        "vt2",
        "putty",
        "mlterm",
        "foot",
        "alacritty",
        "konsole",
        "gnome",
    )
    return term.startswith(known)


def ambiguous_width(environ: Mapping[str, str]) -> Literal[1, 2] | None:
    """How wide the terminal draws characters such as “ and …, where TUI_REPORT_AMBIGUOUS says so."""
    return {"1": 1, "2": 2}.get(environ.get("TUI_REPORT_AMBIGUOUS", ""))  # type: ignore[return-value]


def _escape_delay(environ: Mapping[str, str]) -> str:
    """Milliseconds to wait for the rest of an escape sequence: more over SSH, where packets part it."""
    own = environ.get("ESCDELAY", "")
    if own.isascii() and own.isdigit() and 0 < int(own) <= 2000:
        return own
    return "250" if environ.get("SSH_TTY") or environ.get("SSH_CONNECTION") else "100"


def _no_terminal(stdin: TextIO, stdout: TextIO, stderr: TextIO) -> Refusal | None:
    for name, stream in (("标准输入", stdin), ("标准输出", stdout), ("标准错误", stderr)):
        try:
            here = stream.isatty()
        except (AttributeError, ValueError):
            here = False
        if not here:
            return Refusal(f"{name}不是终端，打不开填报界面：请直接在终端中运行，不要重定向；{_INSTEAD}。")
    return None


def _no_usable_type(environ: Mapping[str, str]) -> Refusal | None:
    term = environ.get("TERM", "")
    if os.name == "nt" or term not in ("", "dumb", "unknown"):
        return None
    named = f"终端类型是 {term}" if term else "没有设置终端类型"
    return Refusal(f"{named}，打不开填报界面：请先执行 export TERM=xterm-256color；{_INSTEAD}。")


def _other_locale(environ: Mapping[str, str]) -> Refusal | None:
    """A locale that names another encoding than UTF-8: the terminal would show and send that one."""
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    charset = locale.partition(".")[2].partition("@")[0].replace("-", "").lower()
    if os.name == "nt" or charset in ("", "utf8", "ascii", "usascii", "ansi_x3.41968"):
        return None
    shown = "".join(character for character in locale if character.isascii() and character.isprintable())[:40]
    return Refusal(
        f"语言环境是 {shown}，不是 UTF-8，汉字会乱：请把终端的字符编码设为 UTF-8，执行 export LC_ALL=C.UTF-8 后再运行。"
    )


def _speak_utf8(stream: TextIO) -> bool:
    """Makes a stream write UTF-8. Returns whether it does now."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")
        return True
    return (getattr(stream, "encoding", None) or "").replace("-", "").lower() == "utf8"

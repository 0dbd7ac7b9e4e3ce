from __future__ import annotations

import io
import subprocess
import sys

import pytest

from tui_report import terminal

PLAIN = {"TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}


class Screen(io.StringIO):
    """A stream that claims to be a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def prepared(environ: dict[str, str], **streams: object) -> tuple[terminal.Refusal | None, dict[str, str]]:
    found = dict(environ)
    three = {"stdin": Screen(), "stdout": Screen(), "stderr": Screen()} | streams
    return terminal.prepare(found, **three), found  # type: ignore[arg-type]


def test_textual_finds_what_it_needs() -> None:
    refusal, found = prepared(PLAIN)
    assert refusal is None
    assert found == PLAIN | {
        "ESCDELAY": "100",
        "TEXTUAL_ANIMATIONS": "none",
        "TEXTUAL_DISABLE_KITTY_KEY": "1",
        "TEXTUAL_SMOOTH_SCROLL": "0",
        "TEXTUAL_THEME": "ansi-dark",
    }


@pytest.mark.parametrize(
    ("given", "delay"),
    [
        ({}, "100"),
        ({"SSH_TTY": "/dev/pts/1"}, "250"),
        ({"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, "250"),
        ({"SSH_TTY": "/dev/pts/1", "ESCDELAY": "40"}, "40"),
        ({"ESCDELAY": "soon"}, "100"),
        ({"ESCDELAY": "-1"}, "100"),
        ({"ESCDELAY": "999999"}, "100"),
        ({"ESCDELAY": "４０"}, "100"),
    ],
)
def test_the_escape_delay_suits_the_line_and_the_user(given: dict[str, str], delay: str) -> None:
    assert terminal.settings(PLAIN | given)["ESCDELAY"] == delay


@pytest.mark.parametrize(
    "name",
    [
        "TEXTUAL",
        "TEXTUAL_DRIVER",
        "TEXTUAL_LOG",
        "TEXTUAL_PRESS",
        "TEXTUAL_FILTERS",
        "TEXTUAL_SCREENSHOT",
        "TEXTUAL_ALLOW_SIGNALS",
        "TEXTUAL_DEBUG",
        "TEXTUAL_SHOW_RETURN",
        "TEXTUAL_COLOR_SYSTEM",
        "COLUMNS",
        "LINES",
        "FORCE_COLOR",
        "UNICODE_VERSION",
        "JUPYTER_COLUMNS",
    ],
)
def test_what_could_harm_is_taken_out_of_the_environment(name: str) -> None:
    _, found = prepared(PLAIN | {name: "evil"})
    assert name not in found


def test_a_chosen_number_of_colours_stays() -> None:
    _, found = prepared(PLAIN | {"TEXTUAL_COLOR_SYSTEM": "standard"})
    assert found["TEXTUAL_COLOR_SYSTEM"] == "standard"


@pytest.mark.parametrize("term", ["linux", "screen", "vt220", "xterm-16color", "xterm-256color"])
def test_the_users_own_palette_is_used_everywhere(term: str) -> None:
    _, found = prepared(PLAIN | {"TERM": term, "TEXTUAL_THEME": "dracula"})
    assert found["TEXTUAL_THEME"] == "ansi-dark"


def test_an_empty_no_color_means_nothing_to_textual_either() -> None:
    assert "NO_COLOR" not in prepared(PLAIN | {"NO_COLOR": ""})[1]


@pytest.mark.parametrize(("name", "said"), [("stdin", "标准输入"), ("stdout", "标准输出"), ("stderr", "标准错误")])
def test_without_a_terminal_it_refuses_and_says_what_to_do(name: str, said: str) -> None:
    refusal, found = prepared(PLAIN | {"TEXTUAL_LOG": "x"}, **{name: io.StringIO()})
    assert refusal is not None
    assert refusal.status == 2
    assert said in refusal.message
    assert all(way in refusal.message for way in ("check", "render", "edit --plain"))
    assert "\n" not in refusal.message
    assert found == PLAIN | {"TEXTUAL_LOG": "x"}


def test_a_closed_stream_is_no_terminal() -> None:
    gone = Screen()
    gone.close()
    assert prepared(PLAIN, stdin=None)[0] is not None
    assert prepared(PLAIN, stdin=io.StringIO())[0] is not None


@pytest.mark.parametrize(("term", "said"), [("", "没有设置终端类型"), ("dumb", "终端类型是 dumb")])
def test_a_terminal_that_cannot_move_its_cursor_is_refused(term: str, said: str) -> None:
    refusal, _ = prepared(PLAIN | {"TERM": term})
    assert refusal is not None
    assert said in refusal.message
    assert "export TERM=xterm-256color" in refusal.message
    assert "edit --plain" in refusal.message


@pytest.mark.parametrize(
    "environ",
    [
        {"LANG": "zh_CN.GBK"},
        {"LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.GB18030"},
        {"LC_CTYPE": "zh_CN.gb2312", "LANG": "C.UTF-8"},
    ],
)
def test_a_locale_of_another_encoding_is_refused(environ: dict[str, str]) -> None:
    refusal, _ = prepared({"TERM": "xterm"} | environ)
    assert refusal is not None
    assert "export LC_ALL=C.UTF-8" in refusal.message


@pytest.mark.parametrize(
    "environ",
    [{}, {"LANG": "C"}, {"LANG": "POSIX"}, {"LANG": "zz_ZZ.UTF-8"}, {"LANG": "zh_CN"}, {"LANG": "zh_CN.utf8@pinyin"}],
)
def test_a_locale_without_another_encoding_is_taken(environ: dict[str, str]) -> None:
    assert prepared({"TERM": "xterm"} | environ)[0] is None


def test_hostile_characters_of_the_environment_are_not_repeated() -> None:
    refusal, _ = prepared({"TERM": "xterm", "LANG": "\x1b[31mzh.GBK" + "x" * 500})
    assert refusal is not None
    assert refusal.message.isprintable()
    assert len(refusal.message) < 160


def test_streams_are_made_to_write_utf_8() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="gb18030")
    terminal.prepare(dict(PLAIN), Screen(), stream, stream)
    stream.write("报告\ud800")
    stream.flush()
    assert raw.getvalue() == "报告?".encode()


def test_the_refusal_of_a_locale_is_said_in_its_own_encoding() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gb18030")
    assert terminal.prepare(PLAIN | {"LANG": "zh_CN.GB18030"}, Screen(), stream, stream) is not None
    assert stream.encoding == "gb18030"


def test_a_stream_that_cannot_write_utf_8_is_refused() -> None:
    class Other(Screen):
        encoding = "gbk"

    refusal, _ = prepared(PLAIN, stderr=Other())
    assert refusal is not None
    assert "PYTHONIOENCODING" in refusal.message


def test_screens_own_types_do_not_erase_in_colour() -> None:
    assert terminal.erases_in_colour("xterm-256color")
    assert terminal.erases_in_colour("tmux-256color")
    assert not terminal.erases_in_colour("screen-256color")
    assert not terminal.erases_in_colour("vt220")


def test_cells_are_moved_only_where_the_terminal_is_known_to_do_it() -> None:
    assert all(map(terminal.moves_cells, ("xterm", "screen.xterm-256color", "tmux-256color", "linux", "vt220")))
    assert not any(map(terminal.moves_cells, ("", "vt100", "ansi", "cygwin")))


def test_leaving_undoes_what_entering_did() -> None:
    switched_on = {mode for mode in terminal.ENTER.split("\x1b[?")[1:] if mode.endswith("h")} - {"25h"}
    switched_off = {mode for mode in terminal.ENTER.split("\x1b[?")[1:] if mode.endswith("l")}
    assert all(f"\x1b[?{mode[:-1]}l" in terminal.LEAVE for mode in switched_on)
    assert all(f"\x1b[?{mode[:-1]}h" in terminal.LEAVE for mode in switched_off)


def test_textual_reads_these_settings_when_it_is_imported() -> None:
    code = (
        "import os, sys\n"
        "from tui_report import terminal\n"
        "assert not any(name.partition('.')[0] in ('textual', 'rich') for name in sys.modules)\n"
        "for name, value in terminal.settings({'TERM': 'xterm', 'SSH_TTY': 'x'}).items():\n"
        "    os.environ[name] = value\n"
        "from textual import constants as c\n"
        "print(c.DISABLE_KITTY_KEY, c.ESCAPE_DELAY, c.TEXTUAL_ANIMATIONS, c.SMOOTH_SCROLL, c.DEFAULT_THEME)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "0.25", "none", "False", "ansi-dark"]

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import pytest

from tui_report.characters import UNSEEN, replace_unseen, unseen, visible, visible_lines, without_unseen

PACKAGE = Path(__file__).parent.parent / "tui_report"


def test_the_unseen_characters_are_those_that_unicode_calls_control_format_or_separator():
    pattern = re.compile(f"[{UNSEEN}]")
    for character in map(chr, range(sys.maxunicode + 1)):
        kind = unicodedata.category(character)
        if pattern.match(character):
            assert kind in ("Cc", "Cf", "Cs", "Zl", "Zp", "Cn"), hex(ord(character))
        else:
            assert kind not in ("Cc", "Cf", "Cs", "Zl", "Zp") or character in "\t\n", hex(ord(character))


@pytest.mark.parametrize("text", ["", "公开", "“新”……", "a b", "甲\u3000乙", "á", "👩"])
def test_what_can_be_seen_stays(text):
    assert not unseen(text)
    assert visible(text) == without_unseen(text) == text


def test_what_steers_a_terminal_is_written_out():
    assert visible("a\x1b[2J\u202eb\x9b") == "a<U+001B>[2J<U+202E>b<U+009B>"
    assert visible("a\tb\nc\ud800") == "a b<U+000A>c<U+D800>"
    assert visible_lines("a\nb\x07") == "a\nb<U+0007>"
    assert unseen("a\u200bb") and without_unseen("a\u200bb\tc\n") == "ab\tc\n"
    assert without_unseen("a\x00b", "?") == "a?b"
    assert replace_unseen("a\x1b\t\u202e", lambda c: f"{ord(c)} ") == "a27 \t8238 "


def test_nobody_else_says_what_is_unseen():
    own = PACKAGE / "characters.py"
    for path in PACKAGE.rglob("*.py"):
        assert path == own or not re.search(r'"Cc", "Cf"|u202[8a]-', path.read_text("utf-8")), path

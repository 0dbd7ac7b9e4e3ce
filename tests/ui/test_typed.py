from __future__ import annotations

import random

import pytest
from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui_report.ui.typed import BURST, FLOOD, FLOOD_SILENCE, PASTE_LIMIT, PASTE_SILENCE, TerminalNotice, Typed, clean


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def spoken(messages: list[Message]) -> list[str]:
    """Messages in short: keys by name, pastes in brackets, notices after an exclamation mark."""
    said = []
    for message in messages:
        match message:
            case events.Key():
                said.append(message.key)
            case events.Paste():
                said.append(f"[{message.text}]")
            case TerminalNotice():
                said.append("!" + message.text)
            case _:
                said.append(type(message).__name__)
    return said


def fed(*chunks: bytes | str) -> list[str]:
    typed = Typed()
    data = [chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks]
    return spoken([message for chunk in data for message in typed.feed(chunk)])


def heard(typed: Typed, text: str) -> list[str]:
    return spoken(list(typed.feed(text.encode())))


def late(typed: Typed, clock: Clock, seconds: float) -> list[str]:
    clock.now += seconds
    return spoken(list(typed.expire()))


def test_keys_arrive_as_keys() -> None:
    assert fed("a1\t\r\x1b[A\x1bOP\x7f") == ["a", "1", "tab", "enter", "up", "f1", "backspace"]


def test_a_commit_of_an_input_method_arrives_whole_and_in_order() -> None:
    commit = "政府信息公开工作年度报告由本机关编制并向社会公布接受监督"
    assert fed(commit) == list(commit)


def test_a_character_may_be_split_anywhere() -> None:
    data = "乡镇".encode()
    for cut in range(1, len(data)):
        assert fed(data[:cut], data[cut:]) == ["乡", "镇"]


def test_an_arrow_may_be_split_anywhere() -> None:
    assert fed(b"\x1b", b"[", b"A") == ["up"]
    assert fed(b"\x1b[", b"20~") == ["f9"]


def test_a_lone_escape_is_an_escape_after_the_delay() -> None:
    clock = Clock()
    typed = Typed(clock)
    assert list(typed.feed(b"\x1b")) == []
    timeout = typed.timeout()
    assert timeout is not None
    assert timeout == pytest.approx(constants.ESCAPE_DELAY)
    assert late(typed, clock, constants.ESCAPE_DELAY / 2) == []
    assert late(typed, clock, constants.ESCAPE_DELAY) == ["escape"]
    assert typed.timeout() is None


def test_nothing_is_waited_for_when_nothing_is_open() -> None:
    typed = Typed()
    list(typed.feed("字\x1b[A\x1b[200~x\x1b[201~".encode()))
    assert typed.timeout() is None


def test_a_foreign_encoding_is_borne_and_told_once() -> None:
    typed = Typed()
    first = spoken(list(typed.feed("中文".encode("gbk"))))
    again = spoken(list(typed.feed(b"\xff\xfe" + "乡".encode())))
    assert [item for item in first if item.startswith("!")] == [
        "!终端发来的不是 UTF-8 文字，已显示为 �：请把终端的字符编码设为 UTF-8，再重新输入。"
    ]
    assert not [item for item in again if item.startswith("!")]
    assert again[-1] == "乡"


def test_a_true_replacement_character_is_no_foreign_encoding() -> None:
    assert not [item for item in fed("�") if item.startswith("!")]


def test_a_paste_is_one_message_wherever_it_is_cut() -> None:
    data = "甲\x1b[200~第一行\r第二行\x1b[201~乙".encode()
    for cut in range(len(data)):
        assert fed(data[:cut], data[cut:]) == ["甲", "[第一行\n第二行]", "乙"]


def test_a_paste_presses_no_keys() -> None:
    hostile = "\x1b]0;title\x07\x1b[31m\x11\x03\r\x9bx\u202e\u200b\x00\x7f\ud7ff"
    assert fed(f"\x1b[200~{hostile}\x1b[201~") == ["[]0;title[31m\nx\ud7ff]"]


def test_a_paste_that_nobody_ends_ends_by_itself() -> None:
    clock = Clock()
    typed = Typed(clock)
    assert list(typed.feed(b"\x1b[200~abc\x1b[2")) == []
    assert late(typed, clock, PASTE_SILENCE / 2) == []
    assert spoken(list(typed.feed(b"d"))) == []
    assert late(typed, clock, PASTE_SILENCE / 2) == []
    assert late(typed, clock, PASTE_SILENCE) == ["[abc[2d]"]
    assert spoken(list(typed.feed(b"k"))) == ["k"]


def test_a_late_end_of_a_paste_does_no_harm() -> None:
    assert fed("a\x1b[201~b") == ["a", "b"]


def test_a_paste_beyond_the_limit_is_refused_as_a_whole_and_said() -> None:
    said = fed("\x1b[200~", "字" * PASTE_LIMIT, "字\x1b[201~", "k")
    assert said == [
        f"!粘贴的内容有 {PASTE_LIMIT + 1} 个字符，超过一次 {PASTE_LIMIT} 个的上限，没有粘入：请分几次粘贴。",
        "k",
    ]
    assert fed("\x1b[200~", "字" * PASTE_LIMIT, "\x1b[201~") == ["[" + "字" * PASTE_LIMIT + "]"]


def test_a_paste_without_marks_is_a_paste_when_it_is_long() -> None:
    text = "abc de\r" * (BURST // 7 + 1)
    assert fed(text) == ["[" + text.replace("\r", "\n") + "]"]


def test_keys_held_down_stay_keys() -> None:
    assert fed("\r" * 60) == ["enter"] * 60
    assert fed("\x1b[B" * 200) == ["down"] * 200
    assert fed("\x7f" * 400) == ["backspace"] * 400


def test_format_characters_that_are_typed_do_not_arrive() -> None:
    assert fed("a\u202eb\u200b\x9bc") == ["a", "b", "c"]


@pytest.mark.parametrize("end", ["\x07", "\x1b\\"])
@pytest.mark.parametrize("begin", ["\x1b]0;", "\x1b]52;c;", "\x1bP", "\x1b_"])
def test_a_command_with_a_text_in_it_was_pasted_and_presses_no_keys(begin: str, end: str) -> None:
    pasted = f"甲{begin}OWNED{end}\x07\x08\x1b[5m乙\r"
    assert fed(pasted) == [f"[{clean(pasted)}]"]
    assert "\x1b" not in clean(pasted)


def test_thousands_of_keys_at_once_are_nobodys_and_press_nothing_and_nor_does_their_rest() -> None:
    clock = Clock()
    typed = Typed(clock)
    flood = "甲\x1b[19~\x0f" * FLOOD
    assert heard(typed, "a") == ["a"]
    (said,) = heard(typed, flood)
    assert "不像是人打的" in said
    assert heard(typed, flood) == heard(typed, "\x0f" * 40) == []
    clock.now += FLOOD_SILENCE
    assert heard(typed, "b") == ["b"]
    assert heard(typed, flood) == [said]


def test_a_long_text_pasted_without_marks_is_no_flood() -> None:
    text = "各乡镇办事处\r" * FLOOD
    assert fed(text) == [f"[{clean(text)}]"]


def test_as_many_keys_as_a_person_types_ahead_arrive() -> None:
    assert len(fed("\x1b[B" * 300)) == 300


def test_rubbish_is_borne() -> None:
    chance = random.Random(4)
    alphabet = b"\x1b\x1b\x1b[[OP;;?<>0123456789ABCDHMPRmnqtu~h l\r\t\xff\xe4"
    clock = Clock()
    typed = Typed(clock)
    for _ in range(3000):
        list(typed.feed(bytes(chance.choice(alphabet) for _ in range(chance.randint(1, 30)))))
        if chance.random() < 0.2:
            late(typed, clock, chance.random() * 3)
    late(typed, clock, 10)
    late(typed, clock, 10)
    assert spoken(list(typed.feed("好".encode()))) == ["好"]


def test_clean_text_is_left_alone() -> None:
    assert clean("一、本年\t３\n　　“正文”…") == "一、本年\t３\n　　“正文”…"
    assert clean("a\r\nb\rc\x0bd\u2028e\x85f") == "a\nb\nc\nd\ne\nf"


@pytest.mark.parametrize("text", ["1", "政务公开", "a1三", "Ａ９", "ª²", "é"])
def test_plain_text_makes_the_keys_that_the_parser_makes(text: str) -> None:
    keys = [(e.key, e.character) for e in Typed().feed(text.encode()) if isinstance(e, events.Key)]
    assert keys == [(e.key, e.character) for e in XTermParser().feed(text) if isinstance(e, events.Key)]


def test_letters_that_belong_to_a_sequence_are_no_plain_text() -> None:
    typed = Typed()
    assert list(typed.feed(b"\x1bO")) == []
    assert [getattr(message, "key", "") for message in typed.feed(b"P")] == ["f1"]

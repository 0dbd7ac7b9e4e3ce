"""What comes from the keyboard: text in, keys and pastes out. No thread, no terminal."""

from __future__ import annotations

import re
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator

from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.message import Message

from tui_report.characters import unseen, without_unseen

PASTE_LIMIT = 200_000
"""Characters a paste may have; a longer one is refused as a whole."""

PASTE_SILENCE = 2.0
"""Seconds without input after which a paste that nobody ended is taken for ended."""

BURST = 256
"""Characters that arrive at once and are no keys: somebody pasted in a terminal that does not mark pastes."""

FLOOD = 2000
"""Characters that arrive at once and steer: nobody types that far ahead, a broken terminal or a stray file does."""

FLOOD_SILENCE = 0.3
"""Seconds without input after which a flood is over; until then its rest is dropped too."""

_START = "\x1b[200~"
_END = "\x1b[201~"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_STRING = re.compile("\x1b[\\]P_^X][^\x1b\x07]*(?:\x07|\x1b\\\\)")
"""A command with a text in it (a title, the clipboard) or the answer to a question, and we ask the terminal nothing."""
_NO_BURST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class TerminalNotice(Message):
    """Something about the terminal that the user should be told once.

    Attributes:
        text: One Chinese sentence.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Typed:
    """Turns the bytes of the keyboard into Textual's messages.

    Pastes are taken out before Textual's parser sees them: it would press the keys that a paste contains, and wait
    for ever for the end of one.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()
        self._held = ""  # the end of the input that may be the start of a mark
        self._paste: list[str] | None = None
        self._length = 0  # of the paste so far, also of what is not kept
        self._bursting = False
        self._flooded = -FLOOD_SILENCE  # when the last piece of a flood came
        self._told_encoding = False
        self._deadline: float | None = None

    def timeout(self) -> float | None:
        """Seconds until `expire` has to be called, or None as long as nothing is open."""
        return None if self._deadline is None else max(0.0, self._deadline - self._clock())

    def feed(self, data: bytes) -> Iterator[Message]:
        """Takes what was read from the terminal; never raises because of it."""
        text = self._decode(data)
        if self._plain(text):
            for character in text:
                yield events.Key(character, character)
            return
        if "\ufffd" in text and b"\xef\xbf\xbd" not in data and not self._told_encoding:
            self._told_encoding = True
            yield TerminalNotice("终端发来的不是 UTF-8 文字，已显示为 �：请把终端的字符编码设为 UTF-8，再重新输入。")
        yield from self._split(self._held + text)
        self._set_deadline()

    def _plain(self, text: str) -> bool:
        """Whether a text is nothing but letters, digits and Han characters that somebody typed, while nothing is open.

        Textual's parser makes the same keys of them, and takes five times as long.
        """
        if self._deadline is not None or not text.isalnum() or len(text) >= BURST // 16:
            return False
        self._bursting = False
        return self._clock() >= self._flooded + FLOOD_SILENCE

    def expire(self) -> Iterator[Message]:
        """The deadline has passed: what is open is closed, an escape is an escape."""
        if self._deadline is None or self._clock() < self._deadline:
            return
        if self._paste is not None:
            self._paste.append(self._held)
            self._held = ""
            yield from self._end_paste()
        else:
            held, self._held = self._held, ""
            yield from self._parse(held)
            self._parser._timeout_time = 0.0  # it has waited long enough
            yield from self._parser.tick()
        self._set_deadline()

    def _set_deadline(self) -> None:
        if self._paste is not None:
            self._deadline = self._clock() + PASTE_SILENCE
        elif self._held or self._parser._timeout_time is not None:
            self._deadline = self._clock() + constants.ESCAPE_DELAY
        else:
            self._deadline = None

    def _split(self, text: str) -> Iterator[Message]:
        """Parts pastes from keys; the beginning of a mark at the end of the text is held back."""
        self._held = ""
        while text:
            mark = _START if self._paste is None else _END
            before, found, text = text.partition(mark)
            if not found:
                before, self._held = _hold_back(before, mark)
            if self._paste is None:
                yield from self._keys(before)
                if found:
                    self._paste, self._length = [], 0
            else:
                self._add_to_paste(before)
                if found:
                    yield from self._end_paste()

    def _keys(self, text: str) -> Iterator[Message]:
        if not text:
            return
        going_on = self._clock() < self._flooded + FLOOD_SILENCE
        if going_on or (len(text) >= FLOOD and _NO_BURST.search(text)):
            self._flooded = self._clock()
            if not going_on:
                yield TerminalNotice("终端一下子送来几千个键，不像是人打的，没有采用：请检查终端，文字可以重新粘贴。")
            return
        if _STRING.search(text):  # no key sends this: somebody pasted in a terminal that does not mark pastes
            yield events.Paste(clean(text))
            return
        long = BURST // 16 if self._bursting else BURST
        self._bursting = len(text) >= long and not _NO_BURST.search(text) and self._parser._timeout_time is None
        if self._bursting:
            yield events.Paste(clean(text))
            return
        for message in self._parse(text):
            character = message.character if isinstance(message, events.Key) else None
            if character is None or character.isascii() or not unseen(character):
                yield message

    def _parse(self, text: str) -> Iterator[Message]:
        """What Textual makes of the text; what it stumbles over is left out."""
        if not text:
            return
        try:
            yield from self._parser.feed(text)
        except Exception:  # whatever a terminal sends must not end the program
            self._parser = XTermParser()

    def _add_to_paste(self, text: str) -> None:
        self._length += len(text)
        if self._paste is not None and self._length <= PASTE_LIMIT:
            self._paste.append(text)

    def _end_paste(self) -> Iterator[Message]:
        text = "".join(self._paste or ())
        self._paste = None
        if self._length > PASTE_LIMIT:
            yield TerminalNotice(
                f"粘贴的内容有 {self._length} 个字符，超过一次 {PASTE_LIMIT} 个的上限，没有粘入：请分几次粘贴。"
            )
        elif text:
            yield events.Paste(clean(text))


def clean(text: str) -> str:
    """A paste without what cannot be seen: line ends are newlines, tabs stay, control and format characters go."""
    return without_unseen(_LINE_ENDS.sub("\n", text))


def _hold_back(text: str, mark: str) -> tuple[str, str]:
    """Cuts from the end of a text what may be the start of the mark."""
    for size in range(min(len(mark) - 1, len(text)), 0, -1):
        if text.endswith(mark[:size]):
            return text[:-size], text[-size:]
    return text, ""

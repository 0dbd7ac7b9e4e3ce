from __future__ import annotations

import random
import re
import unicodedata

import pyte
import pytest
from rich.cells import cell_len, get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.coordinate import Coordinate
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import DataTable, Input, Static, TextArea
from wcwidth import wcwidth

from tui_report.ui.cells import PLAIN, Pen, cells_of, change_pen, is_unsure
from tui_report.ui.floor import SafeApp
from tui_report.ui.output import Painter

WIDTH, HEIGHT = 40, 8
SEEN = ("underscore", "strikethrough", "reverse")


class Columns(pyte.Screen):
    """A screen that forgets what is pushed over its edge."""

    def insert_characters(self, count: int | None = None) -> None:
        super().insert_characters(count)
        self.buffer[self.cursor.y].pop(self.columns, None)


class Emulated:
    """A terminal as xterm is one, with its colours."""

    def __init__(self, width: int = WIDTH, height: int = HEIGHT) -> None:
        self.screen = Columns(width, height)
        self.screen.reset_mode(7, private=True)  # as the driver sets it: no wrap at the margin
        self.stream = pyte.Stream(self.screen)

    def cells(self) -> list[list[tuple]]:
        return [[seen(self.screen.buffer[y][x]) for x in range(self.screen.columns)] for y in range(self.screen.lines)]


def seen(char) -> tuple:
    """What the eye sees of a cell: of a blank only what is behind it."""
    if char.data == " " and not any(getattr(char, mark) for mark in SEEN):
        return (" ", char.bg)
    return tuple(char)


def strip_of(*parts: tuple[str, str]) -> Strip:
    return Strip([Segment(text, Style.parse(style) if style else None) for text, style in parts])


def line_of(text: str) -> Strip:
    return strip_of((text, "red"), (" " * WIDTH, "")).crop(0, WIDTH)


def layout(lines: list[Strip], width: int = WIDTH) -> LayoutUpdate:
    return LayoutUpdate([[line] for line in lines], Region(0, 0, width, len(lines)))


def chop(y: int, x: int, strip: Strip, height: int = HEIGHT) -> ChopsUpdate:
    """A part of a line that changed, as the compositor makes it."""
    end = x + strip.cell_length
    chops = [{x: strip} if line == y else {} for line in range(height)]
    ends = [[end] if line == y else [] for line in range(height)]
    return ChopsUpdate(chops, [(y, x, end)], ends)


def blank_screen(painter: Painter, width: int = WIDTH, height: int = HEIGHT) -> str:
    painter.take(layout([Strip.blank(width) for _ in range(height)], width))
    return painter.frame((0, 0))


def painted(colours: ColorSystem = ColorSystem.TRUECOLOR, *, erases: bool = True) -> tuple[Painter, Emulated]:
    painter, terminal = Painter(colours, erases_in_colour=erases), Emulated()
    terminal.stream.feed(blank_screen(painter))
    return painter, terminal


# ---------------------------------------------------------------------- cells


def test_plain_chinese_fills_the_cells_that_its_width_says():
    plain = [
        chr(c) for c in (*range(0x20, 0x7F), *range(0x3001, 0x3021), *range(0x4E00, 0xA000), *range(0xFF01, 0xFF5F))
    ]
    for c in plain:
        width = get_character_cell_size(c)
        assert cells_of("汉" + c) == ("汉", "", c, *[""] * (width - 1)), hex(ord(c))


def test_wide_characters_take_two_cells() -> None:
    assert cells_of("a汉b") == ("a", "汉", "", "b")


def test_combining_marks_stand_with_their_letter() -> None:
    assert cells_of("e\u0301x") == ("e\u0301", "x")


def test_joined_and_selected_emoji_keep_their_room() -> None:
    family = cells_of("👨\u200d👩")
    heart = cells_of("❤\ufe0f!")
    assert family == ("👨", "")
    assert heart == ("❤", " ", "!")


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("a\x07b", "a␇b"),
        ("\x00", "␀"),
        ("\x7f", "␡"),
        ("\x9b31m", "␦31m"),
        ("\u202eabc\u2066", "␦abc␦"),
        ("x\u200by\ufeff", "x␦y␦"),
        ("\u2028\u2029", "␦␦"),
        ("\ud800", "␦"),
        ("a\U000e0041", "a␦"),
        ("a\nb\tc\r", "a␊b␉c␍"),
    ],
)
def test_what_a_terminal_might_obey_is_shown_instead(hostile: str, shown: str) -> None:
    assert "".join(cells_of(hostile)) == shown


def test_no_character_of_any_kind_reaches_the_terminal_raw() -> None:
    every = "".join(
        map(chr, [*range(0x3000), *range(0xD7F0, 0xE010), *range(0xFE00, 0x10000), *range(0xE0000, 0xE0200)])
    )
    sent = "".join(cells_of(every))
    assert not re.search(
        "[\x00-\x1f\x7f-\x9f\u200b\u200d-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e01ff]",
        sent,
    )


def test_the_width_of_ambiguous_characters_is_not_relied_on() -> None:
    assert all(map(is_unsure, ["“", "…", "—", "·", "│", "é\u0301", "😀"]))
    assert not any(map(is_unsure, ["a", "汉", "，", "（", " "]))


# ---------------------------------------------------------------------- pens


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (PLAIN, Pen("31"), "\x1b[31m"),
        (Pen("31"), PLAIN, "\x1b[m"),
        (Pen("31", "44"), Pen("32", "44"), "\x1b[32m"),
        (Pen("31", "44"), Pen("", "44"), "\x1b[39m"),
        (Pen("38;5;253", "48;5;235", ("1",)), Pen("38;5;253", "48;5;235"), "\x1b[22m"),
        (Pen("38;5;253", "48;5;235", ("1", "2")), Pen("38;5;253", "48;5;235", ("2",)), "\x1b[22;2m"),
        (Pen("38;5;253", "48;5;235"), Pen("", "", ("7",)), "\x1b[0;7m"),
    ],
)
def test_a_pen_is_changed_in_few_bytes(old: Pen, new: Pen, text: str) -> None:
    assert change_pen(old, new) == text


def test_every_change_of_pen_arrives_at_the_new_pen() -> None:
    chance = random.Random(3)
    marks = ("1", "2", "3", "4", "7", "9")

    def some_pen() -> Pen:
        chosen = tuple(mark for mark in marks if chance.random() < 0.3)
        return Pen(chance.choice(["", "31", "38;5;200"]), chance.choice(["", "42", "48;2;1;2;3"]), chosen)

    for _ in range(3000):
        old, new = some_pen(), some_pen()
        stepwise, afresh = Emulated(), Emulated()
        stepwise.stream.feed(change_pen(PLAIN, old) + change_pen(old, new) + "x")
        afresh.stream.feed(change_pen(PLAIN, new) + "x")
        assert stepwise.screen.buffer[0][0] == afresh.screen.buffer[0][0], (old, new)


# ---------------------------------------------------------------------- frames


def test_nothing_is_sent_when_nothing_differs() -> None:
    painter, _ = painted()
    painter.take(chop(2, 3, strip_of(("abc", "red"))))
    assert painter.frame((0, 0))
    painter.take(chop(2, 3, strip_of(("abc", "red"))))
    assert painter.frame((0, 0)) == ""


def test_one_digit_costs_a_move_and_a_digit() -> None:
    painter, terminal = painted()
    painter.take(chop(4, 10, strip_of(("   12  ", ""))))
    terminal.stream.feed(painter.frame((15, 4)))
    painter.take(chop(4, 10, strip_of(("   13  ", ""))))
    frame = painter.frame((15, 4))
    terminal.stream.feed(frame)
    assert frame == "\b3"  # from the cursor one to the left, and the digit brings it back
    assert terminal.screen.display[4].strip() == "13"
    assert (terminal.screen.cursor.x, terminal.screen.cursor.y) == (15, 4)


def test_a_short_way_is_written_again_and_a_long_one_jumped() -> None:
    painter, _ = painted()
    painter.take(chop(0, 0, strip_of(("a b c d e f g h i j k l", ""))))
    painter.frame((0, 0))
    painter.take(chop(0, 0, strip_of(("A b C d e f g h i j k L", ""))))
    assert painter.frame((0, 0)) == "A b C\x1b[17CL\r"


def test_a_wide_character_is_never_cut() -> None:
    painter, terminal = painted()
    painter.take(chop(1, 0, strip_of(("甲乙丙", ""))))
    terminal.stream.feed(painter.frame((0, 0)))
    painter.take(chop(1, 1, strip_of(("x", ""))))
    terminal.stream.feed(painter.frame((0, 0)))
    assert [terminal.screen.buffer[1][x].data for x in range(6)] == [" ", "x", "乙", "", "丙", ""]
    painter.take(chop(1, WIDTH - 1, strip_of(("丁", ""))))
    terminal.stream.feed(painter.frame((0, 0)))
    assert terminal.screen.buffer[1][WIDTH - 1].data == " "


def test_a_blank_tail_is_erased() -> None:
    painter, terminal = painted()
    painter.take(chop(1, 0, strip_of(("x" * WIDTH, "red on blue"))))
    terminal.stream.feed(painter.frame((0, 0)))
    painter.take(chop(1, 0, strip_of(("ab", "red on blue"), (" " * (WIDTH - 2), "white on green"))))
    frame = painter.frame((0, 0))
    terminal.stream.feed(frame)
    assert frame.count("\x1b[K") == 1
    assert len(frame) < 40
    assert terminal.screen.buffer[1][WIDTH - 1].bg == "green"


def test_colour_is_not_erased_where_the_terminal_cannot() -> None:
    painter, _ = painted(erases=False)
    painter.take(chop(1, 0, strip_of(("x" * WIDTH, "on blue"))))
    painter.frame((0, 0))
    painter.take(chop(1, 0, strip_of((" " * WIDTH, "on green"))))
    assert "\x1b[K" not in painter.frame((0, 0))
    painter.take(chop(1, 0, strip_of((" " * WIDTH, ""))))
    assert "\x1b[K" in painter.frame((0, 0))


LINE = "自然人：一(1)+二(2)=3，三(5)共1"


@pytest.mark.parametrize(
    ("new", "most"), [("一(12)+二(2)=3", 14), ("一()+二(2)=3", 14), ("一(12)+二(2)=14", 28), ("共一(1)+二(2)=3", 16)]
)
def test_what_only_moves_within_a_line_is_moved_by_the_terminal(new: str, most: int) -> None:
    painter, terminal = painted()
    painter.take(chop(3, 0, line_of(LINE)))
    terminal.stream.feed(painter.frame((0, 3)))
    wanted = LINE.replace("一(1)+二(2)=3", new)
    painter.take(chop(3, 0, line_of(wanted)))
    frame = painter.frame((0, 3))
    terminal.stream.feed(frame)
    assert terminal.screen.display[3].rstrip() == wanted
    assert len(frame.encode()) <= most + len("\x1b[31m\x1b[m\r")


def test_nothing_is_moved_where_the_terminal_cannot_or_where_widths_are_uncertain() -> None:
    for moves, line in ((False, LINE), (True, "“" + LINE)):
        painter = Painter(ColorSystem.STANDARD, moves_cells=moves)
        blank_screen(painter)
        painter.take(chop(3, 0, strip_of((line, ""))))
        painter.frame((0, 3))
        painter.take(chop(3, 0, strip_of((line.replace("(1)", "(12)"), ""))))
        assert not re.search(r"\x1b\[\d*[@P]", painter.frame((0, 3)))


def test_thousands_of_insertions_leave_each_line_as_it_is_wanted() -> None:
    chance = random.Random(5)
    painter, terminal = painted(ColorSystem.STANDARD)
    lines = [LINE] * HEIGHT
    for _ in range(1500):
        y = chance.randrange(HEIGHT)
        text = list(lines[y])
        at = chance.randint(0, len(text))
        text[at : at + chance.choice([0, 0, 1, 2, 5])] = chance.choice(["", "1", "12", "字", "政府", "a字b", " " * 6])
        lines[y] = "".join(text)[: WIDTH // 2 + 4]
        half = chance.randint(0, len(lines[y]))
        parts = (
            (lines[y][:half], "red"),
            (lines[y][half:], "bold on blue"),
            (" " * WIDTH, chance.choice(["", "on blue"])),
        )
        painter.take(chop(y, 0, strip_of(*parts).crop(0, WIDTH)))
        terminal.stream.feed(painter.frame((0, 0)))
        if chance.random() < 0.1:
            fresh, again = Emulated(), Painter(ColorSystem.STANDARD)
            again._wanted, again.size = painter._wanted, painter.size
            fresh.stream.feed(again.frame((0, 0)))
            assert terminal.cells() == fresh.cells()


def test_the_place_after_an_ambiguous_character_is_named_absolutely() -> None:
    painter, _ = painted()
    painter.take(chop(1, 0, strip_of(("“ab” cdefgh", ""))))
    assert painter.frame((12, 1)) == "\x1b[B“ab”\x1b[2;6Hcdefgh\x1b[C"


def test_all_is_painted_again_when_what_is_shown_is_not_known() -> None:
    painter, terminal = painted()
    painter.take(chop(3, 5, strip_of(("还在", "bold red"))))
    terminal.stream.feed(painter.frame((0, 0)))
    before = terminal.cells()
    terminal.stream.feed("\x1b[H\x1b[41mrubbish\x1b[2J\x1b[7m")
    painter.forget()
    terminal.stream.feed(painter.frame((0, 0)))
    assert terminal.cells() == before


def test_a_cursor_outside_the_screen_is_brought_in() -> None:
    painter, terminal = painted()
    terminal.stream.feed(painter.frame((999, 999)))
    assert (terminal.screen.cursor.x, terminal.screen.cursor.y) == (WIDTH - 1, HEIGHT - 1)


def some_strip(chance: random.Random, room: int) -> Strip:
    pieces = ["a", "0", " ", "     ", "汉", "字表", "（一）", "e\u0301", "12,345", "Abc ", "，"]
    styles = ["", "red", "on blue", "bold green on #102030", "reverse", "underline", "dim italic", "strike on white"]
    segments: list[Segment] = []
    width = chance.randint(1, room)
    while (strip := Strip(segments)).cell_length < width:
        style = Style.parse(chance.choice(styles)) if chance.random() < 0.9 else None
        segments.append(Segment(chance.choice(pieces) * chance.randint(1, 3), style))
    return strip.crop(0, width)


@pytest.mark.parametrize("colours", [ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR])
@pytest.mark.parametrize("erases", [True, False])
def test_thousands_of_random_edits_leave_the_terminal_as_a_full_paint_would(colours: ColorSystem, erases: bool) -> None:
    chance = random.Random(11)
    painter, terminal = painted(colours, erases=erases)
    for turn in range(500):
        for _ in range(chance.randint(1, 3)):
            x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
            painter.take(chop(y, x, some_strip(chance, WIDTH - x)))
        if chance.random() < 0.02:
            painter.forget()
        cursor = (chance.randrange(WIDTH), chance.randrange(HEIGHT))
        terminal.stream.feed(painter.frame(cursor))
        assert (terminal.screen.cursor.x, terminal.screen.cursor.y) == cursor
        if turn % 10 == 0:
            fresh = Emulated()
            painter_again = Painter(colours, erases_in_colour=False)
            painter_again._wanted, painter_again.size = painter._wanted, painter.size
            fresh.stream.feed(painter_again.frame(cursor))
            assert terminal.cells() == fresh.cells()


@pytest.fixture
def wide_ambiguous(monkeypatch: pytest.MonkeyPatch) -> None:
    """The emulated terminal gives two columns to ambiguous characters."""

    def width(character: str) -> int:
        return 2 if unicodedata.east_asian_width(character) == "A" else wcwidth(character)

    monkeypatch.setattr(pyte.screens, "wcwidth", width)


@pytest.mark.parametrize("erases", [True, False])
def test_where_ambiguous_characters_are_wide_lines_are_whole_and_the_cursor_is_right(
    wide_ambiguous: None, erases: bool
) -> None:
    chance = random.Random(6)
    painter, terminal = painted(erases=erases)
    painter.ambiguous = 2
    painter.forget()
    lines = ["" for _ in range(HEIGHT)]
    for _ in range(600):
        y = chance.randrange(HEIGHT)
        lines[y] = "".join(
            chance.choice(["“", "”", "…", "政府", "公开", "a", " 1 "]) for _ in range(chance.randint(0, 14))
        )
        strip = strip_of((lines[y], "bold"), (" " * WIDTH, "on blue")).crop(0, WIDTH)
        painter.take(chop(y, 0, strip))
        x = chance.randint(0, len(lines[y]))
        terminal.stream.feed(painter.frame((cell_len(lines[y][:x]), y)))
        shown = [line.rstrip() for line in terminal.screen.display]
        assert shown == [cut_to_room(line).rstrip() for line in lines]
        assert terminal.screen.cursor.x == min(room_of(lines[y][:x]), WIDTH - 1)


def room_of(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "AWF" else 1 for character in text)


def cut_to_room(text: str) -> str:
    while room_of(text) > WIDTH:
        text = text[:-1]
    return text


# ---------------------------------------------------------------------- the whole of Textual


class Ask(ModalScreen[None]):
    CSS = "Ask { align: center middle; } Ask Static { width: 20; height: 5; background: red; border: solid white; }"

    def compose(self) -> ComposeResult:
        yield Static("退出吗？\n第二行")


class Busy(SafeApp):
    """Draws into an emulated terminal what the driver would send."""

    def __init__(self) -> None:
        super().__init__()
        self.console._color_system = ColorSystem.TRUECOLOR
        self.painter = Painter(ColorSystem.TRUECOLOR)
        self.emulated = Emulated(80, 24)
        self.sent = 0

    def compose(self) -> ComposeResult:
        yield Static("某某镇人民政府 2024 年度报告", id="head")
        with Horizontal():
            yield TextArea("第一段文字。\n" * 40)
            table: DataTable[str] = DataTable()
            yield table
        yield Input("12")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = self.query_one(TextArea).cursor_blink = False
        table = self.query_one(DataTable)
        table.add_columns("自然人", "商业企业")
        for row in range(30):
            table.add_row(str(row), "合计")

    def _display(self, screen, renderable) -> None:
        if renderable is None or self._batch_count:
            return
        self.painter.take(renderable)
        size = self.painter.size
        if size != (self.emulated.screen.columns, self.emulated.screen.lines):
            self.emulated = Emulated(*size)
            self.painter.forget()
        frame = self.painter.frame(self.cursor_position)
        self.sent += len(frame.encode("utf-8", "replace"))
        self.emulated.stream.feed(frame)

    def as_textual_paints(self) -> Emulated:
        reference = Emulated(*self.size)
        update = self.screen._compositor.render_full_update()
        console: Console = self.console
        reference.stream.feed(update.render_segments(console).replace("\n", "\r\n"))
        return reference


async def change_something(app: Busy, pilot, chance: random.Random) -> None:
    main = app.screen_stack[0]
    box, table, line = main.query_one(TextArea), main.query_one(DataTable), main.query_one(Input)
    match chance.randrange(9):
        case 0 | 1:
            place = (chance.randrange(len(box.document.lines)), 0)
            box.insert(chance.choice(["汉字，", "a", "\n", "1234 "]), place)
        case 2:
            box.move_cursor((chance.randrange(len(box.document.lines)), 3))
        case 3:
            table.update_cell_at(Coordinate(chance.randrange(30), chance.randrange(2)), str(chance.randrange(10**6)))
        case 4:
            table.scroll_to(y=chance.randrange(30), animate=False)
        case 5:
            line.value = chance.choice(["", "三", "12,345", "长" * 40])
        case 6:
            app.query_one("#head", Static).update("标题" * chance.randrange(30)) if len(app.screen_stack) == 1 else None
        case 7 if chance.random() < 0.3:
            await pilot.resize_terminal(chance.randint(20, 120), chance.randint(8, 40))
        case 8 if chance.random() < 0.5:
            if len(app.screen_stack) == 1:
                await app.push_screen(Ask())
            else:
                app.pop_screen()


async def test_the_terminal_shows_what_textual_would_paint_after_edits_resizes_and_modals() -> None:
    app, chance = Busy(), random.Random(5)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for turn in range(25):
            for _ in range(12):
                await change_something(app, pilot, chance)
            await pilot.pause()
            assert app.emulated.cells() == app.as_textual_paints().cells(), f"turn {turn}"
    assert app.sent > 1_000

"""The app that all screens stand on: thrifty output, the terminal's own cursor, nothing lost at any end."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from rich.console import RenderableType
from rich.segment import Segment
from rich.text import Text
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.events import Key
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui_report import fault_log
from tui_report.ui import start
from tui_report.ui.keeper import FAULT, Keeper
from tui_report.ui.replaced import Replaced, stay_as_it_is
from tui_report.width import wrap

if sys.platform != "win32":
    from tui_report.ui.driver import SafeDriver

    _DRIVER: type[Driver] | None = SafeDriver
else:
    _DRIVER = None

CURSOR_DELAY = 0.02
"""Seconds after which the cursor moves by itself if no repaint has taken it along."""

LEAST = (60, 16)
"""Columns and rows below which nothing but a request for more is shown; keys go where they went before."""

LAST_WAIT = 5.0
"""Seconds that leaving waits for the last saving."""


class SafeApp(App[int], inherit_css=False):
    """An app that sends only the cells that differ, and saves before it ends in whatever way.

    It gets a `TerminalNotice` when the terminal does something the user should know. Assigning `cursor_position` moves
    the terminal's cursor, also when nothing is repainted.

    Attributes:
        keeper: Keeps what is typed.

    Args:
        keeper: Keeps what is typed. None keeps nothing.
    """

    DEFAULT_CSS = "SafeApp { background: ansi_default; color: ansi_default; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, keeper: Keeper | None = None) -> None:
        self._cursor = Offset(0, 0)
        self._cursor_due: asyncio.Handle | None = None
        self._to_draw: dict[Widget, set[int]] = {}
        self.keeper = keeper or Keeper(lambda: None)
        super().__init__(driver_class=_DRIVER)
        self._disable_notifications = self._disable_tooltips = True  # they would lie over the work

    def run_to_end(self) -> int:
        """Runs the app in the terminal until the user leaves. Returns the exit status of the program.

        `keeper.guard` has to be called before. Signals, a terminal that goes and errors of our own end the program
        without coming back here.
        """
        threading.excepthook = lambda thread: self._leave_after(thread.exc_value or thread.exc_type())
        self.keeper.start()
        self.keeper.watch()
        try:
            self.run(mouse=False)
        except Exception as error:
            self._leave_after(error)
        if not self.keeper.flush(LAST_WAIT):
            return 1
        return FAULT if self.return_code is None else self.return_code

    async def run_async(self, **options: Any) -> int | None:  # noqa: ANN401  # they are Textual's
        """As Textual's; errors of forgotten tasks are not swallowed."""
        asyncio.get_running_loop().set_exception_handler(self._handle_loop_error)
        return await super().run_async(**options)

    def _build_driver(self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None) -> Driver:
        """As Textual's; the keeper gets to know the driver."""
        driver = super()._build_driver(headless, inline, mouse, size)
        if sys.platform != "win32" and isinstance(driver, SafeDriver):
            self.keeper.digest, self.keeper.hush = self._digest, driver.hush
            driver.at_once = self.press_at_once
        return driver

    def press_at_once(self, key: Key) -> bool:
        """Does a key that has just been read, if nothing waits that came before; returns whether it did."""
        return False

    def _digest(self, timeout: float) -> None:
        """Waits until the keys that were read are worked off; what they do is not painted."""
        driver = self._thrifty()
        if driver is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._begin_batch)
            driver.digest(timeout)

    @property
    def keys_wait(self) -> bool:
        """Whether more keys have been read than were worked off."""
        driver = self._thrifty()
        return driver is not None and driver.backlog() > 0

    # ------------------------------------------------------------------ output

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor stands: column and row of the screen. Input methods and Braille follow it."""
        return self._cursor

    @cursor_position.setter
    def cursor_position(self, position: Offset) -> None:
        moved = position != self._cursor
        self._cursor = Offset(*position)
        if moved and self._cursor_due is None and self._thrifty() is not None and self._loop is not None:
            self._cursor_due = self._loop.call_later(CURSOR_DELAY, self._paint, None)

    def _thrifty(self) -> SafeDriver | None:
        """The driver that can send cells, while there is a screen to paint on."""
        driver = getattr(self, "_driver", None)
        return driver if sys.platform != "win32" and self._running and isinstance(driver, SafeDriver) else None

    def _paint(self, update: LayoutUpdate | ChopsUpdate | None) -> None:
        if self._cursor_due is not None:
            self._cursor_due.cancel()
            self._cursor_due = None
        driver = self._thrifty()
        if driver is None or self._batch_count or self._closed:
            return
        width, height = self.size
        if width >= LEAST[0] and height >= LEAST[1]:
            driver.paint(update, self._cursor)
        else:
            driver.paint(_too_small(width, height), (0, 0))

    def draws_at_once(self, widget: Widget) -> bool:
        """Whether `draw` can show a widget: it stands where Textual put it, and there is a terminal that takes cells."""
        if widget in self._to_draw:
            return True
        if not (widget.is_attached and widget.is_mounted) or self._batch_count:
            return False
        screen = widget.screen
        return screen is self.screen and not screen._layout_required and self._thrifty() is not None

    def draw(self, widget: Widget, lines: Iterable[int]) -> None:
        """Sends lines of a widget that are to be drawn anew, in one go with all else that this key changes."""
        if not self._to_draw:
            self.soon(self._draw)  # behind what is yet to follow from the keys that have come
        self._to_draw.setdefault(widget, set()).update(lines)

    def _draw(self) -> None:
        widgets, self._to_draw = self._to_draw, {}
        driver, places = self._thrifty(), self.screen._compositor.visible_widgets
        if driver is None:
            return
        filters = self.get_line_filters()
        for widget, lines in widgets.items():
            region, clip = places.get(widget, (Region(), Region()))
            top, region = region.y, region.shrink(widget.gutter)
            widget._styles_cache._dirty_lines.update(region.y - top + y for y in lines)
            for y in lines:
                part = Region(region.x, region.y + y, region.width, 1).intersection(clip)
                if part:
                    strip = widget.render_line(y)
                    for line_filter in filters:
                        strip = strip.apply_filter(line_filter, widget.background_colors[1])
                    driver.painter.put(part.x, part.y, strip.crop(part.x - region.x, part.right - region.x))
        self._paint(None)

    def soon(self, callback: Callable[[], object], wait: float = 0.0) -> asyncio.Handle:
        """Has something done after so many seconds; after none, once the keys that have come are worked off."""
        loop = asyncio.get_running_loop()
        return loop.call_later(wait, self._guarded, callback) if wait > 0 else loop.call_soon(self._guarded, callback)

    def _guarded(self, callback: Callable[[], object]) -> None:
        try:
            callback()
        except Exception as error:
            self._handle_exception(error)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Shows what was rendered: the cells that differ, where the driver can do that."""
        if self._thrifty() is None or not isinstance(renderable, (LayoutUpdate, ChopsUpdate)):
            super()._display(screen, renderable)
            return
        try:
            self._paint(renderable)
        except Exception as error:
            self._handle_exception(error)
        finally:
            self.post_display_hook()
        if start.settle():
            self.soon(stay_as_it_is)

    def _set_pointer_shape(self, shape: str) -> None:
        """Nothing: there is no mouse, and not every terminal knows the sequence."""

    # ------------------------------------------------------------------ errors of our own

    def panic(self, *renderables: RenderableType) -> None:
        """Ends the program after an error of our own; what Textual would show of it is not shown."""
        self._handle_exception(sys.exception() or RuntimeError("panic"))

    def _handle_exception(self, error: BaseException) -> None:
        """Saves, writes down the place of the error, gives the terminal back and ends with status 70."""
        if self._thrifty() is not None:
            self._leave_after(error)
        self._return_code = FAULT
        if self._exception is None and isinstance(error, Exception):
            self._exception = error
            self._exception_event.set()
        self._exit_renderables.append(Text(fault_log.write_down(error)))
        self._close_messages_no_wait()

    def _leave_after(self, error: BaseException) -> None:
        replaced = isinstance(error, Replaced)
        self.keeper.leave(0 if replaced else FAULT, str(error) if replaced else fault_log.write_down(error))

    def _handle_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self._handle_exception(error)


def _too_small(width: int, height: int) -> LayoutUpdate:
    """The picture of a terminal that is too small for any screen."""
    text = f"窗口太小：请拉大到{LEAST[0]}列、{LEAST[1]}行以上。内容都在，没有关闭。"
    lines = [*wrap(text, max(2, width)), *[""] * height][:height]
    strips: list[Iterable[Strip]] = [[Strip([Segment(line)]).adjust_cell_length(width)] for line in lines]
    return LayoutUpdate(strips, Region(0, 0, width, height))

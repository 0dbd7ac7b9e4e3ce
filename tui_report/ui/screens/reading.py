"""Reading a document in a thread of its own: the seconds are counted, and Esc gives it up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui_report.fault_log import write_down
from tui_report.form.cn_2021 import FORM
from tui_report.programs import stoppable
from tui_report.report import Report
from tui_report.sources import PASTE, TOML, lent, read_source
from tui_report.store.faults import StoreError
from tui_report.ui.screens.over import OverScreen, paragraph
from tui_report.ui.widgets.lines import Line

if TYPE_CHECKING:
    from tui_report.ui.app import ReportApp

CONVERTED = (".doc", ".wps", ".rtf", ".odt")
"""Endings of the files that another program has to convert first."""


def read_for(app: ReportApp, path: Path, take: Callable[[Report], None], refuse: Callable[[StoreError], None]) -> None:
    """Reads a report and hands it to `take`; to `refuse` why it cannot be read; to nobody where the clerk gives up.

    A report file of our own is read at once.
    """
    if path.suffix.lower() != TOML:
        _read(app, path.name, lambda: read_source(path, FORM), take, refuse)
        return
    try:
        report = read_source(path, FORM)
    except StoreError as fault:
        refuse(fault)
    else:
        take(report)


def read_paste(app: ReportApp, text: str, take: Callable[[Report], None], refuse: Callable[[StoreError], None]) -> None:
    """Reads a report that was pasted, as `read_for` does."""

    def read() -> Report:
        with lent(text.encode("utf-8", "replace"), PASTE) as path:
            return read_source(path, FORM)

    _read(app, PASTE, read, take, refuse)


def _read(
    app: ReportApp,
    name: str,
    read: Callable[[], Report],
    take: Callable[[Report], None],
    refuse: Callable[[StoreError], None],
) -> None:
    def go_on(answer: Report | StoreError | None) -> None:
        if isinstance(answer, StoreError):
            refuse(answer)
        elif answer is not None:
            take(answer)

    app.push_screen(ReadingScreen(name, read), go_on)


class ReadingScreen(OverScreen["Report | StoreError"]):
    """Closes with what was read, with why nothing was, or with None where the clerk gives up."""

    def __init__(self, name: str, read: Callable[[], Report]) -> None:
        super().__init__("正在读")
        self.name_read = name
        self.reading = True
        self._read = read
        self._seconds = 0
        self._stop = threading.Event()

    def on_mount(self) -> None:
        """Begins to read and to count."""
        super().on_mount()
        self.set_interval(1, self._tick)
        self.app.run_worker(self._work, thread=True)

    def on_unmount(self) -> None:
        """Ends the program that may be at work."""
        self._stop.set()

    def _tick(self) -> None:
        self._seconds += 1
        self.show()

    def content(self, width: int) -> Sequence[Line]:
        """What is read, and for how long already."""
        words = f"正在读 {self.name_read}，已经{self._seconds}秒"
        if Path(self.name_read).suffix.lower() in CONVERTED:
            words += "。这种文件要先由LibreOffice转换，一般几秒，最多半分钟"
        return [Line(""), *paragraph(f"{words}。\n按Esc不读了；原来的文件不会改动。", width)]

    def key_line(self, width: int) -> str:
        """There is only one way out."""
        return " Esc 不读了"

    def _work(self) -> None:
        answer: Report | StoreError
        try:
            with stoppable(self._stop):
                answer = self._read()
        except StoreError as fault:
            answer = fault
        except Exception as fault:  # whatever a document does to its reader, the program goes on
            answer = StoreError(write_down(fault).replace("，已停止", "，没有读"))
        if not self._stop.is_set():
            self.app.call_from_thread(self._close, answer)

    def _close(self, answer: Report | StoreError) -> None:
        self.reading = False
        if self.is_current:
            self.dismiss(answer)

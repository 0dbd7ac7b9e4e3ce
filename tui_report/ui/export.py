"""Writing the finished report beside its file, under 出件."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from tui_report.store.files import file_name, write_whole
from tui_report.ui.session import Session

FOLDER = "出件"


def export_text(session: Session) -> Path:
    """Writes the text report and returns its path; a draft where errors are open.

    Raises:
        RenderError: A template fails.
        StoreError: The file cannot be written.
    """
    from tui_report.rendering.text import encode, render_text

    draft = bool(session.assessment.count("error"))
    text = render_text(session.facts, session.assessment, draft=draft)
    folder = session.file.path.parent / FOLDER
    name = Path(file_name(session.report.unit, session.report.year)).stem
    with suppress(OSError):  # writing says what is wrong with the folder
        folder.mkdir(exist_ok=True)
    path = folder / f"{name}{'草稿' if draft else ''}.txt"
    write_whole(path, encode(text))
    return path

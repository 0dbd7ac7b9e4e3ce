"""PDF through a program of the machine: LibreOffice for Word files, a browser for pages."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tui_report.assess import Assessment
from tui_report.programs import run
from tui_report.rendering.environment import RenderError
from tui_report.rules.model import Facts

OFFICES = ("soffice", "libreoffice")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")

PATIENCE = 120
"""Seconds that such a program may take."""

QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A browser that shows nothing and asks the network for nothing."""

_DATE = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}")
_MARK = re.compile(rb"(?<=[</])[0-9A-F]{32}")

BY_HAND = "这台机器上没有{program}，生成不了PDF；请先用 --to {other} 生成，再在自己的电脑上打开、打印成PDF"


def render_pdf(facts: Facts, assessment: Assessment, *, draft: bool = False, template: Path | None = None) -> bytes:
    """Returns the report as PDF: from the Word file where LibreOffice is installed, else from the page.

    Args:
        facts: The report with the office's settings.
        assessment: What `assess` says about the report.
        draft: Prints 草稿 on it and lets open errors pass.
        template: A template file to take instead, of Word or of a page.

    Raises:
        OpenErrors: The report has open errors and no draft was asked for.
        RenderError: Neither program is installed, or one of them or a template fails.
    """
    from tui_report.rendering.html import render_html
    from tui_report.rendering.word import installed, render_docx

    word = template.suffix == ".docx" if template else installed() and _found(OFFICES) is not None
    if word:
        return to_pdf(render_docx(facts, assessment, draft=draft, template=template))
    if template is None and _found(BROWSERS) is None:
        raise RenderError(BY_HAND.format(program="LibreOffice，也没有Chromium浏览器", other="docx或者html"))
    return to_pdf(render_html(facts, assessment, draft=draft, template=template))


def to_pdf(document: bytes | str) -> bytes:
    """Returns a .docx file (bytes) or a page (text) as PDF, the same for the same; raises RenderError."""
    with tempfile.TemporaryDirectory(prefix="tui-report-", ignore_cleanup_errors=True) as folder:
        return _timeless(_printed(document, Path(folder)))


def _timeless(pdf: bytes) -> bytes:
    """Blots out when a PDF was made, in its dates and in the marks of its trailer; every byte keeps its place."""
    body, trailer, end = _DATE.sub(lambda date: date[1] + b"19800101000000", pdf).rpartition(b"trailer")
    return body + trailer + _MARK.sub(b"0" * 32, end)


def _printed(document: bytes | str, folder: Path) -> bytes:
    pdf = folder / "report.pdf"
    if isinstance(document, bytes):
        source = folder / "report.docx"
        source.write_bytes(document)
        program = _wanted(OFFICES, "LibreOffice", "docx")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    else:
        source = folder / "report.html"
        source.write_text(document, encoding="utf-8")
        program = _wanted(BROWSERS, "Chromium浏览器", "html")
        profile = f"--user-data-dir={folder / 'profile'}"
        options = [*QUIET, *_unboxed(), "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
        command = [program, profile, *options, source.as_uri()]
    _run(command, folder)
    if not pdf.is_file():
        raise RenderError(f"{Path(program).name}没有生成PDF；请改用 --to docx 或者 --to html，在自己的电脑上打印成PDF")
    return pdf.read_bytes()


def _wanted(programs: Sequence[str], name: str, other: str) -> str:
    program = _found(programs)
    if program is None:
        raise RenderError(BY_HAND.format(program=name, other=other))
    return program


def _found(programs: Sequence[str]) -> str | None:
    return next((place for place in map(shutil.which, programs) if place), None)


def _unboxed() -> list[str]:
    """The sandbox of a browser refuses to work for root."""
    return ["--no-sandbox"] if sys.platform != "win32" and os.geteuid() == 0 else []


def _run(command: Sequence[str], folder: Path) -> None:
    """Runs a program with a home of its own; ends it with its children where it takes too long."""
    try:
        run(command, PATIENCE, {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)})
    except TimeoutError:
        raise RenderError(
            f"{Path(command[0]).name}运行超过{PATIENCE}秒，已停止；请改用 --to docx 或者 --to html"
        ) from None

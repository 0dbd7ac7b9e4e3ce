"""The report as a sheet for 政务公开栏: to be read standing, tables first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, TypeAlias

from tui_report.assess import Assessment
from tui_report.rendering.environment import Plain, RenderError, missing
from tui_report.rendering.html import through
from tui_report.rendering.outgoing import outgoing
from tui_report.rules.model import Facts

Paper: TypeAlias = Literal["A3", "A4"]
"""Always landscape."""


def render_poster(
    facts: Facts,
    assessment: Assessment,
    *,
    draft: bool = False,
    paper: Paper = "A3",
    url: str = "",
    template: Path | None = None,
) -> str:
    """Returns a page to be printed for the notice board, through the template `poster.html.j2`.

    Args:
        facts: The report with the office's settings; `portal.Url` is where the electronic version is found.
        assessment: What `assess` says about the report.
        draft: Prints 草稿 in the head and lets open errors pass.
        paper: Size of the sheets.
        url: Address of the electronic version, in place of that of the settings; it is drawn as a QR code.
        template: A template file to take instead.

    Raises:
        OpenErrors: The report has open errors and no draft was asked for.
        RenderError: The address is none, the library for QR codes is missing, or a template fails.
    """
    context = outgoing(facts, assessment, draft=draft)
    address = url or facts.settings.portal.get("Url", "")
    code = qr_code(address) if address else None
    return through("poster.html.j2", {**context, "paper": paper, "url": address, "qr": code}, facts, template)


def qr_code(url: str) -> dict[str, Plain]:
    """Returns a QR code as the side of its square and an SVG path of its dark modules; raises RenderError."""
    if not re.fullmatch(r"https?://[!-~]+", url):
        raise RenderError("电子版的网址要以 http:// 或者 https:// 开头，中间没有空格和汉字")
    try:
        import segno
    except ImportError:
        raise missing("segno", "画二维码", "不写电子版的网址") from None
    try:
        rows = segno.make(url, error="m", micro=False).matrix
    except segno.DataOverflowError:
        raise RenderError("电子版的网址太长，画不成二维码") from None
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return {"size": len(rows), "path": "".join(dark)}

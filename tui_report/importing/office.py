"""Reads .doc, .wps, .rtf and .odt: LibreOffice, where installed, turns them into .docx first."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from tui_report.importing.document import Document, ImportFault
from tui_report.importing.docx import read_docx
from tui_report.importing.text import read_bytes
from tui_report.programs import run
from tui_report.report import Remark

SECONDS = 60
_ADVICE = "请用WPS或者Word打开，另存为.docx再导入。"


def read_office(path: Path) -> Document:
    """Reads an older Word file through LibreOffice; raises ImportFault."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ImportFault(f"读{path.suffix.lower()}文件要用LibreOffice，这台机器上没有；{_ADVICE}")
    content = read_bytes(path)
    with tempfile.TemporaryDirectory(prefix="tui-report-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / f"source{path.suffix.lower()}"
        copy.write_bytes(content)
        _convert(program, copy, Path(folder))
        made = copy.with_suffix(".docx")
        if not made.exists():
            raise ImportFault(f"LibreOffice读不了这个文件；{_ADVICE}")
        read = read_docx(made)
    note = Remark("", f"{path.suffix.lower()}文件，经LibreOffice转换后导入")
    return Document(read.blocks, (note, *read.remarks))


def _convert(program: str, source: Path, folder: Path) -> None:
    """Runs LibreOffice with a profile of its own, so that neither its windows nor its macros come into play."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder)]
    try:
        run([*command, str(source)], SECONDS, {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)})
    except TimeoutError as fault:
        raise ImportFault(f"LibreOffice在{SECONDS}秒内没有转换完；{_ADVICE}") from fault
    except OSError as fault:
        raise ImportFault(f"LibreOffice启动不了；{_ADVICE}") from fault

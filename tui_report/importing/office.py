"""Reads .doc, .wps, .rtf and .odt, whatever they are called: LibreOffice, where installed, turns them into .docx first."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from tui_report.importing import suffix_of
from tui_report.importing.document import Document, ImportFault
from tui_report.importing.docx import read_docx
from tui_report.importing.text import read_bytes
from tui_report.programs import run
from tui_report.report import Remark

SECONDS, MEMORY = 10, 500
"""How much a document may cost: of a processor, and megabytes of data."""
PATIENCE = 30
"""Seconds by the clock: LibreOffice is slow to start on a busy machine."""
MOST_GROUPS = 100_000
"""Opening braces of an .rtf; LibreOffice takes kilobytes for each."""
KINDS = (".doc", ".rtf", ".odt")
"""What the content of such a file can be, whatever its name ends with."""
_STREAM = "WordDocument".encode("utf-16-le")
"""The name of the part that every .doc and .wps has."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The name of the only part that counts in a .docx with a password, which looks like a .doc."""
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="{_SECURITY}"><prop oor:name="{name}" oor:op="fuse"><value>true</value></prop></item>'
        for name in ("BlockUntrustedRefererLinks", "DisableMacrosExecution", "DisableActiveContent")
    )
    + "</oor:items>"
)
"""A document may not let LibreOffice fetch what it refers to, nor run anything."""
_NOT_STARTED = (126, 127)
"""What the shell that sets the limits ends with then."""
_ADVICE = "请用WPS或者Word打开，另存为.docx再导入。"


def read_office(path: Path) -> Document:
    """Reads an older Word file through LibreOffice; raises ImportFault."""
    content = read_bytes(path)
    if _ENCRYPTED in content:
        raise ImportFault("Word文件加了密码；请去掉密码，另存后再导入。")
    kind = suffix_of(content)
    if kind not in KINDS:
        kind = path.suffix.lower()
    if kind == ".doc" and _STREAM not in content:
        raise ImportFault(f"不是完整的Word文件；{_ADVICE}")
    if content.count(b"{") > MOST_GROUPS and kind == ".rtf":
        raise ImportFault(f"文件太大，不像一份年度报告；{_ADVICE}")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ImportFault(f"读{kind}文件要用LibreOffice，这台机器上没有；{_ADVICE}")
    with tempfile.TemporaryDirectory(prefix="tui-report-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / f"source{kind}"
        copy.write_bytes(content)
        _convert(program, copy, Path(folder))
        made = copy.with_suffix(".docx")
        if not made.exists():
            raise ImportFault(f"LibreOffice读不了这个文件，可能不完整，或者加了密码；{_ADVICE}")
        read = read_docx(made)
    note = Remark("", f"{path.suffix.lower()}文件，经LibreOffice转换后导入")
    return Document(read.blocks, (note, *read.remarks))


def _convert(program: str, source: Path, folder: Path) -> None:
    """Runs LibreOffice with a profile of its own, so that neither its windows nor its macros come into play."""
    settings = folder / "profile/user/registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, "utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder)]
    if os.name == "posix":
        command = ["/bin/sh", "-c", f'ulimit -t {SECONDS}; ulimit -d {MEMORY * 1024}; exec "$0" "$@"', *command]
    try:
        code, _ = run([*command, str(source)], PATIENCE, {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)})
    except TimeoutError as fault:
        raise ImportFault(f"LibreOffice在{PATIENCE}秒内没有转换完；{_ADVICE}") from fault
    except OSError as fault:
        raise ImportFault(f"LibreOffice启动不了；{_ADVICE}") from fault
    if code in _NOT_STARTED:
        raise ImportFault(f"LibreOffice启动不了；{_ADVICE}")

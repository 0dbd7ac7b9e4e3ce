"""Writing the finished papers beside the report, under 出件, one version after the other.

A version is what the report said when it first left the house: its values are kept as a report file of their own, so
that a later change can be told as 更正说明. No file of a version is ever overwritten by other content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from tui_report.assess import Assessment
from tui_report.report import Report, digest
from tui_report.rules.model import Facts
from tui_report.store.faults import StoreError
from tui_report.store.files import create, file_name, write_whole
from tui_report.store.reading import read_report
from tui_report.ui.session import Session

FOLDER = "出件"
LIST = "清单.txt"

UNPRINTED = ("last_year", "unit.level")
"""What a report says that no paper prints: a change of it is no new version."""

_ONE_AT_A_TIME = Lock()


class Paper(NamedTuple):
    """One shape in which the report leaves."""

    key: str
    name: str
    suffix: str
    make: Callable[[Facts, Assessment, bool], bytes]


class Entry(NamedTuple):
    """One line of the list of what has left."""

    version: int
    digest: str
    """Of the values of the report."""
    when: str
    file: str
    content: str
    """Digest of the file's bytes."""


def _text(facts: Facts, found: Assessment, draft: bool) -> bytes:
    from tui_report.rendering.text import encode, render_text

    return encode(render_text(facts, found, draft=draft))


def _word(facts: Facts, found: Assessment, draft: bool) -> bytes:
    from tui_report.rendering.word import render_docx

    return render_docx(facts, found, draft=draft)


def _page(facts: Facts, found: Assessment, draft: bool) -> bytes:
    from tui_report.rendering.html import render_html

    return render_html(facts, found, draft=draft).encode()


def _poster(facts: Facts, found: Assessment, draft: bool) -> bytes:
    from tui_report.rendering.poster import render_poster

    return render_poster(facts, found, draft=draft).encode()


def _markdown(facts: Facts, found: Assessment, draft: bool) -> bytes:
    from tui_report.rendering.markdown import render_markdown

    return render_markdown(facts, found, draft=draft).encode()


def _pdf(facts: Facts, found: Assessment, draft: bool) -> bytes:
    from tui_report.rendering.pdf import render_pdf

    return render_pdf(facts, found, draft=draft)


CORRECTION = "-更正说明.txt"
"""How the name of the draft ends that tells what a new version corrects."""
PAPERS = (
    Paper("docx", "Word文件，送签、盖章、存档用", ".docx", _word),
    Paper("html", "网页，门户网站发布用", ".html", _page),
    Paper("txt", "纯文本，粘贴用", ".txt", _text),
    Paper("poster", "公开栏张贴的页面，用浏览器打印", "-公开栏.html", _poster),
    Paper("pdf", "PDF，需要装有LibreOffice或者Chromium，要等几秒", ".pdf", _pdf),
    Paper("md", "Markdown文本，给用它排版的网站", ".md", _markdown),
)


def export(session: Session, paper: Paper, now: datetime) -> list[Path]:
    """Writes one paper of the report as it is at the call, and returns what was written; a draft while errors are open.

    The first paper after a change opens a new version: the values are kept beside it, and a 更正说明 is drafted
    from the difference to the version before. One paper is made at a time.

    Raises:
        RenderError: The paper cannot be made.
        StoreError: A file cannot be read or written.
    """
    facts, found, folder = session.facts, session.assessment, session.file.path.parent / FOLDER
    with _ONE_AT_A_TIME:
        draft = bool(found.count("error"))
        content = paper.make(facts, found, draft)
        with suppress(OSError):  # writing says what is wrong with the folder
            folder.mkdir(exist_ok=True)
        stem = Path(file_name(facts.report.unit, facts.report.year)).stem
        if draft:
            path = folder / f"{stem}-草稿{paper.suffix}"
            write_whole(path, content)
            return [path]
        return _publish(facts, folder, stem, paper, content, now)


def words_of(written: Sequence[Path], environ: Mapping[str, str]) -> list[str]:
    """Says what was written, what the clerk has to add to it, and how it is fetched."""
    reason = ["更正说明里的更正原因要自己写上"] if any(path.name.endswith(CORRECTION) for path in written) else []
    return [*(f"已写入 {path}" for path in written), *reason, *how_to_fetch(written, environ)]


def how_to_fetch(written: Sequence[Path], environ: Mapping[str, str]) -> list[str]:
    """Says how a file gets to the clerk's own computer; nothing where it is there already.

    Args:
        written: The files; the first is the paper.
        environ: `SSH_CONNECTION` tells the server's address and port as the clerk reached them.
    """
    here = environ.get("SSH_CONNECTION", "").split()
    if len(here) != 4 or not written:
        return []
    if "SSH_ORIGINAL_COMMAND" in environ:
        return ["文件在服务器上，请按本单位规定的办法取回"]
    host = f"[{here[2]}]" if ":" in here[2] else here[2]
    port = "" if here[3] == "22" else f"-P {here[3]} "
    return [f'取回：在自己的电脑上运行 scp {port}"{environ.get("USER", "用户")}@{host}:{written[0]}" .']


def _publish(facts: Facts, folder: Path, stem: str, paper: Paper, content: bytes, now: datetime) -> list[Path]:
    entries = list(entries_of(folder, stem))
    values = digest(facts.report, [ref for ref in facts.report.values if ref not in UNPRINTED])
    last = entries[-1] if entries else None
    version = last.version if last and last.digest == values else (last.version if last else 0) + 1
    named = stem if version == 1 else f"{stem}-第{version}版"
    written = []
    if last is None or version > last.version:
        written += _open_version(facts, folder, stem, named, last, now)
    path = _free(folder, named, paper.suffix, content)
    write_whole(path, content)
    entry = Entry(version, values, f"{now:%Y-%m-%d %H:%M}", path.name, _digest(content))
    if (entry.file, entry.content) not in {(e.file, e.content) for e in entries}:
        write_whole(folder / LIST, _list(folder).encode() + _line(entry).encode())
    return [path, *written]


def _open_version(facts: Facts, folder: Path, stem: str, named: str, last: Entry | None, now: datetime) -> list[Path]:
    """Keeps the values of a new version, and drafts what changed since the one before."""
    kept = folder / f"{named}-数据.toml"
    if not kept.exists():
        create(kept, facts.report, facts.form)
    if last is None:
        return []
    before = read_report(_kept(folder, stem, last.version), facts.form)
    path = folder / f"{named}{CORRECTION}"
    write_whole(path, _correction(facts, before, now).encode())
    return [path]


def _correction(facts: Facts, before: Report, now: datetime) -> str:
    from tui_report.rendering.corrections import render_correction

    return render_correction(facts, before, on=now.date())


def _kept(folder: Path, stem: str, version: int) -> Path:
    return folder / f"{stem if version == 1 else f'{stem}-第{version}版'}-数据.toml"


def _free(folder: Path, named: str, suffix: str, content: bytes) -> Path:
    """The first name that is not taken by other content."""
    for number in range(1, 1000):
        path = folder / f"{named}{'' if number == 1 else f'-{number}'}{suffix}"
        try:
            if path.read_bytes() == content:
                return path
        except FileNotFoundError:
            return path
        except OSError as fault:
            raise StoreError(f"{path.name} 读不了：{fault.strerror}") from fault
    raise StoreError(f"{FOLDER}里同名的文件太多，请先清理")


def entries_of(folder: Path, stem: str) -> Iterator[Entry]:
    """Yields what the list says has left for a report; lines that somebody wrote by hand are passed over."""
    for line in _list(folder).splitlines():
        fields = line.split("\t")
        if len(fields) == 5 and fields[0].startswith("第") and fields[2].startswith(stem):
            with suppress(ValueError):
                yield Entry(int(fields[0].strip("第版")), fields[3], fields[1], fields[2], fields[4])


def _list(folder: Path) -> str:
    with suppress(FileNotFoundError):
        try:
            return (folder / LIST).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            if isinstance(fault, FileNotFoundError):
                raise
            raise StoreError(f"{FOLDER}/{LIST} 读不了，请先把它移走") from fault
    return "版本\t时间\t文件\t数值摘要\t文件摘要\n"


def _line(entry: Entry) -> str:
    return f"第{entry.version}版\t{entry.when}\t{entry.file}\t{entry.digest}\t{entry.content}\n"


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()[:32]

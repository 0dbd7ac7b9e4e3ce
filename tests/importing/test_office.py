from __future__ import annotations

import os
import shutil
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.importing.layouts import paragraph, table, table_cell, word_file
from tests.importing.test_readers import grid_of, texts
from tui_report.importing import ImportFault, office, read_document

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"\0" * 100
ODT = "application/vnd.oasis.opendocument.text"


@pytest.fixture
def libreoffice(tmp_path, monkeypatch):
    """Puts a script in the place of LibreOffice; $9 is the source, $8 the folder for what it makes."""

    def put(script: str, mode: int = 0o755) -> None:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        program.write_text(script)
        program.chmod(mode)
        monkeypatch.setattr("shutil.which", lambda name: str(program) if name == "soffice" else None)

    return put


def source(folder: Path, name: str = "旧 报告.doc", content: bytes = OLD_WORD) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("旧 报告.doc", OLD_WORD),
        ("a.wps", OLD_WORD),
        ("a.doc", b"{\\rtf1 x}"),
        ("a.rtf", b"{\\rtf1 x}"),
        ("a.odt", b"PK"),
    ],
)
def test_what_libreoffice_makes_of_it_is_read_and_said(tmp_path, libreoffice, name, content):
    made = tmp_path / "made.docx"
    made.write_bytes(word_file(paragraph("正文") + table([[table_cell("行政许可"), table_cell("9")]])))
    path = source(tmp_path, name, content)
    libreoffice(f'#!/bin/sh\ncmp "$8" "{path}" || exit 1\ncp "{made}" "$7/source.docx"\n')
    document = read_document(path)
    assert texts(document) == ["正文"]
    assert grid_of(document) == [["行政许可", "9"]]
    assert [r.text for r in document.remarks] == [f"{path.suffix}文件，经LibreOffice转换后导入"]
    assert path.read_bytes() == content


def test_libreoffice_has_a_profile_of_its_own_that_is_gone_afterwards(tmp_path, libreoffice):
    libreoffice(f'#!/bin/sh\nprintf %s "$1" > "{tmp_path}/profile"\n')
    with pytest.raises(ImportFault):
        read_document(source(tmp_path))
    option, _, folder = (tmp_path / "profile").read_text().partition("=file://")
    assert option == "-env:UserInstallation"
    assert folder
    assert not os.path.exists(Path(folder).parent)


@pytest.mark.parametrize(
    ("script", "mode", "words"),
    [
        ("#!/bin/sh\nexit 1\n", 0o755, "读不了这个文件"),
        ("#!/bin/sh\nsleep 20 & wait\n", 0o755, "没有转换完"),
        ("#!/nowhere/sh\n", 0o755, "启动不了"),
    ],
    ids=["makes nothing", "hangs", "does not start"],
)
def test_libreoffice_fails(tmp_path, libreoffice, monkeypatch, script, mode, words):
    monkeypatch.setattr(office, "PATIENCE", 0.3)
    libreoffice(script, mode)
    with pytest.raises(ImportFault, match=f"{words}.*另存为.docx再导入"):
        read_document(source(tmp_path))


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
@pytest.mark.parametrize(
    "endless", ["while True: pass", "held = [bytearray(10_000_000) for _ in range(20)]; open(sys.argv[8], 'w')"]
)
def test_a_document_may_not_cost_libreoffice_more_than_its_share(tmp_path, libreoffice, monkeypatch, endless):
    monkeypatch.setattr(office, "SECONDS", 1)
    monkeypatch.setattr(office, "MEMORY", 100)
    libreoffice(f"#!{sys.executable}\nimport sys\n{endless}\nopen({str(tmp_path / 'past')!r}, 'w')\n")
    with pytest.raises(ImportFault, match="读不了"):
        read_document(source(tmp_path))
    assert not (tmp_path / "past").exists()


def test_libreoffice_is_told_to_fetch_and_to_run_nothing(tmp_path, libreoffice):
    libreoffice(f'#!/bin/sh\ncp "${{1#*=file://}}/user/registrymodifications.xcu" "{tmp_path}/settings"\n')
    with pytest.raises(ImportFault):
        read_document(source(tmp_path))
    settings = (tmp_path / "settings").read_text("utf-8")
    assert "BlockUntrustedRefererLinks" in settings and "DisableMacrosExecution" in settings


@pytest.mark.big
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_pictures_elsewhere_are_not_fetched(tmp_path):
    """LibreOffice asked the server three times for the picture of an .odt."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # the names that the server calls

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    names = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in names.items()
    )
    picture = f"http://127.0.0.1:{server.server_port}/a.png"
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("mimetype", ODT)
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="{ODT}"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
            '<office:body><office:text><text:p>正文<draw:frame svg:width="2cm" svg:height="2cm">'
            f'<draw:image xlink:href="{picture}" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
            "</office:text></office:body></office:document-content>",
        )
    document = read_document(tmp_path / "a.odt")
    server.shutdown()
    assert texts(document) == ["正文"] and asked == []

"""What the output of a foreign template brings along that it should not: code, and parts fetched from elsewhere."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser


def concerns(output: str | bytes) -> list[str]:
    """Names scripts, macros and remote addresses in a page (text) or a Word file (bytes), with the line of a page."""
    return _of_word(output) if isinstance(output, bytes) else _of_page(output)


_REMOTE = re.compile(r"(?:https?:)?//[^\s'\")]+", re.IGNORECASE)
_STYLE = re.compile(r"(?:url\(\s*|@import\s*)['\"]?((?:https?:)?//[^\s'\")]+)", re.IGNORECASE)
_FETCHING = {"src", "srcset", "poster", "data", "background", "action", "formaction", "xlink:href"}


class _Page(HTMLParser):
    """Notes scripts and remote parts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        where = f"第{self.getpos()[0]}行"
        if tag in ("script", "iframe", "object", "embed", "base"):
            self.found.append(f"{where}有<{tag}>")
        for name, given in attrs:
            value = (given or "").strip()
            if name.startswith("on") or re.sub(r"\s", "", value).lower().startswith("javascript:"):
                self.found.append(f"{where}有脚本：{name}")
            fetched = name in _FETCHING or (name == "href" and tag == "link")
            self._remote(where, _REMOTE.findall(value) if fetched else _STYLE.findall(value) if name == "style" else [])

    def handle_data(self, data: str) -> None:
        self._remote(f"第{self.getpos()[0]}行", _STYLE.findall(data))

    def _remote(self, where: str, addresses: list[str]) -> None:
        self.found += [f"{where}引用外部地址：{address}" for address in addresses]


def _of_page(page: str) -> list[str]:
    parser = _Page()
    parser.feed(page)
    parser.close()
    return parser.found


def _of_word(document: bytes) -> list[str]:
    found = []
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        for name in package.namelist():
            if "vbaProject" in name or "/embeddings/" in name or "/activeX/" in name:
                found.append(f"有宏或者嵌入的对象：{name}")
            content = package.read(name).decode("utf-8", "replace") if name.endswith((".rels", ".xml")) else ""
            outside = re.findall(r'<Relationship\b[^>]*TargetMode="External"[^>]*>', content)
            found += [f"引用外部地址：{_target(link)}" for link in outside if "/hyperlink" not in link]
            fields = re.findall(r"\b(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT)\b", _instructions(content))
            found += [f"有会取外部内容的域：{field}" for field in fields]
    return found


def _target(link: str) -> str:
    match = re.search(r'Target="([^"]*)"', link)
    return match[1] if match else ""


def _instructions(xml: str) -> str:
    return " ".join(re.findall(r"<w:instrText[^>]*>([^<]*)<", xml) + re.findall(r'w:instr="([^"]*)"', xml))

from __future__ import annotations

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.form.printed import printed
from tui_report.importing import import_report
from tui_report.rendering.concerns import concerns
from tui_report.rendering.environment import OpenErrors, RenderError
from tui_report.rendering.html import MARK, SITE, missing_meta, render_html
from tui_report.rendering.pdf import QUIET, to_pdf
from tui_report.rendering.poster import render_poster
from tui_report.report import Report
from tui_report.rules.model import Facts

UNIT = "青禾县东岭乡人民政府"
AXE = "axe-core@4.10.3"
PORTAL = {"portal": {**{name: f"甲“{name}”" for name in SITE}, "Url": "https://www.qinghe.gov.cn/a?b=1&c=2"}}


class Page(HTMLParser):
    """What a page consists of: elements with their attributes and all text in them, in order."""

    def __init__(self, text):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), []))
        if tag not in ("meta", "br", "path", "rect"):
            self.open.append(len(self.elements) - 1)

    def handle_endtag(self, tag):
        while self.open and self.elements[self.open.pop()][0] != tag:
            pass

    def handle_data(self, data):
        for place in self.open:
            self.elements[place][2].append(data)

    def all(self, *tags):
        return [(tag, attrs, "".join(text)) for tag, attrs, text in self.elements if tag in tags]

    def text(self, tag):
        return [text.strip() for _, _, text in self.all(tag)]


def figures(page):
    return [text for text in Page(page).text("td") if text]


def test_all_two_hundred_figures_stand_in_order(rendered, numbered):
    values, expected = numbered
    assert figures(rendered(render_html, values, draft=True)) == expected
    assert figures(rendered(render_html, values, draft=True, fragment=True)) == expected


def test_the_tables_are_the_printed_grids(rendered):
    page = rendered(render_html)
    for text, section in zip(
        re.findall(r"<table.*?</table>", page, re.DOTALL), (s for s in FORM.sections if s.tables), strict=True
    ):
        grid, table = printed(section), Page(text)
        assert len(table.all("tr")) == grid.row_count
        cells = [
            (label.strip(), int(attrs.get("rowspan") or 1), int(attrs.get("colspan") or 1))
            for tag, attrs, label in table.all("th", "td")
            if tag == "th"
        ]
        assert cells == [(cell.text, cell.rows, cell.columns) for cell in grid.cells if cell.ref is None]
        assert {attrs["scope"] for _, attrs, _ in table.all("th")} <= {"row", "col", "rowgroup", "colgroup"}
        assert table.text("caption") == [section.title + "表"]


def test_a_page_can_be_read_by_machine_and_by_ear(rendered):
    page = Page(rendered(render_html))
    assert page.all("html")[0][1]["lang"] == "zh-CN"
    assert page.text("h1") == page.text("title") == [f"{UNIT}2024年政府信息公开工作年度报告"]
    assert page.text("h2") == [section.heading for section in FORM.sections]
    assert page.text("h3") == [passage.heading for passage in FORM.passages if passage.heading]
    regions = [attrs for _, attrs, _ in page.all("div") if attrs.get("role") == "region"]
    assert len(regions) == 3 and all(r["tabindex"] == "0" and r["aria-label"] for r in regions)


def test_the_meta_names_of_the_portal_have_its_values(rendered, facts_of):
    page = Page(rendered(render_html, settings=PORTAL))
    meta = {attrs["name"]: attrs["content"] for _, attrs, _ in page.all("meta") if "name" in attrs}
    assert {name: meta[name] for name in SITE} == {name: f"甲“{name}”" for name in SITE}
    assert meta["ColumnType"] == "信息公开年报"
    assert meta["ArticleTitle"] == f"{UNIT}2024年政府信息公开工作年度报告"
    assert meta["ContentSource"] == UNIT and meta["PubDate"] == "2025-01-14 00:00"
    assert meta["Url"] == PORTAL["portal"]["Url"]
    assert missing_meta(facts_of(**PORTAL)) == [] and missing_meta(facts_of()) == list(SITE)


def test_what_the_county_sets_goes_before_what_we_know(rendered):
    page = rendered(render_html, settings={"portal": {"PubDate": "2025-01-20 09:30"}})
    assert 'content="2025-01-20 09:30"' in page and "00:00" not in page


@pytest.mark.parametrize("render", [render_html, render_poster])
@pytest.mark.parametrize("wishes", [{}, {"fragment": True}])
def test_nothing_that_a_clerk_types_becomes_a_page(rendered, hostile, render, wishes):
    if render is render_poster and wishes:
        wishes = {"paper": "A4"}
    refs = ("overview.proactive", "others.others", "unit.name", "sign.name")
    settings = {"portal": {"SiteName": hostile, '"><script>': hostile}}
    plain = rendered(render, settings={"portal": {"SiteName": "甲", "乙": "丙"}}, draft=True, **wishes)
    page = rendered(render, dict.fromkeys(refs, hostile), settings, draft=True, **wishes)
    assert [tag for tag, _, _ in Page(page).elements if tag != "p"] == [
        tag for tag, _, _ in Page(plain).elements if tag != "p"
    ]
    assert concerns(page) == []
    assert any("<script>alert(1)</script>" in text for text in Page(page).text("p"))
    assert not any(ord(c) < 32 and c != "\n" for c in page) and "\u202e" not in page


def test_a_page_needs_no_other_file(rendered):
    page = rendered(render_html, settings=PORTAL)
    assert concerns(page) == []
    assert "default-src 'none'" in page and "<script" not in page
    assert not re.search(r"(?:src|href)=|url\(|@import", page)


def test_open_errors_let_only_a_draft_out(rendered):
    blank = {"requests.new.person": None}
    with pytest.raises(OpenErrors):
        rendered(render_html, blank)
    for wishes in ({}, {"fragment": True}):
        page = rendered(render_html, blank, draft=True, **wishes)
        assert "【草稿：还有" in page
        assert "草稿" not in rendered(render_html, **wishes)
    assert '@top-center { content: "草稿"; }' in rendered(render_html, blank, draft=True)


def test_one_section_comes_alone(rendered):
    page = Page(rendered(render_html, section="disputes", fragment=True))
    assert page.text("h2") == ["四、政府信息公开行政复议、行政诉讼情况"] and len(page.text("td")) == 15
    with pytest.raises(RenderError, match="overview、disclosure"):
        rendered(render_html, section="nothing")


@pytest.mark.parametrize("wishes", [{}, {"fragment": True}])
def test_what_a_page_holds_can_be_read_back(rendered, facts_of, tmp_path, wishes):
    path = tmp_path / "a.html"
    path.write_text(rendered(render_html, **wishes), encoding="utf-8")
    back, facts = import_report(path, FORM), facts_of()
    assert {ref: back.values.get(ref) for ref in FORM.entered} == {
        ref: facts.report.values[ref] for ref in FORM.entered
    }
    assert {p.ref: back.text(p.ref).strip() for p in FORM.passages} == {k: v.strip() for k, v in facts.prose.items()}


def test_the_page_of_an_office_template_is_marked_and_its_dangers_named(rendered, tmp_path):
    (tmp_path / "report.html.j2").write_text(
        "<p onclick='a()'>{{ unit.name }}</p>\n<script src='//evil.example/a.js'></script>\n"
        "<a href='https://www.gov.cn/'>好</a><style>@import 'http://b.example/c.css';</style>",
        encoding="utf-8",
    )
    page = rendered(render_html, {"unit.name": "<b>"}, {"templates": tmp_path}, draft=True)
    assert "&lt;b&gt;" in page and page.endswith(MARK)
    assert concerns(page) == [
        "第1行有脚本：onclick",
        "第2行有<script>",
        "第2行引用外部地址：//evil.example/a.js",
        "第3行引用外部地址：http://b.example/c.css",
    ]
    assert MARK not in rendered(render_html)


def test_an_empty_report_still_makes_a_draft():
    facts = Facts(FORM, Report())
    page = render_html(facts, assess(facts), draft=True)
    assert "（单位未填）" in page and figures(page) == []


# What a browser makes of it.


@pytest.fixture(scope="session")
def axe(tmp_path_factory, programs):
    programs("npm")
    folder = tmp_path_factory.mktemp("axe")
    command = ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--prefix", str(folder), AXE]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def browser(tmp_path, programs):
    """Opens a page in Chromium at a width and returns what a script in it finds out, as JSON."""

    programs("chromium")

    def browser(page, script, width=1280):
        path = tmp_path / "page.html"
        # the policy of the page forbids scripts, also those of a test
        bare = re.sub(r"<meta http-equiv=[^>]*>", "", page)
        frame = f"<script>{script}</script>"
        path.write_text(bare.replace("</body>", f"{frame}</body>"), encoding="utf-8")
        outer = tmp_path / "outer.html"
        outer.write_text(
            f"<!DOCTYPE html><body><iframe src='page.html' width={width} height=800></iframe><script>"
            "addEventListener('message', e => { document.title = 'done'; "
            "document.body.innerHTML = '<pre></pre>'; document.body.firstChild.textContent = e.data; })</script>",
            encoding="utf-8",
        )
        profile = tmp_path / "profile"
        command = ["chromium", *QUIET, "--no-sandbox", f"--user-data-dir={profile}", "--virtual-time-budget=20000"]
        done = subprocess.run([*command, "--dump-dom", outer.as_uri()], capture_output=True, text=True, check=True)
        (answer,) = Page(done.stdout).text("pre")
        return json.loads(answer)

    return browser


SAY = "const say = value => parent.postMessage(JSON.stringify(value), '*');"


@pytest.mark.big
@pytest.mark.parametrize("kind", ["page", "draft", "poster"])
def test_axe_finds_nothing_wrong(rendered, browser, axe, kind):
    render, wishes = {
        "page": (render_html, {}),
        "draft": (render_html, {"draft": True}),
        "poster": (render_poster, {}),
    }[kind]
    page = rendered(render, settings=PORTAL, **wishes)
    script = f"{axe};{SAY} axe.run().then(r => say([r.passes.length, r.violations.map(v => v.id + v.nodes[0].html)]))"
    passes, violations = browser(page, script, 375)
    assert violations == [] and passes > 15


@pytest.mark.big
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_a_page_never_scrolls_sideways(rendered, browser, width):
    script = f"{SAY} const d = document.documentElement; say([innerWidth, d.scrollWidth, d.clientWidth])"
    inner, scroll, client = browser(rendered(render_html), script, width)
    assert inner == width and scroll <= client


def printed_text(pdf: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, pdf, "-"], capture_output=True, check=True, text=True).stdout


@pytest.mark.big
def test_chromium_prints_it_on_a4_with_page_numbers_and_whole_tables(rendered, numbered, programs, tmp_path):
    programs("chromium", "pdftotext")
    values, expected = numbered
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(to_pdf(rendered(render_html, values, draft=True)))
    about = subprocess.run(["pdfinfo", pdf], capture_output=True, check=True, text=True).stdout
    assert "(A4)" in about
    pages = printed_text(pdf, "-layout").split("\f")[:-1]
    assert [n for n, page in enumerate(pages, 1) if f"—{n}—" not in page.replace(" ", "") or "草稿" not in page] == []
    three = next(page for page in pages if "三、收到和处理" in page)
    assert "四、结转下年度继续办理" in three and "申请人情况" in three
    raw = printed_text(pdf, "-raw")
    drawn = re.findall(r"(?<![\d年第〔.])\d{3,5}(?![\d年号])", raw[raw.index("第二十条第（一）项") :])
    assert drawn[: len(expected)] == expected

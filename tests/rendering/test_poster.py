from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.rendering.environment import OpenErrors, RenderError
from tui_report.rendering.pdf import to_pdf
from tui_report.rendering.poster import qr_code, render_poster

URL = "https://www.qinghe.gov.cn/zwgk/ndbg/2024.html"


def test_the_tables_come_first_with_all_figures_in_order(rendered, numbered):
    values, expected = numbered
    page = rendered(render_poster, values, draft=True)
    assert re.findall(r"<td[^>]*>([\d.]+)</td>", page) == expected
    assert page.index("</table>") < page.index("总体情况") < page.index("存在的主要问题")
    assert [section.heading in page for section in FORM.sections] == [True] * 6


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_the_sheet_is_landscape(rendered, paper):
    assert f"@page {{ size: {paper} landscape; }}" in rendered(render_poster, paper=paper)


def test_the_address_is_drawn_and_printed(rendered):
    page = rendered(render_poster, url=URL)
    assert "<svg" in page and page.replace("<wbr>", "").count(URL) == 1
    assert "<svg" not in rendered(render_poster)
    assert "<svg" in rendered(render_poster, settings={"portal": {"Url": URL}})


def test_the_code_is_what_the_library_drew():
    import segno

    code = qr_code(URL)
    size = int(str(code["size"]))
    rows = [[0] * size for _ in range(size)]
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", str(code["path"])):
        rows[int(y)][int(x)] = 1
    assert rows == [[int(module) for module in row] for row in segno.make(URL, error="m", micro=False).matrix]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "www.gov.cn", "http://甲.cn", "https://a b", "https://" + "a" * 9999]
)
def test_what_is_no_address_is_refused(rendered, url):
    with pytest.raises(RenderError, match="网址"):
        rendered(render_poster, url=url)


def test_a_machine_without_the_library_gets_a_sentence(rendered, monkeypatch):
    monkeypatch.setitem(sys.modules, "segno", None)
    with pytest.raises(RenderError, match="install segno"):
        rendered(render_poster, url=URL)
    assert "<table" in rendered(render_poster)


def test_open_errors_let_only_a_draft_out(rendered):
    with pytest.raises(OpenErrors):
        rendered(render_poster, {"requests.new.person": None})
    assert "【草稿：还有" in rendered(render_poster, {"requests.new.person": None}, draft=True)


@pytest.mark.big
@pytest.mark.parametrize(("paper", "size"), [("A3", "1191.* x 841"), ("A4", "841.* x 594")])
@pytest.mark.parametrize("draft", [False, True])
def test_all_tables_stand_on_the_first_sheet(rendered, programs, tmp_path, paper, size, draft):
    programs("chromium", "pdftotext")
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(to_pdf(rendered(render_poster, paper=paper, url=URL, draft=draft)))
    about = subprocess.run(["pdfinfo", pdf], capture_output=True, check=True, text=True).stdout
    assert re.search(rf"Page size: +{size}", about)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True, text=True).stdout
    first = text.split("\f")[0]
    wanted = [
        "行政事业性收费",
        "四、结转下年度继续办理",
        "复议后起诉",
        "手机扫码看电子版",
        *(["草稿"] if draft else []),
    ]
    assert [word for word in wanted if word not in first] == []

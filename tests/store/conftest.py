from datetime import date
from decimal import Decimal

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.report import Heading, Remark, Report, Source, Value, Waiver
from tui_report.store.layout import new_text


@pytest.fixture
def report() -> Report:
    """A report that uses every kind of value and record."""
    values: dict[str, Value] = dict.fromkeys(FORM.entered, 0)
    values |= {
        "unit.name": "柳河乡人民政府",
        "unit.level": "township",
        "year": 2024,
        "sign.name": "柳河乡人民政府",
        "sign.date": date(2025, 1, 14),
        "disclosure.fees.amount": Decimal("12.50"),
        "requests.new.person": 3,
        "overview.proactive": "全年公开信息四十条。\n其中网站三十条。",
    }
    return Report(
        values,
        stated={"requests.total.person": 3},
        waivers=(Waiver("Y02", ("disclosure.normative.in_force",), "sha256:0", "两件到期\n失效", "王芳"),),
        notes={"requests.new.person": "含信函一件"},
        remarks=(Remark("year", "年度是猜的", "第1行"), Remark("", "表三有合并单元格")),
        source=Source(
            "上年.docx",
            "2021",
            headings=(Heading("overview", "一、总体情况", "第2行"),),
            labels={"disclosure.normative": "规范性文件"},
            missing=("requests.carried_in",),
        ),
    )


@pytest.fixture
def text(report) -> str:
    return new_text(report, FORM)


@pytest.fixture
def path(tmp_path, text):
    path = tmp_path / "柳河.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return path

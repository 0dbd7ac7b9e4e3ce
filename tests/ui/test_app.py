"""What the program does as a whole, apart from its screens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.ui.screens import NOW, copies, press, running
from tui_report.form.cn_2021 import FORM
from tui_report.store.files import ReportFile


@pytest.mark.parametrize(("settings", "minutes"), [("", 6000), ("idle_hours = 2", 119)])
async def test_a_report_stays_open_as_long_as_the_office_allows(tmp_path, settings, minutes):
    (tmp_path / "county.toml").write_text(settings)
    async with running(copies(tmp_path, "busy-township-2024"), tmp_path) as pilot:
        pilot.app.now = lambda: NOW + timedelta(minutes=minutes)
        pilot.app._leave_if_idle()
        assert pilot.app.session is not None


async def test_a_report_that_nobody_types_into_is_saved_and_given_back(tmp_path):
    (tmp_path / "county.toml").write_text("idle_hours = 2")
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        waits = []
        pilot.app.set_timer = lambda seconds, callback: waits.append((seconds, callback.__name__))
        pilot.app.now = lambda: NOW + timedelta(hours=1)
        await press(pilot, "f8")
        pilot.app.session.set({"unit.name": "丙乡人民政府"}, "单位")
        pilot.app.now = lambda: NOW + timedelta(hours=2, minutes=30)
        pilot.app._leave_if_idle()
        assert pilot.app.session is not None and waits == [(1800.0, "_leave_if_idle")]
        pilot.app.now = lambda: NOW + timedelta(hours=3)
        pilot.app._leave_if_idle()
        assert pilot.app.session is None
    again = ReportFile.open(path, FORM)
    assert again.report.unit == "丙乡人民政府" and not again.holder
    again.close()

"""The screen of the earlier versions."""

from __future__ import annotations

from tests.ui.screens import copies, press, running, shown


async def test_a_history_that_cannot_be_read_is_not_called_empty(tmp_path):
    path = copies(tmp_path, "busy-township-2024")
    async with running(path, tmp_path) as pilot:
        await pilot.app.screen.run_action("history")
        await press(pilot)
        assert "还没有历史版本" in shown(pilot)
        await press(pilot, "escape")
        (tmp_path / ".history").write_text("a file in its place")
        await pilot.app.screen.run_action("history")
        await press(pilot)
        assert "历史版本的文件夹.history 打不开：路径中有一段不是文件夹" in shown(pilot)

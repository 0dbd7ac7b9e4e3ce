"""Help: first what concerns this place, then every key; Enter on a key's line does it."""

from __future__ import annotations

from collections.abc import Sequence

from tui_report.ui.keys import Key, Where, keys_of
from tui_report.ui.screens.over import OverScreen, paragraph
from tui_report.ui.widgets.lines import Line
from tui_report.width import pad, wrap

GENERAL = (
    "打进去的字一秒之内自动存进文件，不用按保存；断线、关窗口都不会丢。\n"
    "空着不等于0：没有的填0，还不知道的先空着。\n"
    "最上面一行里部分后面的记号：. 填了一些  * 填完了  ! 有必改的  没有记号是还没填。\n"
    "格子里的记号：_ 没有填  = 自动计算的  ! 必改  ? 须看  数后面的* 有备注；走到那一格，下面写着为什么。\n"
    "必改：一定不对，改好才能定稿。须看：多半不对，请看一眼。提示：仅供参考。\n"
    "界面乱了，退出后在命令行打 reset。"
)

HEADS: dict[Where, str] = {
    "walk": "到处都能用的键",
    "list": "列表里的键",
    "problems": "问题清单（F4）里的键",
    "find": "查找（ctrl+f）里的键",
}
KEYS_WIDE, LABEL_WIDE = 26, 18
"""Columns for the names of the keys and for what they do in a word."""
NARROW = 72
"""On a screen of fewer columns the explanation of a key stands under it."""


class HelpScreen(OverScreen[str]):
    """Closes with the name of the action that was chosen."""

    def __init__(self, title: str, text: str, places: tuple[Where, ...]) -> None:
        super().__init__(title)
        self.text = text
        self.places = places

    def content(self, width: int) -> Sequence[Line]:
        """This place, then its keys, then the keys that hold everywhere."""
        lines = [*paragraph(self.text, width), Line("")]
        for place in self.places:
            lines.append(Line(HEADS.get(place, "这里的键"), "head"))
            here = place not in ("problems", "find") or place == self.places[0]
            lines += [line for key in keys_of(place) for line in self._lines(key, width, here)]
            lines.append(Line(""))
        return [
            *lines,
            Line("要知道的", "head"),
            *paragraph(GENERAL, width),
            Line("第一次用：一页讲完", "", "tour"),
        ]

    def key_line(self, width: int) -> str:
        """Enter does what the line says."""
        return " 上下键、PgUp、PgDn翻看  回车 做这一行  Esc 返回"

    @staticmethod
    def _lines(key: Key, width: int, here: bool) -> list[Line]:
        indent = 4 if width < NARROW else KEYS_WIDE + LABEL_WIDE
        texts = wrap(key.help, max(10, width - 4 - indent))
        first = "" if width < NARROW else texts.pop(0)
        line = Line(pad(key.names, KEYS_WIDE) + pad(key.label, LABEL_WIDE) + first, "", (here and key.action) or None)
        return [line, *(Line(" " * indent + text) for text in texts)]

    def action_help(self) -> None:
        """The key that opened the page closes it."""
        self.dismiss(None)

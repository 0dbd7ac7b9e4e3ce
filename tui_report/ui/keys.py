"""The only table of keys: bindings, key bar, help page and the README's table are made from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

Where: TypeAlias = Literal["walk", "facts", "table", "passage", "list", "problems", "find"]
"""`walk` holds on every step, `list` on the screens that lie over it, `problems` and `find` on one of them each, the others
on steps of their kind."""


class Key(NamedTuple):
    """One thing that can be done, and the keys that do it."""

    action: str
    """Name of the screen's action; empty where a widget handles the key by itself."""
    keys: tuple[str, ...]
    """Textual's names of the keys; each does the same."""
    label: str
    """What the key bar says."""
    help: str
    where: Where = "walk"
    bar: int = 0
    """Rank in the key bar: the highest ranks give way first on a narrow screen; 0 is never shown."""

    @property
    def names(self) -> str:
        """The keys as a clerk reads them on the keyboard: F1 ctrl+t; where there is none, from where it is done."""
        return " ".join(name_of(key) for key in self.keys) or "F1里选"


_NAMES = {
    "enter": "回车", "escape": "Esc", "tab": "Tab", "shift+tab": "shift+Tab", "pageup": "PgUp", "pagedown": "PgDn",
    "home": "Home", "end": "End", "arrows": "方向键", "up": "上键", "down": "下键", "digits": "数字", "backspace": "退格", "delete": "Delete",
}  # fmt: skip


def name_of(key: str) -> str:
    """Returns a key's name as it stands on the keyboard."""
    if key[0] == "f" and key[1:].isdigit():
        return key.upper()
    return _NAMES.get(key, key)


KEYS = (
    Key("next_step", ("f8", "ctrl+d"), "下一步", "走到下一步；没填完也能走，不会被拦住", bar=2),
    Key("previous_step", ("f7", "ctrl+w"), "上一步", "回到上一步，随时可以", bar=6),
    Key("tasks", ("ctrl+o",), "清单", "回到任务清单；也可以按ctrl+g再选清单", bar=7),
    Key("next_problem", ("f3", "ctrl+n"), "下一问题", "先跳到必改的地方；没有必改的，再到须看和未填的", bar=3),
    Key("problems", ("f4", "ctrl+p"), "问题", "列出全部问题，回车跳到那里", bar=5),
    Key("preview", ("f5", "ctrl+r"), "预览", "看报告印出来的样子；再按一次，放在下面边填边看，第三次收起", bar=8),
    Key("help", ("f1", "ctrl+t"), "帮助", "这一处的说明、有关的检查和全部的键", bar=1),
    Key("jump", ("ctrl+g",), "跳转", "按部分、行名或者拼音首字母跳到任何地方", bar=10),
    Key("undo", ("ctrl+z",), "撤销", "退回一步，并回到改动的地方", bar=9),
    Key("redo", ("ctrl+y",), "重做", "把撤销的一步再做一次"),
    Key("find", ("ctrl+f",), "查找", "在各段文字里查找，换成别的字：年份、单位名称、用语", bar=11),
    Key("history", (), "历史", "以前各次打开时的版本，可以恢复；定稿那一屏里也有"),
    Key("messages", ("ctrl+l",), "消息", "最近30条消息"),
    Key("save_now", ("ctrl+s",), "保存", "立即保存；不按也会在一秒内自动保存"),
    Key("leave", ("f10", "ctrl+q"), "退出", "保存并退出", bar=4),
    Key("next_fact", ("enter", "down"), "下一项", "到下一项", "facts", bar=2),
    Key("previous_fact", ("up",), "上一项", "到上一项", "facts"),
    Key("pick_last", ("f2", "ctrl+e"), "选上年报告", "从这个文件夹的文件里选上年的报告", "facts", bar=3),
    Key("fill_zeros", ("f9", "ctrl+k"), "空格填0", "这一部分的空格一次都填成0，已填的不动", "table", bar=2),
    Key("note", ("f6", "ctrl+u"), "备注", "给这一格写备注，例如数从哪里来；不会印出来", "table"),
    Key("", ("f2", "ctrl+e"), "修改", "在格子里修改原来的数", "table", bar=3),
    Key("", ("digits",), "填数", "直接打数字就是重填", "table"),
    Key("", ("tab", "shift+tab"), "左右", "到右边、左边的下一格，跳过自动计算的格", "table"),
    Key("", ("enter",), "向下", "到下面一格；一行行填时，回到这一行开始的那一列", "table"),
    Key("", ("arrows", "home", "end", "pageup", "pagedown"), "移动", "移到任何一格，自动计算的也能看", "table"),
    Key("", ("delete", "backspace"), "清空", "清空这一格；空着不等于0", "table"),
    Key("", ("escape",), "放弃", "放弃这一格刚才的改动", "table"),
    Key("insert_figure", ("f2",), "插入数字", "从表里选一个数放进文字，以后表改了文字跟着改", "passage", bar=2),
    Key("last_year", ("f6", "ctrl+u"), "上年", "对照上年的这一段", "passage", bar=3),
    Key(
        "insert_starter",
        ("f9", "ctrl+k"),
        "样句",
        "放进由表里的数做成的现成句子，例如没有收到申请；或者放进上年的这一段来改",
        "passage",
        bar=4,
    ),
    Key(
        "edit_outside",
        ("ctrl+e",),
        "外部编辑器",
        "用系统的编辑器改这一段；要管理员在设置文件county.toml里开放，没有开放时和F2一样",
        "passage",
    ),
    Key("", ("enter",), "分段", "另起一段", "passage"),
    Key(
        "",
        ("ctrl+x", "ctrl+c", "ctrl+v"),
        "剪切、复制、粘贴",
        "先按住shift和方向键选中；从别处粘贴用终端自己的粘贴",
        "passage",
    ),
    Key("", ("enter",), "选定", "到所选的地方去", "list", bar=1),
    Key("close", ("escape",), "返回", "回到刚才的地方", "list", bar=2),
    Key("explain", ("f1", "ctrl+t"), "为什么", "这一条规则为什么有、依据是什么", "problems"),
    Key("reason", ("f2", "ctrl+e"), "写说明", "写明为什么可以这样；已经写了的是撤回", "problems"),
    Key("mend", ("f9", "ctrl+k"), "快速改好", "先看改成什么，同意了再改；可以撤销", "problems"),
    Key("instead", ("f2", "ctrl+e"), "换成别的字", "打换成什么，每一处改成什么先列出来", "find"),
    Key("replace", ("f8", "ctrl+d"), "换这一处", "只换光标所在的一处，再到下一处", "find"),
    Key("replace_all", ("f9", "ctrl+k"), "全部换", "列出的每一处都换，先问一次；可以一次撤销", "find"),
)


def keys_of(*places: Where) -> Iterator[Key]:
    """Yields the keys that hold in some places, the first place's first."""
    for place in places:
        yield from (key for key in KEYS if key.where == place)


PLACE_NAMES: dict[Where, str] = {
    "walk": "到处", "facts": "基本信息", "table": "表格", "passage": "文字", "list": "列表", "problems": "问题清单",
    "find": "查找",
}  # fmt: skip


def key_table() -> str:
    """Returns all keys as a Markdown table, as the READMEs print it."""
    lines = ["| 在哪里 | 键 | 做什么 | 说明 |", "|---|---|---|---|"]
    lines += [f"| {PLACE_NAMES[k.where]} | {k.names} | {k.label} | {k.help} |" for k in KEYS]
    return "\n".join(lines) + "\n"

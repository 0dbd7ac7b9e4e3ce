"""One page for whoever sees the program for the first time, and whether that is so."""

from __future__ import annotations

from tui_report.resources import state_folder

TITLE = "第一次用：一页讲完（以后按F1，翻到最后一行就是）"
TEXT = """\
报告分六个部分，填的时候一步一步走：F8下一步，F7上一步，ctrl+o回到任务清单。
没填完也能走，什么时候都不会拦；按F10退出，下次从停下的地方接着填。
打进去的字一秒之内自动存好，断线、关窗口都不会丢；改错了按ctrl+z退回。

填表：直接打数字，Tab到右边，回车到下面；总计自动算，不用填。
空着不等于0。没有的填0：按F9，一张表的空格一次都填成0，已填的不动。
格子里的记号：_ 没有填  = 自动计算的  ! 必改  ? 须看  * 有备注。
这一列差多少、填几就平，表下面随时写着。

写文字：上面两行写着这一段要写到什么。F6看上年的这一段。
F2把表里的数放进文字，以后表里改了，文字里的数跟着变。
F9有由表里的数做成的现成句子，放进去再改。ctrl+f在各段文字里查找、替换。

检查：必改是一定不对的，须看是多半不对的。F3跳到下一个，F4看清单。
最上面一行里各部分后面的记号：. 填了一些  * 填完了  ! 有必改的。
最后一步是定稿，在那里预览和导出。

哪里不懂就按F1：先讲这一处，再列全部的键。
键盘上没有F键的，按ctrl+t看帮助，在那里选一行按回车，就等于按那个键。"""

_MARK = "tour-seen"


def first_run() -> bool:
    """Tells whether this person has never been shown the page, and remembers that they are now.

    Where that cannot be remembered it is False: a page that comes every day is a nuisance.
    """
    try:
        folder = state_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / _MARK).touch(exist_ok=False)
    except (OSError, RuntimeError):
        return False
    return True

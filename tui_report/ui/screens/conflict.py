"""The file was changed by someone else while it was open: both versions are shown, the clerk chooses."""

from __future__ import annotations

from tui_report.differences import differences
from tui_report.store.faults import StoreError
from tui_report.ui.screens.over import AskScreen
from tui_report.ui.session import Session

ANSWERS = (
    ("both", "两份都留：我的存成另一个文件，这里改用磁盘上的"),
    ("mine", "用我的：磁盘上的那份放进历史版本"),
    ("theirs", "用磁盘上的：我的可以用撤销找回来"),
)


class ConflictScreen(AskScreen):
    """Nothing is overwritten before an answer; Esc leaves everything as it is."""

    def __init__(self, session: Session) -> None:
        self.session = session
        try:
            theirs = session.file.on_disk()
            found = [str(d).replace(" 变为 ", "，磁盘上是 ") for d in differences(session.form, session.report, theirs)]
            text = "下面是不同的地方，前面是您的：\n" + ("\n".join(found[:200]) or "数值和文字都相同，只有注释不同。")
        except StoreError as fault:
            text = f"磁盘上的那份读不了：{fault}"
        super().__init__("文件在别处被改过了，还没有覆盖", text, ANSWERS)


def resolve(session: Session, answer: str | None) -> str:
    """Carries out an answer and returns what to say; raises StoreError. No answer leaves everything as it is."""
    if answer == "mine":
        session.overwrite()
        return "已用您的内容；磁盘上的那份在历史版本里"
    if answer == "both":
        path = session.file.keep_mine(session.report)
        session.reload(session.file.accept())
        return f"您的内容存成了 {path.name}，这里改用磁盘上的"
    if answer == "theirs":
        session.reload(session.file.accept())
        return "已用磁盘上的内容；ctrl+z可以找回您的"
    return "还没有决定，没有覆盖；按ctrl+s再问"

"""L: characters that nobody sees. They come with copied text, and may turn what is read around."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui_report.characters import UNSEEN, unseen, visible, without_unseen
from tui_report.rules.model import Example, Facts, Finding, Mend, Rule, rule

PROACTIVE = "overview.proactive"


@rule(
    "L13",
    "有看不见的字符",
    "warning",
    basis="Unicode的控制、格式和方向字符：不显示，或者改变前后文字的顺序（惯例）",
    why="从网页和聊天软件复制的文字会带进零宽空格、方向标记这样的字符。屏幕上看不见，别人却搜不到这个词，"
    "印出来可能顺序颠倒；生成文件时会写成<U+200B>这样。",
    failing=Example({PROACTIVE: "全年公开信\u200b息162条。"}),
    passing=Example({PROACTIVE: "全年公开信息162条。"}),
)
def unseen_characters(self: Rule, facts: Facts) -> Iterator[Finding]:
    """One finding for each text, passages and facts, that says which characters and how many."""
    for ref in facts.form.texts:
        text = facts.report.held(ref)
        if not isinstance(text, str) or not unseen(text):
            continue
        hits = list(re.finditer(f"[{UNSEEN}]", text))
        kinds = "、".join(dict.fromkeys(visible(hit[0]).strip("<>") for hit in hits[:100]))
        yield self.finding(
            (ref,),
            f"{facts.form.describe(ref)}：有{len(hits)}个看不见的字符（{kinds[:60]}）",
            "删去它们；字面上不会有变化。",
            span=hits[0].span(),
            mend=Mend("删去看不见的字符", {ref: without_unseen(text)}),
        )


RULES = (unseen_characters,)

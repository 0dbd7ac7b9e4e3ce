"""What can be done on plain lines besides answering: a word or a letter behind a point."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tui_report.characters import narrowed
from tui_report.figures import expand
from tui_report.numbers import Number, write_number
from tui_report.report import Change, Value, plain
from tui_report.rules.model import SEVERITY_WORDS, Finding
from tui_report.store.faults import StoreError
from tui_report.ui.chrome import counts
from tui_report.ui.initials import matches
from tui_report.ui.questions import help_words
from tui_report.ui.remedies import NEVER, explain, what_explains, what_mends
from tui_report.ui.sheet import Grid, zeros
from tui_report.ui.starters import starters
from tui_report.ui.steps import names, steps
from tui_report.ui.wording import around, find, outside_titles, prose_of, put, said_of

if TYPE_CHECKING:
    from tui_report.ui.plain import Dialogue

DOTS = ".。．"
"""What a clerk types for the point, with or without an input method."""
MOST_LISTED = 9
"""Lines of a list that are said at once."""
AGREED, WHOLE = "好", "全部"
"""What is typed to replace words outside the names and numbers of documents, and everywhere."""
EXCERPT = 60
"""Columns of what is said of the text around a word."""


class Command(NamedTuple):
    """One thing that can be done anywhere."""

    word: str
    letter: str
    help: str
    do: Callable[[Dialogue, str], list[str]]
    """Gets what was typed after the word; returns what to say."""


def command_in(line: str, *, bare: bool) -> tuple[Command | None, str]:
    """Returns the command that a line holds, and what follows it.

    Args:
        line: As typed.
        bare: Whether a Chinese word without its point will do, as where only numbers are answers.
    """
    typed, argument = (*line.split(None, 1), "", "")[:2]
    head = narrowed(typed)
    if head == "?":  # what everyone tries first
        head = ".帮助"
    dotted, word = head[:1] in tuple(narrowed(DOTS)), head[1:].lower()
    begun = [command for command in COMMANDS if dotted and word and command.word.startswith(word)]
    for command in COMMANDS:
        if (dotted and word in (command.word, command.letter)) or (bare and head == command.word) or begun == [command]:
            return command, argument.strip()
    return None, ""


def _back(dialogue: Dialogue, argument: str) -> list[str]:
    return dialogue.move(-1) if dialogue.at else ["这是第一个问题。"]


def _skip(dialogue: Dialogue, argument: str) -> list[str]:
    if not dialogue.in_table:
        return dialogue.move(1)
    row = dialogue.question.ref.rpartition(".")[0]
    later = dialogue.questions[dialogue.at :]
    return dialogue.move(next(i for i, q in enumerate(later) if q.ref.rpartition(".")[0] != row))


def _next_step(dialogue: Dialogue, argument: str) -> list[str]:
    here, later = dialogue.question.step, dialogue.questions[dialogue.at :]
    return dialogue.move(next((i for i, q in enumerate(later) if q.step != here), 0))


def _go(dialogue: Dialogue, argument: str) -> list[str]:
    """Goes by the number of a section, the number of a step, or part of a name."""
    form = dialogue.session.form
    if not argument:
        listed = "，".join(f"{number} {step.title}" for number, step in enumerate(steps(form)) if number)
        return [f"打 .去 和编号或者名称里的字：{listed}"]
    found = [step.key for step in steps(form) if step.section and step.section.number == argument]
    if argument.isdecimal():
        found = [step.key for step in steps(form)[int(argument) : int(argument) + 1]]
    named = [(ref, name) for ref, name in names(form) if matches(argument, name)]
    if not found and len(named) == 1:
        found = [named[0][0]]
    if found:
        said = dialogue.move(0)
        dialogue.go(found[0])
        return said
    if not named:
        return [f"没有名称里有“{argument}”的地方。"]
    more = [f"还有{len(named) - MOST_LISTED}处。"] if len(named) > MOST_LISTED else []
    return ["有几处，请打得再全一些：", *(name for _, name in named[:MOST_LISTED]), *more]


def _zeros(dialogue: Dialogue, argument: str) -> list[str]:
    session, section = dialogue.session, dialogue.question.step.section
    if not dialogue.in_table or section is None:
        return ["这里不是表，没有空格可以填0。"]
    if session.readonly:
        return [f"只读，不能改：{session.readonly}"]
    step = zeros(Grid(section), session)
    if not session.perform(step):
        return ["没有空格可填；已填的数不会动。"]
    return [f"{step.name}；打 .撤销 可以退回。", *_next_step(dialogue, ""), *dialogue.news()]


def _clear(dialogue: Dialogue, argument: str) -> list[str]:
    ref = dialogue.question.ref
    dialogue.written = []
    return ["已清空；打 .撤销 可以找回。"] if dialogue.session.set({ref: None}) else ["这里没有可以清空的。"]


def _undo(dialogue: Dialogue, argument: str) -> list[str]:
    return _travel(dialogue, dialogue.session.undo, "已撤销", "没有可以撤销的。")


def _redo(dialogue: Dialogue, argument: str) -> list[str]:
    return _travel(dialogue, dialogue.session.redo, "已重做", "没有可以重做的。")


def _travel(dialogue: Dialogue, way: Callable[[], Change | None], done: str, nothing: str) -> list[str]:
    step = way()
    if step is None:
        return [nothing]
    dialogue.go(step.place)
    dialogue.news()
    return [f"{done}：{step.name}"]


def _found(dialogue: Dialogue) -> list[Finding]:
    """The open problems in the order of their numbers: the worst first, what is only not filled in yet last."""
    assessment = dialogue.session.assessment
    return sorted(assessment.open, key=lambda f: (f in assessment.unfilled, list(SEVERITY_WORDS).index(f.severity)))


def _numbered(dialogue: Dialogue, argument: str) -> tuple[Finding | None, str]:
    """The problem of the number that was typed, and what stands behind it."""
    number, _, rest = argument.partition(" ")
    found = _found(dialogue)
    fits = number.isdecimal() and 0 < int(number) <= len(found)
    return (found[int(number) - 1], rest.strip()) if fits else (None, argument)


def _problems(dialogue: Dialogue, argument: str) -> list[str]:
    """Says the first problems, or goes to the one of a number."""
    assessment = dialogue.session.assessment
    finding, _ = _numbered(dialogue, argument)
    if finding:
        dialogue.move(0)
        dialogue.go(finding.place)
        mend = [f"打 .改好 {argument} 可以快速改好。"] if finding.mend else []
        return [finding.message, *([finding.hint] if finding.hint else []), *mend]
    listed = [f"{n} {assessment.word(f)} {f.rule} {f.message}" for n, f in enumerate(_found(dialogue), 1)]
    shown = listed if argument in ("全部", "all") else listed[:MOST_LISTED]
    more = [f"还有{len(listed) - len(shown)}个，打 .问题 全部。"] if len(shown) < len(listed) else []
    return [
        counts(assessment),
        *shown,
        *more,
        *(["打 .问题 和编号就到那里去；.改好 和编号是快速改好，.说明 和编号是写说明。"] if shown else []),
    ]


def _mend(dialogue: Dialogue, argument: str) -> list[str]:
    """Says what a problem's quick mend does, and does it when that is agreed to."""
    finding, rest = _numbered(dialogue, argument)
    if finding is None:
        return ["打 .改好 和 .问题 里的编号。"]
    if finding.mend is None:
        return ["这一条没有快速改法，打 .问题 和编号到那里去改。"]
    if rest != "好":
        number = argument.partition(" ")[0]
        return ["\n".join(what_mends(dialogue.session, finding)), f"打 .改好 {number} 好 就照这样改。"]
    done = dialogue.session.mend(finding.mend, finding.place)
    dialogue.written = []
    return [f"已改好：{finding.mend.name}；打 .撤销 可以退回。", *dialogue.news()] if done else ["没有改动。"]


def _explain(dialogue: Dialogue, argument: str) -> list[str]:
    """Says what a reason for a problem must say, or writes it down."""
    finding, reason = _numbered(dialogue, argument)
    if finding is None:
        return ["打 .说明 和 .问题 里的编号，空一格写理由。"]
    asked = what_explains(finding)
    if not asked or not reason:
        return [finding.message, asked or NEVER]
    done = explain(dialogue.session, finding, reason)
    return ["已记下说明；打 .撤销 可以退回。", *dialogue.news()] if done else ["没有改动。"]


def _look(dialogue: Dialogue, argument: str) -> list[str]:
    """Says all of what stands at the question, or in its row."""
    session, ref = dialogue.session, dialogue.question.ref
    figures = session.assessment.figures
    if not dialogue.in_table:
        text = expand(session.form, figures, session.report.text(ref))
        return text.split("\n") if text else ["空着。"]
    _, table, row, _ = session.form.place(ref)
    cells = [(column.label, table.ref(row.key, column.key)) for column in table.columns]
    return ["、".join(f"{label} {_shown(session.report.values.get(at), figures[at])}" for label, at in cells)]


def _shown(held: Value | None, figure: Number | None) -> str:
    return (plain(held) or "空") if figure is None else write_number(figure)


def _starter(dialogue: Dialogue, argument: str) -> list[str]:
    """Says the sentences that the figures allow, or puts the one of a number behind what is written."""
    session, ref = dialogue.session, dialogue.question.ref
    offered = starters(session.facts, ref)
    if not offered:
        return ["这里没有现成的句子。"]
    if argument.isdecimal() and 0 < int(argument) <= len(offered):
        _continue(dialogue, "")
        dialogue.write([*dialogue.written, offered[int(argument) - 1].text])
        return ["已放进去；可以接着写，写完打一个点。"]
    figures = session.assessment.figures
    listed = [f"{n} {s.name}：{expand(session.form, figures, s.text)}" for n, s in enumerate(offered, 1)]
    return [*listed, "打 .样句 和编号，就放进这一段的最后。"]


def _continue(dialogue: Dialogue, argument: str) -> list[str]:
    if dialogue.question.step.kind != "passage":
        return ["这里不是文字，直接打新的就是。"]
    if not dialogue.written:
        text = dialogue.session.report.text(dialogue.question.ref).strip()
        if text:
            dialogue.write(text.split("\n"))
    return ["接着原来的写，写完打一个点。"]


def _change(dialogue: Dialogue, argument: str) -> list[str]:
    """Replaces words of a passage that stand there once."""
    session, ref = dialogue.session, dialogue.question.ref
    old, mark, new = _parted(argument)
    text = session.report.text(ref)
    if dialogue.question.step.kind != "passage" or not mark or not old:
        return ["在文字里打 .改 原来的字/新的字，例如：.改 12条/13条"]
    if text.count(old) != 1:
        return [f"“{old}”在这一段里有{text.count(old)}处，要正好1处；请多打几个字。"]
    dialogue.written = []
    changed = session.set({ref: text.replace(old, new)}, place=ref)
    return ["已改；打 .撤销 可以退回。", *dialogue.news()] if changed else ["没有改动。"]


def _parted(argument: str) -> tuple[str, str, str]:
    """The words before a stroke of either width, the stroke, and the words behind it."""
    at = next((at for at, character in enumerate(argument) if character in "/／"), len(argument))
    return argument[:at].strip(), argument[at : at + 1], argument[at + 1 :].strip()


def _replace(dialogue: Dialogue, argument: str) -> list[str]:
    """Says where words stand in all passages, and what shall stand there; puts it there when that is agreed to."""
    session, sought = dialogue.session, dialogue.sought
    agreed = sought.instead is not None and argument in (AGREED, WHOLE)
    if not agreed:
        sought.words, mark, new = _parted(argument)
        sought.instead = new if mark else None
    words, instead, texts = sought.words, sought.instead, prose_of(session.form, session.report)
    places = find(texts, words, instead)
    if not words or (argument == AGREED and not agreed and not places):
        return ["打 .替换 原来的字/新的字，各段文字里的都换，先说有哪些；只打原来的字就是查找。"]
    if not places:
        return [f"各段文字里没有要换的“{words}”。数要打全：3不会找到13。"]
    outside = outside_titles(texts, places)
    if agreed and instead is not None:
        places = places if argument == WHOLE else outside
        if not places:
            return [f"都在书名号、文号里，没有换；要换打 .替换 {WHOLE}。"]
        dialogue.written = []
        done = put(session, places, words, instead)
        if not done:
            return [f"只读，不能改：{session.readonly}"] if session.readonly else ["没有改动。"]
        return [f"已换：{done}；打 .撤销 可以退回。", *dialogue.news()]
    written = partial(expand, session.form, session.assessment.figures)
    said = [said_of(places, words, instead)]
    for place in places[:MOST_LISTED]:
        old = texts[place.ref][place.start : place.end]
        shown = old if instead is None else f"{old}换成{instead}" if instead else f"{old}删去"
        said.append(f"{session.form.describe(place.ref)}：{around(texts[place.ref], place, shown, written, EXCERPT)}")
    said += [f"还有{len(places) - MOST_LISTED}处。"] if len(places) > MOST_LISTED else []
    if instead is None:
        return said
    titles = len(places) - len(outside)
    how = f"书名号、文号里的{titles}处不换，打 .替换 {WHOLE} 就都换" if titles else "就都换"
    return [*said, f"打 .替换 {AGREED} {how}；不打就不换。"]


def _save(dialogue: Dialogue, argument: str) -> list[str]:
    return [dialogue.save() or "已保存。"]


def _export(dialogue: Dialogue, argument: str) -> list[str]:
    """Says the shapes in which the report can leave, or makes the one of a number."""
    from tui_report.rendering.environment import RenderError
    from tui_report.ui.export import PAPERS, export, words_of

    papers = [paper for paper in PAPERS if paper.key != "pdf" or "SSH_ORIGINAL_COMMAND" not in os.environ]
    if not (argument.isdecimal() and 0 < int(argument) <= len(papers)):
        return [*(f"{n} {paper.name}" for n, paper in enumerate(papers, 1)), "打 .导出 和编号。"]
    try:
        written = export(dialogue.session, papers[int(argument) - 1], datetime.now().astimezone())
    except (RenderError, StoreError) as fault:
        return [f"没有写成：{fault}"]
    return words_of(written, os.environ)


def _take_over(dialogue: Dialogue, argument: str) -> list[str]:
    if not dialogue.session.file.is_my_own:
        return ["没有什么要接管：您没有在别处打开这份报告。"]
    try:
        dialogue.session.take_over()
    except StoreError as fault:
        return [f"没有接管：{fault}"]
    return ["已接管：那一边的内容存好了，可以接着填。"]


def _leave(dialogue: Dialogue, argument: str) -> list[str]:
    dialogue.ended = True
    return []


def _help(dialogue: Dialogue, argument: str) -> list[str]:
    listed = [f".{c.word} 或 .{c.letter}  {c.help}" for c in COMMANDS]
    return [*help_words(dialogue.session, dialogue.question), "命令（前面的点不要漏）：", *listed]


COMMANDS = (
    Command("后退", "b", "回到上一个问题", _back),
    Command("跳过", "s", "不改，到下一行或者下一项", _skip),
    Command("下一步", "n", "到下一张表或者下一段", _next_step),
    Command("去", "g", "后面写部分、行名里的字或者拼音首字母，例如：.去 三", _go),
    Command("帮助", "h", "这里要填什么，有哪些命令", _help),
    Command("看", "v", "看全文，或者看这一行的数", _look),
    Command("全0", "z", "这张表的空格都填0，已填的不动", _zeros),
    Command("续写", "a", "接着原来的文字写", _continue),
    Command("改", "c", "改文字里的几个字：.改 原来的字/新的字", _change),
    Command("替换", "r", "在各段文字里查找、替换：.替换 原来的字/新的字，先说有哪些，再打 .替换 好", _replace),
    Command("样句", "t", "由表里的数做成的现成句子；后面写编号就放进去", _starter),
    Command("清空", "x", "清空这里；空着不等于0", _clear),
    Command("撤销", "u", "退回一步", _undo),
    Command("重做", "y", "把撤销的一步再做一次", _redo),
    Command("问题", "p", "有哪些问题；后面写编号就到那里去", _problems),
    Command("改好", "m", "快速改好一个问题：后面写编号，先说改成什么", _mend),
    Command("说明", "i", "写明一个问题为什么可以这样：.说明 编号 理由", _explain),
    Command("保存", "w", "立即保存；不打也会存", _save),
    Command("导出", "e", "写出Word、网页、文本等；后面写编号", _export),
    Command("接管", "o", "您自己在别处打开着这份报告时：那一边存好、结束，在这里接着填", _take_over),
    Command("退出", "q", "保存并退出", _leave),
)

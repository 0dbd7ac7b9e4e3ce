"""Sentences to begin a passage with, made from the figures, or last year's. Offered, never put in by themselves; no widget.

Those made say only what the tables hold, with references instead of numbers, so that they stay right when these change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tui_report.carry import contact_in
from tui_report.figures import reference
from tui_report.form.model import Ref, Row, Table
from tui_report.rules.model import Facts

_NUMBERING = re.compile(r"^(（[一二三四五六七八九十]+）|\d+\.)")


LAST_YEAR = "上年的这一段，放进来改：年份、数字、做法都要改成本年的"
"""The name of last year's passage."""


class Starter(NamedTuple):
    """One sentence, or a few, for a passage."""

    name: str
    """When it fits, in a few words."""
    text: str
    """As it is stored: with `{{ ref }}` for each figure."""


def starters(facts: Facts, passage: Ref) -> list[Starter]:
    """Returns what the figures allow to say in a passage, then what was said last year; empty where both say nothing.

    Last year's figure references become this year's figures; all else in it has to be changed by hand.
    """
    offered = list(_MAKERS[passage](facts)) if passage in _MAKERS else []
    before = facts.last.text(passage).strip() if facts.last else ""
    return [*offered, Starter(LAST_YEAR, before)] if before else offered


def _opening(facts: Facts) -> Iterator[Starter]:
    year = facts.report.year
    if year is not None:
        yield Starter(
            "依据和统计期限",
            "根据《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条和《中华人民共和国政府信息公开工作年度报告格式》"
            f"（国办公开办函〔2021〕30号），编制{facts.report.unit}{year}年政府信息公开工作年度报告。"
            f"统计期限为{year}年1月1日至{year}年12月31日。",
        )
    if facts.last and (contact := contact_in(facts.last)):
        yield Starter("联系方式，照上年报告的", contact)


def _proactive(facts: Facts) -> Iterator[Starter]:
    made = "disclosure.normative.made"
    if facts.figures[made]:
        yield Starter("制发了规范性文件", f"本年制发行政规范性文件{reference(made)}件。")
    decided = _counted(facts, [(f"disclosure.{key}.decisions", word) for key, word in _DECIDED])
    if decided:
        yield Starter("作出的决定", f"全年作出{decided}。")


def _on_request(facts: Facts) -> Iterator[Starter]:
    requests = _table(facts, "requests")
    if _zero(facts, _cells(requests, "new", "carried_in")):
        yield Starter("没有申请", f"{_body(facts)}本年没有收到政府信息公开申请，也没有上年结转的申请。")
    elif _zero(facts, _cells(requests, "new")):
        carried = reference("requests.carried_in.total")
        if facts.figures["requests.carried_in.total"]:
            yield Starter("只有上年结转的", f"本年没有新收政府信息公开申请，上年结转{carried}件。{_outcome(facts)}")
    elif facts.figures["requests.new.total"]:
        yield Starter("收到申请和办理结果", _received(facts) + _outcome(facts))
    yield from _disputes(facts)


def _received(facts: Facts) -> str:
    """Who asked, and what came from last year: 本年新收政府信息公开申请3件，其中自然人3件；没有上年结转的申请."""
    requests = _table(facts, "requests")
    who = _counted(facts, [(requests.ref("new", c.key), _applicant(c.path)) for c in requests.entered_columns])
    text = f"本年新收政府信息公开申请{reference('requests.new.total')}件，其中{who}"
    if facts.figures["requests.carried_in.total"]:
        return f"{text}；上年结转{reference('requests.carried_in.total')}件。"
    return text + ("；没有上年结转的申请。" if _zero(facts, _cells(requests, "carried_in")) else "。")


def _applicant(path: tuple[str, ...]) -> str:
    """The head of a column of applicants; 其他 alone would not say of what."""
    return path[-1] if path[-1] != "其他" else f"{path[-2]}中的{path[-1]}"


def _outcome(facts: Facts) -> str:
    """What became of it: 本年办结2件，其中予以公开2件；结转下年度继续办理1件. Empty where nothing is said about results yet."""
    requests = _table(facts, "requests")
    rows = [row for row in requests.rows if row.path[0].startswith("三、") and row.key not in requests.derived_rows]
    done = _counted(facts, [(requests.ref(row.key, "total"), _result(row)) for row in rows])
    carried = facts.figures["requests.carried_out.total"]
    parts = [f"本年办结{reference('requests.total.total')}件，其中{done}"] if done else []
    parts += [f"结转下年度继续办理{reference('requests.carried_out.total')}件"] if carried else []
    return "；".join(parts) + "。" if parts else ""


def _result(row: Row) -> str:
    """How prose calls a result: 予以公开, 不予公开（保护第三方合法权益）."""
    heads = [_NUMBERING.sub("", head) for head in (*row.path[1:-1], row.called or row.label)]
    return heads[0] if len(heads) == 1 or heads[1] == "其他" else f"{heads[0]}（{heads[1]}）"


def _disputes(facts: Facts) -> Iterator[Starter]:
    disputes = _table(facts, "disputes")
    if _zero(facts, disputes.entered):
        yield Starter("没有复议诉讼", "本年没有因政府信息公开工作被申请行政复议、提起行政诉讼的情形。")
        return
    said = [_of_dispute(facts, disputes, row) for row in disputes.rows if facts.figures[disputes.ref(row.key, "total")]]
    if said:
        yield Starter("有复议诉讼", f"因政府信息公开工作，{'；'.join(said)}。")


def _of_dispute(facts: Facts, disputes: Table, row: Row) -> str:
    results = _counted(facts, [(disputes.ref(row.key, c.key), c.label) for c in disputes.entered_columns])
    what = {"review": "被申请行政复议", "suit_direct": "未经复议直接被提起行政诉讼"}.get(
        row.key, "复议后被提起行政诉讼"
    )
    return f"{what}{reference(disputes.ref(row.key, 'total'))}件，其中{results}"


def _management(facts: Facts) -> Iterator[Starter]:
    made, repealed, in_force = (f"disclosure.normative.{key}" for key in ("made", "repealed", "in_force"))
    if any(facts.figures[ref] is None for ref in (made, repealed, in_force)):
        return
    held = f"现行有效的有{reference(in_force)}件" if facts.figures[in_force] else "没有现行有效的"
    year = f"截至{facts.report.year}年12月31日" if facts.report.year else "年末"
    if _zero(facts, (made, repealed, in_force)):
        yield Starter("没有规范性文件", "本年没有制发、废止行政规范性文件，年末没有现行有效的行政规范性文件。")
    elif _zero(facts, (made, repealed)):
        yield Starter("没有新的规范性文件", f"本年没有制发、废止行政规范性文件，{year}{held}。")
    else:
        changed = _counted(facts, [(made, "制发"), (repealed, "废止")])
        yield Starter("制发、废止和现行有效", f"行政规范性文件本年{changed}，{year}{held}。")


def _others(facts: Facts) -> Iterator[Starter]:
    year = f"{facts.report.year}年" if facts.report.year else "本年"
    asked = _cells(_table(facts, "requests"), "new", "carried_in")
    fees = "disclosure.fees.amount"
    if _zero(facts, asked) or _zero(facts, (fees,)):
        yield Starter(
            "没有收取信息处理费",
            f"依据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），{_body(facts)}{year}没有收取信息处理费。",
        )
    if facts.figures[fees]:
        yield Starter("全年收费", f"全年行政事业性收费{reference(fees)}万元。")


_DECIDED = (("permits", "行政许可决定"), ("penalties", "行政处罚决定"), ("coercion", "行政强制决定"))
_MAKERS: dict[Ref, Callable[[Facts], Iterable[Starter]]] = {
    "overview.opening": _opening,
    "overview.proactive": _proactive,
    "overview.on_request": _on_request,
    "overview.management": _management,
    "others.others": _others,
}


def _table(facts: Facts, key: str) -> Table:
    return next(table for table in facts.form.tables if table.key == key)


def _cells(table: Table, *rows: str) -> list[Ref]:
    """The cells of some rows that a person types."""
    return [table.ref(row, column.key) for row in rows for column in table.entered_columns]


def _zero(facts: Facts, refs: Iterable[Ref]) -> bool:
    """Whether 0 was entered everywhere; blank is not zero."""
    return all(facts.report.number(ref) == 0 for ref in refs)


def _counted(facts: Facts, named: Iterable[tuple[Ref, str]]) -> str:
    """自然人2件、商业企业1件: the figures that are more than 0, under their names."""
    return "、".join(f"{name}{reference(ref)}件" for ref, name in named if facts.figures[ref])


def _body(facts: Facts) -> str:
    """What a report calls the office that makes it: 本乡, 本镇, 本街道; 本机关 for any other."""
    unit = facts.report.unit.removesuffix("人民政府").removesuffix("办事处")
    return next((f"本{kind}" for kind in ("乡", "镇", "街道") if unit.endswith(kind)), "本机关")

"""Y: this report against last year's, and the years and dates it names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tui_report.figures import references
from tui_report.form.model import Form, Ref
from tui_report.numbers import apart, write_number
from tui_report.rules.model import Example, Facts, Finding, Rule, rule
from tui_report.rules.passages import written
from tui_report.rules.quantities import quantities
from tui_report.rules.similarity import copied

NO_LAST = "没有上年报告"
OPENING, PROACTIVE = "overview.opening", "overview.proactive"


@rule(
    "Y01",
    "上年结转与上年报告不符",
    "error",
    basis="表三项目的含义：上年结转就是上年报告的结转下年度继续办理",
    why="每一列的二、上年结转，都应等于上年报告同一列的四、结转下年度继续办理，不只是总计相等。机构撤并或者口径调整的，请县里确认以后写说明。",
    waivable="county",
    failing=Example({"requests.carried_in.person": 1, "requests.granted.person": 1}, last={}),
    passing=Example(
        {"requests.carried_in.person": 1, "requests.granted.person": 1},
        last={"requests.new.person": 1, "requests.carried_out.person": 1},
    ),
)
def carry_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """二[c] of this year = 四[c] of last year, in every entered column."""
    table = next(t for t in facts.form.tables if t.key == "requests")
    row = facts.form.describe_part("requests.carried_in")
    if facts.last is None:
        yield self.not_evaluated((table.ref("carried_in", c.key) for c in table.entered_columns), NO_LAST)
        return
    blank = []
    for column in table.entered_columns:
        ref = table.ref("carried_in", column.key)
        now, before = facts.figures[ref], facts.last_figures[table.ref("carried_out", column.key)]
        if now is None or before is None:
            blank.append((ref, column.label))
        elif now != before:
            message = (
                f"{row}/{column.label}：{write_number(now)}件，上年报告的四、结转下年度是{write_number(before)}件，"
                f"差{write_number(apart(now, before))}"
            )
            yield self.finding((ref,), message, "照上年报告改；口径确有变化的，请县里确认以后写说明。")
    if blank:
        names = "、".join(label for _, label in blank)
        yield self.not_evaluated((ref for ref, _ in blank), f"{names}两年中有空格")


@rule(
    "Y02",
    "现行有效与上年接不上",
    "warning",
    basis="数的含义：现行有效=上年现行有效+本年制发-本年废止",
    why="规章和行政规范性文件的现行有效件数应当逐年接得上。文件到期失效、清理、机构划转也会减少件数，表格里没有地方写，请写一条说明。",
    failing=Example({"disclosure.normative.in_force": 5}, last={"disclosure.normative.in_force": 3}),
    passing=Example(
        {"disclosure.normative.in_force": 4, "disclosure.normative.made": 1},
        last={"disclosure.normative.in_force": 3},
    ),
)
def in_force_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """in_force = last year's in_force + made - repealed. 对外公开总数量 of the 2019 form is another thing."""
    if facts.last is None or (facts.last.source and facts.last.source.edition == "2019"):
        why = NO_LAST if facts.last is None else "上年报告是2019年的格式，没有现行有效件数"
        yield self.not_evaluated((f"disclosure.{row}.in_force" for row in ("regulations", "normative")), why)
        return
    for row in ("regulations", "normative"):
        refs = [f"disclosure.{row}.{key}" for key in ("made", "repealed", "in_force")]
        made, repealed, in_force = (facts.figures[ref] for ref in refs)
        before = facts.last_figures[refs[2]]
        if made is None or repealed is None or in_force is None or before is None:
            yield self.not_evaluated(refs, "两年中有空格")
        elif in_force != before + made - repealed:
            should = before + made - repealed
            message = (
                f"{facts.form.describe_part(f'disclosure.{row}')}：上年现行有效{write_number(before)}"
                f"+本年制发{write_number(made)}-本年废止{write_number(repealed)}={write_number(should)}，"
                f"现行有效填的是{write_number(in_force)}，差{write_number(apart(in_force, should))}"
            )
            yield self.finding(refs, message, "核对三个数；有失效、清理、划转的，写一条说明。")


WATCHED = (
    "disclosure.normative.in_force",
    "disclosure.permits.decisions",
    "disclosure.penalties.decisions",
    "disclosure.coercion.decisions",
    "disclosure.fees.amount",
    "requests.new.total",
    "disputes.review.total",
)
LARGE = 20
"""Below this neither year's figure makes a jump worth a look (件, 万元)."""


@rule(
    "Y03",
    "与上年相差五倍以上",
    "note",
    basis="复核习惯（惯例）",
    why="一个数比上年多到五倍或者少到五分之一，可能属实，也可能是多打少打了一位。只作提示。",
    failing=Example({"disclosure.permits.decisions": 1240}, last={"disclosure.permits.decisions": 124}),
    passing=Example({"disclosure.permits.decisions": 140}, last={"disclosure.permits.decisions": 124}),
)
def jumped(self: Rule, facts: Facts) -> Iterator[Finding]:
    """A watched figure at least five times, or at most a fifth of, last year's."""
    if facts.last is None:
        yield self.not_evaluated(WATCHED, NO_LAST)
        return
    for ref in WATCHED:
        now, before = facts.figures[ref], facts.last_figures[ref]
        if now is None or before is None or max(now, before) < LARGE:
            continue
        if max(now, before) >= 5 * min(now, before):
            message = f"{facts.form.describe(ref)}：本年{write_number(now)}，上年{write_number(before)}，相差五倍以上"
            yield self.finding((ref,), message, "再看一眼是不是多打或者少打了一位。")


SOME, NEARLY_ALL, LONG_ENOUGH = 0.4, 0.9, 60


@rule(
    "Y06",
    "与上年或者别的单位雷同",
    "note",
    basis="国办公开办函〔2021〕30号：内容雷同的要追究责任",
    why="数字、年份和标点不算，八个字以上连着相同的算照抄。没有全国统一的比例，所以只报百分比和照抄的句子；一段几乎全是上年的话才算须看。一次核对几份报告的，同一年的各单位之间也比。",
    failing=Example(
        {
            "overview.platform": "坚持把政务公开栏作为主要平台，各村每月更新一次村务公开栏，便民服务中心设有查阅点，方便群众查阅信息。"
        },
        last={
            "overview.platform": "坚持把政务公开栏作为主要平台，各村每月更新一次村务公开栏，便民服务中心设有查阅点，方便群众查阅信息。"
        },
    ),
    passing=Example({}, last={}),
)
def copied_from_last(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Share of each passage that stands in last year's, with the sentences taken over whole."""
    if facts.last is None:
        yield self.not_evaluated(("last_year",), NO_LAST)
        return
    for ref, text in written(facts):
        yield from copy_found(self, facts.form, ref, text, facts.last.text(ref), "上年")


def copy_found(self: Rule, form: Form, ref: Ref, text: str, other: str, whose: str) -> Iterator[Finding]:
    """A finding where much of a passage stands in another one, whose it is told in words: 上年, 某乡的报告."""
    if ref == OPENING or not other.strip():
        return
    seen = copied(text, other)
    if seen.share < SOME or not seen.sentences or seen.length < 30:
        return
    quotes = "；".join(f"“{_short(text[a:b])}”" for a, b in seen.sentences[:3])
    more = f"等{len(seen.sentences)}句" if len(seen.sentences) > 3 else ""
    message = f"{form.describe(ref)}：{seen.share:.0%}与{whose}相同，照抄的有{quotes}{more}"
    start, end = seen.sentences[0]
    serious = seen.share >= NEARLY_ALL and seen.length >= LONG_ENOUGH
    yield self.finding(
        (ref,),
        message,
        "改写成本单位今年的情况。",
        severity="warning" if serious else "note",
        span=(start, end),
        quote=text[start:end],
    )


def _short(text: str) -> str:
    """The beginning of a sentence, without the refs of its figures."""
    for figure in reversed(references(text)):
        text = f"{text[: figure.start]}..{text[figure.end :]}"
    text = text.strip()
    return text if len(text) <= 18 else text[:18] + "等"


@rule(
    "Y07",
    "文字里的数与上年一样",
    "note",
    basis="复核习惯（惯例）",
    why="同一件事的数两年一模一样，可能是照抄上年忘了改。10以下的数和概数不查。",
    failing=Example(
        {PROACTIVE: "全年通过政务公开栏公开信息162条。"}, last={PROACTIVE: "全年通过政务公开栏公开信息162条。"}
    ),
    passing=Example(
        {PROACTIVE: "全年通过政务公开栏公开信息162条。"}, last={PROACTIVE: "全年通过政务公开栏公开信息140条。"}
    ),
)
def figure_of_last_year(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Counted things with the same words before them and the same number in the same passage of last year."""
    if facts.last is None:
        yield self.not_evaluated(("last_year",), NO_LAST)
        return
    for ref, text in written(facts):
        spans = _same_figures(text, facts.last.text(ref))
        if spans:
            names = "、".join(text[a:b] for a, b in spans[:5])
            yield self.finding(
                (ref,),
                f"{facts.form.describe(ref)}：{names}与上年写的一样",
                "核对是不是今年的数。",
                span=spans[0],
                quote=text[slice(*spans[0])],
            )


@lru_cache(maxsize=64)
def _same_figures(text: str, before: str) -> tuple[tuple[int, int], ...]:
    old = {_named(before, q.start, q.unit, q.value) for q in quantities(before) if q.value and q.value >= 10}
    new = [q for q in quantities(text) if q.exact and q.unit != "%" and q.value is not None and q.value >= 10]
    return tuple((q.start, q.end) for q in new if _named(text, q.start, q.unit, q.value) in old)


def _named(text: str, start: int, unit: str, value: object) -> tuple[str, str, object]:
    return text[max(0, start - 4) : start], unit, value


RULES = (
    carry_differs,
    in_force_differs,
    jumped,
    copied_from_last,
    figure_of_last_year,
)

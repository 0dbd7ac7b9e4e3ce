"""T: what the tables must satisfy by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from tui_report.form.model import Column, Form, Identity, Ref, Table
from tui_report.numbers import MOST_WHOLE, Number, apart, number_fault, shorten, write_number
from tui_report.report import STATED, Source, Unread, filled
from tui_report.rules.model import Example, Facts, Finding, Mend, Rule, by_the_form, rule

FORM_TEXT = "报告格式（国办公开办函〔2021〕30号）表内注明的勾稽关系"
STRUCTURE = "报告格式（国办公开办函〔2021〕30号）的表格结构"


@lru_cache
def _entered(table: Table, column: Column) -> tuple[Ref, ...]:
    """The cells of a column that a person types."""
    return tuple(table.ref(row.key, column.key) for row in table.rows if row.key not in table.derived_rows)


def _side(values: dict[str, Number], identity: Identity, rows: tuple[str, ...]) -> tuple[Number, str]:
    words = "+".join(f"{identity.name(row)}({write_number(values[row])})" for row in rows)
    return sum(values[row] for row in rows), words


@rule(
    "T01",
    "勾稽不平",
    "error",
    basis=FORM_TEXT,
    why="表三每一列都要满足：第一项加第二项之和，等于第三项加第四项之和。这是格式上印着的唯一一条规则，七列都要平，不只是总计。",
    waivable="nobody",
    failing=Example({"requests.new.person": 3, "requests.granted.person": 2}),
    passing=Example({"requests.new.person": 3, "requests.granted.person": 2, "requests.carried_out.person": 1}),
)
def identity_broken(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Per entered column: 一+二 = 三（七）+四. A column with blanks cannot be judged yet."""
    for table in facts.form.tables:
        for identity in table.identities:
            blank = [c for c in table.entered_columns if None in map(facts.figures.get, _entered(table, c))]
            for column in table.entered_columns:
                if column not in blank:
                    yield from _identity_of(self, facts, table, identity, column)
            if blank:
                names = "、".join(c.label for c in blank)
                yield self.not_evaluated((table.ref(identity.left[0], c.key) for c in blank), f"{names}还有空格")


@lru_cache
def _sides(table: Table, identity: Identity, column: Column) -> tuple[tuple[Ref, ...], tuple[Ref, ...]]:
    """The cells of a column on both sides of an identity."""
    left, right = ((table.ref(row, column.key) for row in side) for side in (identity.left, identity.right))
    return tuple(left), tuple(right)


def _identity_of(self: Rule, facts: Facts, table: Table, identity: Identity, column: Column) -> Iterator[Finding]:
    sides, figures = _sides(table, identity, column), cast(dict[Ref, Number], facts.figures)  # none of them is blank
    if sum(map(figures.__getitem__, sides[0])) == sum(map(figures.__getitem__, sides[1])):
        return
    values = dict(zip(identity.left + identity.right, map(figures.__getitem__, sides[0] + sides[1]), strict=True))
    left, left_words = _side(values, identity, identity.left)
    right, right_words = _side(values, identity, identity.right)
    yield self.finding(
        (table.ref(r, column.key) for r in identity.left + identity.right),
        f"{column.label}：{left_words}={write_number(left)}，{right_words}={write_number(right)}，"
        f"差{write_number(apart(left, right))}",
        "核对这一列的新收、结转和各行办理结果，使两边相等。",
    )


def _stated_differs(self: Rule, facts: Facts, sums: Iterable[tuple[Ref, tuple[Ref, ...]]]) -> Iterator[Finding]:
    """Compares totals that an imported document printed with the sums of their parts."""
    blank: list[Ref] = []
    for target, parts in sums if facts.report.stated else ():
        stated, computed = facts.report.stated.get(target), facts.totals.get(target)
        if stated is None:
            continue
        if any(facts.figures[p] is None for p in parts):
            blank.append(target)
        elif computed is not None and stated != computed:
            yield self.finding(
                (target,),
                f"{facts.form.describe(target)}：原件写{write_number(stated)}，"
                f"各项相加得{write_number(computed)}，差{write_number(apart(stated, computed))}",
                "对照原件，改正各项；是原件的合计写错的，改用算出来的合计。",
                mend=Mend(
                    f"不用原件写的合计{write_number(stated)}，改用各项相加的{write_number(computed)}",
                    {STATED + target: None},
                ),
            )

    if blank:
        more = f"等{len(blank)}处" if len(blank) > 1 else ""
        yield self.not_evaluated(blank, f"{facts.form.describe(blank[0])}{more}的各项还有空格")


def _sums(facts: Facts, axis: str, in_one_row: bool) -> Iterator[tuple[Ref, tuple[Ref, ...]]]:
    for table in facts.form.tables:
        targets = {s.target for s in table.sums if s.axis == axis}
        for target, parts in table.totals:
            _, row, column = target.split(".")
            if table.in_one_row == in_one_row and (row if axis == "row" else column) in targets:
                yield target, parts


def _stated(ref: Ref, value: int) -> Example:
    return Example(change=lambda report: report.but(stated={ref: value}))


@rule(
    "T02",
    "（七）总计与各行不符",
    "error",
    basis=STRUCTURE,
    why="三（七）总计等于（一）至（六）各行之和。本程序的总计是算出来的，所以只有从别处导入、原件自己写着总计的报告才会不符。是各项错就改各项，是原件的总计错就改用算出来的总计，不能用说明代替。",
    waivable="nobody",
    failing=_stated("requests.total.person", 5),
    passing=_stated("requests.total.person", 0),
)
def column_sum_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Stated row 三（七） against the sum of the result rows."""
    return _stated_differs(self, facts, _sums(facts, "row", in_one_row=False))


@rule(
    "T03",
    "行的总计与各列不符",
    "error",
    basis=STRUCTURE,
    why="表三每一行的总计等于自然人和五类法人或其他组织之和。",
    waivable="nobody",
    failing=_stated("requests.new.total", 5),
    passing=_stated("requests.new.total", 0),
)
def row_sum_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Stated 总计 column of 三 against the sum of the six applicant columns."""
    return _stated_differs(self, facts, _sums(facts, "column", in_one_row=False))


@rule(
    "T04",
    "复议诉讼总计不符",
    "error",
    basis=STRUCTURE,
    why="表四的三个总计都等于结果维持、结果纠正、其他结果、尚未审结之和。",
    waivable="nobody",
    failing=_stated("disputes.review.total", 2),
    passing=_stated("disputes.review.total", 0),
)
def disputes_sum_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Stated totals of 四 against the sum of their four outcomes."""
    return _stated_differs(self, facts, _sums(facts, "column", in_one_row=True))


@rule(
    "T05",
    "空格或者不是数字",
    "error",
    basis="各地填报要求：没有的填0，不留空、不画斜线（惯例）",
    why="空格分不清是没有还是忘了填；斜线、横线和文字不能相加。没有的一律填0，一个键可以把整张表的空格填成0。",
    waivable="nobody",
    failing=Example({"requests.new.person": None}),
    passing=Example({"requests.new.person": 0}),
)
def cell_unusable(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Blank cells by row (or by table where all is blank), invalid ones one by one."""
    for table in facts.form.tables:
        yield from _surplus(self, facts, table)
        values: Any = filled(facts.report.values, table.entered)
        if {*map(type, values)} == {int} and min(values) >= 0 and max(values) < MOST_WHOLE:
            continue  # nearly all tables, at each key
        blank = [ref for ref in table.entered if ref not in facts.report.values]
        if len(blank) == len(table.entered) and not any(_doubted(facts, table, r.key) for r in table.rows):
            section = facts.form.place(blank[0])[0]
            name = f"{section.heading}{table.caption and ' ' + table.caption}"
            yield self.finding(blank, f"{name}：{len(blank)}格都没有填", "没有的填0；F9可以一次把空格都填成0。")
        elif blank:
            yield from _blank_rows(self, facts, table, blank)
        yield from _invalid_cells(self, facts, table)


def _blank_rows(self: Rule, facts: Facts, table: Table, blank: list[Ref]) -> Iterator[Finding]:
    for row in table.rows:
        refs = [ref for ref in blank if ref.split(".")[1] == row.key]
        if refs:
            names = "、".join(facts.form.place(ref)[3].label for ref in refs)
            where = facts.form.describe_part(f"{table.key}.{row.key}")
            if _doubted(facts, table, row.key):
                message = f"{where}：{names}导入时读不准，空着"
                yield self.finding(refs, message, "对照原件填写。", severity="warning")
            else:
                yield self.finding(refs, f"{where}：{names}没有填", "没有的填0，不能留空。")


def _doubted(facts: Facts, table: Table, row: str) -> bool:
    """Tells whether an importer left a row blank because it could be read in more than one way."""
    return any(remark.ref == f"{table.key}.{row}" for remark in facts.report.remarks)


def _invalid_cells(self: Rule, facts: Facts, table: Table) -> Iterator[Finding]:
    for ref, value in zip(table.entered, map(facts.report.values.get, table.entered), strict=True):
        raw = value.raw if isinstance(value, Unread) else value
        fault = number_fault(raw, table.decimals) if value is not None else ""
        if isinstance(value, Unread) or fault:
            where = facts.form.describe(ref)
            yield self.finding((ref,), f"{where}：“{shorten(str(raw))}”{fault or '不是数字'}", "改成0或者正整数。")


def _surplus(self: Rule, facts: Facts, table: Table) -> Iterator[Finding]:
    for row_ref, extra in facts.report.surplus.items():
        key, _, row = row_ref.partition(".")
        if key == table.key and any(r.key == row for r in table.rows):
            where, want = facts.form.describe_part(row_ref), len(table.entered_columns)
            yield self.finding(
                (table.ref(row, table.entered_columns[-1].key),),
                f"{where}：应有{want}个数，文件里有{want + len(extra)}个",
                "核对这一行是不是错了位，删去多出的数。",
            )


def _labelled(label: str) -> Example:
    source = Source(file="上年.docx", labels={"disclosure.normative": label} if label else {})
    return Example(change=lambda report: report.but(source=source))


@rule(
    "T06",
    "表格项目与格式不符",
    "warning",
    basis=STRUCTURE,
    why="项目名称要与2021年格式一字不差。最常见的是把行政规范性文件写成旧格式的规范性文件，或者整行漏掉。",
    failing=_labelled("规范性文件"),
    passing=_labelled(""),
)
def label_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Labels that an imported document prints otherwise, rows that it lacks, keys that the form does not know."""
    source, form = facts.report.source or Source(), facts.form
    for row_ref, label in source.labels.items():
        key, _, row = row_ref.partition(".")
        refs = _row_refs(facts.form, row_ref) or (row_ref,)
        printed = next((t.row(row).label for t in form.tables if t.key == key and row in {r.key for r in t.rows}), "")
        yield self.finding(
            refs,
            f"{form.describe_part(row_ref)}：原件写作“{shorten(label, 30)}”",
            f"改用格式的名称“{printed}”。" if printed else "改用格式的名称。",
            mend=_by_the_form(facts),
        )
    yield from _missing_rows(self, facts, source)
    for ref in facts.report.unknown:
        yield self.finding((ref,), f"文件里的“{shorten(ref, 60)}”不是这份格式的项目", "看看是不是写错了名称。")


def _missing_rows(self: Rule, facts: Facts, source: Source) -> Iterator[Finding]:
    """One finding a section; the three rows that 2019 had as one are another rule's matter (S07)."""
    merged = [ref for ref in source.missing if ref.startswith("requests.other_")]
    told = merged if source.edition == "2021" and len(merged) == 3 else []
    left = [ref for ref in source.missing if ref not in told]
    for section in facts.form.sections:
        form_rows = [f"{table.key}.{row.key}" for table in section.tables for row in table.rows]
        rows = [ref for ref in form_rows if ref in left]
        if len(rows) > 1:
            left = [ref for ref in left if ref not in rows]
            refs = [ref for row in rows for ref in _row_refs(facts.form, row)]
            if len(rows) == len(form_rows):
                message = f"{section.heading}：原件没有这个部分的表格"
                yield self.finding(refs, message, "补上表格。", mend=_by_the_form(facts))
            else:
                part = f"第{section.number}部分"
                names = "、".join(facts.form.describe_part(row).removeprefix(part).strip() for row in rows[:2])
                message = f"{section.heading}：原件没有“{names}”{'等' if len(rows) > 2 else ''}{len(rows)}行"
                yield self.finding(refs, message, "补上这些行。", mend=_by_the_form(facts))
    for ref in left:
        message = f"{facts.form.describe_part(ref)}：原件没有这一行"
        yield self.finding(_row_refs(facts.form, ref) or (ref,), message, "补上这一行。", mend=_by_the_form(facts))


def _by_the_form(facts: Facts) -> Mend:
    return by_the_form(facts.report, "项目和名称由本程序按格式印，不再核对原件的", labels={}, missing=())


@lru_cache(maxsize=64)
def _row_refs(form: Form, row_ref: Ref) -> tuple[Ref, ...]:
    return tuple(ref for ref in form.figures if ref.startswith(row_ref + "."))


@rule(
    "T07",
    "乡镇填了规章",
    "error",
    basis="规章的制定主体不含乡镇人民政府（立法法）",
    why="乡镇人民政府没有规章制定权，规章一行应当全是0。多半是把规范性文件填错了行。",
    failing=Example({"disclosure.regulations.made": 1, "disclosure.regulations.in_force": 1}),
    passing=Example({"disclosure.normative.made": 1, "disclosure.normative.in_force": 1}),
)
def township_regulations(self: Rule, facts: Facts) -> Iterator[Finding]:
    """A township's row 规章 must be 0."""
    if facts.report.level != "township":
        return
    refs = [r for r in _row_refs(facts.form, "disclosure.regulations") if facts.report.number(r)]
    if refs:
        words = "、".join(f"{facts.form.place(r)[3].label}{write_number(facts.report.number(r) or 0)}" for r in refs)
        yield self.finding(refs, f"第二部分 规章：{words}，乡镇不能制定规章", "改为0；如果是规范性文件，填到下一行。")


@rule(
    "T08",
    "整张表全是0，还没有确认",
    "note",
    basis="填报习惯（惯例）",
    why="多数乡镇的表三、表四确实全是0。请看一眼再确认，免得把忘了填当成没有。确认一次就够；以后改动了数字，确认自动失效。",
    failing=Example(),
    passing=Example(
        {
            "requests.new.person": 1,
            "requests.granted.person": 1,
            "disputes.review.pending": 1,
            "disclosure.permits.decisions": 1,
        }
    ),
)
def zeros_unconfirmed(self: Rule, facts: Facts) -> Iterator[Finding]:
    """A section whose figures are all filled in and all 0; the confirmation is a waiver of this rule."""
    for section in facts.form.sections:
        refs = section.entered
        values = filled(facts.report.values, refs)
        if values and not any(values):
            yield self.finding(
                (section.key,), f"{section.heading}：{len(refs)}个数全是0", "确实没有的，在这张表里按F9确认；有的补填。"
            )


LARGE_FEE = {"township": 1000, "department": 100_000, "county": 1_000_000}


@rule(
    "T09",
    "收费金额像是按元填的",
    "warning",
    basis="格式注明单位是万元",
    why="这一格的单位是万元。填成元会大一万倍；四位小数已经精确到元，再多也不对。",
    failing=Example({"disclosure.fees.amount": Decimal(25800)}),
    passing=Example({"disclosure.fees.amount": Decimal("2.58")}),
)
def fee_in_yuan(self: Rule, facts: Facts) -> Iterator[Finding]:
    """An amount (万元) too large for its level, or finer than one yuan."""
    ref = "disclosure.fees.amount"
    fee = facts.report.number(ref)
    if fee is None:
        return
    where, written = facts.form.describe(ref), write_number(fee)
    if fee >= LARGE_FEE.get(facts.report.level, LARGE_FEE["county"]):
        yield self.finding((ref,), f"{where}：{written}万元，是不是把元填成了万元", "核对单位，按万元填。")
    exponent = fee.as_tuple().exponent if isinstance(fee, Decimal) else 0
    if isinstance(exponent, int) and exponent < -4:
        yield self.finding((ref,), f"{where}：{written}万元，比元还细", "核对单位，最多保留四位小数。")


@rule(
    "T10",
    "制发、废止与现行有效对不上",
    "warning",
    basis="数的含义：年底现行有效至少包含本年制发而没有废止的",
    why="本年制发的文件，到年底要么仍然有效、计入现行有效，要么已经废止。制发多于两者之和，一定有一个数不对。",
    failing=Example({"disclosure.normative.made": 7}),
    passing=Example({"disclosure.normative.made": 7, "disclosure.normative.in_force": 9}),
)
def made_exceeds_in_force(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Made > in_force + repealed, or repealed > last year's in_force + made."""
    for row in ("regulations", "normative"):
        refs = {key: f"disclosure.{row}.{key}" for key in ("made", "repealed", "in_force")}
        made, repealed, in_force = (facts.report.number(ref) for ref in refs.values())
        if made is None or repealed is None or in_force is None:
            continue
        where = facts.form.describe_part(f"disclosure.{row}")
        if made > in_force + repealed:
            message = f"{where}：本年制发{made}，比现行有效{in_force}加本年废止{repealed}还多"
            yield self.finding(refs.values(), message, "核对三个数；另有失效、划转的，写一条说明。")
        before = facts.last_figures.get(refs["in_force"])
        if before is not None and repealed > before + made:
            message = f"{where}：本年废止{repealed}，比上年现行有效{before}加本年制发{made}还多"
            yield self.finding(refs.values(), message, "核对三个数；另有划转的，写一条说明。")


RULES = (
    identity_broken,
    column_sum_differs,
    row_sum_differs,
    disputes_sum_differs,
    cell_unusable,
    label_differs,
    township_regulations,
    zeros_unconfirmed,
    fee_in_yuan,
    made_exceeds_in_force,
)

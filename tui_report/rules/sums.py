"""X: sums, percentages and fees inside the passages themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from typing import TypeAlias

from tui_report.form.model import Ref
from tui_report.numbers import Number, apart, write_number
from tui_report.rules.claims import claims
from tui_report.rules.lists import Parts, lists
from tui_report.rules.model import Example, Facts, Finding, Rule, Severity, rule
from tui_report.rules.passages import Hit, found, report_hits, written
from tui_report.rules.quantities import Quantity, holds, plain, quantities
from tui_report.rules.shares import Share, shares

FEES = "others.others"
REQUESTS = "overview.on_request"


Figures: TypeAlias = Mapping[Ref, Number | None]


def _value(figures: Figures, quantity: Quantity) -> Number | None:
    return quantity.value if not quantity.ref else figures.get(quantity.ref)


def _listed(figures: Figures, listed: Parts) -> tuple[Number, list[Number], bool] | None:
    """A total, its certain parts, and whether any reading of the list adds up; None where a figure is blank.

    A number in 万 is rounded, so that each such number may be off by what its last digit is worth.
    """
    total = _value(figures, listed.total)
    values = [_value(figures, q) for q in listed.parts]
    if total is None or any(v is None for v in values):
        return None
    known = [v for v in values if v is not None]
    sums = list(accumulate(known))
    totals = [total, *(q.value for q in listed.earlier if q.value)]
    ends = [(sums[end - 1], end) for end in listed.ends]
    fits = any(reached in totals for reached, _ in ends) or any(
        apart(reached, one) <= _rounding(listed, end) for reached, end in ends for one in totals
    )
    return total, known[: listed.certain], fits


def _rounding(listed: Parts, end: int) -> Decimal:
    """How far so many parts may be off by rounding. Money is written to one place: 5万元 beside 3.6万元 is 5.0万元."""
    parts = [q.slack for q in listed.parts[:end]]
    if listed.total.unit == "元":
        finest = min((slack for slack in (listed.total.slack, *parts) if slack), default=Decimal(0))
        parts = [min(slack, finest) for slack in parts]
    return listed.total.slack + sum(parts)


def _unequal(figures: Figures, listed: Parts) -> Hit | None:
    numbers = _listed(figures, listed)
    if numbers is None or numbers[2] or not numbers[1]:
        return None
    total, parts, _ = numbers
    all_parts, unit = sum(parts), listed.total.unit
    if listed.nested or all_parts == total:
        return None
    severity: Severity | None = None
    if all_parts < total:
        if len(parts) < 2 or listed.mixed:
            return None
        severity = None if listed.complete else "note"
    places = sorted((listed.total, *listed.parts[: listed.certain]))
    words = "+".join(write_number(v) for v in (parts if places[0] is listed.total else parts[::-1]))
    more = "多" if all_parts > total else "少"
    message = (
        f"写的总数是{write_number(total)}{unit}，列出的{len(parts)}项{words}={write_number(all_parts)}{unit}，"
        f"{more}{write_number(apart(all_parts, total))}"
    )
    hint = "核对总数和各项，改正写错的一个。" if severity is None else "看看是不是漏列；只列了一部分的可以不改。"
    return Hit(places[0].start, places[-1].end, message, hint, severity=severity)


@rule(
    "X03",
    "列出的各项与总数不符",
    "warning",
    basis="算术：其中各项之和不超过总数",
    why="共多少条，其中各多少条，读者随手一加就知道对不对。各项之和大于总数，多半有一个数写错；列全了还小于总数的也是。"
    "同一条信息算进两类的，和可以大于总数，所以是须看，不是必改；只列了一部分的，只作提示。",
    failing=Example({"overview.proactive": "全年主动公开信息79条，其中政策文件7条、工作动态10条、其他信息61条。"}),
    passing=Example({"overview.proactive": "全年主动公开信息79条，其中政策文件7条、工作动态10条、其他信息62条。"}),
)
def list_sum_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """共N，其中A、B、C: parts above the total, or a complete list below it."""
    for ref, text in written(facts):
        settled, with_figures = _lists_of(text)
        for hit in (*settled, *(_unequal(facts.figures, listed) for listed in with_figures)):
            if hit:
                yield found(self, facts, ref, text, hit)


@lru_cache(maxsize=64)
def _lists_of(text: str) -> tuple[tuple[Hit, ...], tuple[Parts, ...]]:
    """The hits in a passage that its own numbers settle, and the lists with figures of the tables, which change with them."""
    counted = [listed for listed in lists(text) if listed.total.unit != "元"]
    with_figures = tuple(c for c in counted if any(q.ref for q in (c.total, *c.parts)))
    hits = (_unequal({}, listed) for listed in counted if listed not in with_figures)
    return tuple(hit for hit in hits if hit), with_figures


def _fits(share: Share, whole: Decimal) -> bool:
    if not whole or share.percent.value is None:
        return True
    exact = share.part / whole * 100 if share.kind == "share" else abs(share.part - whole) / whole * 100
    right_way = share.kind != "growth" or share.part >= whole
    # Half of the last digit, and the last digit cut off, as clerks do too.
    apart, last = exact - share.percent.value, Decimal(10) ** -share.percent.places
    return right_way and -last / 2 - share.slack <= apart < last + share.slack


@lru_cache(maxsize=64)
def _wrong_shares(text: str) -> tuple[Hit, ...]:
    return tuple(_share_hit(s) for s in shares(text) if not any(_fits(s, whole) for whole in s.whole))


def _share_hit(share: Share) -> Hit:
    whole, places = max(share.whole), share.percent.places
    exact = share.part / whole if share.kind == "share" else abs(share.part - whole) / whole
    what = "占比" if share.kind == "share" else "增减"
    numbers = f"{write_number(share.part)}和{write_number(whole)}"
    message = f"{what}写的是{write_number(share.percent.value or 0)}%，按{numbers}算是{exact * 100:.{places}f}%"
    return Hit(share.percent.start, share.percent.end, message, "重算百分比，或者核对前面的数。")


@rule(
    "X04",
    "百分比算得不对",
    "warning",
    basis="算术",
    why="占比和同比按写出来的两个数重算，误差不超过末位的一半。有上年报告时，申请件数的同比也拿上年的数来算。",
    failing=Example({"overview.proactive": "全年公开信息200条，其中政策解读50条，占比35%。"}),
    passing=Example({"overview.proactive": "全年公开信息200条，其中政策解读50条，占比25%。"}),
)
def percentage_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """占比 and 同比 with both numbers in the sentence; growth of requests against last year's table."""
    yield from report_hits(self, facts, _wrong_shares)
    before = facts.last_figures.get("requests.new.total") if facts.last else None
    text = facts.report.text(REQUESTS)
    if not before or "%" not in plain(text):
        return
    for claim in claims(text, True):
        hit = _growth(text, claim.quantity, Decimal(before)) if claim.subject == "new" else None
        if hit:
            yield found(self, facts, REQUESTS, text, hit, "requests.new.total")


def _growth(text: str, now: Quantity, before: Decimal) -> Hit | None:
    percent = next((q for q in quantities(text) if q.start > now.end), None)
    if percent is None or percent.unit != "%" or now.value is None or percent.value is None:
        return None
    between = plain(text)[now.end : percent.start]
    change = re.fullmatch("[，,]?(?:同比|(?:比|较)(?:上一?年|去年))(增长|增加|上升|减少|下降)了?", between)
    if not change:
        return None
    kind = "growth" if change[1] in ("增长", "增加", "上升") else "fall"
    share = Share(percent, now.value, (before,), kind)
    return None if _fits(share, before) else _share_hit(share)


NO_FEE = "(?:未|没有|无|不)(?:曾)?(?:向申请人)?(?:收取|产生|发生|收费)[^，。；]{0,14}(?:费|收费|费用)|未收费|没有收费"
CHARGED = "(?:收取|收到|收缴|收)[^。；未无没不]{0,26}$"


def reachable(yuan: Decimal) -> bool:
    """Tells whether 信息处理费 of one case (元) can come out of the tariff (国办函〔2020〕109号).

    By pages: 10 元 a page from the 31st, 20 from the 101st, 40 from the 201st; by number of cases: multiples of 100.
    """
    if yuan % 100 == 0:
        return True
    if yuan <= 700:
        return yuan % 10 == 0
    return (yuan - 700) % 20 == 0 if yuan <= 2700 else (yuan - 2700) % 40 == 0


@lru_cache(maxsize=16)
def _fee_hits(text: str) -> tuple[Hit, ...]:
    flat = plain(text)
    if "费" not in flat:
        return ()
    money = _charges(text)
    hits = []
    denied = re.search(NO_FEE, flat) if money else None
    if denied:
        message = f"写着“{denied[0]}”，又写着收了{write_number(money[0].value or 0)}元"
        hits.append(Hit(*denied.span(), message, "核对是否收过信息处理费，改正写错的一处。"))
    single = _single_cases(flat, text)
    if len(money) == 1 and holds(flat, ("1件", "一件", "1笔", "一笔")):
        single.add(money[0].start)
    hits += [
        Hit(
            q.start,
            q.end,
            f"信息处理费{write_number(q.value)}元，按收费标准算不出这个数",
            "核对金额：按件是100元的倍数，按量是10元、20元、40元一页。",
            severity="note",
        )
        for q in money
        if q.start in single and q.value and not reachable(q.value)
    ]
    return tuple(hits)


def _single_cases(flat: str, text: str) -> set[int]:
    """Where amounts of single cases start: those of a list with as many amounts as cases, 3件…880元、1080元、270元."""
    cases = _cases(flat, text)
    return {q.start for listed in lists(text) if len(listed.parts) in cases for q in listed.parts}


def _cases(flat: str, text: str) -> set[Decimal | None]:
    """The numbers of cases that are told beside the fee."""
    return {q.value for q in quantities(text) if q.unit in "件笔宗" and q.start > flat.find("处理费") - 24}


def _charged(flat: str, quantity: Quantity) -> bool:
    sentence = flat[max(flat.rfind(mark, 0, quantity.start) for mark in "。；;\n") + 1 : quantity.start]
    if holds(sentence, ("全省", "全市", "全县", "全区", "全州", "各")):
        return False
    if not holds(sentence, ("处理费", "信息公开", "收费通知", "申请")):
        return False
    before = flat[max(0, quantity.start - 24) : quantity.start]
    listed = quantity.start > flat.find("处理费") >= 0 and "其中" in before
    return (
        (listed or bool(re.search(CHARGED, before)))
        and ("处理费" in flat or "信息公开" in flat)
        and "行政事业性" not in before
    )


@rule(
    "X06",
    "收费的数对不上",
    "warning",
    basis="政府信息公开信息处理费管理办法（国办函〔2020〕109号）",
    why="第六部分写几件、多少元、各多少元，应当加得起来；没有收费又写了金额是自相矛盾；一件的金额按收费标准算不出来的、比行政事业性收费还多的，请再看一眼。",
    failing=Example(
        {
            FEES: "全年收取信息处理费3件，共2230元，其中880元、1080元、370元。",
            "disclosure.fees.amount": Decimal("0.223"),
        }
    ),
    passing=Example(
        {
            FEES: "全年收取信息处理费3件，共2230元，其中880元、1080元、270元。",
            "disclosure.fees.amount": Decimal("0.223"),
        }
    ),
)
def fee_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Lists of 元 and 万元, a denied fee with an amount, an amount outside the tariff or above 第（八）项, 3.6.2 with no fee."""
    for ref, text in written(facts):
        for listed in lists(text):
            if listed.total.unit != "元":
                continue
            case_by_case = "处理费" in text and len(listed.parts) in _cases(plain(text), text)
            if hit := _unequal(facts.figures, listed._replace(complete=True, mixed=False) if case_by_case else listed):
                yield found(self, facts, ref, text, hit)
    text = facts.report.text(FEES)
    for hit in _fee_hits(text):
        yield found(self, facts, FEES, text, hit)
    yield from _unpaid(self, facts, text)
    yield from _beyond_fees(self, facts, text)


def _charges(text: str) -> list[Quantity]:
    """The amounts of 信息处理费 that a passage says were charged."""
    flat = plain(text)
    return [q for q in quantities(text) if q.unit == "元" and q.value and q.exact and _charged(flat, q)]


def _beyond_fees(self: Rule, facts: Facts, text: str) -> Iterator[Finding]:
    """A fee charged that is more than 第（八）项 holds; whether it belongs there is not settled, so it is only asked."""
    cell: Ref = "disclosure.fees.amount"
    whole, money = facts.figures[cell], _charges(text) if "处理费" in text else []
    most = max(money, key=lambda q: q.value or 0, default=None)
    if whole is None or most is None or most.value is None or most.value <= whole * 10_000:
        return
    message = f"收了信息处理费{write_number(most.value)}元，第二部分行政事业性收费填的是{write_number(whole)}万元"
    hit = Hit(most.start, most.end, message, "看看行政事业性收费要不要算上这一笔。", severity="note")
    yield found(self, facts, FEES, text, hit, cell)


def _unpaid(self: Rule, facts: Facts, text: str) -> Iterator[Finding]:
    row: Ref = "requests.other_no_fee.total"
    unpaid = facts.figures[row]
    denied = re.search(NO_FEE, plain(text)) if unpaid else None
    if denied and unpaid and "逾期" not in text:
        message = f"写着“{denied[0]}”，表三逾期未缴费{write_number(unpaid)}件，说明发过收费通知"
        hit = Hit(*denied.span(), message, "写明发出过收费通知、申请人没有缴费。", severity="note")
        yield found(self, facts, FEES, text, hit, row)


RULES = (list_sum_differs, percentage_differs, fee_differs)

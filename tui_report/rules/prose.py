"""X: what the passages say, against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from tui_report.figures import reference
from tui_report.form.model import Ref
from tui_report.numbers import Number, apart, write_number
from tui_report.rules.claims import OTHER_REQUESTS, Claim, claims
from tui_report.rules.denials import Denial, denials
from tui_report.rules.model import Example, Facts, Finding, Rule, Severity, rule
from tui_report.rules.passages import Hit, found, written
from tui_report.rules.quantities import holds, plain, sentences, until
from tui_report.rules.subjects import REVIEW, SUBJECTS, SUITS, Reading

REQUESTS = "overview.on_request"
ART_50 = "条例第五十条：年度报告的内容应当真实、前后一致"
ONE_REQUEST = {"requests.new.person": 1, "requests.granted.person": 1}


def _sum(facts: Facts, reading: Reading) -> Number | None:
    """Adds up a reading (件, or 万元 for the fee); None where a cell is blank."""
    total: Number = 0
    for signed in reading:
        value = facts.whole[signed.lstrip("-")]
        if value is None:
            return None
        total = total - value if signed[0] == "-" else total + value
    return total


def _cells(readings: tuple[tuple[str, Reading], ...]) -> tuple[Ref, ...]:
    return tuple(dict.fromkeys(signed.lstrip("-") for _, reading in readings for signed in reading))


@rule(
    "X01",
    "文字里的数与表格不符",
    "warning",
    basis=ART_50,
    why="文字里写的件数，读者会拿去和表格对。同一个说法允许几种算法：收到的申请可以只算新收，也可以加上结转；"
    "复议诉讼可以不算尚未审结的。几种算法都对不上才提出来。"
    "一个数说的是哪一件事，程序可能领会错，所以是须看，不是必改。",
    failing=Example({REQUESTS: "全年收到政府信息公开申请3件，均按时答复。", **ONE_REQUEST}),
    passing=Example(
        {
            REQUESTS: "全年收办政府信息公开申请3件，答复3件。",
            "requests.new.person": 2,
            "requests.carried_in.person": 1,
            "requests.granted.person": 3,
        }
    ),
)
def number_differs(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Each number that a passage gives for something the tables hold, against every allowed reading."""
    for ref, text in written(facts):
        for claim in claims(_as_own(facts, text), ref == REQUESTS):
            if claim.year in (None, facts.report.year):
                yield from _compared(self, facts, ref, text, claim)


def _as_own(facts: Facts, text: str) -> str:
    """The text, read so that a government's 全县 is its own number; as long as before."""
    if facts.report.level != "county":
        return text
    whole = "全[省市县区州旗](?:各级|各地|各部门|各单位|各县区|及|和|、)*|各级"
    return re.sub(whole, lambda words: "全年".ljust(len(words[0]), "共"), text)


def _compared(self: Rule, facts: Facts, ref: Ref, text: str, claim: Claim) -> Iterator[Finding]:
    subject, quantity = SUBJECTS[claim.subject], claim.quantity
    sums = [(words, reading, _sum(facts, reading)) for words, reading in subject.readings]
    known = [(words, reading, value) for words, reading, value in sums if value is not None]
    if len(known) < len(sums) or quantity.value is None:
        return
    unit, one = ("万元", 10_000) if quantity.unit == "元" else ("件", 1)
    told, slack = quantity.value / one, quantity.slack / one
    if any(told == value or apart(told, value) < slack for _, _, value in known):
        return
    if len({value for _, _, value in known}) == 1:
        known = known[:1]
    tables = "，".join(f"{words}是{write_number(value)}{unit}" for words, _, value in known)
    off = min(apart(told, value) for _, _, value in known)
    head, name = known[0][1], subject.words or known[0][0]
    swap = reference(head[0]) if len(head) == 1 and unit == "件" else None
    hit = Hit(
        quantity.start,
        quantity.number_end if swap else quantity.end,
        f"{name}写的是{write_number(told)}{unit}，表格里{tables}，差{write_number(off)}",
        "核对文字和表格，改正写错的一边。",
        swap,
    )
    mend_name = f"改为引用表格里的数：{known[0][0]}，现在是{write_number(known[0][2])}件"
    yield found(self, facts, ref, text, hit, *_cells(subject.readings), mend_name=mend_name)


DENIED: dict[str, tuple[str, Reading]] = {
    "none": ("收到申请", ("requests.new.total",)),
    "carried_in": ("上年结转", ("requests.carried_in.total",)),
    "carried_out": ("结转下年度", ("requests.carried_out.total",)),
    "review": ("行政复议", REVIEW),
    "suits": ("行政诉讼", SUITS),
    "disputes": ("行政复议、行政诉讼", REVIEW + SUITS),
}


@rule(
    "X02",
    "文字说没有，表格里有",
    "error",
    basis=ART_50,
    why="写着未收到申请、未发生复议诉讼，表格里却有件数，两边必有一边是错的。写着均已办结而还有结转的，请看一眼。",
    failing=Example({REQUESTS: "全年未收到政府信息公开申请。", **ONE_REQUEST}),
    passing=Example({REQUESTS: "全年未收到政府信息公开申请。"}),
)
def denied_but_counted(self: Rule, facts: Facts) -> Iterator[Finding]:
    """未收到/未发生 against cells > 0; 均已办结 against 四 > 0 that the passage does not mention."""
    for ref, text in written(facts):
        for denial in denials(_as_own(facts, text), ref == REQUESTS):
            if denial.year not in (None, facts.report.year):
                continue
            hit = _closed(facts, text, denial) if denial.kind == "done" else _denied(facts, text, denial)
            cells = ("requests.carried_out.total",) if denial.kind == "done" else DENIED[denial.kind][1]
            if hit:
                yield found(self, facts, ref, text, hit, *cells)


def _denied(facts: Facts, text: str, denial: Denial) -> Hit | None:
    name, reading = DENIED[denial.kind]
    value = _sum(facts, reading)
    words = text[denial.start : denial.end]
    if value:
        message = f"写着“{words[:24]}”，表格里{name}{write_number(value)}件"
        return Hit(denial.start, denial.end, message, "核对文字和表格，改正写错的一边。")
    carried = _sum(facts, ("requests.carried_in.total",))
    if denial.kind == "none" and carried and "结转" not in text:
        message = f"写着没有收到申请，表格里上年结转{write_number(carried)}件，文字没有提到"
        return Hit(denial.start, denial.end, message, "写明上年结转的申请是怎样办理的。", severity="note")
    return None


UNDER_WAY = ("结转", "正在", "尚在", "未到", "未届", "待办", "期限内办理")


def _closed(facts: Facts, text: str, denial: Denial) -> Hit | None:
    left = _sum(facts, ("requests.carried_out.total",))
    if not left or holds(text, UNDER_WAY):
        return None
    message = f"写着“{text[denial.start : denial.end][:24]}”，表格里结转下年度{write_number(left)}件"
    severity: Severity = "note" if re.search("转(?:入|至|到)?下", text) else "warning"
    return Hit(denial.start, denial.end, message, "写明还有几件结转下年度，或者改正表格。", severity=severity)


ACTIVITY = (
    "与申请人(?:进行)?(?:了)?(?:沟通|联系)|(?:保障|维护|满足)了?申请人|(?:提供|答复|告知|送达|反馈)给?了?申请人"
    "|(?:均|已|全部|都)[^，。；]{0,16}(?:答复|办结|办理)"
)
NONE_SAID = "(?:没有|无|暂无|未有|零)(?:人|任何)?[^，。；正理]{0,24}申请|未(?:曾|有)[^，。；]{0,6}申请"
_NONE_CAME = tuple(
    no + came
    for no in ("未", "没有", "未曾", "未有")
    for came in ("收到", "接到", "受理", "接收", "接受", "发生", "出现", "产生", "办理", "涉及")
)
_LATE = ("超期", "逾期", "超时", "延期", "投诉", "差错")
ZERO_SAID = r"(?<![\d.])[0０零〇]\s*[件份宗例次条]|(?:均|都|数量|件数)?为[0零〇]"


def _none_came(flat: str) -> bool:
    """Whether a text says 未收到, 没有发生; that none came late says nothing."""
    for words in _NONE_CAME:
        for ahead in flat.split(words)[1:] if words in flat else ():
            if not holds(until(ahead[:8], "，。；"), _LATE):
                return True
    return False


@lru_cache(maxsize=64)
def _told(text: str) -> Hit | None:
    """The place where a passage tells of requests being handled without saying that there were none."""
    flat = plain(text)
    if _none_came(flat) or re.search(NONE_SAID, flat) or re.search(ZERO_SAID, flat):
        return None
    ours = (s for s in sentences(text) if not holds(s.text, OTHER_REQUESTS))
    acted = next(((s.start, m) for s in ours if (m := re.search(ACTIVITY, s.text))), None)
    if acted:
        start, match = acted
        message = f"表三全是0，这里却像是办过申请：“{match[0]}”"
        return Hit(start + match.start(), start + match.end(), message, "写明全年没有收到申请，或者改正表三。")
    if "\ue000" in flat:
        return None
    return Hit(
        0,
        min(len(text), 12),
        "表三全是0，这一段没有写明没有收到申请",
        "写明全年没有收到政府信息公开申请。",
        severity="note",
    )


@rule(
    "X05",
    "表格全是0，文字却说办过",
    "warning",
    basis="各地通报的常见问题：文字与数据不一致（惯例）",
    why="表三全是0，依申请公开一段却写着与申请人沟通、均已答复，多半是照抄上年或者别处的话。没有申请就写没有。",
    failing=Example({REQUESTS: "对收到的申请及时登记，主动与申请人沟通，保障了申请人的合法权益。"}),
    passing=Example({REQUESTS: "本年度未收到政府信息公开申请。进一步规范了登记、办理、答复流程。"}),
)
def told_of_nothing(self: Rule, facts: Facts) -> Iterator[Finding]:
    """The passage 依申请公开 tells of activity while all of 一 and 二 is filled in and 0; disputes without requests."""
    text = facts.report.text(REQUESTS)
    rows = ("requests.new.total", "requests.carried_in.total")
    if any(facts.whole[ref] != 0 for ref in rows):
        return
    yield from _disputes_alone(self, facts)
    if not text.strip():
        return
    hit = _told(text)
    if hit and not any(c.subject == "new" and c.quantity.value != Decimal(0) for c in claims(text, True)):
        yield found(self, facts, REQUESTS, text, hit, *rows)


def _disputes_alone(self: Rule, facts: Facts) -> Iterator[Finding]:
    """复议诉讼 in a year without a request, when the year before had none either."""
    disputes = REVIEW + SUITS
    count = sum(facts.whole[ref] or 0 for ref in disputes)
    if count and facts.last and facts.last_figures["requests.new.total"] == 0:
        message = f"第四部分有复议诉讼{write_number(count)}件，本年和上年都没有收到申请"
        yield self.finding(disputes, message, "核对是不是信息公开引起的，件数有没有填错。", severity="note")


RULES = (number_differs, denied_but_counted, told_of_nothing)

"""Single faults put into clean reports are found by the rule that owns them; harmless edits raise no new error.

The faults are made by program from whatever the reports hold, in a fixed order, so that a failure can be repeated.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from tui_report.assess import assess
from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, Value
from tui_report.resources import samples
from tui_report.rules.claims import claims
from tui_report.rules.example import base, base_last
from tui_report.rules.lists import lists
from tui_report.rules.model import Facts
from tui_report.rules.privacy import is_identity_number
from tui_report.store.reading import read_report

REQUESTS = next(t for t in FORM.tables if t.key == "requests")
COLUMNS = [c.key for c in REQUESTS.entered_columns]
PASSAGES = [p.ref for p in FORM.passages]


@dataclass
class Fault:
    """One fault in one report, with the rules that may own it."""

    name: str
    facts: Facts
    owners: frozenset[str]


def sample(name: str) -> Report:
    return read_report(samples() / f"{name}.toml", FORM)


def clean_reports() -> list[Facts]:
    # The last report's prose is the same year's, so a copy shows only where a fault puts one.
    return [
        Facts(FORM, base(), base_last()),
        Facts(FORM, sample("all-zero-township-2024")),
        Facts(FORM, sample("busy-township-2023")),
        Facts(FORM, sample("busy-township-2024"), sample("busy-township-2023")),
    ]


def edited(facts: Facts, values: dict[str, Value | None]) -> Facts:
    return facts._replace(report=facts.report.edited(values))


def identity_number(dice: random.Random) -> str:
    head = (
        f"65{dice.randrange(10, 99)}01{dice.randrange(1950, 2005)}{dice.randrange(1, 13):02}{dice.randrange(1, 28):02}"
    )
    body = head + f"{dice.randrange(1000):03}"
    return next(body + c for c in "0123456789X" if is_identity_number(body + c))


def card_number(dice: random.Random) -> str:
    body = "62" + "".join(str(dice.randrange(10)) for _ in range(16))
    digits = [int(c) for c in reversed(body + "0")]
    total = sum(digits[::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])
    return body + str(-total % 10)


def table_faults(facts: Facts, dice: random.Random) -> Iterator[tuple[str, dict[str, Value | None], str]]:
    numbers = facts.report
    for row in REQUESTS.rows:
        for column in COLUMNS:
            ref = REQUESTS.ref(row.key, column)
            if row.key == "total" or dice.random() < 0.8:
                continue
            yield f"a digit more in {ref}", {ref: int(numbers.number(ref) or 0) + dice.choice((1, 2, 10))}, "T01"
    for one, other in dice.sample([(a, b) for a in COLUMNS for b in COLUMNS if a < b], 8):
        first, second = REQUESTS.ref("new", one), REQUESTS.ref("new", other)
        if numbers.number(first) != numbers.number(second):
            swapped = {first: numbers.number(second), second: numbers.number(first)}
            yield f"new of {one} and {other} swapped", dict(swapped), "T01"
    for ref in dice.sample(FORM.entered, 10):
        yield f"{ref} left blank", {ref: None}, "T05"
    made = "disclosure.regulations.made"
    yield "a township with regulations", {made: 1, "disclosure.regulations.in_force": 1}, "T07"
    yield "fee in yuan", {"disclosure.fees.amount": Decimal(dice.randrange(2000, 90000))}, "T09"
    in_force = int(numbers.number("disclosure.normative.in_force") or 0)
    yield "more made than in force", {"disclosure.normative.made": in_force + 40}, "T10"
    yield "signed too early", {"sign.date": date(facts.report.year or 0, 12, 25)}, "Y05"
    if facts.last:
        for column in COLUMNS:
            ref = REQUESTS.ref("carried_in", column)
            yield f"carry of {column}", {ref: int(numbers.number(ref) or 0) + 1}, "Y01"
        yield "in force", {"disclosure.normative.in_force": in_force + 3}, "Y02"


def prose_faults(facts: Facts, dice: random.Random) -> Iterator[tuple[str, dict[str, Value | None], str]]:
    report, year = facts.report, facts.report.year or 0
    for ref in PASSAGES:
        text = report.text(ref)
        if not text.strip():
            continue
        for listed in lists(text):
            if not listed.complete and sum(q.value or 0 for q in listed.parts[: listed.certain]) != listed.total.value:
                continue
            for q in (listed.total, *listed.parts[: listed.certain]):
                if not q.ref and q.value:
                    wrong = text[: q.start] + str(int(q.value) + 1) + text[q.number_end :]
                    yield f"list in {ref}: {text[q.start : q.end]}", {ref: wrong}, "X03"
        for claim in claims(text, ref == "overview.on_request"):
            q = claim.quantity
            wrong = text[: q.start] + str(int(q.value or 0) + 7) + text[q.number_end :]
            yield f"number in {ref}: {text[q.start : q.end]}", {ref: wrong}, "X01 X03"
        yield from inserted_faults(ref, text, dice)
        yield from year_faults(ref, text, year)
        yield from language_faults(ref, text)
    yield from passage_faults(facts, dice)


def inserted_faults(ref: str, text: str, dice: random.Random) -> Iterator[tuple[str, dict[str, Value | None], str]]:
    stops = [m.end() for m in re.finditer("。", text)]
    at = dice.choice(stops)

    def put(words: str) -> dict[str, Value | None]:
        return {ref: text[:at] + words + text[at:]}

    yield f"identity number in {ref}", put(f"申报人身份证号{identity_number(dice)}。"), "P01"
    yield f"mobile in {ref}", put(f"联系人手机1{dice.choice('35789')}{dice.randrange(10**8, 10**9)}。"), "P02"
    yield f"card in {ref}", put(f"补贴打入账户{card_number(dice)}。"), "P03"
    yield f"party in {ref}", put(f"申请人{dice.choice('王李张刘陈')}{dice.choice('建国海燕')}不服，已作解释。"), "P04"
    yield f"secret in {ref}", put("转办机密★文件一份。"), "P05"
    yield f"town in {ref}", put(f"{dice.choice(('石桥镇', '双塔乡', '白沙镇'))}人民政府高度重视。"), "R03"
    yield f"county in {ref}", put("我县扎实推进各项工作。"), "R03"
    yield f"self name in {ref}", put("我镇做法受到好评。"), "R04"
    yield f"outdated in {ref}", put("落实国办公开办函〔2019〕60号文件。"), "R02"
    yield (
        f"number of the regulation in {ref}",
        put("依据《中华人民共和国政府信息公开条例》（国务院令第771号）办理。"),
        "R01",
    )
    yield f"title of the regulation in {ref}", put("依据《中华人民共和国信息公开条例》办理。"), "R01"
    yield (
        f"number of the fee rules in {ref}",
        put("按照《政府信息公开信息处理费管理办法》（国办函〔2020〕190号）执行。"),
        "R01",
    )
    yield (
        f"percentage in {ref}",
        put(f"抽查{dice.randrange(3, 9) * 100}件，其中合格100件，占比{dice.randrange(60, 90)}%。"),
        "X04",
    )
    yield f"cover letter in {ref}", put("以上情况妥否，请批示。"), "S11"


def year_faults(ref: str, text: str, year: int) -> Iterator[tuple[str, dict[str, Value | None], str]]:
    for m in re.finditer(rf"{year}年1月1日", text):
        yield f"period in {ref}", {ref: text[: m.start()] + str(year - 1) + text[m.start() + 4 :]}, "Y04"
    for m in re.finditer(rf"(?<![至自]){year}(?=年)", text):
        yield f"far year in {ref}", {ref: text[: m.start()] + str(year + 11) + text[m.end() :]}, "Y04"
    yield f"last year's opening in {ref}", {ref: f"{year - 1}年，本乡做了大量工作。" + text}, "Y04"
    yield f"impossible day in {ref}", {ref: f"{text.rstrip()}{year}年2月30日召开了会议。"}, "Y04"


def language_faults(ref: str, text: str) -> Iterator[tuple[str, dict[str, Value | None], str]]:
    comma = text.find("，")
    if comma > 0 and "一" <= text[comma - 1] <= "鿿":
        yield f"narrow comma in {ref}", {ref: text[:comma] + "," + text[comma + 1 :]}, "L03"
    if text.rstrip().endswith("。"):
        yield f"no full stop in {ref}", {ref: text.rstrip()[:-1]}, "L09"
    for mark in "“《（":
        if mark in text:
            yield f"lost {mark} in {ref}", {ref: text.replace(mark, "", 1)}, "L11 R01"
    yield f"until in {ref}", {ref: text + "截止2024年12月31日已全部更新。"}, "L05"
    yield f"usage in {ref}", {ref: text + "严防泄露国家机密。"}, "L06"
    yield f"doubled word in {ref}", {ref: text + "已经完成整改整改。"}, "L10"
    yield f"unit in {ref}", {ref: text + "阅读量3241654万次。"}, "L07"
    yield f"rough count in {ref}", {ref: text + "另发布短信80余条。"}, "L07"
    yield f"document number in {ref}", {ref: text + "执行青政办发[2024]第5号文件。"}, "L02"
    yield f"numbering in {ref}", {ref: text + "\n（1）、抓培训。"}, "L01"
    yield f"stale in {ref}", {ref: text + "加强疫情防控信息发布。"}, "L12"
    yield f"vague time in {ref}", {ref: text + "今年还添置了电脑。"}, "L08"


def passage_faults(facts: Facts, dice: random.Random) -> Iterator[tuple[str, dict[str, Value | None], str]]:
    report = facts.report
    for ref in PASSAGES[1:6]:
        yield f"{ref} lost", {ref: None}, "S03"
    yield "problems lost", {"problems.problems": "无。"}, "S05"
    yield "improvements lost", {"problems.improvements": None}, "S05"
    yield "others lost", {"others.others": None}, "S06"
    yield "fee unsaid", {"others.others": "没有其他需要报告的事项。"}, "S06"
    supervision = report.text("overview.supervision")
    for word in ("考核", "评议", "追究"):
        if not any(word in report.text(ref) for ref in PASSAGES if ref != "overview.supervision"):
            cut = re.sub("满意|问卷|座谈", "", supervision.replace(word, "事"))
            yield f"no {word}", {"overview.supervision": cut}, "S04"
    opening = report.text("overview.opening")
    if "六个部分" in opening:
        yield "five parts", {"overview.opening": opening.replace("六个部分", "五个部分")}, "S08"
    new = REQUESTS.ref("new", dice.choice(COLUMNS))
    counted = facts.figures["requests.new.total"]
    on_request = "overview.on_request"
    if counted:
        yield "nothing received", {on_request: "全年未收到政府信息公开申请。"}, "X02"
    else:
        yield "one received", {new: 1, new.replace("new", "granted"): 1}, "X02"
        yield "told of nothing", {on_request: "对收到的申请及时登记，主动与申请人沟通，均按时答复。"}, "X05"
        row = dice.choice(("review", "suit_direct"))
        yield "a dispute", {on_request: "没有发生行政复议、行政诉讼。", f"disputes.{row}.upheld": 1}, "X02"
    fee = "没有收取信息处理费。另有3件收取信息处理费共500元，其中200元、100元、100元。"
    yield "fee list", {"others.others": fee}, "X06"
    if facts.last:
        for ref in PASSAGES[1:]:
            if len(facts.last.text(ref)) > 40:
                yield f"{ref} copied", {ref: facts.last.text(ref)}, "Y06"


def faults() -> list[Fault]:
    dice = random.Random(20250114)
    out = []
    for number, facts in enumerate(clean_reports()):
        for make in (table_faults, prose_faults):
            for name, values, owners in make(facts, dice):
                out.append(Fault(f"{number}: {name}", edited(facts, values), frozenset(owners.split())))
    return out


def test_single_faults_are_caught_by_their_rule():
    made = faults()
    missed = [f.name for f in made if not f.owners & {x.rule for x in assess(f.facts).open}]
    assert len(made) >= 500
    assert len(missed) <= 0.02 * len(made), missed


def test_any_number_typed_into_the_passage_on_requests_is_compared():
    ref = "overview.on_request"
    missed, count = [], 0
    for facts in clean_reports()[2:]:
        text = facts.prose[ref]
        written = edited(facts, {ref: text})
        before = {(f.rule, f.message) for f in assess(written).open}
        assert not {rule for rule, _ in before} & {"X01", "X02", "X03"}
        for number in re.finditer(r"\d+(?=件)", text):
            count += 1
            wrong = f"{text[: number.start()]}{int(number[0]) + 4}{text[number.end() :]}"
            if {(f.rule, f.message) for f in assess(edited(facts, {ref: wrong})).open} <= before:
                missed.append(wrong[max(0, number.start() - 10) : number.end() + 3])
    assert count > 20
    assert len(missed) <= 0.1 * count, missed


SENTENCES = (
    "全年组织业务培训2次，68人次参加。",
    "便民服务中心接待来访群众137人次。",
    "电话咨询0999-7654321，邮编839000，邮箱xxgk@qinghe.gov.cn。",
    "统一社会信用代码11652201MB1234567X。",
    "{next}年将继续抓好落实。",
    "“三公”经费按时公开，公示期7天。",
    "对属于国家秘密的信息不予公开，保密审查不走过场。",
    "收到群众留言53条，全部答复；办理12345热线工单120件，办结率100%。",
    "承办人大代表建议3件、政协委员提案5件，均按时答复。",
    "政务新媒体发布信息120条，其中原创40条。",
    "县政府办公室通报表扬2次。",
    "“十四五”规划和《乡村振兴战略规划（2018-2022年）》解读材料已经公开。",
    "截至{year}年12月31日，公开栏全部更新。",
    "举办政务公开日活动1场，发放资料300份。",
    "青政办发〔2023〕12号文件已经公开。",
    "自2019年条例修订施行以来，没有发生泄密。",
    "有关申请流程张贴在窗口，申请表可以当场领取。",
    "会议每季度召开1次，由分管领导主持。",
)


def harmless_edits(facts: Facts) -> Iterator[tuple[str, Facts]]:
    for ref in PASSAGES:
        text = facts.report.text(ref).rstrip()
        if not text:
            continue
        year = facts.report.year or 0
        for words in SENTENCES:
            sentence = words.format(year=year, next=year + 1)
            yield f"{ref} + {sentence}", edited(facts, {ref: f"{text}{sentence}"})
        yield f"{ref} on two lines", edited(facts, {ref: text.replace("。", "。\n")})
        yield f"{ref} indented", edited(facts, {ref: "　　" + text})
    yield "signed later", edited(facts, {"sign.date": date((facts.report.year or 0) + 1, 1, 20)})
    for row in ("granted", "partial", "deny_process", "none_not_held", "other_other"):
        for column in COLUMNS:
            new, result = REQUESTS.ref("new", column), REQUESTS.ref(row, column)
            more = {ref: int(facts.report.number(ref) or 0) + 1 for ref in (new, result)}
            passage = "{{ requests.new.total }}"
            more_text: dict[str, Value | None] = {
                **more,
                "overview.on_request": f"全年收到政府信息公开申请{passage}件。",
            }
            yield f"one more {row} of {column}", edited(facts, more_text)
    for ref in ("disclosure.permits.decisions", "disclosure.penalties.decisions"):
        yield (
            f"one more of {ref}",
            edited(facts, {ref: int(facts.report.number(ref) or 0) + 1, "overview.management": "由党政办专人审核。"}),
        )


def told(facts: Facts) -> dict[str, set[str]]:
    found = assess(facts).open
    return {
        severity: {f"{f.rule} {f.message}" for f in found if f.severity == severity}
        for severity in ("error", "warning")
    }


def test_harmless_edits_raise_no_error_and_hardly_a_warning():
    count, warned = 0, []
    for facts in clean_reports():
        before = told(facts)
        for name, changed in harmless_edits(facts):
            count += 1
            after = told(changed)
            assert after["error"] <= before["error"], name
            warned += [f"{name}: {message}" for message in after["warning"] - before["warning"]]
    assert count >= 500
    assert len(warned) <= 0.005 * count, warned


@pytest.mark.parametrize("number", range(4))
def test_the_clean_reports_are_clean(number):
    facts = clean_reports()[number]
    assert [f.message for f in assess(facts).open if f.severity != "note"] == []

"""What a passage may count that the tables hold too, and which cells each may mean.

The same words allow several readings: 收到 may count 新收 alone or with 上年结转, 行政复议 with or without 尚未审结.
"""

from __future__ import annotations

from tui_report.form.model import Ref
from tui_report.tuples import NamedTuple

Reading = tuple[Ref, ...]
"""Refs to add up; one with a leading minus is taken off."""


class Subject(NamedTuple):
    """What a claim speaks of, with all readings of the tables that a clerk may mean by it."""

    words: str
    readings: tuple[tuple[str, Reading], ...]


def _total(*rows: str) -> Reading:
    return tuple(f"requests.{row}.total" for row in rows)


# fmt: off
DENIED = _total("deny_secret", "deny_law", "deny_safety", "deny_third_party", "deny_internal", "deny_process",
                "deny_enforcement", "deny_query")
UNABLE = _total("none_not_held", "none_to_create", "none_unclear")
REJECTED = _total("reject_petition", "reject_repeat", "reject_publication", "reject_excessive", "reject_reconfirm")
OTHERWISE = _total("other_no_correction", "other_no_fee", "other_other")
REVIEW, SUITS = ("disputes.review.total",), ("disputes.suit_direct.total", "disputes.suit_after_review.total")
REVIEW_PENDING = ("-disputes.review.pending",)
SUITS_PENDING = ("-disputes.suit_direct.pending", "-disputes.suit_after_review.pending")
NEW, CARRIED, DONE = _total("new"), _total("carried_in"), _total("total")
LESS_OTHERWISE = tuple(f"-{ref}" for ref in OTHERWISE)

_WHOLE: dict[str, Subject] = {
    "new": Subject("收到的申请", (("本年新收", NEW), ("本年新收加上年结转", NEW + CARRIED))),
    "handled": Subject("办理的申请", (("本年新收", NEW), ("本年新收加上年结转", NEW + CARRIED), ("三（七）总计", DONE))),
    "answered": Subject("答复办结的申请", (
        ("三（七）总计", DONE), ("总计减其他处理", DONE + LESS_OTHERWISE),
        ("本年新收减结转下年度", (*NEW, "-requests.carried_out.total")))),
    "carried_in": Subject("上年结转", (("二、上年结转", CARRIED),)),
    "carried_out": Subject("结转下年度", (("四、结转下年度", _total("carried_out")),)),
    "不予公开": Subject("不予公开", (("（三）不予公开各行", DENIED),)),
    "无法提供": Subject("无法提供", (("（四）无法提供各行", UNABLE),)),
    "不予处理": Subject("不予处理", (("（五）不予处理各行", REJECTED),)),
    "其他处理": Subject("其他处理", (("（六）其他处理各行", OTHERWISE),)),
    "review": Subject("行政复议", (("行政复议总计", REVIEW), ("总计减尚未审结", REVIEW + REVIEW_PENDING))),
    "suits": Subject("行政诉讼", (("行政诉讼两个总计", SUITS), ("总计减尚未审结", SUITS + SUITS_PENDING))),
    "disputes": Subject("行政复议、诉讼", (
        ("行政复议、诉讼总计", REVIEW + SUITS), ("总计减尚未审结", REVIEW + SUITS + REVIEW_PENDING + SUITS_PENDING))),
    "suit_direct": Subject("未经复议直接起诉", (
        ("直接起诉总计", SUITS[:1]), ("总计减尚未审结", SUITS[:1] + SUITS_PENDING[:1]))),
    "suit_after_review": Subject("复议后起诉", (
        ("复议后起诉总计", SUITS[1:]), ("总计减尚未审结", SUITS[1:] + SUITS_PENDING[1:]))),
    "fees": Subject("行政事业性收费", (("行政事业性收费", ("disclosure.fees.amount",)),)),
}
ROW_WORDS: tuple[tuple[str, str], ...] = (
    ("属于国家秘密", "deny_secret"), ("法律行政法规禁止", "deny_law"), ("三安全一稳定", "deny_safety"),
    ("第三方合法权益", "deny_third_party"), ("内部事务信息", "deny_internal"), ("过程性信息", "deny_process"),
    ("行政执法案卷", "deny_enforcement"), ("行政查询事项", "deny_query"), ("不掌握", "none_not_held"),
    ("没有现成信息", "none_to_create"), ("需要另行制作", "none_to_create"), ("补正后申请内容仍不明确", "none_unclear"),
    ("信访举报投诉", "reject_petition"), ("重复申请", "reject_repeat"), ("公开出版物", "reject_publication"),
    ("大量反复申请", "reject_excessive"), ("重新出具", "reject_reconfirm"), ("逾期不补正", "other_no_correction"),
    ("逾期未缴费", "other_no_fee"), ("逾期不缴费", "other_no_fee"), ("部分公开", "partial"),
    ("予以公开", "granted"), ("同意公开", "granted"),
)
"""Words of a label and the row they speak of."""
APPLICANTS: tuple[tuple[str, str], ...] = (
    ("自然人", "person"), ("商业企业", "business"), ("科研机构", "research"), ("社会公益组织", "welfare"),
    ("法律服务机构", "legal"),
)
MADE = (("制发", "made"), ("制定", "made"), ("印发", "made"), ("出台", "made"), ("废止", "repealed"),
        ("现行有效", "in_force"), ("继续有效", "in_force"))
DECISIONS = (("行政许可", "permits"), ("行政处罚", "penalties"), ("行政强制", "coercion"))
# fmt: on


def _of_applicants(words: str, *columns: str) -> Subject:
    new, carried, total = (tuple(f"requests.{row}.{c}" for c in columns) for row in ("new", "carried_in", "total"))
    return Subject(f"{words}的申请", (("本年新收", new), ("新收加结转", new + carried), ("总计", total)))


def _subjects() -> dict[str, Subject]:
    out = dict(_WHOLE)
    for word, row in ROW_WORDS:
        out.setdefault(row, Subject(word, ((word, _total(row)),)))
    for word, column in APPLICANTS:
        out[column] = _of_applicants(word, column)
    out["bodies"] = _of_applicants("法人或其他组织", *(column for _, column in APPLICANTS[1:]), "other")
    for word, column in MADE:
        cell = f"disclosure.normative.{column}"
        out.setdefault(column, Subject(f"{word}的规范性文件", ((f"行政规范性文件{word}", (cell,)),)))
    for word, row in DECISIONS:
        out[row] = Subject(f"{word}决定", ((f"{word}本年处理决定", (f"disclosure.{row}.decisions",)),))
    return out


SUBJECTS = _subjects()

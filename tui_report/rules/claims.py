"""What the sentences of a passage claim about the tables: 收到申请3件, 未发生行政复议, 均已办结.

A claim is only read where the sentence is about 政府信息公开申请, about 复议诉讼 of them, or about what the second
section counts. Numbers of other things (条 of 主动公开, 次, 期, 场, money, other years, other offices) claim nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tui_report.rules.quantities import Quantity, Sentence, holds, quantities, sentences, until
from tui_report.rules.subjects import APPLICANTS, DECISIONS, MADE, ROW_WORDS
from tui_report.tuples import NamedTuple

# fmt: off
_NO_FILES = (
    "征求意见", "报备", "备案", "审查", "审核", "解读", "清理", "发布", "公开", "政策及", "类", "涉及", "修改",
    "失效", "代拟", "代县", "代市", "代省", "代政府", "名义", "提请", "报请", "指导",
)
# fmt: on


class Claim(NamedTuple):
    """A number that a passage gives for something the tables hold too."""

    subject: str
    """Key into SUBJECTS."""
    quantity: Quantity
    year: int | None
    """A year named in the clause, None where there is none."""


REQUEST = ("公开申请", "申请公开", "依申请", "信息申请", "公开信息的申请", "公开政府信息的申请")
# fmt: off
_BODIES = (
    "全区", "全市", "全县", "全省", "全州", "全旗", "各单位", "各部门", "各乡", "各镇", "各街道", "各地", "各级", "各村", "下属",
    "所属", "本级",
)
ELSEWHERE = (
    *_BODIES, "比", "较", "去年", "历年", "以来", "增加", "增长", "减少", "下降", "上升", "占", "拟", "近两年", "近三年",
    "近几年", "近五年", "平均",
)
_OTHERS = (*_BODIES, "上级", "转办", "协助", "指导")
_CHANNEL = (
    "网", "信函", "邮", "当面", "现场", "传真", "窗口", "电话", "书面", "平台", "线上", "线下", "其中",
    "电子", "渠道", "微信", "信箱",
)
_ALL_CHANNELS = (
    "等渠道", "等方式", "等途径", "等形式", "等多种", "各种渠道", "各种方式", "各种途径", "多种渠道", "多种方式", "多种途径",
    "各类渠道", "不同渠道", "不同方式",
)
OTHER_REQUESTS = (
    "低保", "救助", "补贴", "补助", "许可申请", "许可的申请", "复议申请", "咨询", "留言", "信箱", "热线",
    "提案", "建议", "村务公开申请", "来信", "投诉件", "信访件", "工单", "社保", "入党",
)
_OUTCOME = (
    "维持", "纠正", "纠错", "撤销", "驳回", "审结", "胜诉", "败诉", "出庭", "应诉", "答辩", "责令",
    "调解", "和解", "撤回", "终止", "办结", "化解",
)
# fmt: on
_SAID_BEFORE = ("共", "计", "合计", "总计", "有", "为", "数量", "全年", "均", "已", "分别")
_EACH = ("各", "各为", "均", "均为", "分别", "分别为")
_BOUNDARY = "，,；;：:、（("


@lru_cache(maxsize=64)
def claims(text: str, about_requests: bool) -> tuple[Claim, ...]:
    """Returns the numbers of a passage that the tables hold too.

    Args:
        text: The passage as stored.
        about_requests: Whether the passage itself is about 依申请公开.
    """
    out = []
    counted = [q for q in quantities(text) if q.exact and not q.ref]
    for sentence in sentences(text):
        end = sentence.start + len(sentence.text)
        behind = sentence.start
        for quantity in counted:
            if sentence.start <= quantity.start < end:
                found = _subject(sentence, quantity, behind, about_requests)
                if found:
                    out.append(found)
                behind = quantity.end
    return tuple(out)


def _subject(sentence: Sentence, quantity: Quantity, behind: int, about_requests: bool) -> Claim | None:
    if quantity.unit not in "件份起宗例条元":
        return None
    words, at = sentence.text.replace("公民、法人", "公民和法人"), quantity.start - sentence.start
    label = _label(words, behind - sentence.start, at)
    after = until(words[quantity.end - sentence.start :], "，,；;。、（(")[:24]
    if label.rstrip().endswith(_EACH) and quantity.value:
        return None
    if holds(label, ELSEWHERE) or holds(after[:4], ELSEWHERE):
        return None
    if holds(label, ("月", "季度", "半年")) and not ("12月" in label and re.search(_WHOLE_YEAR, label)):
        return None
    about = about_requests or holds(words, REQUEST)
    told = words[: at + quantity.end - quantity.start] + after
    key = (
        _fee(label)
        if quantity.unit == "元"
        else _dispute(label, after, about_requests or holds(told, (*REQUEST, "信息公开", "政务公开")))
        or (about and _of_requests(label, after, words, about_requests, quantity.unit))
        or (about and _row_behind(label, after))
        or _of_disclosure(label, after, words[:at])
    )
    ahead = words[behind - sentence.start : at]
    if key in _ROWS and _and_another_row(ahead, label):
        return None
    if key == "new" and label == ahead and behind > sentence.start:
        return None  # 1人提出申请9件: a number of somebody else's
    if not key or _of_others(words[:at]):
        return None
    year = re.search(r"(20\d\d)年", label) if "年" in label else None
    return Claim(key, quantity, int(year[1]) if year and not key.startswith("carried") else None)


_WHOLE_YEAR = r"(?<!\d)1月.{0,6}12月|截至.*12月"


def _of_others(ahead: str) -> bool:
    """Whether a sentence has come to speak of other bodies: 全县各乡镇共收到申请30件，答复30件."""
    if "以来" in ahead and not holds(ahead, ("今年以来", "年初以来", "本年以来", "一年以来")):
        return True
    if "累计" in ahead and holds(ahead, ("截至", "以来", "历年", "自20")):
        return True
    others = max(ahead.rfind(word) for word in _OTHERS)
    return others > max(ahead.rfind(word) for word in ("我", "本机关", "本单位", "本局", "市局", "全年"))


def _label(words: str, behind: int, at: int) -> str:
    """The words that say what is counted: back to the last comma or number, further where they say nothing."""
    start = at
    while True:
        cut = max((words.rfind(mark, behind, start) for mark in _BOUNDARY), default=-1)
        if cut < behind and start < at and behind and not words[behind : behind + 1].isspace():
            return words[start + 1 : at]  # 3件予以公开，1件: these words are of the number before them
        if cut < behind:
            return words[behind:at]
        if not _only(words[cut + 1 : at].strip(), _SAID_BEFORE) or words[cut] in "；;（(":
            return words[cut + 1 : at]
        start = cut


def _only(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text consists of some words."""
    while text:
        word = next((word for word in words if text.startswith(word)), "")
        if not word:
            return False
        text = text[len(word) :]
    return True


def _fee(label: str) -> str:
    return "fees" if label.endswith(("行政事业性收费", "行政事业性收费共", "行政事业性收费共计")) else ""


_ROWS = {*(row for _, row in ROW_WORDS), "不予公开", "无法提供", "不予处理", "其他处理"}


def _and_another_row(words: str, label: str) -> bool:
    """Whether a number is that of two rows together: 予以公开、部分公开24件."""
    ahead = words.removesuffix(label)
    joined = ahead.endswith("、") and holds(until(ahead[::-1][1:], "，,；;：:（(")[::-1], _OUTCOMES)
    return joined or (holds(label, "和及与或") and sum(word in label for word in _OUTCOMES) > 1)


_OUTCOMES = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理", "不掌握")


def _dispute(label: str, after: str, about: bool) -> str:
    both = label + after
    if not about or not ("复议" in both or "诉讼" in both or "起诉" in label) or "不含" in both:
        return ""
    if holds(both, _OUTCOME) or "信息公开申请" in after:
        return ""
    if "未经复议" in both:
        return "suit_direct"
    if "复议后" in both:
        return "suit_after_review"
    source = label if "复议" in label or "诉讼" in label else after
    if "复议" in source and "诉讼" in source:
        return "disputes"
    return "review" if "复议" in source else "suits" if "诉讼" in source else ""


def _of_requests(label: str, after: str, words: str, about_requests: bool, unit: str) -> str:
    if unit not in "件份宗例条起" or holds(label + after, OTHER_REQUESTS):
        return ""
    if (in_or_out := _carried(label) or _left(label, after)) or holds(
        words[: words.find(label) + len(label)].replace("另行制作", "") + after,
        ("主动公开", "制作", "制发", "生成", "产生"),
    ):
        return in_or_out
    asked = "第三方" in words and "意见" in words  # 征求第三方意见29件，其中同意公开11件
    for word, row in ROW_WORDS:
        if word in label and "等" not in label[label.index(word) :]:
            other = "不予以公开" in label or "不" + word in label or (asked and word == "同意公开")
            return "" if other else row
    bare = _without_tail(label)
    for group in ("不予公开", "无法提供", "不予处理", "其他处理"):
        if bare.endswith(group):
            return group
    everybody = "法人" in label and holds(label, ("公民", "自然人"))
    for name, column in (*APPLICANTS, ("法人", "bodies"), ("其他组织", "bodies")):
        if bare.endswith(name) and not everybody:
            return column
    if holds(label, _CHANNEL) and ("其中" in label or not holds(label, _ALL_CHANNELS)):
        return ""
    if bare.endswith(("答复", "办结", "办理完毕", "办理完成", "回复")):
        return "" if holds(label, ("工作日", "延期", "延长", "当场", "当日")) else "answered"
    received = holds(label, ("收到", "受理", "新收", "接收", "接到", "收办", "登记", "共有"))
    thing = holds(label, REQUEST) or holds(after, REQUEST) or (about_requests and "申请" in label + after)
    if about_requests and re.fullmatch(
        _WHOSE + "申请公开(?:政府)?(?:信息|事项|办?件)?(?:数量)?(?:共|为)*", label.strip()
    ):
        return "handled"
    if thing and re.match(_WHOSE + "办理", label.strip()):
        return "handled"
    alone = label.strip().endswith("申请") and re.fullmatch(_WHOSE, bare)
    # 2024年受理38件: in the passage on requests the verb will do, in the first number of a sentence.
    verb = about_requests and not after.strip() and re.fullmatch(_WHOSE + "(?:收到|受理|新收|接收|接到)", label.strip())
    first = (
        verb and not re.search(r"\d\s*[件份宗例条]", words[: words.find(label)]) and not holds(words, OTHER_REQUESTS)
    )
    return "new" if first or (thing and (received or alone)) else ""


def _row_behind(label: str, after: str) -> str:
    """其中3件予以公开，1件逾期不补正, 2件为自然人提出: the number stands before the row or the applicant."""
    if not re.fullmatch("(?:共|有|另|还|对|其中|其余|剩余|[，、。])*", label.strip()):
        return ""
    said = re.sub("^(?:系|属于?|为|因|决定|依法|均|已|申请人|本机关)*", "", after)
    for word, row in (*ROW_WORDS, *((g, g) for g in ("不予公开", "无法提供", "不予处理", "其他处理"))):
        if said.startswith(word) and not said.removeprefix(word).startswith(("的", "申请", "后", "并")):
            return row
    bodies = (("法人或其他组织", "bodies"), ("法人和其他组织", "bodies"))
    return next(
        (column for name, column in (*APPLICANTS, *bodies) if said.startswith((name + "提", name + "申请"))), ""
    )


_WHOSE = r"(?:\w{0,8}(?:局|委|镇|乡|街道|管委会|办公室))?(?:20\d\d|本?年度?|全年|今年|全[乡镇局]|全街道|[本我][单位机关局乡镇街道办]*|共|累计|总|新|的|依)*"


_TAIL = (
    "政府信息公开申请",
    "依申请公开申请",
    "政府信息公开",
    "依申请公开",
    "申请公开",
    "政府信息",
    "申请",
    "提出",
    "提交",
    "件数",
    "数量",
    "情形",
    "决定",
    *"的类件数为了共计",
)


def _without_tail(label: str) -> str:
    """The label without the words that may stand between what is counted and the number."""
    bare = label.strip()
    while tail := next((t for t in _TAIL if bare.endswith(t)), ""):
        bare = bare[: -len(tail)].rstrip()
    return bare.removesuffix("答复") if bare.endswith(("公开答复", "提供答复", "处理答复", "提供的答复")) else bare


def _carried(label: str) -> str:
    if "转" not in label:
        return ""
    if re.search(r"(?:结转|转结)(?:至|到|入)?(?:下|次|20\d\d)|转(?:入|至|到)?(?:下|次)一?年", label):
        return "carried_out"
    return (
        "carried_in" if re.search(r"(?:上一?年|20\d\d年)度?(?:的|未办结)?(?:结转|转结)|结转(?:的)?上年", label) else ""
    )


def _left(label: str, after: str) -> str:
    """剩余2件结转下年度, 其中2件转入下一年度办理: the number stands before what is counted."""
    whose = holds(label, ("人", "企业", "机构", "组织"))
    return (
        "carried_out"
        if "转" in after and not whose and re.match(r"[^，由从]{0,10}转结?(?:入|至|到)?(?:下|次|20\d\d)", after)
        else ""
    )


DECIDED = (
    "[作做]出[^，]{0,8}(行政许可|行政处罚|行政强制)(?:决定|案件|事项)?书?[共计]*$"
    "|(?:^|等|全年|\\d年度?|本年度?|办理|实施|下达|下发|送达)(行政许可|行政处罚|行政强制)决定书?[共计]*$"
)


def _of_disclosure(label: str, after: str, ahead: str) -> str:
    label, ahead = label.replace("清理后", ""), ahead.replace("清理后", "")
    bare = label.strip()
    if holds(label, _NO_FILES):
        return ""
    files = ahead[ahead.rfind("；") + 1 :]
    about_files = files[max(files.rfind(mark, 0, files.rfind("规范性文件")) for mark in "，,。") + 1 :]
    if "规范性文件" in about_files and holds(about_files, _NO_FILES + ELSEWHERE):
        return ""
    ours = bare.removesuffix("共").endswith("规范性文件")
    behind = after.removeprefix("行政")
    if ours or (behind.startswith("规范性文件") and behind[5:6] not in tuple("管清目制公审解")):
        return next((column for word, column in MADE if word in bare), "")
    if ahead.rfind("规范性文件") > ahead.rfind("规章"):
        word = next((w for w in ("制发", "废止", "现行有效", "继续有效") if bare.endswith(w)), "")
        before = bare.removesuffix(word)
        if word and (before in ("", "本年", "全年", "年内", "其中", "保留", "仍") or before.startswith("截至")):
            return dict(MADE)[word]
    decided = re.search(DECIDED, bare) if "行政" in bare else None
    return dict(DECISIONS)[decided[1] or decided[2]] if decided else ""

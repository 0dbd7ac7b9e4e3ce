"""S: whether the passages say what the form asks for. The structure of an imported document is judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from tui_report.form.model import Passage
from tui_report.report import Report, Source
from tui_report.rules.model import Example, Facts, Finding, Rule, by_the_form, rule
from tui_report.rules.passages import Hit, found, written
from tui_report.rules.quantities import chinese_number, holds, plain

FIVE = "国办公开办函〔2021〕30号：总体情况包括主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面"
SUPERVISION, PROBLEMS, IMPROVEMENTS = "overview.supervision", "problems.problems", "problems.improvements"
OTHERS, OPENING = "others.others", "overview.opening"
ASPECT_WORDS = {
    "overview.proactive": ("主动公开",),
    "overview.on_request": ("申请",),
    "overview.management": ("审核", "审查", "保密", "更新", "发布流程", "信息管理"),
    "overview.platform": ("平台", "网站", "公众号", "新媒体", "公开栏", "专栏"),
    "overview.supervision": ("考核", "评议", "监督", "培训", "检查", "督查"),
}


def _asked(facts: Facts, section: str) -> list[Passage]:
    return [p for p in facts.form.passages if p.ref.startswith(section + ".") and not p.optional]


def _untitled(facts: Facts, section: str) -> bool:
    """Whether an imported document lacks the whole section with its heading, which is another rule's matter."""
    headings = facts.report.source.headings if facts.report.source else ()
    return bool(headings) and not any(h.ref.split(".")[0] == section for h in headings)


@rule(
    "S03",
    "总体情况缺少方面",
    "warning",
    worst="error",
    basis=FIVE,
    why="第一部分要写齐五个方面。全都没有写是缺一个部分，必改；缺其中几个方面的，须看；别处已经写到、只是没有单独成段的，只作提示。",
    failing=Example({"overview.management": None, "overview.platform": None}),
    passing=Example(),
)
def aspects_missing(self: Rule, facts: Facts) -> Iterator[Finding]:
    """One finding for all required passages of 一 that are blank."""
    asked = _asked(facts, "overview")
    missing = [p for p in asked if not facts.report.text(p.ref).strip()]
    if not missing:
        return
    heading = next(s.heading for s in facts.form.sections if s.key == "overview")
    told = "".join(plain(text) for _, text in written(facts, "overview"))
    refs = [p.ref for p in missing]
    if len(missing) == len(asked) and len(told) < 60:
        yield self.finding(refs, f"{heading}：五个方面都没有写", "逐段写出五个方面的情况。", severity="error")
        return
    absent = [p for p in missing if not holds(told, ASPECT_WORDS.get(p.ref, ()))]
    names = "、".join(p.heading for p in absent or missing)
    if absent:
        yield self.finding(refs, f"{heading}：没有写{names}", "补写缺少的方面。")
    else:
        yield self.finding(refs, f"{heading}：{names}没有单独成段", "按五个方面分段写。", severity="note")


THREE = {
    "工作考核": ("考核", "考评", "绩效"),
    "社会评议": ("评议", "满意度", "民意", "问卷", "群众评价", "第三方评估", "测评"),
    "责任追究": ("追究", "追责", "问责"),
}


@rule(
    "S04",
    "没有写工作考核、社会评议、责任追究",
    "warning",
    basis="条例第五十条第（四）项",
    why="各级人民政府（包括乡镇）的年度报告，要写工作考核、社会评议和责任追究结果三项。没有发生责任追究的，也要写明没有。",
    failing=Example({SUPERVISION: "把信息公开纳入年度考核，开展了社会评议。"}),
    passing=Example({SUPERVISION: "把信息公开纳入年度考核，开展了社会评议，全年没有责任追究的情形。"}),
)
def three_results_missing(self: Rule, facts: Facts) -> Iterator[Finding]:
    """A township or county government: the three results, anywhere in the passages."""
    if facts.report.level not in ("township", "county") or not facts.report.text(SUPERVISION).strip():
        return
    told = "".join(plain(text) for _, text in written(facts))
    missing = [name for name, words in THREE.items() if not holds(told, words)]
    if missing:
        where = facts.form.describe(SUPERVISION)
        yield self.finding((SUPERVISION,), f"{where}：没有写{'、'.join(missing)}", "写明结果；没有发生的，写明没有。")


NOTHING = r"[（(一二三四五六七八九）)、.\s]*(?:主要问题|存在的?(?:主要)?问题|改进(?:情况|措施))?[：:，]?\s*(?:暂?无|没有|不存在)(?:问题|存在的?(?:主要)?问题|需要改进的?|相关情况)?[。．.\s]*"
IMPROVING = ("改进", "下一步", "今后", "将继续", "将进一步", "将针对", "措施", "加强", "强化", "提升", "完善")
LACKING = ("问题", "不足", "不够", "薄弱", "短板")


@rule(
    "S05",
    "第五部分没有实质内容",
    "error",
    basis="国办公开办函〔2021〕30号第五部分：存在的主要问题及改进情况",
    why="第五部分既要写问题，也要写改进。空着、只写无，是缺一个部分。问题和改进写在一段里的，提示分开写。",
    failing=Example({PROBLEMS: "无。"}),
    passing=Example({PROBLEMS: "政策解读形式单一，多为文字转发，缺少图表和问答。"}),
)
def problems_missing(self: Rule, facts: Facts) -> Iterator[Finding]:
    """问题 and 改进: blank or 无."""
    texts = {ref: plain(facts.report.text(ref)) for ref in (PROBLEMS, IMPROVEMENTS)}
    if not any(text.strip() for text in texts.values()):
        if _untitled(facts, "problems"):
            return
        heading = next(s.heading for s in facts.form.sections if s.key == "problems")
        yield self.finding(texts, f"{heading}：没有写", "写出存在的问题和改进情况。")
        return
    for ref, text in texts.items():
        other = texts[IMPROVEMENTS if ref == PROBLEMS else PROBLEMS]
        where = facts.form.describe(ref)
        if 0 < len(text.strip()) < 40 and re.fullmatch(NOTHING, text.strip()):
            yield self.finding(
                (ref,), f"{where}：只写了“{text.strip()[:12]}”", "写出具体内容，不能写无。", span=(0, len(text))
            )
        elif not text.strip() and ref == IMPROVEMENTS and holds(other, IMPROVING):
            yield self.finding((ref,), f"{where}：与存在的问题写在一段里", "把改进情况分出来写。", severity="note")
        elif not text.strip() and ref == PROBLEMS and holds(other, LACKING):
            yield self.finding((ref,), f"{where}：与改进情况写在一段里", "把存在的问题分出来写。", severity="note")
        elif not text.strip():
            yield self.finding((ref,), f"{where}：没有写", "写出具体内容，与另一段逐条对应。")


@rule(
    "S06",
    "第六部分没有说明信息处理费",
    "warning",
    worst="error",
    basis="国办函〔2020〕109号；第六部分报告信息处理费的收取情况（惯例）",
    why="第六部分一般要写收没有收信息处理费、几件、多少元。没有收也要写明。",
    failing=Example({OTHERS: "无其他需要报告的事项。"}),
    passing=Example({OTHERS: "本年度没有收取信息处理费。"}),
)
def fee_unstated(self: Rule, facts: Facts) -> Iterator[Finding]:
    """六 blank (a missing part), or without a word on the fee."""
    text = plain(facts.report.text(OTHERS))
    where = facts.form.describe(OTHERS)
    if not text.strip():
        if _untitled(facts, "others"):
            return
        yield self.finding(
            (OTHERS,), f"{where}：没有写", "写明信息处理费的收取情况，没有收的写没有。", severity="error"
        )
    elif not holds(text, ("处理费", "收费", "费用", "收取")):
        yield self.finding((OTHERS,), f"{where}：没有提到信息处理费", "写明收没有收信息处理费，没有收的写没有。")


PARTS = (("总体情况", "概述"), ("主动公开",), ("申请",), ("复议", "诉讼"), ("问题",), ("其他", "其它"))


@rule(
    "S08",
    "部分的个数写错",
    "warning",
    basis="国办公开办函〔2021〕30号：报告由六个部分组成",
    why="开头常写本报告由几个部分组成，再列出各部分的名称。个数和列出的名称要对得上，格式是六个部分。",
    failing=Example({OPENING: "本报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况等五个部分组成。"}),
    passing=Example({OPENING: "本报告由总体情况、主动公开政府信息情况、存在的主要问题及改进情况等六个部分组成。"}),
)
def parts_miscounted(self: Rule, facts: Facts) -> Iterator[Finding]:
    """由N个部分组成: N, and the names listed where the sentence lists them all."""
    text = facts.report.text(OPENING)
    if "部" not in text or "分" not in text:
        return
    flat = plain(text)
    count, start, end = next(_counts_of_parts(flat), ("", 0, 0))
    told = flat[flat.rfind("。", 0, start) + 1 : start]
    if not holds(told, ("申请", "总体")):
        return
    number = chinese_number(count) or int(count if count.isdigit() else 0)
    named = sum(holds(told, words) for words in PARTS)
    where = start, end
    if number != len(PARTS):
        hit = Hit(*where, f"写着{flat[start:end]}，格式是六个部分", "改为六个部分。")
        yield found(self, facts, OPENING, text, hit)
    elif named < len(PARTS) and "等" not in told[-4:]:
        hit = Hit(*where, f"写着六个部分，前面只列出{named}个", "补上没有列出的部分。", severity="note")
        yield found(self, facts, OPENING, text, hit)


def _counts_of_parts(flat: str) -> Iterator[tuple[str, int, int]]:
    """Yields the numbers before 个部分, with where the words begin and end."""
    end = 0
    for before, behind in pairwise(flat.split("部")):
        end += len(before) + 1
        ahead = before.removesuffix("大").removesuffix("个").rstrip()
        digits = ahead[len(ahead.rstrip("0123456789")) :][-2:]
        count = digits or ahead[-1:]
        if behind.lstrip().startswith("分") and (digits or count in tuple("一二三四五六七八九十")):
            start = end - 1 - len(before) + len(ahead) - len(count)
            yield count, start, end + behind.index("分") + 1


def _titled(title: str) -> Callable[[Report], Report]:
    return lambda report: report.but(source=Source(file="报告.docx", title=title))


TITLE_WORDS = ("政府信息公开", "年度报告")


@rule(
    "S10",
    "题目不规范",
    "warning",
    basis="国办公开办函〔2021〕30号：政府信息公开工作年度报告；题目写法为惯例",
    why="题目一般是单位全称、年份和政府信息公开工作年度报告。常见的错是缺字、年份没改；年度重复两次是常见写法，只作提示。",
    failing=Example(change=_titled("青禾乡人民政府2023年信息公开工作报告")),
    passing=Example(change=_titled("云岭县青禾乡人民政府2024年政府信息公开工作年度报告")),
)
def title_wrong(self: Rule, facts: Facts) -> Iterator[Finding]:
    """The title that an imported document prints."""
    title = re.sub(r"\s", "", plain(facts.report.source.title)) if facts.report.source else ""
    if not title:
        return
    year, missing = facts.report.year, [word for word in TITLE_WORDS if word not in title]
    named = [int(y) for y in re.findall(r"20\d\d", title)]
    shown = f"题目“{title[:40]}”"
    mend = by_the_form(facts.report, "题目由本程序按单位和报告年度印，不再核对原件的", title="")
    if missing:
        message = f"{shown}：没有“{'”“'.join(missing)}”"
        yield self.finding(("year",), message, "改为单位全称、年份加政府信息公开工作年度报告。", mend=mend)
    if year and named and year not in named:
        message = f"{shown}：写的是{named[0]}年，报告年度是{year}年"
        yield self.finding(("year",), message, "改正题目或者报告年度。", mend=mend)
    if title.count("年度") > 1:
        hint = "可以删去年份后面的度字。"
        yield self.finding(("year",), f"{shown}：年度写了两次", hint, severity="note", mend=mend)


# fmt: off
LETTER = (
    "请审阅", "请审核", "请审示", "请审定", "请予审", "请批示", "请查收", "请予查收", "妥否", "随函", "报送如下",
    "上报如下", "呈报如下", "根据贵办", "根据贵局", "按照贵办", "按照贵局", "此致敬礼",
)
# fmt: on
LETTERHEAD = r"^\s*(\S{2,20}(?:政府|党委|办公室|委员会|局)文件|(?!根据|按照|依据|依照|落实|对照|和|、)[^\s，。（(]{2,12}〔20\d\d〕\d+号|(?:签发人|主送|抄送)[：:][^\n]*)\s*$"
ADDRESS = r"^\s*[^\n，。：:]{2,20}(?:办公室|人民政府|政府办|中心|局|委员会)[：:]\s*\n"


@lru_cache(maxsize=64)
def _letter(text: str) -> str:
    return next((words for words in LETTER if words in text and "申" + words not in text), "")


@rule(
    "S11",
    "夹着报送函的话",
    "warning",
    basis="各地通报的常见问题：把报送函当作报告发布（惯例）",
    why="报告是向社会公布的，不是写给上级的。抬头、请审阅、根据贵办通知这类话是报送函里的，单独一行的文号、签发人、抄送是文头文尾里的，发布前要删去。",
    failing=Example({OPENING: "根据贵办通知要求，现将我乡年度报告报送如下，请审阅。"}),
    passing=Example({OPENING: "根据《中华人民共和国政府信息公开条例》的规定，编制本报告。"}),
)
def cover_letter(self: Rule, facts: Facts) -> Iterator[Finding]:
    """Words addressed to a superior in any passage, an address in the opening, the head or foot of an official paper."""
    for ref, text in written(facts):
        words = _letter(text)
        if not words and ref == OPENING and ("：\n" in text or ":\n" in text):
            address = re.search(ADDRESS, text)
            words = address[0].strip() if address else ""
        if (
            not words
            and ref == OPENING
            and "\n" in text.strip()
            and holds(text, ("文件", "号", "签发人", "主送", "抄送"))
        ):
            head = re.search(LETTERHEAD, text, re.MULTILINE)
            words = head[1] if head else ""
        if words:
            start = text.index(words)
            hit = Hit(start, start + len(words), f"“{words[:20]}”是报送函或者文头里的话", "删去，只留报告的正文。")
            yield found(self, facts, ref, text, hit)


RULES = (
    aspects_missing,
    three_results_missing,
    problems_missing,
    fee_unstated,
    parts_miscounted,
    title_wrong,
    cover_letter,
)

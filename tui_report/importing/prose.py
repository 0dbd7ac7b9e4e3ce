"""Takes the passages out of a document: whole paragraphs, nothing moved in silence, nothing dropped in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tui_report.form.model import Form, Ref
from tui_report.importing.facts import Facts
from tui_report.importing.flow import CELL, Flow
from tui_report.importing.headings import Found, passage_of, passages
from tui_report.importing.labels import HAN
from tui_report.report import Heading, Remark

_KEYS = (
    "当前位置|您的位置|来源|信息来源|发布时间|发布日期|发布机构|成文日期|索引号|文号|文章来源|栏目|原文链接|字号|字体|浏览次数|"
    "阅读次数|点击数|分享到|责任编辑|编辑|作者|标题|主题分类|有效性|上一篇|下一篇|本地目录"
)
_FURNITURE = re.compile(
    rf"^(?:[【\[]?(?:{_KEYS})[】\]]?\s*[:：].*|页面链接.*|"
    r"【草稿[^】]*】|=+\s*正文\s*=+|正文|目\s*录|附件下载.*|文件下载|打印(?:本页)?|关闭(?:窗口|本页)?|首页.{0,40}|扫一扫.{0,20})$"
)
_FURNITURE_IN_LINE = re.compile(
    rf"\s*(?:[【\[]?(?:{_KEYS})\s*:\s*(?:大\s*中\s*小|20\d\d[-年/.]\d{{1,2}}[-月/.]\d{{1,2}}日?(?:\s+\d{{1,2}}:\d\d(?::\d\d)?)?|"
    r"(?!根据|依据|按照|本|现)[^\s《。,]{0,30})[】\]]?\s+)+"
)
_SPRINGBOARD = re.compile(r"相关链接\s*[:：]\s*|(?:文字版|文件下载|QQ空间)\s+(?!相关链接|文件下载|文字版)")
_TURN = re.compile(
    r"(?:(?<=[。;；\n])|^)[ \t\u3000]*(?=(?:下一步|今后|接下来|下步|针对(?:上述|以上|存在|这些)|改进措施|(?:20\d\d|新的一)年[,，]?[^。]{0,14}(?:将|要)))"
)
_PAGE_NUMBER = re.compile(
    r"(?:[-—–−·\s]*\d{1,3}[-—–−·\s]*|(?:第\s*)?\d{1,3}\s*(?:页|/)[\s,，共/]*(?:\d{1,3}\s*页?)?|"
    r"https?://[\w./?=&%#:-]+(?:\s+\d{1,3}\s*/\s*\d{1,3})?|20\d\d[/-]\d{1,2}[/-]\d{1,2}[,，\s]+\d{1,2}:\d\d[^。]{0,60})$"
)
"""The number of a page, or what a browser prints at its edge."""
LONG = 20
"""Characters of a line from which on it may go on behind the number of its page."""
_ENDS = "。！？!?；;：:”）)…"


@dataclass(slots=True)
class Text:
    """What was read from the prose."""

    values: dict[Ref, str] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def put(self, ref: Ref, text: str) -> None:
        """Adds paragraphs to a passage."""
        if text:
            self.values[ref] = f"{self.values[ref]}\n{text}" if self.values.get(ref) else text


def read_prose(
    flow: Flow, form: Form, heads: list[Found], facts: Facts, tables: Iterable[tuple[int, int]], width: int
) -> Text:
    """Returns the passages, and the headings as found.

    Args:
        flow: The text.
        form: The form.
        heads: Headings of sections, in order.
        facts: Title and signature, which are no prose.
        tables: Stretches that tables of figures cover.
        width: Characters of a line where lines of the source end with the page and not the paragraph, else 0.
    """
    out = Text()
    cutter = _Cutter(flow, list(tables), width)
    known = [h for h in heads if h.ref]
    first = heads[0].start if heads else facts.signature
    _opening(flow, facts, first, cutter, out)
    for at, head in enumerate(heads):
        out.headings.append(Heading(head.ref, head.text, flow.place(head.start)))
        end = min(heads[at + 1].start if at + 1 < len(heads) else facts.signature, facts.signature)
        section = head.ref or next((h.ref for h in reversed(known) if h.start < head.start), "overview")
        _section(flow, form, head, section, (head.end, max(head.end, end)), cutter, out)
    if not heads:
        out.remarks.append(Remark("", "没有找到任何一个部分的标题，文字全部放在开头"))
    return out


class _Cutter:
    """Cuts stretches of the text into paragraphs."""

    def __init__(self, flow: Flow, tables: list[tuple[int, int]], width: int) -> None:
        self._flow = flow
        self._tables = sorted(tables)
        self._width = width

    def clear(self, start: int, end: int) -> list[tuple[int, int]]:
        """Returns the parts of a stretch that no table covers."""
        out, at = [], start
        for first, last in self._tables:
            if last <= at or first >= end:
                continue
            if first > at:
                out.append((at, first))
            at = max(at, last)
        return [*out, (at, end)] if at < end else out

    def paragraphs(self, start: int, end: int) -> list[tuple[str, int]]:
        """Returns the paragraphs of a stretch with their offsets; the number of a page cuts none of them."""
        out: list[tuple[str, int]] = []
        home, apart, last, turned = -1, True, 0, False
        for offset, raw in self._lines(start, end):
            line = raw.replace(CELL, " ").strip(" \t\u3000\xa0\ufeff")
            if not line:
                apart = True
            elif _PAGE_NUMBER.match(line):
                out.append((line, offset))
                turned = True
            else:
                full = (last >= self._width * 0.75 > 0 and not apart) or (
                    turned and last >= max(self._width * 0.75, LONG)
                )
                if home >= 0 and full and raw[:1] not in " \t\u3000" and not _starts(out[home][0], line):
                    out[home] = (out[home][0] + line, out[home][1])
                else:
                    home = len(out)
                    out.append((line, offset))
                apart, last, turned = False, len(line), False
        return out

    def _lines(self, start: int, end: int) -> list[tuple[int, str]]:
        out, at = [], start
        for line in self._flow.raw[start:end].split("\n"):
            out.append((at, line))
            at += len(line) + 1
        return out

    def text(self, start: int, end: int, remarks: list[Remark]) -> str:
        """Returns the paragraphs of a stretch, furniture left out with a remark."""
        kept = []
        for line, offset in self.paragraphs(start, end):
            if (_FURNITURE.match(line) or _PAGE_NUMBER.match(line)) and "。" not in line:
                remarks.append(Remark("", "不是报告的文字，没有导入", self._flow.place(offset), line[:80]))
            else:
                kept.append(line)
        return "\n".join(kept)


def _starts(before: str, line: str) -> bool:
    """Tells whether a line begins a paragraph of its own."""
    return before[-1] in _ENDS or bool(re.match(r"[（(]?[一二三四五六七八九十]{1,2}[）)、]|\d{1,2}[.、]", line))


def _opening(flow: Flow, facts: Facts, first: int, cutter: _Cutter, out: Text) -> None:
    start = 0
    if facts.title_span:
        _above_title(cutter, facts.title_span[0], flow, out)
        start = facts.title_span[1]
        start += len(flow.text[start:first]) - len(flow.text[start:first].lstrip("告"))
    line = flow.starts[flow.line(first)] if flow.starts else 0
    above = ""
    if start < line < first:
        above = cutter.text(start, line, out.remarks)
        start = line
    if keys := _FURNITURE_IN_LINE.match(flow.text, start, first):
        out.remarks.append(Remark("", "不是报告的文字，没有导入", flow.place(start), flow.quote(start, keys.end())))
        start = keys.end()
    inline = [m.end() for m in _SPRINGBOARD.finditer(flow.text[start:first])]
    if inline:
        out.remarks.append(
            Remark("", "网页的导航文字，没有导入", flow.place(start), flow.quote(start, start + inline[-1]))
        )
        start += inline[-1]
    text = cutter.text(start, first, out.remarks)
    lines = f"{above}\n{text}".strip("\n").split("\n")
    while lines and "。" not in lines[0] and re.search("年度(?:工作)?报告?$", lines[0]):
        lines.pop(0)
    out.put("overview.opening", "\n".join(lines))


def _above_title(cutter: _Cutter, end: int, flow: Flow, out: Text) -> None:
    lines = cutter.paragraphs(0, end)
    if lines:
        quote = " / ".join(line for line, _ in lines)
        out.remarks.append(Remark("", f"题目之前有{len(lines)}行文字，没有导入", flow.place(lines[0][1]), quote[:200]))


def _section(
    flow: Flow, form: Form, head: Found, section: Ref, span: tuple[int, int], cutter: _Cutter, out: Text
) -> None:
    refs = [p.ref for p in form.passages if p.ref.startswith(section + ".")]
    if head.ref == "" and section in ("overview", "problems", "others"):
        _stray(flow, head, section, span, cutter, out)
    elif section == "overview":
        _parts(flow, section, span, cutter, out, lead="overview.opening")
    elif section == "problems":
        _parts(flow, section, span, cutter, out, lead="problems.problems")
        _turn(flow, span, out)
    elif refs:
        out.put(refs[0], "\n".join(cutter.text(a, b, out.remarks) for a, b in cutter.clear(*span)).strip("\n"))
    else:
        _no_home(flow, form, section, span, cutter, out)


def _parts(flow: Flow, section: Ref, span: tuple[int, int], cutter: _Cutter, out: Text, lead: Ref) -> None:
    """Puts a section's text into its passages; what no heading claims goes to the passage before it."""
    found = passages(flow, section, *span)
    first = found[0].start if found else span[1]
    before = cutter.text(span[0], first, out.remarks)
    if before:
        out.put(lead, before)
        if section == "overview":
            text = "“一、总体情况”之下、（一）之前的文字，格式没有它的位置，接在开头之后"
            out.remarks.append(Remark(lead, text, flow.place(span[0]), before[:60]))
    home = lead
    for at, head in enumerate(found):
        end = found[at + 1].start if at + 1 < len(found) else span[1]
        out.headings.append(Heading(head.ref, head.text, flow.place(head.start)))
        body = cutter.text(head.end, end, out.remarks)
        if head.ref:
            home = head.ref
            out.put(home, body)
        else:
            out.put(home, f"{head.text}\n{body}".strip() if _alone(flow, head) else head.text + body)
            out.remarks.append(
                Remark(
                    home, f"“{head.text}”不是格式里的小标题，连同文字接在前一段之后", flow.place(head.start), head.text
                )
            )


def _alone(flow: Flow, head: Found) -> bool:
    return flow.text[head.end : head.end + 1] in ("\n", "")


def _turn(flow: Flow, span: tuple[int, int], out: Text) -> None:
    """Parts a section five without sub-headings where its text turns from problems to what is done about them."""
    text = out.values.get("problems.problems", "")
    if not text or out.values.get("problems.improvements"):
        return
    turns = [m for m in _TURN.finditer(text) if m.start() > 0]
    if not turns:
        out.remarks.append(Remark("problems.improvements", "没有分出改进情况，全文放在（一）", flow.place(span[0])))
        return
    at = turns[0].end()
    out.values["problems.problems"], out.values["problems.improvements"] = text[:at].strip(), text[at:].strip()
    out.remarks.append(
        Remark("problems.improvements", "没有小标题，从这一句起作为改进情况", flow.place(span[0]), text[at : at + 40])
    )


def _stray(flow: Flow, head: Found, section: Ref, span: tuple[int, int], cutter: _Cutter, out: Text) -> None:
    """Keeps text under a heading that the form does not have."""
    body = "\n".join(cutter.text(a, b, out.remarks) for a, b in cutter.clear(*span)).strip("\n")
    home = _home(head, section, out)
    if ref := passage_of("overview", head.text) if section == "overview" else "":
        out.headings[-1] = Heading(ref, head.text, flow.place(head.start))
        out.put(ref, body)
        out.remarks.append(Remark(ref, f"标题“{head.text}”当作这一段的标题", flow.place(head.start), head.text))
        return
    if home:
        out.put(home, f"{head.text}\n{body}".strip())
        text = f"“{head.text}”不是格式里的标题，连同文字放在这一段"
    else:
        text = f"“{head.text}”不是格式里的标题，文字没有导入：{body}"
    out.remarks.append(Remark(home, text, flow.place(head.start), head.text))


def _home(head: Found, section: Ref, out: Text) -> Ref:
    held = [ref for ref in out.values if ref.startswith(section + ".")]
    return held[-1] if held else "overview.opening" if section == "overview" else ""


def _no_home(flow: Flow, form: Form, section: Ref, span: tuple[int, int], cutter: _Cutter, out: Text) -> None:
    """Takes passages of section five that follow the tables without its heading; names all other prose."""
    end = span[1]
    if section == "disputes" and "problems.problems" not in out.values:
        late = [f for f in passages(flow, "problems", *span) if f.ref]
        if late:
            end = late[0].start
            _parts(flow, "problems", (end, span[1]), cutter, out, lead="problems.problems")
            out.remarks.append(Remark("problems", "没有第五部分的标题，按小标题导入", flow.place(end), late[0].text))
    for start, stop in cutter.clear(span[0], end):
        for line, offset in cutter.paragraphs(start, stop):
            if re.search(f"[{HAN}]{{4,}}[^。]*。", line):
                text = f"{form.describe_part(section)}只有表格，这段文字没有导入：{line}"
                out.remarks.append(Remark(section, text, flow.place(offset), line[:60]))

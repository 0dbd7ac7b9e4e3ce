"""Reports with random plausible figures, printed in the layouts in which offices hand them in."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tui_report.form.cn_2021 import FORM
from tui_report.form.model import Ref, Table

REQUESTS = next(t for t in FORM.tables if t.key == "requests")
DISPUTES = next(t for t in FORM.tables if t.key == "disputes")
SMALL = [t for t in FORM.tables if t.key == "disclosure"]
RESULTS = REQUESTS.sums[0].parts
APPLICANTS = REQUESTS.sums[1].parts
CORNER = REQUESTS.corner
HEAD_1 = [CORNER, "申请人情况"]
HEAD_2 = ["自然人", "法人或其他组织", "总计"]
HEAD_3 = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
GROUPS = ("（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理")
SHORT = {
    "partial": "（二）部分公开",
    "other_no_correction": "1.申请人无正当理由逾期不补正",
    "other_no_fee": "2.逾期不缴费",
    "normative": "规范性文件",
}
PROSE = {
    "overview.opening": "根据《中华人民共和国政府信息公开条例》的规定编制本报告。数据统计期限自{year}年1月1日起至{year}年12月31日止。",
    "overview.proactive": "全年公开信息62条，其中办事指南30条、惠民信息32条。名单在村口贴满七天。",
    "overview.on_request": "设专人登记来件，答复由分管领导签字。",
    "overview.management": "起草人自查，办公室复核，发布记录存档三年。",
    "overview.platform": "有公开栏十处，每月初更换一次内容。",
    "overview.supervision": "列入年度考核，十月开展评议，没有责任追究的情形。",
    "problems.problems": "一是文件原文转发多，看得懂的少。二是个别村更换不及时。",
    "problems.improvements": "一是请包村干部讲解。二是把更换时间写进考核。",
    "others.others": "本年度没有收取信息处理费，没有其他需要报告的事项。",
}


@dataclass(slots=True)
class Made:
    """A report as it is to be printed."""

    unit: str
    year: int
    figures: dict[Ref, str]
    """What is printed in each cell; blank cells are empty."""
    labels: dict[str, str] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    """Row refs that are not printed."""
    prose: dict[Ref, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.unit}{self.year}年政府信息公开工作年度报告"

    def label(self, key: str, printed: str) -> str:
        return self.labels.get(key, printed)

    def cells(self, table: Table, row: str) -> list[str]:
        return [self.figures[table.ref(row, c.key)] for c in table.columns]


def _count(rng: random.Random) -> int:
    return rng.choice([1, 1, 1, 2, 2, 3, 4, 7, 10, 12, 16, 20, 33, 105, 118, 1204])


def _row(rng: random.Random, *, small: bool) -> dict[str, int]:
    """Most rows of most offices are zero, most applicants are natural persons."""
    if rng.random() < 0.6:
        return dict.fromkeys(APPLICANTS, 0)
    often = dict.fromkeys(APPLICANTS, 0.05) | {"person": 0.9, "business": 0.3}
    return {c: min(_count(rng), 3 if small else 9999) if rng.random() < often[c] else 0 for c in APPLICANTS}


def made(seed: int, *, small: bool = False) -> Made:
    """Returns a report whose figures all add up; `small` keeps every figure below 10 before adding."""
    rng = random.Random(seed)
    value: dict[str, dict[str, int]] = {}
    for row in RESULTS:
        value[row] = _row(rng, small=small)
    value["total"] = {c: sum(value[r][c] for r in RESULTS) for c in APPLICANTS}
    value["carried_out"] = {c: rng.choice([0, 0, 0, 0, 0, 0, 0, 1, 2, 11]) for c in APPLICANTS}
    value["carried_in"] = {}
    value["new"] = {}
    for c in APPLICANTS:
        whole = value["total"][c] + value["carried_out"][c]
        value["carried_in"][c] = rng.choice([0, 0, 0, min(whole, 2), min(whole, 13)])
        value["new"][c] = whole - value["carried_in"][c]
    figures = {REQUESTS.ref(r, c): str(n) for r, row in value.items() for c, n in row.items()}
    figures |= {REQUESTS.ref(r, "total"): str(sum(row.values())) for r, row in value.items()}
    for outcome in DISPUTES.rows:
        parts = [rng.choice([0, 0, 0, 0, 1, 2, 3, 12]) for _ in DISPUTES.columns[:-1]]
        for column, n in zip(DISPUTES.columns, [*parts, sum(parts)], strict=True):
            figures[DISPUTES.ref(outcome.key, column.key)] = str(n)
    for table in SMALL:
        for ref in table.refs():
            figures[ref] = str(rng.choice([0, 0, 1, 2, 5, 13, 97, 153, 836, 1483]))
    figures["disclosure.fees.amount"] = rng.choice(["0", "2.58", "0.5", "12.3456", "72701.2578"])
    unit = rng.choice(["云岭县青禾乡人民政府", "云岭县白石镇人民政府", "云岭县水务局", "云岭县人民政府城关街道办事处"])
    year = rng.randint(2021, 2025)
    return Made(unit, year, figures, prose={ref: text.format(year=year) for ref, text in PROSE.items()})


def mutated(report: Made, seed: int, kinds: str = "total blank slash label row thousands wide") -> str:
    """Changes a report as offices do, and returns the name of the change."""
    rng = random.Random(seed)
    kind = rng.choice(kinds.split())
    if kind == "total":
        ref = REQUESTS.ref(rng.choice(["new", "granted", "total", "none_not_held"]), rng.choice(["total", "person"]))
        if not ref.endswith("total") and ".total." not in ref:
            ref = ref.rpartition(".")[0] + ".total"
        report.figures[ref] = str(int(report.figures[ref]) + rng.choice([1, 2, 10]))
    elif kind in ("blank", "slash"):
        for ref in rng.sample(sorted(report.figures), 3):
            report.figures[ref] = "" if kind == "blank" else "/"
    elif kind == "label":
        report.labels.update(SHORT)
    elif kind == "row":
        report.left_out.add(rng.choice(["requests.deny_query", "requests.reject_repeat", "disclosure.regulations"]))
    elif kind == "thousands":
        report.figures = {r: f"{int(v):,}" if v.isdigit() else v for r, v in report.figures.items()}
    elif kind == "wide":
        wide = str.maketrans("0123456789", "０１２３４５６７８９")
        report.figures = {r: v.translate(wide) for r, v in report.figures.items()}
    return kind


def expected(report: Made) -> dict[Ref, str]:
    """Returns what the source says of each cell; empty where it says nothing."""
    narrow = str.maketrans("０１２３４５６７８９", "0123456789")
    out = {}
    for ref, text in report.figures.items():
        gone = ref.rpartition(".")[0] in report.left_out
        out[ref] = "" if gone or text == "/" else text.replace(",", "").translate(narrow)
    return out


Rows = list[list[str]]


def small_rows(report: Made, table: Table) -> Rows:
    rows = [[table.caption], ["信息内容", *(c.label for c in table.columns)]]
    for row in table.rows:
        if f"disclosure.{row.key}" not in report.left_out:
            rows.append([report.label(row.key, row.label), *report.cells(table, row.key)])
    return rows


def request_rows(report: Made, *, spans: bool = False) -> Rows:
    """Rows of labels and figures; the label columns of a merged head are blank where `spans`."""
    rows: Rows = []
    last = ""
    for row in REQUESTS.rows:
        if f"requests.{row.key}" in report.left_out:
            continue
        group = row.path[1] if len(row.path) == 3 else ""
        heads = []
        if row.key == "granted":
            heads.append("三、本年度办理结果")
        elif spans and len(row.path) > 1:
            heads.append("")
        if group and group != last:
            heads.append(group)
        elif spans and group:
            heads.append("")
        last = group
        rows.append([*heads, report.label(row.key, row.label), *report.cells(REQUESTS, row.key)])
    return rows


def dispute_rows(report: Made) -> Rows:
    outcome = [c.label for c in DISPUTES.columns]
    return [
        ["行政复议", "行政诉讼"],
        [*outcome, "未经复议直接起诉", "复议后起诉"],
        [*outcome, *outcome],
        [cell for row in DISPUTES.rows for cell in report.cells(DISPUTES, row.key)],
    ]


def whole(report: Made, tables: Callable[[Rows], list[str]], head: Rows | None = None) -> list[str]:
    """Returns the lines of the report with its tables printed by `tables`."""
    prose = report.prose
    lines = [report.title, "", prose["overview.opening"], "一、总体情况"]
    for passage in FORM.passages:
        if passage.ref.startswith("overview.") and passage.heading:
            lines.append(f"{passage.heading}。{prose[passage.ref]}")
    lines.append("二、主动公开政府信息情况")
    for table in SMALL:
        lines += tables(small_rows(report, table))
    lines.append("三、收到和处理政府信息公开申请情况")
    lines += tables([*(head or [HEAD_1, HEAD_2, HEAD_3]), *request_rows(report)])
    lines.append("四、政府信息公开行政复议、行政诉讼情况")
    lines += tables(dispute_rows(report))
    lines.append("五、存在的主要问题及改进情况")
    lines.append(f"（一）存在的主要问题。{prose['problems.problems']}")
    lines.append(f"（二）改进情况。{prose['problems.improvements']}")
    lines += ["六、其他需要报告的事项", prose["others.others"], "", report.unit, f"{report.year + 1}年1月14日"]
    return lines


def cell_a_line(report: Made) -> str:
    return "\n".join(whole(report, lambda rows: [f"\t{cell}" for row in rows for cell in row]))


def blank_lines(report: Made) -> str:
    return "\n".join(whole(report, lambda rows: [line for row in rows for cell in row for line in (cell, "")]))


def bar_ended(report: Made) -> str:
    return "\n".join(whole(report, lambda rows: [f"{cell}|" for row in rows for cell in row]))


def pipes(report: Made) -> str:
    return "\n".join(whole(report, lambda rows: ["| " + " | ".join(row) + " |" for row in rows]))


def markdown(report: Made) -> str:
    def tables(rows: Rows) -> list[str]:
        width = max(map(len, rows))
        lines = []
        for row in rows:
            lines.append("| " + " | ".join([*row[:1], *[""] * (width - len(row)), *row[1:]]) + " |")
        return [lines[0], "|" + "---|" * width, *lines[1:], ""]

    return "\n".join(whole(report, tables))


def bars_run_together(report: Made) -> str:
    def tables(rows: Rows) -> list[str]:
        width = max(map(len, rows))
        return ["|" + "|".join([*row[:-7], *[""] * (width - len(row)), *row[-7:]]) + "|" for row in rows]

    return "\n".join(whole(report, tables)).replace("| |", "||")


def tabs(report: Made) -> str:
    return "\n".join(whole(report, lambda rows: ["\t".join(row) for row in rows]))


def spaces(report: Made) -> str:
    return "\n".join(whole(report, lambda rows: ["  ".join(row) for row in rows]))


def one_line(report: Made) -> str:
    return " ".join(line for line in whole(report, lambda rows: [" ".join(row) for row in rows]) if line)


def glued(report: Made) -> str:
    return "".join(whole(report, lambda rows: ["".join(row) for row in rows]))


def glued_rows(report: Made) -> str:
    return "\n".join(whole(report, lambda rows: ["".join(row) for row in rows]))


def stray_blanks(report: Made) -> str:
    rng = random.Random(report.title)
    return "".join(whole(report, lambda rows: [cell + rng.choice(["", "", " "]) for row in rows for cell in row]))


def page_split(report: Made) -> str:
    def tables(rows: Rows) -> list[str]:
        lines = [" ".join(row) for row in rows]
        if len(lines) > 20:
            head = lines[:3]
            lines[14:14] = ["", "- 3 -", "", *head]
        return lines

    return "\n".join(whole(report, tables))


def label_then_figures(report: Made) -> str:
    def tables(rows: Rows) -> list[str]:
        lines = []
        for row in rows:
            figures = [
                cell for cell in row if not cell or (cell[0].isdecimal() and cell[1:2] not in (".",)) or cell == "/"
            ]
            words = [cell for cell in row if cell not in figures]
            lines += [*(["".join(words)] if words else []), *([" ".join(figures)] if figures else [])]
        return lines

    return "\n".join(whole(report, tables))


def wrapped_labels(report: Made) -> str:
    def tables(rows: Rows) -> list[str]:
        lines = []
        for row in rows:
            label = row[-8] if len(row) >= 8 else ""
            if len(label) > 12 and len(row) < 15:
                lines += ["  ".join([*row[:-8], label[:10]]), "  ".join([label[10:20], *row[-7:]]), label[20:]]
            else:
                lines.append("  ".join(row))
        return [line for line in lines if line]

    return "\n".join(whole(report, tables))


def row_a_table(report: Made) -> str:
    return "\n".join(whole(report, lambda rows: [line for row in rows for line in ("| " + " | ".join(row) + " |", "")]))


def _html_table(rows: Rows) -> str:
    out = ["<table border=1>"]
    for row in rows:
        out.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>")
    return "\n".join([*out, "</table>"])


def _spanned(report: Made, close: str) -> str:
    """The table of requests as Word saves it: merged cells, and closing tags or none."""
    out = [
        f"<table><tr><td colspan=3 rowspan=3>{CORNER}{close}<td colspan=7>申请人情况{close}<tr>"
        f"<td rowspan=2>自然人{close}<td colspan=5>法人或其他组织{close}<td rowspan=2>总计{close}<tr>"
    ]
    out += [f"<td>{head}{close}" for head in HEAD_3]
    shown = [r for r in REQUESTS.rows if f"requests.{r.key}" not in report.left_out]
    for row in shown:
        out.append("<tr>")
        if row.key == "granted":
            out.append(f"<td rowspan={sum(len(r.path) > 1 for r in shown)}><p>三、本年<p>度办<p>理结果{close}")
        peers = [r for r in shown if r.path[:-1] == row.path[:-1]]
        if len(row.path) == 3 and peers[0] is row:
            out.append(f"<td rowspan={len(peers)}>{row.path[1]}{close}")
        across = 3 - len(row.path) + (len(row.path) == 1) * 0 + 1
        out.append(f"<td colspan={across}><span>{report.label(row.key, row.label)}</span>{close}")
        out += [f"<td><p>{cell}&nbsp;</p>{close}" for cell in report.cells(REQUESTS, row.key)]
    return "".join([*out, "</table>"])


def html(report: Made, close: str = "</td>") -> str:
    lines = whole(report, lambda rows: [_spanned(report, close) if len(rows) > 15 else _html_table(rows)])
    body = "\n".join(line if line.startswith("<table") else f"<p>{line}</p>" for line in lines)
    return f"<html><head><title>年报</title></head><body><div>首页 &gt; 公开</div>{body}</body></html>"


def html_in_layout(report: Made) -> str:
    inner = html(report, close="").partition("<body>")[2].partition("</body>")[0]
    return f"<html><body><table><tr><td>导航<td><div>{inner}</div></table></body></html>"


def markdown_with_html(report: Made) -> str:
    lines = whole(report, lambda rows: [_spanned(report, "</td>") if len(rows) > 15 else _html_table(rows)])
    return "\n\n".join(f"# {line}" if line == report.title else line for line in lines)


TEXT: dict[str, Callable[[Made], str]] = {
    "cell_a_line.txt": cell_a_line,
    "blank_lines.txt": blank_lines,
    "bar_ended.txt": bar_ended,
    "pipes.md": pipes,
    "markdown.md": markdown,
    "bars_run_together.md": bars_run_together,
    "tabs.txt": tabs,
    "spaces.txt": spaces,
    "one_line.txt": one_line,
    "glued.txt": glued,
    "glued_rows.txt": glued_rows,
    "stray_blanks.txt": stray_blanks,
    "page_split.txt": page_split,
    "label_then_figures.txt": label_then_figures,
    "wrapped_labels.txt": wrapped_labels,
    "row_a_table.md": row_a_table,
    "plain.html": html,
    "unclosed.html": lambda report: html(report, close=""),
    "layout.html": html_in_layout,
    "with_html.md": markdown_with_html,
}


CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_file(body: str, parts: dict[str, str] | None = None) -> bytes:
    """Returns a Word file with this body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
        for name, text in (parts or {}).items():
            archive.writestr(name, text)
    return buffer.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def table_cell(text: str, across: int = 1, merge: str = "") -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    down = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f"<w:tc><w:tcPr>{span}{down}</w:tcPr>{paragraph(text)}</w:tc>"


def table(rows: list[list[str]]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def _word_requests(report: Made) -> str:
    rows = [
        [table_cell(CORNER, 3, "restart"), table_cell("申请人情况", 7)],
        [
            table_cell("", 3, "continue"),
            table_cell("自然人", 1, "restart"),
            table_cell("法人或其他组织", 5),
            table_cell("总计", 1, "restart"),
        ],
        [
            table_cell("", 3, "continue"),
            table_cell("", 1, "continue"),
            *(table_cell(h) for h in HEAD_3),
            table_cell("", 1, "continue"),
        ],
    ]
    last = group = ""
    for row in REQUESTS.rows:
        if f"requests.{row.key}" in report.left_out:
            continue
        label, heads = report.label(row.key, row.label), []
        if len(row.path) > 1:
            heads.append(table_cell(row.path[0] if not last else "", 1, "continue" if last else "restart"))
            last = row.path[0]
        if len(row.path) == 3:
            heads.append(table_cell(row.path[1], 1, "continue" if group == row.path[1] else "restart"))
            group = row.path[1]
        across = 4 - len(row.path)
        rows.append([*heads, table_cell(label, across), *map(table_cell, report.cells(REQUESTS, row.key))])
    return table(rows)


def _word_disputes(report: Made) -> str:
    review, suits = dispute_rows(report)[1][:5], dispute_rows(report)[1][5:]
    return table(
        [
            [table_cell("行政复议", 5), table_cell("行政诉讼", 10)],
            [*(table_cell(h, 1, "restart") for h in review), *(table_cell(h, 5) for h in suits)],
            [*(table_cell("", 1, "continue") for _ in review), *map(table_cell, review + review)],
            [*map(table_cell, dispute_rows(report)[3])],
        ]
    )


def word(report: Made) -> bytes:
    """The report as a Word file with the merged cells of the printed form."""

    def tables(rows: Rows) -> list[str]:
        if len(rows) > 15:
            return [_word_requests(report)]
        if rows[0][0] == "行政复议":
            return [_word_disputes(report)]
        width = max(map(len, rows))
        return [table([[table_cell(c, width if len(row) == 1 else 1) for c in row] for row in rows])]

    lines = whole(report, tables)
    return word_file("".join(line if line.startswith("<w:tbl>") else paragraph(line) for line in lines))


def figures_then_label(report: Made) -> str:
    """A layout that nobody can read for certain: figures stand above their label."""

    def tables(rows: Rows) -> list[str]:
        lines = []
        for row in rows:
            figures = [cell for cell in row if cell == "/" or cell[-1:].isdecimal()]
            words = [cell for cell in row if cell not in figures]
            lines += [*([" ".join(figures)] if figures else []), *(["".join(words)] if words else [])]
        return lines

    return "\n".join(whole(report, tables))


HARD = {"figures_then_label.txt": figures_then_label}

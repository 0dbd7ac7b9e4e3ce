"""How a Word report looks: page, fonts and styles by GB/T 9704-2012.

Lengths are twips, a twentieth of a point. A body line holds 28 characters of 16 points drawn together by a quarter
of a point; the grid `linesAndChars` that Word offers for this is read by other programs as half as many.
"""

from __future__ import annotations

from typing import NamedTuple

WIDTH, HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1588, 1474
"""Margins of 37, 35, 28 and 26 mm."""

TEXT = WIDTH - LEFT - RIGHT
"""Width of the type area, 156 mm."""

PITCH = 579
"""From line to line: 22 lines in 225 mm."""

CHARACTER = 315
"""What one of 28 characters takes up."""

FANG, KAI, HEI, SONG, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
LATIN = "Times New Roman"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Style(NamedTuple):
    """One paragraph style; the pieces of XML are in the order that the schema asks for."""

    id: str
    name: str
    font: str
    half_points: int
    before: str = ""
    """Paragraph properties that stand before the spacing."""
    line: str = f'<w:spacing w:before="0" w:after="0" w:line="{PITCH}" w:lineRule="exact"/>'
    after: str = ""
    """Paragraph properties after the spacing: indents, alignment, outline level."""
    latin: str = LATIN
    tight: bool = True
    """Whether the characters are drawn together so that 28 stand in a line."""

    def xml(self) -> str:
        """Returns the style as it stands in styles.xml."""
        default = ' w:default="1"' if self.id == "Normal" else ""
        based = "" if self.id == "Normal" else '<w:basedOn w:val="Normal"/>'
        spacing = '<w:spacing w:val="-5"/>' if self.tight else '<w:spacing w:val="0"/>'
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}"><w:name w:val="{self.name}"/>{based}<w:qFormat/>'
            f"<w:pPr>{self.before}{self.line}{self.after}</w:pPr>"
            f"<w:rPr>{_fonts(self.font, self.latin)}{spacing}"
            f'<w:sz w:val="{self.half_points}"/><w:szCs w:val="{self.half_points}"/></w:rPr></w:style>'
        )


def _fonts(east: str, latin: str) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>'


_TWO = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * CHARACTER}"/>'
_SINGLE = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_FREE = '<w:snapToGrid w:val="0"/>'
_KEEP = "<w:keepNext/><w:keepLines/>"
_NO_GAPS = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
"""No room of its own between 汉字 and digits, which would push characters out of the line."""

STYLES = (
    Style("Normal", "Normal", FANG, 32, f"<w:widowControl/>{_NO_GAPS}"),
    Style(
        "ReportTitle",
        "题目",
        TITLE,
        44,
        _KEEP + _FREE,
        '<w:spacing w:before="0" w:after="0" w:line="680" w:lineRule="exact"/>',
        '<w:jc w:val="center"/>',
        tight=False,
    ),
    Style("Heading1", "heading 1", HEI, 32, _KEEP, after=_TWO + '<w:outlineLvl w:val="0"/>'),
    Style("Heading2", "heading 2", KAI, 32, _KEEP, after=_TWO + '<w:outlineLvl w:val="1"/>'),
    Style("Prose", "正文段落", FANG, 32, "<w:widowControl/>", after=_TWO + '<w:jc w:val="both"/>'),
    Style("Cell", "表格文字", SONG, 18, _FREE, _SINGLE, '<w:jc w:val="left"/>', tight=False),
    Style("CellHead", "表头文字", SONG, 18, _FREE, _SINGLE, '<w:jc w:val="center"/>', tight=False),
    Style("Signature", "署名", FANG, 32, _KEEP),
    Style("SignDate", "成文日期", FANG, 32),
    Style("DraftMark", "草稿标记", HEI, 32, _FREE, _SINGLE, '<w:jc w:val="center"/>', tight=False),
    Style("PageOdd", "单页码", SONG, 28, _FREE, _SINGLE, '<w:ind w:right="280"/><w:jc w:val="right"/>', SONG, False),
    Style("PageEven", "双页码", SONG, 28, _FREE, _SINGLE, '<w:ind w:left="280"/><w:jc w:val="left"/>', SONG, False),
)


def styles() -> str:
    """Returns styles.xml: the fonts stand on the styles, since those on runs are lost in editing."""
    default = f'{_fonts(FANG, LATIN)}<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    return (
        f"{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{default}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault/></w:docDefaults>{''.join(style.xml() for style in STYLES)}</w:styles>"
    )


def settings() -> str:
    """Returns settings.xml: odd and even pages differ, lines may not begin with closing marks."""
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def page_number(style: str) -> str:
    """Returns a footer: a number between 一字线."""
    field = "".join(
        f"<w:r>{piece}</w:r>"
        for piece in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    return f'{HEAD}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{field}</w:p></w:ftr>'


def page() -> str:
    """Returns the section properties: the page, its margins, its lines."""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="even" r:id="rId4"/>'
        '<w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="even" r:id="rId6"/>'
        f'<w:pgSz w:w="{WIDTH}" w:h="{HEIGHT}"/>'
        f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="851" w:footer="1304" '
        f'w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="{PITCH}"/></w:sectPr>'
    )

"""What opens a list, and how far it reaches."""

import pytest

from tui_report.rules import rule_of
from tui_report.rules.example import facts
from tui_report.rules.model import Example

PROACTIVE = "overview.proactive"


def found(id, text):
    return [f.severity for f in rule_of(id).run(facts(Example({PROACTIVE: text}))) if f.open]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        # A part that begins like a new statement, up to the part that is named 其他.
        (
            "发布信息90条，包括：公示30条，解读稿件20条，其他信息40条。",
            "发布信息90条，包括：公示30条，解读稿件50条，其他信息40条。",
        ),
        (
            "发布信息90条，其中：公示30条；动态20条，其他信息40条。",
            "发布信息90条，其中：公示30条；动态25条，其他信息40条。",
        ),
        # Items that are counted in pieces and in copies.
        (
            "公开信息90条，其中会议10条，文件20件，解读5篇，其他信息55条。",
            "公开信息90条，其中会议10条，文件25件，解读5篇，其他信息55条。",
        ),
        # All parts alike begin with the verb of the first.
        (
            "发布信息96条，其中：通过网站发布41条，通过广播发布55条。",
            "发布信息96条，其中：通过网站发布41条，通过广播发布65条。",
        ),
        ("公开1条，包括概况1条。", "公开1条，包括概况1条，以及预算2条。"),
        ("受理9件，具体为土地类6件，规划类3件。", "受理9件，具体为土地类6件，规划类4件。"),
        ("公开96条次，其中公开栏41条、广播55条。", "公开96条次，其中公开栏41条、广播65条。"),
        # The words behind the total only tell what it is about.
        (
            "公开90条，内容涉及机构、预算等方面。其中机构30条、预算60条。",
            "公开90条，内容涉及机构、预算等方面。其中机构30条、预算70条。",
        ),
        (
            "发布信息90条，涉及教育30条、医疗20条、其他领域40条。",
            "发布信息90条，涉及教育30条、医疗20条、其他领域50条。",
        ),
        ("38件新收申请中，个人申请30件、企业申请8件。", "38件新收申请中，个人申请30件、企业申请9件。"),
        # A sentence about something else lies between, but the parts run to 其他.
        (
            "公开90条，移交及时率100%。其中，机构类30条、政策类20条、其他类40条。",
            "公开90条，移交及时率100%。其中，机构类30条、政策类20条、其他类50条。",
        ),
        ("巡检3轮，其中春季1轮、秋季2轮。", "巡检3轮，其中春季1轮、秋季3轮。"),
        ("公告9条，具体包括预告4条、公示5条。", "公告9条，具体包括预告4条、公示6条。"),
        # Numbers of other things lie between.
        ("活动36场，参与4210人次，其中市级12场，县级24场。", "活动36场，参与4210人次，其中市级12场，县级34场。"),
        ("公开信息18条、公告6条，以上两类合计24条。", "公开信息28条、公告6条，以上两类合计24条。"),
        ("新收的62件中，网上48件、信函14件。", "新收的62件中，网上58件、信函14件。"),
        ("解读90篇，含图片30篇、视频60篇。", "解读90篇，含图片30篇、视频70篇。"),
        ("申请47件，已全部答复。其中公开40件、补正7件。", "申请47件，已全部答复。其中公开40件、补正8件。"),
        ("发布12期（其中：简报2期、通报10期）。", "发布12期，（其中：简报2期、通报11期）。"),
        # Rounding of what comes after the list is none of its own.
        (
            "公开60128条，其中动态31406条、其他28722条；阅读12.6万条。",
            "公开60182条，其中动态31406条、其他28722条；阅读12.6万条。",
        ),
    ],
)
def test_sums_of_lists(right, wrong):
    assert found("X03", right) == []
    assert found("X03", wrong) == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        "收到申请9件，上年结转1件，其中网络申请5件，信函申请5件。",
        "发布信息31条，其中文件14条、其他信息5条、动态6条。",
        "答复98件，含上年结转120件。",
        "发布信息20条，及时率100%。其中公众号发布300条。",
        "21件办结申请中，不予处理7件，其他处理9件，无法提供1件。",
        "办理38件申请过程中，补正40件次、延期5件、其他36件。",
        "38件申请中，补正4件。",
        "发布信息20条，同时用好新媒体。其中公众号发布300条。",
        "公开文件5件，涉及乡镇6件、村7件。",
        "公开200条，其中政策20条、动态180条；发布图文300条，其他作品80条。",
    ],
)
def test_numbers_that_make_no_wrong_list(text):
    assert "warning" not in found("X03", text)

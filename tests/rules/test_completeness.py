"""Whether the passages say what the form asks for."""

import pytest

from tui_report.report import Heading, Source
from tui_report.rules import rule_of
from tui_report.rules.example import facts
from tui_report.rules.model import Example

ASPECTS = [f"overview.{key}" for key in ("proactive", "on_request", "management", "platform", "supervision")]
PROBLEMS, IMPROVEMENTS, OTHERS = "problems.problems", "problems.improvements", "others.others"
OPENING, SUPERVISION = "overview.opening", "overview.supervision"


def found(id, values):
    return [(f.severity, f.message) for f in rule_of(id).run(facts(Example(values))) if f.open]


def test_all_missing_aspects_are_one_finding():
    ((severity, message),) = found("S03", {ASPECTS[2]: None, ASPECTS[4]: None, OTHERS: "无。"})
    assert severity == "warning"
    assert "（三）政府信息管理情况、（五）监督保障情况" in message


def test_an_empty_first_section_is_an_error():
    ((severity, _),) = found("S03", {**dict.fromkeys(ASPECTS), OPENING: None})
    assert severity == "error"


def test_an_aspect_told_elsewhere_is_a_note():
    told = "全年公开162条。在县政府网站开设专栏，公开栏9个。"
    ((severity, _),) = found("S03", {"overview.platform": None, "overview.proactive": told})
    assert severity == "note"


@pytest.mark.parametrize(("level", "count"), [("township", 1), ("county", 1), ("department", 0), ("", 0)])
def test_the_three_results_are_asked_of_governments(level, count):
    assert len(found("S04", {"unit.level": level, SUPERVISION: "开展培训2次。"})) == count


@pytest.mark.parametrize("text", ["无。", "无", "没有问题。", "不存在问题", "（一）存在的主要问题：无。"])
def test_no_problems_is_no_answer(text):
    assert [severity for severity, _ in found("S05", {PROBLEMS: text})] == ["error"]


@pytest.mark.parametrize(
    ("values", "severities"),
    [
        ({PROBLEMS: None, IMPROVEMENTS: None}, ["error"]),
        ({PROBLEMS: "解读形式单一。下一步将加强图解。", IMPROVEMENTS: None}, ["note"]),
        ({PROBLEMS: "解读形式单一。", IMPROVEMENTS: None}, ["error"]),
        ({PROBLEMS: None, IMPROVEMENTS: "针对解读不足的问题，制作图解。"}, ["note"]),
        ({PROBLEMS: "解读形式单一，没有图解。"}, []),
    ],
)
def test_problems_and_improvements(values, severities):
    assert [severity for severity, _ in found("S05", values)] == severities


@pytest.mark.parametrize(
    ("text", "severities"),
    [(None, ["error"]), ("无。", ["warning"]), ("未收取信息处理费。", []), ("没有产生任何费用。", [])],
)
def test_the_fee_is_to_be_told(text, severities):
    assert [severity for severity, _ in found("S06", {OTHERS: text})] == severities


@pytest.mark.parametrize("id", ["S05", "S06"])
def test_a_section_that_an_imported_document_lacks_is_told_by_another_rule(id):
    given = facts(Example(dict.fromkeys([PROBLEMS, IMPROVEMENTS, OTHERS])))
    source = Source(file="报告.docx", headings=(Heading("overview", "一、总体情况"),))
    given = given._replace(report=given.report.but(source=source))
    assert list(rule_of(id).run(given)) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("本报告由总体情况、主动公开、存在问题等六个部分组成。", 0),
        ("本报告由总体情况、主动公开、存在问题等5个部分组成。", 1),
        ("报告分为六个部分：总体情况等。", 0),
        ("本报告由总体情况、主动公开政府信息情况、收到和处理申请情况、复议诉讼情况、存在问题六个部分组成。", 1),
        ("部分村的公开栏已更新。", 0),
    ],
)
def test_the_number_of_parts(text, count):
    assert len(found("S08", {OPENING: text})) == count


@pytest.mark.parametrize(
    ("title", "severities"),
    [
        ("云岭县青禾乡人民政府2024年政府信息公开工作年度报告", []),
        ("云岭县青禾乡人民政府\n2024 年政府信息公开\n年度报告", []),
        ("青禾乡2024年度政府信息公开工作年度报告", ["note"]),
        ("青禾乡2023年政府信息公开工作年度报告", ["warning"]),
        ("青禾乡2024年信息公开年度报告", ["warning"]),
        ("青禾乡2024年政府信息公开工作报告", ["warning"]),
        ("", []),
    ],
)
def test_titles(title, severities):
    given = facts(Example())
    given = given._replace(report=given.report.but(source=Source(title=title)))
    assert [f.severity for f in rule_of("S10").run(given)] == severities


@pytest.mark.parametrize(
    "text", ["县政府办公室：\n现将情况报送如下。", "以上报告妥否，请批示。", "根据贵办通知，编制本报告。"]
)
def test_words_to_a_superior(text):
    assert len(found("S11", {OPENING: text})) == 1


@pytest.mark.parametrize(
    "text", ["青禾乡人民政府文件\n青政发〔2025〕3号\n根据条例，编制本报告。", "签发人：王某\n编制本报告。"]
)
def test_the_head_of_an_official_paper_is_no_part_of_the_report(text):
    assert [f.severity for f in rule_of("S11").run(facts(Example({"overview.opening": text})))] == ["warning"]


@pytest.mark.parametrize(
    "text", ["主动公开规范性文件\n根据国办公开办函〔2021〕30号\n编制。", "按照云政办发〔2024〕8号文件编制。"]
)
def test_documents_that_are_cited_are_no_letterhead(text):
    assert list(rule_of("S11").run(facts(Example({"overview.opening": text})))) == []

"""What nobody sees is counted, named and taken out, wherever it stands."""

from tui_report.rules import rule_of
from tui_report.rules.example import facts
from tui_report.rules.model import Example


def found(**values):
    return list(rule_of("L13").run(facts(Example({ref.replace("__", "."): text for ref, text in values.items()}))))


def test_every_text_is_looked_at_and_its_characters_are_named():
    both = found(overview__proactive="甲\u202e乙\n丙\u202e\u200b", unit__name="柳河\ufeff乡")
    name, passage = sorted(both, key=lambda finding: finding.refs, reverse=True)
    assert "有3个看不见的字符（U+202E、U+200B）" in passage.message
    assert passage.span == (1, 2)
    assert passage.mend.values == {"overview.proactive": "甲乙\n丙"}
    assert "有1个看不见的字符（U+FEFF）" in name.message
    assert not {"\u202e", "\u200b", "\ufeff"} & set(passage.message + name.message)


def test_paragraphs_and_wide_blanks_are_no_fault():
    assert found(overview__proactive="甲\n\u3000\u3000乙\u00a0丙") == []

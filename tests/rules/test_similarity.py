"""What counts as taken over."""

from tui_report.rules.similarity import copied

OLD = "2023年，各村公开栏每月初更换一次内容，换下的存档备查。党政办每季度抽查两个村，发现问题当场改正。"
NEW = "2024年，各村公开栏每月初更换一次内容，换下的存档备查。全年抽查了八个村，群众比较满意。"


def test_sentences_taken_over_are_named():
    seen = copied(NEW, OLD)
    assert [NEW[a:b] for a, b in seen.sentences] == ["2024年，各村公开栏每月初更换一次内容，换下的存档备查"]
    assert 0.4 < seen.share < 0.8


def test_numbers_and_punctuation_do_not_count():
    assert copied(OLD.replace("2023", "2024").replace("，", "；"), OLD).share == 1.0


def test_nothing_is_shared_with_another_text():
    assert copied(NEW, "本年没有制发规范性文件，信息由专人审核。").share == 0.0


def test_a_short_passage_shares_nothing():
    assert copied("无。", "无。").share == 0.0


def test_figure_references_do_not_count():
    assert copied("共{{ requests.new.total }}件。", "共{{ requests.new.total }}件。").length == 2

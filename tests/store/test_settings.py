from datetime import date
from pathlib import Path

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report
from tui_report.settings import Settings
from tui_report.store.faults import StoreError
from tui_report.store.settings import last_year_of, settings_for

FULL = """\
# 某县
deadline = "01-20"
seal = true
places = ["柳河乡", "青石镇"]
templates = "模板"

[word_limits]
overview = 3000
"problems.problems" = 800

[portal]
SiteName = "某县人民政府"
"""


@pytest.fixture
def county(tmp_path):
    """A county folder with a township's below it; gives the way to write `county.toml` and the report's path."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        assert not folder.stat().st_mode & 0o002
    (tmp_path / "乡镇").mkdir()
    report = tmp_path / "乡镇" / "r.toml"

    def write(text):
        (tmp_path / "county.toml").write_text(text, "utf-8")
        return report

    return write


def test_without_a_file_the_defaults_hold(tmp_path):
    assert settings_for(tmp_path / "r.toml") == Settings()


def test_everything_is_read_from_above(county, tmp_path):
    (tmp_path / "模板").mkdir()
    assert settings_for(county(FULL), 2024) == Settings(
        deadline=date(2025, 1, 20),
        seal=True,
        word_limits={"overview": 3000, "problems.problems": 800},
        portal={"SiteName": "某县人民政府"},
        places=("柳河乡", "青石镇"),
        templates=tmp_path / "模板",
    )


def test_the_longest_wait_for_a_key_is_read(county):
    assert settings_for(county("idle_hours = 240\n")).idle_hours == 240


def test_word_limits_may_be_written_as_dotted_keys(county):
    path = county("word_limits.overview = 3000\nword_limits.problems.problems = 800\n")
    assert settings_for(path).word_limits == {"overview": 3000, "problems.problems": 800}


def test_the_search_ends_at_the_top():
    top = Path(Path.cwd().anchor)
    assert not (top / "county.toml").exists()
    assert settings_for(top / "r.toml") == Settings()


def test_the_nearest_file_counts(county, tmp_path):
    path = county("seal = true\n")
    (tmp_path / "乡镇" / "county.toml").write_text("editor = true\n")
    assert settings_for(path) == Settings(editor=True)


@pytest.mark.parametrize(
    ("line", "year", "deadline"),
    [
        ("deadline = 2025-01-17", 2024, date(2025, 1, 17)),
        ("deadline = 2025-01-17", 2023, None),
        ("deadline = 2025-01-17", None, date(2025, 1, 17)),
        ('deadline = "01-20"', None, None),
        ('deadline = "01-20"', 2025, date(2026, 1, 20)),
    ],
)
def test_deadlines(county, line, year, deadline):
    assert settings_for(county(line), year).deadline == deadline


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("seal = true\nsael = true\n", "county.toml 第2行：没有“sael”这一项"),
        ('\nseal = "yes"\n', "county.toml 第2行：seal 要写 true 或 false"),
        ('deadline = "20 January"\n', "第1行：deadline 要写日期"),
        ("deadline = 2025-01-17T00:00:00\n", "第1行：deadline 要写日期"),
        ('places = "甲"\n', "第1行：places 要写名称的列表"),
        ("places = [1]\n", "第1行：places"),
        ('templates = "没有"\n', "第1行：templates 要写一个有的文件夹"),
        ("[word_limits]\noverview = 1\nnothing = 5\n", "第3行：word_limits 里没有“nothing”"),
        ("[word_limits]\noverview = 0\n", "第2行：word_limits 要写字数"),
        ("[word_limits]\noverview = true\n", "第2行：word_limits 要写字数"),
        ('[word_limits]\noverview = "三千"\n', "第2行：word_limits 要写字数"),
        ("word_limits = 5\n", "第1行：word_limits 要写成表"),
        ("[portal]\nSiteName = 5\n", "第2行：portal 要写半角引号里的文字"),
        ("idle_hours = 0\n", "第1行：idle_hours 要写小时数"),
        ("idle_hours = true\n", "第1行：idle_hours 要写小时数"),
        ("idle_hours = 241\n", "第1行：idle_hours 要写小时数"),
        ("portal = 1\n", "第1行：portal 要写成表"),
        ("seal = \n", "county.toml 第1行"),
    ],
)
def test_a_wrong_key_or_value_is_named_with_its_line(county, text, says):
    with pytest.raises(StoreError) as fault:
        settings_for(county(text), 2024)
    assert says in str(fault.value)


def test_the_last_day_of_february_is_a_day_as_long_as_no_year_is_known(county):
    assert settings_for(county('deadline = "02-29"\n')).deadline is None
    assert settings_for(county('deadline = "02-29"\n'), 2023).deadline == date(2024, 2, 29)
    with pytest.raises(StoreError, match="deadline"):
        settings_for(county('deadline = "02-29"\n'), 2024)


def test_a_file_that_everyone_may_change_is_refused(county, tmp_path):
    path = county("seal = true\n")
    (tmp_path / "county.toml").chmod(0o666)
    with pytest.raises(StoreError, match="任何人都能修改"):
        settings_for(path)


def test_the_search_ends_at_a_folder_open_to_all(county, tmp_path):
    path = county("seal = true\n")
    tmp_path.chmod(0o777)
    try:
        assert settings_for(path) == Settings()
    finally:
        tmp_path.chmod(0o755)


def test_last_year_is_read_relative_to_the_report(path, text):
    (path.parent / "上年.toml").write_text(text.replace("year = 2024", "year = 2023"), "utf-8")
    here = path.parent / "下" / "r.toml"
    found = last_year_of(here, Report({"last_year": "../上年.toml"}), FORM)
    assert found.notice.startswith("上年报告没有读到")
    here.parent.mkdir()
    found = last_year_of(here, Report({"last_year": "../上年.toml"}), FORM)
    assert found.report and found.report.year == 2023 and found.notice == ""
    assert last_year_of(path, Report(), FORM).report is None
    assert last_year_of(path, Report(), FORM).notice == ""


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("没有.toml", "上年报告没有读到：没有.toml"),
        ("柳河.toml", "上年报告写的是这份报告自己"),
        ("/etc/passwd", "上年报告要写相对于本报告的文件名"),
        ("a\0b", "上年报告没有读到：a"),
        (".", "上年报告没有读到：test_"),
        ("坏.toml", "上年报告没有读到：坏.toml 第1行"),
    ],
)
def test_last_year_that_cannot_be_read_is_a_notice(path, named, says):
    (path.parent / "坏.toml").write_text("a =\n")
    found = last_year_of(path, Report({"last_year": named}), FORM)
    assert found.report is None
    assert found.notice.startswith(says)


def test_what_goes_wrong_below_the_reader_is_said_in_chinese(path, monkeypatch):
    def failing(last, form):
        raise RuntimeError("injected")

    monkeypatch.setattr("tui_report.store.settings.read_report", failing)
    assert last_year_of(path, Report({"last_year": "a.toml"}), FORM).notice == "上年报告没有读到：a.toml 打不开"

"""The form as questions on plain lines: as text through a pipe, and as a conversation in memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import IO

import pytest

from tui_report.form.cn_2021 import FORM
from tui_report.report import Report, plain, write_fact
from tui_report.resources import samples
from tui_report.settings import Settings
from tui_report.store.faults import ChangedOnDisk
from tui_report.store.files import create
from tui_report.store.reading import read_report
from tui_report.ui.plain import Dialogue, talk
from tui_report.ui.session import Session, open_session
from tui_report.ui.steps import steps

ROOT = Path(__file__).parents[2]
NEW = "requests.new.person"


def sample(name: str) -> Report:
    return read_report(samples() / f"{name}.toml", FORM)


def answers(report: Report) -> list[str]:
    """Everything a clerk types to enter a report."""
    lines: list[str] = []
    for step in steps(FORM)[1:]:
        if step.kind == "facts":
            lines += [write_fact(fact, report.values.get(fact.ref)) for fact in FORM.facts]
        elif step.kind == "passage":
            lines += [*report.text(step.key).split("\n"), "."]
        elif step.section and not any(report.number(ref) for t in step.section.tables for ref in t.entered):
            lines.append("全0" if step.section.tables else ".退出")
        elif step.section:
            lines += [
                " ".join(plain(report.values[table.ref(row.key, c.key)]) for c in table.entered_columns)
                for table in step.section.tables
                for row in table.rows
                if row.key not in table.derived_rows
            ]
        else:
            lines.append(".退出")
    return lines


def command(path: Path) -> list[str]:
    return [sys.executable, "-m", "tui_report", "edit", "--plain", str(path)]


def environment() -> dict[str, str]:
    return {**os.environ, "TERM": "dumb", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def asked(words: list[str], text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, check=False, input=text, capture_output=True, text=True, encoding="utf-8", env=environment(), timeout=60
    )


def piped(path: Path, text: str) -> subprocess.CompletedProcess[str]:
    return asked(command(path), text)


def empty(folder: Path) -> Path:
    return create(folder / "report.toml", Report(), FORM)


def same(one: Report, other: Report) -> bool:
    return all(one.values.get(ref) == other.values.get(ref) for ref in [*FORM.texts, *FORM.figures])


@pytest.mark.parametrize("name", ["all-zero-township-2024", "busy-township-2024"])
def test_a_report_piped_in_as_text_holds_the_same(name, tmp_path):
    wanted, path = sample(name), empty(tmp_path)
    done = piped(path, "\n".join(answers(wanted)) + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "都问完了" in done.stdout
    assert done.stdout.endswith("已保存，已退出。\n")
    assert same(read_report(path, FORM), wanted)


def test_a_report_may_be_begun_by_answers_that_are_piped_in(tmp_path):
    words = [sys.executable, "-c", f"import os; os.chdir({str(tmp_path)!r}); from tui_report.cli import main; main()"]
    done = asked([*words, "edit", "--plain"], "1\n柳溪乡人民政府\n2024\n1\n\n.q\n")
    assert (done.stdout.splitlines()[-1], done.stderr) == ("已保存，已退出。", "")
    assert [path.name for path in tmp_path.glob("*.toml")] == ["柳溪乡人民政府-2024.toml"]


def test_input_that_ends_midway_loses_nothing(tmp_path):
    wanted, path = sample("busy-township-2024"), empty(tmp_path)
    lines = answers(wanted)
    cut = lines.index("14 3 0 1 1 0") + 1
    assert piped(path, "\n".join(lines[:cut])).returncode == 0
    half = read_report(path, FORM)
    assert half.number("requests.new.business") == 3
    assert "requests.carried_in.person" not in half.values
    assert half.text("overview.supervision") == wanted.text("overview.supervision")
    assert piped(path, "\n".join(lines[cut:])).returncode == 0  # goes on where it was left
    assert same(read_report(path, FORM), wanted)


def test_a_paragraph_without_its_end_is_kept(tmp_path):
    path = empty(tmp_path)
    piped(path, ".去 一\n本段写到一半，\n后面的还没有")
    assert read_report(path, FORM).text("overview.opening") == "本段写到一半，\n后面的还没有"


def test_a_signal_saves_and_ends(tmp_path):
    path = empty(tmp_path)
    with subprocess.Popen(command(path), stdin=-1, stdout=-1, env=environment(), text=True, encoding="utf-8") as asking:
        assert asking.stdin and asking.stdout
        asking.stdin.write(".去 三\n3 0 0 0 0 0\n")
        asking.stdin.flush()
        while "上年结转" not in asking.stdout.readline():
            pass
        time.sleep(0.1)
        asking.send_signal(signal.SIGHUP)
        assert asking.wait(10) == 128 + signal.SIGHUP
    assert read_report(path, FORM).number(NEW) == 3


def test_neither_textual_nor_a_terminal_is_needed(tmp_path):
    program = (
        "import sys; from tui_report.cli import main; code = main(sys.argv[1:]);"
        "print(code, {'textual', 'rich'} & set(sys.modules))"
    )
    words = [sys.executable, "-c", program, *command(empty(tmp_path))[3:]]
    done = asked(words, ".q\n")
    assert done.stdout.splitlines()[-1] == "0 set()"
    assert piped(tmp_path / "none.toml", "").returncode == 2


# ---------------------------------------------------------------------- the conversation


class Disk:
    """Stands for the report's file."""

    def __init__(self, report: Report, readonly: str = "") -> None:
        self.report = report
        self.readonly = readonly
        self.saved: list[Report] = []

    def save(self, report: Report) -> None:
        self.saved.append(report)


def dialogue(report: Report = Report(), place: str = "", readonly: str = "") -> Dialogue:  # noqa: B008
    file = Disk(report, readonly)
    settings, today = Settings(), date(2025, 1, 10)
    return Dialogue(Session(FORM, file, last=None, settings=settings, today=today), place)  # type: ignore[arg-type]


def says(conversation: Dialogue, *lines: str) -> str:
    """What is said after some answers, the next question included."""
    said: list[str] = []
    for line in lines:
        said = conversation.hear(line)
    return "\n".join([*said, *conversation.asked(), conversation.prompt])


def test_an_empty_line_keeps_what_is_there():
    talk_ = dialogue(Report({NEW: 3}), NEW)
    assert "自然人（现在：3）" in says(talk_, ".看")
    assert "商业企业（现在：空）" in says(talk_, "")
    assert talk_.session.report.number(NEW) == 3


def test_a_single_number_is_answered_with_its_sums_and_the_remainder_of_its_column():
    said = says(dialogue(place=NEW), "３")
    assert "“３”已按3理解" in said
    assert "计入：本行总计 3" in said
    assert "本列：一3 + 二空 = 三（七）空 + 四空" in said
    assert said.endswith("商业企业（现在：空）：")


def test_a_row_is_answered_at_once_with_its_total_and_what_still_misses():
    talk_ = dialogue(place=NEW)
    said = says(talk_, "3 0 0 0 0 2")
    assert "总计 5" in said
    assert "还差：自然人3、其他2" in said
    assert "第2行 二、上年结转政府信息公开申请数量" in said
    assert "各列都相等" in says(talk_, ".去 四、结转下年度", "3 0 0 0 0 2 5")


def test_a_total_is_compared_and_never_taken():
    said = says(dialogue(place=NEW), "3 0 0 0 0 2 6")
    assert "您打的总计是6，与算得的不同" in said


@pytest.mark.parametrize("line", ["3 x", "x", "1 2 3 4 5 6 7 8", "-1", "1.5", "3 \ufffd"])
def test_what_is_no_number_is_not_taken_and_asked_again(line):
    talk_ = dialogue(place=NEW)
    said = says(talk_, line)
    assert "没有填入" in said
    assert said.endswith("自然人（现在：空）：")
    assert talk_.session.report == Report()


def test_zeros_fill_the_blanks_of_the_section_only_and_confirm_them():
    talk_ = dialogue(Report({"disputes.review.upheld": 1}), NEW)
    assert "144个空格填0" in says(talk_, "全0")
    assert talk_.question.step.key == "disputes"
    assert all(talk_.session.report.number(ref) == 0 for t in FORM.tables if t.key == "requests" for ref in t.entered)
    assert talk_.session.report.number("disputes.review.upheld") == 1
    assert not [f for f in talk_.session.assessment.open if f.rule == "T08" and "requests" in f.refs]
    assert "已撤销" in says(talk_, ".撤销")
    assert talk_.question.ref == NEW


def test_back_skip_next_go():
    talk_ = dialogue(place=NEW)
    says(talk_, ".跳过")
    assert talk_.question.ref == "requests.carried_in.person"
    says(talk_, "后退")
    assert talk_.question.ref == "requests.new.other"
    says(talk_, "。n")
    assert talk_.question.ref == "disputes.review.upheld"
    for words, ref in (
        (".去 三", NEW),
        (".g 三", NEW),
        (".去 bfgk", "requests.partial.person"),
        (".去 一", "overview.opening"),
    ):
        says(talk_, words)
        assert talk_.question.ref == ref
    assert "有几处" in says(talk_, ".去 公开")
    assert "没有名称里有" in says(talk_, ".去 没有这样的")
    assert says(talk_, ".去").count("定稿") == 1


def test_a_passage_is_written_line_by_line_kept_changed_and_found_again():
    ref = "overview.platform"
    talk_ = dialogue(Report({ref: "原来的一段。"}), ref)
    assert "重新写这一段" in says(talk_, "第一段。")
    assert talk_.session.report.text(ref) == "第一段。"
    assert "写好了，7字" in says(talk_, "第二段", "。")
    assert talk_.session.report.text(ref) == "第一段。\n第二段"
    says(talk_, ".后退", ".改 第二段/末段。")
    assert talk_.session.report.text(ref) == "第一段。\n末段。"
    assert "有2处" in says(talk_, ".改 段。/节。")
    says(talk_, ".续写", "又一段。", ".")
    assert talk_.session.report.text(ref) == "第一段。\n末段。\n又一段。"
    says(talk_, ".u", ".u", ".u")
    assert talk_.session.report.text(ref) == "原来的一段。"
    says(talk_, "")
    assert talk_.session.report.text(ref) == "原来的一段。"


def test_words_are_replaced_in_all_passages_after_they_were_said():
    texts = {"overview.platform": "2023年，２０２３年。", "others.others": "12023件，2023年"}
    talk_ = dialogue(Report(texts), "overview.platform")
    assert "3处“2023”（2段）" in says(talk_, ".替换 2023")
    assert "打 .替换" in says(talk_, ".替换 好")
    said = says(talk_, ".替换 2023／2024")
    assert "3处“2023”换成“2024”（2段）" in said and "【２０２３换成2024】年。" in said
    assert talk_.session.report.values == texts
    assert "已换：3处" in says(talk_, ".r 好")
    assert talk_.session.report.text("others.others") == "12023件，2024年"
    assert "没有要换的" in says(talk_, ".替换 好")
    says(talk_, ".撤销")
    assert talk_.session.report.values == texts


def test_the_names_of_documents_are_replaced_only_when_asked_for():
    ref = "overview.platform"
    talk_ = dialogue(Report({ref: "《2023年方案》定于2023年"}), ref)
    assert "书名号、文号里的1处不换" in says(talk_, ".替换 2023/2024")
    says(talk_, ".替换 好")
    assert talk_.session.report.text(ref) == "《2023年方案》定于2024年"
    assert "都在书名号、文号里" in says(talk_, ".替换 好")
    says(talk_, ".替换 全部")
    assert talk_.session.report.text(ref) == "《2024年方案》定于2024年"


def test_what_follows_a_command_keeps_its_full_width_marks():
    talk_ = dialogue(Report({"overview.platform": "一，二（三）"}), "overview.platform")
    says(talk_, ".改　，/（甲）")
    assert talk_.session.report.text("overview.platform") == "一（甲）二（三）"


def test_a_line_of_prose_that_begins_with_a_point_is_prose():
    talk_ = dialogue(place="overview.platform")
    says(talk_, ".gov网站1个。", "")
    assert talk_.session.report.text("overview.platform") == ".gov网站1个。"


def test_starters_are_offered_and_put_in_only_when_asked_for():
    talk_ = dialogue(place=NEW)
    says(talk_, "全0", ".去 依申请公开")
    offered = says(talk_, ".样句")
    assert "没有收到政府信息公开申请" in offered
    assert talk_.session.report.text("overview.on_request") == ""
    says(talk_, ".样句 1", "窗口长期受理。", ".")
    first, second = talk_.session.report.text("overview.on_request").split("\n")
    assert "没有收到" in first
    assert second == "窗口长期受理。"


def test_problems_are_listed_shortly_and_gone_to_by_number():
    talk_ = dialogue(place=NEW)
    says(talk_, "3 0 0 0 0 0")
    numbered = [line for line in says(talk_, ".问题").splitlines() if line[:1].isdigit()]
    assert 1 < len(numbered) <= 9
    says(talk_, f".问题 {next(n for n, line in enumerate(numbered, 1) if '第（五）项' in line)}")
    assert talk_.question.ref == "disclosure.permits.decisions"


def with_faults(tmp_path: Path) -> Dialogue:
    path = tmp_path / "report.toml"
    path.write_bytes((samples() / "problems-township-2024.toml").read_bytes())
    return Dialogue(open_session(path, date(2025, 1, 14)), NEW)


def number_of(talk_: Dialogue, rule: str) -> str:
    return next(line.split()[0] for line in says(talk_, ".问题 全部").splitlines() if f" {rule} " in line)


def test_a_quick_mend_is_said_before_it_is_done(tmp_path):
    talk_ = with_faults(tmp_path)
    before = talk_.session.report
    number = number_of(talk_, "T06")
    assert f".改好 {number} 好" in says(talk_, f".改好 {number}")
    assert talk_.session.report is before
    assert "已改好" in says(talk_, f".改好 {number} 好")
    assert not [f for f in talk_.session.assessment.open if f.rule == "T06"]
    says(talk_, ".撤销")
    assert talk_.session.report == before
    assert "没有快速改法" in says(talk_, f".改好 {number_of(talk_, 'T07')}")


def test_a_reason_is_written_where_the_rule_allows_one(tmp_path):
    talk_ = with_faults(tmp_path)
    number = number_of(talk_, "T07")
    assert "写明为什么" in says(talk_, f".说明 {number}")
    assert "已记下说明" in says(talk_, f".说明 {number} 受县政府委托 统计")
    (waiver,) = [w for w in talk_.session.report.waivers if w.rule == "T07"]
    assert waiver.reason == "受县政府委托 统计"
    says(talk_, "3 0 0 0 0 0")
    number = number_of(talk_, "T01")
    assert "不能写说明" in says(talk_, f".说明 {number} 就是这样")


def test_papers_are_listed_and_made_by_number(tmp_path):
    path = tmp_path / "report.toml"
    path.write_bytes((samples() / "all-zero-township-2024.toml").read_bytes())
    talk_ = Dialogue(open_session(path, date(2025, 1, 14)), "finish")
    assert "3 纯文本" in says(talk_, ".导出")
    assert "已写入" in says(talk_, ".导出 3")
    (paper,) = (tmp_path / "出件").glob("青禾*.txt")
    assert "没有收到政府信息公开申请" in paper.read_text("utf-8")


def test_facts_by_digit_and_by_words_with_the_signature_following_the_name():
    talk_ = dialogue()
    says(talk_, "某县某乡人民政府")
    assert talk_.session.report.text("sign.name") == "某县某乡人民政府"
    says(talk_, "１", "2024")
    assert (talk_.session.report.level, talk_.session.report.year) == ("township", 2024)
    assert "没有填入" in says(talk_, "", "", "2025-13-1")
    assert "没有这个命令" in says(talk_, ".没有")


def test_help_speaks_of_the_place_and_names_every_command():
    said = says(dialogue(place="requests.deny_internal.person"), ".帮助")
    assert "第十六条第一款" in said
    assert ".撤销 或 .u" in said


def test_every_answer_is_saved_and_the_end_of_input_ends():
    talk_ = dialogue(place=NEW)
    lines = iter(["3", "4", None])
    talk(talk_, lambda prompt: next(lines), lambda line: None)
    file = talk_.session.file
    assert isinstance(file, Disk)
    assert [r.number("requests.new.business") for r in file.saved] == [None, 4]


def test_a_read_only_report_is_not_changed():
    talk_ = dialogue(Report({NEW: 1}), NEW, readonly="别人正在改")
    assert "只读" in says(talk_, "2")
    assert "只读" in says(talk_, "全0")
    says(talk_, ".去 一")
    assert "只读" in says(talk_, "写一句")
    assert talk_.session.report == Report({NEW: 1})


def test_a_file_that_somebody_else_changed_is_not_overwritten_and_nothing_is_lost(tmp_path):
    path = empty(tmp_path)
    talk_ = Dialogue(open_session(path, date(2025, 1, 10)), NEW)
    path.write_text(path.read_text("utf-8").replace("year = ", "year = 2024 #"), encoding="utf-8")
    talk_.hear("3")
    assert "没有存上" in talk_.save()
    assert talk_.save() == ""
    with pytest.raises(ChangedOnDisk):
        talk_.session.save()
    code, said = talk_.leave()
    assert code == 1
    (mine,) = tmp_path.glob("*.mine-1.toml")
    assert mine.name in said
    assert read_report(mine, FORM).number(NEW) == 3


def test_what_may_only_be_read_or_cannot_be_talked_about_ends_with_3(tmp_path):
    path = tmp_path / "a.toml"
    create(path, Report({"year": 2024}), FORM)

    def leaves_with(output: IO[str] | int) -> int:
        done = subprocess.run(
            command(path), input=".退出\n", text=True, cwd=ROOT, stdout=output, stderr=subprocess.PIPE, check=False
        )
        return done.returncode

    with open("/dev/full", "w") as full:
        assert leaves_with(full) == 3
    holder = open_session(path, date(2025, 1, 14))
    assert leaves_with(subprocess.PIPE) == 3
    holder.file.close()
    assert leaves_with(subprocess.PIPE) == 0


@pytest.mark.parametrize("question", ["?", "？", ".帮", "。帮助"])
def test_help_is_what_everyone_tries(question):
    conversation = dialogue()
    assert "写全称" in says(conversation, question)
    assert conversation.session.report == Report()


def test_a_command_that_is_none_is_no_prose():
    conversation = dialogue(place="overview.proactive")
    said = says(conversation, ".上", "。表格")
    assert "没有这个命令：。表格" in said
    assert "前面加一个空格" in said
    assert not conversation.session.report.text("overview.proactive")
    says(conversation, " .表格", ".5%的事项已经办结。")
    assert conversation.session.report.text("overview.proactive") == ".表格\n.5%的事项已经办结。"

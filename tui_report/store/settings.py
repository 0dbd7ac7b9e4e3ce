"""What an office decided once, from `county.toml` in the report's folder or above it; and last year's report."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from tui_report.form.model import Form
from tui_report.report import Report
from tui_report.settings import Settings
from tui_report.store.faults import Place, StoreError, shown, shown_file
from tui_report.store.reading import form_of, read_report
from tui_report.store.toml import at_line, decoded, loads, read_bytes
from tui_report.tuples import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

NAME = "county.toml"
MOST_HOURS = 240
"""Longest limit for a window that nobody types into."""


class LastYear(NamedTuple):
    """Last year's report, and why it could not be read."""

    report: Report | None = None
    notice: str = ""


def settings_for(path: Place, year: int | None = None) -> Settings:
    """Reads the `county.toml` that is next above a report; the defaults hold where there is none.

    Keys: `deadline`, either a date or `"01-20"` for that day of the year after the one reported on; `seal`, `editor`
    (true or false); `idle_hours`; `places` (names); `templates` (a folder, relative to the file); `word_limits` (characters by
    section or passage); `portal` (texts by name).

    Args:
        path: The report.
        year: The year it reports on, which `"01-20"` needs; a date of another year is not its deadline.

    Raises:
        StoreError: A key is wrong or has a wrong value: the message names file and line. Or everyone could write to
            the file.
    """
    found = _nearest(os.path.dirname(os.path.abspath(path)))
    if not found:
        return Settings()
    name = shown_file(found)
    text = decoded(read_bytes(found), name)
    settings = Settings()
    for key, value in loads(text, name).items():
        read = _KEYS.get(key)
        if read is None:
            raise StoreError(f"{at_line(name, text, key)}：没有“{shown(key)}”这一项，可以写的有：{'、'.join(_KEYS)}")
        try:
            settings = settings._replace(**{key: read(value, found, year)})  # type: ignore[arg-type]
        except _Wrong as wrong:
            place = at_line(name, text, f"{key}.{wrong.key}" if wrong.key else key)
            raise StoreError(f"{place}：{key} {wrong}") from None
    return settings


def last_year_of(path: Place, report: Report, form: Form) -> LastYear:
    """Reads the report that `last_year` names, relative to the report; never fails, the notice says why there is none."""
    named = report.text("last_year").strip()
    if not named:
        return LastYear()
    if os.path.isabs(named):
        return LastYear(notice="上年报告要写相对于本报告的文件名")
    last = os.path.join(os.path.dirname(os.path.abspath(path)), named)
    try:
        if os.path.realpath(last) == os.path.realpath(path):
            return LastYear(notice="上年报告写的是这份报告自己")
        return LastYear(read_report(last, form))
    except (StoreError, OSError, ValueError, RuntimeError) as error:
        why = error if isinstance(error, StoreError) else f"{shown(named)} 打不开"
        return LastYear(notice=f"上年报告没有读到：{why}")


class _Wrong(ValueError):
    """A value that a key cannot have; `key` is the inner key it stands at."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


def _nearest(folder: str) -> str:
    """The county file next above; a folder that everyone may write to ends the search, for anyone could plant one."""
    above = ""
    while folder != above:
        status = _status(folder)
        if status is None or _open_to_all(status):
            break
        found = _status(os.path.join(folder, NAME))
        if found is not None:
            if _open_to_all(found):
                raise StoreError(f"{NAME} 任何人都能修改，不采用；请管理员改正它的权限")
            return os.path.join(folder, NAME)
        above, folder = folder, os.path.dirname(folder)
    return ""


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _open_to_all(status: os.stat_result) -> bool:
    return os.name == "posix" and bool(status.st_mode & stat.S_IWOTH)


def _deadline(value: object, found: str, year: int | None) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value if year is None or value.year == year + 1 else None
    if isinstance(value, str):
        try:
            day = date.fromisoformat(f"{year + 1 if year else 2000}-{value}")
        except ValueError:
            pass
        else:
            return day if year else None
    raise _Wrong('要写日期，例如 2025-01-20，或者 "01-20"（报告年度的次年）')


def _flag(value: object, found: str, year: int | None) -> bool:
    if isinstance(value, bool):
        return value
    raise _Wrong("要写 true 或 false")


def _hours(value: object, found: str, year: int | None) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_HOURS:
        return value
    raise _Wrong(f"要写小时数，是1到{MOST_HOURS}的整数")


def _names(value: object, found: str, year: int | None) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(value)
    raise _Wrong('要写名称的列表，例如 ["甲乡", "乙镇"]')


def _folder(value: object, found: str, year: int | None) -> Path:
    from pathlib import Path

    if isinstance(value, str) and (folder := Path(found).parent / value).is_dir():
        return folder
    raise _Wrong("要写一个有的文件夹，路径相对于这个文件")


def _limits(value: object, found: str, year: int | None) -> Mapping[str, int]:
    limits = dict(_flat(value)) if isinstance(value, dict) else {}
    form = form_of("cn-2021")
    known = {section.key for section in form.sections} | {passage.ref for passage in form.passages}
    if not isinstance(value, dict):
        raise _Wrong("要写成表，例如 { overview = 3000 }")
    for ref, most in limits.items():
        if ref not in known:
            raise _Wrong(f"里没有“{shown(ref)}”这一部分", ref)
        if isinstance(most, bool) or not isinstance(most, int) or most < 1:
            raise _Wrong("要写字数，是大于0的整数", ref)
    return {ref: most for ref, most in limits.items() if isinstance(most, int)}


def _texts(value: object, found: str, year: int | None) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise _Wrong('要写成表，例如 { SiteName = "某县人民政府" }')
    for name, text in value.items():
        if not isinstance(text, str):
            raise _Wrong("要写半角引号里的文字", name)
    return dict(value)


def _flat(table: Mapping[str, object], head: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{head}{key}.")
        else:
            yield head + key, value


_KEYS: Mapping[str, Callable[[object, str, int | None], object]] = {
    "deadline": _deadline,
    "seal": _flag,
    "word_limits": _limits,
    "portal": _texts,
    "places": _names,
    "editor": _flag,
    "idle_hours": _hours,
    "templates": _folder,
}

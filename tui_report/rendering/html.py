"""The report as a page for the county portal, or as a fragment to paste into its editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from tui_report.assess import Assessment
from tui_report.characters import visible
from tui_report.rendering.context import title_words
from tui_report.rendering.environment import Plain
from tui_report.rendering.outgoing import in_front, outgoing, run_template
from tui_report.rules.model import Facts

SITE = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords")
"""What 政府网站发展指引（国办发〔2017〕47号）asks of every page and only the portal knows."""

COLUMN_TYPE = "信息公开年报"
"""One of the column types that the 指引 lists."""

MARK = "\n<!-- 非标准模板 -->\n"


def render_html(
    facts: Facts,
    assessment: Assessment,
    *,
    draft: bool = False,
    fragment: bool = False,
    section: str | None = None,
    template: Path | None = None,
) -> str:
    """Returns the report as one page that needs no other file, through the template `report.html.j2`.

    Args:
        facts: The report with the office's settings, whose templates folder goes in front of ours.
        assessment: What `assess` says about the report.
        draft: Prints 草稿 in the head and lets open errors pass.
        fragment: Leaves out head, title and style, to be pasted into an editor; the template is `fragment.html.j2`.
        section: Key of the only section wanted, without title and signature.
        template: A template file to take instead.

    Raises:
        OpenErrors: The report has open errors and no draft was asked for.
        RenderError: There is no such section, or a template fails.
    """
    context = outgoing(facts, assessment, draft=draft, section=section)
    return through(f"{'fragment' if fragment else 'report'}.html.j2", context, facts, template)


def through(name: str, context: Mapping[str, Plain], facts: Facts, template: Path | None) -> str:
    """Runs a template of a page; the output bears a mark where it may not be a template of ours."""
    meta: list[Plain] = [[name, content] for name, content in page_meta(facts)]
    page = run_template(name, {**context, "meta": meta, "seal": facts.settings.seal}, "html", facts, template)
    return page + MARK if in_front(facts, template) else page


def page_meta(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yields names and contents of the page's meta elements; what the county set goes before what we know."""
    ours = {
        "ColumnType": COLUMN_TYPE,
        "ArticleTitle": "".join(title_words(facts.form, facts.report.unit, facts.report.year)),
        "PubDate": _published(facts),
        "ContentSource": facts.report.unit,
    }
    wanted = {**dict.fromkeys(SITE, ""), **ours, **facts.settings.portal}
    yield from ((name, visible(content)) for name, content in wanted.items() if content.strip())


def missing_meta(facts: Facts) -> list[str]:
    """Returns the required meta names that `county.toml` does not give."""
    return [name for name in SITE if not facts.settings.portal.get(name, "").strip()]


def _published(facts: Facts) -> str:
    """The date of the report, at midnight, until the portal sets the hour of publication."""
    day = facts.report.values.get("sign.date")
    return f"{day.isoformat()} 00:00" if isinstance(day, date) else ""

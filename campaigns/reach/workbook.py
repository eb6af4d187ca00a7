"""A report as a workbook: numbers are numbers, days are days, what is not known is empty and says so beside it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from campaigns.cells import safe_cell
from campaigns.reach.metrics import ENGAGED
from campaigns.reach.posts import PostFigures
from campaigns.reach.reports import Report
from campaigns.reach.rows import LanguageRow, TopicRow
from campaigns.reach.spreads import TOLD

DAY_FORMAT = "yyyy-mm-dd"
NUMBER_FORMAT = "#,##0"


def report_xlsx(report: Report, posts: Sequence[PostFigures]) -> bytes:
    """Sheets of the summary, the languages, the groups, the posts, the evidence and the definitions."""
    # openpyxl brings numpy along, 30 MB that the desk should not carry for nothing
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _sheet(book, "summary", ["figure", "value", "note"], _summary(report))
    _sheet(book, "languages", LANGUAGE_HEADER, language_rows(report))
    if report.topics:
        _sheet(book, "topics", TOPIC_HEADER, topic_rows(report))
    _sheet(book, "groups", GROUP_HEADER, _groups(report))
    _sheet(book, "posts", POST_HEADER, post_rows(posts))
    _sheet(
        book,
        "evidence",
        ["published_at", "post", "language", "channel", "url", "digest", "clicks"],
        _evidence(report),
    )
    _sheet(
        book,
        "definitions",
        ["figure", "platform", "version", "since", "definition", "note"],
        _definitions(report),
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ASKED_TO_CLICKED = ["questions_before", "questions_during", "publications", "views_median", "clicks"]
LANGUAGE_HEADER = ["language", *ASKED_TO_CLICKED]
TOPIC_HEADER = ["topic", *ASKED_TO_CLICKED]
GROUP_HEADER = [
    "by",
    "group",
    "posts",
    "figure",
    "median",
    "low_95",
    "high_95",
    "total_in_one_channel",
    "posts_known",
]
POST_HEADER = [
    "publication", "topic", "format", "language", "channel", "space", "weekday_monday_0", "hour",
    *(str(metric) for metric in (*TOLD, *ENGAGED)),
]  # fmt: skip


def post_rows(posts: Sequence[PostFigures]) -> list[list[Any]]:
    """One row a post, what is not known empty; engagements as the report counts them."""
    return [
        [
            post.publication_id, post.topic, post.format, post.language, post.channel, post.space_id, post.weekday,
            post.hour,
            *(post.engaged if str(metric) == "engagements" else getattr(post, metric) for metric in (*TOLD, *ENGAGED)),
        ]
        for post in posts
    ]  # fmt: skip


def _summary(report: Report) -> list[list[Any]]:
    rows: list[list[Any]] = [
        ["programme", report.programme, ""],
        ["title", report.title, ""],
        ["from", report.period.start, ""],
        ["to", report.period.end, ""],
        ["before_from", report.before.start, ""],
        ["before_to", report.before.end, ""],
        ["questions_before", *_count(report.asked_before)],
        ["questions_during", *_count(report.asked_after)],
        ["publications", report.published, ""],
        ["clicks", report.clicks, "visits by persons to our short links"],
        ["handoffs", report.handoffs, "posted in groups by hand"],
        *_kits(report),
        *_costs(report),
        ["rumours_heard", report.rumours_heard, ""],
        ["rumours_corrected", report.rumours_answered, ""],
        ["texts_approved", report.approvals, ""],
        ["texts_returned", report.returns, ""],
        ["hours_to_approve_median", report.median_hours_to_approve, ""],
    ]
    if report.ratio:
        rows += [
            ["asked_ratio", report.ratio.value, "questions a week in the period / before"],
            ["asked_ratio_low_95", report.ratio.low, "exact conditional interval of two Poisson rates"],
            ["asked_ratio_high_95", report.ratio.high, ""],
        ]
    return rows


def _kits(report: Report) -> list[list[Any]]:
    if report.kits is None:
        return []
    return [
        ["kits", report.kits.kits, f"that {report.kits.partners} partners had in the period"],
        ["kit_downloads", report.kits.downloads, "whole kits and single files taken by persons"],
        ["kits_shared", report.kits.shared, "as partners say"],
    ]


def _costs(report: Report) -> list[list[Any]]:
    costs = report.costs
    if costs is None:
        return []
    note = f"of {costs.known} of {costs.campaigns} campaigns, each as a whole"
    per_click = (
        [] if costs.per_click is None else [["euros_per_click", costs.per_click / 100, "costs / clicks"]]
    )
    return [["costs_in_euros", costs.cents / 100, note], *per_click]


def _count(count: Any) -> tuple[int | None, str]:
    return (count.shown, "") if count.shown is not None else (None, f"{count}: hidden")


def language_rows(report: Report) -> list[list[Any]]:
    """One row a language, hidden counts as their mark."""
    return [[row.language or "unknown", *_asked_to_clicked(row)] for row in report.rows]


def topic_rows(report: Report) -> list[list[Any]]:
    """One row a topic of a programme's campaigns."""
    return [[row.topic, *_asked_to_clicked(row)] for row in report.topics]


def _asked_to_clicked(row: LanguageRow | TopicRow) -> list[Any]:
    counts = [row.asked_before, row.asked_after]
    return [
        *(str(count) if count.shown is None else count.shown for count in counts),
        row.published,
        row.seen,
        row.clicks,
    ]


def _groups(report: Report) -> list[list[Any]]:
    return [
        [
            by,
            group.key,
            group.published,
            name,
            spread.median,
            spread.low,
            spread.high,
            spread.total,
            spread.known,
        ]
        for by, groups in report.groups.items()
        for group in groups
        for name, spread in group.spreads.items()
    ]


def _evidence(report: Report) -> list[list[Any]]:
    return [
        [
            item.at.replace(tzinfo=None),
            item.post,
            item.language,
            item.channel,
            item.url,
            item.digest,
            item.clicks,
        ]
        for item in report.evidence
    ]


def _definitions(report: Report) -> list[list[Any]]:
    return [
        [str(each.metric), each.platform, each.version, each.since, each.sentence, each.note]
        for each in report.definitions
    ]


def _sheet(book: Any, title: str, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from datetime import date

    from openpyxl.styles import Font

    sheet = book.create_sheet(title)
    sheet.append(list(header))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, date):
                cell.number_format = DAY_FORMAT if type(cell.value) is date else f"{DAY_FORMAT} hh:mm"
            elif isinstance(cell.value, int):
                cell.number_format = NUMBER_FORMAT
    sheet.freeze_panes = "A2"
    for column, name in zip(sheet.columns, header, strict=True):
        width = max([len(str(name)), *(len(str(cell.value or "")) for cell in column[:200])])
        sheet.column_dimensions[column[0].column_letter].width = min(width + 2, 60)

"""The charts of a report: bars beside the tables that say the same."""

from __future__ import annotations

from campaigns.reach.disclosure.suppression import Count
from campaigns.reach.report.building import Report
from web.charts import BarRow, Value, bar_rows
from web.formats import number, share
from web.reports.counts import observed_weeks, per_week
from web.reports.fairness import shares_known
from web.reports.languages import language_word


def asked_chart(report: Report) -> list[BarRow]:
    """Questions per week in each language, before and during: periods of different length, made comparable.

    Empty where the whole report withholds them, and where not a day was observed.
    """
    if not any(observed_weeks(report)) or all(
        count == Count(None) for row in report.rows for count in (row.asked_before, row.asked_during)
    ):
        return []
    before, during = observed_weeks(report)
    return bar_rows(
        [
            (
                language_word(row.language),
                row.language,
                [
                    Value("before", *_weekly(row.asked_before, before)),
                    Value("during", *_weekly(row.asked_during, during)),
                ],
            )
            for row in report.rows
        ]
    )


def clicks_chart(report: Report) -> list[BarRow]:
    """Clicks in each language in which something was published."""
    return bar_rows(
        [
            (
                language_word(row.language),
                row.language,
                [Value("clicks", row.clicks, number(row.clicks))],
            )
            for row in report.rows
            if row.published or row.clicks
        ]
    )


def fair_chart(report: Report) -> list[BarRow]:
    """Each language's share of questions, views and clicks side by side; empty where there is nothing to compare."""
    known = shares_known(report)
    if len(known) < 2:
        return []
    return bar_rows(
        [
            (
                language_word(row.language),
                row.language,
                [Value(name, getattr(row, name), share(getattr(row, name))) for name in known],
            )
            for row in report.fairness
        ]
    )


def _weekly(count: Count, length: float) -> tuple[float | None, str, bool]:
    if count.shown is not None and not length:
        return None, "–", False
    return (
        (None if count.shown is None else count.shown / length),
        per_week(count, length),
        count.shown is None,
    )

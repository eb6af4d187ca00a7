"""Live reports for those who account and evaluate: everything but questions.

A live report takes any period, and two periods that differ by a day tell by subtraction what was asked on that day.
So whoever does not work with the questions themselves reads their counts in fixed versions, each of which was
checked against all versions before it.
"""

from __future__ import annotations

from dataclasses import replace

from campaigns.reach.reports import Report
from campaigns.reach.suppression import Count


def without_questions(report: Report) -> Report:
    """The same report without a single count of questions, nor a language that only a question brought in."""
    published = [row for row in report.rows if row.published or row.clicks]
    codes = {row.language for row in published}
    return replace(
        report,
        rows=[replace(row, asked_before=Count(None), asked_after=Count(None)) for row in published],
        topics=[replace(row, asked_before=Count(None), asked_after=Count(None)) for row in report.topics],
        asked_before=Count(None),
        asked_after=Count(None),
        ratio=None,
        fairness=[replace(row, asked=None) for row in report.fairness if row.language in codes],
    )

"""What was taken from an export as it stands and is hardly so: a person is to look at it."""

from __future__ import annotations

from datetime import date

from campaigns.reach.exports.moments import as_moment
from campaigns.reach.exports.reading import Export
from campaigns.reach.exports.rows import Apart, ExportRow
from campaigns.reach.insights.metrics import Metric

REACH_ABOVE_VIEWS = (
    "Reach is larger than the views, which cannot be: whoever was reached has seen the post at least once. It was "
    "taken as it stands. Look whether the columns mean what they were read as."
)
IN_THE_FUTURE = (
    "This day has not come yet. The figures were taken as they stand. Look whether the file has day and month the "
    "right way round, and whether it is the right one."
)


def doubts_of(export: Export, *, today: date) -> list[Apart]:
    """Figures and days that contradict each other or the calendar, by row. `today` is the account's."""
    return [doubt for row in export.rows for doubt in (*_above(export, row), *_future(export, row, today))]


def _above(export: Export, row: ExportRow) -> list[Apart]:
    reach, views = row.figures.get(Metric.REACH), row.figures.get(Metric.VIEWS)
    limits = row.rounded.get(Metric.VIEWS)
    most = limits.high if limits else views
    if reach is None or most is None or reach <= most:
        return []
    return [Apart(row.row, export.columns.header(Metric.REACH), f"{reach} > {views}", REACH_ABOVE_VIEWS)]


def _future(export: Export, row: ExportRow, today: date) -> list[Apart]:
    days = (row.day,) if row.day else row.posted.days if row.posted else ()
    if not days or min(days) <= today:
        return []
    column = next(name for name in ("posted", "date") if name in export.columns.places)
    hint = row.day.isoformat() if row.day else as_moment(row.posted)
    return [Apart(row.row, export.columns.header(column), hint[:40], IN_THE_FUTURE)]

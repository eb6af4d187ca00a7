"""Figures of a post when it had been out for a week: posts of one age can be compared, newest readings cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from campaigns.reach.insights.metrics import AGED, ENGAGED, Metric
from campaigns.reach.models import Insight

#: The age at which posts are compared, and between which ages a reading stands for it.
AGE, EARLIEST, LATEST = timedelta(days=7), timedelta(days=5), timedelta(days=10)


def at_a_week(
    series: Iterable[Insight], published_at: datetime, newest: Mapping[str, Mapping[str, Any]]
) -> dict[str, int | None]:
    """The figures of AGED: of each the known reading nearest to seven days, counted by the definition of the `newest`.

    Engagements are the channel's own where the newest ones are, else their parts as far as they are known.
    """
    nearest: dict[str, Insight] = {}
    for row in series:
        age = row.at - published_at
        fits = row.definition == newest.get(row.metric, {}).get("definition")
        if row.value is None or not fits or not EARLIEST <= age <= LATEST:
            continue
        before = nearest.get(row.metric)
        if before is None or abs(age - AGE) < abs(before.at - published_at - AGE):
            nearest[row.metric] = row
    values = {metric: row.value for metric, row in nearest.items()}
    if newest.get(Metric.ENGAGEMENTS, {}).get("value") is None:
        parts = [value for part in ENGAGED if (value := values.get(str(part))) is not None]
        values[str(Metric.ENGAGEMENTS)] = sum(parts) if parts else None
    return {str(aged): values.get(str(of)) for aged, of in AGED.items()}

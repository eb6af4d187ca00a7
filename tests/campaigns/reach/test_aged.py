"""Posts are compared at one age: seven days after they went out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from campaigns.reach.insights.aged import at_a_week
from campaigns.reach.models import Insight
from campaigns.vocabulary import InsightSource

OUT = datetime(2026, 11, 2, 10, tzinfo=UTC)


def reading(days: float, value: int | None, metric: str = "views", definition: str = "x.views.2") -> Insight:
    return Insight(
        publication_id=1, metric=metric, value=value, unknown="" if value is not None else "none",
        at=OUT + timedelta(days=days), definition=definition, source=InsightSource.API,
    )  # fmt: skip


def views(*series: Insight) -> int | None:
    return at_a_week(series, OUT, {"views": {"value": 9, "definition": "x.views.2"}})["views_week"]


def test_the_reading_nearest_to_seven_days_is_taken_and_none_that_is_too_young_or_too_old() -> None:
    assert views(reading(1, 10), reading(6, 60), reading(7.5, 75), reading(9, 90), reading(30, 300)) == 75
    assert views(reading(4.9, 49), reading(10.1, 101)) is None
    # Of two as near the earlier one; one that is not known stands for nothing.
    assert views(reading(6, 60), reading(7, None), reading(8, 80)) == 60


def test_a_reading_by_another_definition_than_the_newest_is_not_compared() -> None:
    assert views(reading(7, 70, definition="x.views.1")) is None


def test_engagements_at_a_week_are_made_of_what_the_newest_ones_are_made_of() -> None:
    likes, shares = reading(7, 5, "reactions", "r"), reading(6, 2, "shares", "s")
    own = reading(7, 30, "engagements", "e")
    parts = {"reactions": {"value": 6, "definition": "r"}, "shares": {"value": 3, "definition": "s"}}

    assert at_a_week([likes, shares, own], OUT, parts)["engagements_week"] == 7
    newest = parts | {"engagements": {"value": 40, "definition": "e"}}
    assert at_a_week([likes, shares, own], OUT, newest)["engagements_week"] == 30
    assert at_a_week([likes, shares], OUT, newest)["engagements_week"] is None

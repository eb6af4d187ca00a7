"""Where a campaign stands is told from what its texts and placements are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from campaigns.placements.overview.stages import stage_of
from campaigns.placements.reasons import too_late
from campaigns.vocabulary import CampaignStage, PlacementStatus, VariantStatus

APPROVED = {VariantStatus.APPROVED: 1, VariantStatus.RENDERED: 3}


@pytest.mark.parametrize(
    ("placements", "stage"),
    [
        ({}, CampaignStage.REVIEW),
        ({PlacementStatus.PROPOSED: 2}, CampaignStage.REVIEW),
        ({PlacementStatus.SCHEDULED: 1}, CampaignStage.SCHEDULED),
        ({PlacementStatus.SCHEDULED: 1, PlacementStatus.UNCONFIRMED: 1}, CampaignStage.RUNNING),
        ({PlacementStatus.SCHEDULED: 1, PlacementStatus.PUBLISHED: 1}, CampaignStage.RUNNING),
    ],
)
def test_a_campaign_runs_from_what_is_out_or_may_be(
    placements: dict[PlacementStatus, int], stage: CampaignStage
) -> None:
    today = date(2026, 11, 23)
    assert stage_of(APPROVED, placements, ends_on=None, archived=False, today=today) is stage


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (timedelta(minutes=361), "361 minutes before"),
        (timedelta(hours=24), "24 hours before"),
        (timedelta(hours=47), "47 hours before"),
        (timedelta(days=42, hours=5), "42 days before"),
    ],
)
def test_how_late_something_is_stands_in_a_unit_one_can_imagine(late: timedelta, told: str) -> None:
    assert told in str(too_late(late, 60))


@pytest.mark.parametrize(
    ("late", "limit", "told"),
    [
        (timedelta(minutes=421), 420, ("more than 7 hours before", "later than 7 hours")),
        (timedelta(days=3), 420, ("3 days before", "later than 7 hours")),
        (timedelta(hours=5), 90, ("300 minutes before", "later than 90 minutes")),
    ],
)
def test_the_limit_that_was_passed_stands_in_whole_hours(
    late: timedelta, limit: int, told: tuple[str, str]
) -> None:
    said = str(too_late(late, limit))
    assert all(part in said for part in told)

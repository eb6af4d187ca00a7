"""A proposal rests on facts that hold on its first day, and on the change that is near."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlmodel import Session

from campaigns.facts.actions import adopt_topic
from campaigns.needs.radar.law_changes import LawChange
from campaigns.placements.plans.proposing import facts_on
from tests import builders

CHANGE = LawChange(date(2027, 1, 1), "14.60")


@pytest.mark.parametrize(
    ("day", "change", "told"),
    [
        (date(2026, 12, 10), CHANGE, (1, 1)),
        (date(2027, 1, 11), CHANGE, (1, 1)),
        (date(2026, 12, 10), LawChange(date(2028, 1, 1)), (1, 0)),
        (date(2026, 12, 10), None, (1, 0)),
        (date(2027, 3, 5), CHANGE, (1, 0)),
        (date(2025, 12, 1), CHANGE, (0, 0)),
    ],
)
def test_a_change_counts_only_where_it_is_the_one_that_is_near_and_may_be_announced(
    session: Session, now: datetime, day: date, change: LawChange | None, told: tuple[int, int]
) -> None:
    programme = builders.make_cast(session, now=now).programme
    adopt_topic(session, programme_id=programme.id or 0, topic="minimum_wage", by=None, now=now)
    found = facts_on(session, programme, "minimum_wage", day, change=change)
    assert (found["amount"], found["change"]) == told

"""By which mark several posts of the calendar are shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from campaigns.content.models import Campaign, Post, Variant
from campaigns.placements.models import Placement, Publication, Space
from campaigns.placements.queries import Entry
from campaigns.vocabulary import PlacementStatus
from web.words.calendar import OVERDUE, TAKEN_DOWN, sign_of
from web.words.states import mark

WALL = datetime(2026, 11, 23, 18, 0)
EVENING = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)


def blank(kind: Any, **values: Any) -> Any:
    """A row that is never stored: what the sign does not ask for is left out."""
    return kind(**values)


def entry(status: PlacementStatus = PlacementStatus.SCHEDULED, *, by_hand: bool = True) -> Entry:
    row = blank(Placement, wall=WALL, zone="Europe/Berlin", status=status)
    around = (blank(Variant), blank(Post), blank(Campaign))
    return Entry(row, *around, None, blank(Space) if by_hand else None, None)


PUBLISHED = entry(PlacementStatus.PUBLISHED)


def test_post_by_hand_is_overdue_once_its_day_is_over_there() -> None:
    assert not entry().is_overdue(EVENING)
    assert entry().is_overdue(MIDNIGHT)


def test_nobody_is_late_with_what_a_machine_sends_or_what_is_out() -> None:
    assert not entry(by_hand=False).is_overdue(MIDNIGHT)
    assert not entry(PlacementStatus.PUBLISHED).is_overdue(MIDNIGHT)


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        ([], (OVERDUE, None)),
        ([entry(PlacementStatus.PUBLISHED)], (OVERDUE, 1)),
        ([entry(PlacementStatus.FAILED)], (mark(PlacementStatus.FAILED), 1)),
    ],
)
def test_overdue_is_told_before_all_but_what_went_wrong(others: list[Entry], shown: object) -> None:
    assert sign_of([entry(), *others], MIDNIGHT) == shown


def test_what_was_taken_down_is_not_shown_as_out() -> None:
    out, gone = PUBLISHED, PUBLISHED._replace(publication=blank(Publication, withdrawn_at=MIDNIGHT))

    assert sign_of([gone, gone], MIDNIGHT) == (TAKEN_DOWN, None)
    assert sign_of([out, gone], MIDNIGHT) == (mark(PlacementStatus.PUBLISHED), 1)
    assert sign_of([out, out], MIDNIGHT) == (mark(PlacementStatus.PUBLISHED), None)

"""The next free slot: what a plan would choose for one post, from now on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from campaigns.content.models import Campaign, Variant
from campaigns.errors import NotReady
from campaigns.facts.models import Fact
from campaigns.placements.actions import add_account, propose_placement
from campaigns.placements.calendar.queue import FreeSlot, next_free
from campaigns.placements.models import Account, Placement, Space
from campaigns.placements.spaces.register import Entry, add_space
from tests.builders import Cast, first_variant, make_campaign, make_cast, make_fact

#: A Monday, ten o'clock in Berlin.
NOW_THERE = datetime(2026, 11, 23, 10)


@pytest.fixture
def cast(session: Session, now: datetime) -> Cast:
    return make_cast(session, now=now)


@pytest.fixture
def fact(session: Session, cast: Cast, now: datetime) -> Fact:
    return make_fact(session, cast.programme, now=now, laws=["§ 66 EStG"])


@pytest.fixture
def campaign(session: Session, cast: Cast, fact: Fact, now: datetime) -> Campaign:
    return make_campaign(session, cast, now=now, facts=[fact])


@pytest.fixture
def german(session: Session, campaign: Campaign) -> Variant:
    return first_variant(session, campaign)


@pytest.fixture
def arabic(session: Session, campaign: Campaign) -> Variant:
    return first_variant(session, campaign, "ar")


def account(session: Session, cast: Cast, now: datetime, **habits: Any) -> Account:
    """A feed for every language with these habits."""
    made = add_account(
        session, programme_id=cast.programme.id or 0, channel="feed", name="Feed", by=None, now=now
    )
    for name, value in {"slots": ["09:00", "18:00"], "spacing_days": 1, **habits}.items():
        setattr(made, name, value)
    session.add(made)
    session.flush()
    return made


def stands(session: Session, variant: Variant, place: Account, wall: datetime, now: datetime) -> Placement:
    return propose_placement(
        session, variant_id=variant.id or 0, account=place, wall=wall, zone=place.zone, by=None, now=now
    )


def told(slot: FreeSlot) -> str:
    return " ".join(map(str, slot.because))


def test_slot_of_today_that_is_over_is_not_free(
    session: Session, cast: Cast, german: Variant, now: datetime
) -> None:
    found = next_free(session, variant=german, place=account(session, cast, now), now=now)

    assert (found.wall, found.zone) == (NOW_THERE.replace(hour=18), "Europe/Berlin")
    assert "next slot" in told(found)


def test_spacing_passes_days_over_and_says_so(
    session: Session, cast: Cast, german: Variant, now: datetime
) -> None:
    feed = account(session, cast, now, spacing_days=3)
    stands(session, german, feed, NOW_THERE.replace(hour=18), now)

    found = next_free(session, variant=german, place=feed, now=now)

    assert found.wall == datetime(2026, 11, 26, 9)
    assert "keeps 3 days between posts" in told(found)


def test_another_language_keeps_no_day_on_an_account_of_all_languages(
    session: Session, cast: Cast, german: Variant, arabic: Variant, now: datetime
) -> None:
    feed = account(session, cast, now, spacing_days=3)
    stands(session, german, feed, NOW_THERE.replace(hour=18), now)

    assert next_free(session, variant=arabic, place=feed, now=now).wall == NOW_THERE.replace(hour=18)


def test_placement_that_moves_frees_its_own_day(
    session: Session, cast: Cast, german: Variant, now: datetime
) -> None:
    feed = account(session, cast, now, spacing_days=3)
    row = stands(session, german, feed, datetime(2026, 11, 24, 18), now)

    found = next_free(session, variant=german, place=feed, now=now, besides=row.id)

    assert found.wall == NOW_THERE.replace(hour=18)


def test_what_stands_in_another_zone_counts_by_the_clock_of_the_account(
    session: Session, cast: Cast, german: Variant, now: datetime
) -> None:
    feed = account(session, cast, now, spacing_days=1, zone="Asia/Tokyo", slots=["08:30"], quiet=[])
    # Half past eleven in the evening in Berlin is half past seven of the next day in Tokyo.
    propose_placement(
        session,
        variant_id=german.id or 0,
        account=feed,
        wall=datetime(2026, 11, 23, 23, 30),
        zone="Europe/Berlin",
        by=None,
        now=now,
    )

    found = next_free(session, variant=german, place=feed, now=now)

    assert (found.wall, found.zone) == (datetime(2026, 11, 25, 8, 30), "Asia/Tokyo")


def test_group_is_free_by_its_own_rhythm(
    session: Session, cast: Cast, german: Variant, now: datetime
) -> None:
    space: Space = add_space(
        session,
        programme_id=cast.programme.id or 0,
        entry=Entry(name="Mothers", platform="facebook", language="de", interval_days=7, days=(3,)),
        by=cast.advisor,
        now=now,
    )
    propose_placement(
        session,
        variant_id=german.id or 0,
        space=space,
        wall=datetime(2026, 11, 26, 18),
        zone="Europe/Berlin",
        by=None,
        now=now,
    )

    assert next_free(session, variant=german, place=space, now=now).wall.date() == date(2026, 12, 3)


def test_account_that_is_always_quiet_has_none_and_says_so(
    session: Session, cast: Cast, german: Variant, now: datetime
) -> None:
    feed = account(session, cast, now, slots=["22:30"])

    with pytest.raises(NotReady, match="no free slot until"):
        next_free(session, variant=german, place=feed, now=now)


def test_slot_behind_the_last_day_of_a_fact_is_refused_with_the_fact(
    session: Session, cast: Cast, fact: Fact, german: Variant, now: datetime
) -> None:
    feed = account(session, cast, now, spacing_days=7)
    stands(session, german, feed, NOW_THERE.replace(hour=18), now)
    fact.valid_to = (now + timedelta(days=3)).date()
    session.add(fact)
    session.flush()

    with pytest.raises(NotReady, match="26"):
        next_free(session, variant=german, place=feed, now=now)

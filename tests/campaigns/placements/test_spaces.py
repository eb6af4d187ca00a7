"""Groups: what was agreed with their admins is kept, tasks have somebody, and "posted" may be said twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlmodel import Session, func, select

from campaigns import clock
from campaigns.approvals.models import Proof
from campaigns.content.models import Variant
from campaigns.content.queries import campaign_of_variant
from campaigns.errors import BadInput, Conflict, NotReady
from campaigns.people.actions.away import be_away
from campaigns.people.models import Person
from campaigns.placements.actions import (
    allow_early,
    cancel,
    hold,
    mark_posted,
    move,
    place,
    propose_placement,
    put_off,
    schedule,
    take_over,
)
from campaigns.placements.actions.together import chosen_cells, propose_series
from campaigns.placements.handoffs.listing import HandOff, waiting_handoffs
from campaigns.placements.models import Placement, Publication, Space
from campaigns.placements.spaces.forgetting import forget_screenshots
from campaigns.placements.spaces.register import (
    Entry,
    add_space,
    change_space,
    close_space,
    contact_of,
    keep_contact,
)
from campaigns.placements.spaces.rhythm import Rhythm
from campaigns.vocabulary import PlacementStatus
from tests import builders

BERLIN = "Europe/Berlin"
#: A Monday; the tests' clock stands on the Monday before.
MONDAY = datetime(2026, 11, 30, 18, 0)
KEY = b"k" * 32
DAYS = some.dates(date(2026, 1, 1), date(2026, 3, 31))


class World:
    """An approved German post and a group that takes one post a week, kept by the advisor, the lead as deputy."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.cast = builders.make_cast(session, now=now)
        self.variant, proofs = builders.approved_variant(session, self.cast, now=now, channels=("handoff",))
        self.proof: Proof = proofs["handoff"]
        self.entry = Entry(
            name="Mothers of the town",
            platform="facebook",
            language="de",
            keeper_id=self.cast.advisor.person_id,
            deputy_id=self.cast.lead.person_id,
        )
        self.group = self.add(self.entry)

    def add(self, entry: Entry) -> Space:
        return add_space(
            self.session,
            programme_id=self.cast.programme.id or 0,
            entry=entry,
            by=self.cast.lead,
            now=self.now,
        )

    def put(self, wall: datetime = MONDAY, **more: Any) -> Placement:
        values = {"space": self.group, "proof": self.proof, "by": self.cast.staff, "now": self.now, **more}
        return place(self.session, variant_id=self.variant.id or 0, wall=wall, zone=BERLIN, **values)

    def propose(self, wall: datetime) -> Placement:
        return propose_placement(
            self.session,
            variant_id=self.variant.id or 0,
            space=self.group,
            wall=wall,
            zone=BERLIN,
            by=self.cast.staff,
            now=self.now,
        )

    def post(self, row: Placement, at: datetime, **more: Any) -> Publication:
        more = more or {"unproven": "I saw it there."}
        return mark_posted(self.session, placement_id=row.id or 0, by=self.cast.advisor, now=at, **more)

    def waiting(self, at: datetime) -> list[HandOff]:
        return waiting_handoffs(self.session, programme_id=self.cast.programme.id or 0, now=at)


@pytest.fixture
def world(session: Session, now: datetime) -> World:
    return World(session, now)


def instant(wall: datetime) -> datetime:
    return clock.instant(wall, BERLIN)


@given(
    some.integers(0, 40),
    some.frozensets(some.integers(0, 6)),
    DAYS,
    some.frozensets(DAYS, max_size=12),
)
def test_the_first_free_day_is_free_and_none_before_it_is(
    interval: int, days: frozenset[int], start: date, taken: frozenset[date]
) -> None:
    rhythm = Rhythm(interval, tuple(sorted(days)))

    found = rhythm.first_free(start, taken)

    assert not days or found.weekday() in days
    assert all(abs((found - other).days) >= interval for other in taken)
    passed = [start + timedelta(days=number) for number in range((found - start).days)]
    assert not any(rhythm.is_free(day, taken) for day in passed)


def test_a_second_post_within_the_agreed_distance_is_refused(world: World) -> None:
    world.put()

    with pytest.raises(NotReady) as refused:
        world.put(MONDAY + timedelta(days=6))

    assert refused.value.values["first"] == "2026-12-07"
    assert world.put(MONDAY + timedelta(days=7)).status is PlacementStatus.SCHEDULED


def test_a_weekday_on_which_the_group_takes_no_posts_is_refused(world: World) -> None:
    change_space(
        world.session,
        space_id=world.group.id or 0,
        entry=replace(world.entry, days=(2, 4)),
        by=world.cast.advisor,
        now=world.now,
    )

    with pytest.raises(NotReady, match=r"no posts on this weekday.*2026-12-02"):
        world.put()


def test_a_cancelled_post_leaves_its_day_free_and_a_proposal_does_not_keep_a_binding_one_away(
    world: World,
) -> None:
    cancel(world.session, placement_id=world.put().id or 0, by=world.cast.staff, now=world.now)
    world.propose(MONDAY + timedelta(days=1))

    with pytest.raises(NotReady):
        world.propose(MONDAY)
    assert world.put(MONDAY).status is PlacementStatus.SCHEDULED


def test_neither_moving_nor_scheduling_again_gets_round_the_distance(world: World) -> None:
    world.put()
    later = world.put(MONDAY + timedelta(days=7))
    near = MONDAY + timedelta(days=3)

    with pytest.raises(NotReady):
        move(world.session, placement_id=later.id or 0, wall=near, by=world.cast.staff, now=world.now)
    hold(world.session, placement_id=later.id or 0, reason="Wait.", by=world.cast.staff, now=world.now)
    with pytest.raises(NotReady):
        schedule(
            world.session,
            placement_id=later.id or 0,
            proof=world.proof,
            wall=near,
            by=world.cast.staff,
            now=world.now,
        )


def test_a_series_slides_to_the_day_on_which_a_group_is_free(world: World) -> None:
    campaign, _post = campaign_of_variant(world.session, world.session.get_one(Variant, world.variant.id))
    on_fridays = world.add(replace(world.entry, name="On Fridays", days=(4,)))

    propose_series(
        world.session,
        campaign=campaign,
        cells=chosen_cells(world.session, campaign, languages=["de"]),
        accounts=[],
        spaces=[world.group, on_fridays],
        first=MONDAY.date(),
        at=MONDAY.time(),
        zone=BERLIN,
        pace_days=3,
        by=world.cast.staff,
        now=world.now,
    )

    rows = world.session.exec(select(Placement).where(Placement.variant_id == world.variant.id)).all()
    assert {row.space_id: row.wall for row in rows} == {
        world.group.id: MONDAY,
        on_fridays.id: MONDAY + timedelta(days=4),
    }


def test_a_late_post_pushes_the_next_one_and_its_words_wait(world: World) -> None:
    first, second = world.put(), world.put(MONDAY + timedelta(days=7))
    world.post(first, instant(MONDAY + timedelta(days=4)))
    [waits] = world.waiting(instant(MONDAY + timedelta(days=7, hours=1)))

    assert (waits.placement.id, waits.free_on, waits.handed_out) == (second.id, date(2026, 12, 11), None)
    assert waits.manifest is not None

    put_off(
        world.session,
        placement_id=second.id or 0,
        by=world.cast.advisor,
        now=instant(MONDAY + timedelta(days=7)),
    )
    assert second.wall == datetime(2026, 12, 11, 18, 0)


def test_the_groups_admins_may_allow_it_early(world: World) -> None:
    first, second = world.put(), world.put(MONDAY + timedelta(days=7))
    world.post(first, instant(MONDAY + timedelta(days=4)))
    allow_early(
        world.session,
        placement_id=second.id or 0,
        who="Moderator, today",
        by=world.cast.advisor,
        now=world.now,
    )

    [free] = world.waiting(instant(MONDAY + timedelta(days=7)))
    assert free.handed_out is not None


def test_tasks_go_to_the_deputy_while_the_keeper_is_away_and_to_whoever_takes_them_over(world: World) -> None:
    row = world.put()
    at = instant(MONDAY)

    def whose() -> int | None:
        [found] = world.waiting(at)
        return found.person_id

    advisor, lead, staff = (
        each.person_id for each in (world.cast.advisor, world.cast.lead, world.cast.staff)
    )
    assert whose() == advisor
    _away(world, advisor, until=MONDAY.date())
    assert whose() == lead
    take_over(world.session, placement_id=row.id or 0, by=world.cast.staff, now=at)
    assert whose() == staff
    _away(world, staff, until=MONDAY.date())
    _away(world, lead, until=MONDAY.date())
    assert whose() is None


def _away(world: World, person_id: int, *, until: date) -> None:
    be_away(
        world.session,
        person=world.session.get_one(Person, person_id),
        until=until,
        today=clock.wall_time(world.now, BERLIN).date(),
        by=world.cast.advisor,
        now=world.now,
    )


def test_posted_twice_is_one_publication_with_all_that_was_said(world: World, session: Session) -> None:
    row = world.put()
    first = world.post(row, instant(MONDAY))
    again = world.post(row, instant(MONDAY) + timedelta(minutes=3), url="https://groups.example/7")
    third = world.post(row, instant(MONDAY) + timedelta(minutes=9), screenshot="a" * 64)

    assert first.id == again.id == third.id
    assert (third.url, third.screenshot) == ("https://groups.example/7", "a" * 64)
    assert third.published_at == instant(MONDAY)
    assert session.exec(select(func.count()).select_from(Publication)).one() == 1
    with pytest.raises(Conflict, match="another address"):
        world.post(row, instant(MONDAY), url="https://groups.example/8")


def test_a_screenshot_goes_with_the_questions_of_its_time(world: World) -> None:
    kept = timedelta(days=world.cast.programme.retention_days)
    publication = world.post(world.put(), instant(MONDAY), screenshot="a" * 64)

    assert forget_screenshots(world.session, now=instant(MONDAY) + kept) == 0
    assert forget_screenshots(world.session, now=instant(MONDAY) + kept + timedelta(minutes=1)) == 1
    world.session.refresh(publication)
    assert publication.screenshot is None


def test_what_was_held_meanwhile_is_known_as_out(world: World) -> None:
    row = world.put()
    hold(
        world.session, placement_id=row.id or 0, reason="The law changed.", by=world.cast.staff, now=world.now
    )

    world.post(row, instant(MONDAY))

    assert row.status is PlacementStatus.PUBLISHED


def test_who_looks_after_a_group_posts_there_and_has_another_deputy(world: World) -> None:
    lawyer = world.cast.lawyer.person_id
    with pytest.raises(BadInput, match="posts in groups"):
        world.add(replace(world.entry, keeper_id=lawyer))
    with pytest.raises(BadInput, match="somebody else"):
        world.add(replace(world.entry, deputy_id=world.entry.keeper_id))


def test_the_contact_of_a_groups_admins_lies_sealed_and_goes_with_the_group(world: World) -> None:
    keep_contact(world.session, space=world.group, contact="Moderation, https://m.example/7", key=KEY)

    assert contact_of(world.group, KEY) == "Moderation, https://m.example/7"
    assert b"Moderation" not in (world.group.contact or b"")
    assert contact_of(world.group, b"o" * 32) == ""
    close_space(world.session, space_id=world.group.id or 0, by=world.cast.lead, now=world.now)
    assert world.group.contact is None

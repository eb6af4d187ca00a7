"""Hand-offs that are due although nobody answers for them any more: held, told why, and never called done."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from campaigns.people.actions import disable_person
from campaigns.people.models import Person
from campaigns.placements import reasons
from campaigns.placements.lapsed import lapsed_by_campaign
from campaigns.placements.lapsing import digests_that_lapsed, hold_lapsed
from campaigns.placements.models import Placement
from campaigns.placements.standing import TextState, standings
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus
from tests import builders
from tests.campaigns.placements.test_spaces import MONDAY, World, world

__all__ = ["world"]


def hold_what_lapsed(world: World, at: datetime) -> list[Placement]:
    return hold_lapsed(world.session, digests=digests_that_lapsed(world.session, now=at), by=None, now=at)


def test_a_handoff_that_is_due_is_held_once_nobody_answers_for_it_and_may_be_noted_as_posted(
    world: World, now: datetime
) -> None:
    row, later = world.put(), now + timedelta(days=8)
    assert hold_what_lapsed(world, later) == []
    lawyer = world.session.get_one(Person, world.cast.lawyer.person_id)
    disable_person(world.session, person=lawyer, by=None, now=later)
    [shown] = world.waiting(later)
    assert (shown.handed_out, shown.against) == (None, Reason(reasons.ROLE_GONE))

    assert hold_what_lapsed(world, later) == [row]

    assert (row.status, row.reason) == (PlacementStatus.HELD, reasons.ROLE_GONE)
    assert world.waiting(later) == []
    assert world.post(row, later).against == reasons.ROLE_GONE


def test_a_handoff_whose_approval_ended_while_it_waited_is_held(world: World, now: datetime) -> None:
    row = world.put()

    assert hold_what_lapsed(world, now + timedelta(days=400)) == [row]

    assert row.reason == reasons.APPROVAL_ENDED


def test_a_text_of_which_more_is_to_leave_unapproved_is_not_called_published(
    world: World, now: datetime
) -> None:
    world.post(world.put(), now)
    world.put(MONDAY + timedelta(days=14))
    campaign = builders.campaign_of_variant(world.session, world.variant)[0].id or 0

    def state(on: date) -> TextState:
        found = standings(world.session, [world.variant], source_language="de", on=on)
        return found[world.variant.id or 0].state

    assert state(now.date()) is TextState.PUBLISHED
    lawyer = world.session.get_one(Person, world.cast.lawyer.person_id)
    disable_person(world.session, person=lawyer, by=None, now=now)
    assert state(now.date()) is TextState.LAPSED
    assert lapsed_by_campaign(world.session, [campaign], on=now.date()) == {campaign: 1}

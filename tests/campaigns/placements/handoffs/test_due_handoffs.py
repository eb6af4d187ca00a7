"""Hand-offs that are due although nobody answers for them any more: held, told why, and never called done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from campaigns.content.actions import add_revision
from campaigns.content.models import PostFact
from campaigns.people.actions import disable_person
from campaigns.people.models import Person
from campaigns.placements import reasons
from campaigns.placements.approval_ends.lapsing import digests_that_lapsed, hold_lapsed
from campaigns.placements.approval_ends.reasons import TARGET_CHANGED, WORDS_CHANGED
from campaigns.placements.handoffs.held import hold_closed_handoffs
from campaigns.placements.models import Placement
from campaigns.placements.overview.lapsed import lapsed_by_campaign
from campaigns.placements.overview.standing import TextState, standings
from campaigns.reasons import Reason
from campaigns.vocabulary import Origin, PlacementStatus
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


def other_target(world: World) -> None:
    builders.campaign_of_variant(world.session, world.variant)[0].link = "https://elsewhere.example/"


def other_words(world: World) -> None:
    words = replace(builders.WORDS["de"], headline="Kindergeld heute").to_dict()
    by = world.cast.staff
    add_revision(world.session, variant=world.variant, words=words, origin=Origin.HUMAN, by=by, now=world.now)


def ended_fact(world: World) -> None:
    fact = builders.make_fact(world.session, world.cast.programme, now=world.now, key="other.fact")
    world.session.add(
        PostFact(post_id=world.variant.post_id, fact_id=fact.id or 0, fact_revision=1, position=1)
    )
    fact.valid_to = MONDAY.date() + timedelta(days=2)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (other_target, TARGET_CHANGED),
        (other_words, WORDS_CHANGED),
        (ended_fact, reasons.FACT_ENDED),
    ],
)
def test_a_due_handoff_for_which_the_gate_closes_is_held_with_the_reason_and_one_to_come_is_left(
    world: World, now: datetime, change: Callable[[World], None], reason: str
) -> None:
    row, to_come = world.put(), world.put(MONDAY + timedelta(days=14))
    due = now + timedelta(days=8)
    assert hold_closed_handoffs(world.session, now=due) == []
    change(world)
    world.session.flush()
    # The fact ends two days after the moment for which it was planned.
    late = now + timedelta(days=11)

    assert hold_closed_handoffs(world.session, now=late) == [row]

    assert (row.status, row.reason) == (PlacementStatus.HELD, reason)
    assert to_come.status is PlacementStatus.SCHEDULED
    assert world.post(row, late).against == reason


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

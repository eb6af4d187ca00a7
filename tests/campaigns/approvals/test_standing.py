"""What was submitted or approved and is so no more is told, comes back, and is held while there are days left."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from campaigns.approvals.actions import approve_review, decide_by_link, issue_links, revoke_link
from campaigns.approvals.queue import review_queue, waiting_ids
from campaigns.approvals.reminding import steps_due
from campaigns.approvals.standing import fallen_back
from campaigns.approvals.validity import Asked, valid_approvals
from campaigns.content.models import Campaign, Variant
from campaigns.errors import Conflict
from campaigns.people.actions import disable_person, grant_role, revoke_role
from campaigns.people.models import Person
from campaigns.placements import reasons
from campaigns.placements.actions import add_account, place
from campaigns.placements.approval_ends.lapsing import digests_that_lapsed, hold_lapsed
from campaigns.placements.models import Placement
from campaigns.placements.overview.lapsed import lapsed_by_campaign
from campaigns.vocabulary import DeciderKind, Decision, PlacementStatus, Risk, Role
from tests import builders
from tests.campaigns.approvals.test_voices import submitted


def redraw(session: Session, variant: Variant, now: datetime) -> None:
    campaign = builders.campaign_of_variant(session, variant)[0]
    builders.give_pictures(session, campaign, now=now, tag="anew")


def lead_elsewhere(session: Session, variant: Variant, now: datetime) -> None:
    builders.campaign_of_variant(session, variant)[0].link = "https://advice.example/other"
    session.flush()


@pytest.mark.parametrize("change", [redraw, lead_elsewhere])
def test_a_card_that_would_not_leave_so_any_more_waits_for_nobody(
    session: Session, now: datetime, change: object
) -> None:
    """No queue shows it, nobody is reminded of it, and whoever has it open is told instead of approving it."""
    cast = builders.make_cast(session, now=now)
    variant, request = submitted(session, cast, now)
    programme, seen = cast.programme.id or 0, builders.seen(session, request)
    assert waiting_ids(session, programme_id=programme) == [request.id]

    change(session, variant, now)  # type: ignore[operator]

    assert waiting_ids(session, programme_id=programme) == []
    assert review_queue(session, programme_id=programme) == []
    assert steps_due(session, now=now + timedelta(days=9)) == []
    with pytest.raises(Conflict, match="not what would leave any more"):
        approve_review(session, request_id=request.id or 0, seen=seen, by=cast.lawyer, now=now)


def test_a_first_yes_through_a_link_that_was_taken_back_is_no_first_yes(
    session: Session, now: datetime
) -> None:
    cast = builders.make_cast(session, now=now)
    cast.programme.second_lawyer = True
    variant, request = submitted(session, cast, now, risk=Risk.HIGH)
    [(link, token)] = issue_links(
        session,
        request_id=request.id or 0,
        channels=["feed"],
        kind=DeciderKind.LAWYER,
        name="Lawyer 9",
        email="lawyer9@chambers.example",
        by=cast.second_lawyer,
        now=now,
    )
    seen = builders.seen(session, request)
    decide_by_link(session, token=token, seen={"feed": seen["feed"]}, decision=Decision.APPROVE, now=now)
    revoke_link(session, link_id=link.id or 0, by=cast.lead, now=now)

    approve_review(session, request_id=request.id or 0, seen=seen, by=cast.lawyer, now=now)

    assert variant.status == "submitted"
    assert waiting_ids(session, programme_id=cast.programme.id or 0) == [request.id]


@pytest.fixture
def cast(session: Session, now: datetime) -> builders.Cast:
    return builders.make_cast(session, now=now)


@pytest.fixture
def placed(session: Session, cast: builders.Cast, now: datetime) -> Placement:
    """An approved text that is due in three days."""
    variant, proofs = builders.approved_variant(session, cast, now=now)
    account = add_account(
        session, programme_id=cast.programme.id or 0, channel="feed", name="Feed", by=cast.admin, now=now
    )
    return place(
        session,
        variant_id=variant.id or 0,
        proof=proofs["feed"],
        account=account,
        wall=datetime(2026, 11, 26, 10, 0),
        zone="Europe/Berlin",
        by=cast.staff,
        now=now,
    )


def test_what_a_leaver_approved_is_held_at_once_and_asks_for_a_new_word(
    session: Session, cast: builders.Cast, placed: Placement, now: datetime
) -> None:
    assert digests_that_lapsed(session, now=now) == set()
    disable_person(session, person=session.get_one(Person, cast.lawyer.person_id), by=None, now=now)

    hold_lapsed(session, digests=digests_that_lapsed(session, now=now), by=None, now=now)

    assert (placed.status, placed.reason) == (PlacementStatus.HELD, reasons.ROLE_GONE)
    variant = session.get_one(Variant, placed.variant_id)
    assert fallen_back(session, [variant], on=now.date()) == {variant.id}
    request = builders.submit(session, cast, variant, now=now)
    approve_review(
        session,
        request_id=request.id or 0,
        seen=builders.seen(session, request),
        by=cast.second_lawyer,
        now=now,
    )
    assert fallen_back(session, [variant], on=now.date()) == set()
    assert digests_that_lapsed(session, now=now) == set()


def test_a_target_that_is_changed_and_changed_back_is_approved_as_before(
    session: Session, cast: builders.Cast, placed: Placement, now: datetime
) -> None:
    variant = session.get_one(Variant, placed.variant_id)
    campaign: Campaign = builders.campaign_of_variant(session, variant)[0]
    before, campaign.link = campaign.link, "https://advice.example/other"
    session.flush()
    assert fallen_back(session, [variant], on=now.date()) == {variant.id}
    campaign.link = before
    session.flush()
    assert fallen_back(session, [variant], on=now.date()) == set()


def test_a_list_of_campaigns_does_not_count_what_lapsed(
    session: Session, cast: builders.Cast, placed: Placement, now: datetime
) -> None:
    variant = session.get_one(Variant, placed.variant_id)
    campaign: Campaign = builders.campaign_of_variant(session, variant)[0]
    number = campaign.id or 0
    assert lapsed_by_campaign(session, [number], on=now.date()) == {}
    assert lapsed_by_campaign(session, [number], on=now.date() + timedelta(days=400)) == {number: 1}

    disable_person(session, person=session.get_one(Person, cast.lawyer.person_id), by=None, now=now)

    assert lapsed_by_campaign(session, [number], on=now.date()) == {number: 1}


def test_a_right_given_back_in_the_desk_brings_no_word_back(session: Session, now: datetime) -> None:
    """An admin who gives somebody their right again does not speak with what they said before; the machine may."""
    cast = builders.make_cast(session, now=now)
    variant, proofs = builders.approved_variant(session, cast, now=now, channels=["feed"])
    person = session.get_one(Person, cast.lawyer.person_id)
    right: dict[str, Any] = {
        "person": person, "programme_id": cast.programme.id or 0, "role": Role.LAWYER, "language": "de"
    }  # fmt: skip
    asked = Asked(proofs["feed"].digest, "de", "feed", now.date(), cast.programme.id or 0)
    for by, stands in ((cast.admin, False), (None, True)):
        later = now + timedelta(hours=1)
        revoke_role(session, by=cast.admin, now=later, **right)
        grant_role(session, by=by, now=later, **right)
        assert (asked in valid_approvals(session, [asked])) is stands
        assert bool(fallen_back(session, [variant], on=now.date())) is not stands

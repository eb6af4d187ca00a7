"""A yes that somebody wrote into the table is nobody's: no review ends by it, no list and no card shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from campaigns.approvals.actions.together import approve_drawn_anew
from campaigns.approvals.decided import recent_decisions
from campaigns.approvals.desk import review_card
from campaigns.approvals.models import Approval, ReviewRequest
from campaigns.approvals.novelty import Novelty, novelties
from campaigns.approvals.queries import proofs_of_review
from campaigns.approvals.second import seconds
from campaigns.content.models import Campaign, Variant
from campaigns.content.queries import variants_of_posts
from campaigns.people.actions.programmes import change_programme
from campaigns.people.models import AuditEntry
from campaigns.vocabulary import Decision, Risk, VariantStatus
from tests import builders


class Desk:
    """A programme in which high risk needs two lawyers, and a card that waits for them."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.cast = builders.make_cast(session, now=now)
        change_programme(
            session, programme=self.cast.programme, second_lawyer=True, by=self.cast.admin, now=now
        )
        fact = builders.make_fact(session, self.cast.programme, now=now, risk=Risk.HIGH)
        self.campaign = builders.make_campaign(session, self.cast, now=now, facts=[fact])
        builders.give_pictures(session, self.campaign, now=now)
        self.variant = builders.first_variant(session, self.campaign)
        self.request = builders.submit(session, self.cast, self.variant, now=now)

    def forge(self, request: ReviewRequest) -> None:
        """The first lawyer's yes, as a row that the first lawyer never wrote."""
        for proof in proofs_of_review(self.session, request):
            self.session.add(
                Approval(
                    proof_id=proof.id or 0,
                    digest=proof.digest,
                    language="de",
                    channel=proof.channel,
                    decision=Decision.APPROVE,
                    by=self.cast.lawyer.person_id,
                    at=self.now - timedelta(minutes=1),
                )
            )
        self.session.flush()

    def novelty(self, request: ReviewRequest) -> Novelty:
        return novelties(self.session, [request])[request.id].novelty


@pytest.fixture
def desk(session: Session, now: datetime) -> Desk:
    return Desk(session, now)


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    asked: list[str] = []

    def listen(*args: object) -> None:
        asked.append(str(args[2]))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def test_a_forged_first_yes_does_not_make_the_second_lawyers_the_last(desk: Desk) -> None:
    desk.forge(desk.request)
    builders.approve(desk.session, desk.cast, desk.request, now=desk.now, by=desk.cast.second_lawyer)

    assert (desk.request.closed_at, desk.variant.status) == (None, VariantStatus.SUBMITTED)
    told = (
        select(AuditEntry).where(AuditEntry.action == "approve_variant").order_by(col(AuditEntry.id).desc())
    )
    row = desk.session.exec(told).first()
    assert row is not None and json.loads(row.detail)["second_needed"] is True


def test_two_lawyers_end_it(desk: Desk) -> None:
    for by in (desk.cast.lawyer, desk.cast.second_lawyer):
        builders.approve(desk.session, desk.cast, desk.request, now=desk.now, by=by)
    assert desk.variant.status is VariantStatus.APPROVED


def test_no_screen_shows_a_forged_yes(desk: Desk) -> None:
    desk.forge(desk.request)
    card = review_card(desk.session, desk.request, source_language="de", now=desk.now)
    assert card.said == []
    assert card.second is not None and not card.second.waits
    assert recent_decisions(desk.session, programme_id=desk.cast.programme.id or 0) == []
    assert desk.novelty(desk.request) is Novelty.NEW
    assert seconds(desk.session, [desk.request]) == {}


def test_a_true_yes_is_shown_on_all_of_them(desk: Desk) -> None:
    builders.approve(desk.session, desk.cast, desk.request, now=desk.now)
    card = review_card(desk.session, desk.request, source_language="de", now=desk.now)
    assert len(card.said) == 1
    assert card.second is not None and card.second.waits
    [line] = recent_decisions(desk.session, programme_id=desk.cast.programme.id or 0)
    assert line.stands
    assert desk.novelty(desk.request) is Novelty.SECOND
    assert set(seconds(desk.session, [desk.request])) == {desk.request.id}


def test_words_under_a_forged_yes_are_not_known_when_only_the_picture_is_drawn_anew(desk: Desk) -> None:
    """Else whoever writes a yes under new words has them approved with the next layout, unread, with many others."""
    desk.forge(desk.request)
    builders.give_pictures(desk.session, desk.campaign, now=desk.now, tag="b")
    again = builders.submit(desk.session, desk.cast, desk.variant, now=desk.now)
    assert desk.novelty(again) is Novelty.NEW
    assert review_card(desk.session, again, source_language="de", now=desk.now).since is None


def test_what_waits_for_a_second_lawyer_costs_the_same_questions_for_any_number(
    desk: Desk, session: Session, now: datetime
) -> None:
    variants = variants_of_posts(session, [desk.variant.post_id])[desk.variant.post_id]
    requests = [desk.request, builders.submit(session, desk.cast, variants["ar"], now=now)]
    for request in requests:
        builders.approve(session, desk.cast, request, now=now)
    with counted(session) as one:
        assert len(seconds(session, requests[:1])) == 1
    with counted(session) as both:
        assert len(seconds(session, requests)) == 2
    assert len(both) == len(one)


def test_many_cards_at_once_walk_over_the_day_once(session: Session, now: datetime) -> None:
    cast = builders.make_cast(session, now=now)
    campaign = builders.make_campaign(session, cast, now=now)
    for tag in "ab":
        builders.give_pictures(session, campaign, now=now, tag=tag)
        requests = [
            builders.submit(session, cast, variant, now=now) for variant in _variants(session, campaign)
        ]
        if tag == "a":
            for request in requests:
                builders.approve(session, cast, request, now=now)
    shown = {request.id or 0: builders.seen(session, request) for request in requests}
    assert len(shown) == 2
    with counted(session) as asked:
        approve_drawn_anew(session, seen=shown, by=cast.lawyer, now=now)
    assert len([each for each in asked if "audit_entry.at < " in each]) == 1


def _variants(session: Session, campaign: Campaign) -> list[Variant]:
    variant = builders.first_variant(session, campaign)
    return list(variants_of_posts(session, [variant.post_id])[variant.post_id].values())

"""What the worker holds because nobody may answer for it alone stands in a queue."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, select

from campaigns.approvals.models import ReviewRequest
from campaigns.content.models import PostFact, Variant
from campaigns.db import session_scope
from campaigns.people.models import Programme
from campaigns.placements.approval_ends.reasons import SECOND_MISSING
from campaigns.vocabulary import PlacementStatus, Risk, VariantStatus
from scheduler.reviews import look_at_reviews
from tests import builders
from tests.scheduler.stage import Stage


def test_a_fact_that_comes_under_the_rule_by_whatever_way_has_the_second_lawyer_asked(stage: Stage) -> None:
    placement = stage.place("folder", at=stage.now + timedelta(days=1))
    with session_scope(stage.engine) as session:
        session.get_one(Programme, stage.cast.programme.id).second_lawyer = True
        fact = builders.make_fact(session, stage.cast.programme, now=stage.now, risk=Risk.HIGH)
        post_id = session.get_one(Variant, stage.variant_id).post_id
        session.add(PostFact(post_id=post_id, fact_id=fact.id or 0, fact_revision=1, position=1))

    assert look_at_reviews(stage.deps(worker="worker")) == 2
    assert look_at_reviews(stage.deps(worker="worker")) == 0

    row = stage.row(placement)
    assert (row.status, row.reason) == (PlacementStatus.HELD, SECOND_MISSING)
    with Session(stage.engine) as session:
        review = session.exec(select(ReviewRequest).order_by(ReviewRequest.id.desc())).first()  # type: ignore[union-attr]
        assert review is not None and review.closed_at is None
        assert session.get_one(Variant, stage.variant_id).status is VariantStatus.SUBMITTED

"""What lawyers decided in a period, and how long it took them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

from sqlalchemy import extract, func
from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.approvals.models import ReviewRequest
from campaigns.clock import day_span
from campaigns.content.models import Post, Variant
from campaigns.reach.asked import Period
from campaigns.vocabulary import Decision


def approvals_of(
    session: Session, campaign_ids: Sequence[int], period: Period, zone: str
) -> tuple[Counter[Decision], float | None]:
    """Decided variants by decision, and the median of the hours from submitting to approving.

    A campaign's approvals lie before its first day, so its own report counts them from the beginning: its period
    begins at date.min.
    """
    begins, ends = day_span(period.start if period.start.year > 1 else None, period.end, zone)
    # The database measures the distance: there are as many decisions as texts, and a moment takes long to read.
    query = (
        select_many(col(ReviewRequest.outcome), _hours(session))
        .join(Variant, col(Variant.id) == ReviewRequest.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(
            col(Post.campaign_id).in_(campaign_ids),
            col(ReviewRequest.outcome).in_((Decision.APPROVE, Decision.RETURN)),
            col(ReviewRequest.closed_at) < ends,
        )
    )
    if begins is not None:
        query = query.where(col(ReviewRequest.closed_at) >= begins)
    decided = session.connection().execute(query).all()
    hours = [float(took) for outcome, took in decided if outcome == Decision.APPROVE]
    decisions = Counter(Decision(outcome) for outcome, _took in decided)
    return decisions, round(median(hours), 1) if hours else None


def _hours(session: Session) -> Any:
    """From submitting to the decision."""
    begun, ended = col(ReviewRequest.submitted_at), col(ReviewRequest.closed_at)
    if session.get_bind().dialect.name == "sqlite":
        return (func.julianday(ended) - func.julianday(begun)) * 24
    return extract("epoch", ended - begun) / 3600

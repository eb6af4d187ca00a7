"""What lawyers decided in a period, and how long it took them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from statistics import median

from sqlalchemy import String, type_coerce
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
    # As text where the database keeps text: there are as many decisions as texts, and only the distance counts.
    query = (
        select_many(
            col(ReviewRequest.outcome),
            type_coerce(col(ReviewRequest.submitted_at), String()),
            type_coerce(col(ReviewRequest.closed_at), String()),
        )
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
    decisions: Counter[Decision] = Counter()
    hours: list[float] = []
    for outcome, submitted_at, closed_at in session.connection().execute(query):
        decisions[Decision(str(outcome))] += 1
        if outcome == Decision.APPROVE:
            hours.append((_moment(closed_at) - _moment(submitted_at)).total_seconds() / 3600)
    return decisions, round(median(hours), 1) if hours else None


def _moment(value: str | datetime) -> datetime:
    """SQLite hands over text, PostgreSQL a moment."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value

"""What lawyers decided in a period, and how long it took them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, extract, func
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
    decided: list[ColumnElement[bool]] = [
        col(Post.campaign_id).in_(campaign_ids),
        col(ReviewRequest.outcome).in_((Decision.APPROVE, Decision.RETURN)),
        col(ReviewRequest.closed_at) < ends,
    ]
    if begins is not None:
        decided.append(col(ReviewRequest.closed_at) >= begins)
    outcome = col(ReviewRequest.outcome)
    numbers = session.execute(_of_posts(outcome, func.count()).where(*decided).group_by(outcome))
    decisions = Counter({Decision(str(found)): int(number) for found, number in numbers})
    hours = _median_hours(session, decided, decisions[Decision.APPROVE])
    return decisions, None if hours is None else round(hours, 1)


def _of_posts(*columns: Any) -> Any:
    return (
        select_many(*columns)
        .select_from(ReviewRequest)
        .join(Variant, col(Variant.id) == ReviewRequest.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
    )


def _median_hours(session: Session, decided: Sequence[ColumnElement[bool]], number: int) -> float | None:
    """The one or two distances in the middle, found by the database: there are as many approvals as texts."""
    if not number:
        return None
    distance = _distance(session)
    query = (
        _of_posts(distance)
        .where(*decided, col(ReviewRequest.outcome) == Decision.APPROVE)
        .order_by(distance)
        .offset((number - 1) // 2)
        .limit(2 - number % 2)
    )
    middle = [float(value) for value in session.scalars(query)]
    return sum(middle) / len(middle)


def _distance(session: Session) -> Any:
    """The hours from submitting to the decision."""
    begun, ended = col(ReviewRequest.submitted_at), col(ReviewRequest.closed_at)
    if session.get_bind().dialect.name == "sqlite":
        return (func.julianday(ended) - func.julianday(begun)) * 24
    return extract("epoch", ended - begun) / 3600

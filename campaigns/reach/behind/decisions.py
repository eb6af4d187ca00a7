"""Texts about which lawyers decided: the rows behind approvals, returns and the time to approve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import extract, func
from sqlalchemy import select as select_many
from sqlmodel import Session, col

from campaigns.approvals.models import ReviewRequest
from campaigns.clock import day_span, wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.reach.report.asked import Period
from campaigns.vocabulary import Decision

#: Hours are told to so many places: 0.36 seconds.
PLACES = 4


@dataclass(frozen=True)
class DecisionRow:
    """A text that was approved or returned, on which local day, and the hours from submitting it to the decision."""

    campaign_id: int
    campaign: str
    topic: str
    post: int
    variant_id: int
    language: str
    outcome: Decision
    decided_on: date
    hours: float


def days_of_decisions(period: Period, *, is_one_campaign: bool) -> Period:
    """A campaign's approvals lie before its first day: its own report counts them from the beginning."""
    return Period(date.min, period.end) if is_one_campaign else period


def decided_texts(campaign_ids: Sequence[int], period: Period, zone: str, *columns: Any) -> Any:
    """The query for what was decided in a period. One that begins at date.min has no beginning."""
    begins, ends = day_span(period.start if period.start.year > 1 else None, period.end, zone)
    query = (
        select_many(*columns)
        .select_from(ReviewRequest)
        .join(Variant, col(Variant.id) == ReviewRequest.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .where(
            col(Post.campaign_id).in_(campaign_ids),
            col(ReviewRequest.outcome).in_((Decision.APPROVE, Decision.RETURN)),
            col(ReviewRequest.closed_at) < ends,
        )
    )
    return query if begins is None else query.where(col(ReviewRequest.closed_at) >= begins)


def hours_taken(session: Session) -> Any:
    """From submitting to the decision, as the database measures it: there are as many decisions as texts."""
    begun, ended = col(ReviewRequest.submitted_at), col(ReviewRequest.closed_at)
    if session.get_bind().dialect.name == "sqlite":
        return (func.julianday(ended) - func.julianday(begun)) * 24
    return extract("epoch", ended - begun) / 3600


def decisions_of(
    session: Session, campaign_ids: Sequence[int], period: Period, zone: str
) -> list[DecisionRow]:
    """Every decision of the period, the earliest first."""
    query = decided_texts(
        campaign_ids, period, zone,
        col(Campaign.id), col(Campaign.title), col(Campaign.topic), col(Post.position), col(Variant.id),
        col(Variant.language), col(ReviewRequest.outcome), col(ReviewRequest.closed_at), hours_taken(session),
    ).join(Campaign, col(Campaign.id) == Post.campaign_id)  # fmt: skip
    rows = session.execute(query.order_by(col(ReviewRequest.closed_at), col(ReviewRequest.id)))
    return [_row(zone, *row) for row in rows]


def _row(zone: str, *row: Any) -> DecisionRow:
    campaign_id, campaign, topic, post, variant_id, language, outcome, closed_at, hours = row
    return DecisionRow(
        campaign_id=campaign_id,
        campaign=campaign,
        topic=topic,
        post=post,
        variant_id=variant_id,
        language=language,
        outcome=Decision(outcome),
        decided_on=wall_time(closed_at, zone).date(),
        hours=round(float(hours), PLACES),
    )

"""What every change of a plan asks of its campaign."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, PostFact
from campaigns.facts.models import Fact
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme


def facts_used_by(session: Session, campaign: Campaign) -> set[str]:
    """Keys of the facts behind a campaign."""
    query = (
        select(Fact.key)
        .join(PostFact, col(PostFact.fact_id) == Fact.id)
        .join(Post, col(Post.id) == PostFact.post_id)
        .where(Post.campaign_id == campaign.id)
    )
    return set(session.exec(query))


def today_in(programme: Programme, now: datetime) -> date:
    """The day in the programme's place."""
    return wall_time(now, programme.zone).date()


def record_plan(
    session: Session, action: str, about: Campaign, by: Actor, now: datetime, **detail: object
) -> None:
    """A row of the audit trail about a campaign's plan."""
    record(
        session,
        action=action,
        subject="campaign",
        subject_id=about.id,
        by=by,
        programme_id=about.programme_id,
        now=now,
        **detail,
    )

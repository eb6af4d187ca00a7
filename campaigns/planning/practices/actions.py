"""Keeping the shape of a campaign as a practice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from statistics import median_low

from sqlmodel import Session

from campaigns.content.models import Campaign
from campaigns.content.queries import posts_of_campaign
from campaigns.content.rules import check_can_plan
from campaigns.errors import BadInput
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.planning.practices.models import Practice


def save_practice(
    session: Session, *, campaign: Campaign, title: str, note: str, by: Actor, now: datetime
) -> Practice:
    """The shape of a campaign under a title."""
    check_can_plan(by)
    posts = posts_of_campaign(session, campaign.id or 0)
    if not title.strip():
        raise BadInput("Give the practice a title.", field="title")
    if not posts:
        raise BadInput("This campaign has no posts; there is nothing to keep.")
    practice = Practice(
        programme_id=campaign.programme_id,
        title=title.strip(),
        note=note.strip(),
        topic=campaign.topic,
        kinds=[post.kind for post in posts],
        pace_days=_pace([told.get("day") for told in campaign.plan.get("posts", [])]),
        created_by=by.person_id,
        created_at=now,
    )
    session.add(practice)
    session.flush()
    record(
        session,
        action="save_practice",
        subject="practice",
        subject_id=practice.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        campaign=campaign.id,
        posts=len(posts),
    )
    return practice


def _pace(days: Sequence[str | None]) -> int:
    """The usual distance between two posts, in days."""
    known = sorted(date.fromisoformat(day) for day in days if day)
    gaps = [(later - earlier).days for earlier, later in pairwise(known)]
    return max(1, min(60, median_low([gap for gap in gaps if gap > 0] or [3])))

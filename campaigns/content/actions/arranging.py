"""Changing the order of a campaign's posts."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.content.models import Campaign, Post
from campaigns.content.queries import posts_of_campaign
from campaigns.content.rules import check_can_plan
from campaigns.errors import BadInput
from campaigns.people.actor import Actor
from campaigns.people.audit import record


def move_post(
    session: Session, *, campaign: Campaign, post: Post, position: int, by: Actor, now: datetime
) -> None:
    """Puts a post at another place of the series; the others close up."""
    check_can_plan(by)
    posts = posts_of_campaign(session, campaign.id or 0)
    if not 1 <= position <= len(posts):
        raise BadInput("The series has {count} posts. Choose one of their places.", count=len(posts))
    order = [each for each in posts if each.id != post.id]
    order.insert(position - 1, post)
    arrange(session, campaign, order)
    record(
        session,
        action="move_post",
        subject="campaign",
        subject_id=campaign.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        post=post.id,
        position=position,
    )


def arrange(session: Session, campaign: Campaign, order: list[Post]) -> None:
    """Numbers the posts anew in this order; what the plan says of each goes with it."""
    told = list(campaign.plan.get("posts", []))
    # What the plan says stands at the old places.
    moved = [told[post.position - 1] if post.position <= len(told) else {} for post in order]
    for post in order:  # places are taken once: free all of them before they are given anew
        post.position = -(post.id or 0)
        session.add(post)
    session.flush()
    for place, post in enumerate(order, start=1):
        post.position = place
        session.add(post)
    campaign.plan = {**campaign.plan, "posts": moved}
    session.add(campaign)
    session.flush()

"""Asking the worker for pictures: of a whole campaign, or of some rows and columns of its matrix."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from campaigns.content.models import Campaign, Variant
from campaigns.content.queries import campaign_of_variant
from campaigns.content.rules import check_can_plan, check_can_write
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import WorkKind
from campaigns.work.actions import request_work
from campaigns.work.models import Work
from campaigns.work.queries import waiting_work


def ask_for_pictures(
    session: Session,
    *,
    campaign: Campaign,
    posts: Collection[int] = (),
    languages: Collection[str] = (),
    by: Actor,
    now: datetime,
) -> Work:
    """Puts the making of pictures in the worker's queue. Without posts all of them, without languages all.

    The work's `order` names `posts` and `languages` as `render_orders` takes them; None is all.
    """
    for code in languages:
        check_can_write(by, language=code)
    if not languages:
        check_can_plan(by)
    work = request_work(
        session,
        kind=WorkKind.RENDER_CAMPAIGN,
        programme_id=campaign.programme_id,
        subject_id=campaign.id,
        order={"posts": sorted(posts) or None, "languages": sorted(languages) or None},
        by=by,
        now=now,
    )
    record(
        session,
        action="ask_for_pictures",
        subject="campaign",
        subject_id=campaign.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        posts=sorted(posts),
        languages=sorted(languages),
    )
    return work


def ask_for_pictures_of(
    session: Session, *, variants: Collection[Variant], by: Actor, now: datetime
) -> list[Work]:
    """Pictures of these texts as they now stand, where their posts have any.

    Nothing is asked for twice: what waits in the queue for the same text will find its present words. What is being
    made may have begun with older ones.
    """
    asked = []
    for variant in variants:
        campaign, post = campaign_of_variant(session, variant)
        waiting = waiting_work(session, kind=WorkKind.RENDER_CAMPAIGN, subject_id=campaign.id)
        if not post.formats or any(_covers(work, variant) for work in waiting):
            continue
        asked.append(
            ask_for_pictures(
                session,
                campaign=campaign,
                posts=[variant.post_id],
                languages=[variant.language],
                by=by,
                now=now,
            )
        )
    return asked


def _covers(work: Work, variant: Variant) -> bool:
    posts, languages = work.order.get("posts"), work.order.get("languages")
    return (posts is None or variant.post_id in posts) and (
        languages is None or variant.language in languages
    )

"""Asking the worker for films: of a whole campaign, or of some posts and languages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from campaigns.content.films.choice import Choice
from campaigns.content.models import Campaign
from campaigns.content.rules import check_can_plan, check_can_write
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import WorkKind
from campaigns.work.actions import request_work
from campaigns.work.models import Work


def ask_for_films(
    session: Session,
    *,
    campaign: Campaign,
    choice: Choice,
    posts: Collection[int] = (),
    languages: Collection[str] = (),
    by: Actor,
    now: datetime,
) -> Work:
    """Puts the making of films in the worker's queue. Without posts all of them, without languages all."""
    for code in languages:
        check_can_write(by, language=code)
    if not languages:
        check_can_plan(by)
    order = {
        "posts": sorted(posts) or None,
        "languages": sorted(languages) or None,
        "formats": list(choice.formats),
        "sound": choice.sound,
        "photo": choice.photo,
    }
    work = request_work(
        session,
        kind=WorkKind.MAKE_FILMS,
        programme_id=campaign.programme_id,
        subject_id=campaign.id,
        order=order,
        by=by,
        now=now,
    )
    record(
        session,
        action="ask_for_films",
        subject="campaign",
        subject_id=campaign.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        **order,
    )
    return work

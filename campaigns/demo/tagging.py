"""A post that is out gets other words, which wait for somebody to correct it with them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from campaigns.content.actions import write_revision
from campaigns.content.copy import Copy
from campaigns.content.queries import get_campaign, latest_revision
from campaigns.db import session_scope
from campaigns.demo.stage import Stage, approve, render, somebody
from campaigns.people.models import Programme
from campaigns.placements.actions.together import chosen_cells, submit_cells
from campaigns.placements.feed import FEED
from campaigns.placements.models import Placement
from campaigns.vocabulary import PlacementStatus, Role


def tag_one(stage: Stage, *, programme: Programme, campaign_id: int, hashtag: str, now: datetime) -> None:
    """The newest post in the source language on the feed gets one more hashtag, which is approved; nobody has corrected
    what is out yet."""
    with session_scope(stage.engine) as session:
        campaign = get_campaign(session, campaign_id)
        source = [programme.source_language]
        texts = {
            text.id: (post.id or 0, text) for post, text in chosen_cells(session, campaign, languages=source)
        }
        query = (
            select(Placement)
            .where(
                col(Placement.variant_id).in_(texts),
                Placement.status == PlacementStatus.PUBLISHED,
                Placement.channel == FEED,
            )
            .order_by(col(Placement.due_at).desc())
        )
        placement = session.exec(query).first()
        if placement is None or placement.due_at is None:
            return
        post_id, text = texts[placement.variant_id]
        moment = min(placement.due_at + timedelta(hours=3), now)
        revision = latest_revision(session, text)
        words = Copy.from_dict(revision.words if revision else {})
        write_revision(
            session,
            variant=text,
            words={**words.to_dict(), "hashtags": [*words.hashtags, hashtag]},
            based_on=text.revision,
            is_minor=True,
            by=somebody(session, programme, Role.STAFF),
            now=moment,
        )
    render(stage, campaign_id=campaign_id, now=moment)
    with session_scope(stage.engine) as session:
        campaign, staff = get_campaign(session, campaign_id), somebody(session, programme, Role.STAFF)
        cells = chosen_cells(session, campaign, posts=[post_id], languages=source)
        submit_cells(session, campaign=campaign, cells=cells, desk=stage.desk, by=staff, now=moment)
        approve(session, programme, {variant.id for _post, variant in cells}, now=moment)

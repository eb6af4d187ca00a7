"""Posts that are out get other words: one is corrected with them, one waits for somebody to do it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from campaigns.content.actions import write_revision
from campaigns.content.copy import Copy
from campaigns.content.queries import get_campaign, latest_revision
from campaigns.db import session_scope
from campaigns.demo.stage import Stage, approve, render, somebody
from campaigns.people.models import Programme
from campaigns.placements.actions.correcting import ask_correction
from campaigns.placements.actions.together import chosen_cells, submit_cells
from campaigns.placements.models import Placement
from campaigns.placements.public.feed import FEED
from campaigns.placements.queries import get_placement
from campaigns.vocabulary import PlacementStatus, Role


def tag_two(stage: Stage, *, programme: Programme, campaign_id: int, hashtag: str, now: datetime) -> None:
    """The two newest posts in the source language on the feed get one more hashtag, which is approved. The older one is
    corrected with it; what is out of the newer one nobody has corrected yet."""
    out = _on_the_feed(stage, programme=programme, campaign_id=campaign_id)
    for placement_id in out[1:2]:
        _tag(stage, programme, campaign_id, placement_id, hashtag, now)
        with session_scope(stage.engine) as session:
            staff = somebody(session, programme, Role.STAFF)
            ask_correction(session, placement_id=placement_id, by=staff, now=now)
        stage.publish(now)
    for placement_id in out[:1]:
        _tag(stage, programme, campaign_id, placement_id, hashtag, now)


def _on_the_feed(stage: Stage, *, programme: Programme, campaign_id: int) -> list[int]:
    """What is out of the campaign there in the source language, the newest first."""
    with session_scope(stage.engine) as session:
        campaign = get_campaign(session, campaign_id)
        cells = chosen_cells(session, campaign, languages=[programme.source_language])
        query = (
            select(Placement.id)
            .where(
                col(Placement.variant_id).in_([text.id for _post, text in cells]),
                Placement.status == PlacementStatus.PUBLISHED,
                Placement.channel == FEED,
            )
            .order_by(col(Placement.due_at).desc())
        )
        return [number or 0 for number in session.exec(query)]


def _tag(
    stage: Stage, programme: Programme, campaign_id: int, placement_id: int, hashtag: str, now: datetime
) -> None:
    with session_scope(stage.engine) as session:
        campaign = get_campaign(session, campaign_id)
        source = [programme.source_language]
        texts = {
            text.id: (post.id or 0, text) for post, text in chosen_cells(session, campaign, languages=source)
        }
        placement = get_placement(session, placement_id)
        post_id, text = texts[placement.variant_id]
        moment = min((placement.due_at or now) + timedelta(hours=3), now)
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

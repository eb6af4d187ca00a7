"""What campaigns answer and which facts change, laid beside what is asked."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, or_, select

from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.facts.models import Fact
from campaigns.needs.covered import Coverage, Standing
from campaigns.needs.law_changes import LAW_AHEAD, law_changes_ahead
from campaigns.needs.queries import radar_of
from campaigns.needs.radar import RadarRow
from campaigns.needs.regional import check_region_window, radar_of_region
from campaigns.people.models import Programme
from campaigns.placements.models import Placement, Publication
from campaigns.placements.stages import stages_of
from campaigns.vocabulary import CampaignStage, FactStatus

#: Stages in which a campaign answers nobody any more.
OVER = (CampaignStage.FINISHED, CampaignStage.ARCHIVED)


def covered_topics(session: Session, *, programme: Programme, on: date) -> dict[tuple[str, str], Coverage]:
    """By topic and language, the campaign nearest to this day.

    One that runs goes before one that is planned, and that before one that is over; of several the one that
    began or ended last. A campaign that never published anything has answered nobody once it is over.
    """
    campaigns = session.exec(
        select(Campaign)
        .where(Campaign.programme_id == programme.id)
        .order_by(col(Campaign.starts_on), col(Campaign.id))
    ).all()
    stages = stages_of(session, campaigns, today=on)
    last = _last_published(session, programme)
    found = [
        (item, one)
        for item in campaigns
        if (one := _coverage(item, stages[item.id or 0], last.get(item.id or 0), on)) is not None
    ]
    ranks = (Standing.ENDED, Standing.PLANNED, Standing.RUNNING)
    ordered = sorted(found, key=lambda pair: (ranks.index(pair[1].standing), pair[1].day))
    return {(item.topic, code): one for item, one in ordered for code in item.languages}


def radar_with_coverage(
    session: Session, *, programme: Programme, as_of: date, weeks: int = 8, region: str | None = None
) -> list[RadarRow]:
    """The radar of a programme, or of one region, as the desk and the command line show it."""
    covered = covered_topics(session, programme=programme, on=as_of)
    changes = changes_ahead(session, programme_id=programme.id or 0, on=as_of)
    if region is not None:
        check_region_window(weeks)
        return radar_of_region(
            session, programme=programme, region=region, as_of=as_of, covered=covered, law_changes=changes
        )
    return radar_of(
        session, programme=programme, as_of=as_of, weeks=weeks, covered=covered, law_changes=changes
    )


def changes_ahead(session: Session, *, programme_id: int, on: date) -> dict[str, date]:
    """By topic, the next day on which law changes: as the topics know it, and as the programme's facts do."""
    changes = law_changes_ahead(on)
    until = on + LAW_AHEAD
    query = select_many(col(Fact.topic), col(Fact.valid_from), col(Fact.valid_to)).where(
        col(Fact.programme_id) == programme_id,
        col(Fact.status) != FactStatus.RETIRED,
        or_(col(Fact.valid_from).between(on, until), col(Fact.valid_to).between(on, until)),
    )
    for topic, begins, ends in session.execute(query):
        for day in (begins, ends + timedelta(days=1) if ends else None):
            if day and on < day <= until:
                changes[topic] = min(day, changes.get(topic, day))
    return changes


def _coverage(campaign: Campaign, stage: CampaignStage, published: date | None, on: date) -> Coverage | None:
    over = stage in OVER or (campaign.ends_on is not None and campaign.ends_on < on)
    if over:
        if published is None:
            return None
        ended = campaign.ends_on if campaign.ends_on and campaign.ends_on < on else published
        return Coverage(campaign.title, Standing.ENDED, min(ended, on))
    standing = Standing.RUNNING if stage is CampaignStage.RUNNING else Standing.PLANNED
    return Coverage(campaign.title, standing, campaign.starts_on)


def _last_published(session: Session, programme: Programme) -> dict[int, date]:
    """By campaign, the local day of its last publication."""
    query = (
        select_many(col(Post.campaign_id), func.max(col(Publication.published_at)))
        .join(Variant, col(Variant.post_id) == Post.id)
        .join(Placement, col(Placement.variant_id) == Variant.id)
        .join(Publication, col(Publication.placement_id) == Placement.id)
        .where(col(Publication.programme_id) == programme.id)
        .group_by(col(Post.campaign_id))
    )
    return {campaign_id: wall_time(at, programme.zone).date() for campaign_id, at in session.execute(query)}

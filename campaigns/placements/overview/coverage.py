"""What campaigns answer and which facts change, laid beside what is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select as select_many
from sqlmodel import Session, col, func, or_, select

from campaigns.clock import wall_time
from campaigns.content.models import Campaign, Post, Variant
from campaigns.content.stored_facts import fact_titles
from campaigns.facts.models import Fact
from campaigns.needs.queries import radar_of
from campaigns.needs.radar.covered import Coverage, Standing
from campaigns.needs.radar.law_changes import LAW_AHEAD, LawChange, law_changes_ahead, nearest
from campaigns.needs.radar.ranking import RadarRow
from campaigns.needs.radar.regional import radar_of_region
from campaigns.people.models import Programme
from campaigns.placements.models import Placement, Publication
from campaigns.placements.overview.stages import stages_of
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
    session: Session,
    *,
    programme: Programme,
    as_of: date,
    weeks: int = 8,
    region: str | None = None,
    reader: str = "en",
) -> list[RadarRow]:
    """The radar of a programme, or of one region, as the desk and the command line show it.

    `reader` is the language in which facts that change are named.
    """
    covered = covered_topics(session, programme=programme, on=as_of)
    changes = changes_ahead(session, programme_id=programme.id or 0, on=as_of, reader=reader)
    if region is not None:
        return radar_of_region(
            session,
            programme=programme,
            region=region,
            as_of=as_of,
            weeks=weeks,
            covered=covered,
            law_changes=changes,
        )
    return radar_of(
        session, programme=programme, as_of=as_of, weeks=weeks, covered=covered, law_changes=changes
    )


def changes_ahead(
    session: Session, *, programme_id: int, on: date, reader: str = "en"
) -> dict[str, LawChange]:
    """By topic, the next change of law: as the topics know it, and as the programme's facts do, which name it.

    What the facts say is told in the language of the `reader`, where they are worded in it.
    """
    until = on + LAW_AHEAD
    found = {topic: [change] for topic, change in law_changes_ahead(on, reader=reader).items()}
    query = select(Fact).where(
        col(Fact.programme_id) == programme_id,
        col(Fact.status) != FactStatus.RETIRED,
        or_(col(Fact.valid_from).between(on, until), col(Fact.valid_to).between(on, until)),
    )
    for fact in session.exec(query):
        changes = (_begin_of(fact), _end_of(fact))
        found.setdefault(fact.topic, []).extend(one for one in changes if one and on < one.day <= until)
    chosen = {topic: nearest(changes) for topic, changes in found.items() if changes}
    titles = fact_titles(session, [one.fact_id for one in chosen.values() if one.fact_id], reader)
    return {
        topic: replace(one, what=titles[one.fact_id]) if one.fact_id in titles else one
        for topic, one in chosen.items()
    }


def _begin_of(fact: Fact) -> LawChange | None:
    return _change_of(fact, fact.valid_from, begins=True) if fact.valid_from else None


def _end_of(fact: Fact) -> LawChange | None:
    return _change_of(fact, fact.valid_to + timedelta(days=1), begins=False) if fact.valid_to else None


def _change_of(fact: Fact, day: date, *, begins: bool) -> LawChange:
    return LawChange(day, laws=tuple(fact.laws), source_url=fact.source_url, fact_id=fact.id, begins=begins)


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

"""What running campaigns already answer, laid beside what is asked."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from campaigns.content.models import Campaign
from campaigns.needs.queries import radar_of
from campaigns.needs.radar import RadarRow
from campaigns.people.models import Programme
from campaigns.placements.stages import stages_of
from campaigns.vocabulary import CampaignStage

#: Stages in which a campaign answers nobody any more.
OVER = (CampaignStage.FINISHED, CampaignStage.ARCHIVED)


def covered_topics(session: Session, *, programme_id: int, on: date) -> dict[tuple[str, str], str]:
    """By topic and language, the campaign that is planned or runs on this day; of several the one that began last."""
    campaigns = session.exec(
        select(Campaign)
        .where(
            Campaign.programme_id == programme_id,
            col(Campaign.archived_at).is_(None),
            col(Campaign.ends_on).is_(None) | (col(Campaign.ends_on) >= on),
        )
        .order_by(col(Campaign.starts_on), col(Campaign.id))
    ).all()
    stages = stages_of(session, campaigns, today=on)
    standing = [item for item in campaigns if stages[item.id or 0] not in OVER]
    return {(item.topic, code): item.title for item in standing for code in item.languages}


def radar_with_coverage(
    session: Session, *, programme: Programme, as_of: date, weeks: int = 8
) -> list[RadarRow]:
    """The radar of a programme as the desk and the command line show it."""
    return radar_of(
        session,
        programme=programme,
        as_of=as_of,
        weeks=weeks,
        covered=covered_topics(session, programme_id=programme.id or 0, on=as_of),
    )

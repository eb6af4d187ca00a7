"""By which definitions the figures of a report were counted, and where a platform changed one."""

from __future__ import annotations

from sqlmodel import Session, col, select

from campaigns.reach.insights.metrics import (
    ACTS,
    ADDED_UP,
    AGED,
    DEFINITIONS,
    PARTS,
    RATES,
    TOLD,
    Definition,
    Metric,
    all_definitions,
    definition_of,
)
from campaigns.reach.models import InsightLatest
from campaigns.reach.report.told import Told

#: So many posts tell by which definitions their channel counts.
SAMPLE = 200


def definitions_behind(session: Session, posts: Told, *, kits: bool, followers: bool) -> list[Definition]:
    """What is counted in a report: our own figures, those that its channels tell or we make of them, those of kits."""
    return [
        *(DEFINITIONS[metric] for metric in (Metric.QUESTIONS, Metric.PUBLICATIONS, Metric.CLICKS)),
        *_told(session, posts),
        *(DEFINITIONS[rate] for rate in RATES if posts.everything.spreads[str(rate)].known),
        *(DEFINITIONS[aged] for aged in AGED if posts.everything.spreads[str(aged)].known),
        *(DEFINITIONS[metric] for metric in (*ACTS, Metric.ACTED) if posts.acted),
        *([DEFINITIONS[Metric.FOLLOWERS]] if followers else []),
        *(DEFINITIONS[metric] for metric in (Metric.KIT_DOWNLOADS, Metric.KITS_SHARED) if kits),
    ]


def _told(session: Session, posts: Told) -> list[Definition]:
    """What channels count, and what we add up where they count only the parts."""
    used = definitions_used(session, posts)
    engaged = posts.everything.spreads[str(Metric.ENGAGEMENTS)]
    ways = {way.definition for way in engaged.ways}
    is_summed = PARTS in ways or (not ways and all(each.metric is not Metric.ENGAGEMENTS for each in used))
    return [*used, ADDED_UP] if engaged.known and is_summed else used


def definitions_used(session: Session, posts: Told) -> list[Definition]:
    """The definitions behind these posts' figures, in the order of reports; an older one beside the newer one."""
    ids = posts.examples[:SAMPLE]
    if not ids:
        return []
    query = (
        select(InsightLatest.metric, InsightLatest.definition)
        .where(col(InsightLatest.publication_id).in_(ids), col(InsightLatest.definition) != "")
        .distinct()
    )
    used = {
        definition for metric, definition in session.exec(query) if metric in {str(each) for each in TOLD}
    }
    known = [all_definitions()[key] for key in used if key in all_definitions()]
    newer = [definition_of(each.metric, each.platform) for each in known]
    order = [str(metric) for metric in TOLD]
    return sorted(
        {each.key: each for each in [*known, *newer]}.values(),
        key=lambda each: (order.index(each.metric), each.platform, each.version),
    )

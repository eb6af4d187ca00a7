"""By which definitions the figures of a report were counted, and where a platform changed one."""

from __future__ import annotations

from sqlmodel import Session, col, select

from campaigns.reach.metrics import TOLD, Definition, all_definitions, definition_of
from campaigns.reach.models import InsightLatest
from campaigns.reach.told import Told

#: So many posts tell by which definitions their channel counts.
SAMPLE = 200


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

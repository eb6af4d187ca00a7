"""Figures that a person read off a screen: of a group after a hand-off, of a channel that cannot be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from campaigns.errors import BadInput
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.placements.models import Placement, Publication
from campaigns.placements.rules import check_can_post_by_hand
from campaigns.reach.actions.recording import record_readings
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.reach.models import InsightBatch
from campaigns.vocabulary import InsightSource

MOST = 1_000_000_000
NOT_SHOWN = "The group does not show how many saw a post."


def type_figures(
    session: Session,
    *,
    publication: Publication,
    figures: Mapping[Metric, int],
    evidence: str | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Writes down what a person read off now; `evidence` is the digest of a screenshot."""
    check_can_post_by_hand(by)
    if not figures:
        raise BadInput("Type at least one figure, or leave the page.", field="figures")
    for metric, value in figures.items():
        if not 0 <= value <= MOST:
            raise BadInput("A count lies between 0 and 1,000,000,000.", field=str(metric))
    readings = [Reading(metric, value) for metric, value in figures.items()]
    return _record(session, publication, readings, evidence, by, now)


def no_figures_shown(session: Session, *, publication: Publication, by: Actor, now: datetime) -> int:
    """The group shows nobody how many saw a post: not available, and nobody is asked again. Never nought."""
    check_can_post_by_hand(by)
    return _record(session, publication, [Reading(Metric.VIEWS, None, NOT_SHOWN)], None, by, now)


def _record(
    session: Session,
    publication: Publication,
    readings: Sequence[Reading],
    evidence: str | None,
    by: Actor,
    now: datetime,
) -> int:
    placement = session.get_one(Placement, publication.placement_id)
    batch = InsightBatch(
        programme_id=publication.programme_id,
        account_id=placement.account_id,
        source=InsightSource.HAND,
        platform=publication.channel,
        evidence=evidence,
        by=person_id(by),
        at=now,
    )
    session.add(batch)
    session.flush()
    record(
        session,
        action="type_figures",
        subject="publication",
        subject_id=publication.id,
        by=by,
        programme_id=publication.programme_id,
        now=now,
        figures=sum(reading.value is not None for reading in readings),
    )
    return record_readings(
        session,
        readings=[(publication, reading) for reading in readings],
        source=InsightSource.HAND,
        at=now,
        batch_id=batch.id,
    )

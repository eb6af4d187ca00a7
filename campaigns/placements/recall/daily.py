"""What the worker looks at by itself: facts that ended, changes nobody recalled, reminders that are over."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.content.media.models import Photo
from campaigns.content.models import PostFact, Variant
from campaigns.content.recall.models import Recall
from campaigns.facts.models import Fact
from campaigns.people.models import Programme
from campaigns.placements.models import Placement
from campaigns.placements.photos.ends import texts_with
from campaigns.placements.recall.actions import recall_fact
from campaigns.placements.recall.holding import (
    hold_untrue,
    reminders_over,
    stop_reminders,
    untrue_placements,
)
from campaigns.placements.truth import successor_of
from campaigns.vocabulary import FactStatus, PlacementStatus, RecallCause


class Looked(NamedTuple):
    """What came of a look: facts recalled, placements held, reminders stopped."""

    recalled: int = 0
    held: int = 0
    stopped: int = 0


def something_to_look_at(session: Session, *, programme: Programme, now: datetime) -> bool:
    """Whether a look would change anything: asked in a reading transaction, for nearly always nothing does."""
    today = wall_time(now, programme.zone).date()
    return bool(
        _moved(session, programme)
        or _ended(session, programme, today)
        or reminders_over(session, programme_id=programme.id or 0, today=today)
        or untrue_placements(session, variant_ids=_with_an_end(session, programme))
    )


def look_at_facts(session: Session, *, programme: Programme, now: datetime) -> Looked:
    """Recalls what ended or moved, holds what would be untrue on its day, stops reminders. May run again."""
    today = wall_time(now, programme.zone).date()
    recalled = 0
    for fact in _moved(session, programme):
        recall_fact(session, fact=fact, cause=RecallCause.CHANGED, by=None, now=now)
        recalled += 1
    for fact in _ended(session, programme, today):
        recall_fact(
            session,
            fact=fact,
            cause=RecallCause.ENDED,
            successor=successor_of(session, fact, on=today),
            by=None,
            now=now,
        )
        recalled += 1
    held = hold_untrue(session, variant_ids=_with_an_end(session, programme), by=None, now=now)
    stopped = stop_reminders(session, programme_id=programme.id or 0, today=today, now=now)
    return Looked(recalled, len(held), len(stopped))


def _moved(session: Session, programme: Programme) -> list[Fact]:
    """Facts whose posts were made from an older revision and never recalled."""
    query = (
        select(Fact)
        .join(PostFact, col(PostFact.fact_id) == Fact.id)
        .where(Fact.programme_id == programme.id, col(Fact.revision) > col(PostFact.fact_revision))
        .group_by(col(Fact.id))
        .order_by(col(Fact.id))
    )
    return list(session.exec(query))


def _ended(session: Session, programme: Programme, today: date) -> list[Fact]:
    """Facts that ended before today, with written texts that were not recalled for it."""
    told = (
        select(Recall.id)
        .where(
            Recall.fact_id == Fact.id,
            Recall.cause == RecallCause.ENDED,
            Recall.to_revision == Fact.revision,
        )
        .exists()
    )
    query = (
        select(Fact)
        .join(PostFact, col(PostFact.fact_id) == Fact.id)
        .join(Variant, col(Variant.post_id) == PostFact.post_id)
        .where(
            Fact.programme_id == programme.id,
            Fact.status != FactStatus.RETIRED,
            col(Fact.valid_to) < today,
            ~told,
            Variant.revision > 0,
        )
        .group_by(col(Fact.id))
        .order_by(col(Fact.id))
    )
    return list(session.exec(query))


def _with_an_end(session: Session, programme: Programme) -> list[int]:
    """Texts in the calendar whose facts end, have not begun or were withdrawn, or whose photo may not be used for
    ever."""
    query = (
        select(Variant.id)
        .join(Placement, col(Placement.variant_id) == Variant.id)
        .join(PostFact, col(PostFact.post_id) == Variant.post_id)
        .join(Fact, col(Fact.id) == PostFact.fact_id)
        .where(
            Placement.programme_id == programme.id,
            Placement.status == PlacementStatus.SCHEDULED,
            col(Fact.valid_to).is_not(None)
            | col(Fact.valid_from).is_not(None)
            | (col(Fact.status) == FactStatus.RETIRED),
        )
        .distinct()
    )
    with_an_end = (col(Photo.programme_id) == programme.id, col(Photo.usable_until).is_not(None))
    shown = (
        select(Placement.variant_id)
        .where(
            Placement.programme_id == programme.id,
            Placement.status == PlacementStatus.SCHEDULED,
            col(Placement.variant_id).in_(texts_with(*with_an_end)),
        )
        .distinct()
    )
    return [each for each in {*session.exec(query), *session.exec(shown)} if each is not None]

"""Whether a programme keeps the words of questions, and forgetting those it kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from campaigns.needs.emerging.models import EmergingPhrase
from campaigns.needs.models import AdviceNeed
from campaigns.people.actions import change_programme
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.people.rules import check_can_change_programme


def keep_words(session: Session, *, programme: Programme, by: Actor, now: datetime) -> None:
    """From now on the words of questions are kept, without identifiers."""
    check_can_change_programme(by)
    change_programme(session, programme=programme, keeps_free_text=True, by=by, now=now)


def stop_keeping_words(
    session: Session, *, programme: Programme, forget: bool, by: Actor, now: datetime
) -> int:
    """From now on only the classification is kept; with `forget` the words kept so far go, too. Says how many."""
    check_can_change_programme(by)
    change_programme(session, programme=programme, keeps_free_text=False, by=by, now=now)
    return forget_words(session, programme=programme, by=by, now=now) if forget else 0


def forget_words(session: Session, *, programme: Programme, by: Actor, now: datetime) -> int:
    """Deletes the words of all questions of a programme, and the phrases found in them; figures stay as they are."""
    check_can_change_programme(by)
    gone = session.execute(
        update(AdviceNeed)
        .where(col(AdviceNeed.programme_id) == programme.id, col(AdviceNeed.text).is_not(None))
        .values(text=None)
    )
    session.execute(delete(EmergingPhrase).where(col(EmergingPhrase.programme_id) == programme.id))
    count = int(gone.rowcount)  # type: ignore[attr-defined]
    record(
        session,
        action="forget_words",
        subject="advice_need",
        by=by,
        programme_id=programme.id,
        now=now,
        deleted=count,
    )
    return count

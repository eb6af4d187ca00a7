"""What reading a programme's questions depends on."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from campaigns.needs.intake.outcome import Intake
from campaigns.needs.learning.model import TopicModel
from campaigns.needs.own_topics.book import book_of
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages


def intake_of(
    session: Session,
    programme: Programme,
    *,
    key: bytes,
    today: date,
    model: TopicModel | None = None,
    confirmed_by: int | None = None,
) -> Intake:
    """How a programme takes questions in; `key` is the instance's pseudonym key."""
    programme_id = programme.id or 0
    return Intake(
        programme_id=programme_id,
        languages=programme_languages(session, programme_id),
        keeps_text=programme.keeps_free_text,
        key=key,
        today=today,
        book=book_of(session, programme_id),
        model=model,
        confirmed_by=confirmed_by,
    )

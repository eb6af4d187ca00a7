"""Reading practices."""

from __future__ import annotations

from sqlmodel import Session, col, select

from campaigns.errors import NotFound
from campaigns.planning.practices.models import Practice


def practices(session: Session) -> list[Practice]:
    """Every practice of this instance, by topic and title: they are there to be shared."""
    return list(session.exec(select(Practice).order_by(col(Practice.topic), col(Practice.title))))


def get_practice(session: Session, practice_id: int) -> Practice:
    """The practice, or a refusal."""
    found = session.get(Practice, practice_id)
    if found is None:
        raise NotFound("There is no practice {id}.", id=practice_id)
    return found

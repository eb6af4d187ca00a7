"""Reads about topics that a programme made or changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from campaigns.needs.own_topics.models import OwnTopic


def versions_of(session: Session, *, programme_id: int, key: str) -> Sequence[OwnTopic]:
    """Every version of a topic, the newest first; none of a topic of the product that was never changed."""
    return session.exec(
        select(OwnTopic)
        .where(OwnTopic.programme_id == programme_id, OwnTopic.key == key)
        .order_by(col(OwnTopic.version).desc())
    ).all()

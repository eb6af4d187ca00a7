"""Questions that came more than once: one row each, with how often they were asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, func, select

from campaigns.needs.models import AdviceNeed


def most_repeated(session: Session, *, batch_id: int, most: int = 5) -> Sequence[AdviceNeed]:
    """Of the questions an import brought, those that were asked most often, at least twice."""
    return session.exec(
        select(AdviceNeed)
        .where(AdviceNeed.batch_id == batch_id, col(AdviceNeed.copies) > 1)
        .order_by(col(AdviceNeed.copies).desc(), col(AdviceNeed.id))
        .limit(most)
    ).all()


def count_repeated(session: Session, *, batch_id: int) -> int:
    """How many questions of an import were asked more than once."""
    query = select(func.count()).where(AdviceNeed.batch_id == batch_id, col(AdviceNeed.copies) > 1)
    return session.exec(query).one()


def known_contents(session: Session, *, programme_id: int, contents: Collection[str]) -> set[str]:
    """Which of these contents are there already."""
    return set(
        session.exec(
            select(col(AdviceNeed.content_hash)).where(
                AdviceNeed.programme_id == programme_id, col(AdviceNeed.content_hash).in_(contents)
            )
        )
    )

"""How many questions still hold the words in which they were asked."""

from __future__ import annotations

from sqlmodel import Session, col, func, select

from campaigns.needs.models import AdviceNeed


def words_kept(session: Session, *, programme_id: int) -> int:
    """Questions of a programme with their words, whatever it keeps from now on."""
    query = select(func.count()).where(
        col(AdviceNeed.programme_id) == programme_id, col(AdviceNeed.text).is_not(None)
    )
    return session.exec(query).one()

"""Reads about the tokens of a programme."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from campaigns.needs.tokens.models import IntakeToken


def tokens_of(session: Session, *, programme_id: int) -> Sequence[IntakeToken]:
    """Every token of a programme: the ones that open first, the newest of them on top."""
    return session.exec(
        select(IntakeToken)
        .where(IntakeToken.programme_id == programme_id)
        .order_by(
            col(IntakeToken.revoked_at).is_not(None),
            col(IntakeToken.created_at).desc(),
            col(IntakeToken.id).desc(),
        )
    ).all()

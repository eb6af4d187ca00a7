"""Which factors somebody has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from campaigns.people.factors.models import Authenticator, Passkey, RecoveryCode
from campaigns.people.models import Membership, Programme
from campaigns.vocabulary import Role

#: Whose word or right others rely on most: they owe a second factor where the programme or the instance says so.
OWING = (Role.LAWYER, Role.ADMIN)


@dataclass(frozen=True)
class Factors:
    """What somebody can prove themselves with, beside the password."""

    passkeys: Sequence[Passkey]
    has_authenticator: bool
    recovery_codes: int

    @property
    def any(self) -> bool:
        """Whether there is a second factor. Recovery codes are none: they stand in for one."""
        return bool(self.passkeys) or self.has_authenticator


def factors_of(session: Session, person_id: int) -> Factors:
    """The person's passkeys, whether an app is confirmed, and how many recovery codes are left."""
    return Factors(
        passkeys=session.exec(
            select(Passkey).where(Passkey.person_id == person_id).order_by(col(Passkey.id))
        ).all(),
        has_authenticator=session.exec(
            select(Authenticator.person_id).where(
                Authenticator.person_id == person_id, col(Authenticator.confirmed_at).is_not(None)
            )
        ).first()
        is not None,
        recovery_codes=session.exec(
            select(func.count())
            .select_from(RecoveryCode)
            .where(RecoveryCode.person_id == person_id, col(RecoveryCode.used_at).is_(None))
        ).one(),
    )


def must_have_factor(session: Session, *, person_id: int, everywhere: bool) -> bool:
    """Whether a role of the person demands a second factor. `everywhere`: the instance demands it."""
    query = (
        select(Membership.id)
        .join(Programme, col(Programme.id) == col(Membership.programme_id))
        .where(Membership.person_id == person_id, col(Membership.role).in_(OWING))
    )
    if not everywhere:
        query = query.where(col(Programme.requires_second_factor).is_(True))
    return session.exec(query.limit(1)).first() is not None

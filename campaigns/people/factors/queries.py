"""Which factors somebody has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from campaigns.people.factors.models import Passkey, RecoveryCode
from campaigns.people.models import Membership, Programme
from campaigns.people.told_keys import digest_of_code, digest_of_passkey, told_keys
from campaigns.vocabulary import Role

#: Whose word or right others rely on most: they owe a second factor where the programme or the instance says so.
OWING = (Role.LAWYER, Role.ADMIN)


@dataclass(frozen=True)
class Factors:
    """What somebody can prove themselves with, beside the password, as the trail and the tables tell it.

    `any`: there is a second factor. It is asked for also where its row was taken out of its table. Recovery codes are
    none: they stand in for one.
    """

    passkeys: Sequence[Passkey]
    has_authenticator: bool
    recovery_codes: int
    any: bool


def factors_of(session: Session, person_id: int) -> Factors:
    """The person's passkeys, whether an app is confirmed, and how many recovery codes are left."""
    told = told_keys(session, person_id)
    passkeys = session.exec(
        select(Passkey).where(Passkey.person_id == person_id).order_by(col(Passkey.id))
    ).all()
    codes = session.exec(
        select(RecoveryCode).where(RecoveryCode.person_id == person_id, col(RecoveryCode.used_at).is_(None))
    ).all()
    return Factors(
        passkeys=[row for row in passkeys if digest_of_passkey(row) in told.passkeys],
        has_authenticator=bool(told.authenticator),
        recovery_codes=sum(digest_of_code(row) in told.codes for row in codes),
        any=told.demand_second,
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

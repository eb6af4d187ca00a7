"""Logins that came with a programme from another home: what opened them there opens them here, at the file's word."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.people.audit import record
from campaigns.people.factors.models import Authenticator, Passkey, RecoveryCode
from campaigns.people.models import Person, SignOnIdentity
from campaigns.people.told_keys import (
    digest_of_address,
    digest_of_authenticator,
    digest_of_code,
    digest_of_passkey,
    digest_of_password,
    digest_of_tie,
)


def tell_of_logins(session: Session, *, known: Collection[int], now: datetime) -> None:
    """A row of the trail about each login that is not among the known ones, with all that opens it as it stands."""
    new = session.exec(select(Person).where(col(Person.id).not_in(known)).order_by(col(Person.id))).all()
    for person in new:
        record(
            session,
            action="take_in_login",
            subject="person",
            subject_id=person.id,
            by=None,
            now=now,
            **_keys(session, person),
        )


def _keys(session: Session, person: Person) -> dict[str, Any]:
    number = person.id or 0
    app = session.get(Authenticator, number)
    passkeys = session.exec(select(Passkey).where(Passkey.person_id == number)).all()
    codes = session.exec(
        select(RecoveryCode).where(RecoveryCode.person_id == number, col(RecoveryCode.used_at).is_(None))
    ).all()
    ties = session.exec(select(SignOnIdentity).where(SignOnIdentity.person_id == number)).all()
    return {
        "address": digest_of_address(person),
        "password": digest_of_password(person),
        "passkeys": [digest_of_passkey(row) for row in passkeys],
        "authenticator": digest_of_authenticator(app) if app and app.confirmed_at else "",
        "codes": [digest_of_code(row) for row in codes],
        "ties": [digest_of_tie(row) for row in ties],
    }

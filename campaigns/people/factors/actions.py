"""Adding, using and removing second factors."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlmodel import Session, col, delete, select, update

from campaigns.errors import BadInput, NotFound
from campaigns.people.actions.sessions import end_all_sessions
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.factors.models import Authenticator, Passkey, RecoveryCode
from campaigns.people.factors.passkeys import MadePasskey, Place, count_of_proof, credential_of
from campaigns.people.factors.queries import factors_of
from campaigns.people.factors.totp import new_secret, open_secret, seal_secret, step_of
from campaigns.people.models import Person
from campaigns.people.new_voices import ALONE, WAITS
from campaigns.people.passwords import one_time_password
from campaigns.people.told_keys import (
    digest_of_authenticator,
    digest_of_code,
    digest_of_passkey,
    told_keys,
)

MOST_PASSKEYS = 20
RECOVERY_CODES = 10


def add_passkey(
    session: Session,
    *,
    person: Person,
    made: MadePasskey,
    name: str,
    by: Actor,
    now: datetime,
    must_have: bool = True,
) -> Passkey:
    """Keeps the public half of a passkey that was just made. `must_have`: the person's role demands a factor."""
    how = _how_it_came(session, person, must_have, by, now)
    if session.exec(select(Passkey.id).where(Passkey.credential == made.credential)).first() is not None:
        raise BadInput("This passkey is known already.")
    if len(factors_of(session, person.id or 0).passkeys) >= MOST_PASSKEYS:
        raise BadInput("There are already {most} passkeys. Remove one that is not used.", most=MOST_PASSKEYS)
    row = Passkey(
        person_id=person.id or 0,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=" ".join(name.split())[:60] or "Passkey",
        created_at=now,
    )
    session.add(row)
    session.flush()
    key = digest_of_passkey(row)
    record(
        session, action="add_passkey", subject="person", subject_id=person.id, by=by, now=now, key=key, **how
    )
    return row


def remove_passkey(
    session: Session, *, person: Person, passkey_id: int, must_have: bool, by: Actor, now: datetime
) -> None:
    """Removes one of the person's own passkeys. `must_have`: the last factor stays."""
    row = session.get(Passkey, passkey_id)
    if row is None or row.person_id != person.id:
        raise NotFound("There is no such passkey.")
    have = factors_of(session, person.id or 0)
    _check_one_stays(must_have, len(have.passkeys) - 1 or have.has_authenticator)
    key = digest_of_passkey(row)
    session.delete(row)
    session.flush()
    record(session, action="remove_passkey", subject="person", subject_id=person.id, by=by, now=now, key=key)


def prove_with_passkey(
    session: Session, *, answer: str, place: Place, challenge: bytes, person_id: int | None, now: datetime
) -> Person | None:
    """Whose passkey signed this challenge; None for everything that proves nothing.

    `person_id`: only a passkey of this person counts.
    """
    row = session.exec(select(Passkey).where(Passkey.credential == credential_of(answer))).first()
    if row is None or (person_id is not None and row.person_id != person_id):
        return None
    count = count_of_proof(answer, passkey=row, place=place, challenge=challenge)
    person = session.get(Person, row.person_id)
    if count is None or person is None or person.disabled_at is not None:
        return None
    if digest_of_passkey(row) not in told_keys(session, row.person_id).passkeys:
        return None  # somebody wrote it into the table
    row.sign_count, row.used_at = count, now
    session.add(row)
    session.flush()
    return person


def begin_authenticator(session: Session, *, person: Person, key: bytes, by: Actor, now: datetime) -> None:
    """A new secret for an app, which proves nothing until a code of it was typed. An app that works stays."""
    if told_keys(session, person.id or 0).authenticator:
        raise BadInput("An authenticator app is set up already. Remove it first.")
    row = session.get(Authenticator, person.id)
    if row is None:
        row = Authenticator(person_id=person.id or 0, secret=b"", created_at=now)
    row.secret = seal_secret(new_secret(), person_id=person.id or 0, made_at=now, key=key)
    row.created_at, row.confirmed_at = now, None
    session.add(row)
    session.flush()
    record(session, action="begin_authenticator", subject="person", subject_id=person.id, by=by, now=now)


def waiting_secret(session: Session, *, person_id: int, key: bytes) -> str:
    """The secret of an app that is being set up; a confirmed one is never shown again."""
    row = session.get(Authenticator, person_id)
    if row is None or row.confirmed_at is not None:
        raise NotFound("No authenticator app is being set up.")
    return open_secret(row.secret, person_id=person_id, made_at=row.created_at, key=key)


def confirm_authenticator(
    session: Session,
    *,
    person: Person,
    code: str,
    key: bytes,
    by: Actor,
    now: datetime,
    must_have: bool = True,
) -> None:
    """The first code of the app was typed: from now on it counts. `must_have`: the person's role demands a factor."""
    how = _how_it_came(session, person, must_have, by, now)
    secret = waiting_secret(session, person_id=person.id or 0, key=key)
    step = step_of(secret, code, now=now, after=0)
    if step is None:
        raise BadInput(
            "This is not the code the app shows now. See that the phone's clock is right, then type the next one.",
            field="code",
        )
    session.exec(
        update(Authenticator)
        .where(col(Authenticator.person_id) == person.id)
        .values(confirmed_at=now, last_step=step)
    )
    told = digest_of_authenticator(session.get_one(Authenticator, person.id))
    record(
        session,
        action="add_authenticator",
        subject="person",
        subject_id=person.id,
        by=by,
        now=now,
        key=told,
        **how,
    )


def remove_authenticator(
    session: Session, *, person: Person, must_have: bool, by: Actor, now: datetime
) -> None:
    """Forgets the app. `must_have`: the last factor stays."""
    _check_one_stays(must_have, factors_of(session, person.id or 0).passkeys)
    session.exec(delete(Authenticator).where(col(Authenticator.person_id) == person.id))
    record(session, action="remove_authenticator", subject="person", subject_id=person.id, by=by, now=now)


def prove_with_code(session: Session, *, person_id: int, code: str, key: bytes, now: datetime) -> bool:
    """Whether this is the app's code of now, used for the first time. Two at once: one of them counts."""
    row = session.get(Authenticator, person_id)
    if row is None or row.confirmed_at is None:
        return False
    if told_keys(session, person_id).authenticator != digest_of_authenticator(row):
        return False  # somebody wrote it into the table
    secret = open_secret(row.secret, person_id=person_id, made_at=row.created_at, key=key)
    step = step_of(secret, code, now=now, after=row.last_step)
    if step is None:
        return False
    used = session.exec(
        update(Authenticator)
        .where(col(Authenticator.person_id) == person_id, col(Authenticator.last_step) < step)
        .values(last_step=step)
    )
    return int(used.rowcount) == 1


def new_recovery_codes(session: Session, *, person: Person, by: Actor, now: datetime) -> list[str]:
    """Ten new codes, shown once; the ones before are worth nothing any more."""
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person.id))
    codes = [one_time_password() for _ in range(RECOVERY_CODES)]
    rows = [
        RecoveryCode(code_hash=_hash_code(code), person_id=person.id or 0, created_at=now) for code in codes
    ]
    session.add_all(rows)
    session.flush()
    keys = [digest_of_code(row) for row in rows]
    record(
        session,
        action="new_recovery_codes",
        subject="person",
        subject_id=person.id,
        by=by,
        now=now,
        keys=keys,
    )
    return codes


def prove_with_recovery_code(session: Session, *, person_id: int, code: str, now: datetime) -> bool:
    """Whether this is one of the person's codes, used for the first time."""
    row = session.get(RecoveryCode, _hash_code(code))
    if row is None or row.person_id != person_id:
        return False
    key = digest_of_code(row)
    if key not in told_keys(session, person_id).codes:
        return False  # used before, or written into the table
    used = session.exec(
        update(RecoveryCode)
        .where(col(RecoveryCode.code_hash) == row.code_hash, col(RecoveryCode.used_at).is_(None))
        .values(used_at=now)
    )
    if int(used.rowcount) != 1:
        return False
    record(
        session, action="use_recovery_code", subject="person", subject_id=person_id, by=None, now=now, key=key
    )
    return True


def forget_factors(session: Session, *, person: Person, by: Actor | None, now: datetime) -> None:
    """For somebody who lost everything: all factors are gone, and every session ends."""
    for table in (Passkey, Authenticator, RecoveryCode):
        session.exec(delete(table).where(col(table.person_id) == person.id))
    end_all_sessions(session, person_id=person.id or 0, now=now)
    record(session, action="forget_factors", subject="person", subject_id=person.id, by=by, now=now)


def _how_it_came(
    session: Session, person: Person, must_have: bool, by: Actor, now: datetime
) -> dict[str, bool]:
    """What the trail is told of a first factor that a stolen password could have set up: it makes a new voice."""
    told = told_keys(session, person.id or 0)
    if not must_have or told.demand_second or by.proven_by != "password":
        return {}
    if told.let_in_at is not None and now - told.let_in_at < WAITS:
        return {}
    return {ALONE: True}


def _check_one_stays(must_have: bool, left: object) -> None:
    if must_have and not left:
        raise BadInput("Your role demands a second factor. Add another one before you remove this.")


def _hash_code(code: str) -> str:
    plain = "".join(each for each in code.casefold() if each.isalnum())
    return hashlib.sha256(f"recovery:{plain}".encode()).hexdigest()

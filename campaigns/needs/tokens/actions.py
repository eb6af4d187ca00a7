"""Issuing and revoking tokens for the intake of questions."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, select

from campaigns.errors import BadInput, NotAllowed, NotFound
from campaigns.needs.tokens.models import IntakeToken
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role

#: So that whoever finds one in a file knows what it opens.
PREFIX = "litfass-intake-"
FEWEST_LETTERS = 32
_LONGEST_NAME = 80


def issue_token(
    session: Session, *, programme: Programme, name: str, secret: str, by: Actor, now: datetime
) -> tuple[IntakeToken, str]:
    """A token for a program named so: its row, and the token itself, which nobody can show again.

    `secret` is at least 32 random letters from the caller: actions make no chance of their own.
    """
    check_holds(by, Role.LEAD, Role.ADMIN)
    line = " ".join(name.split())
    if not line or len(line) > _LONGEST_NAME:
        raise BadInput("Name the program that will use the token.", field="name")
    if len(secret) < FEWEST_LETTERS:
        raise BadInput("The secret of a token has at least {count} letters.", count=FEWEST_LETTERS)
    token = f"{PREFIX}{secret}"
    row = IntakeToken(
        programme_id=programme.id or 0,
        name=line,
        digest=_digest(token),
        created_by=person_id(by),
        created_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, "issue_token", row, by, now)
    return row, token


def revoke_token(session: Session, *, token_id: int, by: Actor, now: datetime) -> None:
    """From now on the token opens nothing."""
    check_holds(by, Role.LEAD, Role.ADMIN)
    row = session.get(IntakeToken, token_id)
    if row is None or row.programme_id != by.programme_id:
        raise NotFound("There is no such token in this programme.")
    row.revoked_at = row.revoked_at or now
    session.add(row)
    session.flush()
    _record(session, "revoke_token", row, by, now)


def programme_of_token(session: Session, token: str) -> Programme:
    """The programme a token adds questions to. Refuses a wrong and a revoked one with the same words."""
    row = session.exec(
        select(IntakeToken).where(
            col(IntakeToken.digest) == _digest(token), col(IntakeToken.revoked_at).is_(None)
        )
    ).first()
    found = session.get(Programme, row.programme_id) if row else None
    if found is None or found.closed_at is not None:
        raise NotAllowed("The token is missing, wrong or revoked. Ask the lead of the programme for one.")
    return found


def _digest(token: str) -> str:
    """A plain digest is enough: the secret is random and long, so nobody finds it by trying."""
    return sha256(token.encode()).hexdigest()


def _record(session: Session, action: str, row: IntakeToken, by: Actor, now: datetime) -> None:
    record(
        session,
        action=action,
        subject="intake_token",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        name=row.name,
    )

"""Issuing and revoking tokens for the intake of questions."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, col, select

from campaigns.canonical import digest_of
from campaigns.errors import BadInput, NotAllowed, NotFound, Refusal
from campaigns.needs.rules import check_can_manage_tokens
from campaigns.needs.tokens.models import IntakeToken
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.people.telling import told_last

#: So that whoever finds one in a file knows what it opens.
PREFIX = "litfass-intake-"
FEWEST_LETTERS = 32
#: Under which the trail tells of tokens.
SUBJECT = "intake_token"
#: 500 questions a call: more than any office asks, and no more than one machine understands in a minute.
CALLS_A_MINUTE = 60
WINDOW = timedelta(minutes=1)
_LONGEST_NAME = 80


class WrongToken(NotAllowed):
    """No token, one that never was, or one that was revoked: all answered alike."""

    status = 401


class TooManyCalls(Refusal):
    """The token was used too often in this minute; `wait` says for how many seconds to keep still."""

    status = 429

    def __init__(self, wait: int) -> None:
        super().__init__("Too many requests. Wait {wait} seconds, then go on.", wait=wait)
        self.wait = wait


def issue_token(
    session: Session, *, programme: Programme, name: str, secret: str, by: Actor, now: datetime
) -> tuple[IntakeToken, str]:
    """A token for a program named so: its row, and the token itself, which nobody can show again.

    `secret` is at least 32 random letters from the caller: actions make no chance of their own.
    """
    check_can_manage_tokens(by)
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
    _record(session, "issue_token", row, by, now, token=_opening(row))
    return row, token


def revoke_token(session: Session, *, token_id: int, by: Actor, now: datetime) -> None:
    """From now on the token opens nothing."""
    check_can_manage_tokens(by)
    row = session.get(IntakeToken, token_id)
    if row is None or row.programme_id != by.programme_id:
        raise NotFound("There is no such token in this programme.")
    row.revoked_at = row.revoked_at or now
    session.add(row)
    session.flush()
    _record(session, "revoke_token", row, by, now)


def admit_sender(session: Session, *, token: str, now: datetime) -> tuple[IntakeToken, Programme]:
    """Counts one call of a token and gives its row and the programme it adds questions to.

    Refuses a wrong and a revoked token with the same words, one that nobody issued as far as the trail tells, and one
    that calls too often. Runs in a transaction of
    its own, so that the count stays when what was sent is refused.
    """
    row = session.exec(
        select(IntakeToken)
        .where(col(IntakeToken.digest) == _digest(token), col(IntakeToken.revoked_at).is_(None))
        .with_for_update()
    ).first()
    if row is not None and not _is_told(session, row):
        row = None
    programme = session.get(Programme, row.programme_id) if row else None
    if row is None or programme is None or programme.closed_at is not None:
        raise WrongToken("The token is missing, wrong or revoked. Ask the lead of the programme for one.")
    if row.window_at is None or not row.window_at <= now < row.window_at + WINDOW:
        row.window_at, row.window_calls = now, 0
    if row.window_calls >= CALLS_A_MINUTE:
        raise TooManyCalls(math.ceil((row.window_at + WINDOW - now).total_seconds()))
    row.window_calls += 1
    row.used_at = now
    session.add(row)
    session.flush()
    return row, programme


def _digest(token: str) -> str:
    """A plain digest is enough: the secret is random and long, so nobody finds it by trying."""
    return sha256(token.encode()).hexdigest()


def _opening(row: IntakeToken) -> str:
    """What opens, and for which programme: whoever writes a token of their own into the table makes another."""
    return digest_of(["intake token", row.id, row.programme_id, row.digest])


def _is_told(session: Session, row: IntakeToken) -> bool:
    told = told_last(session, SUBJECT, row.id or 0, "token", by=("issue_token",), ends=("revoke_token",))
    return told == _opening(row)


def _record(session: Session, action: str, row: IntakeToken, by: Actor, now: datetime, **detail: str) -> None:
    record(
        session,
        action=action,
        subject=SUBJECT,
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        name=row.name,
        **detail,
    )

"""Who has access to a programme, and when somebody last looked through the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.factors.models import Authenticator, Passkey
from campaigns.people.models import AuditEntry
from campaigns.people.queries import list_members
from campaigns.people.rules import check_can_review_access
from campaigns.vocabulary import Role

#: A quarter: after this the list is due again (ASVS asks for regular reviews).
DUE_AFTER = timedelta(days=92)
REVIEWED = "review_access"


@dataclass(frozen=True)
class Access:
    """One person's access to the programme."""

    person_id: int
    name: str
    email: str
    roles: tuple[tuple[Role, str], ...]
    since: datetime
    last_login: datetime | None
    has_factor: bool
    is_disabled: bool


def access_list(session: Session, *, programme_id: int) -> list[Access]:
    """Everybody with a role here, disabled logins last."""
    members = list_members(session, programme_id)
    numbers = [member.person.id or 0 for member in members]
    logins = dict(
        session.exec(
            select(AuditEntry.subject_id, func.max(AuditEntry.at))
            .where(
                AuditEntry.subject == "person",
                col(AuditEntry.subject_id).in_(numbers),
                AuditEntry.action == "log_in",
            )
            .group_by(col(AuditEntry.subject_id))
        ).all()
    )
    with_factor = {
        *session.exec(select(Passkey.person_id).where(col(Passkey.person_id).in_(numbers))),
        *session.exec(
            select(Authenticator.person_id).where(
                col(Authenticator.person_id).in_(numbers), col(Authenticator.confirmed_at).is_not(None)
            )
        ),
    }
    return [
        Access(
            person_id=member.person.id or 0,
            name=member.person.name,
            email=member.person.email,
            roles=tuple((held.role, held.language) for held in member.memberships),
            since=min(held.created_at for held in member.memberships),
            last_login=logins.get(member.person.id),
            has_factor=member.person.id in with_factor,
            is_disabled=member.person.disabled_at is not None,
        )
        for member in members
    ]


def last_review(session: Session, *, programme_id: int) -> datetime | None:
    """When somebody last noted that they looked through the list."""
    return session.exec(
        select(func.max(AuditEntry.at)).where(
            AuditEntry.subject == "programme",
            AuditEntry.subject_id == programme_id,
            AuditEntry.action == REVIEWED,
        )
    ).one()


def review_is_due(session: Session, *, programme_id: int, began: datetime, now: datetime) -> bool:
    """Whether a quarter has passed since the last look, or since the programme `began`."""
    return now - (last_review(session, programme_id=programme_id) or began) > DUE_AFTER


def note_access_review(session: Session, *, programme_id: int, by: Actor, now: datetime) -> None:
    """Writes down that the list was looked through: the trail is the proof."""
    check_can_review_access(by)
    people = len(list_members(session, programme_id))
    record(
        session,
        action=REVIEWED,
        subject="programme",
        subject_id=programme_id,
        by=by,
        programme_id=programme_id,
        now=now,
        people=people,
    )

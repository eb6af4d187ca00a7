"""Telling leads by letter that roles were given or taken: nobody becomes a lawyer for an afternoon unnoticed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from campaigns.mail.outbox import Outbox, put_letter
from campaigns.people.audit import record
from campaigns.people.models import AuditEntry, Programme
from campaigns.people.queries import leads_of

#: Somebody who sets up a person gives several roles one after the other: one letter tells of all of them …
SETTLED = timedelta(minutes=10)
#: … but nobody puts it off by going on.
AT_LATEST = timedelta(hours=1)
CHANGES = ("grant_role", "revoke_role")
TOLD = "tell_role_changes"


@dataclass(frozen=True)
class RoleNews:
    """Changes of a programme that its leads were not told of: up to which row of the trail, how many, for how many
    people, and how many of these approved something since."""

    programme_id: int
    up_to: int
    changes: int
    people: int
    approved: int


def role_news(session: Session, *, now: datetime) -> list[RoleNews]:
    """What has to be told now. What was done from the command line was done by whoever runs the house."""
    last = {
        programme_id: int(json.loads(detail)["up_to"])
        for programme_id, detail in session.exec(
            select(AuditEntry.programme_id, AuditEntry.detail)
            .where(AuditEntry.subject == "programme", AuditEntry.action == TOLD)
            .order_by(col(AuditEntry.id))
        )
    }
    rows = session.exec(
        select(AuditEntry)
        .where(
            AuditEntry.subject == "person",
            col(AuditEntry.action).in_(CHANGES),
            col(AuditEntry.by).is_not(None),
            col(AuditEntry.id) > min(last.values(), default=0),
            AuditEntry.at >= now - timedelta(days=2),
        )
        .order_by(col(AuditEntry.id))
    ).all()
    by_programme: dict[int, list[AuditEntry]] = {}
    for row in rows:
        if row.programme_id is not None and (row.id or 0) > last.get(row.programme_id, 0):
            by_programme.setdefault(row.programme_id, []).append(row)
    return [
        _news(session, programme_id, found)
        for programme_id, found in by_programme.items()
        if now - found[-1].at >= SETTLED or now - found[0].at >= AT_LATEST
    ]


def tell_role_changes(session: Session, *, outbox: Outbox, address: str, now: datetime) -> int:
    """Writes to every lead and notes in the trail that they were told; says how many letters."""
    written = 0
    for news in role_news(session, now=now):
        programme = session.get_one(Programme, news.programme_id)
        for person in leads_of(session, news.programme_id):
            written += put_letter(
                session,
                outbox=outbox,
                letter="roles_changed",
                to=person.email,
                interface=person.reads,
                values={
                    "programme": programme.name,
                    "changes": news.changes,
                    "people": news.people,
                    "approved": news.approved,
                    "link": address,
                },
                now=now,
            )
        record(
            session,
            action=TOLD,
            subject="programme",
            subject_id=news.programme_id,
            by=None,
            programme_id=news.programme_id,
            now=now,
            up_to=news.up_to,
        )
    return written


def _news(session: Session, programme_id: int, rows: list[AuditEntry]) -> RoleNews:
    people = {row.subject_id for row in rows if row.subject_id is not None}
    approved = session.exec(
        select(func.count(func.distinct(AuditEntry.by))).where(
            AuditEntry.programme_id == programme_id,
            AuditEntry.action == "approve_variant",
            col(AuditEntry.by).in_(people),
            col(AuditEntry.id) > rows[0].id,
        )
    ).one()
    return RoleNews(programme_id, rows[-1].id or 0, len(rows), len(people), approved)

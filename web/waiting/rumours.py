"""Rumours that wait for a next step: to be checked, answered, or listened for."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.needs.rumours.due import due_on, is_due
from campaigns.needs.rumours.queries import open_rumours
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from web.topics import topic_word
from web.waiting import Group, Item

SHOWN = 5


def waiting_rumours(session: Session, actor: Actor, now: datetime) -> list[Group]:
    programme = session.get(Programme, actor.programme_id) if actor.programme_id else None
    if programme is None or not actor.holds(Role.STAFF, Role.LEAD):
        return []
    today = wall_time(now, programme.zone).date()
    due = [row for row in open_rumours(session, programme_id=programme.id or 0) if is_due(row, today)]
    items = [
        Item(
            title=row.claim,
            address=url_for("needs.rumour", rumour_id=row.id),
            note=topic_word(row.topic),
            language=row.claim_language,
            state=row.status,
        )
        for row in sorted(due, key=lambda row: (-row.risk, due_on(row) or today))[:SHOWN]
    ]
    if not items:
        return []
    return [
        Group(
            title=_("Rumours"),
            items=items,
            total=len(due),
            more=url_for("needs.rumours", due="yes"),
            urgency=2 if due[0].risk == 3 else 4,
        )
    ]

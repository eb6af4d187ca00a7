"""Long work this person asked for that is running or was refused lately."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, or_, select

from campaigns.people.actor import Actor
from campaigns.vocabulary import WorkStatus
from campaigns.work.models import Work
from web.formats import ago
from web.waiting import Group, Item
from web.words.labels import label

LATELY = timedelta(days=1)


def waiting_work(session: Session, actor: Actor, now: datetime) -> list[Group]:
    rows = session.exec(
        select(Work)
        .where(
            Work.asked_by == actor.person_id,
            Work.programme_id == actor.programme_id,
            or_(
                col(Work.status).in_([WorkStatus.WAITING, WorkStatus.RUNNING]),
                (col(Work.status) == WorkStatus.REFUSED) & (col(Work.ended_at) > now - LATELY),
            ),
        )
        .order_by(col(Work.id).desc())
        .limit(5)
    ).all()
    if not rows:
        return []
    items = [
        Item(
            title=label(row.kind),
            address=url_for("work.work", work_id=row.id),
            note=ago(row.asked_at),
            state=row.status,
        )
        for row in rows
    ]
    return [Group(title=_("In the worker"), items=items, total=len(items), urgency=8)]

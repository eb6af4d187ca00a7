"""Posts that somebody has to put into a group by hand, now."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.people.actor import Actor
from campaigns.placements.handoffs import waiting_handoffs
from campaigns.vocabulary import Role
from web.formats import language_name, short_day
from web.waiting import Group, Item

MOST = 5


def waiting_groups(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For advisors: what is due and may be posted."""
    if actor.programme_id is None or not actor.holds(Role.ADVISOR):
        return []
    due = [
        each
        for each in waiting_handoffs(session, programme_id=actor.programme_id, now=now)
        if each.is_due(now) and each.manifest is not None
    ]
    items = []
    for each in due[:MOST]:
        today = wall_time(now, each.placement.zone).date()
        wait = each.free_on and each.free_on > today
        items.append(
            Item(
                title=each.space.name,
                address=url_for("handoffs.handoff", placement_id=each.placement.id),
                note=_("wait until %(day)s", day=short_day(each.free_on))
                if wait
                else f"{language_name(each.variant.language)} · {each.campaign.title}",
                due_at=each.placement.due_at,
            )
        )
    if not items:
        return []
    return [Group(_("To post in groups"), items, len(due), url_for("handoffs.index"), urgency=1)]

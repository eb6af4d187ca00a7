"""Posts at risk: held, failed, missed, unconfirmed, late, or near and not yet binding."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.people.actor import Actor
from campaigns.placements.diary import headlines_of
from campaigns.placements.queries import Entry, at_risk
from campaigns.vocabulary import PlacementStatus, Role
from web import identity
from web.content_words import kind_word
from web.formats import language_name
from web.waiting import Group, Item
from web.words import said

MOST = 5
#: What nobody knows about comes first.
ORDER = (
    PlacementStatus.UNCONFIRMED,
    PlacementStatus.FAILED,
    PlacementStatus.MISSED,
    PlacementStatus.HELD,
    PlacementStatus.SCHEDULED,
    PlacementStatus.PROPOSED,
)


def waiting_placements(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who place posts; what waits for a hand-off is told to advisors instead."""
    if actor.programme_id is None or not actor.holds(Role.STAFF, Role.LEAD):
        return []
    risks = [
        entry
        for entry in at_risk(session, programme_id=actor.programme_id, now=now)
        if entry.space is None or entry.placement.status is not PlacementStatus.SCHEDULED
    ]
    risks.sort(key=lambda entry: ORDER.index(entry.placement.status))
    shown = risks[:MOST]
    headlines = headlines_of(
        session, {entry.post.id or 0 for entry in shown}, identity.programme().source_language
    )
    items = [_item(entry, headlines) for entry in shown]
    if not items:
        return []
    asks = any(entry.placement.status not in (PlacementStatus.PROPOSED,) for entry in risks)
    return [
        Group(_("Posts at risk"), items, len(risks), url_for("calendar.sending"), urgency=0 if asks else 3)
    ]


def _item(entry: Entry, headlines: dict[int, str]) -> Item:
    where = f"{language_name(entry.variant.language)} · {entry.place}"
    reason = said(entry.placement.reason, entry.placement.reason_values)
    return Item(
        title=headlines.get(entry.post.id or 0) or kind_word(entry.post.kind),
        address=url_for("calendar.placement", placement_id=entry.placement.id),
        note=f"{where}. {reason}" if reason else where,
        state=entry.placement.status,
        due_at=entry.placement.due_at,
    )

"""Posts at risk: held, failed, missed, unconfirmed, late, or near and not yet binding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from campaigns.languages import sort_languages
from campaigns.people.actor import Actor
from campaigns.placements.calendar.at_risk import at_risk
from campaigns.placements.calendar.diary import by_post_and_state, headlines_of
from campaigns.placements.queries import Entry
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus, Role
from web import identity
from web.formats import language_name
from web.public_address import has_public_address
from web.waiting import Group, Item
from web.words.content import kind_word
from web.words.sentences import said

MOST = 5
#: What nobody knows about comes first.
ORDER = (
    PlacementStatus.UNCONFIRMED,
    PlacementStatus.FAILED,
    PlacementStatus.MISSED,
    PlacementStatus.EXPIRED,
    PlacementStatus.HELD,
    PlacementStatus.SCHEDULED,
    PlacementStatus.PROPOSED,
)


def waiting_placements(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who place posts: the same that the page of sending counts."""
    if actor.programme_id is None or not actor.holds(Role.STAFF, Role.LEAD):
        return []
    risks = at_risk(session, programme_id=actor.programme_id, now=now, is_public=has_public_address())
    risks.sort(key=lambda entry: ORDER.index(entry.placement.status))
    groups = by_post_and_state(risks)
    shown = groups[:MOST]
    source = identity.programme().source_language
    headlines = headlines_of(session, {group[0].post.id or 0 for group in shown}, source)
    items = [_item(group, headlines) for group in shown]
    if not items:
        return []
    asks = any(entry.placement.status not in (PlacementStatus.PROPOSED,) for entry in risks)
    return [
        Group(_("Posts at risk"), items, len(groups), url_for("calendar.sending"), urgency=0 if asks else 3)
    ]


def _item(group: Sequence[Entry], headlines: dict[int, str]) -> Item:
    """One post in one state; its languages together."""
    first = group[0]
    languages = sort_languages({entry.variant.language for entry in group})
    named = ", ".join(map(language_name, languages))
    places = first.place if len(group) == 1 else ngettext("%(num)s place", "%(num)s places", len(group))
    why = first.against or Reason(first.placement.reason, first.placement.reason_values)
    reason = said(why.msgid, why.values)
    address = (
        url_for("calendar.placement", placement_id=first.placement.id)
        if len(group) == 1
        else url_for("calendar.sending", _anchor=f"placement-{first.placement.id}")
    )
    return Item(
        title=headlines.get(first.post.id or 0) or kind_word(first.post.kind),
        address=address,
        note=f"{named} · {places}. {reason}" if reason else f"{named} · {places}",
        state=first.placement.status,
        due_at=first.placement.due_at,
    )

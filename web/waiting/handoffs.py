"""Posts that somebody has to put into a group by hand, now; and the round through the groups, late in the week."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.people.actor import Actor
from campaigns.placements.handoffs import HandOff, waiting_handoffs
from campaigns.placements.rules import can_post_by_hand
from campaigns.reach.rounds import round_of
from campaigns.vocabulary import Role
from web import identity
from web.formats import language_name, short_day
from web.waiting import Group, Item

MOST = 5
#: From this weekday on (Monday is 0) Today reminds of the round.
FROM_WEEKDAY = 2


def waiting_groups(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """What is due and may be posted: one's own; for advisors also what is anybody's."""
    if actor.programme_id is None or not can_post_by_hand(actor):
        return []
    mine = (None, actor.person_id) if actor.holds(Role.ADVISOR) else (actor.person_id,)
    due = [
        each
        for each in waiting_handoffs(session, programme_id=actor.programme_id, now=now)
        if each.is_due(now) and each.manifest is not None and each.person_id in mine
    ]
    if not due:
        return []
    items = [_item(each) for each in due[:MOST]]
    return [Group(_("To post in groups"), items, len(due), url_for("handoffs.index"), urgency=1)]


def waiting_round(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """From Wednesday on: how many of an advisor's groups nobody has looked through this week."""
    if actor.programme_id is None or not actor.holds(Role.ADVISOR):
        return []
    programme = identity.programme()
    if wall_time(now, programme.zone).weekday() < FROM_WEEKDAY:
        return []
    stops = round_of(session, programme=programme, person_id=actor.person_id, now=now)
    open_ = [stop for stop in stops if not stop.is_visited]
    unread = sum(len(stop.unread) for stop in stops)
    if not open_ and not unread:
        return []
    told = (
        [ngettext("%(num)s group to look through", "%(num)s groups to look through", len(open_))]
        if open_
        else []
    )
    told += (
        [ngettext("%(num)s post without figures", "%(num)s posts without figures", unread)] if unread else []
    )
    item = Item(title=_("Round of the week"), address=url_for("handoffs.weekly"), note=", ".join(told))
    return [Group(_("Groups this week"), [item], 1, url_for("handoffs.weekly"), urgency=4)]


def _item(each: HandOff) -> Item:
    return Item(
        title=each.space.name,
        address=url_for("handoffs.handoff", placement_id=each.placement.id),
        note=_("wait until %(day)s", day=short_day(each.free_on))
        if each.waits
        else f"{language_name(each.variant.language)} · {each.campaign.title}",
        due_at=each.placement.due_at,
    )

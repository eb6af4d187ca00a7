"""Posts that somebody has to put into a group by hand, now; and the round through the groups, late in the week."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.people.actor import Actor
from campaigns.placements.handoffs.listing import HandOff, waiting_handoffs
from campaigns.placements.rules import can_post_by_hand
from campaigns.reach.rounds.week import round_of
from campaigns.vocabulary import Role
from web import identity
from web.formats import language_name
from web.waiting import Group, Item

MOST = 5
#: After that long a task nobody did is shown to others, too.
LIES = timedelta(days=1)
#: From this weekday on (Monday is 0) Today reminds of the round.
FROM_WEEKDAY = 2


def waiting_groups(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """What is due and may be posted, of those whose task it is."""
    if actor.programme_id is None or not can_post_by_hand(actor):
        return []
    due = [
        each
        for each in waiting_handoffs(session, programme_id=actor.programme_id, now=now)
        if each.is_due(now) and each.handed_out is not None and _concerns(each, actor, now)
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
    open_ = [stop for stop in stops if not (stop.is_visited or stop.is_ours)]
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


def _concerns(each: HandOff, actor: Actor, now: datetime) -> bool:
    """One's own tasks; for advisors also anybody's; and what lies for a day, for the deputy and for leads.

    Whoever is ill in the morning may not have said so.
    """
    if each.person_id == actor.person_id or (each.person_id is None and actor.holds(Role.ADVISOR)):
        return True
    lies = each.placement.due_at is not None and each.placement.due_at < now - LIES
    return lies and (actor.holds(Role.LEAD) or each.space.deputy_id == actor.person_id)


def _item(each: HandOff) -> Item:
    return Item(
        title=each.space.name,
        address=url_for("handoffs.handoff", placement_id=each.placement.id),
        note=f"{language_name(each.variant.language)} · {each.campaign.title}",
        due_at=each.placement.due_at,
        is_overdue=each.is_overdue,
    )

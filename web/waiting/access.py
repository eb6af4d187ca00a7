"""The list of who has access, due every quarter; and letters that never arrived."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.mail.outbox import given_up
from campaigns.people.access import last_review, review_is_due
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from web.formats import day, moment
from web.waiting import Group, Item

#: Letters that failed longer ago are no news.
RECENT = timedelta(days=3)


def waiting_access(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For leads: the quarter is over."""
    programme = session.get(Programme, actor.programme_id) if actor.programme_id else None
    if programme is None or not actor.holds(Role.LEAD):
        return []
    number = programme.id or 0
    if not review_is_due(session, programme_id=number, began=programme.created_at, now=now):
        return []
    last = last_review(session, programme_id=number)
    told = _("Last looked through on %(day)s.", day=day(last)) if last else _("Nobody has noted a look yet.")
    item = Item(_("Look through who has access"), url_for("settings.access"), note=told)
    return [Group(_("Once a quarter"), [item], 1, urgency=4)]


def waiting_letters(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For admins: letters the mail server refused, without their content."""
    if not actor.holds(Role.ADMIN):
        return []
    lost = given_up(session, since=now - RECENT)
    if not lost:
        return []
    item = Item(
        _("Look at the mail server, and hand links over meanwhile"),
        url_for("settings.people"),
        note=_("The last one was given up on %(moment)s.", moment=moment(lost[0].given_up_at)),
    )
    return [Group(_("Letters that did not arrive"), [item], len(lost), urgency=2)]

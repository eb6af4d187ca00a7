"""Proposals for which nobody has written a fact: they wait for those who write facts down."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.facts.rules import can_change_facts
from campaigns.needs.queries import open_proposals
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from web.facts_lacking import lacking
from web.topics import topic_word
from web.waiting import Group, Item

SHOWN = 5


def waiting_for_facts(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who write facts: open proposals that no fact carries."""
    programme = session.get(Programme, actor.programme_id) if actor.programme_id else None
    if programme is None or not can_change_facts(actor):
        return []
    lack_of = lacking(wall_time(now, programme.zone).date())
    waiting = [
        (row, lack)
        for row in open_proposals(session, programme_id=programme.id or 0)
        if (lack := lack_of(row.topic)) and not lack.at_hand.total
    ]
    items = [
        Item(
            title=topic_word(row.topic),
            address=url_for("needs.proposal", proposal_id=row.id, _anchor="first"),
            note=lack.sentence,
        )
        for row, lack in waiting[:SHOWN]
    ]
    more = url_for("needs.proposals") if len(waiting) > SHOWN else None
    return [Group(_("Facts that proposals wait for"), items, len(waiting), more, urgency=3)] if items else []

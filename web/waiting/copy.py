"""Texts that wait for a translator, language by language. What was returned is told apart (`review`)."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.approvals.to_write import Waits, texts_to_write
from campaigns.languages import sort_languages
from campaigns.people.actor import Actor
from campaigns.people.models import Programme
from campaigns.vocabulary import Role
from web.formats import language_name
from web.standing import states_of
from web.waiting import Group, Item
from web.words.content import kind_word

SHOWN = 5


def waiting_texts(session: Session, actor: Actor, now: datetime) -> list[Group]:
    programme = session.get(Programme, actor.programme_id) if actor.programme_id else None
    if programme is None or not actor.languages(Role.TRANSLATOR):
        return []
    groups = [_group(session, programme, code) for code in sort_languages(actor.languages(Role.TRANSLATOR))]
    return [group for group in groups if group.items]


def _group(session: Session, programme: Programme, code: str) -> Group:
    rows = [
        row
        for row in texts_to_write(
            session,
            programme_id=programme.id or 0,
            language=code,
            source_language=programme.source_language,
        )
        if row.waits is not Waits.RETURNED
    ]
    states = states_of([row.variant for row in rows[:SHOWN]])
    items = [
        Item(
            title=row.source_headline or kind_word(row.post.kind),
            address=url_for("copy.bench", variant_id=row.variant.id),
            note=f"{row.campaign.title} · {kind_word(row.post.kind)}",
            language=programme.source_language if row.source_headline else None,
            state=states[row.variant.id or 0],
        )
        for row in rows[:SHOWN]
    ]
    return Group(
        title=_("To write: %(language)s", language=language_name(code)),
        items=items,
        total=len(rows),
        more=url_for("copy.index", language=code),
        urgency=3,
    )

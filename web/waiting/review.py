"""Cards that wait for this lawyer's word, and texts that lawyers returned."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.approvals.decided import returned_texts
from campaigns.approvals.queue import review_queue
from campaigns.people.actor import Actor
from campaigns.vocabulary import Role
from web.content_words import kind_word
from web.formats import language_name
from web.waiting import Group, Item

MOST = 5


def waiting_reviews(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """The nearest due dates first, in the lawyer's own languages."""
    languages = actor.languages(Role.LAWYER)
    if not languages or actor.programme_id is None:
        return []
    queue = review_queue(session, programme_id=actor.programme_id, languages=languages)
    items = [
        Item(
            title=queued.headline or kind_word(queued.post.kind),
            address=url_for("review.card", request_id=queued.request.id),
            note=f"{language_name(queued.request.language)} · {queued.campaign.title}",
            language=queued.request.language,
            due_at=queued.request.due_at,
        )
        for queued in queue[:MOST]
    ]
    if not items:
        return []
    more = url_for("review.index") if len(queue) > MOST else None
    return [Group(_("Cards to approve"), items, len(queue), more, urgency=1)]


def waiting_returns(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """Returned texts: every language for those who plan, their own for translators."""
    plans = actor.holds(Role.STAFF, Role.LEAD)
    languages = None if plans else actor.languages(Role.TRANSLATOR)
    if actor.programme_id is None or (languages is not None and not languages):
        return []
    found = returned_texts(session, programme_id=actor.programme_id, languages=languages)
    items = [
        Item(
            title=each.headline or each.campaign.title,
            address=url_for("copy.bench", variant_id=each.variant.id),
            note=f"{language_name(each.variant.language)} · {each.reason or each.campaign.title}",
            language=each.variant.language,
            state=each.variant.status,
        )
        for each in found[:MOST]
    ]
    if not items:
        return []
    more = url_for("copy.index", language=found[0].variant.language) if len(found) > MOST else None
    return [Group(_("Returned, to mend"), items, len(found), more, urgency=2)]

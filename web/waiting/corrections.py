"""Posts that are out with other words than those that were approved since."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from campaigns.content.queries import get_variant
from campaigns.people.actor import Actor
from campaigns.placements.actions.correcting import corrections_waiting
from campaigns.placements.calendar.diary import headlines_of
from campaigns.placements.models import Placement, Publication
from campaigns.vocabulary import Role
from web import identity
from web.formats import language_name, moment
from web.waiting import Group, Item
from web.words.review import channel_word

MOST = 5


def waiting_corrections(session: Session, actor: Actor, now: datetime) -> list[Group]:
    """For those who place posts: one press puts the approved words in the place of the old ones."""
    if actor.programme_id is None or not actor.holds(Role.STAFF, Role.LEAD):
        return []
    rows = corrections_waiting(session, programme_id=actor.programme_id, now=now)
    if not rows:
        return []
    items = [_item(session, placement, publication) for placement, publication in rows[:MOST]]
    return [Group(_("Corrections that are ready"), items, len(rows), urgency=1)]


def _item(session: Session, placement: Placement, publication: Publication) -> Item:
    variant = get_variant(session, placement.variant_id)
    headlines = headlines_of(session, {variant.post_id}, identity.programme().source_language)
    where = f"{language_name(variant.language)} · {channel_word(placement.channel)}"
    out = _("Published %(moment)s.", moment=moment(publication.published_at))
    since = _("Other words are approved since.")
    return Item(
        title=headlines.get(variant.post_id) or language_name(variant.language),
        address=url_for("calendar.placement", placement_id=placement.id, _anchor="correct"),
        note=f"{where} · {out} {since}",
    )

"""The blueprint of the review, and whose cards a person sees."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint

from campaigns.people.new_voices import NewVoice, new_voices
from campaigns.vocabulary import Role
from web import database, identity

review_pages = Blueprint("review", __name__)

SEEN = "seen."


def seen_digests(form: Mapping[str, str]) -> dict[str, str]:
    """The digests that a card showed, by channel, as its form sends them back."""
    return {name.removeprefix(SEEN): value for name, value in form.items() if name.startswith(SEEN)}


def own_languages() -> frozenset[str] | None:
    """A lawyer's languages; None for those who look at everything."""
    who = identity.actor()
    return None if who.holds(Role.STAFF, Role.LEAD, Role.BOARD) else who.languages(Role.LAWYER)


def own_voice() -> NewVoice | None:
    """What this person's word waits for, where they are a lawyer here; None when it counts."""
    who, programme_id = identity.actor(), identity.programme().id or 0
    if not who.holds(Role.LAWYER):
        return None
    found = new_voices(
        database.session(), {who.person_id}, programme_id=programme_id, now=database.now()
    ).get(who.person_id)
    return (
        found
        if found and any(found.under(Role.LAWYER, code) for code in who.languages(Role.LAWYER))
        else None
    )

"""The blueprint of the review, and whose cards a person sees."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint

from campaigns.vocabulary import Role
from web import identity

review_pages = Blueprint("review", __name__)

SEEN = "seen."


def seen_digests(form: Mapping[str, str]) -> dict[str, str]:
    """The digests that a card showed, by channel, as its form sends them back."""
    return {name.removeprefix(SEEN): value for name, value in form.items() if name.startswith(SEEN)}


def own_languages() -> frozenset[str] | None:
    """A lawyer's languages; None for those who look at everything."""
    who = identity.actor()
    return None if who.holds(Role.STAFF, Role.LEAD, Role.BOARD) else who.languages(Role.LAWYER)

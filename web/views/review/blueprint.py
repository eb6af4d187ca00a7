"""The blueprint of the review, and whose cards a person sees."""

from __future__ import annotations

from flask import Blueprint

from campaigns.vocabulary import Role
from web import identity

review_pages = Blueprint("review", __name__)


def own_languages() -> frozenset[str] | None:
    """A lawyer's languages; None for those who look at everything."""
    who = identity.actor()
    return None if who.holds(Role.STAFF, Role.LEAD, Role.BOARD) else who.languages(Role.LAWYER)

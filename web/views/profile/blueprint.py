"""The blueprint of what belongs to the person alone."""

from __future__ import annotations

from flask import Blueprint

from campaigns.people.models import Person
from web import identity
from web.database import session

profile_pages = Blueprint("profile", __name__)


def me() -> Person:
    """The person of this request, in this request's transaction."""
    return session().get_one(Person, identity.actor().person_id)

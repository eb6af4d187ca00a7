"""What people call a fact that a stored reason names by its key."""

from __future__ import annotations

from flask import has_request_context

from campaigns.content.stored_facts import fact_titles
from campaigns.errors import NotFound
from campaigns.facts.queries import fact_by_key
from web import identity
from web.database import session
from web.words.facts import reading_language


def fact_named(key: str) -> str:
    """Its short words in the reader's language; the key where the programme no longer has it."""
    who = identity.current() if has_request_context() else None
    if who is None or who.programme is None:
        return key
    try:
        fact_id = fact_by_key(session(), programme_id=who.programme.id or 0, key=key).id or 0
    except NotFound:
        return key
    return fact_titles(session(), [fact_id], reading_language())[fact_id]

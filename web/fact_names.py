"""What people call a fact that a stored reason names by its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g, has_request_context

from campaigns.content.stored_facts import fact_titles
from campaigns.errors import NotFound
from campaigns.facts.queries import fact_by_key
from web import identity
from web.database import session
from web.words.facts import reading_language


def fact_named(key: str, *, else_named: str = "") -> str:
    """Its short words in the reader's language; what it was called, or its key, where the programme lacks it."""
    who = identity.current() if has_request_context() else None
    if who is None or who.programme is None:
        return else_named or key
    known: dict[str, str] = g.setdefault("fact_names", {})
    if key not in known:
        known[key] = _title(who.programme.id or 0, key)
    return known[key] or else_named or key


def _title(programme_id: int, key: str) -> str:
    try:
        fact_id = fact_by_key(session(), programme_id=programme_id, key=key).id or 0
    except NotFound:
        return ""
    return fact_titles(session(), [fact_id], reading_language())[fact_id]


def facts_named(values: Mapping[str, Any]) -> dict[str, str]:
    """The facts that a reason names, by the keys it keeps beside their words ("fact_key")."""
    return {
        name: fact_named(str(values[f"{name}_key"]), else_named=str(values.get(name, "")))
        for name in ("fact", "instead")
        if values.get(f"{name}_key")
    }

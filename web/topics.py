"""The topics of the programme this request works in: their names for people, and as choices."""

from __future__ import annotations

from flask import g, has_request_context
from flask_babel import gettext

from campaigns.needs.own_topics.book import book_of, newest_versions
from campaigns.needs.topics.taxonomy import Taxonomy, taxonomy
from web import identity
from web.database import session
from web.formats import locale


def book() -> Taxonomy:
    """The programme's topics, read once a request; the product's where no programme is chosen."""
    programme_id = _programme_id()
    if programme_id is None:
        return taxonomy()
    known: dict[int, Taxonomy] = g.setdefault("topic_books", {})
    if programme_id not in known:
        known[programme_id] = book_of(session(), programme_id)
    return known[programme_id]


def topic_word(key: str | None) -> str:
    """The topic's name in the reader's language, or that there is none. Retired topics keep their names."""
    if not key:
        return str(gettext("No topic"))
    found = book().topics.get(key)
    if found is not None:
        return found.name(locale().language)
    return _retired_names().get(key, key)


def topic_options() -> list[tuple[str, str]]:
    """Every topic as a choice, by its name."""
    named = ((topic.key, topic.name(locale().language)) for topic in book().topics.values())
    return sorted(named, key=lambda each: each[1].casefold())


def is_sensitive(key: str | None) -> bool:
    """Whether questions of this topic are answered in private only."""
    found = book().topics.get(key or "")
    return found is not None and found.is_sensitive


def _retired_names() -> dict[str, str]:
    programme_id = _programme_id()
    if programme_id is None:
        return {}
    if "retired_topics" not in g:
        in_german = locale().language == "de"
        g.retired_topics = {
            row.key: row.name_de if in_german else row.name_en
            for row in newest_versions(session(), programme_id)
            if row.is_retired
        }
    names: dict[str, str] = g.retired_topics
    return names


def _programme_id() -> int | None:
    if not has_request_context():
        return None
    who = identity.current()
    return who.programme.id if who and who.programme else None

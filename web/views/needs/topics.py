"""The topics: what each is found by, the sentences that test it, who changed it; and a sentence to try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request
from werkzeug.wrappers import Response

from campaigns.needs.classifying import Understood, understand
from campaigns.needs.learning.queries import model_of
from campaigns.needs.own_topics.book import newest_versions
from campaigns.needs.own_topics.models import OwnTopic
from campaigns.needs.own_topics.queries import versions_of
from campaigns.needs.own_topics.rules import can_make_topics
from campaigns.needs.own_topics.trying import sentences_of, tried
from campaigns.needs.rules import check_can_see_topics
from campaigns.needs.topics.helplines import helpline_numbers
from campaigns.needs.topics.taxonomy import Topic, taxonomy
from campaigns.people.queries import names_of, programme_languages
from web import database, identity
from web.database import session
from web.formats import locale
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.topics import book, topic_word
from web.views.needs.blueprint import needs_pages, tabs
from web.views.needs.learning import learned
from web.words import needs as needs_words

LONGEST = 2000


@dataclass(frozen=True)
class Entry:
    """A topic in the list. `origin` is shipped, changed, own or retired; `version` the programme's, 0 as shipped."""

    topic: Topic
    name: str
    origin: str
    version: int


@needs_pages.get("/needs/topics")
@page(needs=check_can_see_topics)
def topics() -> Response:
    return shown(Form(start={}))


@needs_pages.post("/needs/topics/try")
@page(needs=check_can_see_topics)
def try_sentence() -> Response:
    """What Litfass makes of a sentence. Nothing is kept, and nobody else's writing waits for it."""
    database.rollback()
    form = Form.posted()
    with form.catching():
        programme_id = identity.programme().id or 0
        understood = understand(
            form.text("sentence", longest=LONGEST),
            favoured=programme_languages(session(), programme_id),
            book=book(),
            model=model_of(session(), current_app.extensions["litfass_store"], programme_id=programme_id),
        )
        return shown(form, understood)
    return shown(form)


@needs_pages.get("/needs/topics/<key>")
@page(needs=check_can_see_topics)
def topic(key: str) -> Response:
    """One topic with its keywords, its test sentences as they do now, and its versions."""
    programme_id = identity.programme().id or 0
    versions = versions_of(session(), programme_id=programme_id, key=key)
    newest = versions[0] if versions else None
    entry = _entry(key, newest)
    sentences = [one for one in sentences_of(session(), programme_id) if one.topic == key]
    return show(
        "needs/topic.html",
        entry=entry,
        topic=entry.topic,
        results=[tried(one, book()) for one in sentences] if entry.origin != "retired" else [],
        versions=versions,
        names=names_of(session(), {row.created_by for row in versions if row.created_by}),
        targets=taxonomy().referral_targets,
        origins=needs_words.ORIGINS,
        may_change=can_make_topics(identity.actor()),
        helpline_numbers=helpline_numbers,
        topic_word=topic_word,
        tabs=tabs(),
    )


def shown(form: Form, understood: Understood | None = None) -> Response:
    rows = {row.key: row for row in newest_versions(session(), identity.programme().id or 0)}
    entries = _entries(rows)
    asked = request.args.get("q", "").strip().casefold()
    origin = request.args.get("origin", "")
    return show(
        "needs/topics.html",
        "tried",
        form=form,
        entries=[one for one in entries if _fits(one, asked, origin)],
        counts={name: sum(one.origin == name for one in entries) for name in needs_words.ORIGINS},
        total=len(entries),
        filters=Form(start={"q": request.args.get("q", ""), "origin": origin}),
        understood=understood,
        found=understood.sure if understood else [],
        learned=learned(),
        origins=needs_words.ORIGINS,
        may_change=can_make_topics(identity.actor()),
        helpline_numbers=helpline_numbers,
        topic_word=topic_word,
        keeps_text=identity.programme().keeps_free_text,
        tabs=tabs(),
        status=form.status,
    )


def _entry(key: str, newest: OwnTopic | None) -> Entry:
    """A topic by its key; retired own ones are shown from their last version, unknown ones refused."""
    if newest is not None and newest.is_retired and key not in taxonomy().topics:
        found = Topic(
            key=key, rank=0, area="own", de=newest.name_de, en=newest.name_en, audience=(), legal_review="high",
            keywords={code: tuple(words) for code, words in newest.keywords.items()},
        )  # fmt: skip
        return Entry(found, found.name(locale().language), "retired", newest.version)
    found = book().topic(key)
    return Entry(found, found.name(locale().language), _origin(key, newest), newest.version if newest else 0)


def _entries(rows: dict[str, OwnTopic]) -> Sequence[Entry]:
    retired = [key for key, row in rows.items() if row.is_retired and key not in taxonomy().topics]
    entries = [_entry(key, rows.get(key)) for key in [*book().topics, *retired]]
    return sorted(entries, key=lambda one: (one.origin == "retired", one.name.casefold()))


def _origin(key: str, newest: OwnTopic | None) -> str:
    if key not in taxonomy().topics:
        return "own"
    return "changed" if newest is not None and not newest.is_retired else "shipped"


def _fits(entry: Entry, asked: str, origin: str) -> bool:
    """Whether a name or a keyword holds what was searched for."""
    if origin and entry.origin != origin:
        return False
    words = (word.casefold() for spellings in entry.topic.keywords.values() for word in spellings)
    return not asked or asked in entry.name.casefold() or any(asked in word for word in words)

"""Making and changing a topic: keywords by language, and what its test sentences say before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.languages import languages, sort_languages
from campaigns.needs.emerging.actions import make_topic_of_phrase
from campaigns.needs.emerging.models import EmergingPhrase
from campaigns.needs.emerging.queries import get_phrase
from campaigns.needs.own_topics.actions import change_topic, make_topic, retire_topic
from campaigns.needs.own_topics.book import book_with
from campaigns.needs.own_topics.drafting import findings_of, own_sentences
from campaigns.needs.own_topics.rules import MOST_SENTENCES, check_can_make_topics
from campaigns.needs.own_topics.trying import Findings, Tried, tried
from campaigns.needs.own_topics.twins import Twin, twins_of
from campaigns.needs.topics.taxonomy import Topic, taxonomy
from campaigns.people.queries import programme_languages
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show, wants_fragment
from web.identity import page
from web.topics import book, topic_word
from web.views.needs.blueprint import needs_pages
from web.views.needs.topic_given import FIELD, NEW, draft, given_in, start_of, start_of_phrase


@needs_pages.get("/needs/topics/new")
@page(needs=check_can_make_topics)
def new_topic() -> Response:
    """An empty form, or one begun from a phrase that came up."""
    phrase = _phrase(request.args.get("phrase", type=int))
    start = start_of_phrase(phrase) if phrase else {}
    return _shown(Form(start=start), phrase=phrase.id if phrase else None)


@needs_pages.post("/needs/topics/new")
@page(needs=check_can_make_topics)
def create_topic() -> Response:
    form = Form.posted()
    phrase, found = _phrase_id(), Findings()
    with form.catching():
        given, despite = given_in(form), form.ticked("despite")
        found = _findings(form, findings_of(session(), draft(given, None)))
        if not form.errors:
            what: dict[str, Any] = {
                "programme": identity.programme(),
                "despite": despite,
                "by": identity.actor(),
                "now": database.now(),
                **given.as_values(),
            }
            if phrase is None:
                row = make_topic(session(), **what)
            else:
                row = make_topic_of_phrase(session(), phrase_id=phrase, **what)
            told = (
                _(
                    "The topic is made, named as people call it. Give it a name in German and English, if it has one."
                )
                if form.ticked("at_once")
                else _("The topic is made.")
            )
            return done(url_for("needs.topic", key=row.key), told)
    return _shown(form, phrase=phrase, found=found)


@needs_pages.get("/needs/topics/<key>/edit")
@page(needs=check_can_make_topics)
def edit_topic(key: str) -> Response:
    topic = book().topic(key)
    return _shown(Form(start=start_of(topic)), topic)


@needs_pages.post("/needs/topics/<key>/edit")
@page(needs=check_can_make_topics)
def save_topic(key: str) -> Response:
    form, topic, found = Form.posted(), book().topic(key), Findings()
    with form.catching():
        given = given_in(form)
        found = _findings(form, findings_of(session(), draft(given, key)))
        if not form.errors:
            change_topic(
                session(),
                programme=identity.programme(),
                key=key,
                despite=form.ticked("despite"),
                by=identity.actor(),
                now=database.now(),
                **given.as_values(),
            )
            return done(url_for("needs.topic", key=key), _("The next version of the topic is saved."))
    return _shown(form, topic, found=found)


@needs_pages.post("/needs/topics/check")
@page(needs=check_can_make_topics)
def check_topic() -> Response:
    """What the test sentences say about the form as it stands. Nothing is kept, nobody's writing waits for it."""
    database.rollback()
    form, key = Form.posted(), request.form.get("key") or None
    topic, phrase = book().topics.get(key or ""), _phrase_id()
    with form.catching():
        changed = draft(given_in(form), key, named=False)
        after = book_with(session(), changed.programme_id, changed)
        results = [tried(one, after) for one in own_sentences(changed)]
        found, twins = findings_of(session(), changed), twins_of(changed, book())
        return _shown(form, topic, phrase=phrase, found=found, results=results, twins=twins)
    return _shown(form, topic, phrase=phrase)


@needs_pages.post("/needs/topics/<key>/retire")
@page(needs=check_can_make_topics)
def retire(key: str) -> Response:
    retire_topic(session(), programme=identity.programme(), key=key, by=identity.actor(), now=database.now())
    if key in taxonomy().topics:
        return done(url_for("needs.topic", key=key), _("The topic is as Litfass ships it again."))
    return done(url_for("needs.topics"), _("The topic is retired. What was counted for it stays counted."))


def _findings(form: Form, found: Findings) -> Findings:
    """What speaks against saving becomes the sentence beside the tick that overrules it."""
    if found and not form.ticked("despite"):
        form.errors["despite"] = _(
            "Some test sentences speak against this. Change the keywords, or say that it is meant so."
        )
    return found


def _phrase(phrase_id: int | None) -> EmergingPhrase | None:
    if phrase_id is None:
        return None
    return get_phrase(session(), programme_id=identity.programme().id or 0, phrase_id=phrase_id)


def _phrase_id() -> int | None:
    """The phrase that the sent form was begun from, by its number: no row outlives what a refusal undoes."""
    phrase = _phrase(request.form.get("phrase", type=int))
    return phrase.id if phrase else None


def _shown(
    form: Form,
    topic: Topic | None = None,
    *,
    phrase: int | None = None,
    found: Findings | None = None,
    results: Sequence[Tried] = (),
    twins: Sequence[Twin] = (),
) -> Response:
    spoken = programme_languages(session(), identity.programme().id or 0)
    first = list(dict.fromkeys([identity.programme().source_language, "de", *spoken]))
    filled = [code for code in languages() if code not in first and form.value(f"{FIELD}{code}")]
    return show(
        "needs/topic_form.html",
        "checked",
        form=form,
        topic=topic,
        key=topic.key if topic else None,
        own_key=topic.key if topic else NEW,
        phrase=phrase,
        first=first,
        others=sort_languages({*languages()} - {*first}),
        opened=bool(filled),
        found=found or Findings(),
        results=results,
        twins=twins,
        was_checked=found is not None,
        is_fragment=wants_fragment(),
        most=MOST_SENTENCES,
        topic_word=topic_word,
        status=form.status,
    )

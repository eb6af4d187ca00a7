"""New needs: phrases that are suddenly frequent and belong to no topic, and what becomes of them."""

from __future__ import annotations

from collections import defaultdict

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.errors import BadInput
from campaigns.languages import sort_languages
from campaigns.needs.emerging.actions import dismiss_phrase, restore_phrase
from campaigns.needs.emerging.models import LONGEST_REASON, EmergingPhrase
from campaigns.needs.emerging.queries import (
    RECENT_WEEKS,
    dismissed_phrases,
    examples_of,
    get_phrase,
    open_phrases,
)
from campaigns.needs.own_topics.rules import can_make_topics, check_can_make_topics
from campaigns.needs.queries import Chosen, need_counts
from campaigns.needs.radar.series import window_start
from campaigns.needs.rules import check_can_read_needs
from campaigns.people.queries import names_of
from campaigns.vocabulary import WorkKind
from campaigns.work.queries import last_work
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.needs.blueprint import needs_pages, tabs
from web.views.needs.learning import ask_once
from web.views.needs.topic_given import start_of_phrase
from web.words.radar import rough_word


@needs_pages.get("/needs/emerging")
@page(needs=check_can_read_needs)
def emerging() -> Response:
    programme = identity.programme()
    programme_id = programme.id or 0
    by_language: dict[str, list[EmergingPhrase]] = defaultdict(list)
    for row in open_phrases(session(), programme_id=programme_id):
        by_language[row.language].append(row)
    gone = dismissed_phrases(session(), programme_id=programme_id)
    codes = [*sort_languages(set(by_language) - {""}), *([""] if "" in by_language else [])]
    return show(
        "needs/emerging.html",
        groups=[(code, by_language[code]) for code in codes],
        gone=gone,
        found_at=max((row.found_at for rows in by_language.values() for row in rows), default=None),
        names=names_of(session(), {row.dismissed_by for row in gone if row.dismissed_by}),
        unclear=_without_topic(programme_id),
        work=last_work(session(), kind=WorkKind.FIND_PHRASES, subject_id=programme_id),
        weeks=RECENT_WEEKS,
        count_word=rough_word,
        smallest=programme.smallest_count,
        keeps_text=programme.keeps_free_text,
        may_decide=can_make_topics(identity.actor()),
        as_topic=_as_topic,
        tabs=tabs(),
    )


def _as_topic(row: EmergingPhrase) -> dict[str, str]:
    """What the form for a topic sends when nothing is changed in it."""
    return {"phrase": str(row.id), "at_once": "yes", **start_of_phrase(row)}


def _without_topic(programme_id: int) -> int:
    """How many questions of the weeks that are looked through have no topic."""
    today = wall_time(database.now(), identity.programme().zone).date()
    chosen = Chosen(unclear=True, since=window_start(today, RECENT_WEEKS), until=today)
    return need_counts(session(), programme_id=programme_id, chosen=chosen).asked


@needs_pages.post("/needs/emerging")
@page(needs=check_can_make_topics)
def look_now() -> Response:
    """Asks for a look now; otherwise there is one every day."""
    if not identity.programme().keeps_free_text:
        raise BadInput("This programme keeps no words, so there is nothing to look through.")
    ask_once(WorkKind.FIND_PHRASES)
    return done(url_for("needs.emerging"), _("The worker looks through the questions now."))


@needs_pages.get("/needs/emerging/<int:phrase_id>")
@page(needs=check_can_read_needs)
def phrase(phrase_id: int) -> Response:
    return _shown(phrase_id, Form(start={}))


@needs_pages.post("/needs/emerging/<int:phrase_id>/dismiss")
@page(needs=check_can_make_topics)
def dismiss_need(phrase_id: int) -> Response:
    form = Form.posted()
    with form.catching():
        dismiss_phrase(
            session(),
            programme=identity.programme(),
            phrase_id=phrase_id,
            reason=form.text("reason", needed=True, longest=LONGEST_REASON),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("needs.emerging"), _("The phrase will not come up again."))
    return _shown(phrase_id, form)


@needs_pages.post("/needs/emerging/<int:phrase_id>/restore")
@page(needs=check_can_make_topics)
def restore_need(phrase_id: int) -> Response:
    restore_phrase(
        session(),
        programme=identity.programme(),
        phrase_id=phrase_id,
        by=identity.actor(),
        now=database.now(),
    )
    return done(url_for("needs.emerging"), _("The phrase stands in the list again."))


def _shown(phrase_id: int, form: Form) -> Response:
    programme = identity.programme()
    row = get_phrase(session(), programme_id=programme.id or 0, phrase_id=phrase_id)
    return show(
        "needs/phrase.html",
        row=row,
        form=form,
        examples=examples_of(session(), row=row, smallest=programme.smallest_count),
        weeks=RECENT_WEEKS,
        count_word=rough_word,
        smallest=programme.smallest_count,
        is_open=row.topic is None and row.dismissed_at is None,
        may_decide=can_make_topics(identity.actor()),
        most=LONGEST_REASON,
        tabs=tabs(),
        status=form.status,
    )

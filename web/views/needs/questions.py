"""The newest questions: what was logged, what nobody understood yet, topics to confirm."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.errors import BadInput
from campaigns.needs.actions import confirm_topic
from campaigns.needs.queries import need_counts, recent_needs
from campaigns.needs.rules import can_confirm_topic, check_can_confirm_topic, check_can_read_needs
from campaigns.needs.taxonomy import taxonomy
from campaigns.people.queries import programme_languages
from web import database, identity, needs_words
from web.content_words import topic_word
from web.database import session
from web.formats import language_name, locale
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.needs_words import platform_word
from web.views.needs.blueprint import needs_pages, tabs

A_PAGE = 30


@needs_pages.get("/needs/questions")
@page(needs=check_can_read_needs)
def questions() -> Response:
    programme = identity.programme()
    chosen = _filters()
    start = max(0, request.args.get("start", 0, type=int))
    rows = recent_needs(
        session(),
        programme_id=programme.id or 0,
        topic=chosen["topic"] or None,
        language=chosen["language"] or None,
        unclear=bool(chosen["unclear"]),
        limit=A_PAGE + 1,
        offset=start,
    )
    return show(
        "needs/questions.html",
        rows=rows[:A_PAGE],
        counts=need_counts(session(), programme_id=programme.id or 0),
        form=Form(start=chosen),
        chosen=chosen,
        newer=url_for("needs.questions", start=start - A_PAGE, **chosen) if start else None,
        older=url_for("needs.questions", start=start + A_PAGE, **chosen) if len(rows) > A_PAGE else None,
        topics=topic_options(),
        languages=[(c, language_name(c)) for c in programme_languages(session(), programme.id or 0)],
        qualities=needs_words.QUALITIES,
        may_confirm=can_confirm_topic(identity.actor()),
        keeps_text=programme.keeps_free_text,
        platform_word=platform_word,
        topic_word=topic_word,
        tabs=tabs(),
    )


@needs_pages.post("/needs/questions")
@page(needs=check_can_confirm_topic)
def confirm() -> Response:
    """Confirms or corrects the topic of the ticked questions."""
    ids = request.form.getlist("need", type=int)
    if not ids:
        raise BadInput("Tick at least one question, then say its topic.")
    confirm_topic(
        session(), need_ids=ids, topic=request.form.get("topic", ""), by=identity.actor(), now=database.now()
    )
    told = ngettext("%(num)s question is confirmed.", "%(num)s questions are confirmed.", len(ids))
    return done(url_for("needs.questions", **_filters("back_")), told)


def topic_options() -> list[tuple[str, str]]:
    """Every topic by its name."""
    named = ((topic.key, topic.name(locale().language)) for topic in taxonomy().topics.values())
    return sorted(named, key=lambda each: each[1].casefold())


def _filters(prefix: str = "") -> dict[str, Any]:
    """What the list is narrowed to, from the address (or from the form that leads back to it)."""
    return {name: request.values.get(f"{prefix}{name}", "") for name in ("topic", "language", "unclear")}

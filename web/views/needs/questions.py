"""The newest questions: what was logged, what nobody understood yet, topics to confirm one by one or many at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.errors import BadInput, NotFound
from campaigns.needs.actions import confirm_topic
from campaigns.needs.actions.confirming import confirm_suggested
from campaigns.needs.actions.taking_back import take_back_decision
from campaigns.needs.decisions import last_decision
from campaigns.needs.learning.combining import confidences
from campaigns.needs.models import AdviceNeed
from campaigns.needs.queries import NO_LANGUAGE, Chosen, need_counts, recent_needs
from campaigns.needs.rules import can_confirm_topic, check_can_confirm_topic, check_can_read_needs
from campaigns.needs.topics.helplines import helpline_numbers, is_for_private_answers
from campaigns.people.queries import programme_languages
from web import database, identity
from web.database import session
from web.formats import language_name
from web.forms import Form
from web.fragments import answer, done, show
from web.identity import page
from web.topics import is_sensitive, topic_options, topic_word
from web.views.needs.blueprint import needs_pages, tabs
from web.words import needs as needs_words
from web.words.needs import platform_word
from web.words.radar import region_word

A_PAGE = 30
#: The answer that no topic fits, as a form sends it.
NONE = "none"
FILTERS = ("topic", "language", "region", "unclear", "open", "since", "until")


@needs_pages.get("/needs/questions")
@page(needs=check_can_read_needs)
def questions() -> Response:
    programme = identity.programme()
    chosen = _filters()
    start = max(0, request.args.get("start", 0, type=int))
    wanted = Chosen(
        topic=chosen["topic"] or None,
        language=chosen["language"] or None,
        unclear=bool(chosen["unclear"]),
        unconfirmed=bool(chosen["open"]),
        since=_day("since"),
        until=_day("until"),
        region=chosen["region"] or None,
    )
    rows = recent_needs(
        session(), programme_id=programme.id or 0, chosen=wanted, limit=A_PAGE + 1, offset=start
    )
    given = {name: value for name, value in chosen.items() if value}
    return show(
        "needs/questions.html",
        rows=rows[:A_PAGE],
        counts=need_counts(session(), programme_id=programme.id or 0, chosen=wanted),
        form=Form(start=chosen),
        chosen={**chosen, "start": start or ""},
        last=last_decision(session(), by=identity.actor(), now=database.now()),
        is_filtered=bool(given),
        newer=url_for("needs.questions", start=max(0, start - A_PAGE) or None, **given) if start else None,
        older=url_for("needs.questions", start=start + A_PAGE, **given) if len(rows) > A_PAGE else None,
        topics=topic_options(),
        languages=[
            *((code, language_name(code)) for code in programme_languages(session(), programme.id or 0)),
            (NO_LANGUAGE, language_name(None)),
        ],
        # Chosen by a figure of a report; the list itself offers none.
        regions=[(chosen["region"], region_word(chosen["region"]))] if chosen["region"] else [],
        tabs=tabs(),
        **_words(),
    )


@needs_pages.post("/needs/questions")
@page(needs=check_can_confirm_topic)
def confirm() -> Response:
    """Confirms the ticked questions as they are, or says which topic (or none) they have."""
    ids = request.form.getlist("need", type=int)
    if not ids:
        raise BadInput("Tick at least one question, then say its topic.")
    if request.form.get("as") == "suggested":
        confirm_suggested(session(), need_ids=ids, by=identity.actor(), now=database.now())
        told = _told(len(ids), 0)
    else:
        topic = _topic(request.form.get("chosen", ""))
        changed = confirm_topic(session(), need_ids=ids, topic=topic, by=identity.actor(), now=database.now())
        told = _told(len(ids) - changed, changed)
    return done(_back(), told)


def _told(confirmed: int, changed: int) -> str:
    """What came of a decision: how many topics were right, and how many are others now."""
    parts = []
    if changed:
        parts.append(ngettext("%(num)s question is changed.", "%(num)s questions are changed.", changed))
    if confirmed:
        parts.append(
            ngettext("%(num)s question is confirmed.", "%(num)s questions are confirmed.", confirmed)
        )
    return " ".join(parts)


@needs_pages.post("/needs/questions/back")
@page(needs=check_can_confirm_topic)
def take_back() -> Response:
    """One step back: what this person last confirmed or corrected."""
    found = take_back_decision(session(), by=identity.actor(), now=database.now())
    told = ngettext(
        "%(num)s question stands as before.", "%(num)s questions stand as before.", found.restored
    )
    if found.left:
        told += " " + ngettext(
            "%(num)s was changed since or is gone, and was left.",
            "%(num)s were changed since or are gone, and were left.",
            found.left,
        )
    return done(_back(), told)


@needs_pages.post("/needs/questions/<int:need_id>")
@page(needs=check_can_confirm_topic)
def confirm_one(need_id: int) -> Response:
    """One question's topic in one click; the line is shown as it is then."""
    row = session().get(AdviceNeed, need_id)
    if row is None or row.programme_id != identity.programme().id:
        raise NotFound("There is no such question in this programme.")
    topic = _topic(request.form.get("topic", ""))
    confirm_topic(session(), need_ids=[need_id], topic=topic, by=identity.actor(), now=database.now())
    return answer("needs/questions.html", "line", f"{_back()}#need-{need_id}", row=row, **_words())


def _day(name: str) -> date | None:
    typed = request.args.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise BadInput("Write a day like 2027-01-11.", field=name) from None


def _topic(key: str) -> str | None:
    if not key:
        raise BadInput("Choose a topic, or that none fits.")
    return None if key == NONE else key


def _words() -> dict[str, Any]:
    """What a line needs beside its question."""
    return {
        "qualities": needs_words.QUALITIES,
        "may_confirm": can_confirm_topic(identity.actor()),
        "keeps_text": identity.programme().keeps_free_text,
        "platform_word": platform_word,
        "topic_word": topic_word,
        "is_sensitive": is_sensitive,
        "helpline_numbers": helpline_numbers,
        "is_for_private_answers": is_for_private_answers,
        "confidences": confidences,
        "none": NONE,
    }


def _filters(prefix: str = "") -> dict[str, Any]:
    """What the list is narrowed to, from the address (or from the form that leads back to it)."""
    return {name: request.values.get(f"{prefix}{name}", "") for name in FILTERS}


def _back() -> str:
    given = {name: value for name, value in _filters("back_").items() if value}
    start = request.form.get("back_start", type=int)
    return url_for("needs.questions", start=start or None, **given)

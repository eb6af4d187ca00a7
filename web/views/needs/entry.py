"""One question from the phone, in seconds."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.errors import BadInput
from campaigns.needs.actions import ImportResult, record_need
from campaigns.needs.classifying import Understood, understand
from campaigns.needs.intake.outcome import Rejected
from campaigns.needs.intake.records import NOTHING_ASKED
from campaigns.needs.learning.model import TopicModel
from campaigns.needs.learning.queries import model_of
from campaigns.needs.redaction import redact
from campaigns.needs.rules import check_can_add_needs
from campaigns.needs.topics.helplines import (
    helpline_for_women,
    helpline_numbers,
    helpline_of,
    is_for_private_answers,
)
from campaigns.needs.topics.taxonomy import taxonomy
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages
from campaigns.placements.queries import spaces_of
from campaigns.vocabulary import InfoQuality
from web import database, identity
from web.database import session
from web.formats import language_name, locale
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.suggesting import make_ready
from web.topics import book, is_sensitive, topic_options, topic_word
from web.views.needs.blueprint import needs_pages, pseudonym_key
from web.words import needs as needs_words
from web.words import radar as radar_words
from web.words.needs import platform_word, removed_words

#: Kept from one question to the next: an advisor logs several from the same thread.
KEPT = ("day", "platform", "space", "language")
LONGEST = 4000
#: The answers in the thread, those first that call for something.
ANSWERS = (
    InfoQuality.WRONG,
    InfoQuality.PARTLY_WRONG,
    InfoQuality.SCAM,
    InfoQuality.QUESTION_ONLY,
    InfoQuality.CORRECT,
    InfoQuality.UNKNOWN,
)
#: What else may be said of who asks, folded away: most questions are logged without it.
OF_WHO_ASKS = ("region", "sector", "risk", "residence_status")


@needs_pages.get("/needs/new")
@page(needs=check_can_add_needs)
def entry() -> Response:
    make_ready(book())
    today = wall_time(database.now(), identity.programme().zone).date()
    kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return _shown(Form(start={"day": today, "info_quality": InfoQuality.UNKNOWN.value, **kept}))


@needs_pages.post("/needs/new")
@page(needs=check_can_add_needs)
def log() -> Response:
    form = Form.posted()
    with form.catching():
        result = record_need(
            session(),
            programme=session().get_one(Programme, identity.programme().id),
            values=_values(form),
            key=pseudonym_key(),
            by=identity.actor(),
            now=database.now(),
            today=wall_time(database.now(), identity.programme().zone).date(),
            model=_model(),
            once=form.text("once", longest=80),
        )
        if result.rejected:
            raise _as_typed(result.rejected[0])
        # A typed group may hold a user name; addresses of pages are kept in browsers, so it is redacted there, too.
        kept: dict[str, Any] = {name: redact(form.text(name)).text for name in KEPT}
        return done(url_for("needs.entry", **kept), _told(result))
    return _shown(form)


@needs_pages.post("/needs/new/suggest")
@page(needs=check_can_add_needs)
def suggest() -> Response:
    """Language and topic of what is being typed; nothing is kept, so nobody else's writing waits for it."""
    database.rollback()
    form = Form.posted()
    with form.catching():
        understood = understand(
            form.text("text", longest=LONGEST, as_typed=True),
            language=form.text("language") or None,
            favoured=programme_languages(session(), identity.programme().id or 0),
            book=book(),
            model=_model(),
        )
        return _shown(form, understood=understood)
    return _shown(form)


def _nothing_typed() -> BadInput:
    return BadInput("Write what was asked, or choose its topic.", field="text")


def _as_typed(rejected: Rejected) -> BadInput:
    """What is wrong, for somebody who sees a form and no row."""
    if rejected.reason == NOTHING_ASKED:
        return _nothing_typed()
    return BadInput(rejected.reason, field="day" if rejected.column == "date" else rejected.column)


def _values(form: Form) -> dict[str, str]:
    if not (form.value("text").strip() or form.value("topic") or form.value("sounds")):
        raise _nothing_typed()
    return {
        "date": form.day("day").isoformat(),
        "text": form.text("text", longest=LONGEST, as_typed=True),
        "language": form.text("language"),
        # A topic that was tapped or chosen is one that a person decided.
        "topic": form.text("topic") or form.text("sounds"),
        "platform": form.text("platform"),
        "space": form.text("space", longest=120),
        "info_quality": form.text("info_quality"),
        **{name: form.text(name, longest=40) for name in OF_WHO_ASKS},
    }


def _model() -> TopicModel | None:
    """What was learned from the programme's confirmed questions."""
    store = current_app.extensions["litfass_store"]
    return model_of(session(), store, programme_id=identity.programme().id or 0)


def _told(result: ImportResult) -> str:
    if result.duplicates:
        return str(_("This question is there already, from the same day and place; it is counted once."))
    topic, language = next(iter(result.topics), None), next(iter(result.languages), None)
    told = [
        _(
            "Logged: %(topic)s, %(language)s.",
            topic=topic_word(topic),
            language=language_name(None if language == "unknown" else language),
        )
    ]
    if result.redacted:
        told.append(_("Removed before saving: %(what)s.", what=", ".join(removed_words(result.redacted))))
    if is_sensitive(topic):
        told.append(
            _(
                "Answer this in private. Helpline: %(number)s, free, day and night.",
                number=helpline_numbers(topic),
            )
        )
    elif beside := helpline_for_women(topic):
        told.append(
            _(
                "Answer this in private. %(offices)s advise; where a woman is held or threatened: %(number)s, free, "
                "day and night.",
                offices=_offices(topic),
                number=beside.written,
            )
        )
    return " ".join(told)


def _offices(topic: str | None) -> str:
    """Who advises on a topic."""
    targets = taxonomy().referral_targets
    return ", ".join(targets[key] for key in taxonomy().topic(topic or "").referral)


def _shown(form: Form, understood: Understood | None = None) -> Response:
    programme = identity.programme()
    guessed = [one.key for one in understood.topics] if understood else []
    return show(
        "needs/entry.html",
        "guess",
        form=form,
        guessed=guessed,
        is_looked_at=understood is not None and bool(form.value("text").strip()),
        guessed_language=understood.language if understood else None,
        removed=removed_words(understood.redacted.counts) if understood else [],
        helplines=[line for line in map(helpline_of, guessed) if line],
        helpline_language=locale().language,
        in_private=any(map(is_for_private_answers, guessed)),
        beside=[(line, _offices(key)) for key in guessed if (line := helpline_for_women(key))],
        topics=topic_options(),
        languages=[(code, language_name(code)) for code in programme_languages(session(), programme.id or 0)],
        platforms=list(needs_words.PLATFORMS.items()),
        spaces=[space.name for space in spaces_of(session(), programme_id=programme.id or 0)],
        regions=sorted(radar_words.REGIONS.items(), key=lambda region: str(region[1])),
        sectors=list(needs_words.SECTORS.items()),
        risks=list(needs_words.RISKS_OF_A_QUESTION.items()),
        residence_statuses=list(needs_words.RESIDENCE_STATUSES.items()),
        answers=[(each.value, needs_words.QUALITIES[each]) for each in ANSWERS],
        place=_place(form),
        keeps_text=programme.keeps_free_text,
        once=form.value("once") or token_urlsafe(16),
        topic_word=topic_word,
        status=form.status,
    )


def _place(form: Form) -> list[str]:
    """What is said already about where and when, so that nobody has to open it to know."""
    told = [platform_word(form.value("platform"))] if form.value("platform") else []
    told += [form.value("space")] if form.value("space") else []
    return told + ([language_name(form.value("language"))] if form.value("language") else [])

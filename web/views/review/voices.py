"""A new voice: what it waits for, who can confirm it, and the two words about it."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import Refusal
from campaigns.people.actions.voices import (
    check_can_confirm,
    check_hears_of_voices,
    confirm_voice,
    confirmers,
    object_to_voice,
)
from campaigns.people.new_voices import NewVoice, new_voices
from campaigns.people.queries import get_member, names_of
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.review.blueprint import review_pages
from web.words import voices as voice_words
from web.words.sentences import sentence


@review_pages.get("/review/voices/<int:person_id>")
@page(needs=check_hears_of_voices)
def voice(person_id: int) -> Response:
    return _shown(person_id, Form())


@review_pages.post("/review/voices/<int:person_id>/confirm")
@page(needs=check_hears_of_voices)
def confirm(person_id: int) -> Response:
    """A second person has made sure who it is."""
    if question := step_up.asked(back=url_for("review.voice", person_id=person_id)):
        return question
    form = Form.posted()
    with form.catching():
        up_to = form.value("up_to")
        confirm_voice(
            session(),
            voice=_voice(person_id),
            up_to=int(up_to) if up_to.isdecimal() else 0,
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("today.today"), _("Confirmed. From now on the word of this person counts."))
    return _shown(person_id, form)


@review_pages.post("/review/voices/<int:person_id>/object")
@page(needs=check_hears_of_voices)
def object_to(person_id: int) -> Response:
    """Somebody did not know of it: it does not count by itself any more."""
    form = Form.posted()
    with form.catching():
        object_to_voice(session(), voice=_voice(person_id), by=identity.actor(), now=database.now())
        return done(
            url_for("review.voice", person_id=person_id),
            _("Noted. Nothing that this person approves counts until somebody has confirmed it."),
            tone="waiting",
        )
    return _shown(person_id, form)


def _voice(person_id: int) -> NewVoice | None:
    here = identity.programme().id or 0
    get_member(session(), programme_id=here, person_id=person_id)
    return new_voices(session(), {person_id}, programme_id=here, now=database.now()).get(person_id)


def _shown(person_id: int, form: Form) -> Response:
    member = get_member(session(), programme_id=identity.programme().id or 0, person_id=person_id)
    found = _voice(person_id)
    return show(
        "review/voice.html",
        member=member,
        voice=found,
        names=names_of(session(), set(found.hands)) if found else {},
        able=confirmers(session(), found, now=database.now()) if found else [],
        why_not=_why_not(found) if found else "",
        words=voice_words,
        form=form,
        status=409 if form.has_changed else form.status,
    )


def _why_not(found: NewVoice) -> str:
    """Why this person cannot confirm it; empty when they can."""
    try:
        check_can_confirm(session(), identity.actor(), found, now=database.now())
    except Refusal as refusal:
        return sentence(refusal)
    return ""

"""The calendar for other calendars: an address that nobody can guess, bound to its person and their password."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from flask import abort, current_app, make_response, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from campaigns.people.models import Person, Programme
from campaigns.people.queries import load_actor
from campaigns.placements.calendar.diary import headlines_of
from campaigns.placements.queries import entries
from campaigns.vocabulary import PlacementStatus
from web import database, ics, identity
from web.database import session
from web.fragments import show
from web.identity import page
from web.views.calendar.blueprint import calendar_pages
from web.words.calendar import kind_word
from web.words.labels import label

PAST, AHEAD = timedelta(days=60), timedelta(days=400)


@calendar_pages.get("/calendar/subscribe")
@page()
def subscribe() -> Response:
    who = identity.current()
    assert who is not None
    token = _signer().dumps([who.person.id, identity.programme().id, _stamp(who.person)])
    address = f"{current_app.config['BASE_URL']}{url_for('calendar.feed', token=token)}"
    return show("calendar/subscribe.html", address=address)


@calendar_pages.get("/calendar/feed/<token>.ics")
@page(public=True)
def feed(token: str) -> Response:
    """The programme's placements for the person whom the address was made for, while they have a role there."""
    programme = _of(token)
    found = entries(
        session(),
        programme_id=programme.id,
        since=database.now() - PAST,
        until=database.now() + AHEAD,
    )
    headlines = headlines_of(session(), {entry.post.id or 0 for entry in found}, programme.source_language)
    base = current_app.config["BASE_URL"]
    events = [
        ics.Event(
            uid=f"{entry.placement.key}@litfass",
            starts_at=entry.placement.due_at,
            title=f"{headlines.get(entry.post.id or 0) or kind_word(entry.post.kind)} ({entry.variant.language})",
            text=f"{label(entry.placement.status)} · {entry.place} · {entry.campaign.title}",
            address=f"{base}{url_for('calendar.placement', placement_id=entry.placement.id)}",
            status=_ICS_STATUS.get(entry.placement.status, "CONFIRMED"),
        )
        for entry in found
        if entry.placement.due_at is not None
    ]
    body = ics.write_calendar(programme.name, events, made_at=database.now())
    response = make_response(body)
    response.content_type = ics.CONTENT_TYPE
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


_ICS_STATUS = {PlacementStatus.PROPOSED: "TENTATIVE", PlacementStatus.CANCELLED: "CANCELLED"}


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="calendar-feed")


def _stamp(person: Person) -> str:
    """Changes with the password, so that a lost address can be made worthless."""
    return hashlib.sha256((person.password_hash or "").encode()).hexdigest()[:16]


def _of(token: str) -> Programme:
    try:
        person_id, programme_id, stamp = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        abort(404)
    person = session().get(Person, person_id)
    programme = session().get(Programme, programme_id)
    if person is None or programme is None or person.disabled_at is not None or _stamp(person) != stamp:
        abort(404)
    if not load_actor(session(), person, programme.id).roles:
        abort(404)
    return programme

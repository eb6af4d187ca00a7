"""Questions from other programs: the endpoint, its description, and a page for those who write such a program.

The endpoint reads no cookie and asks for no form token: the bearer token is all it goes by. Its sentences are English,
as a program's developer expects; `web/errors.py` answers everything below /api in JSON.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask import Response as FlaskResponse
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.db import read_scope, session_scope
from campaigns.errors import Refusal
from campaigns.needs.actions import receive_questions, understand_questions
from campaigns.needs.actions.import_result import ImportResult
from campaigns.needs.api import (
    LONGEST_SIGN,
    MOST_BYTES,
    MOST_QUESTIONS,
    SHAPE,
    BadQuestions,
    Problem,
    read_questions,
    with_places,
)
from campaigns.needs.intake.of_programme import intake_of
from campaigns.needs.learning.queries import model_of
from campaigns.needs.openapi import PATH, openapi
from campaigns.needs.reading import Table
from campaigns.needs.tokens.actions import CALLS_A_MINUTE, TooManyCalls, WrongToken, admit_sender
from campaigns.people.models import Programme
from web import database
from web.fragments import show
from web.identity import page
from web.views.needs.blueprint import pseudonym_key

intake = Blueprint("intake", __name__)
intake_guide = Blueprint("intake_guide", __name__)

#: Longer than any token: what is longer is none.
LONGEST_TOKEN = 200
EXAMPLE = {
    "questions": [{"date": "2026-11-02", "text": "Wann bekomme ich meinen Lohn?", "platform": "telegram"}]
}


class OtherMedia(Refusal):
    """The body is announced as something else than JSON."""

    status = 415


class TooLarge(Refusal):
    """The body is longer than what is read."""

    status = 413


@intake.post(PATH)
@page(public=True)
def receive() -> FlaskResponse:
    """Takes questions in: whoever holds the token is admitted before a single byte of the body is read."""
    with session_scope(database.engine()) as session:
        sender, programme = admit_sender(session, token=_bearer(), now=database.now())
        name, programme_id = sender.name, programme.id or 0
    result = _taken(programme_id, read_questions(_body()), name, _once())
    told = with_places(result.as_json())
    return _json({key: told[key] for key in told if key not in ("batch", "notes")})


@intake.route(PATH, methods=["GET", "PUT", "PATCH", "DELETE"])
@page(public=True)
def other_methods() -> FlaskResponse:
    """Programs read this, not people: it is answered like everything else here."""
    response = _json({"error": f"Send questions with POST. The description is at {_description()}."}, 405)
    response.headers["Allow"] = "OPTIONS, POST"
    return response


@intake.get("/api/openapi.json")
@page(public=True)
def description() -> FlaskResponse:
    """The endpoint in OpenAPI 3.1."""
    return _json(openapi(current_app.config["BASE_URL"]))


@intake_guide.get("/api")
@page(public=True)
def guide() -> Response:
    """The same for people."""
    address = current_app.config["BASE_URL"]
    return show(
        "settings/api_guide.html",
        address=f"{address}{PATH}",
        description=_description(),
        example=json.dumps(EXAMPLE, ensure_ascii=False, indent=2),
        fields=[(name, longest, meaning) for name, (longest, meaning) in SHAPE.items()],
        answers=openapi(address)["paths"][PATH]["post"]["responses"],
        calls=CALLS_A_MINUTE,
        most=MOST_QUESTIONS,
    )


@intake.errorhandler(Refusal)
def refused(refusal: Refusal) -> FlaskResponse:
    database.rollback()
    body = refusal.as_json() if isinstance(refusal, BadQuestions) else {"error": str(refusal)}
    response = _json(body, refusal.status)
    if isinstance(refusal, TooManyCalls):
        response.headers["Retry-After"] = str(refusal.wait)
    if isinstance(refusal, WrongToken):
        response.headers["WWW-Authenticate"] = 'Bearer realm="Litfass"'
    return response


def _taken(programme_id: int, table: Table, sender: str, once: str) -> ImportResult:
    """Understands first and writes then: nobody's writing waits for languages and topics."""
    key = pseudonym_key()
    with read_scope(database.engine()) as session:
        programme = session.get_one(Programme, programme_id)
        today = wall_time(database.now(), programme.zone).date()
        model = model_of(session, current_app.extensions["litfass_store"], programme_id=programme_id)
        reading = intake_of(session, programme, key=key, today=today, model=model)
    understood = understand_questions(table, reading)
    with session_scope(database.engine()) as session:
        return receive_questions(
            session,
            programme=session.get_one(Programme, programme_id),
            table=table,
            key=key,
            now=database.now(),
            today=today,
            understood=understood,
            sender=sender,
            once=once,
        )


def _description() -> str:
    return f"{current_app.config['BASE_URL']}{url_for('intake.description')}"


def _once() -> str:
    """The sign by which the program knows this call; the same again is the same call."""
    sign = request.headers.get("Idempotency-Key", "").strip()
    if len(sign) > LONGEST_SIGN:
        raise BadQuestions([Problem("", f"The Idempotency-Key is longer than {LONGEST_SIGN} characters.")])
    return sign


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    return token if scheme.casefold() == "bearer" and len(token) <= LONGEST_TOKEN else ""


def _body() -> bytes:
    if (
        request.mimetype != "application/json"
        or request.headers.get("Content-Encoding", "identity") != "identity"
    ):
        raise OtherMedia("Send the questions as application/json, without a content encoding.")
    request.max_content_length = MOST_BYTES
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise TooLarge("The body is larger than 1 MB. Send fewer questions at a time.") from None


def _json(body: Any, status: int = 200) -> FlaskResponse:
    return FlaskResponse(json.dumps(body, ensure_ascii=False), status=status, content_type="application/json")

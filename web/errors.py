"""Refusals and mishaps as pages or fragments: a sentence, never a traceback, never personal data."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from assets.errors import AssetError
from campaigns.db import is_busy, is_of_another_state
from campaigns.errors import Refusal
from web import database
from web.fragments import wants_fragment
from web.same_time import wait_for_the_step
from web.words.sentences import said, sentence

log = logging.getLogger("litfass.web")

RETRY_AFTER_S = 5


def init_errors(app: Flask) -> None:
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(AssetError, not_drawable)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, database_trouble)
    app.register_error_handler(ProgrammingError, database_trouble)
    app.register_error_handler(Exception, unexpected)


def refused(refusal: Refusal) -> Response:
    titles = {
        403: _("Not allowed"),
        404: _("Not found"),
        409: _("Changed meanwhile"),
        429: _("Too many tries"),
    }
    told, is_hidden = sentence(refusal), refusal.status == 404 and _names_things()
    if is_hidden:
        told = _("There is no such page, or it belongs to a programme you do not work in.")
    response = answer_error(refusal.status, titles.get(refusal.status, _("That did not work")), told)
    if is_hidden:
        wait_for_the_step()
    return response


def _names_things() -> bool:
    """Whether the address names something of a programme: what is missing and what is another programme's are told
    in the same words, so that nobody learns which numbers are taken elsewhere."""
    view = current_app.view_functions.get(request.endpoint or "")
    declared = getattr(view, "declared", None)
    return bool(request.view_args) and declared is not None and not declared.public


def not_drawable(problem: AssetError) -> Response:
    return answer_error(422, _("That did not work"), said(problem.sentence, problem.values))


def stale_form(_problem: CSRFError) -> Response:
    return answer_error(
        400,
        _("The form was too old"),
        _(
            "You were logged out meanwhile or the form stood open for long. Go back, reload the page, send it again."
        ),
    )


def http_error(problem: HTTPException) -> Any:
    told = {
        404: (_("Not found"), _("There is no page at this address. Follow the navigation, or go to Today.")),
        405: (_("Not this way"), _("This address takes forms only. Go back and use the button there.")),
        413: (_("Too large"), _("What you sent is larger than 20 MB. Send a smaller file.")),
    }
    status = problem.code or 500
    if status < 400:
        return problem
    if status >= 500:
        return unexpected(problem)
    title, text = told.get(
        status,
        (_("That did not work"), _("The browser sent something the desk cannot read. Reload the page.")),
    )
    response = answer_error(status, title, text)
    if isinstance(problem, MethodNotAllowed) and problem.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(problem.valid_methods))
    return response


def database_trouble(problem: DBAPIError) -> Response:
    """Another process writes and does not end, an import on the command line for instance: no mishap of ours.

    Nor is a database that somebody exchanged for one of another version while the desk was running.
    """
    if is_of_another_state(problem):
        log.error("the database lacks what this Litfass keeps in it, at %s", request.endpoint)
        return answer_error(
            503,
            _("The database is of another version"),
            _(
                "The database does not fit this Litfass, so nothing can be shown or saved. Whoever runs it finds "
                "out with “litfass doctor” what to do."
            ),
        )
    if not is_busy(problem):
        return unexpected(problem)
    log.warning("the database was busy at %s", request.endpoint)
    response = answer_error(
        503,
        _("The database is busy"),
        _("Something else is being written and does not end. Nothing was saved. Try again in a moment."),
    )
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def unexpected(problem: Exception) -> Response:
    """Something nobody thought of: a number to ask about; the log holds where it happened, not whose data."""
    reference = secrets.token_hex(4)
    trace = problem.__traceback__
    places = []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error(
        "unexpected %s at %s [%s] %s",
        type(problem).__name__,
        request.endpoint,
        reference,
        " < ".join(places[-4:]),
    )
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise problem
    return answer_error(
        500,
        _("Something went wrong"),
        _(
            "Nothing was saved. Try again; if it happens again, tell the admin the number %(reference)s.",
            reference=reference,
        ),
    )


def answer_error(status: int, title: str, text: str, *, way: tuple[str, str] | None = None) -> Response:
    """The page in the desk's look, a notice where htmx asked, JSON where a program did.

    `way`: the address and the name of the page where the person goes on; else it is Today.
    """
    database.rollback()
    if request.path.startswith("/api/"):
        return make_response({"error": text}, status)
    template = "errors/notice.html" if wants_fragment() else "errors/page.html"
    try:
        body = render_template(template, title=title, text=text, status=status, way=way)
    except Exception:  # the error page itself must not fail, for instance without a database
        log.error("the error page cannot be shown")
        body = render_template("errors/plain.html", title=title, text=text, status=status)
    return make_response(body, status)

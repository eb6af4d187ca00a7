"""Access for other programs: giving a token, shown once, and taking it away."""

from __future__ import annotations

import secrets

from flask import current_app, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.needs.openapi import PATH
from campaigns.needs.rules import check_can_manage_tokens
from campaigns.needs.tokens.actions import issue_token, revoke_token
from campaigns.needs.tokens.queries import tokens_of
from campaigns.people.queries import get_programme, names_of
from web import database, identity, step_up
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.settings.blueprint import settings, tabs


@settings.get("/programs")
@page(needs=check_can_manage_tokens)
def tokens() -> Response:
    return _shown(Form(start={}))


@settings.post("/programs")
@page(needs=check_can_manage_tokens)
def tokens_issue() -> Response:
    """Shows the token on this very answer: no address leads to it a second time."""
    if question := step_up.asked(back=url_for("settings.tokens")):
        return question
    form = Form.posted()
    with form.catching():
        row, token = issue_token(
            session(),
            programme=get_programme(session(), identity.programme().id or 0),
            name=form.text("name"),
            secret=secrets.token_urlsafe(32),
            by=identity.actor(),
            now=database.now(),
        )
        return _shown(Form(start={}), token=token, issued=row.name)
    return _shown(form)


@settings.post("/programs/<int:token_id>/revoke")
@page(needs=check_can_manage_tokens)
def tokens_revoke(token_id: int) -> Response:
    revoke_token(session(), token_id=token_id, by=identity.actor(), now=database.now())
    return done(url_for("settings.tokens"), _("The token opens nothing any more."))


def _shown(form: Form, token: str = "", issued: str = "") -> Response:
    rows = tokens_of(session(), programme_id=identity.programme().id or 0)
    return show(
        "settings/tokens.html",
        form=form,
        token=token,
        issued=issued,
        rows=rows,
        names=names_of(session(), {row.created_by for row in rows if row.created_by}),
        address=f"{current_app.config['BASE_URL']}{PATH}",
        tabs=tabs(),
        status=form.status,
    )

"""What the funder asks of every picture: statement, emblem, sizes."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.content.media.funder import FunderRules, check_can_set_funder, rules_of, set_funder
from campaigns.people.models import Programme
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.media.blueprint import media_pages, tabs
from web.views.media.photos import taken


@media_pages.get("/media/funder")
@page(needs=check_can_set_funder)
def funder() -> Response:
    rules = rules_of(identity.programme())
    start = {
        "statement": rules.statement,
        "emblem_percent": str(rules.emblem_percent),
        "emblem_mm": str(rules.emblem_mm),
    }
    return _shown(Form(start=start))


@media_pages.post("/media/funder")
@page(needs=check_can_set_funder)
def change_funder() -> Response:
    """Keeps other rules, and another emblem where one was chosen."""
    form = Form.posted()
    with form.catching():
        rules = FunderRules(
            statement=form.text("statement", longest=200),
            emblem_percent=form.number("emblem_percent"),
            emblem_mm=form.number("emblem_mm"),
        )
        sent = request.files.get("logo")
        set_funder(
            session(),
            programme=session().get_one(Programme, identity.programme().id),
            rules=rules,
            emblem=taken(form, "logo")[0] if sent is not None and sent.filename else None,
            drops_emblem=form.ticked("drops_emblem"),
            by=identity.actor(),
            now=database.now(),
        )
        told = _(
            "Saved. Pictures that exist keep their zone until they are made again; what was approved with another "
            "statement has to be approved anew."
        )
        return done(url_for("media.funder"), told)
    return _shown(form)


def _shown(form: Form) -> Response:
    programme = identity.programme()
    return show(
        "media/funder.html",
        form=form,
        emblem=programme.funder.get("digest"),
        tabs=tabs(),
        status=form.status,
    )

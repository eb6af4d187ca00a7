"""The programme: name, imprint, times, what is kept for how long."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.people.actions import change_programme
from campaigns.people.models import Programme
from campaigns.people.queries import get_programme
from campaigns.people.rules import check_can_change_programme, check_can_see_settings
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.settings.blueprint import settings, tabs

TEXTS = ("name", "organisation", "responsible", "imprint", "imprint_url", "zone")
NUMBERS = ("lateness_minutes", "retention_days", "smallest_count")
CONTACT = ("phone", "email", "url")


@settings.get("/programme")
@page(needs=check_can_see_settings)
def programme() -> Response:
    found = _programme()
    start = {name: getattr(found, name) for name in (*TEXTS, *NUMBERS, "keeps_free_text")}
    start |= {f"contact_{name}": found.contact.get(name, "") for name in CONTACT}
    return show("settings/programme.html", form=Form(start=start), programme=found, tabs=tabs())


@settings.post("/programme")
@page(needs=check_can_change_programme)
def programme_change() -> Response:
    form = Form.posted()
    with form.catching():
        found = _programme()
        change_programme(
            session(),
            programme=found,
            **{name: form.text(name) for name in TEXTS},
            **{name: form.number(name) for name in NUMBERS},
            keeps_free_text=form.ticked("keeps_free_text"),
            contact={
                **found.contact,
                **{name: form.text(f"contact_{name}", longest=200) for name in CONTACT},
            },
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("settings.programme"), _("Saved."))
    return show("settings/programme.html", form=form, programme=_programme(), tabs=tabs(), status=form.status)


def _programme() -> Programme:
    return get_programme(session(), identity.programme().id or 0)

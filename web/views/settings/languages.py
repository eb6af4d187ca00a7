"""The languages the programme works in."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.content.frames import framed_languages, load_frames
from campaigns.languages import languages as all_languages
from campaigns.people.actions import set_programme_languages
from campaigns.people.queries import get_programme, optional_languages, programme_languages
from campaigns.people.rules import check_can_change_programme, check_can_see_settings
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.settings.blueprint import settings, tabs


@settings.get("/languages")
@page(needs=check_can_see_settings)
def languages() -> Response:
    number = identity.programme().id or 0
    optional = optional_languages(session(), number)
    form = Form(
        start={"always": programme_languages(session(), number, with_optional=False), "optional": optional}
    )
    return _shown(form)


@settings.post("/languages")
@page(needs=check_can_change_programme)
def languages_change() -> Response:
    form = Form.posted()
    with form.catching():
        always = form.chosen("always")
        set_programme_languages(
            session(),
            programme=get_programme(session(), identity.programme().id or 0),
            languages=always,
            optional=[code for code in form.chosen("optional") if code not in always],
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("settings.languages"), _("Saved."))
    return _shown(form, status=form.status)


def _shown(form: Form, status: int = 200) -> Response:
    known = [each for each in all_languages().values() if not each.asked]
    return show(
        "settings/languages.html",
        form=form,
        known=known,
        frames={each.code: load_frames(each.code) for each in known if each.code in framed_languages()},
        source=identity.programme().source_language,
        tabs=tabs(),
        status=status,
    )

"""The register of groups: other people's spaces where advisors post by hand."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.people.queries import programme_languages
from campaigns.people.rules import check_can_keep_spaces
from campaigns.placements.actions import add_space, close_space
from campaigns.placements.queries import get_space, spaces_of
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.needs_words import platform_word
from web.views.settings.blueprint import settings, tabs

#: How many people a group has, roughly: enough to plan with, too little to be wrong about.
SIZE_BANDS = ("<1k", "1k-5k", "5k-20k", "20k-100k", ">100k")
PLATFORMS = ("facebook", "telegram", "whatsapp", "viber", "vk", "reddit", "forum", "other")


@settings.get("/spaces")
@page(needs=check_can_keep_spaces)
def spaces() -> Response:
    return _shown(Form(start={"interval_days": 7}))


@settings.post("/spaces")
@page(needs=check_can_keep_spaces)
def spaces_add() -> Response:
    form = Form.posted()
    with form.catching():
        add_space(
            session(),
            programme_id=identity.programme().id or 0,
            name=form.text("name"),
            platform=form.text("platform"),
            language=form.text("language"),
            size_band=form.text("size_band"),
            url=form.text("url"),
            rules=form.text("rules"),
            permission=form.text("permission"),
            interval_days=form.number("interval_days"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("settings.spaces"), _("The group is in the register."))
    return _shown(form)


@settings.post("/spaces/<int:space_id>/close")
@page(needs=check_can_keep_spaces)
def spaces_close(space_id: int) -> Response:
    identity.enter_programme(get_space(session(), space_id).programme_id)
    close_space(session(), space_id=space_id, by=identity.actor(), now=database.now())
    return done(url_for("settings.spaces"), _("The group is closed. Nothing is planned there any more."))


def _shown(form: Form) -> Response:
    number = identity.programme().id or 0
    return show(
        "settings/spaces.html",
        form=form,
        spaces=spaces_of(session(), programme_id=number),
        languages=programme_languages(session(), number),
        platforms=PLATFORMS,
        platform_word=platform_word,
        bands=SIZE_BANDS,
        tabs=tabs(),
        status=form.status,
    )

"""The register of groups: other people's spaces where advisors post by hand."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.people.queries import list_members, programme_languages
from campaigns.people.rules import check_can_keep_spaces
from campaigns.placements.calendar.planned import room_of
from campaigns.placements.models import Space
from campaigns.placements.queries import get_space, spaces_of
from campaigns.placements.rules import POSTS_BY_HAND
from campaigns.placements.spaces.register import (
    Entry,
    add_space,
    change_space,
    close_space,
    contact_of,
    keep_contact,
)
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.letters import secrets_key
from web.views.settings.blueprint import settings, tabs
from web.words.needs import platform_word
from web.words.reach import weekday_word

#: How many people a group has, roughly: enough to plan with, too little to be wrong about.
SIZE_BANDS = ("<1k", "1k-5k", "5k-20k", "20k-100k", ">100k")
#: Groups of others first; then channels of ours that no program may post to.
PLATFORMS = (
    "facebook_group", "telegram", "whatsapp", "signal", "viber", "vk", "reddit", "forum", "facebook", "instagram",
    "threads", "tiktok", "linkedin", "youtube", "mastodon", "bluesky", "x", "matrix", "other",
)  # fmt: skip
#: What stands in the register word for word.
PLAIN = ("name", "platform", "language", "size_band", "url", "rules", "permission", "interval_days")


@settings.get("/spaces")
@page(needs=check_can_keep_spaces)
def spaces() -> Response:
    return _shown(Form(start={"interval_days": 7}))


@settings.post("/spaces")
@page(needs=check_can_keep_spaces)
def spaces_add() -> Response:
    form = Form.posted()
    with form.catching():
        programme_id = identity.programme().id or 0
        space = add_space(session(), programme_id=programme_id, entry=_entry(form), **_said())
        keep_contact(session(), space=space, contact=form.text("admin_contact"), key=secrets_key())
        return done(url_for("settings.spaces"), _("The group is in the register."))
    return _shown(form)


@settings.get("/spaces/<int:space_id>")
@page(needs=check_can_keep_spaces)
def spaces_one(space_id: int) -> Response:
    space = _opened(space_id)
    start = {name: getattr(space, name) for name in (*PLAIN, "keeper_id", "deputy_id")}
    contact = contact_of(space, secrets_key())
    return _shown(Form(start={**start, "days": space.days, "admin_contact": contact}), space)


@settings.post("/spaces/<int:space_id>")
@page(needs=check_can_keep_spaces)
def spaces_change(space_id: int) -> Response:
    form = Form.posted()
    with form.catching():
        _opened(space_id)
        space = change_space(session(), space_id=space_id, entry=_entry(form), **_said())
        keep_contact(session(), space=space, contact=form.text("admin_contact"), key=secrets_key())
        return done(url_for("settings.spaces"), _("Saved."))
    return _shown(form, _opened(space_id))


@settings.post("/spaces/<int:space_id>/close")
@page(needs=check_can_keep_spaces)
def spaces_close(space_id: int) -> Response:
    _opened(space_id)
    close_space(session(), space_id=space_id, **_said())
    return done(url_for("settings.spaces"), _("The group is closed. Nothing is planned there any more."))


def _opened(space_id: int) -> Space:
    space = get_space(session(), space_id)
    identity.enter_programme(space.programme_id)
    return space


def _entry(form: Form) -> Entry:
    return Entry(
        name=form.text("name"),
        platform=form.text("platform"),
        language=form.text("language"),
        size_band=form.text("size_band"),
        url=form.text("url"),
        rules=form.text("rules"),
        permission=form.text("permission"),
        interval_days=form.number("interval_days"),
        days=[int(day) for day in form.chosen("days") if day.isdecimal()],
        keeper_id=form.number("keeper_id") if form.value("keeper_id") else None,
        deputy_id=form.number("deputy_id") if form.value("deputy_id") else None,
    )


def _said() -> dict[str, Any]:
    return {"by": identity.actor(), "now": database.now()}


def _with(offered: tuple[str, ...], kept: str) -> tuple[str, ...]:
    """What can be chosen; what the entry bears already stays, whoever wrote it, when it is saved unchanged."""
    return offered if not kept or kept in offered else (*offered, kept)


def _shown(form: Form, space: Space | None = None) -> Response:
    number = identity.programme().id or 0
    kept = (space.platform, space.size_band) if space else ("", "")
    members = list_members(session(), number)
    return show(
        "settings/spaces.html" if space is None else "settings/space.html",
        form=form,
        space=space,
        spaces=[] if space else spaces_of(session(), programme_id=number, with_own=True),
        languages=programme_languages(session(), number),
        platforms=_with(PLATFORMS, kept[0]),
        platform_word=platform_word,
        room=room_of(session(), space) if space else None,
        bands=_with(SIZE_BANDS, kept[1]),
        weekdays=[(day, weekday_word(str(day))) for day in range(7)],
        names={each.person.id: each.person.name for each in members},
        people=[
            (each.person.id, each.person.name)
            for each in members
            if each.person.disabled_at is None and any(row.role in POSTS_BY_HAND for row in each.memberships)
        ],
        tabs=tabs(),
        status=form.status,
    )

"""Photos and logos: taking them in, with their rights, and what there is.

A file is opened in the locked room before the first word is written to the database, so nobody waits for it.
"""

from __future__ import annotations

from typing import Literal, cast

from flask import current_app, make_response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assets.store import Store
from campaigns.clock import wall_time
from campaigns.content.media.logos import add_logo as keep_logo
from campaigns.content.media.logos import remove_logo as drop_logo
from campaigns.content.media.photos import Kept, Rights
from campaigns.content.media.photos import add_photo as keep_photo
from campaigns.content.media.photos import remove_photo as drop_photo
from campaigns.content.media.queries import check_picture_of, is_usable, photos_of, removed_photos_of
from campaigns.content.media.rules import can_add_media, check_can_add_media
from campaigns.errors import BadInput
from campaigns.people.models import Programme
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import anybody, page
from web.thumbnails import MEDIA_TYPE, kept_width, thumbnail
from web.views.media.blueprint import media_pages, tabs
from web.views.media.pictures import FOR_EVER


@media_pages.get("/media/photos")
@page()
def photos() -> Response:
    return _shown(Form(), Form())


@media_pages.post("/media/photos")
@page(needs=check_can_add_media)
def add_photo() -> Response:
    """Takes a photo in."""
    form = Form.posted()
    with form.catching():
        rights = Rights(
            credit=form.text("credit", longest=160),
            licence=form.text("licence", longest=120),
            shows=form.text("shows", longest=300),
            shows_people=form.ticked("shows_people"),
            consent=form.text("consent", longest=300),
            usable_until=form.day("usable_until") if form.value("usable_until") else None,
            focus=(form.number("focus_x"), form.number("focus_y")) if form.value("focus_x") else (50, 50),
        )
        kept, width, height = taken(form, "photo")
        keep_photo(
            session(),
            programme_id=identity.programme().id or 0,
            kept=kept,
            width=width,
            height=height,
            rights=rights,
            today=wall_time(database.now(), identity.programme().zone).date(),
            by=identity.actor(),
            now=database.now(),
        )
        return done(
            url_for("media.photos"), _("The photo is here. It can be chosen for pictures and films now.")
        )
    return _shown(form, Form())


@media_pages.post("/media/photos/<int:photo_id>/remove")
@page(needs=check_can_add_media)
def remove_photo(photo_id: int) -> Response:
    drop_photo(
        session(),
        photo_id=photo_id,
        programme_id=identity.programme().id or 0,
        by=identity.actor(),
        now=database.now(),
    )
    return done(url_for("media.photos"), _("The photo is no longer offered. What was made with it stays."))


@media_pages.post("/media/logos")
@page(needs=check_can_add_media)
def add_logo() -> Response:
    """Takes a logo in; one with the same name takes its place."""
    form = Form.posted()
    with form.catching():
        name = form.text("name", needed=True, longest=80)
        kept, _width, _height = taken(form, "logo")
        keep_logo(
            session(),
            programme=session().get_one(Programme, identity.programme().id),
            kept=kept,
            name=name,
            is_emblem=form.ticked("is_emblem"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("media.photos"), _("The logo stands on every picture that is made from now on."))
    return _shown(Form(), form)


@media_pages.post("/media/logos/remove")
@page(needs=check_can_add_media)
def remove_logo() -> Response:
    drop_logo(
        session(),
        programme=session().get_one(Programme, identity.programme().id),
        name=request.form.get("name", ""),
        by=identity.actor(),
        now=database.now(),
    )
    return done(url_for("media.photos"), _("The logo is gone from what is made from now on."))


@media_pages.get("/photos/<digest>")
@page(needs=anybody)
def photo(digest: str) -> Response:
    """A photo or logo, small."""
    who = identity.current()
    check_picture_of(session(), digest, programmes=who.programmes if who else ())
    response = make_response(thumbnail(digest, kept_width(request.args.get("w", 640, type=int))))
    response.content_type = MEDIA_TYPE
    response.cache_control.private, response.cache_control.immutable = True, True
    response.cache_control.max_age = FOR_EVER
    return response


def taken(form: Form, use: Literal["photo", "logo"], *, field: str = "") -> tuple[Kept, int, int]:
    """The uploaded picture, opened in the locked room, encoded anew and put into the store.

    `field` names it in the form where it is not called by its use.
    """
    from assets.errors import AssetError
    from assets.sandbox.pictures import take_picture

    sent = form.file(field or use)
    try:
        picture = take_picture(sent.read(), use=use)
    except AssetError as fault:
        raise BadInput(fault.sentence, field=field or use, **fault.values) from None
    digest = cast(Store, current_app.extensions["litfass_store"]).put(picture.data, picture.media_type)
    return Kept(digest, picture.media_type, len(picture.data)), picture.width, picture.height


def _shown(form: Form, logo_form: Form) -> Response:
    programme = identity.programme()
    today = wall_time(database.now(), programme.zone).date()
    return show(
        "media/photos.html",
        photos=[
            (each, is_usable(each, today=today))
            for each in photos_of(session(), programme_id=programme.id or 0)
        ],
        removed=removed_photos_of(session(), programme_id=programme.id or 0),
        logos=programme.brand.get("logos", []),
        form=form,
        logo_form=logo_form,
        may_add=can_add_media(identity.actor()),
        tabs=tabs(),
        status=max(form.status, logo_form.status),
    )

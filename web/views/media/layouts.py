"""The layouts there are, each with its newest picture of this programme or a sample in its own colours and marks."""

from __future__ import annotations

from typing import cast

from flask import current_app, make_response
from werkzeug.wrappers import Response

from assets.store import Store
from campaigns.canonical import digest_of
from campaigns.clock import wall_time
from campaigns.content.media.models import Photo
from campaigns.content.media.queries import is_usable, photos_of
from campaigns.content.rendering.orders import brand_of, shown_photo
from campaigns.content.sheets import layouts_in_use
from campaigns.errors import NotFound
from web import database, identity
from web.database import session
from web.formats import locale
from web.fragments import show
from web.identity import page
from web.thumbnails import MEDIA_TYPE
from web.views.media.blueprint import media_pages, tabs
from web.views.media.pictures import FOR_EVER

WIDTH = 320


@media_pages.get("/media/layouts")
@page()
def layouts() -> Response:
    # Layouts bring the fonts with them; a desk that nobody asks for layouts does not load them.
    from assets.layouts import layout_for, layout_keys
    from assets.renderer import renderer_version

    programme = identity.programme()
    shown = [programme.name, programme.brand, programme.funder, _photo_digest(), renderer_version()]
    return show(
        "media/layouts.html",
        layouts=[layout_for(key) for key in layout_keys()],
        language=locale().language,
        look=digest_of({"look": shown})[:16],
        uses=layouts_in_use(session(), programme_id=programme.id or 0),
        tabs=tabs(),
    )


@media_pages.get("/media/layouts/<key>.<language>.<look>.webp")
@page()
def layout_sample(key: str, language: str, look: str) -> Response:
    """A layout with words that stand for any others. `look` names colours, marks and photo, so that a browser may keep
    the picture until one of them changes."""
    from assets.errors import AssetError
    from assets.layouts import layout_keys
    from assets.thumbnail import preview
    from campaigns.content.rendering.samples import sample_card, sample_words

    if key not in layout_keys() or language not in sample_words():
        raise NotFound("There is no such layout.")
    store = cast(Store, current_app.extensions["litfass_store"])
    photo = _photo()
    try:
        spec = sample_card(
            key,
            language=language,
            brand=brand_of(identity.programme(), store),
            photo=shown_photo(photo, store) if photo else None,
        )
        data = preview(spec, width=WIDTH)
    except AssetError as problem:
        raise NotFound(problem.sentence, **problem.values) from None
    response = make_response(data)
    response.content_type = MEDIA_TYPE
    response.cache_control.private, response.cache_control.max_age = True, FOR_EVER
    return response


def _photo() -> Photo | None:
    """The programme's newest photo that may be shown today."""
    today = wall_time(database.now(), identity.programme().zone).date()
    photos = photos_of(session(), programme_id=identity.programme().id or 0)
    return next((one for one in photos if is_usable(one, today=today)), None)


def _photo_digest() -> str:
    photo = _photo()
    return photo.digest if photo else ""

"""One photo: its rights, where it is used, and the end of its use with what comes of that."""

from __future__ import annotations

from datetime import date

from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.media.queries import get_photo, is_usable
from campaigns.content.media.rules import can_add_media, check_can_add_media
from campaigns.placements.actions.taking_down import can_be_taken_down
from campaigns.placements.approval_ends.withdrawing import headlines_by_variant
from campaigns.placements.photos.use import end_use, use_of
from campaigns.placements.queries import Entry, entries
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.views.media.blueprint import media_pages, tabs
from web.words.content import kind_word


@media_pages.get("/media/photos/<int:photo_id>")
@page()
def photo_use(photo_id: int) -> Response:
    """Where a photo is used, and the form that ends its use."""
    return _shown(photo_id, Form(start={"recalls": True}))


@media_pages.post("/media/photos/<int:photo_id>/end")
@page(needs=check_can_add_media)
def end_photo(photo_id: int) -> Response:
    """The photo may not be used any more: what came of it."""
    form = Form.posted()
    with form.catching():
        came = end_use(
            session(),
            photo_id=photo_id,
            programme_id=identity.programme().id or 0,
            today=_today(),
            recalls=form.ticked("recalls"),
            by=identity.actor(),
            now=database.now(),
        )
        database.commit()
        shown = [*(row.variant_id for row in came.held), *_texts((*came.recalled, *came.public))]
        return show(
            "media/photo_ended.html",
            photo=get_photo(
                session(), photo_id, programme_id=identity.programme().id or 0, even_removed=True
            ),
            came=came,
            held=entries(session(), placement_ids=[row.id or 0 for row in came.held]),
            titles=headlines_by_variant(session(), shown),
        )
    return _shown(photo_id, form)


def _shown(photo_id: int, form: Form) -> Response:
    photo = get_photo(session(), photo_id, programme_id=identity.programme().id or 0, even_removed=True)
    used = use_of(session(), photo_id)
    return show(
        "media/photo_use.html",
        photo=photo,
        used=used,
        titles=headlines_by_variant(session(), _texts((*used.scheduled, *used.public))),
        on_feed=[entry for entry in used.public if entry.placement.channel == "feed"],
        ours=[entry for entry in used.public if _is_ours(entry)],
        by_hand=[entry for entry in used.public if entry.placement.channel != "feed" and not _is_ours(entry)],
        is_usable=is_usable(photo, today=_today()),
        may_end=can_add_media(identity.actor()),
        kind_word=kind_word,
        tabs=tabs(),
        form=form,
        status=form.status,
    )


def _is_ours(entry: Entry) -> bool:
    return can_be_taken_down(entry.placement, entry.publication, entry.account)


def _texts(rows: tuple[Entry, ...]) -> list[int]:
    return [entry.placement.variant_id for entry in rows]


def _today() -> date:
    return wall_time(database.now(), identity.programme().zone).date()

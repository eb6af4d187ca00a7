"""Files of a hand-off: the approved pictures and films as files with a name, and the screenshot that proves it."""

from __future__ import annotations

from typing import cast

from flask import current_app, make_response
from sqlmodel import select
from werkzeug.wrappers import Response

from assets.store import Store
from campaigns.errors import NotFound
from campaigns.placements.models import Publication
from campaigns.placements.rules import check_can_post_by_hand
from web.database import session
from web.identity import page
from web.views.handoffs.blueprint import handoff_pages, opened, waiting

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "video/mp4": "mp4"}


@handoff_pages.get("/handoffs/<int:placement_id>/files/<number>")
@page(needs=check_can_post_by_hand)
def media(placement_id: int, number: str) -> Response:
    """The approved file (the first is 1) while it may be posted, with a name that says what it is."""
    found = waiting(opened(placement_id))
    handed = found.handed_out if found else None
    files = handed["media"] if handed else []
    place = int(number) if number.isdecimal() and len(number) < 4 else 0
    if found is None or not 1 <= place <= len(files):
        raise NotFound("There is no approved picture for this post.")
    file = files[place - 1]
    response = make_response(_store().get(file["digest"]))
    response.content_type = file["media_type"]
    name = file_name(found.campaign.topic, found.variant.language, place, file["media_type"])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@handoff_pages.get("/handoffs/<int:placement_id>/screenshot")
@page(needs=check_can_post_by_hand)
def screenshot(placement_id: int) -> Response:
    """The screenshot of the post in the group."""
    placement = opened(placement_id)
    query = select(Publication.screenshot).where(Publication.placement_id == placement.id)
    digest = session().exec(query).first()
    if digest is None or not _store().exists(digest):
        raise NotFound("There is no screenshot of this post.")
    response = make_response(_store().get(digest))
    response.content_type = "image/jpeg"
    return response


def file_name(topic: str, language: str, number: int, media_type: str) -> str:
    """What the file is called on the phone."""
    counted = f"-{number}" if number > 1 else ""
    return f"{topic}-{language}{counted}.{EXTENSIONS.get(media_type, 'bin')}"


def _store() -> Store:
    return cast(Store, current_app.extensions["litfass_store"])

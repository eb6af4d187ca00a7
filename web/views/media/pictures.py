"""The pictures themselves, for people of their programme. A name is a digest, so it never shows other bytes.

What is on paper has left: a sheet for printing is asked about at the gate.
"""

from __future__ import annotations

from datetime import timedelta

from flask import make_response, request
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.models import Rendition
from campaigns.content.queries import SHEET
from campaigns.content.sheets import picture_by_digest, programme_of_picture
from campaigns.placements.handoffs.printing import check_printable
from web import database, identity
from web.database import session
from web.identity import anybody, page
from web.thumbnails import MEDIA_TYPE, kept_width, original, thumbnail
from web.views.media.blueprint import media_pages

FOR_EVER = int(timedelta(days=365).total_seconds())


@media_pages.get("/pictures/<digest>")
@page(needs=anybody)
def picture(digest: str) -> Response:
    """The file, or with `?w=` a small one of that width."""
    who = identity.current()
    found = picture_by_digest(
        session(), digest, programme_ids=[each.id or 0 for each in (who.programmes if who else ())]
    )
    if found.media_type == SHEET:
        return _sheet(found)
    width = request.args.get("w", type=int)
    small = kept_width(width) if width else None
    tag = f"{digest}-{small}" if small else digest
    if tag in request.if_none_match:
        response = Response(status=304)
    elif small:
        response = make_response(thumbnail(digest, small))
        response.content_type = MEDIA_TYPE
    else:
        response = make_response(original(digest))
        response.content_type = found.media_type
    response.set_etag(tag)
    response.cache_control.private, response.cache_control.immutable = True, True
    response.cache_control.max_age = FOR_EVER
    return response


def _sheet(found: Rendition) -> Response:
    """A PDF, if it may be printed today. No browser keeps it: an approval may be taken back."""
    who = identity.enter_programme(programme_of_picture(session(), found))
    today = wall_time(database.now(), identity.programme().zone).date()
    check_printable(session(), found, on=today, by=who)
    response = make_response(original(found.digest))
    response.content_type = found.media_type
    response.cache_control.no_store = True
    return response

"""What anybody may fetch: feeds, their pictures, short links. No cookie is read or set here."""

from __future__ import annotations

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, abort, current_app, make_response, redirect, request, url_for
from sqlmodel import select
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.languages import languages
from campaigns.links.queries import link_by_code
from campaigns.links.visitors import visitor_kind
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages
from campaigns.placements.feed import feed_entries, public_picture
from web import atom, clicks, database
from web.identity import page

public = Blueprint("public", __name__)

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@public.get("/feed/<key>/<language>.atom")
@page(public=True)
def feed(key: str, language: str) -> Response:
    """A programme's published posts in one language."""
    session = database.session()
    programme = session.exec(select(Programme).where(Programme.key == key)).first()
    if programme is None or language not in programme_languages(session, programme.id or 0):
        abort(404)
    today = wall_time(database.now(), programme.zone).date()
    entries = feed_entries(session, programme=programme, language=language, today=today)
    address = url_for("public.feed", key=key, language=language, _external=True)
    body = atom.write_feed(
        atom.Feed(
            id=uuid5(NAMESPACE_URL, address).urn,
            title=f"{programme.name} · {languages()[language].native}",
            author=programme.organisation,
            rights=programme.imprint,
            language=language,
            address=address,
            home=programme.imprint_url,
            made_at=programme.created_at,
            entries=[atom.Entry(item.id, item.manifest, item.published_at) for item in entries],
        ),
        file_address=_file_address,
    )
    response = make_response(body)
    response.content_type = atom.CONTENT_TYPE
    response.add_etag()
    response.last_modified = max((item.published_at for item in entries), default=programme.created_at)
    response.cache_control.public, response.cache_control.max_age = True, 300
    return response.make_conditional(request)


@public.get("/media/<digest>.<extension>")
@page(public=True)
def media(digest: str, extension: str) -> Response:
    """A file that stands in a published feed entry. Its name is its digest, so it never changes."""
    rendition = public_picture(database.session(), digest=digest)
    if rendition is None or EXTENSIONS.get(rendition.media_type) != extension:
        abort(404)
    response = make_response(current_app.extensions["litfass_store"].get(digest))
    response.content_type = rendition.media_type
    response.cache_control.public, response.cache_control.immutable = True, True
    response.cache_control.max_age = int(timedelta(days=365).total_seconds())
    response.set_etag(digest)
    return response.make_conditional(request)


@public.get("/s/<code>")
@page(public=True)
def short_link(code: str) -> Response:
    """On to the approved target; the click is counted by day, without address or cookie."""
    link = link_by_code(database.session(), code)
    if link is None:
        abort(404)
    kind = visitor_kind(
        request.user_agent.string,
        purpose=request.headers.get("Sec-Purpose") or request.headers.get("Purpose"),
        method=request.method,
    )
    clicks.count(link.id or 0, database.now().date(), kind)
    response = redirect(link.target, code=302)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _file_address(digest: str) -> tuple[str, int]:
    """A file's public address and its length; the type comes from the rendition it was made as."""
    rendition = public_picture(database.session(), digest=digest)
    if rendition is None:
        return "", 0
    extension = EXTENSIONS[rendition.media_type]
    return url_for("public.media", digest=digest, extension=extension, _external=True), rendition.size

"""What anybody may fetch: feeds, their pictures, short links. No cookie is read or set here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from sqlmodel import select
from werkzeug.wrappers import Response

from assets.errors import StoreFault
from campaigns.approvals.targets import host_of, is_own_place, is_vouched_for, was_approved
from campaigns.clock import wall_time
from campaigns.content.models import Rendition
from campaigns.languages import languages
from campaigns.links.models import ShortLink
from campaigns.links.queries import link_by_code
from campaigns.links.utm import with_utm
from campaigns.links.visitors import visitor_kind
from campaigns.newsletter.wording import FALLBACK, say, spoken, wording
from campaigns.people.models import Programme
from campaigns.people.queries import programme_languages
from campaigns.placements.public.feed import feed_entries, files_of, public_picture
from campaigns.placements.public.files import MEDIA_TYPES, may_fetch
from campaigns.placements.public.hubs import hubs_of
from campaigns.settings import secret_key
from campaigns.vocabulary import Visitor
from web import atom, clicks, database
from web.identity import page
from web.interfaces import LOCALES

public = Blueprint("public", __name__)

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "video/mp4": "mp4"}
A_DAY = int(timedelta(days=1).total_seconds())


@public.get("/feed/<key>/<language>.atom")
@page(public=True)
def feed(key: str, language: str) -> Response:
    """A programme's published posts in one language; with `?entry=` one of them alone, as an evidence leads to it."""
    session = database.session()
    programme = session.exec(select(Programme).where(Programme.key == key)).first()
    if programme is None or language not in programme_languages(session, programme.id or 0):
        abort(404)
    today = wall_time(database.now(), programme.zone).date()
    hubs = hubs_of(session, programme_id=programme.id or 0, language=language)
    entry = request.args.get("entry", "")[:60]
    entries = feed_entries(session, programme=programme, language=language, today=today, entry=entry)
    if entry and not entries:
        abort(404)
    files = files_of(session, entries)
    body = atom.write_feed(
        atom.Feed(
            id=_feed_id(programme, language),
            title=f"{programme.name} · {languages()[language].native}",
            author=programme.organisation,
            rights=programme.imprint,
            language=language,
            address=_address("public.feed", key=key, language=language),
            home=programme.imprint_url,
            made_at=programme.created_at,
            entries=[
                atom.Entry(item.id, item.manifest, item.published_at, item.corrected_at) for item in entries
            ],
            hubs=hubs,
        ),
        file_address=lambda digest: _file_address(files.get(digest)),
    )
    response = make_response(body)
    response.content_type = atom.CONTENT_TYPE
    # WebSub (4): a subscriber looks for both in the headers first.
    for hub in hubs:
        response.headers.add("Link", f'<{hub}>; rel="hub"')
    response.headers.add("Link", f'<{_address("public.feed", key=key, language=language)}>; rel="self"')
    # No Last-Modified: an entry that was withdrawn makes a feed different without making anything newer.
    response.add_etag()
    response.cache_control.public, response.cache_control.max_age = True, 300
    return _for_everybody(response).make_conditional(request)


@public.get("/media/<digest>.<extension>")
@page(public=True)
def media(digest: str, extension: str) -> Response:
    """A file that stands in a published feed entry. Its name is its digest, so it never shows other bytes."""
    rendition = public_picture(database.session(), digest=digest, now=database.now())
    if rendition is None or EXTENSIONS.get(rendition.media_type) != extension:
        abort(404)
    response = make_response(current_app.extensions["litfass_store"].get(digest))
    response.content_type = rendition.media_type
    # A day and no longer: an approval may be withdrawn, and then the picture has to go.
    response.cache_control.public, response.cache_control.max_age = True, A_DAY
    response.set_etag(digest)
    return _for_everybody(response).make_conditional(request)


@public.get("/fetch/<int:ends>/<signature>/<digest>.<extension>")
@page(public=True)
def fetch(ends: int, signature: str, digest: str, extension: str) -> Response:
    """A file for a channel that fetches what it publishes: nobody can guess the address, and it ends after a day."""
    key = secret_key(current_app.extensions["litfass_settings"], "session.key")
    if extension not in MEDIA_TYPES or not may_fetch(
        digest, extension, ends=ends, signature=signature, key=key, now=database.now()
    ):
        abort(404)
    try:
        content = current_app.extensions["litfass_store"].get(digest)
    except StoreFault:
        abort(404)
    response = make_response(content)
    response.content_type = MEDIA_TYPES[extension]
    response.cache_control.no_store = True
    return _for_everybody(response)


@public.get("/s/<code>")
@page(public=True)
def short_link(code: str) -> Response:
    """On to the approved target, which is told channel and language; the click is counted by day, without address or
    cookie."""
    found = link_by_code(database.session(), code)
    if found is None or not was_approved(database.session(), found[0]):
        return _leads_nowhere(found)
    link, programme, language = found
    kind = visitor_kind(
        request.user_agent.string,
        purpose=request.headers.get("Sec-Purpose") or request.headers.get("Purpose"),
        method=request.method,
    )
    # The day of the programme's place, as in its reports: a click after midnight there is not yesterday's.
    clicks.count(link.id or 0, wall_time(database.now(), programme.zone).date(), kind)
    target = with_utm(link.target, channel=link.channel, language=language)
    response = _shown_before(target, programme, language) if kind is Visitor.PERSON else None
    response = response or redirect(target, code=302)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _shown_before(target: str, programme: Programme, language: str) -> Response | None:
    """The page for a person whose link leads to somebody else's site; machines that make previews go straight on."""
    contact = str((programme.contact or {}).get("url", ""))
    if is_own_place(target, homes=(current_app.config["BASE_URL"], programme.imprint_url, contact)):
        return None
    if is_vouched_for(database.session(), target, programme_id=programme.id or 0):
        return None
    interface = "de" if language.split("-")[0] == "de" else "en"
    with force_locale(LOCALES[interface]):
        page = render_template(
            "public/leaving.html",
            interface=interface,
            programme=programme,
            host=host_of(target),
            target=target,
        )
    return make_response(page)


def _leads_nowhere(found: tuple[ShortLink, Programme, str] | None) -> Response:
    """The page behind a mistyped link, or one whose target is not approved: for readers, in a language of theirs."""
    guessed = request.accept_languages.best_match(list(wording())) or FALLBACK
    language = spoken(found[2]) if found else guessed
    page = render_template(
        "public/nowhere.html",
        row=languages()[language],
        say=lambda text: say(language, text),
        programme=found[1] if found else None,
    )
    response = make_response(page, 404)
    response.headers["Cache-Control"] = "no-store"
    return response


def _file_address(rendition: Rendition | None) -> tuple[str, int]:
    """A file's public address and its length; nothing where the file is gone."""
    if rendition is None:
        return "", 0
    extension = EXTENSIONS[rendition.media_type]
    return _address("public.media", digest=rendition.digest, extension=extension), rendition.size


def _address(endpoint: str, **values: Any) -> str:
    """The public address, whatever name the request came in by."""
    return f"{current_app.config['BASE_URL']}{url_for(endpoint, **values)}"


def _feed_id(programme: Programme, language: str) -> str:
    """An id that stays when the desk moves to another address (RFC 4287, 4.2.6)."""
    return uuid5(NAMESPACE_OID, f"litfass:{programme.key}:{programme.created_at.isoformat()}:{language}").urn


def _for_everybody(response: Response) -> Response:
    """Readers in browsers show feeds and their pictures on pages of their own."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

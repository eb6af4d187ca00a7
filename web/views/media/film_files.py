"""Films, their captions and posters, recordings: the files themselves, in pieces where a player asks for a piece."""

from __future__ import annotations

from flask import make_response, request
from werkzeug.wrappers import Response

from campaigns.content.films.queries import film_by_digest
from campaigns.content.media.queries import voice_by_digest
from campaigns.errors import NotFound
from web import identity
from web.database import session
from web.identity import anybody, page
from web.thumbnails import original
from web.views.media.blueprint import media_pages
from web.views.media.pictures import FOR_EVER

MEDIA_TYPES = {"mp4": "video/mp4", "vtt": "text/vtt", "srt": "application/x-subrip", "jpg": "image/jpeg"}


@media_pages.get("/films/<digest>.<ending>")
@page(needs=anybody)
def film_file(digest: str, ending: str) -> Response:
    """The film of this digest, or what belongs to it: vtt, srt, jpg."""
    media_type = MEDIA_TYPES.get(ending)
    film = film_by_digest(session(), digest, programme_ids=_mine())
    if media_type is None:
        raise NotFound("There is no such file of this film.")
    found = digest if ending == "mp4" else None
    for one in film.beside:
        found = one["digest"] if one["media_type"] == media_type else found
    if found is None:
        raise NotFound("There is no such file of this film.")
    return _file(found, media_type)


@media_pages.get("/voices/<digest>.wav")
@page(needs=anybody)
def voice_file(digest: str) -> Response:
    """A recording as it was taken in."""
    voice = voice_by_digest(session(), digest, programme_ids=_mine())
    return _file(voice.digest, voice.media_type)


def _mine() -> list[int]:
    who = identity.current()
    return [each.id or 0 for each in (who.programmes if who else ())]


def _file(digest: str, media_type: str) -> Response:
    data = original(digest)
    response = make_response(data)
    response.content_type = media_type
    response.set_etag(digest)
    response.cache_control.private, response.cache_control.immutable = True, True
    response.cache_control.max_age = FOR_EVER
    return response.make_conditional(request, accept_ranges=True, complete_length=len(data))

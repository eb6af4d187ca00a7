"""A kit as its partner sees it: a page, a ZIP, files, “we have shared it”. No login, no cookie; the gate is asked."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from typing import cast

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response
from werkzeug.wsgi import wrap_file

from campaigns.clock import wall_time
from campaigns.kits.actions import note_shared
from campaigns.kits.archive import folder_of, write_archive
from campaigns.kits.opening import OpenFile, OpenKit
from campaigns.kits.queries import siblings_of
from campaigns.kits.saying import Saying
from campaigns.kits.showing import Face, Shown, show_kit
from campaigns.links.visitors import visitor_kind
from campaigns.people.models import Programme
from campaigns.vocabulary import KitUse
from web import clicks, database
from web.identity import page
from web.kit_desk import kit_desk
from web.pace import Pace
from web.thumbnails import MEDIA_TYPE, kept_width, original, thumbnail

kit_public = Blueprint("kit", __name__)

#: In a minute and for one kit: whole archives, and single files with their small pictures.
WHOLE, FILES = 6, 240
#: How much of an archive is built in memory before it goes to a temporary file.
IN_MEMORY = 16_000_000
#: Browsers may keep a file so long: a withdrawn kit must not linger.
KEPT = timedelta(minutes=5)


def init_paces(extensions: dict[str, object]) -> None:
    """The bounds of one process."""
    extensions["litfass_kit_paces"] = {"whole": Pace(WHOLE), "files": Pace(FILES)}


@kit_public.get("/kit/<token>")
@page(public=True)
def kit(token: str) -> Response:
    """The kit in its language, or that it is shut and since when."""
    shown = show_kit(database.session(), token, now=database.now())
    if shown.open is None:
        return _shut(shown)
    is_thanks = "shared" in request.args
    if not is_thanks:
        _count(shown, KitUse.OPENED)
    return _unlisted(
        render_template(
            "kit/page.html",
            kit=shown.open,
            said=Saying(shown.said),
            token=token,
            digest=shown.digest,
            is_thanks=is_thanks,
            siblings=_siblings(database.session(), shown),
        )
    )


@kit_public.get("/kit/<token>/still")
@page(public=True)
def still(token: str) -> Response:
    """Whether an open page may be used now: asked when it comes into sight and before copying (still.js)."""
    shown = show_kit(database.session(), token, now=database.now())
    is_same = request.args.get("digest") in (None, shown.digest)
    return _unlisted(Response(status=204 if shown.open and is_same else 409))


@kit_public.get("/kit/<token>/kit.zip")
@page(public=True)
def whole(token: str) -> Response:
    """Everything in one file, the same bytes for everybody who asks for this version."""
    shown = show_kit(database.session(), token, now=database.now())
    if shown.open is None:
        return _shut(shown)
    if not _allows("whole", shown):
        return _too_often(shown)
    _count(shown, KitUse.WHOLE)
    database.commit()  # files are read without a transaction
    return _unlisted(_archive(shown.open))


@kit_public.get("/kit/<token>/files/<digest>.<ending>")
@page(public=True)
def file(token: str, digest: str, ending: str) -> Response:
    """A file of the kit; `?w=` a small picture, `?save` as a download with a readable name."""
    shown = show_kit(database.session(), token, now=database.now())
    if shown.open is None:
        return _shut(shown)
    found = _file_of(shown.open, digest, ending)
    if found is None:
        return _not_there(shown)
    if not _allows("files", shown):
        return _too_often(shown)
    name, wanted = found
    width = request.args.get("w", type=int)
    if width and wanted.media_type.startswith("image/"):
        response = make_response(thumbnail(digest, kept_width(width)))
        response.content_type = MEDIA_TYPE
    else:
        response = make_response(original(digest))
        response.content_type = wanted.media_type
    if "save" in request.args:
        _count(shown, KitUse.FILE)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    size = response.content_length or 0
    _unlisted(response, keep=KEPT)
    return response.make_conditional(request, accept_ranges=True, complete_length=size)


@kit_public.post("/kit/<token>/shared")
@page(public=True)
def shared(token: str) -> Response:
    """The partner has posted it. Whoever knows the address may say so; no form token is needed for that."""
    shown = show_kit(database.session(), token, now=database.now())
    if shown.open is None:
        return _shut(shown)
    note_shared(database.session(), kit=shown.kit, day=_today(shown))
    return _unlisted(redirect(url_for("kit.kit", token=token, shared="yes") + "#shared", code=303))


def _archive(opened: OpenKit) -> Response:
    # The file is closed by the server when the answer is sent.
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    write_archive([opened], read_file=original, out=cast("tempfile._TemporaryFileWrapper[bytes]", out))
    size = out.tell()
    out.seek(0)
    response = Response(wrap_file(request.environ, out), direct_passthrough=True)
    response.content_type, response.content_length = "application/zip", size
    name = f"{_plain(opened.said['programme'])}-{folder_of(opened)}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file_of(opened: OpenKit, digest: str, ending: str) -> tuple[str, OpenFile] | None:
    for post, each in opened.files():
        if each.digest == digest and each.name.endswith(f".{ending}"):
            return f"{opened.said['language']}-{post.folder}-{each.name}", each
    return None


def _siblings(session: Session, shown: Shown) -> list[tuple[str, str, bool]]:
    """The partner's kits of the campaign in other languages: code, address, whether it is this one."""
    desk = kit_desk()
    return [
        (each.language, url_for("kit.kit", token=desk.token(each)), each.id == shown.kit.id)
        for each in siblings_of(session, shown.kit)
    ]


def _shut(shown: Shown) -> Response:
    """A plain page. 410 where it is over for good, so that nothing asks again."""
    status = 503 if shown.face is Face.HELD else 410
    return _told(shown, shown.face.value, f"{shown.face.value}_do", status, day=shown.since)


def _too_often(shown: Shown) -> Response:
    response = _told(shown, "too_often", None, 429)
    response.headers["Retry-After"] = "60"
    return response


def _not_there(shown: Shown) -> Response:
    return _told(shown, "kit", None, 404)


def _told(shown: Shown, key: str, more: str | None, status: int, **values: object) -> Response:
    said = Saying(shown.said)
    told = {name: said.day(value) for name, value in values.items()}  # type: ignore[arg-type]
    body = render_template(
        "kit/shut.html", said=said, title=said.word(key, **told), more=said.word(more) if more else ""
    )
    return _unlisted(make_response(body, status))


def _allows(pace: str, shown: Shown) -> bool:
    paces = cast("dict[str, Pace]", current_app.extensions["litfass_kit_paces"])
    return paces[pace].allows(shown.kit.id or 0, database.now())


def _count(shown: Shown, use: KitUse) -> None:
    kind = visitor_kind(
        request.user_agent.string,
        purpose=request.headers.get("Sec-Purpose") or request.headers.get("Purpose"),
        method=request.method,
    )
    clicks.count_kit(shown.kit.id or 0, _today(shown), use, kind)


def _today(shown: Shown) -> date:
    """The day of the programme's place, as in its reports."""
    programme = database.session().get_one(Programme, shown.kit.programme_id)
    return wall_time(database.now(), programme.zone).date()


def _unlisted(answer: Response | str, *, keep: timedelta | None = None) -> Response:
    """The address is a secret: no search engine lists it, no other site learns it, nothing shared keeps it."""
    response = make_response(answer)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
    response.headers["Cache-Control"] = (
        f"private, max-age={int(keep.total_seconds())}" if keep else "no-store"
    )
    return response


def _plain(name: str) -> str:
    """A name as a file name: plain letters, digits and dashes."""
    letters = "".join(each if each.isascii() and each.isalnum() else "-" for each in name.lower())
    return "-".join(part for part in letters.split("-") if part) or "kit"

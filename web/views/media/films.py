"""Films: what there is, making them, watching one in every language."""

from __future__ import annotations

from math import ceil
from typing import Any, cast

from flask import request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.copy import Copy
from campaigns.content.films.asking import ask_for_films
from campaigns.content.films.choice import FORMATS, SOUNDS, Choice, Heard
from campaigns.content.films.queries import film_row, film_rows, films_by_campaign
from campaigns.content.media.queries import is_usable, photos_of
from campaigns.content.models import Campaign
from campaigns.content.queries import get_campaign
from campaigns.content.rules import can_plan, can_write
from campaigns.vocabulary import WorkKind
from campaigns.work.queries import get_work, last_work, open_work
from web import database, identity
from web.database import session
from web.formats import language_name
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.not_made import not_made
from web.views.media.blueprint import media_pages, tabs
from web.words.content import SOUND_WORDS, format_word, kind_word

#: What the form proposes.
START = {"format": ["film/story"], "sound": "bed"}


@media_pages.get("/media/films")
@page()
def films() -> Response:
    """Every campaign with the number of its films."""
    found = films_by_campaign(session(), programme_id=identity.programme().id or 0)
    return show("media/films.html", campaigns=found, tabs=tabs())


@media_pages.get("/media/films/<int:campaign_id>")
@page()
def campaign_films(campaign_id: int) -> Response:
    """A campaign's films, and the form that asks for them."""
    return _shown(_campaign(campaign_id), Form(start=START))


@media_pages.post("/media/films/<int:campaign_id>")
@page()
def make_films(campaign_id: int) -> Response:
    """Asks the worker for films of the chosen posts and languages."""
    campaign = _campaign(campaign_id)
    post = request.form.get("back_to_post", type=int)
    where = (
        url_for("media.film", post_id=post)
        if post
        else url_for("media.campaign_films", campaign_id=campaign_id)
    )
    if open_work(session(), kind=WorkKind.MAKE_FILMS, subject_id=campaign_id):
        return done(where, _("Films of this campaign are being made already."), tone="waiting")
    form = Form.posted()
    with form.catching():
        ask_for_films(
            session(),
            campaign=campaign,
            choice=_choice(form),
            posts=request.form.getlist("post", type=int),
            languages=request.form.getlist("language"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(where)
    return _shown(_campaign(campaign_id), form)


@media_pages.get("/media/film/<int:post_id>")
@page()
def film(post_id: int) -> Response:
    """One post's film in one language, with its captions, and every other language beside it."""
    return shown_film(post_id, request.args.get("language", ""), Form())


def shown_film(post_id: int, language: str, form: Form) -> Response:
    """The page of a film; with a form of a recording that was not right, what is wrong with it."""
    # Fonts are loaded when captions are measured, not when the desk starts.
    from campaigns.content.films.scenes import seconds_to_speak, spoken

    campaign, row = film_row(session(), post_id)
    identity.enter_programme(campaign.programme_id)
    ready = [code for code, cell in row.cells.items() if cell.films]
    code = language if language in row.cells else (ready or list(row.cells))[0]
    cell = row.cells[code]
    said = (
        spoken(Copy.from_dict(cell.revision.words), row.post.layout, code)
        if cell.revision is not None
        else []
    )
    return show(
        "media/film.html",
        campaign=campaign,
        row=row,
        code=code,
        cell=cell,
        film=cell.film(request.args.get("format")) or cell.film(None),
        said=said,
        least=ceil(seconds_to_speak(said, code)),
        form=form,
        order_form=Form(start=START),
        may_plan=can_plan(identity.actor()),
        may_write=can_write(identity.actor(), language=code),
        tabs=tabs(),
        status=form.status,
        **_making(session(), campaign),
    )


@media_pages.get("/media/films/<int:campaign_id>/ended/<int:work_id>")
@page()
def films_ended(campaign_id: int, work_id: int) -> Response:
    """Asked while films are made: nothing until then; then the page is to be loaded once more."""
    _campaign(campaign_id)
    ended = get_work(session(), work_id).ended_at is not None
    return Response(status=204, headers={"HX-Refresh": "true"} if ended else {})


def _campaign(campaign_id: int) -> Campaign:
    found = get_campaign(session(), campaign_id)
    identity.enter_programme(found.programme_id)
    return found


def _choice(form: Form) -> Choice:
    photo = form.value("photo")
    return Choice(
        formats=tuple(form.chosen("format")),
        sound=cast(Heard, form.value("sound")),
        photo=int(photo) if photo.isdecimal() else None,
    )


def _shown(campaign: Campaign, form: Form) -> Response:
    rows = film_rows(session(), campaign.id or 0)
    return show(
        "media/campaign_films.html",
        campaign=campaign,
        rows=rows,
        post_choices=[
            (str(row.post.id), f"{row.post.position} · {kind_word(row.post.kind)}") for row in rows
        ],
        language_choices=[(code, language_name(code)) for code in campaign.languages],
        form=form,
        may_plan=can_plan(identity.actor()),
        tabs=tabs(),
        status=form.status,
        **_making(session(), campaign),
    )


def _making(reading: Session, campaign: Campaign) -> dict[str, Any]:
    """What every page about films shows of their making: progress, what could not be made, the choices."""
    today = wall_time(database.now(), identity.programme().zone).date()
    photos = photos_of(reading, programme_id=campaign.programme_id)
    return {
        "work": open_work(reading, kind=WorkKind.MAKE_FILMS, subject_id=campaign.id),
        "not_made": not_made(last_work(reading, kind=WorkKind.MAKE_FILMS, subject_id=campaign.id)),
        "photo_choices": [
            (str(photo.id), photo.shows or photo.credit) for photo in photos if is_usable(photo, today=today)
        ],
        "format_choices": [(key, format_word(key)) for key in FORMATS],
        "sounds": {key: SOUND_WORDS[key] for key in SOUNDS},
        "kind_word": kind_word,
        "format_word": format_word,
    }

"""The round of the week: group after group, what is due, what was asked, which figures are missing; and being away."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.errors import NotFound
from campaigns.people.actions.away import be_away
from campaigns.people.models import Person
from campaigns.people.queries import names_of
from campaigns.placements.calendar.diary import headlines_of
from campaigns.placements.models import Publication
from campaigns.placements.queries import get_space
from campaigns.placements.rules import check_can_post_by_hand
from campaigns.placements.spaces.register import note_visit
from campaigns.reach.actions import no_figures_shown, type_figures
from campaigns.reach.insights.typed import read_figures
from campaigns.reach.rounds.week import OF_GROUPS, round_of
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.handoffs.blueprint import handoff_pages, today
from web.words import calendar as calendar_words
from web.words.needs import platform_word
from web.words.reach import metric_word


@handoff_pages.get("/handoffs/round")
@page(needs=check_can_post_by_hand)
def weekly() -> Response:
    """My groups; `?whose=all` shows those of everybody."""
    return _shown(Form())


@handoff_pages.post("/handoffs/groups/<int:space_id>/visited")
@page(needs=check_can_post_by_hand)
def visited(space_id: int) -> Response:
    """Somebody looked through the group."""
    identity.enter_programme(get_space(session(), space_id).programme_id)
    note_visit(session(), space_id=space_id, by=identity.actor(), now=database.now())
    return done(_here(), _("Noted: looked through."))


@handoff_pages.post("/handoffs/publications/<int:publication_id>/figures")
@page(needs=check_can_post_by_hand)
def typed(publication_id: int) -> Response:
    """Figures read off the group's screen, or that it shows none."""
    form = Form.posted()
    with form.catching():
        publication = session().get(Publication, publication_id)
        if publication is None:
            raise NotFound("There is no such publication.")
        identity.enter_programme(publication.programme_id)
        if form.value("none") == "yes":
            no_figures_shown(session(), publication=publication, by=identity.actor(), now=database.now())
            return done(_here(), _("Noted: the group shows no figures."))
        figures = read_figures(form.value, OF_GROUPS)
        type_figures(
            session(), publication=publication, figures=figures, by=identity.actor(), now=database.now()
        )
        return done(_here(), _("The figures are noted."))
    return _shown(form, asked=publication_id)


@handoff_pages.post("/handoffs/away")
@page(needs=check_can_post_by_hand)
def away() -> Response:
    """Until when deputies do what is mine; an empty day means I am here."""
    form = Form.posted()
    with form.catching():
        until = form.day("until") if form.value("until") else None
        person = session().get_one(Person, identity.actor().person_id)
        be_away(session(), person=person, until=until, today=today(), by=identity.actor(), now=database.now())
        told = _("Noted. Your deputies see what is due.") if until else _("Welcome back.")
        return done(_here(), told)
    return _shown(form)


def _here() -> str:
    return url_for("handoffs.weekly", whose="all" if request.args.get("whose") == "all" else None)


def _shown(form: Form, asked: int | None = None) -> Response:
    who = identity.actor().person_id
    everybody = request.args.get("whose") == "all"
    stops = round_of(
        session(), programme=identity.programme(), person_id=None if everybody else who, now=database.now()
    )
    me = session().get_one(Person, who)
    away_until = me.away_until if me.away_until and me.away_until >= today() else None
    return show(
        "handoffs/round.html",
        stops=stops,
        headlines=headlines_of(
            session(),
            {each.post.id or 0 for stop in stops for each in stop.waiting}
            | {each.post.id or 0 for stop in stops for each in stop.unread},
            identity.programme().source_language,
        ),
        group_count=sum(not stop.is_ours for stop in stops),
        done_count=sum(stop.is_visited and not stop.is_ours for stop in stops),
        names=names_of(session(), {stop.person_id for stop in stops if stop.person_id is not None}),
        everybody=everybody,
        me=who,
        away_until=away_until,
        form=form,
        asked=asked,
        metrics=OF_GROUPS,
        metric_word=metric_word,
        platform_word=platform_word,
        words=calendar_words,
        status=form.status,
    )

"""The programme: name, imprint, times, what is kept for how long."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.errors import BadInput
from campaigns.needs.actions import forget_words, keep_words, stop_keeping_words
from campaigns.needs.kept_words import words_kept
from campaigns.needs.redaction.measured import measured_names
from campaigns.people.actions import change_programme
from campaigns.people.actions.programmes import demand_second_factor
from campaigns.people.models import Programme
from campaigns.people.queries import get_programme
from campaigns.people.rules import check_can_change_programme, check_can_see_settings
from campaigns.placements.approval_ends.second_lawyer import follow_rule
from campaigns.vocabulary import Land
from web import database, identity, step_up
from web.database import session
from web.formats import options
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.settings.blueprint import settings, tabs
from web.words.second_lawyer import asked_before, came_of_it

TEXTS = ("name", "organisation", "responsible", "imprint", "imprint_url", "zone")
NUMBERS = ("approval_days", "lateness_minutes", "retention_days", "smallest_count")
CONTACT = ("name", "phone", "mail", "url")


@settings.get("/programme")
@page(needs=check_can_see_settings)
def programme() -> Response:
    found = _programme()
    start = {name: getattr(found, name) for name in (*TEXTS, *NUMBERS)}
    start |= {
        "second_lawyer": found.second_lawyer,
        "land": found.land,
        "speaks_to_women": found.speaks_to_women,
    }
    start |= {f"contact_{name}": found.contact.get(name, "") for name in CONTACT}
    return _shown(Form(start=start), found)


@settings.post("/programme")
@page(needs=check_can_change_programme)
def programme_change() -> Response:
    form = Form.posted()
    if form.value("back"):
        # From the page that asks first: nothing is saved, and nothing typed is lost.
        return _shown(form, _programme())
    with form.catching():
        found = _programme()
        had = found.second_lawyer
        change_programme(
            session(),
            programme=found,
            **{name: form.text(name) for name in TEXTS},
            **{name: form.number(name) for name in NUMBERS},
            second_lawyer=form.value("second_lawyer") == "yes",
            speaks_to_women=form.value("speaks_to_women") == "yes",
            land=form.text("land", longest=2),
            contact={
                **found.contact,
                **{name: form.text(f"contact_{name}", longest=200) for name in CONTACT},
            },
            by=identity.actor(),
            now=database.now(),
        )
        if found.second_lawyer == had:
            return done(url_for("settings.programme"), _("Saved."))
        switched = follow_rule(session(), programme=found, by=identity.actor(), now=database.now())
        if found.second_lawyer and form.value("confirmed") != "yes":
            return show("settings/second_lawyer.html", **asked_before(switched), tabs=tabs())
        told = [str(_("Saved.")), *came_of_it(switched, demands=found.second_lawyer)]
        return done(url_for("settings.programme"), " ".join(told))
    return _shown(form, _programme())


@settings.post("/programme/second-factor")
@page(needs=check_can_change_programme)
def programme_second_factor() -> Response:
    """Whether lawyers and admins of the programme work only with a second factor."""
    if question := step_up.asked(back=url_for("settings.programme")):
        return question
    demand_second_factor(
        session(),
        programme=_programme(),
        demanded=Form.posted().value("demanded") == "yes",
        by=identity.actor(),
        now=database.now(),
    )
    return done(url_for("settings.programme"), _("Saved."))


@settings.post("/programme/words")
@page(needs=check_can_change_programme)
def programme_words() -> Response:
    """Whether the words of questions are kept; the button says which of the four it is."""
    chosen, who, moment = Form.posted().text("words"), identity.actor(), database.now()
    found = _programme()
    if chosen == "keep":
        keep_words(session(), programme=found, by=who, now=moment)
        return done(url_for("settings.programme"), _("From now on the words of questions are kept."))
    if chosen == "forget":
        gone = forget_words(session(), programme=found, by=who, now=moment)
    elif chosen in ("stop", "stop_and_forget"):
        forgets = chosen == "stop_and_forget"
        gone = stop_keeping_words(session(), programme=found, forget=forgets, by=who, now=moment)
    else:
        raise BadInput("Choose whether the words of questions are kept.")
    told = _("From now on only what questions were about is kept.")
    if gone:
        told += " " + ngettext(
            "The words of %(num)s question were deleted.",
            "The words of %(num)s questions were deleted.",
            gone,
        )
    return done(url_for("settings.programme"), told)


def _shown(form: Form, found: Programme) -> Response:
    return show(
        "settings/programme.html",
        form=form,
        programme=found,
        lands=options(Land),
        words=words_kept(session(), programme_id=found.id or 0),
        names=measured_names(),
        tabs=tabs(),
        status=form.status,
    )


def _programme() -> Programme:
    return get_programme(session(), identity.programme().id or 0)

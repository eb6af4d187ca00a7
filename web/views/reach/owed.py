"""Reports that are owed on a day: a lead says when, for which period and to whom."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.errors import BadInput, NotReady
from campaigns.reach.actions.owing import EVERY_MONTHS, drop_owed, get_owed, owe_report
from campaigns.reach.owed import half_years, owed
from campaigns.reach.readers import readers_of
from campaigns.reach.report.building import programme_report
from campaigns.reach.rules import check_can_fix_reports
from web import database, identity
from web.database import session
from web.formats import day, language_name, locale
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.letters import settings
from web.reports.languages import PAPER_LOCALES, paper_languages
from web.views.reach.blueprint import reach_pages, tabs
from web.views.reach.fixing import foresee, report_address

#: The choice of the report for members; any other is the public one.
MEMBERS = "members"


@reach_pages.get("/reach/owed")
@page(needs=check_can_fix_reports)
def owed_reports() -> Response:
    return _shown(Form())


@reach_pages.post("/reach/owed")
@page(needs=check_can_fix_reports)
def owe() -> Response:
    form = Form.posted()
    with form.catching():
        starts_on, ends_on, due_on = (form.day(name) for name in ("starts_on", "ends_on", "due_on"))
        due = owe_report(
            session(),
            programme_id=identity.programme().id or 0,
            starts_on=starts_on,
            ends_on=ends_on,
            due_on=due_on,
            **_wanted_by(form),
            language=_language(form.text("language", longest=8)),
            every_months=form.number("every_months"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(
            url_for("reach.ahead", due_id=due.id), _("The report will be made and mailed on this day.")
        )
    return _shown(form)


@reach_pages.post("/reach/owed/<int:due_id>/drop")
@page(needs=check_can_fix_reports)
def drop(due_id: int) -> Response:
    identity.enter_programme(get_owed(session(), due_id).programme_id)
    drop_owed(session(), due_id=due_id, by=identity.actor(), now=database.now())
    return done(url_for("reach.owed_reports"), _("The report is due no longer."))


@reach_pages.get("/reach/owed/<int:due_id>")
@page(needs=check_can_fix_reports)
def ahead(due_id: int) -> Response:
    """What the report would hold back because of earlier ones if it were made now: on its day nobody asks."""
    due = get_owed(session(), due_id)
    identity.enter_programme(due.programme_id)
    report = programme_report(
        session(), programme_id=due.programme_id, start=due.starts_on, end=due.ends_on, now=database.now()
    )
    try:
        foreseen = foresee(session(), report, public=settings().sends_mail and not due.members)
    except NotReady:
        foreseen = None
    return show(
        "reach/ahead.html",
        due=due,
        foreseen=foreseen,
        live=report_address(None, due.starts_on, due.ends_on),
    )


def _wanted_by(form: Form) -> dict[str, Any]:
    """The people who get the report for members, or the addresses to which the public one goes."""
    if form.value("readers") != MEMBERS:
        typed = form.text("recipients", needed=True, longest=3000)
        return {"recipients": typed.replace(",", "\n").split("\n")}
    chosen = {int(each) for each in form.chosen("members") if each.isdecimal() and len(each) < 12}
    if not chosen:
        raise BadInput("Choose at least one person.", field="members")
    return {"members": chosen}


def _language(chosen: str) -> str:
    return chosen if chosen in PAPER_LOCALES else "de"


def _shown(form: Form) -> Response:
    programme = identity.programme()
    terms = half_years(wall_time(database.now(), programme.zone).date())
    usual = terms[1]
    form.start |= {
        "starts_on": usual.starts_on,
        "ends_on": usual.ends_on,
        "due_on": usual.due_on,
        "every_months": 6,
        "readers": "public",
        "language": locale().language,
    }
    readers = readers_of(session(), programme.id or 0)
    return show(
        "reach/owed.html",
        form=form,
        owed=owed(session(), programme_id=programme.id or 0),
        languages=[(code, language_name(code)) for code in paper_languages(session(), programme.id or 0)],
        terms=[f"{day(term.starts_on)} – {day(term.ends_on)}" for term in terms],
        often=[(str(months), _often(months)) for months in EVERY_MONTHS],
        often_word=_often,
        tabs=tabs(),
        sends_mail=settings().sends_mail,
        readers=readers,
        names={person.id: person.name for person in readers},
        status=form.status,
    )


def _often(months: int) -> str:
    words: dict[int, str] = {
        0: _("once"),
        3: _("every quarter"),
        6: _("every half-year"),
        12: _("every year"),
    }
    return words.get(months, str(months))

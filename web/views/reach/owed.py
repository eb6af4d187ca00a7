"""Reports that are owed on a day: a lead says when, for which period and to whom."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.reach.actions.owing import EVERY_MONTHS, drop_owed, get_owed, owe_report
from campaigns.reach.owed import half_years, owed
from campaigns.reach.rules import check_can_fix_reports
from web import database, identity
from web.database import session
from web.formats import day, locale
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.letters import settings
from web.views.reach.blueprint import reach_pages, tabs


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
        owe_report(
            session(),
            programme_id=identity.programme().id or 0,
            starts_on=starts_on,
            ends_on=ends_on,
            due_on=due_on,
            recipients=form.text("recipients", needed=True, longest=3000).replace(",", "\n").split("\n"),
            language="en" if form.text("language") == "en" else "de",
            every_months=form.number("every_months"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(url_for("reach.owed_reports"), _("The report will be made and mailed on this day."))
    return _shown(form)


@reach_pages.post("/reach/owed/<int:due_id>/drop")
@page(needs=check_can_fix_reports)
def drop(due_id: int) -> Response:
    identity.enter_programme(get_owed(session(), due_id).programme_id)
    drop_owed(session(), due_id=due_id, by=identity.actor(), now=database.now())
    return done(url_for("reach.owed_reports"), _("The report is due no longer."))


def _shown(form: Form) -> Response:
    programme = identity.programme()
    terms = half_years(wall_time(database.now(), programme.zone).date())
    usual = terms[1]
    form.start |= {
        "starts_on": usual.starts_on,
        "ends_on": usual.ends_on,
        "due_on": usual.due_on,
        "every_months": 6,
        "language": locale().language,
    }
    return show(
        "reach/owed.html",
        form=form,
        owed=owed(session(), programme_id=programme.id or 0),
        terms=[f"{day(term.starts_on)} – {day(term.ends_on)}" for term in terms],
        often=[(str(months), _often(months)) for months in EVERY_MONTHS],
        often_word=_often,
        tabs=tabs(),
        sends_mail=settings().sends_mail,
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

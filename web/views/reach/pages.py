"""Reach: campaigns with their figures, the report of one campaign or of the programme, and both to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.queries import get_campaign
from campaigns.errors import BadInput, Refusal
from campaigns.needs.rules import can_read_needs
from campaigns.reach.overview import reach_at_a_glance
from campaigns.reach.report.asked import Period
from campaigns.reach.report.building import Report, build_report
from campaigns.reach.report.choosing import Chosen, choose_campaign, choose_programme
from campaigns.reach.report.windows import half_years
from campaigns.reach.rules import can_fix_reports, can_see_live_questions, check_can_see_reach
from web import database, identity
from web.database import session
from web.formats import number
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.reports.languages import DRAFTED, paper_languages
from web.reports.page import report_context
from web.views.reach.addresses import addresses_of
from web.views.reach.blueprint import reach_pages, tabs
from web.words.content import topic_word
from web.words.sentences import sentence


@reach_pages.get("/reach")
@page(needs=check_can_see_reach)
def index() -> Response:
    programme = identity.programme()
    today = wall_time(database.now(), programme.zone).date()
    return show(
        "reach/index.html",
        glances=reach_at_a_glance(session(), programme_id=programme.id or 0, today=today),
        topic_word=topic_word,
        tabs=tabs(),
    )


@reach_pages.get("/reach/programme")
@page(needs=check_can_see_reach)
def programme() -> Response:
    return show_report(None)


@reach_pages.get("/reach/campaigns/<int:campaign_id>")
@page(needs=check_can_see_reach)
def campaign(campaign_id: int) -> Response:
    return show_report(campaign_id)


def show_report(campaign_id: int | None, *, costs_form: Form | None = None) -> Response:
    """The page of a report on a campaign, or on the programme."""
    sees = can_see_live_questions(identity.actor())
    form = Form(sent=request.args) if request.args else Form()
    try:
        report = report_at(campaign_id, *period_at())
    except Refusal as refusal:
        if refusal.field not in ("start", "end"):
            raise
        form.errors[refusal.field] = sentence(refusal)
        report = report_at(campaign_id, None, None)
    form.start |= {"start": report.period.start, "end": report.period.end}
    if not form.errors:
        form.sent = None
    asked: dict[str, Any] = {"start": report.period.start.isoformat(), "end": report.period.end.isoformat()}
    if campaign_id is not None:
        asked["campaign"] = str(campaign_id)
    papers = paper_languages(session(), report.programme_id)
    return show(
        "reach/report.html",
        form=form,
        campaign_id=campaign_id,
        topic=topic_word(report.topic) if report.topic else None,
        sees_questions=sees,
        halves=_halves(report) if campaign_id is None else [],
        usual_address=url_for("reach.campaign", campaign_id=campaign_id)
        if campaign_id
        else url_for("reach.programme"),
        has_begun=report.period.start <= wall_time(report.made_at, report.zone).date(),
        may_fix=can_fix_reports(identity.actor()),
        fix_address=url_for("reach.before_fixing", **asked),
        downloads=_downloads(asked, papers),
        costs_form=costs_form or Form(start={"costs": _typed_costs(report)}),
        status=costs_form.status if costs_form else form.status,
        **(
            report_context(report)
            | {
                "addresses": addresses_of(
                    report, asked, sees_questions=sees and can_read_needs(identity.actor())
                )
            }
        ),
    )


def _halves(report: Report) -> list[tuple[Period, str]]:
    """The half-years that the programme's report tells questions of, and where they stand."""
    today = wall_time(report.made_at, report.zone).date()
    return [
        (half, url_for("reach.programme", start=half.start.isoformat(), end=half.end.isoformat()))
        for half in half_years(today)[:3]
    ]


def _downloads(asked: Mapping[str, Any], papers: Sequence[str]) -> list[tuple[str, str, str]]:
    """The report to take away: what the file is called, in which other language, and its address. Paper comes first."""
    drafted = [code for code in papers if code in DRAFTED]
    return [
        (_("PDF"), "", url_for("reach.download", kind="pdf", **asked)),
        *(
            (_("PDF"), code, url_for("reach.download", kind="pdf", language=code, **asked))
            for code in drafted
        ),
        (_("Excel"), "", url_for("reach.download", kind="xlsx", **asked)),
        (_("Figures (CSV)"), "", url_for("reach.csv", **asked)),
        (_("For evaluation"), "", url_for("reach.download", kind="zip", **asked)),
        (_("Report (HTML)"), "", url_for("reach.html", **asked)),
        ("JSON", "", url_for("reach.download", kind="json", **asked)),
    ]


def _typed_costs(report: Report) -> str:
    """What stands in the field of costs: as a person would type it."""
    return f"{number(report.costs.cents / 100, 2)}" if report.costs else ""


def report_at(campaign_id: int | None, start: date | None, end: date | None) -> Report:
    """The report at hand as this person may see it."""
    chosen, questions = chosen_at(campaign_id, start, end), can_see_live_questions(identity.actor())
    return build_report(session(), chosen, now=database.now(), questions=questions)


def chosen_at(campaign_id: int | None, start: date | None, end: date | None) -> Chosen:
    now = database.now()
    if campaign_id is None:
        programme_id = identity.programme().id or 0
        return choose_programme(session(), programme_id=programme_id, now=now, start=start, end=end)
    identity.enter_programme(get_campaign(session(), campaign_id).programme_id)
    return choose_campaign(session(), campaign_id=campaign_id, now=now, start=start, end=end)


def period_at() -> tuple[date | None, date | None]:
    return _day("start"), _day("end")


def _day(name: str) -> date | None:
    typed = request.args.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise BadInput("Write a day like 2027-01-11.", field=name) from None

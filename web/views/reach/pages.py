"""Reach: campaigns with their figures, the report of one campaign or of the programme, and both to take away."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import make_response, request, url_for
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.content.queries import get_campaign
from campaigns.errors import BadInput, Refusal
from campaigns.reach.overview import reach_at_a_glance
from campaigns.reach.reports import Report, campaign_report, programme_report
from campaigns.reach.rules import check_can_see_reach
from campaigns.reach.tables import report_csv
from web import database, identity
from web.content_words import topic_word
from web.database import session
from web.formats import locale
from web.forms import Form
from web.fragments import show
from web.identity import page
from web.reports import report_context, report_html
from web.views.reach.blueprint import reach_pages, tabs
from web.words import sentence


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
    return _shown(None)


@reach_pages.get("/reach/campaigns/<int:campaign_id>")
@page(needs=check_can_see_reach)
def campaign(campaign_id: int) -> Response:
    return _shown(campaign_id)


@reach_pages.get("/reach/report.csv")
@page(needs=check_can_see_reach)
def csv() -> Response:
    """The figures as a table; `?campaign=`, `?start=` and `?end=` say which."""
    report = _report(request.args.get("campaign", type=int), *_period())
    return _download(report_csv(report), "text/csv; charset=utf-8", _name(report, "csv"))


@reach_pages.get("/reach/report.html")
@page(needs=check_can_see_reach)
def html() -> Response:
    """The report as one file. It is handed over as a file and never shown at the desk's own address."""
    report = _report(request.args.get("campaign", type=int), *_period())
    body = report_html(report, language=locale().language).encode()
    return _download(body, "application/octet-stream", _name(report, "html"))


def _shown(campaign_id: int | None) -> Response:
    form = Form(sent=request.args) if request.args else Form()
    try:
        report = _report(campaign_id, *_period())
    except Refusal as refusal:
        if refusal.field not in ("start", "end"):
            raise
        form.errors[refusal.field] = sentence(refusal)
        report = _report(campaign_id, None, None)
    form.start |= {"start": report.period.start, "end": report.period.end}
    if not form.errors:
        form.sent = None
    asked: dict[str, Any] = {"start": report.period.start.isoformat(), "end": report.period.end.isoformat()}
    if campaign_id is not None:
        asked["campaign"] = str(campaign_id)
    return show(
        "reach/report.html",
        form=form,
        campaign_id=campaign_id,
        topic=topic_word(report.topic) if report.topic else None,
        csv_address=url_for("reach.csv", **asked),
        html_address=url_for("reach.html", **asked),
        status=form.status,
        **report_context(report),
    )


def _report(campaign_id: int | None, start: date | None, end: date | None) -> Report:
    if campaign_id is None:
        return programme_report(
            session(),
            programme_id=identity.programme().id or 0,
            now=database.now(),
            start=start,
            end=end,
        )
    identity.enter_programme(get_campaign(session(), campaign_id).programme_id)
    return campaign_report(session(), campaign_id=campaign_id, now=database.now(), start=start, end=end)


def _period() -> tuple[date | None, date | None]:
    return _day("start"), _day("end")


def _day(name: str) -> date | None:
    typed = request.args.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise BadInput("Write a day like 2027-01-11.", field=name) from None


def _name(report: Report, extension: str) -> str:
    topic = report.topic or "programme"
    return f"reach-{topic}-{report.period.start}-{report.period.end}.{extension}"


def _download(body: bytes, media_type: str, name: str) -> Response:
    response = make_response(body)
    response.content_type = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

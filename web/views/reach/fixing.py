"""Before a report is fixed: what it would hold back, for members and for the public; and fixing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from campaigns.content.queries import get_campaign
from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput, NotReady
from campaigns.people.models import Programme
from campaigns.reach.actions import fix_report
from campaigns.reach.actions.fixing import get_version
from campaigns.reach.disclosure.beside_versions import Disclosed, disclose
from campaigns.reach.disclosure.preparing import prepare_fixed
from campaigns.reach.files.letterhead import letterhead_of
from campaigns.reach.models import ReportVersion
from campaigns.reach.report.building import Report, campaign_report, only_campaign, programme_report
from campaigns.reach.rules import check_can_fix_reports
from web import database, identity
from web.database import session
from web.formats import language_name, locale
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.reports.files import write_report
from web.reports.languages import PAPER_LOCALES, paper_languages
from web.views.reach.blueprint import reach_pages
from web.views.reach.versions import file_store

#: Who reads a fixed report, and whether that is the public.
READERS = (("members", False), ("public", True))


@dataclass(frozen=True)
class Foreseen:
    """What a report would hold back for these readers beside earlier ones, which these are and where they stand."""

    disclosed: Disclosed
    earlier: list[tuple[ReportVersion, str]]


@reach_pages.get("/reach/versions/new")
@page(needs=check_can_fix_reports)
def before_fixing() -> Response:
    """What fixing the report at hand will hold back, told before anything is fixed; without days, of its usual ones."""
    form = Form(sent=request.args)
    return _foreseen(session(), _report(session(), form), form, status=200)


@reach_pages.post("/reach/versions")
@page(needs=check_can_fix_reports)
def fix() -> Response:
    """Fixes the report at hand; its public address is shown once.

    Where it would hold back more for earlier reports than the lead was told, nothing is fixed before that was seen.
    """
    form = Form.posted()
    actor = identity.actor()
    public = form.ticked("public")
    database.rollback()  # nobody's writing waits for the solver and the typesetter
    with read_scope(database.engine()) as reading:
        report = _report(reading, form)
        if len(disclose(reading, report=report, public=public).held) > _told(form, public):
            return _foreseen(reading, report, form, status=409)
        prepared = prepare_fixed(reading, report=report, public=public)
        letterhead = letterhead_of(reading.get_one(Programme, report.programme_id))
        written = write_report(file_store(), prepared, letterhead=letterhead, language=_language(form))
    with session_scope(database.engine()) as writing:
        _version, secret = fix_report(
            writing, prepared=prepared, digest=written.digest, page=written.page, by=actor, now=database.now()
        )
    told = _("The report is fixed.")
    if secret:
        address = url_for("reach.public_report", secret=secret, _external=True)
        told = _("The report is fixed. Its public address, shown only now: %(address)s", address=address)
    return done(url_for("reach.versions"), told)


def foresee(reading: Session, report: Report, *, public: bool) -> Foreseen:
    """What the report would hold back if it were fixed now. Refuses one whose period has not begun."""
    disclosed = disclose(reading, report=report, public=public)
    earlier = [get_version(reading, version_id) for version_id in disclosed.because]
    return Foreseen(
        disclosed,
        [(each, report_address(each.campaign_id, each.starts_on, each.ends_on)) for each in earlier],
    )


def report_address(campaign_id: int | None, start: date, end: date) -> str:
    """The report over these days, as it stands now."""
    asked: dict[str, Any] = {"start": start.isoformat(), "end": end.isoformat()}
    if campaign_id:
        return url_for("reach.campaign", campaign_id=campaign_id, **asked)
    return url_for("reach.programme", **asked)


def _foreseen(reading: Session, report: Report, form: Form, *, status: int) -> Response:
    try:
        foreseen = {name: foresee(reading, report, public=public) for name, public in READERS}
    except NotReady:
        foreseen = {}
    fields = {"start": report.period.start.isoformat(), "end": report.period.end.isoformat()}
    campaign_id = only_campaign(report)
    if campaign_id:
        fields["campaign"] = str(campaign_id)
    return show(
        "reach/fixing.html",
        report=report,
        foreseen=foreseen,
        holds_back=any(each.disclosed.held for each in foreseen.values()),
        live=report_address(campaign_id, report.period.start, report.period.end),
        form=Form(start={"language": _language(form)}),
        fields=fields,
        languages=[(code, language_name(code)) for code in paper_languages(reading, report.programme_id)],
        status=status,
    )


def _told(form: Form, public: bool) -> int:
    """How many numbers the lead was told would be held back for these readers."""
    told = form.text("told_public" if public else "told_members", longest=6)
    return int(told) if told.isdecimal() else 0


def _language(form: Form) -> str:
    """In which language the PDF is set: the chosen one, else that of the desk."""
    chosen = form.text("language", longest=8)
    return chosen if chosen in PAPER_LOCALES else locale().language


def _report(reading: Session, form: Form) -> Report:
    start, end = (_day(form, name) if _is_posted() or form.value(name) else None for name in ("start", "end"))
    chosen = form.text("campaign", longest=12)
    if chosen.isdecimal():
        identity.enter_programme(get_campaign(reading, int(chosen)).programme_id)
        return campaign_report(reading, campaign_id=int(chosen), now=database.now(), start=start, end=end)
    programme_id = identity.programme().id or 0
    return programme_report(reading, programme_id=programme_id, now=database.now(), start=start, end=end)


def _is_posted() -> bool:
    return request.method == "POST"


def _day(form: Form, name: str) -> date:
    try:
        return date.fromisoformat(form.text(name, longest=10))
    except ValueError:
        raise BadInput("Write a day like 2027-01-11.", field=name) from None

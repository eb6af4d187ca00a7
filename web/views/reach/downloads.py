"""A report as a file: CSV, HTML, PDF, a workbook, JSON, or all that an evaluator counts again."""

from __future__ import annotations

import json

from flask import current_app, make_response, request
from werkzeug.wrappers import Response

from campaigns.errors import NotFound
from campaigns.people.models import Programme
from campaigns.reach.evaluation import evaluation_zip, figures_csv, gather
from campaigns.reach.files.as_json import report_as_dict
from campaigns.reach.files.letterhead import letterhead_of
from campaigns.reach.report.building import Report, posts_behind, with_all_evidence
from campaigns.reach.rules import check_can_see_reach
from web.database import session
from web.formats import locale
from web.identity import page
from web.reports.files import XLSX
from web.reports.languages import PAPER_LOCALES
from web.reports.page import report_html
from web.reports.pdf import report_pdf
from web.views.reach.blueprint import reach_pages
from web.views.reach.pages import period_at, report_at
from web.words.sheets import workbook


@reach_pages.get("/reach/report.csv")
@page(needs=check_can_see_reach)
def csv() -> Response:
    """Every figure as one table that explains itself; `?campaign=`, `?start=` and `?end=` say which."""
    report = report_at(request.args.get("campaign", type=int), *period_at())
    return _download(figures_csv(report), "text/csv; charset=utf-8", _name(report, "csv"))


@reach_pages.get("/reach/report.html")
@page(needs=check_can_see_reach)
def html() -> Response:
    """The report as one file. It is handed over as a file and never shown at the desk's own address."""
    report = report_at(request.args.get("campaign", type=int), *period_at())
    body = report_html(report, language=locale().language).encode()
    return _download(body, "application/octet-stream", _name(report, "html"))


@reach_pages.get("/reach/report.<kind>")
@page(needs=check_can_see_reach)
def download(kind: str) -> Response:
    """The report as PDF, as a workbook, as JSON, or with all that an evaluator counts again."""
    report = report_at(request.args.get("campaign", type=int), *period_at())
    if kind == "pdf":
        asked = request.args.get("language", "")
        made = report_pdf(
            report,
            language=asked if asked in PAPER_LOCALES else locale().language,
            letterhead=letterhead_of(session().get_one(Programme, report.programme_id)),
            read=current_app.extensions["litfass_store"].get,
        )
        return _download(made, "application/pdf", _name(report, "pdf"))
    if kind == "zip":
        packed = evaluation_zip(report, gather(session(), report=report))
        return _download(packed, "application/zip", _name(report, "zip"))
    if kind == "json":
        told = json.dumps(
            report_as_dict(with_all_evidence(session(), report=report)), ensure_ascii=False, indent=2
        )
        return _download(told.encode(), "application/json", _name(report, "json"))
    if kind == "xlsx":
        posts = posts_behind(session(), report=report)
        return _download(
            workbook(with_all_evidence(session(), report=report), posts, language=locale().language),
            XLSX,
            _name(report, "xlsx"),
        )
    raise NotFound("There is no report of this kind.")


def _name(report: Report, extension: str) -> str:
    topic = report.topic or "programme"
    return f"reach-{topic}-{report.period.start}-{report.period.end}.{extension}"


def _download(body: bytes, media_type: str, name: str) -> Response:
    response = make_response(body)
    response.content_type = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

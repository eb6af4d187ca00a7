"""Fixed reports: made by a lead, read by board and evaluators, and by whoever has the public address."""

from __future__ import annotations

from typing import cast

from flask import current_app, make_response, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from assets.store import Store
from campaigns.errors import NotFound
from campaigns.people.models import Programme
from campaigns.reach.actions import close_report, open_report
from campaigns.reach.actions.fixing import get_version, versions_of
from campaigns.reach.actions.opening import is_for_the_public, public_version
from campaigns.reach.disclosure.preparing import as_of
from campaigns.reach.evaluation import told_zip
from campaigns.reach.files.letterhead import media_type_of
from campaigns.reach.models import ReportVersion
from campaigns.reach.rules import can_fix_reports, check_can_fix_reports, check_can_see_reach
from web import database, identity
from web.database import session
from web.formats import locale
from web.fragments import done, show
from web.identity import page
from web.interfaces import INTERFACES, LOCALES
from web.reports.files import XLSX
from web.views.reach.blueprint import reach_pages, tabs

PDF = "application/pdf"


@reach_pages.get("/reach/versions")
@page(needs=check_can_see_reach)
def versions() -> Response:
    found = versions_of(session(), programme_id=identity.programme().id or 0)
    return show(
        "reach/versions.html",
        versions=found,
        as_of=as_of,
        is_for_the_public=is_for_the_public,
        may_open=can_fix_reports(identity.actor()),
        zone=identity.programme().zone,
        tabs=tabs(),
    )


@reach_pages.post("/reach/versions/<int:version_id>/open")
@page(needs=check_can_fix_reports)
def open_page(version_id: int) -> Response:
    """A new address for the public page, shown once: the one before is given up with it."""
    found = get_version(session(), version_id)
    identity.enter_programme(found.programme_id)
    secret = open_report(session(), version=found, by=identity.actor(), now=database.now())
    address = url_for("reach.public_report", secret=secret, _external=True)
    return done(
        url_for("reach.versions"),
        _("The page of the report has a new public address, shown only now: %(address)s", address=address),
    )


@reach_pages.post("/reach/versions/<int:version_id>/close")
@page(needs=check_can_fix_reports)
def close_page(version_id: int) -> Response:
    found = get_version(session(), version_id)
    identity.enter_programme(found.programme_id)
    close_report(session(), version=found, by=identity.actor(), now=database.now())
    return done(url_for("reach.versions"), _("The public page of the report is closed."))


@reach_pages.get("/reach/versions/<int:version_id>.pdf")
@page(needs=check_can_see_reach)
def version(version_id: int) -> Response:
    found = get_version(session(), version_id)
    identity.enter_programme(found.programme_id)
    return _file(found)


@reach_pages.get("/reach/versions/<int:version_id>.xlsx")
@page(needs=check_can_see_reach)
def version_book(version_id: int) -> Response:
    """Its workbook as it was written when it was fixed, in the language of the desk."""
    found = get_version(session(), version_id)
    identity.enter_programme(found.programme_id)
    return _book(found, locale().language)


@reach_pages.get("/reach/versions/<int:version_id>.zip")
@page(needs=check_can_see_reach)
def version_data(version_id: int) -> Response:
    """Its figures and the rows behind them with a code book, as they were when it was fixed."""
    found = get_version(session(), version_id)
    identity.enter_programme(found.programme_id)
    kept = found.page.get("tables")
    response = make_response(file_store().get(kept) if kept else told_zip(found.document))
    response.content_type = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(found, "zip")}"'
    return response


@reach_pages.get("/r/<secret>")
@page(public=True)
def public_report(secret: str) -> Response:
    """A fixed report for whoever has its address: reading only, no login, nothing else of the programme."""
    found = public_version(session(), secret[:100])
    language = chosen_language()
    with force_locale(LOCALES[language]):
        shown = render_template(
            "public/report.html",
            language=language,
            languages=[code for code in INTERFACES if code in found.page["bodies"]],
            papers=[code for code in found.page["papers"] if code == language or code not in INTERFACES],
            version=found,
            as_of=as_of,
            secret=secret,
            programme=session().get_one(Programme, found.programme_id),
            body=file_store().get(found.page["bodies"][language]).decode(),
        )
    return _unlisted(make_response(shown))


@reach_pages.get("/r/<secret>.pdf")
@page(public=True)
def public_pdf(secret: str) -> Response:
    """The same report as it was set, in the language asked for, else in the chosen one."""
    found = public_version(session(), secret[:100])
    language = request.args.get("language", "")
    if language and language not in found.page["papers"]:
        raise NotFound("This report was not set in that language. Open its page: it says in which ones.")
    return _unlisted(_file(found, found.page["papers"].get(language, "")))


@reach_pages.get("/r/<secret>.xlsx")
@page(public=True)
def public_book(secret: str) -> Response:
    """The same figures as a workbook, in the chosen language."""
    return _unlisted(_book(public_version(session(), secret[:100]), chosen_language()))


@reach_pages.get("/r/<secret>/<digest>")
@page(public=True)
def public_mark(secret: str, digest: str) -> Response:
    """A logo that stands at its head."""
    found = public_version(session(), secret[:100])
    if digest not in (found.page.get("emblem"), *found.page.get("logos", ())) or not digest:
        raise NotFound("There is no such file.")
    mark = file_store().get(digest)
    response = make_response(mark)
    response.content_type = media_type_of(mark)
    return _unlisted(response)


def chosen_language() -> str:
    """The language asked for in the address, else the browser's."""
    asked = request.args.get("language", "")
    return asked if asked in INTERFACES else request.accept_languages.best_match(INTERFACES) or "de"


def _unlisted(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _file(found: ReportVersion, digest: str = "") -> Response:
    response = make_response(file_store().get(digest or found.digest))
    response.content_type = PDF
    response.headers["Content-Disposition"] = f'inline; filename="{_name(found, "pdf")}"'
    return response


def _book(found: ReportVersion, language: str) -> Response:
    response = make_response(file_store().get(found.page["books"][language]))
    response.content_type = XLSX
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(found, "xlsx")}"'
    return response


def _name(found: ReportVersion, extension: str) -> str:
    return f"reach-{found.starts_on}-{found.ends_on}-{found.number}.{extension}"


def file_store() -> Store:
    """Where fixed reports lie."""
    return cast(Store, current_app.extensions["litfass_store"])

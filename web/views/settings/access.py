"""The list of who has access to the programme, for the lead to look through every quarter."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.people.access import Access, access_list, last_review, note_access_review
from campaigns.people.rules import check_can_review_access
from campaigns.reach.files.tables import write_csv
from web import database, identity
from web.database import session
from web.fragments import done, show
from web.identity import page
from web.views.settings.blueprint import settings, tabs
from web.words.labels import label


@settings.get("/access")
@page(needs=check_can_review_access)
def access() -> Response:
    here = identity.programme().id or 0
    return show(
        "settings/access.html",
        people=access_list(session(), programme_id=here),
        reviewed=last_review(session(), programme_id=here),
        now=database.now(),
        tabs=tabs(),
    )


@settings.get("/access.csv")
@page(needs=check_can_review_access)
def access_csv() -> Response:
    here = identity.programme()
    rows = [_row(each) for each in access_list(session(), programme_id=here.id or 0)]
    header = (
        _("Name"), _("E-mail address"), _("Roles"), _("Since"), _("Last login"), _("Second factor"), _("State")
    )  # fmt: skip
    name = f"access-{here.key}-{database.now():%Y-%m-%d}.csv"
    return Response(
        write_csv([header, *rows]),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@settings.post("/access")
@page(needs=check_can_review_access)
def access_reviewed() -> Response:
    note_access_review(
        session(), programme_id=identity.programme().id or 0, by=identity.actor(), now=database.now()
    )
    return done(url_for("settings.access"), _("Noted: you looked through the list today."))


def _row(each: Access) -> tuple[str, ...]:
    roles = ", ".join(f"{label(role)} {language}".strip() for role, language in each.roles)
    return (
        each.name,
        each.email,
        roles,
        f"{each.since:%Y-%m-%d}",
        f"{each.last_login:%Y-%m-%d}" if each.last_login else "",
        _("yes") if each.has_factor else _("no"),
        _("Disabled") if each.is_disabled else _("open"),
    )

"""Rows of exports that belong to no post we know: shown, attached, dismissed."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.placements.queries import get_account
from campaigns.reach.actions import attach_row, dismiss_row
from campaigns.reach.actions.attaching import dismiss_rows, find_publication, replaces_of
from campaigns.reach.actions.replacing import Replaced
from campaigns.reach.actions.undoing import get_export
from campaigns.reach.exports.unmatched import get_row, open_rows, waiting_exports
from campaigns.reach.publications import near_publications
from campaigns.reach.rules import check_can_import_figures
from web import database, identity
from web.database import session
from web.formats import moment
from web.forms import Form
from web.fragments import WayBack, done, show
from web.identity import page
from web.views.reach.blueprint import reach_pages, tabs
from web.views.reach.exports import ROWS_SHOWN, skipped
from web.words.reach import metric_word


@reach_pages.get("/reach/unmatched")
@page(needs=check_can_import_figures)
def unmatched() -> Response:
    return _unmatched(Form(), None)


@reach_pages.post("/reach/unmatched/<int:row_id>/attach")
@page(needs=check_can_import_figures)
def attach(row_id: int) -> Response:
    """This row is about that post."""
    form = Form.posted()
    with form.catching():
        row = get_row(session(), row_id)
        identity.enter_programme(row.programme_id)
        chosen = form.text("publication", longest=12)
        attach_row(
            session(),
            row=row,
            url=form.text("url", longest=500),
            publication_id=int(chosen) if chosen.isdecimal() else None,
            replaces=form.ticked("replaces"),
            sure=form.ticked("sure"),
            by=identity.actor(),
            now=database.now(),
        )
        return done(
            url_for("reach.unmatched"),
            _("The figures belong to that post now."),
            back=_way_back(row.batch_id),
        )
    return _unmatched(form, row_id)


@reach_pages.post("/reach/unmatched/<int:row_id>/dismiss")
@page(needs=check_can_import_figures)
def dismiss(row_id: int) -> Response:
    """This row is about no post of ours."""
    row = get_row(session(), row_id)
    identity.enter_programme(row.programme_id)
    dismiss_row(session(), row=row, by=identity.actor(), now=database.now())
    return done(
        url_for("reach.unmatched"),
        _("Noted. Later exports do not ask about this post again."),
        back=_way_back(row.batch_id),
    )


@reach_pages.post("/reach/unmatched/dismiss")
@page(needs=check_can_import_figures)
def dismiss_all() -> Response:
    """No row of this export that still waits is about a post of ours."""
    batch = get_export(session(), Form.posted().number("batch"))
    identity.enter_programme(batch.programme_id)
    count = dismiss_rows(session(), batch=batch, by=identity.actor(), now=database.now())
    return done(
        url_for("reach.unmatched"),
        ngettext(
            "Noted for %(num)s row of the export of “%(account)s” of %(moment)s. Later exports do not ask about its "
            "post again; rows of other exports wait as before.",
            "Noted for %(num)s rows of the export of “%(account)s” of %(moment)s. Later exports do not ask about "
            "their posts again; rows of other exports wait as before.",
            count,
            account=get_account(session(), batch.account_id or 0).name,
            moment=moment(batch.at),
        ),
        back=_way_back(batch.id or 0),
    )


def _way_back(export_id: int) -> WayBack:
    """The page of the export, where what was said of its rows can be taken back."""
    return WayBack(_("Take back"), f"{url_for('reach.export', export_id=export_id)}#said")


def _unmatched(form: Form, wrong: int | None) -> Response:
    programme_id = identity.programme().id or 0
    exports = waiting_exports(session(), programme_id=programme_id)
    waiting, skip = sum(rows for _batch, _account, rows in exports), skipped()
    rows = open_rows(session(), programme_id=programme_id, most=ROWS_SHOWN, skip=skip)
    return show(
        "reach/unmatched.html",
        exports=exports,
        waiting=waiting,
        first=skip + 1,
        newer=url_for("reach.unmatched", skip=max(0, skip - ROWS_SHOWN)) if skip else None,
        older=url_for("reach.unmatched", skip=skip + ROWS_SHOWN) if skip + len(rows) < waiting else None,
        replaced=_replaced(form, wrong),
        rows=rows,
        form=form,
        wrong=wrong,
        near=near_publications(session(), rows),
        metric_word=metric_word,
        tabs=tabs(),
        status=form.status,
    )


def _replaced(form: Form, wrong: int | None) -> list[Replaced]:
    """What the row at hand would replace, where that is the question."""
    if wrong is None or "replaces" not in form.errors:
        return []
    row, chosen = get_row(session(), wrong), form.value("publication")
    publication = find_publication(
        session(), row, url=form.value("url"), publication_id=int(chosen) if chosen.isdecimal() else None
    )
    return replaces_of(session(), row=row, publication=publication)

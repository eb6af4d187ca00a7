"""The page of an export: what became of it, what was said of its rows, and both taken back."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.placements.queries import get_account
from campaigns.reach.actions import reopen_row, undo_figures
from campaigns.reach.actions.undoing import get_export, undone_at
from campaigns.reach.exports.imported import NONE_WAITS, NOT_ITS_DAYS, OF_ANOTHER_PLATFORM, OTHERS_WAIT
from campaigns.reach.exports.together import together
from campaigns.reach.exports.unmatched import count_open, count_settled, get_row, settled_rows
from campaigns.reach.models import InsightBatch
from campaigns.reach.publications import shown_of
from campaigns.reach.rules import check_can_import_figures
from web import database, identity
from web.database import session
from web.fragments import done, show
from web.identity import page
from web.views.reach.blueprint import reach_pages, tabs
from web.words.reach import metric_word, place_word

ROWS_SHOWN = 25


@reach_pages.get("/reach/exports/<int:export_id>")
@page(needs=check_can_import_figures)
def export(export_id: int) -> Response:
    """What became of an export that was taken in, and what people said of its rows since."""
    batch = _opened(export_id)
    skip, number = skipped(), count_settled(session(), batch=batch)
    rows = settled_rows(session(), batch=batch, most=ROWS_SHOWN, skip=skip)
    address = url_for("reach.export", export_id=export_id)
    return show(
        "reach/export.html",
        batch=batch,
        undone=undone_at(batch),
        account=get_account(session(), batch.account_id or 0),
        result=batch.report,
        apart=together(batch.report.get("apart", ())),
        doubts=together(batch.report.get("doubts", ())),
        foreign=[note for note in (OTHERS_WAIT, NONE_WAITS, NOT_ITS_DAYS) if note in batch.report["notes"]],
        said_above=(OF_ANOTHER_PLATFORM, OTHERS_WAIT, NONE_WAITS, NOT_ITS_DAYS),
        waiting=count_open(session(), batch=batch),
        settled=rows,
        settled_in_all=number,
        posts=shown_of(session(), {row.publication_id for row in rows if row.publication_id is not None}),
        newer=f"{address}?skip={max(0, skip - ROWS_SHOWN)}#said" if skip else None,
        older=f"{address}?skip={skip + ROWS_SHOWN}#said" if skip + len(rows) < number else None,
        metric_word=metric_word,
        channel_word=place_word,
        tabs=tabs(),
    )


@reach_pages.post("/reach/exports/<int:export_id>/undo")
@page(needs=check_can_import_figures)
def undo_export(export_id: int) -> Response:
    """Takes everything that came in with this export out again."""
    _opened(export_id)
    undo_figures(session(), batch_id=export_id, by=identity.actor(), now=database.now())
    return done(
        url_for("reach.export", export_id=export_id),
        _("The import is undone. What was known before holds again."),
    )


@reach_pages.post("/reach/unmatched/<int:row_id>/reopen")
@page(needs=check_can_import_figures)
def reopen(row_id: int) -> Response:
    """Nobody has said yet which post this row is about: its figures leave the post."""
    row = get_row(session(), row_id)
    identity.enter_programme(row.programme_id)
    was = row.publication_id
    reopen_row(session(), row=row, by=identity.actor(), now=database.now())
    told = (
        _("The row waits again.")
        if was is None
        else _("The row is detached and waits again. What was known of the post before holds again.")
    )
    return done(url_for("reach.unmatched"), told)


def skipped() -> int:
    """How many rows stand on the pages before this one."""
    asked = request.args.get("skip", "")
    return int(asked) if asked.isdecimal() and len(asked) < 8 else 0


def _opened(export_id: int) -> InsightBatch:
    batch = get_export(session(), export_id)
    identity.enter_programme(batch.programme_id)
    return batch

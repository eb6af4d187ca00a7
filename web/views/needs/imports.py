"""What was taken in as a file: the list, its progress and result, the rows that were not taken, its undoing."""

from __future__ import annotations

import csv
import io

from flask import Response as FlaskResponse
from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from campaigns.cells import safe_cell
from campaigns.errors import NotFound
from campaigns.needs.actions import undo_import
from campaigns.needs.arrivals import arrivals
from campaigns.needs.grouped import count_repeated, most_repeated
from campaigns.needs.held import batches_of, what_undoing_does
from campaigns.needs.models import NeedBatch
from campaigns.needs.rules import can_undo_import, check_can_import_needs
from campaigns.people.queries import names_of
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.models import Work
from campaigns.work.queries import get_work, recent_work, work_by_batch
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.topics import topic_word
from web.views.needs.blueprint import needs_pages, tabs
from web.views.needs.dates import columns_said, date_question
from web.words import needs as needs_words
from web.words.undo import undo_asked, undo_question, undo_told
from web.words.unknown import unknown_stored


@needs_pages.get("/needs/imports")
@page(needs=check_can_import_needs)
def imports() -> Response:
    programme_id, actor = identity.programme().id or 0, identity.actor()
    lines = arrivals(session(), programme_id=programme_id, zone=identity.programme().zone)
    batches = [batch for line in lines for batch in line.batches]
    open_work = [
        row
        for row in recent_work(session(), programme_id=programme_id)
        if row.kind is WorkKind.IMPORT_NEEDS and row.ended_at is None
    ]
    return show(
        "needs/imports.html",
        lines=lines,
        open_work=open_work,
        pages=work_by_batch(
            session(),
            programme_id=programme_id,
            kind=WorkKind.IMPORT_NEEDS,
            batch_ids=[row.id or 0 for row in batches],
        ),
        names=names_of(session(), {row.created_by for row in batches if row.created_by}),
        undo_questions={row.id: undo_asked(row) for row in batches if can_undo_import(actor, row)},
        tabs=tabs(),
    )


@needs_pages.get("/needs/imports/<int:work_id>")
@page(needs=check_can_import_needs)
def imported(work_id: int) -> Response:
    """How far the taking in is, and what became of the file."""
    work = _opened(work_id)
    dates = date_question(work)
    batch = session().get(NeedBatch, work.result.get("batch")) if work.result.get("batch") else None
    return show(
        "needs/imported.html",
        work=work,
        batch=batch,
        result=work.result,
        rejected=work.result.get("rejected_count", len(work.result.get("rejected", ()))),
        unknown=unknown_stored(work.result.get("unknown", {})),
        repeated=most_repeated(session(), batch_id=batch.id or 0) if batch else [],
        repeated_count=count_repeated(session(), batch_id=batch.id or 0) if batch else 0,
        keeps_text=identity.programme().keeps_free_text,
        undo_question=_undo_question(batch)
        if batch is not None and can_undo_import(identity.actor(), batch)
        else None,
        removed_words=needs_words.removed_words,
        column_word=needs_words.column_word,
        topic_word=topic_word,
        is_done=work.status is WorkStatus.DONE,
        dates=dates,
        columns_said=columns_said(work, dates) if dates else (),
        form=Form(),
        tabs=tabs(),
    )


@needs_pages.get("/needs/imports/<int:work_id>/ended")
@page(needs=check_can_import_needs)
def import_ended(work_id: int) -> FlaskResponse:
    """Asked while a file is taken in: nothing until then; then the page is to be loaded once more."""
    ended = _opened(work_id).ended_at is not None
    return FlaskResponse(status=204, headers={"HX-Refresh": "true"} if ended else {})


@needs_pages.get("/needs/imports/<int:work_id>/rejected.csv")
@page(needs=check_can_import_needs)
def rejected(work_id: int) -> FlaskResponse:
    """The rows that were not taken, for mending the file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Row"), _("Column"), _("What stood there"), _("What to do")])
    for row in _opened(work_id).result.get("rejected", ()):
        column, stood_there = needs_words.column_word(row["column"]), needs_words.hint_word(row["value_hint"])
        writer.writerow([row["row"], safe_cell(column), safe_cell(stood_there), _(row["reason"])])
    return FlaskResponse(
        out.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="rejected-{work_id}.csv"'},
    )


@needs_pages.post("/needs/batches/<int:batch_id>/undo")
@page(needs=check_can_import_needs)
def undo(batch_id: int) -> Response:
    database.empty_log_afterwards()
    undone = undo_import(session(), batch_id=batch_id, by=identity.actor(), now=database.now())
    return done(url_for("needs.imports"), undo_told(undone, batches_of(session(), undone.kept)))


def _undo_question(batch: NeedBatch) -> str:
    """What is asked before an import is undone: what would go, and what stays with which other import."""
    batch_id = batch.id or 0
    foreseen = what_undoing_does(session(), programme_id=batch.programme_id, batch_ids=[batch_id])[batch_id]
    return undo_question(foreseen, batches_of(session(), foreseen.kept))


def _opened(work_id: int) -> Work:
    work = get_work(session(), work_id)
    if work.kind is not WorkKind.IMPORT_NEEDS or work.programme_id is None:
        raise NotFound("There is no such import.")
    identity.enter_programme(work.programme_id)
    return work

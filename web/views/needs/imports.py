"""Files of questions: a first look, the taking in as long work, its result, its undoing."""

from __future__ import annotations

import csv
import io

from flask import Response as FlaskResponse
from flask import current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.cells import safe_cell
from campaigns.clock import wall_time
from campaigns.errors import NotFound
from campaigns.needs.actions import undo_import
from campaigns.needs.grouped import count_repeated, most_repeated
from campaigns.needs.learning.queries import model_of
from campaigns.needs.looking import Look, look_at
from campaigns.needs.models import NeedBatch
from campaigns.needs.queries import recent_batches
from campaigns.needs.rules import can_undo_import, check_can_import_needs
from campaigns.people.queries import names_of
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.actions import request_work
from campaigns.work.models import Work
from campaigns.work.queries import get_work, recent_work
from campaigns.work.sealing import seal
from web import database, identity, needs_words
from web.database import session
from web.formats import number
from web.forms import Form
from web.fragments import done, show, wants_fragment
from web.identity import page
from web.needs_words import platform_word
from web.topics import topic_word
from web.views.needs.blueprint import needs_pages, pseudonym_key, sealing_key, tabs
from web.words import sentence

MOST_COLUMNS = 200
KINDS = ("csv", "tsv", "txt", "xlsx", "json", "jsonl", "ndjson")


@needs_pages.get("/needs/imports")
@page(needs=check_can_import_needs)
def imports() -> Response:
    programme_id, actor = identity.programme().id or 0, identity.actor()
    batches = recent_batches(session(), programme_id=programme_id)
    open_work = [
        row
        for row in recent_work(session(), programme_id=programme_id)
        if row.kind is WorkKind.IMPORT_NEEDS and row.ended_at is None
    ]
    return show(
        "needs/imports.html",
        batches=batches,
        open_work=open_work,
        names=names_of(session(), {row.created_by for row in batches if row.created_by}),
        may_undo={row.id for row in batches if can_undo_import(actor, row)},
        tabs=tabs(),
    )


@needs_pages.get("/needs/import")
@page(needs=check_can_import_needs)
def upload() -> Response:
    return _form(Form(start={}))


@needs_pages.post("/needs/import/look")
@page(needs=check_can_import_needs)
def look() -> Response:
    """What the file looks like; nothing of it is kept, so nobody else's writing waits for it."""
    database.rollback()
    form = Form.posted()
    with form.catching():
        file = form.file("file")
        programme = identity.programme()
        seen = look_at(
            session(),
            programme=programme,
            data=file.read(),
            name=_name(file.filename),
            choices=choices(),
            key=pseudonym_key(),
            today=wall_time(database.now(), programme.zone).date(),
            model=model_of(
                session(), current_app.extensions["litfass_store"], programme_id=programme.id or 0
            ),
        )
        return _form(form, seen)
    return _form(form)


@needs_pages.post("/needs/import")
@page(needs=check_can_import_needs)
def take_in() -> Response:
    """Hands the file to the worker."""
    form = Form.posted()
    with form.catching():
        file = form.file("file")
        work = request_work(
            session(),
            kind=WorkKind.IMPORT_NEEDS,
            programme_id=identity.programme().id,
            by=identity.actor(),
            now=database.now(),
            order={"name": _kind(file.filename), "choices": choices()},
            upload=seal(file.read(), sealing_key()),
        )
        return done(url_for("needs.imported", work_id=work.id))
    return _form(form)


@needs_pages.get("/needs/imports/<int:work_id>")
@page(needs=check_can_import_needs)
def imported(work_id: int) -> Response:
    """How far the taking in is, and what became of the file."""
    work = _opened(work_id)
    batch = session().get(NeedBatch, work.result.get("batch")) if work.result.get("batch") else None
    return show(
        "needs/imported.html",
        work=work,
        batch=batch,
        result=work.result,
        rejected=work.result.get("rejected_count", len(work.result.get("rejected", ()))),
        repeated=most_repeated(session(), batch_id=batch.id or 0) if batch else [],
        repeated_count=count_repeated(session(), batch_id=batch.id or 0) if batch else 0,
        keeps_text=identity.programme().keeps_free_text,
        may_undo=batch is not None and can_undo_import(identity.actor(), batch),
        removed_words=needs_words.removed_words,
        column_word=needs_words.column_word,
        topic_word=topic_word,
        is_done=work.status is WorkStatus.DONE,
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
    gone = undo_import(session(), batch_id=batch_id, by=identity.actor(), now=database.now())
    told = ngettext(
        "%(number)s question was taken out again.",
        "%(number)s questions were taken out again.",
        gone,
        number=number(gone),
    )
    return done(url_for("needs.imports"), told)


def choices() -> list[str]:
    """Column=field as a person chose them; columns left at “proposed” are not named.

    How ambiguous dates are meant is asked apart (`dates`), about the column that was asked for (`date_column`).
    """
    columns = request.form.getlist("column")[:MOST_COLUMNS]
    fields = request.form.getlist("field")[:MOST_COLUMNS]
    order, asked_for = request.form.get("dates", ""), request.form.get("date_column", "")
    return [
        f"{column}=date:{order}"
        if name == "date" and column == asked_for and order in ("dmy", "mdy")
        else f"{column}={name}"
        for column, name in zip(columns, fields, strict=False)
        if column and name in needs_words.COLUMNS
    ]


def _opened(work_id: int) -> Work:
    work = get_work(session(), work_id)
    if work.kind is not WorkKind.IMPORT_NEEDS or work.programme_id is None:
        raise NotFound("There is no such import.")
    identity.enter_programme(work.programme_id)
    return work


def _name(name: str | None) -> str:
    """The file's own name, as sentences quote it to the person who chose it. Never stored: it may name somebody."""
    return (name or "upload").replace("\\", "/").rpartition("/")[2][:80]


def _kind(name: str | None) -> str:
    """What is kept of a file's name."""
    ending = _name(name).rpartition(".")[2].casefold()
    return f"import.{ending}" if ending in KINDS else "import"


def _form(form: Form, seen: Look | None = None) -> Response:
    return show(
        "needs/import.html",
        "look",
        form=form,
        look=seen,
        look_problem=sentence(seen.problem) if seen and seen.problem else "",
        is_fragment=wants_fragment(),
        fields=list(needs_words.COLUMNS.items()),
        removed_words=needs_words.removed_words,
        column_word=needs_words.column_word,
        keeps_text=identity.programme().keeps_free_text,
        platform_word=platform_word,
        topic_word=topic_word,
        tabs=tabs(),
        status=form.status,
    )

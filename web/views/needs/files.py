"""A file of questions chosen by somebody: a first look at it, and handing it to the worker."""

from __future__ import annotations

from dataclasses import asdict

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from campaigns.clock import wall_time
from campaigns.needs.learning.queries import model_of
from campaigns.needs.look import Look
from campaigns.needs.looking import MOST_REJECTED, SHOWN, look_at
from campaigns.needs.reading import Wishes
from campaigns.needs.rules import check_can_import_needs
from campaigns.needs.taken_before import would_count_twice
from campaigns.vocabulary import WorkKind
from campaigns.work.actions import request_work
from campaigns.work.sealing import seal
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show, wants_fragment
from web.identity import page
from web.topics import topic_word
from web.views.needs.blueprint import needs_pages, pseudonym_key, sealing_key, tabs
from web.words import needs as needs_words
from web.words.needs import platform_word
from web.words.sentences import sentence
from web.words.unknown import towns_told, unknown_told

MOST_COLUMNS = 200
#: What a person can say about how the file is read; `was_…` is how it was read at the last look.
READINGS = ("header_row", "sheet", "encoding")
KINDS = ("csv", "tsv", "txt", "xlsx", "json", "jsonl", "ndjson")


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
            choices=_choices(),
            wishes=_wishes(form),
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
            order={
                "name": _kind(file.filename),
                "choices": _choices(),
                "wishes": {name: wish for name, wish in asdict(_wishes(form)).items() if wish is not None},
            },
            upload=seal(file.read(), sealing_key()),
        )
        return done(url_for("needs.imported", work_id=work.id))
    return _form(form)


def _choices() -> list[str]:
    """Column=field as a person chose them; columns left at “proposed” are not named.

    Of a look at the file in another reading nothing is taken over: it had other columns. How ambiguous dates are meant
    is asked apart (`dates`), about the column that was asked for (`date_column`).
    """
    if any(request.form.get(name, "") != request.form.get(f"was_{name}", "") for name in READINGS):
        return []
    columns = request.form.getlist("column")[:MOST_COLUMNS]
    fields = request.form.getlist("field")[:MOST_COLUMNS]
    order, asked_for = request.form.get("dates", ""), request.form.get("date_column", "")
    return [
        f"{column}=date:{order}"
        if name == "date" and column == asked_for and order in ("dmy", "mdy", "serial")
        else f"{column}={name}"
        for column, name in zip(columns, fields, strict=False)
        if column and name in needs_words.COLUMNS
    ]


def _wishes(form: Form) -> Wishes:
    """How a person says that the file is to be read; a sheet by its place, because its name may name somebody."""
    # A row that was found on one sheet says nothing of another.
    keeps_row = form.value("sheet") == form.value("was_sheet")
    return Wishes(
        header_row=form.number("header_row") if form.value("header_row") and keeps_row else None,
        sheet=form.number("sheet") if form.value("sheet") else None,
        encoding=form.text("encoding") or None,
    )


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
        encodings=needs_words.ENCODINGS,
        counted_twice=sentence(would_count_twice(seen.taken_on)) if seen and seen.taken_on else "",
        look_problem=sentence(seen.problem) if seen and seen.problem else "",
        is_fragment=wants_fragment(),
        fields=list(needs_words.COLUMNS.items()),
        removed_words=needs_words.removed_words,
        unknown_told=unknown_told,
        towns_told=towns_told(seen.towns) if seen else "",
        rows_shown=SHOWN,
        rejected_shown=MOST_REJECTED,
        column_word=needs_words.column_word,
        keeps_text=identity.programme().keeps_free_text,
        may_take=seen is not None and seen.is_ready,
        platform_word=platform_word,
        topic_word=topic_word,
        tabs=tabs(),
        status=form.status,
    )

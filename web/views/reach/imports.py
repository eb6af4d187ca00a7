"""Exports of figures: taking them in, what became of them, and rows that wait for a person."""

from __future__ import annotations

from typing import Any

from flask import Response as FlaskResponse
from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.errors import BadInput, NotFound
from campaigns.placements.queries import accounts_of, get_account
from campaigns.reach.actions import attach_row, dismiss_row, undo_figures
from campaigns.reach.actions.attaching import (
    dismiss_rows,
    find_publication,
    get_row,
    open_rows,
    replaces_of,
    waiting_exports,
)
from campaigns.reach.actions.importing import OF_ANOTHER_PLATFORM, WHICH_ACCOUNT
from campaigns.reach.actions.replacing import Replaced
from campaigns.reach.actions.undoing import get_export, undone_at
from campaigns.reach.exports.together import together
from campaigns.reach.models import InsightBatch
from campaigns.reach.publications import near_publications
from campaigns.reach.queries import recent_exports
from campaigns.reach.rules import check_can_import_figures
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.actions import request_work
from campaigns.work.models import Work
from campaigns.work.queries import get_work, recent_work
from campaigns.work.sealing import seal
from web import database, identity
from web.database import session
from web.formats import moment
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.needs.blueprint import sealing_key
from web.views.reach.blueprint import reach_pages, tabs
from web.views.reach.dates import chosen_dates, date_question
from web.words.reach import metric_word, place_word

KINDS = ("csv", "tsv", "txt", "xlsx", "xls", "zip")
MOST_CHOICES = 60
ROWS_SHOWN = 25


@reach_pages.get("/reach/imports")
@page(needs=check_can_import_figures)
def imports() -> Response:
    return _form(Form())


@reach_pages.post("/reach/imports")
@page(needs=check_can_import_figures)
def take_in() -> Response:
    """Hands the export to the worker."""
    form = Form.posted()
    with form.catching():
        if not form.value("account"):
            raise BadInput("Choose the account whose posts the export tells of.", field="account")
        account = get_account(session(), form.number("account"))
        identity.enter_programme(account.programme_id)
        file = form.file("file")
        work = request_work(
            session(),
            kind=WorkKind.IMPORT_INSIGHTS,
            programme_id=account.programme_id,
            subject_id=account.id,
            by=identity.actor(),
            now=database.now(),
            order={
                "name": _kind(file.filename),
                "choices": _choices(form),
                "as_of": form.text("as_of", longest=10),
                "is_meant": form.ticked("is_meant"),
            },
            upload=seal(file.read(), sealing_key()),
        )
        return done(url_for("reach.imported", work_id=work.id))
    return _form(form)


@reach_pages.get("/reach/imports/<int:work_id>")
@page(needs=check_can_import_figures)
def imported(work_id: int) -> Response:
    """How far the taking in is, and what became of the export."""
    work = _opened(work_id)
    batch = _batch_of(work)
    return show(
        "reach/imported.html",
        work=work,
        batch=batch,
        undone=undone_at(batch) if batch else None,
        account=get_account(session(), work.subject_id or 0),
        result=work.result,
        apart=together((work.result or {}).get("apart", ())),
        doubts=together((work.result or {}).get("doubts", ())),
        of_another_platform=OF_ANOTHER_PLATFORM,
        dates=date_question(work),
        meant=_meant(work),
        form=Form(),
        is_done=work.status is WorkStatus.DONE,
        metric_word=metric_word,
        channel_word=place_word,
        tabs=tabs(),
    )


@reach_pages.get("/reach/imports/<int:work_id>/ended")
@page(needs=check_can_import_figures)
def import_ended(work_id: int) -> FlaskResponse:
    """Asked while an export is taken in: nothing until then; then the page is to be loaded once more."""
    ended = _opened(work_id).ended_at is not None
    return FlaskResponse(status=204, headers={"HX-Refresh": "true"} if ended else {})


@reach_pages.post("/reach/imports/<int:work_id>/undo")
@page(needs=check_can_import_figures)
def undo_import(work_id: int) -> Response:
    """Takes everything that came in with this export out again."""
    batch = _batch_of(_opened(work_id))
    if batch is None:
        raise NotFound("There is no such import.")
    undo_figures(session(), batch_id=batch.id or 0, by=identity.actor(), now=database.now())
    return done(
        url_for("reach.imported", work_id=work_id),
        _("The import is undone. What was known before holds again."),
    )


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
        return done(url_for("reach.unmatched"), _("The figures belong to that post now."))
    return _unmatched(form, row_id)


@reach_pages.post("/reach/unmatched/<int:row_id>/dismiss")
@page(needs=check_can_import_figures)
def dismiss(row_id: int) -> Response:
    """This row is about no post of ours."""
    row = get_row(session(), row_id)
    identity.enter_programme(row.programme_id)
    dismiss_row(session(), row=row, by=identity.actor(), now=database.now())
    return done(url_for("reach.unmatched"), _("Noted. Later exports do not ask about this post again."))


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
    )


def _unmatched(form: Form, wrong: int | None) -> Response:
    programme_id = identity.programme().id or 0
    exports = waiting_exports(session(), programme_id=programme_id)
    waiting, skip = sum(rows for _batch, _account, rows in exports), _skipped()
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


def _skipped() -> int:
    """How many rows stand on the pages before this one."""
    asked = request.args.get("skip", "")
    return int(asked) if asked.isdecimal() and len(asked) < 8 else 0


def _replaced(form: Form, wrong: int | None) -> list[Replaced]:
    """What the row at hand would replace, where that is the question."""
    if wrong is None or "replaces" not in form.errors:
        return []
    row, chosen = get_row(session(), wrong), form.value("publication")
    publication = find_publication(
        session(), row, url=form.value("url"), publication_id=int(chosen) if chosen.isdecimal() else None
    )
    return replaces_of(session(), row=row, publication=publication)


def _form(form: Form) -> Response:
    programme_id = identity.programme().id or 0
    open_work = [
        row
        for row in recent_work(session(), programme_id=programme_id)
        if row.kind is WorkKind.IMPORT_INSIGHTS and row.ended_at is None
    ]
    return show(
        "reach/imports.html",
        form=form,
        accounts=[
            (str(each.id), f"{each.name} ({place_word(each.channel)})")
            for each in accounts_of(session(), programme_id=programme_id)
        ],
        exports=recent_exports(session(), programme_id=programme_id),
        undone_at=undone_at,
        open_work=open_work,
        channel_word=place_word,
        tabs=tabs(),
        status=form.status,
    )


def _choices(form: Form) -> list[str]:
    """One COLUMN=FIELD a line, as a person corrected the columns."""
    lines = (line.strip() for line in form.text("columns", longest=4000).splitlines())
    return [*(line for line in lines if line), *chosen_dates(form)][:MOST_CHOICES]


def _opened(work_id: int) -> Work:
    work = get_work(session(), work_id)
    if work.kind is not WorkKind.IMPORT_INSIGHTS or work.programme_id is None:
        raise NotFound("There is no such import.")
    identity.enter_programme(work.programme_id)
    return work


def _batch_of(work: Work) -> InsightBatch | None:
    """What came in with this work; None where nothing did, or another import had brought it before."""
    batch_id = work.result.get("batch")
    batch = get_export(session(), batch_id) if batch_id else None
    return batch if batch and batch.programme_id == work.programme_id else None


def _meant(work: Work) -> dict[str, Any] | None:
    """The platform of the file and the accounts that it may belong to, where the worker asked for that."""
    if work.refusal != WHICH_ACCOUNT:
        return None
    platform = str(work.refusal_values.get("platform", ""))
    beside = accounts_of(session(), programme_id=work.programme_id or 0)
    return {"platform": platform, "accounts": [each for each in beside if each.channel == platform]}


def _kind(name: str | None) -> str:
    """What is kept of a file's name: its kind. The name itself may name somebody."""
    ending = (name or "").rpartition(".")[2].casefold()
    return f"export.{ending}" if ending in KINDS else "export"

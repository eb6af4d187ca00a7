"""Exports of figures: taking them in."""

from __future__ import annotations

from typing import Any

from flask import Response as FlaskResponse
from flask import redirect, url_for
from werkzeug.wrappers import Response

from campaigns.errors import BadInput, NotFound
from campaigns.placements.queries import accounts_of, get_account
from campaigns.reach.actions.importing import WHICH_ACCOUNT
from campaigns.reach.actions.undoing import get_export, undone_at
from campaigns.reach.models import InsightBatch
from campaigns.reach.queries import recent_exports
from campaigns.reach.rules import check_can_import_figures
from campaigns.vocabulary import WorkKind, WorkStatus
from campaigns.work.actions import request_work
from campaigns.work.models import Work
from campaigns.work.queries import get_work, recent_work
from campaigns.work.sealing import seal
from web import database, identity
from web.database import session
from web.forms import Form
from web.fragments import done, show
from web.identity import page
from web.views.needs.blueprint import sealing_key
from web.views.reach.blueprint import reach_pages, tabs
from web.views.reach.dates import chosen_dates, date_question
from web.words.reach import place_word

KINDS = ("csv", "tsv", "txt", "xlsx", "xls", "zip")
MOST_CHOICES = 60


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
    """How far the taking in is; then the page of the export."""
    work = _opened(work_id)
    batch = _batch_of(work)
    if batch is not None:
        return redirect(url_for("reach.export", export_id=batch.id), code=303)
    return show(
        "reach/importing.html",
        work=work,
        account=get_account(session(), work.subject_id or 0),
        dates=date_question(work),
        meant=_meant(work),
        form=Form(),
        is_done=work.status is WorkStatus.DONE,
        channel_word=place_word,
        tabs=tabs(),
    )


@reach_pages.get("/reach/imports/<int:work_id>/ended")
@page(needs=check_can_import_figures)
def import_ended(work_id: int) -> FlaskResponse:
    """Asked while an export is taken in: nothing until then; then the page is to be loaded once more."""
    ended = _opened(work_id).ended_at is not None
    return FlaskResponse(status=204, headers={"HX-Refresh": "true"} if ended else {})


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
    return {
        "platform": platform,
        "accounts": [each for each in beside if each.channel == platform],
        "is_of_posts": bool(work.refusal_values.get("is_of_posts", True)),
    }


def _kind(name: str | None) -> str:
    """What is kept of a file's name: its kind. The name itself may name somebody."""
    ending = (name or "").rpartition(".")[2].casefold()
    return f"export.{ending}" if ending in KINDS else "export"

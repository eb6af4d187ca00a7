"""Long work: its progress as a fragment that asks again, its end, its cancelling."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from campaigns.errors import NotFound
from campaigns.people.rules import check_holds
from campaigns.vocabulary import Role, WorkKind
from campaigns.work.actions import ask_cancel
from campaigns.work.models import Work
from web import database, identity
from web.database import session
from web.fragments import answer, show
from web.identity import page

work_pages = Blueprint("work", __name__)
#: Kinds of work that have a page of their own.
PAGES = {WorkKind.IMPORT_NEEDS: "needs.imported"}


@work_pages.get("/work/<int:work_id>")
@page()
def work(work_id: int) -> Response:
    return show("work/page.html", "progress", work=_get(work_id))


@work_pages.post("/work/<int:work_id>/cancel")
@page()
def cancel(work_id: int) -> Response:
    """Waiting work ends here; running work stops at its worker's next report."""
    row = _get(work_id)
    who = identity.actor()
    if row.asked_by != who.person_id:
        check_holds(who, Role.LEAD, Role.ADMIN)
    if row.ended_at is None:
        row = ask_cancel(session(), work_id=work_id, by=who, now=database.now())
    return answer(
        "work/page.html", "progress", url_for(PAGES.get(row.kind, "work.work"), work_id=work_id), work=row
    )


def _get(work_id: int) -> Work:
    row = session().get(Work, work_id)
    if row is None or row.programme_id is None:
        raise NotFound("There is no such work, or it was cleared away.")
    identity.enter_programme(row.programme_id)
    return row

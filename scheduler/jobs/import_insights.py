"""Taking in an export of figures that was uploaded."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from campaigns.clock import instant
from campaigns.db import read_scope, session_scope
from campaigns.errors import BadInput
from campaigns.needs.intake.questions import OpenQuestion
from campaigns.people.actor import Actor
from campaigns.people.models import Person
from campaigns.people.queries import load_actor
from campaigns.placements.models import Account
from campaigns.reach.actions import import_figures, understand_export
from campaigns.reach.actions.importing import check_is_of_account
from scheduler.jobs.task import Task

MOST_SHOWN = 200


def run(task: Task) -> dict[str, Any]:
    """`subject_id` is the account; `order` holds the file's kind, corrected columns, the day the figures are of, and
    whether the account is meant although the file comes from another platform."""
    try:
        return _take_in(task)
    except OpenQuestion as question:
        raise question.for_screen() from None


def _take_in(task: Task) -> dict[str, Any]:
    if task.subject_id is None:
        raise BadInput("This work names no account.")
    upload = task.opened()
    task.report(0, None)
    with read_scope(task.engine) as session:
        account = session.get_one(Account, task.subject_id)
        export = understand_export(
            session,
            account=account,
            data=upload,
            name=str(task.order.get("name") or "upload"),
            choices=task.order.get("choices") or (),
        )
        if not task.order.get("is_meant"):
            check_is_of_account(account, export)
    with session_scope(task.engine) as session:
        account = session.get_one(Account, task.subject_id)
        done = import_figures(
            session,
            account=account,
            export=export,
            by=_asker(task),
            now=task.clock(),
            at=_day(task, account.zone),
        )
    task.report(export.read, export.read)
    shown = done.as_json()
    return {
        **shown,
        "unmatched_count": len(shown["unmatched"]),
        "unmatched": [],
        "apart": shown["apart"][:MOST_SHOWN],
        "doubts": shown["doubts"][:MOST_SHOWN],
        "apart_count": len(shown["apart"]),
    }


def _day(task: Task, zone: str) -> datetime | None:
    """Noon of the day for which the figures hold, if one was named and it is over."""
    text = str(task.order.get("as_of") or "")
    if not text:
        return None
    try:
        noon = instant(datetime.combine(date.fromisoformat(text), time(12)), zone)
    except ValueError:
        raise BadInput("A day is written like 2027-01-11.") from None
    return min(noon, task.clock())


def _asker(task: Task) -> Actor | None:
    """Who asked, with the roles held now: a right that was taken away meanwhile no longer counts."""
    if task.asked_by is None:
        return None
    with read_scope(task.engine) as session:
        return load_actor(session, session.get_one(Person, task.asked_by), task.programme_id)

"""Owing a report on a day, owing it no longer, and having delivered it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Session

from campaigns.clock import wall_time
from campaigns.errors import BadInput, Conflict, NotFound
from campaigns.people.actions.people import ADDRESS
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.people.queries import normalise_email
from campaigns.reach.models import ReportDue, ReportVersion
from campaigns.reach.owed import next_term
from campaigns.reach.readers import readers_of
from campaigns.reach.rules import check_can_fix_reports

MOST_RECIPIENTS = 10
EVERY_MONTHS = (0, 3, 6, 12)


def owe_report(
    session: Session,
    *,
    programme_id: int,
    starts_on: date,
    ends_on: date,
    due_on: date,
    recipients: Sequence[str] = (),
    members: Collection[int] = (),
    language: str,
    every_months: int,
    by: Actor,
    now: datetime,
) -> ReportDue:
    """Has the programme's report made on `due_on` and its address mailed. Again every so many months, 0 for once.

    With `members` it is the report for members, and nobody else gets a letter: the address leads to the desk.
    """
    check_can_fix_reports(by)
    programme = session.get_one(Programme, programme_id)
    if ends_on < starts_on:
        raise BadInput("The last day lies before the first.", field="ends_on")
    if due_on <= ends_on:
        raise BadInput("The period is not over on this day. Choose a later one.", field="due_on")
    if due_on < wall_time(now, programme.zone).date():
        raise BadInput("This day is over. Choose a later one.", field="due_on")
    if every_months not in EVERY_MONTHS:
        raise BadInput("Choose how often.", field="every_months")
    due = ReportDue(
        programme_id=programme_id,
        due_on=due_on,
        starts_on=starts_on,
        ends_on=ends_on,
        language=language,
        recipients=[] if members else _addresses(recipients),
        members=_readers(session, programme_id, members) if members else [],
        every_months=every_months,
        created_by=person_id(by),
        created_at=now,
    )
    return _keep(session, due, by, now)


def drop_owed(session: Session, *, due_id: int, by: Actor, now: datetime) -> None:
    """The report is owed no longer; nothing that was sent changes."""
    check_can_fix_reports(by)
    due = get_owed(session, due_id)
    if due.sent_at is not None:
        raise Conflict("This report was sent already.")
    record(
        session, action="drop_owed_report", subject="report_due", subject_id=due.id, by=by,
        programme_id=due.programme_id, now=now,
    )  # fmt: skip
    session.delete(due)
    session.flush()


def get_owed(session: Session, due_id: int) -> ReportDue:
    """A report that is or was owed."""
    found = session.get(ReportDue, due_id)
    if found is None:
        raise NotFound("There is no such report.")
    return found


def settle_owed(
    session: Session, *, due: ReportDue, version: ReportVersion, letters: int, now: datetime
) -> None:
    """It was made and so many letters are in the outbox; the next one is owed from here on."""
    if due.sent_at is not None:
        raise Conflict("This report was sent already.")
    due.sent_at, due.version_id = now, version.id
    session.add(due)
    record(
        session, action="send_owed_report", subject="report_due", subject_id=due.id, by=None,
        programme_id=due.programme_id, now=now, version=version.id, letters=letters,
    )  # fmt: skip
    term = next_term(due)
    if term is None:
        return
    following = ReportDue(
        programme_id=due.programme_id,
        due_on=term.due_on,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        language=due.language,
        recipients=list(due.recipients),
        members=list(due.members),
        every_months=due.every_months,
        created_by=due.created_by,
        created_at=now,
    )
    _keep(session, following, None, now)


def _keep(session: Session, due: ReportDue, by: Actor | None, now: datetime) -> ReportDue:
    session.add(due)
    session.flush()
    record(
        session, action="owe_report", subject="report_due", subject_id=due.id, by=by,
        programme_id=due.programme_id, now=now, due_on=due.due_on.isoformat(),
        recipients=len(due.recipients) + len(due.members), public=not due.members,
    )  # fmt: skip
    return due


def _readers(session: Session, programme_id: int, chosen: Collection[int]) -> list[int]:
    """Members alone whose role shows them such reports: its counts are exact."""
    known = {person.id or 0 for person in readers_of(session, programme_id)}
    if not set(chosen) <= known:
        raise BadInput(
            "A report for members goes to people of this programme alone whose role shows them its reach. Choose "
            "among them, or have the report made for the public.",
            field="members",
        )
    return sorted(chosen)


def _addresses(typed: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(normalise_email(each) for each in typed if each.strip()))
    if not found:
        raise BadInput("Name at least one address.", field="recipients")
    if len(found) > MOST_RECIPIENTS:
        raise BadInput("At most {most} addresses.", field="recipients", most=MOST_RECIPIENTS)
    for each in found:
        if not ADDRESS.fullmatch(each) or len(each) > 254:
            raise BadInput(
                "This is not an e-mail address. Write it like name@example.org.", field="recipients"
            )
    return found

"""Taking back what a person said of a row of an export: it waits again, and its figures are of no post any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from campaigns.errors import Conflict
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.placements.models import Publication
from campaigns.reach.actions.attaching import keep_limits
from campaigns.reach.insights.kept import keep_again
from campaigns.reach.models import GAVE_ADDRESS, Insight, UnmatchedRow
from campaigns.reach.rules import check_can_import_figures


def reopen_row(session: Session, *, row: UnmatchedRow, by: Actor | None, now: datetime) -> int:
    """Nobody has said yet which post the row is about; says how many readings are gone with that.

    What was said of one row was said of the same post in other exports, too: those wait again as well. The post gives
    the address back that it had from the row. Reports that were fixed meanwhile stay as they are.
    """
    if by is not None:
        check_can_import_figures(by)
    if row.settled_at is None:
        raise Conflict("This row waits already. Load the page again.")
    was, gone = row.publication_id, 0
    for each in _said_together(session, row):
        if was is not None:
            gone += _take_out(session, each)
        each.publication_id = each.settled_at = each.settled_by = None
        session.add(each)
    session.flush()
    if was is not None:
        keep_again(session, [was])
    record(
        session,
        action="reopen_figures",
        subject="unmatched_row",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        publication=was,
        deleted=gone,
    )
    return gone


def _said_together(session: Session, row: UnmatchedRow) -> Sequence[UnmatchedRow]:
    if not (row.remote_id or row.url):
        return [row]
    query = select(UnmatchedRow).where(
        UnmatchedRow.account_id == row.account_id,
        UnmatchedRow.remote_id == row.remote_id,
        UnmatchedRow.url == row.url,
        col(UnmatchedRow.settled_at).is_not(None),
        col(UnmatchedRow.publication_id) == row.publication_id
        if row.publication_id is not None
        else col(UnmatchedRow.publication_id).is_(None),
    )
    return session.exec(query).all()


def _take_out(session: Session, row: UnmatchedRow) -> int:
    """An export tells of a post once, so its readings of this post are those of the row."""
    done = session.execute(
        delete(Insight).where(
            col(Insight.batch_id) == row.batch_id, col(Insight.publication_id) == row.publication_id
        )
    )
    keep_limits(session, row.batch_id, row.publication_id or 0, None)
    if row.gave_address:
        publication = session.get_one(Publication, row.publication_id)
        publication.url = ""
        session.add(publication)
        row.figures = {name: value for name, value in row.figures.items() if name != GAVE_ADDRESS}
    return int(done.rowcount)  # type: ignore[attr-defined]

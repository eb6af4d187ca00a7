"""What a person says of a row that belonged to no publication: this post it is, or none of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from campaigns.clock import parse_instant, wall_time
from campaigns.errors import BadInput, Conflict, NotFound
from campaigns.people.actor import Actor, person_id
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.placements.models import Publication
from campaigns.reach.actions.recording import record_readings
from campaigns.reach.actions.replacing import Replaced, replaced_by
from campaigns.reach.exports.names import post_names
from campaigns.reach.insights.metrics import Metric
from campaigns.reach.insights.readings import Reading
from campaigns.reach.models import AS_OF, GAVE_ADDRESS, LIMITS, Insight, InsightBatch, UnmatchedRow
from campaigns.reach.rules import check_can_import_figures
from campaigns.vocabulary import InsightSource

#: Zones and the hour at which a platform ends its day move a post by a day; more is another post.
NEAR = timedelta(days=2)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def attach_row(
    session: Session,
    *,
    row: UnmatchedRow,
    url: str = "",
    publication_id: int | None = None,
    replaces: bool = False,
    sure: bool = False,
    by: Actor | None,
    now: datetime,
) -> Publication:
    """The row is about the publication with this address, or about `publication_id`, which then gets the address.

    Rows of other exports about the same post go with it, and later exports know it. Where the post went out on another
    day than the row tells, nothing is done before a person is `sure`, and where it has other figures already, before
    that person `replaces` them: a wrong post would be noticed by nobody.
    """
    if by is not None:
        check_can_import_figures(by)
    _refuse_settled(row)
    publication = find_publication(session, row, url=url, publication_id=publication_id)
    together = _same_post(session, row)
    _refuse_two_of_an_export(session, together, publication)
    if not sure:
        _check_day(session, row, publication)
    if not replaces and replaces_of(session, row=row, publication=publication):
        raise BadInput(
            "This post has other figures already. Look whether it is the right one; then say that they are replaced.",
            field="replaces",
        )
    if publication_id is not None and url and not publication.url:
        publication.url = url[:500]
        session.add(publication)
        row.figures = {**row.figures, GAVE_ADDRESS: True}
    for each in together:
        at = parse_instant(each.figures[AS_OF])
        record_readings(
            session,
            readings=[(publication, reading) for reading in _readings(each)],
            source=InsightSource.FILE,
            at=at,
            batch_id=each.batch_id,
        )
        each.publication_id, each.settled_at, each.settled_by = publication.id, now, person_id(by)
        session.add(each)
        if LIMITS in each.figures:
            keep_limits(session, each.batch_id, publication.id or 0, each.figures[LIMITS])
    session.flush()
    _record(session, "attach_figures", row, by, now)
    return publication


def dismiss_row(session: Session, *, row: UnmatchedRow, by: Actor | None, now: datetime) -> None:
    """The row is about no publication of ours; later exports do not ask again."""
    if by is not None:
        check_can_import_figures(by)
    _refuse_settled(row)
    for each in _same_post(session, row):
        each.settled_at, each.settled_by = now, person_id(by)
        session.add(each)
    session.flush()
    _record(session, "dismiss_figures", row, by, now)


def dismiss_rows(session: Session, *, batch: InsightBatch, by: Actor | None, now: datetime) -> int:
    """No waiting row of this export is about a publication of ours; says how many. Later exports do not ask again."""
    if by is not None:
        check_can_import_figures(by)
    done = session.execute(
        update(UnmatchedRow)
        .where(col(UnmatchedRow.batch_id) == batch.id, col(UnmatchedRow.settled_at).is_(None))
        .values(settled_at=now, settled_by=person_id(by))
    )
    count = int(done.rowcount)  # type: ignore[attr-defined]
    if not count:
        raise Conflict("Somebody has decided about these rows already. Load the page again.")
    record(
        session,
        action="dismiss_figures",
        subject="insight_batch",
        subject_id=batch.id,
        by=by,
        programme_id=batch.programme_id,
        now=now,
        rows=count,
    )
    return count


def replaces_of(session: Session, *, row: UnmatchedRow, publication: Publication) -> list[Replaced]:
    """The figures of this publication that the row would take the place of."""
    readings = [(publication, reading) for reading in _readings(row)]
    return replaced_by(session, readings, at=parse_instant(row.figures[AS_OF]))


def find_publication(
    session: Session, row: UnmatchedRow, *, url: str = "", publication_id: int | None = None
) -> Publication:
    """The publication of this number, else the one with this address; refuses what is none of the programme."""
    names = post_names(url)
    if publication_id is not None:
        chosen = session.get(Publication, publication_id)
        if chosen is None or chosen.programme_id != row.programme_id:
            raise NotFound("There is no such publication in this programme.")
        return chosen
    if not names:
        raise BadInput(
            "Paste the whole web address of the post, like https://example.org/post/1.", field="url"
        )
    of_programme = session.exec(select(Publication).where(Publication.programme_id == row.programme_id))
    fitting = [each for each in of_programme if names & (post_names(each.url) | post_names(each.remote_id))]
    if len(fitting) != 1:
        raise BadInput(
            "No publication of this programme has this address. Paste the address under which the post was "
            "published, or choose the publication from the list.",
            field="url",
        )
    return fitting[0]


def keep_limits(
    session: Session, batch_id: int, publication_id: int, limits: Mapping[str, Sequence[int]] | None
) -> None:
    """Keeps with an export what its shortened counts of a post may stand for; None lets go of that."""
    batch = session.get_one(InsightBatch, batch_id)
    kept = {key: each for key, each in batch.report.get(LIMITS, {}).items() if key != str(publication_id)}
    batch.report = {**batch.report, LIMITS: kept | ({str(publication_id): limits} if limits else {})}
    session.add(batch)


def _check_day(session: Session, row: UnmatchedRow, publication: Publication) -> None:
    zone = session.get_one(Programme, publication.programme_id).zone
    out = wall_time(publication.published_at, zone).date()
    days = [date.fromisoformat(day) for day in _DAY.findall(row.posted)]
    if days and all(abs(day - out) > NEAR for day in days):
        raise BadInput(
            "The row is about a post of {day}, and this one went out on {out}. Look whether it is the right one; then "
            "say so.",
            field="sure",
            day=days[0],
            out=out,
        )


def _refuse_two_of_an_export(
    session: Session, rows: Sequence[UnmatchedRow], publication: Publication
) -> None:
    """An export tells of a post once: what a second row says would be lost without a word."""
    told = select(Insight.batch_id).where(
        Insight.publication_id == publication.id, col(Insight.batch_id).in_([row.batch_id for row in rows])
    )
    if session.exec(told.limit(1)).first() is not None:
        raise BadInput(
            "Another row of the same export has given figures to this post already, and an export tells of a post "
            "once. Look which of them is right: the other one can be detached on the page of its export, or is none "
            "of ours.",
            field="url",
        )


def _same_post(session: Session, row: UnmatchedRow) -> Sequence[UnmatchedRow]:
    if not (row.remote_id or row.url):
        return [row]
    return session.exec(
        select(UnmatchedRow).where(
            UnmatchedRow.account_id == row.account_id,
            UnmatchedRow.remote_id == row.remote_id,
            UnmatchedRow.url == row.url,
            col(UnmatchedRow.settled_at).is_(None),
        )
    ).all()


def _readings(row: UnmatchedRow) -> list[Reading]:
    return [Reading(Metric(name), *value) for name, value in row.counts.items()]


def _refuse_settled(row: UnmatchedRow) -> None:
    if row.settled_at is not None:
        raise Conflict("Somebody has decided about this row already. Load the page again.")


def _record(session: Session, action: str, row: UnmatchedRow, by: Actor | None, now: datetime) -> None:
    record(
        session,
        action=action,
        subject="unmatched_row",
        subject_id=row.id,
        by=by,
        programme_id=row.programme_id,
        now=now,
        publication=row.publication_id,
    )

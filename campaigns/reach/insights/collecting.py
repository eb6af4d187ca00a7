"""When the counters of a publication are asked for: early, daily, weekly, and stories before they are gone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from campaigns.people.models import Programme
from campaigns.placements.models import Account, Placement, Publication
from campaigns.placements.sending.wire import Sender
from campaigns.reach.actions.recording import record_readings
from campaigns.reach.insights.kept import keep_figures
from campaigns.reach.insights.readings import Reading
from campaigns.reach.insights.upserts import add_missing
from campaigns.reach.models import InsightDue, ReachRow
from campaigns.vocabulary import InsightSource

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: Posts stay: three hours, each day of the first week, each week of two months, and a last look.
POSTS = (3 * HOUR, *(DAY * n for n in range(1, 8)), *(DAY * 7 * n for n in range(2, 9)), DAY * 90)
#: Stories are gone after a day, and their counters with them.
STORIES = (1 * HOUR, 4 * HOUR, 12 * HOUR, 20 * HOUR, 23 * HOUR, 23 * HOUR + timedelta(minutes=45))
STORY = "story"
#: How long one asking may take before another worker may ask.
LEASE = timedelta(minutes=10)
AGAIN = timedelta(minutes=30)
MOST_FAILURES = 12
AT_ONCE = 50


@dataclass(frozen=True)
class Asking:
    """A publication whose counters are due."""

    publication: Publication
    sender: Sender
    format: str


def next_look(published_at: datetime, *, format_key: str, after: datetime) -> datetime | None:
    """The first moment of the timetable after `after`. What was missed meanwhile cannot be read any more."""
    distances = STORIES if format_key == STORY else POSTS
    return next((published_at + each for each in distances if published_at + each > after), None)


def plan_looks(session: Session, *, channels: Collection[str], now: datetime) -> int:
    """Puts publications on the timetable that are not there yet; says how many.

    Only what was published lately: whoever connects an old account is not asked for all of its past.
    """
    query = (
        select(Publication.id)
        .join(InsightDue, col(InsightDue.publication_id) == Publication.id, isouter=True)
        .where(
            col(InsightDue.publication_id).is_(None),
            col(Publication.channel).in_(list(channels)),
            col(Publication.published_at) > now - POSTS[-1],
            col(Publication.withdrawn_at).is_(None),
        )
        .limit(AT_ONCE * 10)
    )
    ids = [found for found in session.exec(query) if found is not None]
    if not ids:
        return 0
    keep_figures(session, ids)
    formats = {row.publication_id: row.format for row in session.exec(_rows(ids))}
    published = session.exec(select(Publication).where(col(Publication.id).in_(ids)))
    rows = [
        {
            "publication_id": each.id,
            "next_at": next_look(
                each.published_at,
                format_key=formats.get(each.id or 0, ""),
                after=max(each.published_at, now - DAY),
            ),
            "asked_at": None,
            "failures": 0,
        }
        for each in published
    ]
    return add_missing(session, InsightDue, rows)


def claim_looks(session: Session, *, now: datetime, most: int = AT_ONCE) -> list[Asking]:
    """Takes what is due for as long as the lease lasts, and hands it out with what an adapter needs."""
    due = session.exec(
        select(InsightDue)
        .where(col(InsightDue.next_at) <= now)
        .order_by(col(InsightDue.next_at))
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        row.next_at = now + LEASE
        session.add(row)
    session.flush()
    ids = [row.publication_id for row in due]
    formats = {row.publication_id: row.format for row in session.exec(_rows(ids))}
    query = (
        select_many(Publication, Account, col(Programme.key))
        .join(Placement, col(Placement.id) == Publication.placement_id)
        .join(Account, col(Account.id) == Placement.account_id)
        .join(Programme, col(Programme.id) == Publication.programme_id)
        .where(col(Publication.id).in_(ids))
    )
    return [
        Asking(publication, _sender(account, key), formats.get(publication.id or 0, ""))
        for publication, account, key in session.execute(query)
    ]


def settle_look(
    session: Session,
    *,
    asking: Asking,
    readings: Sequence[Reading] | None,
    retry_at: datetime | None,
    now: datetime,
) -> int:
    """Writes down what was told (None: nothing this time) and when to ask next; how many readings were new."""
    publication = asking.publication
    row = session.get(InsightDue, publication.id)
    if row is None:
        return 0
    planned = next_look(publication.published_at, format_key=asking.format, after=now)
    if readings is None:
        row.failures += 1
        again = retry_at or now + AGAIN * min(row.failures, 8)
        row.next_at = planned if row.failures >= MOST_FAILURES else min(again, planned or again)
        session.add(row)
        return 0
    row.failures, row.asked_at, row.next_at = 0, now, planned
    session.add(row)
    return record_readings(
        session, readings=[(publication, each) for each in readings], source=InsightSource.API, at=now
    )


def _rows(ids: Sequence[int]) -> Any:
    return select(ReachRow).where(col(ReachRow.publication_id).in_(ids))


def _sender(account: Account, programme: str) -> Sender:
    return Sender(
        account_id=account.id or 0,
        programme=programme,
        name=account.name,
        zone=account.zone,
        options=account.options,
        secret=account.secret,
        capabilities=account.capabilities,
    )

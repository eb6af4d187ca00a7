"""Whether something is wrong now that people have to be told, and when it is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, func, or_, select

from campaigns.alerts.models import Alert
from campaigns.placements.models import Placement
from campaigns.placements.reasons import PARKED
from campaigns.vocabulary import AlertKind, PlacementStatus
from campaigns.work.queries import silent_since

#: A post that is still here so long after its moment is late.
LATE_AFTER = timedelta(minutes=5)
#: A post that was missed asks for a person; after a day it is no news.
MISSED_WITHIN = timedelta(hours=24)
#: How long a trouble lasts before anybody is told: a worker that is started anew is silent for a moment.
PATIENCE: Mapping[AlertKind, timedelta] = {
    AlertKind.WORKER_SILENT: timedelta(minutes=2),
    AlertKind.POSTS_LATE: timedelta(0),
}
#: After the first, second, … call that found nobody.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))

Key = tuple[AlertKind, int]


@dataclass(frozen=True)
class News:
    """An alert that begins or ends for those who are told."""

    alert: Alert
    is_over: bool


def troubles(session: Session, *, now: datetime) -> dict[Key, int]:
    """What is wrong now: kind and scope, with the number of posts concerned. Posts that a pause keeps are not late."""
    found: dict[Key, int] = {}
    if silent_since(session, now=now) is not None:
        found[AlertKind.WORKER_SILENT, 0] = 0
    late = and_(
        Placement.status == PlacementStatus.SCHEDULED,
        col(Placement.next_at).is_not(None),
        col(Placement.due_at) < now - LATE_AFTER,
        col(Placement.reason).not_in(PARKED),
    )
    missed = and_(
        Placement.status == PlacementStatus.MISSED, col(Placement.due_at).between(now - MISSED_WITHIN, now)
    )
    rows = session.exec(
        select(Placement.programme_id, func.count())
        .where(col(Placement.account_id).is_not(None), or_(late, missed))
        .group_by(col(Placement.programme_id))
    )
    return found | {(AlertKind.POSTS_LATE, programme): number for programme, number in rows}


def is_news(session: Session, *, now: datetime) -> bool:
    """Whether `look` would change anything; asked first, so that a quiet instance writes nothing."""
    present, known = troubles(session, now=now), _open(session)
    return present.keys() != known.keys() or any(
        _has_to_be_told(alert, now) or present[key] > alert.number for key, alert in known.items()
    )


def look(session: Session, *, now: datetime) -> list[News]:
    """Writes down what is wrong and what is over; says what people have to be told, once each."""
    present, known = troubles(session, now=now), _open(session, to_write=True)
    news: list[News] = []
    for key, number in present.items():
        alert = known.get(key) or Alert(kind=key[0], scope=key[1], began_at=now)
        alert.number = max(alert.number, number)
        if _has_to_be_told(alert, now):
            alert.told_at = alert.call_at = now
            news.append(News(alert, is_over=False))
        session.add(alert)
    for key, alert in known.items():
        if key in present:
            continue
        if alert.told_at is None:
            session.delete(alert)
            continue
        alert.ended_at = alert.call_at = now
        alert.calls = 0
        session.add(alert)
        news.append(News(alert, is_over=True))
    session.flush()
    return news


def calls_due(session: Session, *, now: datetime) -> list[Alert]:
    """Alerts whose address is to be called now, the oldest first."""
    return list(session.exec(select(Alert).where(col(Alert.call_at) <= now).order_by(col(Alert.id))))


def settle_call(session: Session, *, alert_id: int, was_heard: bool, now: datetime) -> None:
    """After a call: nothing more to say, or later once more, or given up."""
    alert = session.get_one(Alert, alert_id)
    alert.calls += 1
    waits = not was_heard and alert.calls <= len(PAUSES)
    alert.call_at = now + PAUSES[alert.calls - 1] if waits else None
    session.add(alert)
    session.flush()


def _has_to_be_told(alert: Alert, now: datetime) -> bool:
    return alert.told_at is None and now - alert.began_at >= PATIENCE[alert.kind]


def _open(session: Session, *, to_write: bool = False) -> dict[Key, Alert]:
    query = select(Alert).where(col(Alert.ended_at).is_(None))
    found = session.exec(query.with_for_update() if to_write else query)
    return {(alert.kind, alert.scope): alert for alert in found}

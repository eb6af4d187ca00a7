"""What the worker does with kits by itself: shuts what may not leave any more, opens what may again, tells partners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from campaigns.clock import wall_time
from campaigns.kits.actions.telling import tell
from campaigns.kits.desk import KitDesk
from campaigns.kits.models import Kit, KitDelivery
from campaigns.kits.opening import departures_of
from campaigns.kits.queries import latest_versions
from campaigns.kits.versions import read_version
from campaigns.people.audit import record
from campaigns.people.models import Programme
from campaigns.placements.gate import Departure, closed_for
from campaigns.placements.reasons import OF_FACTS, PHOTO_OVER
from campaigns.reasons import Reason
from campaigns.vocabulary import KitNews, KitStatus

#: Somebody may be in the middle of mending a comma: partners are written to when the kit is shut for longer than this.
#: What the law has made wrong is told at once, and that somebody does not want to be seen any more.
MENDING = timedelta(hours=1)
_AT_ONCE = (*OF_FACTS, PHOTO_OVER)


@dataclass(frozen=True)
class KitsToMove:
    """What a look found: kits to shut, each with its reason, kits to open, and kits whose partners have to be told."""

    to_hold: tuple[tuple[Kit, Reason], ...]
    to_free: tuple[Kit, ...]
    to_tell: tuple[Kit, ...]

    def __bool__(self) -> bool:
        return bool(self.to_hold or self.to_free or self.to_tell)


def kits_to_move(session: Session, *, programme: Programme, now: datetime) -> KitsToMove:
    """Looks at every kit that partners still count on, in a fixed number of queries. Changes nothing."""
    today = wall_time(now, programme.zone).date()
    query = (
        select(Kit)
        .where(
            Kit.programme_id == programme.id,
            col(Kit.status).in_((KitStatus.OPEN, KitStatus.HELD)),
            Kit.expires_on >= today,
        )
        .order_by(col(Kit.id))
    )
    kits = session.exec(query).all()
    if not kits:
        return KitsToMove((), (), ())
    versions = latest_versions(session, kits)
    leaving = {
        kit.id: departures_of(
            read_version(versions[kit.id or 0].manifest), programme_id=kit.programme_id, on=today
        )
        for kit in kits
    }
    closed = closed_for(session, {departure for departures in leaving.values() for departure in departures})
    against = {kit.id: _against(leaving[kit.id], closed) for kit in kits}
    to_hold = [
        (kit, reason)
        for kit in kits
        if kit.status is KitStatus.OPEN and (reason := against[kit.id]) is not None
    ]
    to_free = [kit for kit in kits if kit.status is KitStatus.HELD and against[kit.id] is None]
    held = [kit for kit in kits if kit.status is KitStatus.HELD and against[kit.id] is not None]
    return KitsToMove(tuple(to_hold), tuple(to_free), tuple(_untold(session, held, now)))


def look_at_kits(session: Session, *, programme: Programme, desk: KitDesk, now: datetime) -> int:
    """Shuts, opens and tells; says how many kits it touched. May run again at any time."""
    found = kits_to_move(session, programme=programme, now=now)
    for kit, reason in found.to_hold:
        _set(session, kit, KitStatus.HELD, reason, now)
    told = _told_of_hold(session, found.to_free)
    for kit in found.to_free:
        _set(session, kit, KitStatus.OPEN, None, now)
    at_once = [kit for kit, reason in found.to_hold if kit.sent_at and reason.msgid in _AT_ONCE]
    tell(session, kits=[*at_once, *found.to_tell], news=KitNews.HELD, desk=desk, by=None, now=now)
    tell(
        session,
        kits=[kit for kit in found.to_free if kit.id in told],
        news=KitNews.GOOD_AGAIN,
        desk=desk,
        by=None,
        now=now,
    )
    return len(found.to_hold) + len(found.to_free) + len(found.to_tell)


def _against(leaving: Sequence[Departure], closed: dict[Departure, Reason]) -> Reason | None:
    return next((closed[one] for one in leaving if one in closed), None)


def _untold(session: Session, held: Sequence[Kit], now: datetime) -> list[Kit]:
    """Held kits that partners have, about which nobody wrote to them since, and for which the time to mend is over."""
    told = _told_of_hold(session, held)
    return [
        kit
        for kit in held
        if kit.sent_at is not None
        and kit.id not in told
        and (kit.reason in _AT_ONCE or (kit.held_at is not None and now - kit.held_at >= MENDING))
    ]


def _told_of_hold(session: Session, kits: Sequence[Kit]) -> set[int]:
    """Those of these held kits whose partners know it."""
    rows = session.exec(
        select(KitDelivery.kit_id, KitDelivery.at).where(
            col(KitDelivery.kit_id).in_([kit.id for kit in kits]), KitDelivery.news == KitNews.HELD
        )
    ).all()
    since = {kit.id: kit.held_at for kit in kits}
    return {kit_id for kit_id, at in rows if (held_at := since[kit_id]) is not None and at >= held_at}


def _set(session: Session, kit: Kit, status: KitStatus, reason: Reason | None, now: datetime) -> None:
    kit.status, kit.held_at = status, now if status is KitStatus.HELD else None
    kit.reason, kit.reason_values = (reason.msgid, dict(reason.values)) if reason else ("", {})
    session.add(kit)
    session.flush()
    record(
        session,
        action="hold_kit" if status is KitStatus.HELD else "free_kit",
        subject="kit",
        subject_id=kit.id,
        by=None,
        programme_id=kit.programme_id,
        now=now,
        version=kit.version,
    )

"""Stopping all sending, or a programme's, and letting it go on."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.errors import BadInput
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.people.queries import list_programmes
from campaigns.placements.models import SendingPause
from campaigns.placements.rules import check_can_pause, check_can_pause_everything
from campaigns.placements.sending.waiting import wake_parked
from campaigns.reasons import Reason

#: Characters of a reason.
LONGEST = 300
#: Why sending stood still before the pause that replaces another one.
BEFORE = "It was paused before that: {reason}"


def pause_sending(
    session: Session,
    *,
    programme_id: int | None,
    reason: str | Reason,
    by: Actor | None,
    now: datetime,
    replaces: bool = False,
) -> SendingPause:
    """Nothing of the programme leaves until it is resumed; None stops every programme.

    A pause that stands already stays as it is. With `replaces` it ends for the new one, which takes along its reason:
    whoever lets sending go on has to read both.
    """
    _check(session, programme_id, by)
    told = reason.to_dict() if isinstance(reason, Reason) else {}
    reason = str(reason)
    if not reason.strip() or len(reason) > LONGEST:
        raise BadInput("Say in up to 300 characters why sending stops: others will ask.", field="reason")
    standing = _standing(session, programme_id)
    if standing is not None and not replaces:
        return standing
    if standing is not None:
        standing.ended_at = now
        session.add(standing)
        told |= {"before": standing.told or {"text": standing.reason}} if told else {}
        reason = f"{reason.strip()} {BEFORE.format(reason=standing.reason)}"
        reason = reason if len(reason) <= LONGEST else reason[: LONGEST - 1] + "…"
    pause = SendingPause(
        programme_id=programme_id,
        reason=reason.strip(),
        told=told,
        since=now,
        by=by.person_id if by else None,
    )
    session.add(pause)
    session.flush()
    _record(session, "pause_sending", pause, by, now)
    return pause


def resume_sending(session: Session, *, programme_id: int | None, by: Actor | None, now: datetime) -> None:
    """Lets sending go on. What waited goes out now, unless it is later than the programme's limit."""
    _check(session, programme_id, by)
    standing = _standing(session, programme_id)
    if standing is None:
        return
    standing.ended_at = now
    session.add(standing)
    session.flush()
    wake_parked(session, programme_id=programme_id)
    _record(session, "resume_sending", standing, by, now)


def _check(session: Session, programme_id: int | None, by: Actor | None) -> None:
    if programme_id is not None:
        check_can_pause(by)
    else:
        check_can_pause_everything(by, programmes=[each.id or 0 for each in list_programmes(session)])


def _standing(session: Session, programme_id: int | None) -> SendingPause | None:
    return session.exec(
        select(SendingPause).where(
            SendingPause.programme_id == programme_id, col(SendingPause.ended_at).is_(None)
        )
    ).first()


def _record(session: Session, action: str, pause: SendingPause, by: Actor | None, now: datetime) -> None:
    record(
        session,
        action=action,
        subject="sending_pause",
        subject_id=pause.id,
        by=by,
        programme_id=pause.programme_id,
        now=now,
    )

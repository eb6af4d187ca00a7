"""Taking kits back, for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from campaigns.errors import BadInput
from campaigns.kits.actions.telling import tell
from campaigns.kits.desk import KitDesk
from campaigns.kits.models import Kit
from campaigns.kits.rules import check_can_keep_kits
from campaigns.lifecycle import check_transition
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import KitNews, KitStatus

LONGEST_WHY = 500


def withdraw_kits(
    session: Session, *, kits: Iterable[Kit], why: str, desk: KitDesk, by: Actor | None, now: datetime
) -> int:
    """Shuts kits: their links answer that they were withdrawn and since when; partners that had them are told why.

    Says how many letters were put into the outbox.
    """
    check_can_keep_kits(by)
    reason = check_why(why)
    known = []
    for kit in kits:
        check_transition(kit.status, KitStatus.WITHDRAWN)
        kit.status, kit.withdrawn_at, kit.held_at = KitStatus.WITHDRAWN, now, None
        kit.reason, kit.reason_values, kit.why = "", {}, reason
        session.add(kit)
        session.flush()
        record(
            session,
            action="withdraw_kit",
            subject="kit",
            subject_id=kit.id,
            by=by,
            programme_id=kit.programme_id,
            now=now,
            version=kit.version,
        )
        if kit.sent_at is not None:
            known.append(kit)
    return tell(session, kits=known, news=KitNews.WITHDRAWN, why=reason, desk=desk, by=by, now=now)


def check_why(why: str) -> str:
    """A reason in one line."""
    tidy = " ".join(why.split())
    if len(tidy) > LONGEST_WHY:
        raise BadInput("Give the reason in {longest} characters at most.", field="why", longest=LONGEST_WHY)
    return tidy

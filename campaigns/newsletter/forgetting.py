"""What of the newsletter is deleted when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, select, update

from campaigns.newsletter.actions import remove
from campaigns.newsletter.models import FormerConsent, IssueMail, SignUp, Subscriber

#: Whoever has not confirmed by then did not want it.
UNCONFIRMED_KEPT = timedelta(days=7)
#: A server may have been wrong about an address for some days.
SET_ASIDE_KEPT = timedelta(days=30)
#: Who got which issue is nobody's business once complaints about it have come.
READERS_KEPT = timedelta(days=90)
SIGN_UPS_KEPT = timedelta(days=2)
#: Claims about a mail nobody wanted lapse three years after the end of the year (§§ 195, 199 BGB): so long the
#: proof of consent is kept (Art. 17 (3) (e) GDPR).
PROOF_YEARS = 3


def forget_newsletter(session: Session, *, now: datetime) -> int:
    """Deletes what was kept long enough; says how many rows."""
    count = 0
    for over in (_unconfirmed(now), _set_aside(now)):
        for row in session.exec(select(Subscriber).where(over)).all():
            remove(session, row, now=now)
            count += 1
    count += session.exec(delete(SignUp).where(col(SignUp.at) < now - SIGN_UPS_KEPT)).rowcount
    count += session.exec(delete(FormerConsent).where(_lapsed(now))).rowcount
    session.exec(
        update(IssueMail)
        .where(col(IssueMail.settled_at) < now - READERS_KEPT, col(IssueMail.subscriber_id).is_not(None))
        .values(subscriber_id=None)
    )
    return int(count)


def overdue_newsletter(session: Session, *, now: datetime, grace: timedelta) -> int:
    """How many rows should be gone for longer than `grace`."""
    then = now - grace
    return sum(
        session.exec(select(func.count()).select_from(table).where(over)).one()
        for table, over in (
            (Subscriber, _unconfirmed(then)),
            (Subscriber, _set_aside(then)),
            (FormerConsent, _lapsed(then)),
            (SignUp, col(SignUp.at) < then - SIGN_UPS_KEPT),
        )
    )


def _unconfirmed(now: datetime) -> ColumnElement[bool]:
    return col(Subscriber.confirmed_at).is_(None) & (col(Subscriber.lettered_at) < now - UNCONFIRMED_KEPT)


def _set_aside(now: datetime) -> ColumnElement[bool]:
    return col(Subscriber.set_aside_at) < now - SET_ASIDE_KEPT


def _lapsed(now: datetime) -> ColumnElement[bool]:
    return col(FormerConsent.left_at) < datetime(now.year - PROOF_YEARS, 1, 1, tzinfo=UTC)

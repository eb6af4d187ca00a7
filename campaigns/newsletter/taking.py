"""Taking the next mail of an issue: every condition asked once more, the intent written before anything leaves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select, update

from campaigns.approvals.validity import valid_approvals
from campaigns.clock import wall_time
from campaigns.content.models import Variant
from campaigns.newsletter.ledger import Run, Stopped, Taken, add_rows, new_row
from campaigns.newsletter.models import Issue, IssueMail, Subscriber
from campaigns.placements.calendar.told import moved_by_hand
from campaigns.placements.gate import ApprovalCheck, Departure, closed_for
from campaigns.placements.models import Account, Placement, SendingPause
from campaigns.vocabulary import MailStatus, PlacementStatus


def take_mail(
    session: Session,
    run: Run,
    *,
    now: datetime,
    approved: ApprovalCheck = valid_approvals,
    without: Collection[int] = (),
) -> Taken | None:
    """Claims the next mail of the issue, or None when nothing is due. Raises `Stopped` when none may leave.

    `without` are placements that are not put into the same mail, because their package cannot be read.

    Everything that may forbid an issue is asked for each mail: an approval that is taken back keeps the rest back.
    """
    placement, language = _sending(session, run)
    is_closed = closed_for(session, {_departure(placement, language, now)}, approved=approved)
    if is_closed or moved_by_hand(session.connection(), [placement]):
        raise Stopped
    while True:
        row = session.exec(
            select(IssueMail)
            .where(
                IssueMail.placement_id == run.placement_id,
                IssueMail.status == MailStatus.WAITING,
                col(IssueMail.next_at) <= now,
            )
            .order_by(col(IssueMail.next_at), col(IssueMail.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        reader = session.get(Subscriber, row.subscriber_id) if row.subscriber_id else None
        if reader is not None and _reads(reader, language):
            beside = [
                each
                for each in _beside(session, placement, reader, now, approved)
                if each[0].id not in without
            ]
            return _take(session, run, row, reader, [(placement, language), *beside], now)
        row.status, row.next_at, row.settled_at = MailStatus.LEFT, None, now
        session.add(row)
        session.flush()


def _sending(session: Session, run: Run) -> tuple[Placement, str]:
    """The placement of a run that may still send, and its language."""
    issue = session.exec(select(Issue).where(Issue.placement_id == run.placement_id).with_for_update()).one()
    paused = exists().where(
        col(SendingPause.ended_at).is_(None),
        or_(
            col(SendingPause.programme_id).is_(None), col(SendingPause.programme_id) == Placement.programme_id
        ),
    )
    found = session.exec(
        select(Placement, Variant.language)
        .join(Account, col(Account.id) == Placement.account_id)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(
            Placement.id == run.placement_id,
            Placement.status == PlacementStatus.SENDING,
            col(Account.paused_at).is_(None),
            Account.health == "",
            ~paused,
        )
    ).first()
    if issue.token != run.token or found is None:
        raise Stopped
    return found


def _take(
    session: Session,
    run: Run,
    row: IssueMail,
    reader: Subscriber,
    wanted: Sequence[tuple[Placement, str]],
    now: datetime,
) -> Taken:
    """Claims a reader's rows: this issue's, and those of the same post in their other languages that leave with it."""
    (own, language), *others = wanted
    sections, rows = [(own, language)], [row.id or 0]
    if not _claim(session, run, rows[0], row.message_id):
        raise Stopped
    for placement, other in others:
        number = _waiting_row(session, placement.id or 0, reader.id or 0, now)
        if number is not None and _claim(session, run, number, row.message_id):
            rows.append(number)
            sections.append((placement, other))
    ranks = {code: place for place, code in enumerate(reader.languages)}
    sections.sort(key=lambda each: ranks.get(each[1], len(ranks)))
    session.flush()
    return Taken(
        rows=tuple(rows),
        token=run.token,
        message_id=row.message_id,
        subscriber_id=reader.id or 0,
        address=reader.address,
        address_hash=reader.address_hash,
        placements=tuple(placement.id or 0 for placement, _language in sections),
    )


def _beside(
    session: Session, placement: Placement, reader: Subscriber, now: datetime, approved: ApprovalCheck
) -> list[tuple[Placement, str]]:
    """The same post in the reader's other languages, due at the same moment and free to leave now."""
    if len(reader.languages) < 2:
        return []
    post = select(Variant.post_id).where(Variant.id == placement.variant_id).scalar_subquery()
    found = session.exec(
        select(Placement, Variant.language)
        .join(Variant, col(Variant.id) == Placement.variant_id)
        .where(
            Placement.due_at == placement.due_at,
            Placement.account_id == placement.account_id,
            Placement.id != placement.id,
            Variant.post_id == post,
            col(Variant.language).in_(reader.languages),
            col(Placement.status).in_((PlacementStatus.SCHEDULED, PlacementStatus.SENDING)),
            col(Placement.proof_id).is_not(None),
        )
        .order_by(col(Placement.id))
    ).all()
    leaving = {number.id: _departure(number, code, now) for number, code in found}
    closed = closed_for(session, set(leaving.values()), approved=approved)
    moved = moved_by_hand(session.connection(), [number for number, _code in found])
    return [
        (number, code)
        for number, code in found
        if leaving[number.id] not in closed and number.id not in moved
    ]


def _waiting_row(session: Session, placement_id: int, subscriber_id: int, now: datetime) -> int | None:
    """The reader's row of another issue if it waits; made when that issue has not begun."""
    add_rows(session, [new_row(placement_id, subscriber_id, now)])
    # Passing over a row that another worker holds: two that wait for each other would wait for ever.
    row = session.exec(
        select(IssueMail)
        .where(IssueMail.placement_id == placement_id, IssueMail.subscriber_id == subscriber_id)
        .with_for_update(skip_locked=True)
    ).first()
    return row.id if row is not None and row.status is MailStatus.WAITING else None


def _claim(session: Session, run: Run, number: int, message_id: str) -> bool:
    changed = session.exec(
        update(IssueMail)
        .where(col(IssueMail.id) == number, col(IssueMail.status) == MailStatus.WAITING)
        .values(
            status=MailStatus.SENDING,
            token=run.token,
            message_id=message_id,
            tries=IssueMail.tries + 1,
            next_at=None,
            problem="",
        )
    )
    return bool(changed.rowcount)


def _reads(reader: Subscriber, language: str) -> bool:
    return reader.confirmed_at is not None and reader.set_aside_at is None and language in reader.languages


def _departure(placement: Placement, language: str, now: datetime) -> Departure:
    return Departure(
        placement.variant_id,
        placement.digest or "",
        language,
        placement.channel,
        wall_time(now, placement.zone).date(),
        placement.programme_id,
    )

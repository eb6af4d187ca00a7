"""Asking a channel about a post whose reply was lost, by the way its class allows."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import Connection

from campaigns.placements.reasons import GOES_ON, STILL_UNKNOWN
from campaigns.placements.sending.channel_answers import NOT_ASKED
from campaigns.placements.sending.claim import LEASE, may_repeat
from campaigns.placements.sending.ends import End, record_ends
from campaigns.placements.sending.other_posts import has_one_on_its_way, known_posts
from campaigns.placements.sending.settle import (
    NotYours,
    Ticket,
    settle_going_on,
    settle_later,
    settle_published,
    settle_unconfirmed,
    take_question,
)
from campaigns.placements.sending.wire import Parcel, Tampered, build_wire
from campaigns.reasons import Reason
from campaigns.vocabulary import IdempotencyClass, PlacementStatus
from scheduler.contract import Absent, Adapter, Finding, GoesOn, NotYet, Prepared, Published, Unknown
from scheduler.deps import Deps
from scheduler.registry import effective_class, key_minutes, settle_time
from scheduler.retry import key_is_fresh, next_question
from scheduler.traces import place_of

#: Posts of the account from about that time are known to be others.
OTHERS_SINCE = timedelta(days=1)

#: Classes that know a post again by its words: another one with the same words could be taken for it.
BY_WORDS = (IdempotencyClass.READ_BACK, IdempotencyClass.TWO_STEP)
ON_ITS_WAY = "Another post of this account is being sent at this moment."

log = logging.getLogger("litfass.publisher")


def ask_channel(deps: Deps, parcel: Parcel, adapter: Adapter, token: str) -> End | None:
    """Settles an unconfirmed placement as far as the channel can tell; what it cannot tell, a person decides.

    None while nothing new is known and the channel will be asked again, or somebody else asks it.
    """
    ticket = Ticket(parcel.placement_id, token)
    now, since = deps.clock(), parcel.sending_at or deps.clock()
    with deps.engine.begin() as connection:
        if not take_question(connection, ticket, lease_ends=now + LEASE, now=now):
            return None
        repeats = _may_send_key_again(deps, connection, parcel, adapter, since, now)
        known = known_posts(connection, parcel.placement_id, since=since - OTHERS_SINCE)
        is_known_by_words = effective_class(adapter, parcel.sender) in BY_WORDS
        is_unclear = is_known_by_words and has_one_on_its_way(connection, parcel.placement_id)
    if is_unclear:
        finding: Finding | None = NotYet(ON_ITS_WAY)
    else:
        finding = _find(deps, parcel, adapter, since, repeats=repeats, known=known)
    try:
        with deps.engine.begin() as connection:
            end = _settle(connection, ticket, parcel, finding, since, deps.clock(), adapter)
            record_ends(connection, [end] if end else [], now=deps.clock())
    except NotYours:
        log.warning("placement %s was decided by somebody else meanwhile", parcel.placement_id)
        return None
    if end is None:
        log.info("placement %s was asked about and will be again", parcel.placement_id)
    return end


def asks_first(parcel: Parcel, adapter: Adapter) -> bool:
    """Whether a post that came back with a backup is looked for at its moment: where a look answers for certain.

    An id of our own makes a second call the same post; keys are too old by then, and the rest cannot be asked.
    """
    return (
        parcel.restored_from is not None
        and effective_class(adapter, parcel.sender) is IdempotencyClass.READ_BACK
    )


def _may_send_key_again(
    deps: Deps, connection: Connection, parcel: Parcel, adapter: Adapter, since: datetime, now: datetime
) -> bool:
    """A keyed channel answers a repeat with the post it has. If it has none the repeat makes it: so the
    same conditions must hold as for a first try, and the key must not be forgotten yet."""
    return (
        effective_class(adapter, parcel.sender) is IdempotencyClass.KEYED
        and key_is_fresh(since, now, key_minutes(adapter, parcel.sender))
        and may_repeat(
            connection,
            placement_id=parcel.placement_id,
            digest=parcel.digest,
            now=now,
            approved=deps.approved,
        )
    )


def _find(
    deps: Deps,
    parcel: Parcel,
    adapter: Adapter,
    since: datetime,
    *,
    repeats: bool,
    known: frozenset[str],
) -> Finding | None:
    """What the channel says; None when it cannot be asked at all."""
    kind = effective_class(adapter, parcel.sender)
    if kind is IdempotencyClass.BLIND or (kind is IdempotencyClass.KEYED and not repeats):
        return None
    try:
        wire = build_wire(parcel, deps.read_file)
        if kind is not IdempotencyClass.KEYED:
            asked = Prepared(wire, parcel.sender, None, parcel.staged, known)
            return _believed(adapter.reconcile(asked, since), deps, parcel, adapter, since)
        prepared = adapter.prepare(wire, parcel.sender, parcel.staged)
        if not isinstance(prepared, Prepared):
            return Unknown(prepared.reason)
        if not adapter.knows_key(prepared.staged, parcel.staged):
            return None
        answer = adapter.send(prepared)
        return answer if isinstance(answer, Published | NotYet | GoesOn) else Unknown(answer.reason)
    except Tampered:
        return None
    except Exception as problem:
        log.error("the adapter %s broke while being asked: %s", adapter.channel, place_of(problem))
        return Unknown(NOT_ASKED.format(kind_of_fault=type(problem).__name__))


def _believed(finding: Finding, deps: Deps, parcel: Parcel, adapter: Adapter, since: datetime) -> Finding:
    """A “no” counts only when what was on its way can no longer arrive. With an id of our own a repeat is the same
    post, so there it always counts."""
    if not isinstance(finding, Absent):
        return finding
    if effective_class(adapter, parcel.sender) is IdempotencyClass.CLIENT_ID:
        return finding
    trusted_at = since + settle_time(adapter, parcel.sender)
    if deps.clock() >= trusted_at:
        return finding
    return NotYet("The channel does not show it yet.", trusted_at)


def _settle(
    connection: Connection,
    ticket: Ticket,
    parcel: Parcel,
    finding: Finding | None,
    since: datetime,
    now: datetime,
    adapter: Adapter,
) -> End | None:
    def end(status: PlacementStatus, why: Reason) -> End:
        return End(parcel.placement_id, parcel.programme_id, parcel.digest, status, why)

    if isinstance(finding, Published):
        settle_published(connection, ticket, remote_id=finding.remote_id, url=finding.url, now=now)
        return end(PlacementStatus.PUBLISHED, Reason(""))
    if isinstance(finding, Absent):
        settle_later(connection, ticket, reason=Reason(""), next_at=now, now=now)
        return end(PlacementStatus.SCHEDULED, Reason(""))
    if isinstance(finding, GoesOn):
        rest = Reason(GOES_ON, {"done": finding.done, "of": finding.of})
        settle_going_on(connection, ticket, reason=rest, next_at=max(finding.next_at, now), now=now)
        return end(PlacementStatus.SCHEDULED, rest)
    ask_at = next_question(since, now) if finding is not None else None
    if ask_at is not None and isinstance(finding, NotYet) and finding.retry_at:
        ask_at = max(ask_at, finding.retry_at)
    limit = key_minutes(adapter, parcel.sender)
    if ask_at is not None and limit is not None and not key_is_fresh(since, ask_at, limit):
        # One last question while the key still counts, then a person.
        last = since + timedelta(minutes=limit) - timedelta(minutes=10, seconds=1)
        ask_at = last if last > now else None
    reason = Reason("{answer}", {"answer": finding.reason[:300]}) if finding else Reason(STILL_UNKNOWN)
    settle_unconfirmed(connection, ticket, reason=reason, next_at=ask_at, now=now)
    return end(PlacementStatus.UNCONFIRMED, reason) if ask_at is None else None

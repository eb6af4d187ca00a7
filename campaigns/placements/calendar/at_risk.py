"""What of the calendar a person has to look at: what asks, what is late, and what cannot leave as things stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.channels import profile
from campaigns.placements.accounts.connecting import is_connected
from campaigns.placements.calendar.preflight import of_account, of_address
from campaigns.placements.models import Account
from campaigns.placements.queries import ASKS, Entry, accounts_of, entries
from campaigns.reasons import Reason
from campaigns.vocabulary import PlacementStatus

#: How far ahead posts and proposals are looked at.
WITHIN = timedelta(hours=48)


def at_risk(
    session: Session, *, programme_id: int, now: datetime, is_public: bool, within: timedelta = WITHIN
) -> list[Entry]:
    """What asks, what is late, posts that their account cannot send as it stands (`against` says why), and proposals
    whose moment is near. A hand-off is late once its day is over.

    `is_public`: whether channels that fetch files from this desk can reach it.
    """
    asking = entries(session, programme_id=programme_id, statuses=ASKS)
    late = [
        entry
        for entry in entries(
            session, programme_id=programme_id, until=now, statuses=[PlacementStatus.SCHEDULED]
        )
        if entry.space is None or entry.is_overdue(now)
    ]
    near = entries(
        session, programme_id=programme_id, until=now + within, statuses=[PlacementStatus.PROPOSED]
    )
    stopped = _stopped(session, programme_id, now, now + within)
    seen = {entry.placement.id for entry in stopped}
    lacking = [] if is_public else out_of_reach(session, programme_id=programme_id, now=now, within=within)
    found = [*asking, *late, *near, *stopped, *(each for each in lacking if each.placement.id not in seen)]
    return sorted(found, key=lambda entry: (entry.placement.due_at or now, entry.placement.id))


def out_of_reach(
    session: Session, *, programme_id: int, now: datetime, within: timedelta | None = None
) -> list[Entry]:
    """Binding posts to come whose pictures or films the channel fetches from this desk: none of them can leave while
    it has no public address."""
    fetching = [
        account.id or 0
        for account in accounts_of(session, programme_id=programme_id)
        if profile(account.channel).media.public_address
    ]
    if not fetching:
        return []
    coming = entries(
        session,
        programme_id=programme_id,
        account_ids=fetching,
        since=now,
        until=now + within if within is not None else None,
        statuses=[PlacementStatus.SCHEDULED],
    )
    proofs = {entry.placement.proof_id for entry in coming}
    query = select(Proof.id, Proof.manifest).where(col(Proof.id).in_(proofs))
    manifests = {number: json.loads(manifest) for number, manifest in session.exec(query)}
    told = [(entry, _against_address(entry, manifests)) for entry in coming]
    return [entry._replace(against=reason) for entry, reason in told if reason is not None]


def _against_address(entry: Entry, manifests: Mapping[int | None, dict[str, Any]]) -> Reason | None:
    manifest = manifests.get(entry.placement.proof_id)
    found = of_address(entry.placement.channel, manifest, is_public=False) if manifest is not None else []
    return found[0].reason if found else None


def against_account(account: Account, at: datetime) -> Reason | None:
    """The first thing that keeps a post from leaving through this account at this moment, as the account stands."""
    needs_secret = not is_connected(account.channel, account.options, has_secret=bool(account.secret))
    return next((concern.reason for concern in of_account(account, at, needs_secret)), None)


def _stopped(session: Session, programme_id: int, now: datetime, until: datetime) -> list[Entry]:
    """Binding posts to come until then that their account cannot send. Most accounts are in order: only the posts of
    the others are read."""
    ill = [
        account.id or 0
        for account in accounts_of(session, programme_id=programme_id)
        if against_account(account, until)
    ]
    if not ill:
        return []
    coming = entries(
        session,
        programme_id=programme_id,
        account_ids=ill,
        since=now,
        until=until,
        statuses=[PlacementStatus.SCHEDULED],
    )
    told = [
        entry._replace(against=against_account(entry.account, entry.placement.due_at))
        for entry in coming
        if entry.account is not None and entry.placement.due_at is not None
    ]
    return [entry for entry in told if entry.against is not None]

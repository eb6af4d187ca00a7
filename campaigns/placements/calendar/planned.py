"""The preflight of a placement as it stands in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.channels import Profile, Room, account_profile, group_rooms, profiles
from campaigns.content.models import Rendition
from campaigns.placements.accounts.connecting import is_connected
from campaigns.placements.calendar.preflight import Concern, of_account, preflight, preflight_by_hand
from campaigns.placements.models import Account, Space
from campaigns.placements.queries import get_account


def concerns_of(session: Session, *, account_id: int, proof: Proof | None, due_at: datetime) -> list[Concern]:
    """What stands against this proof on this account at this moment, the final things first.

    Without a proof, which a proposal need not have yet: what stands against the account.
    """
    account = get_account(session, account_id)
    needs_secret = not is_connected(account.channel, account.options, has_secret=bool(account.secret))
    if proof is None:
        return list(of_account(account, due_at, needs_secret))
    manifest = json.loads(proof.manifest)
    return preflight(
        manifest,
        account,
        due_at=due_at,
        sizes=_sizes(session, manifest),
        needs_secret=needs_secret,
    )


def concerns_by_hand(session: Session, *, space: Space, proof: Proof) -> list[Concern]:
    """What may stand against this proof where a person posts it. None is final, and of many groups nothing is known."""
    room = room_of(session, space)
    if room is None:
        return []
    manifest = json.loads(proof.manifest)
    return preflight_by_hand(manifest, room, sizes=_sizes(session, manifest))


def room_of(session: Session, space: Space) -> Profile | Room | None:
    """By what a text is looked at before a person posts it there; None where nothing is documented of such a place."""
    account = session.get(Account, space.account_id) if space.account_id is not None else None
    if account is not None:
        return account_profile(account.channel, account.capabilities)
    return group_rooms().get(space.platform) or profiles().get(space.platform)


def _sizes(session: Session, manifest: Mapping[str, Any]) -> dict[str, int]:
    wanted = [str(file["digest"]) for file in manifest["media"]]
    found = select(Rendition.digest, Rendition.size).where(col(Rendition.digest).in_(wanted))
    return dict(session.exec(found).all())

"""The preflight of a placement as it stands in the database."""

from __future__ import annotations

import json
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.content.models import Rendition
from campaigns.placements.connecting import is_connected
from campaigns.placements.preflight import Concern, of_account, preflight
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
    wanted = [str(file["digest"]) for file in manifest["media"]]
    sizes = dict(
        session.exec(select(Rendition.digest, Rendition.size).where(col(Rendition.digest).in_(wanted))).all()
    )
    return preflight(
        manifest,
        account,
        due_at=due_at,
        sizes=sizes,
        needs_secret=needs_secret,
    )

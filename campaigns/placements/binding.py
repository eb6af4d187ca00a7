"""Which approved proof a placement may be bound to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.approvals.validity import Asked, valid_approvals
from campaigns.content.models import Variant
from campaigns.links.paper import PRINT
from campaigns.placements.actions.place import BY_HAND

#: What a space's posts are prepared as, and what is printed.
HAND_OFF = "handoff"


class Wish(NamedTuple):
    """A text, the kind of channel it is to go to, and the day."""

    variant_id: int
    language: str
    channel: str
    programme_id: int
    on: date


def approved_proof(
    session: Session, *, variant: Variant, channel: str, programme_id: int, on: date
) -> Proof | None:
    """The newest proof of the variant's words as they stand that may leave on this channel on this day, or None."""
    wish = Wish(variant.id or 0, variant.language, channel, programme_id, on)
    return approved_proofs(session, [wish]).get(wish)


def approved_proofs(session: Session, wishes: Collection[Wish]) -> dict[Wish, Proof]:
    """For each wish the newest proof that may leave so; a wish without one is left out.

    Not simply the newest: where a target was changed and changed back, the older proof is what would leave now.
    In a group a person posts: there the short text for groups comes first, else whatever was approved.
    """
    proofs: dict[int, list[Proof]] = defaultdict(list)
    wanted = {wish.variant_id for wish in wishes}
    query = select(Proof).where(col(Proof.variant_id).in_(list(wanted))).order_by(col(Proof.id).desc())
    for proof in session.exec(query):
        proofs[proof.variant_id].append(proof)
    candidates = {wish: list(_fitting(wish, proofs[wish.variant_id])) for wish in wishes}
    good = valid_approvals(session, {_asked(wish, proof) for wish in wishes for proof in candidates[wish]})
    found = {
        wish: next((proof for proof in fitting if _asked(wish, proof) in good), None)
        for wish, fitting in candidates.items()
    }
    return {wish: proof for wish, proof in found.items() if proof is not None}


def _fitting(wish: Wish, proofs: list[Proof]) -> Iterator[Proof]:
    if wish.channel != BY_HAND:
        yield from (proof for proof in proofs if proof.channel == wish.channel)
        return
    posts = (proof for proof in proofs if proof.channel != PRINT)
    yield from sorted(posts, key=lambda proof: proof.channel != HAND_OFF)


def _asked(wish: Wish, proof: Proof) -> Asked:
    return Asked(proof.digest, wish.language, proof.channel, wish.on, wish.programme_id)

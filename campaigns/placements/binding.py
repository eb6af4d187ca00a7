"""Which approved proof a placement may be bound to."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from campaigns.approvals.models import Proof
from campaigns.approvals.validity import valid_approval
from campaigns.content.models import Variant
from campaigns.placements.actions.place import BY_HAND
from campaigns.placements.actions.together import HAND_OFF


def approved_proof(
    session: Session, *, variant: Variant, channel: str, programme_id: int, on: date
) -> Proof | None:
    """The newest proof of the variant's words as they stand that may leave on this channel on this day, or None.

    In a group a person posts: there the short text for groups comes first, else whatever was approved.
    """
    proofs = list(
        session.exec(select(Proof).where(Proof.variant_id == variant.id).order_by(col(Proof.id).desc()))
    )
    fitting = [proof for proof in proofs if channel in (BY_HAND, proof.channel)]
    if channel == BY_HAND:
        fitting.sort(key=lambda proof: proof.channel != HAND_OFF)
    for proof in fitting:
        approval = valid_approval(
            session,
            digest=proof.digest,
            language=variant.language,
            channel=proof.channel,
            on=on,
            programme_id=programme_id,
        )
        if approval is not None:
            return proof
    return None

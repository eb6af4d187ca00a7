"""Short links lead only where somebody approved that they lead."""

from __future__ import annotations

import json

from sqlmodel import Session, col, select

from campaigns.approvals.models import Approval, Proof
from campaigns.links.models import ShortLink
from campaigns.vocabulary import Decision


def was_approved(session: Session, link: ShortLink) -> bool:
    """Whether a lawyer ever said yes to words with this link and target.

    An approval that ended or was taken back does not break what is printed already; a target nobody approved never
    opens, so our domain cannot be borrowed to lead people elsewhere.
    """
    query = (
        select(Proof.manifest)
        .join(Approval, col(Approval.proof_id) == Proof.id)
        .where(
            Proof.variant_id == link.variant_id,
            Proof.channel == link.channel,
            Approval.decision == Decision.APPROVE,
        )
        .distinct()
    )
    return any(
        said.get("target") == link.target and str(said.get("link", "")).rsplit("/", 1)[-1] == link.code
        for said in (json.loads(manifest) for manifest in session.exec(query))
    )

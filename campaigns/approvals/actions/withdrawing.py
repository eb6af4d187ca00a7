"""Taking approvals back."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from campaigns.approvals.actions.deciding import decide
from campaigns.approvals.models import Approval, Proof
from campaigns.approvals.rules import check_can_withdraw
from campaigns.approvals.validity import latest_decisions
from campaigns.content.actions import set_status
from campaigns.content.queries import get_variant
from campaigns.errors import BadInput, NotReady
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import Decision, VariantStatus


def withdraw_approval(
    session: Session, *, proof: Proof, reason: str, programme_id: int, by: Actor, now: datetime
) -> Approval:
    """Takes an approval back. What is scheduled under it is held when its moment comes."""
    if not reason.strip():
        raise BadInput(
            "Say why the approval is withdrawn: the reason stands in the audit trail.", field="reason"
        )
    word = latest_decisions(session, [proof.digest]).get(proof.digest)
    if word is None or word.decision is not Decision.APPROVE:
        raise NotReady("There is no approval to withdraw.")
    variant = get_variant(session, proof.variant_id)
    check_can_withdraw(by, language=variant.language)
    withdrawn = decide(
        session,
        proof,
        language=variant.language,
        decision=Decision.WITHDRAW,
        reason=reason.strip(),
        by=by,
        now=now,
    )
    if variant.status is VariantStatus.APPROVED:
        # Newer words that are being written or reviewed stand where they stand.
        set_status(variant, VariantStatus.RETURNED, now=now)
    session.flush()
    record(
        session,
        action="withdraw_approval",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=programme_id,
        now=now,
        digest=proof.digest,
        language=variant.language,
        proven_by=by.proven_by,
    )
    return withdrawn

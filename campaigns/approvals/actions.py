"""Submitting a variant, and a lawyer's word about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from campaigns.approvals.models import Approval, Proof, ReviewRequest
from campaigns.approvals.proofs import Parts, freeze_proof
from campaigns.approvals.queries import (
    authors_of,
    default_valid_until,
    latest_decisions,
    open_review_of,
    proofs_of_revision,
)
from campaigns.approvals.rules import check_can_decide, check_can_submit
from campaigns.content.actions import set_status
from campaigns.content.checks.actions import check_is_sound
from campaigns.content.models import Campaign, Post, Revision, Variant
from campaigns.content.queries import get_post, get_variant, latest_revision
from campaigns.errors import BadInput, Conflict, NotFound, NotReady
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import Decision, VariantStatus


def submit_variant(
    session: Session,
    *,
    variant: Variant,
    campaign: Campaign,
    parts: Sequence[Parts],
    due_at: datetime | None,
    by: Actor,
    now: datetime,
) -> ReviewRequest:
    """Freezes a proof for each channel and asks the lawyers of the language for a decision."""
    check_can_submit(by, language=variant.language)
    revision = latest_revision(session, variant)
    if revision is None:
        raise NotReady("There are no words in this language yet. Write them first, then submit.")
    post = get_post(session, variant.post_id)
    if not parts or (post.formats and any(not part.renditions for part in parts)):
        raise NotReady(
            "The pictures for these words are not made yet. Render the post first, then submit it."
        )
    check_is_sound(session, variant=variant, now=now)
    for part in parts:
        freeze_proof(session, variant=variant, revision_id=revision.id or 0, parts=part, by=by, now=now)
    close_review(session, variant_id=variant.id or 0, outcome="superseded", now=now)
    request = ReviewRequest(
        programme_id=campaign.programme_id,
        variant_id=variant.id or 0,
        revision_id=revision.id or 0,
        language=variant.language,
        due_at=due_at,
        submitted_by=by.person_id,
        submitted_at=now,
    )
    session.add(request)
    set_status(variant, VariantStatus.SUBMITTED, now=now)
    session.flush()
    record(
        session,
        action="submit_variant",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=campaign.programme_id,
        now=now,
        revision=revision.number,
        language=variant.language,
    )
    return request


def close_review(session: Session, *, variant_id: int, outcome: str, now: datetime) -> None:
    """Ends the open review of a variant, if there is one."""
    request = open_review_of(session, variant_id)
    if request is not None:
        request.closed_at, request.outcome = now, outcome
        session.add(request)


def approve_review(
    session: Session,
    *,
    request_id: int,
    seen: Mapping[str, str],
    comment: str = "",
    valid_until: date | None = None,
    by: Actor,
    now: datetime,
) -> list[Approval]:
    """Approves the digests that were seen, one row a channel.

    `seen` maps channel → digest as the page showed them; whatever changed meanwhile is refused, not approved.
    Without `valid_until` the approval ends with the first fact behind the post.
    """
    request, variant, post, proofs = _reviewed(session, request_id, by)
    _check_seen(proofs, seen)
    limit = default_valid_until(session, post)
    until = min((day for day in (valid_until, limit) if day is not None), default=None)
    approvals = [
        _decide(session, proof, variant, Decision.APPROVE, comment, until, by, now) for proof in proofs
    ]
    close_review(session, variant_id=variant.id or 0, outcome=Decision.APPROVE, now=now)
    set_status(variant, VariantStatus.APPROVED, now=now)
    session.flush()
    record(
        session,
        action="approve_variant",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=request.programme_id,
        now=now,
        digests=dict(seen),
        language=variant.language,
        valid_until=until.isoformat() if until else None,
    )
    return approvals


def return_review(
    session: Session, *, request_id: int, seen: Mapping[str, str], reason: str, by: Actor, now: datetime
) -> None:
    """Returns a variant with a reason. Nothing is edited: the next revision answers it."""
    if not reason.strip():
        raise BadInput("Say what has to change: the reason goes to the people who mend it.", field="reason")
    request, variant, _post, proofs = _reviewed(session, request_id, by)
    _check_seen(proofs, seen)
    for proof in proofs:
        _decide(session, proof, variant, Decision.RETURN, reason.strip(), None, by, now)
    close_review(session, variant_id=variant.id or 0, outcome=Decision.RETURN, now=now)
    set_status(variant, VariantStatus.RETURNED, now=now)
    session.flush()
    record(
        session,
        action="return_variant",
        subject="variant",
        subject_id=variant.id,
        by=by,
        programme_id=request.programme_id,
        now=now,
        language=variant.language,
        digests=dict(seen),
    )


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
    check_can_decide(by, language=variant.language, authors=())
    withdrawn = _decide(session, proof, variant, Decision.WITHDRAW, reason.strip(), None, by, now)
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
    )
    return withdrawn


def _reviewed(
    session: Session, request_id: int, by: Actor
) -> tuple[ReviewRequest, Variant, Post, list[Proof]]:
    request = session.get(ReviewRequest, request_id)
    if request is None or (by.programme_id is not None and request.programme_id != by.programme_id):
        raise NotFound("This review does not exist.")
    variant = get_variant(session, request.variant_id)
    post = get_post(session, variant.post_id)
    check_can_decide(by, language=variant.language, authors=authors_of(session, variant.id or 0))
    if request.closed_at is not None:
        raise Conflict(
            "This review is already closed ({outcome}). Reload the queue.", outcome=request.outcome
        )
    revision = session.get(Revision, request.revision_id)
    if revision is None or revision.number != variant.revision:
        raise Conflict("The words have changed since this was submitted. Reload to see the new revision.")
    return request, variant, post, proofs_of_revision(session, request.revision_id)


def _check_seen(proofs: Sequence[Proof], seen: Mapping[str, str]) -> None:
    present = {proof.channel: proof.digest for proof in proofs}
    if dict(seen) != present:
        raise Conflict(
            "What you saw is not what would leave now: the words or a picture changed. "
            "Reload the card and look again; nothing was decided."
        )


def _decide(
    session: Session,
    proof: Proof,
    variant: Variant,
    decision: Decision,
    reason: str,
    valid_until: date | None,
    by: Actor,
    now: datetime,
) -> Approval:
    approval = Approval(
        proof_id=proof.id or 0,
        digest=proof.digest,
        language=variant.language,
        channel=proof.channel,
        decision=decision,
        reason=reason,
        valid_until=valid_until,
        by=by.person_id,
        at=now,
    )
    session.add(approval)
    session.flush()
    return approval

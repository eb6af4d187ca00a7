"""Asking the lawyers of a language for their word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from campaigns.approvals.models import ReviewRequest
from campaigns.approvals.proofs import Parts, freeze_proof
from campaigns.approvals.queries import open_review_of
from campaigns.approvals.rules import check_can_submit
from campaigns.content.actions import set_status
from campaigns.content.checks.actions import check_is_sound
from campaigns.content.memory.feeding import remember_revision
from campaigns.content.models import Campaign, Variant
from campaigns.content.queries import get_post, latest_revision
from campaigns.errors import NotReady
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import VariantStatus

#: How a review ends whose text was submitted anew: nobody decided about it.
SUPERSEDED = "superseded"


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
    proofs = [
        freeze_proof(session, variant=variant, revision_id=revision.id or 0, parts=part, by=by, now=now)
        for part in parts
    ]
    close_review(session, variant_id=variant.id or 0, outcome=SUPERSEDED, now=now)
    request = ReviewRequest(
        programme_id=campaign.programme_id,
        variant_id=variant.id or 0,
        revision_id=revision.id or 0,
        language=variant.language,
        digests={proof.channel: proof.digest for proof in proofs},
        due_at=due_at,
        submitted_by=by.person_id,
        submitted_at=now,
    )
    session.add(request)
    set_status(variant, VariantStatus.SUBMITTED, now=now)
    remember_revision(
        session,
        variant=variant,
        revision=revision,
        campaign=campaign,
        before=revision,
        is_judged=True,
        now=now,
    )
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

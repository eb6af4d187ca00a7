"""Reviews follow the rule of two lawyers: open while a digest has fewer words than it needs, else closed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.approvals.models import ReviewRequest
from campaigns.approvals.present import kept
from campaigns.approvals.standing import still_waiting
from campaigns.approvals.validity import has_enough, needing_two, standing_words
from campaigns.content.actions import set_status
from campaigns.content.models import Campaign, Post, Variant
from campaigns.people.actor import Actor
from campaigns.people.audit import record
from campaigns.vocabulary import Decision, VariantStatus


def lacking_second(
    session: Session, *, programme_id: int, variant_ids: Collection[int] | None = None
) -> list[tuple[ReviewRequest, Variant]]:
    """Approved texts that need one more lawyer now, with their last review; of these texts alone where named.

    What would not leave as it was submitted is left out: it has to be submitted again anyway.
    """
    rows = [
        (request, variant)
        for request, variant in _latest(session, programme_id, VariantStatus.APPROVED, variant_ids)
        if request.outcome == Decision.APPROVE and request.digests
    ]
    digests = {digest for request, _variant in rows for digest in request.digests.values()}
    risky, known = needing_two(session, digests), kept(session, digests)
    found = []
    for request, variant in rows:
        own = set(request.digests.values())
        is_there = all(one in known and known[one].is_present for one in own)
        if own & risky and is_there and not has_enough(session, own):
            found.append((request, variant))
    return found


def open_again(
    session: Session,
    *,
    programme_id: int,
    variant_ids: Collection[int] | None = None,
    by: Actor | None,
    now: datetime,
) -> list[ReviewRequest]:
    """Opens the reviews of approved texts that need a second lawyer now, as if they had needed one from the start.

    The first yes stays.
    """
    opened = []
    for request, variant in lacking_second(session, programme_id=programme_id, variant_ids=variant_ids):
        request.closed_at, request.outcome = None, None
        # It was decided in time; the old day and its reminders say nothing about the second word.
        request.due_at = request.due_at if request.due_at and request.due_at > now else None
        request.reminders, request.reminded_at, request.escalated_at = 0, None, None
        session.add(request)
        set_status(variant, VariantStatus.SUBMITTED, now=now)
        _tell(session, "reopen_review", request, by, now)
        opened.append(request)
    session.flush()
    return opened


def close_sufficient(
    session: Session, *, programme_id: int, by: Actor | None, now: datetime
) -> list[ReviewRequest]:
    """Closes, as approved when the last word was said, the reviews that have since then all the words they need now."""
    rows = _latest(session, programme_id, VariantStatus.SUBMITTED)
    waiting = still_waiting(session, [request for request, _variant in rows])
    closed = []
    for request, variant in rows:
        own = set(request.digests.values())
        if request.id not in waiting or not has_enough(session, own):
            continue
        # Words from before it was submitted do not answer it: somebody asked for a new one.
        fresh = [
            [word.at for word in words if word.at >= request.submitted_at]
            for words in standing_words(session, own).values()
        ]
        if not all(fresh):
            continue
        request.closed_at, request.outcome = max(max(each) for each in fresh), Decision.APPROVE
        session.add(request)
        set_status(variant, VariantStatus.APPROVED, now=now)
        _tell(session, "close_review", request, by, now)
        closed.append(request)
    session.flush()
    return closed


def _latest(
    session: Session,
    programme_id: int,
    status: VariantStatus,
    variant_ids: Collection[int] | None = None,
) -> list[tuple[ReviewRequest, Variant]]:
    """The last review of each text that stands so, in campaigns that go on."""
    query = (
        select(ReviewRequest, Variant)
        .join(Variant, col(Variant.id) == ReviewRequest.variant_id)
        .join(Post, col(Post.id) == Variant.post_id)
        .join(Campaign, col(Campaign.id) == Post.campaign_id)
        .where(
            ReviewRequest.programme_id == programme_id,
            Variant.status == status,
            col(Campaign.archived_at).is_(None),
        )
        .order_by(col(ReviewRequest.id))
    )
    if variant_ids is not None:
        query = query.where(col(Variant.id).in_(list(variant_ids)))
    return list({variant.id: (request, variant) for request, variant in session.exec(query)}.values())


def _tell(session: Session, action: str, request: ReviewRequest, by: Actor | None, now: datetime) -> None:
    record(
        session,
        action=action,
        subject="variant",
        subject_id=request.variant_id,
        by=by,
        programme_id=request.programme_id,
        now=now,
        language=request.language,
    )
